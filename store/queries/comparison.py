"""The comparison: each proposition by source, with its origins, its numbers and how its wording drifts.

A filter chooses propositions (those with a claim that it lets through); their rows then tell the whole: a source that
a filter hid would look silent, and silence is what the comparison is read for.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from sqlite3 import Row

from store.casefile import CaseFile, Reader
from store.errors import UsageError
from store.filters import Filter
from store.queries import sources
from store.queries.window import PAGE, bound, ids_of, in_order, passes, those_of
from store.records.comparison import Cell, Grid, GridRow, NumberGroup, OriginGroup
from store.records.grade import Letter, Stance
from store.records.record import record
from store.view import View

STANCES: tuple[Stance, ...] = ("asserts", "hedges", "denies", "caveats")
"""Strongest first: what a cell with several shows."""

SILENT = Cell(None, None, None, None, ())

SORTS: dict[str, str] = {
    "sources": "sources DESC, claims DESC, support DESC, id",
    "support": "support DESC, sources DESC, id",
    "claims": "claims DESC, sources DESC, id",
}


def view(case: CaseFile, filter: Filter, sort: str = "sources") -> View:
    """The propositions that have a claim which the filter lets through; UsageError for a sort that there isn't."""
    if sort not in SORTS:
        raise UsageError(f"There is no sort '{sort}' of propositions", hint=f"there are {', '.join(SORTS)}")
    where, parameters = filter.clause()
    with case.read() as r:
        ids = ids_of(
            r,
            "SELECT id FROM (SELECT t.proposition AS id, count(*) AS claims, count(DISTINCT coalesce(t.outlet, -t.article)) AS sources, "
            "max(t.shown_support) AS support FROM standing t WHERE NOT t.hidden AND t.proposition IN "
            f"(SELECT s.proposition FROM standing s WHERE +s.proposition IS NOT NULL AND {where}) GROUP BY 1) ORDER BY {SORTS[sort]}",
            parameters,
        )
        unjudged = 0
        if clause := filter.unjudged_clause():
            (unjudged,) = r.execute(
                f"SELECT count(DISTINCT s.proposition) FROM standing s WHERE s.proposition IS NOT NULL AND {clause[0]} AND "
                f"s.proposition NOT IN (SELECT s.proposition FROM standing s WHERE s.proposition IS NOT NULL AND {where})",
                clause[1] + parameters,
            ).fetchone()
        total = len(ids)
        if filter:
            (total,) = r.execute(
                "SELECT count(DISTINCT proposition) FROM standing WHERE NOT hidden AND proposition IS NOT NULL"
            ).fetchone()
        return View(ids, filter, sort, case.generation(), total, unjudged)


def ranking(case: CaseFile, sort: str = "sources") -> array[int]:
    """Every proposition, in the order of a sort: no filter changes it, as a row tells the whole. A million claims
    take about a second: to be kept for as long as nobody writes. UsageError for a sort that there isn't."""
    if sort not in SORTS:
        raise UsageError(f"There is no sort '{sort}' of propositions", hint=f"there are {', '.join(SORTS)}")
    with case.read() as r:
        return ids_of(
            r,
            "SELECT id FROM (SELECT t.proposition AS id, count(*) AS claims, count(DISTINCT coalesce(t.outlet, -t.article)) AS sources, "
            "max(t.shown_support) AS support FROM standing t WHERE NOT t.hidden AND t.proposition IS NOT NULL GROUP BY 1) "
            f"ORDER BY {SORTS[sort]}",
        )


def chosen(case: CaseFile, filter: Filter, ranked: array[int]) -> array[int]:
    """Those of a ranking that have a claim which the filter lets through, in its order."""
    if not filter:
        return ranked
    where, parameters = filter.clause()
    with case.read() as r:  # the plus: by the index that sorts claims, which has every column that is asked for
        found = ids_of(
            r, f"SELECT s.proposition AS id FROM standing s WHERE +s.proposition IS NOT NULL AND {where}", parameters
        )
    return those_of(ranked, passes(found))


def best(case: CaseFile, filter: Filter) -> array[int]:
    """The propositions of the best supported claims of a filter: what can be shown before all are ranked."""
    where, parameters = filter.clause()
    with case.read() as r:
        found = ids_of(
            r,
            f"SELECT s.proposition AS id FROM standing s WHERE +s.proposition IS NOT NULL AND {where} "
            "ORDER BY s.shown_support DESC, s.claim",
            parameters,
            PAGE // 2,
        )
    return array("q", dict.fromkeys(found))


def of_claim(case: CaseFile, claim: int) -> int | None:
    """The proposition that a claim belongs to; None for forecasts, opinions and meta-sentences, and where it is gone."""
    with case.read() as r:
        row = r.execute("SELECT proposition FROM standing WHERE claim = ?", (claim,)).fetchone()
    return row[0] if row else None


def labels(case: CaseFile, ids: Iterable[int]) -> list[tuple[int, str]]:
    """The words of these propositions, in this order."""
    wanted = list(ids)
    with case.read() as r:
        found = dict(
            r.execute(
                "SELECT p.id, p.label FROM json_each(?) j JOIN proposition p ON p.id = j.value", (bound(wanted),)
            ).fetchall()
        )
    return [(i, found[i]) for i in wanted if i in found]


def is_large(case: CaseFile) -> bool:
    """Whether ranking takes longer than anybody should wait for a first look."""
    with case.read() as r:
        (last,) = r.execute("SELECT max(id) FROM proposition").fetchone()
    return (last or 0) > _LARGE


_LARGE = 20_000


def grid(case: CaseFile, filter: Filter, limit: int = 200, sort: str = "sources") -> Grid:
    """The comparison of the first `limit` propositions, every cell filled, with the sources that speak in it."""
    with case.read():
        found = view(case, filter, sort)
        lines, speaking = window(case, found.window(0, limit))
        columns = sources.rows(case, speaking, cues=False)
    names = [s.name for s in columns]
    filled = tuple(replace(line, cells={n: line.cells.get(n, SILENT) for n in names}) for line in lines)
    return Grid(filled, tuple(columns), max(0, len(found) - limit))


def rows(case: CaseFile, ids: Iterable[int]) -> list[GridRow]:
    """The lines of these propositions, in this order; `cells` holds the sources that are not silent."""
    return window(case, ids)[0]


@record
class _Claim:
    """A claim of a proposition, as the comparison needs it."""

    id: int
    proposition: int
    source: int
    name: str
    stance: Stance | None
    letter: Letter
    digit: int
    support: int | None
    origin: int | None
    published: str | None


def window(case: CaseFile, ids: Iterable[int]) -> tuple[list[GridRow], list[int]]:
    """The lines of these propositions, and the ids of the sources that speak in them, the most talkative first."""
    lines, speaking = page(case, ids)
    return lines, [source for source, _ in speaking]


def page(case: CaseFile, ids: Iterable[int]) -> tuple[list[GridRow], list[tuple[int, str]]]:
    """The lines of these propositions, and id and name of the sources that speak in them, the most talkative first."""
    wanted = list(ids)
    with case.read() as r:
        base = r.execute(
            "SELECT p.id, p.key, p.label FROM json_each(?) j JOIN proposition p ON p.id = j.value", (bound(wanted),)
        ).fetchall()
        claims = _claims(r, wanted)
        origins = _origins(r, wanted, claims)
        numbers = _numbers(r, wanted)
        drift = _drift(r, wanted, claims)
    found = {
        row["id"]: _row(row, claims[row["id"]], origins[row["id"]], numbers[row["id"]], drift[row["id"]])
        for row in base
    }
    speaking: dict[tuple[int, str], int] = defaultdict(int)
    for several in claims.values():
        for source in {(c.source, c.name) for c in several}:
            speaking[source] += 1
    order = sorted(speaking, key=lambda s: (-speaking[s], s[1], s[0]))
    return in_order(wanted, found), order


def _claims(r: Reader, ids: list[int]) -> dict[int, list[_Claim]]:
    found: dict[int, list[_Claim]] = defaultdict(list)
    for row in r.execute(
        f"SELECT s.claim AS id, s.proposition, {sources.SOURCE_ID} AS source, {sources.SOURCE_NAME} AS name, s.stance, s.letter, "
        "s.shown_digit AS digit, s.shown_support AS support, s.origin, s.published_from AS published FROM json_each(?) j "
        "JOIN standing s ON s.proposition = j.value JOIN article a ON a.id = s.article LEFT JOIN outlet o ON o.id = a.outlet "
        "WHERE NOT s.hidden ORDER BY s.proposition, s.shown_support DESC, s.claim",
        (bound(ids),),
    ):
        claim = _Claim(**dict(row))
        found[claim.proposition].append(claim)
    return found


def _row(
    row: Row,
    claims: Sequence[_Claim],
    origins: tuple[OriginGroup, ...],
    numbers: tuple[NumberGroup, ...],
    drift: tuple[tuple[int, ...], ...],
) -> GridRow:
    by_source: dict[str, list[_Claim]] = defaultdict(list)
    for claim in claims:
        by_source[claim.name].append(claim)
    return GridRow(
        id=row["id"],
        key=row["key"],
        label=row["label"],
        cells={name: _cell(several) for name, several in sorted(by_source.items())},
        origins=origins,
        numbers=numbers,
        drift=drift,
        only=next(iter(by_source)) if len(by_source) == 1 else None,
        first=_first(by_source),
    )


def _cell(claims: Sequence[_Claim]) -> Cell:
    """The cell of one source: the strongest stance, and the grade of its best supported claim of that stance."""
    stances = tuple(s for s in STANCES if any(c.stance == s for c in claims)) or ("asserts",)
    best = next((c for c in claims if c.stance == stances[0]), claims[0])
    return Cell(stances[0], best.digit, best.letter, best.support, tuple(c.id for c in claims), stances)


def _first(by_source: dict[str, list[_Claim]]) -> str | None:
    """The source that published it before any other that has a date; None where two share the first date."""
    dated = sorted(
        (min(days), name) for name, cs in by_source.items() if (days := [c.published for c in cs if c.published])
    )
    return dated[0][1] if len(dated) > 1 and dated[0][0][:10] < dated[1][0][:10] else None


def _origins(r: Reader, ids: list[int], claims: dict[int, list[_Claim]]) -> dict[int, tuple[OriginGroup, ...]]:
    members: dict[int, list[int]] = defaultdict(list)
    for several in claims.values():
        for claim in several:
            if claim.origin is not None:
                members[claim.origin].append(claim.id)
    found: dict[int, tuple[OriginGroup, ...]] = defaultdict(tuple)
    for origin, proposition, label, independence in r.execute(
        "SELECT g.id, g.proposition, g.label, g.independence FROM json_each(?) j JOIN origin g ON g.proposition = j.value "
        "ORDER BY g.proposition, g.label, g.id",
        (bound(ids),),
    ):
        if members[origin]:
            found[proposition] += (OriginGroup(label, independence, tuple(sorted(members[origin]))),)
    return found


def _numbers(r: Reader, ids: list[int]) -> dict[int, tuple[NumberGroup, ...]]:
    """Numbers by what they count and what happens to it; comparable only where both are known (GRADING.md)."""
    values: dict[tuple[int, str | None, str | None], list[tuple[str, float | None, float | None, int]]] = defaultdict(
        list
    )
    for proposition, thing, role, text, low, high, claim in r.execute(
        "SELECT s.proposition, q.thing, q.role, q.text, q.low, q.high, q.claim FROM json_each(?) j JOIN standing s ON s.proposition = j.value "
        "JOIN quantity q ON q.claim = s.claim WHERE NOT s.hidden ORDER BY s.proposition, q.thing, q.role, q.low, q.claim, q.start_char",
        (bound(ids),),
    ):
        values[proposition, thing, role].append((text, low, high, claim))
    found: dict[int, tuple[NumberGroup, ...]] = defaultdict(tuple)
    for (proposition, thing, role), several in values.items():
        found[proposition] += (NumberGroup(thing, role, thing is not None and role is not None, tuple(several)),)
    return found


def _drift(r: Reader, ids: list[int], claims: dict[int, list[_Claim]]) -> dict[int, tuple[tuple[int, ...], ...]]:
    """Chains of claims whose wording rises inside one origin, each from its weakest wording on."""
    home = {c.id: c.proposition for several in claims.values() for c in several}
    after: dict[int, list[int]] = defaultdict(list)
    targets = set()
    for a, b in r.execute(
        "SELECT l.a, l.b FROM json_each(?) j JOIN standing s ON s.proposition = j.value JOIN claim_link l ON l.a = s.claim "
        "WHERE l.relation = 'drifts-to' AND l.state <> 'rejected' ORDER BY l.a, l.b",
        (bound(ids),),
    ):
        if a in home and b in home:
            after[a].append(b)
            targets.add(b)
    found: dict[int, tuple[tuple[int, ...], ...]] = defaultdict(tuple)
    for start in sorted(set(after) - targets):
        chain = [start]
        while rest := [b for b in after.get(chain[-1], ()) if b not in chain]:
            chain.append(min(rest, key=lambda b: (len(after.get(b, ())) == 0, b)))
        found[home[start]] += (tuple(chain),)
    return found
