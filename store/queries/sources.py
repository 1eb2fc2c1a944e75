"""Sources and how they work: outlets, and files of unknown outlets, each of them a source of its own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from sqlite3 import Row

from store import ops
from store.casefile import CaseFile, Reader
from store.filters import Filter, fold
from store.queries.window import bound, in_order, view_by_articles
from store.records.comparison import SourceRow
from store.records.grade import Letter
from store.view import View

SOURCE_ID = "coalesce(a.outlet, -a.id)"
"""A source's id: the outlet's, or minus the article's where no outlet is known. Needs `article a`."""

SOURCE_NAME = """coalesce(o.name, a.name || CASE WHEN EXISTS (SELECT 1 FROM article z WHERE z.name = a.name AND z.id <> a.id
  AND z.outlet IS NULL AND NOT z.hidden) THEN ' ' || substr(a.key, 1, 6) ELSE '' END)"""
"""A source's name; files of one name are told apart by their keys. Needs `article a LEFT JOIN outlet o`."""

WEAKEST_LAST: tuple[Letter, ...] = ("A", "B", "C", "F", "D", "E")
"""How much a letter is worth (GRADING.md): of several analysts' ratings the weakest counts."""

MAX_CUES = 5

SORTS: dict[str, str] = {
    "claims": "-sum((SELECT count(*) FROM standing n WHERE n.article = a.id AND NOT n.hidden))",
    "name": "0",
    "articles": "-count(*)",
    "first": "coalesce(min(a.published_from), '~')",
}
"""What places a source; equal ones go by name."""


def view(case: CaseFile, filter: Filter, sort: str = "claims") -> View:
    """The sources that have a claim which the filter lets through (all of them under no filter); UsageError for no sort."""
    return view_by_articles(
        case, filter, sort, what="sources", sorts=SORTS,
        select=f"SELECT id FROM (SELECT {SOURCE_ID} AS id, coalesce(o.key, a.name) AS name, {{sort}} AS place "
        "FROM article a LEFT JOIN outlet o ON o.id = a.outlet WHERE {where} GROUP BY 1) ORDER BY place, name, id",
        total=f"SELECT count(DISTINCT {SOURCE_ID}) FROM article a WHERE NOT a.hidden",
    )  # fmt: skip


_MINE = """WITH mine(source, article) AS (
  SELECT j.value, a.id FROM json_each(?1) j JOIN article a ON a.outlet = j.value WHERE j.value > 0 AND NOT a.hidden UNION ALL
  SELECT j.value, a.id FROM json_each(?1) j JOIN article a ON a.id = -j.value WHERE j.value < 0 AND a.outlet IS NULL AND NOT a.hidden)"""


def rows(case: CaseFile, ids: Iterable[int], *, cues: bool = True) -> list[SourceRow]:
    """These sources with their whole profile, in this order: six statements, whatever their number.

    `cues` reads every claim of them, and can be left out.
    """
    wanted = list(ids)
    mine = bound(wanted)
    certainty: dict[int, Counter[str]] = defaultdict(Counter)
    attribution: dict[int, Counter[str]] = defaultdict(Counter)
    words: dict[int, list[tuple[str, int]]] = defaultdict(list)
    with case.read() as r:
        base = r.execute(
            f"{_MINE} SELECT m.source, o.key, o.family, {SOURCE_NAME} AS name, a.key AS article_key, count(*) AS articles, "
            "min(a.published_from) AS first FROM mine m JOIN article a ON a.id = m.article LEFT JOIN outlet o ON o.id = a.outlet "
            "GROUP BY m.source",
            (mine,),
        ).fetchall()
        for source, sure, kind, count in r.execute(
            f"{_MINE} SELECT m.source, s.certainty, s.attribution, count(*) FROM mine m JOIN standing s ON s.article = m.article "
            "WHERE NOT s.hidden GROUP BY 1, 2, 3",
            (mine,),
        ):
            certainty[source][sure] += count
            attribution[source][kind] += count
        for source, cue, count in r.execute(_CUES, (mine,)) if cues else ():
            if len(words[source]) < MAX_CUES:
                words[source].append((cue, count))
        lags = _lags(r, mine, len(wanted) <= _FEW)
        letters = ratings(r)
    found = {}
    for row in base:
        i = row["source"]
        found[i] = _row(row, letters, lags.get(i), certainty[i], attribution[i], tuple(words[i]))
    return in_order(wanted, found)


_CUES = (
    f"{_MINE} SELECT m.source, lower(c.cue), count(*) FROM mine m JOIN standing s ON s.article = m.article "
    "JOIN claim c ON c.id = s.claim WHERE NOT s.hidden AND c.cue IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2"
)


def _row(
    row: Row,
    letters: dict[str, Letter],
    lag: float | None,
    certainty: Counter[str],
    attribution: Counter[str],
    cues: tuple[tuple[str, int], ...],
) -> SourceRow:
    known = row["key"] is not None
    return SourceRow(
        id=row["source"],
        key=row["key"] if known else row["article_key"],
        name=row["name"],
        known=known,
        letter=letters.get(row["key"], "F") if known else "F",
        family=row["family"] if known else row["name"],
        articles=row["articles"],
        claims=sum(certainty.values()),
        first=row["first"],
        lag_days=lag,
        certainty=dict(sorted(certainty.items())),
        attribution=dict(sorted(attribution.items())),
        cues=cues,
    )


def ratings(r: Reader) -> dict[str, Letter]:
    """The letter of each rated outlet or actor, by folded name: the weakest of all analysts' ratings."""
    letters: dict[str, Letter] = {}
    for head in ops.heads(r, field="rating"):
        key, letter = fold(head.target.key), head.value
        if letter in WEAKEST_LAST:
            letters[key] = max(letters.get(key, "A"), letter, key=WEAKEST_LAST.index)
    return letters


_LAGS = f"""{_MINE}, shared(proposition, first) AS (
  SELECT proposition, min(published_from) FROM standing WHERE NOT hidden AND published_from IS NOT NULL AND {{theirs}}
  GROUP BY proposition HAVING count(DISTINCT coalesce(outlet, -article)) > 1),
told(source, days) AS (
  SELECT coalesce(s.outlet, -s.article), julianday(substr(min(s.published_from), 1, 10)) - julianday(substr(h.first, 1, 10))
  FROM shared h JOIN standing s ON s.proposition = h.proposition WHERE NOT s.hidden AND s.published_from IS NOT NULL
  GROUP BY h.proposition, 1)
SELECT source, avg(days) FROM told WHERE source IN (SELECT value FROM json_each(?1)) GROUP BY 1"""


_THEIRS = "proposition IN (SELECT s.proposition FROM mine m JOIN standing s ON s.article = m.article WHERE +s.proposition IS NOT NULL)"
_FEW = 8
"""So many sources are asked for by their own propositions; more by all propositions, which takes less long then."""


def _lags(r: Reader, mine: str, few: bool) -> dict[int, float]:
    """Mean days behind the first dated article on the stories that a source shares with another; where it shares none,
    on the propositions."""
    return {
        source: round(days, 1)
        for source, days in r.execute(_LAGS.format(theirs=_THEIRS if few else "proposition IS NOT NULL"), (mine,))
        if days is not None
    }
