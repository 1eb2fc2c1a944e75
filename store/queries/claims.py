"""Claims: the ids of a view, the lines of a window, and everything about a few."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from sqlite3 import Row
from typing import Any

from store.casefile import CaseFile, Reader
from store.errors import UsageError
from store.filters import Filter
from store.queries.annotations import notes_of_claims
from store.queries.claim_children import dates_of, links_of, parts_of, quantities_of, span_or_none
from store.queries.kept import kept
from store.queries.why import fitted
from store.queries.window import PAGE, bound, ids_of, in_order
from store.records.grade import Part
from store.records.op import Target, span_target
from store.records.rows import (
    ArticleRef,
    ClaimDetail,
    ClaimRow,
    DateDetail,
    LinkDetail,
    NoteDetail,
    OverrideDetail,
    QuantityDetail,
)
from store.records.span import Span
from store.view import View

_SELECT = "SELECT s.claim AS id FROM standing s"
_BY_SUPPORT = "s.shown_support DESC, s.claim"

SORTS: dict[str, tuple[str, ...]] = {
    "support": (f"{_SELECT} WHERE {{where}} ORDER BY {_BY_SUPPORT}",),
    "event": (
        f"{_SELECT} WHERE s.event_from IS NOT NULL AND {{where}} ORDER BY s.event_from, s.claim",
        f"{_SELECT} WHERE s.event_from IS NULL AND {{where}} ORDER BY s.claim",
    ),
    "published": (f"{_SELECT} WHERE {{where}} ORDER BY s.published_from NULLS LAST, s.article, s.claim",),
    "speaker": (
        f"{_SELECT} LEFT JOIN actor w ON w.id = s.speaker WHERE {{where}} ORDER BY w.key NULLS LAST, {_BY_SUPPORT}",
    ),
    "source": (
        f"{_SELECT} LEFT JOIN outlet o ON o.id = s.outlet WHERE {{where}} "
        "ORDER BY o.key NULLS LAST, s.article, s.claim",
    ),
}
"""Statements of each sort, one after the other: undated claims come last without a sort of the whole (HOUSE.md)."""

INDEXED = ("support", "event")
"""Sorts whose first lines come by an index, before the rest is known."""

_CONTENT = """CASE WHEN c.content_start >= c.start_char AND c.content_end <= c.end_char
  THEN substr(c.quote, c.content_start - c.start_char + 1, c.content_end - c.content_start)
  ELSE coalesce((SELECT substr(b.text, c.content_start + 1, c.content_end - c.content_start) FROM body b WHERE b.id = a.body), c.quote)
  END"""
"""A quotation may run over several sentences: then its content stands in the body, not in the sentence."""

_ROW = f"""c.id, c.key, s.article, a.name AS article_name, o.name AS source, a.published, w.name AS speaker,
  c.speaker_text, c.cue, s.attribution, s.kind, s.certainty, s.polarity, {_CONTENT} AS content, s.letter,
  s.shown_digit, s.shown_support, c.quality, s.override, s.override_stale, s.event_from"""

_FROM = """FROM json_each(?) j JOIN standing s ON s.claim = j.value JOIN claim c ON c.id = s.claim
  JOIN article a ON a.id = s.article LEFT JOIN outlet o ON o.id = s.outlet LEFT JOIN actor w ON w.id = s.speaker"""

_DETAIL = """a.key AS article_key, a.title, b.hash, c.paragraph, c.start_char, c.end_char, c.quote,
  c.content_start, c.content_end, c.speaker_start, c.speaker_end, c.cue_start, c.cue_end, c.likelihood_low, c.likelihood_high,
  c.reading, s.digit, s.support, s.points, s.low, s.high, s.stance, p.key AS proposition, p.label AS proposition_label, g.label AS origin,
  (SELECT y.why FROM whys y WHERE y.claim = c.id) AS why,
  (SELECT json_group_array(json_array(label, relation)) FROM (SELECT label, relation FROM chain_link WHERE claim = c.id ORDER BY hop)) AS chain,
  (SELECT json_group_array(json_array(credited, relation)) FROM (SELECT credited, relation FROM source_credit WHERE article = a.id
     ORDER BY start_char)) AS credits"""


def view(case: CaseFile, filter: Filter, sort: str = "support") -> View:
    """The claims that a filter lets through, in the order of a sort (SORTS); UsageError for a sort that there isn't.

    Claims without support, or without a date, come last.
    """
    if sort not in SORTS:
        raise UsageError(f"There is no sort '{sort}' of claims", hint=f"there are {', '.join(SORTS)}")
    where, parameters = filter.clause()
    with case.read() as r:
        ids = ids_of(r, SORTS[sort][0].format(where=where), parameters)
        for more in SORTS[sort][1:]:
            ids.extend(ids_of(r, more.format(where=where), parameters))
        unjudged = _count(r, *clause) if (clause := filter.unjudged_clause()) else 0
        total = kept(case, "claims", lambda: _count(r, "NOT s.hidden", ())) if filter else len(ids)
        return View(ids, filter, sort, case.generation(), total, unjudged)


def pages(case: CaseFile, filter: Filter, sort: str = "support") -> Iterator[View]:
    """The view of a filter, before it its first page where an index gives that sooner (a partial view); UsageError as
    in `view`."""
    if sort in INDEXED:
        where, parameters = filter.clause()
        with case.read() as r:
            ids = array("q")
            for statement in SORTS[sort]:
                if len(ids) < PAGE:
                    ids.extend(ids_of(r, statement.format(where=where), parameters, PAGE - len(ids)))
            generation = case.generation()
        if len(ids) == PAGE:
            yield View(ids, filter, sort, generation, len(ids), partial=True)
    yield view(case, filter, sort)


def ungraded(case: CaseFile, filter: Filter) -> int:
    """How many claims of a view have no support: forecasts, opinions, meta-sentences."""
    where, parameters = filter.clause()
    with case.read() as r:
        return _count(r, f"s.shown_support IS NULL AND {where}", parameters)


def said_by(case: CaseFile, actor: int, most: int) -> array[int]:
    """The best supported claims of a speaker, so many."""
    with case.read() as r:
        return ids_of(r, f"{_SELECT} WHERE s.speaker = ? AND NOT s.hidden ORDER BY {_BY_SUPPORT}", (actor,), most)


def _count(r: Reader, where: str, parameters: tuple[object, ...]) -> int:
    (count,) = r.execute(f"SELECT count(*) FROM standing s WHERE {where}", parameters).fetchone()
    return int(count)


def rows(case: CaseFile, ids: Iterable[int]) -> list[ClaimRow]:
    """The lines of these claims, in this order; ids that are gone are left out."""
    wanted = list(ids)
    with case.read() as r:
        base = r.execute(f"SELECT {_ROW} {_FROM}", (bound(wanted),)).fetchall()
        notes = notes_of_claims(r, wanted)
    return in_order(wanted, {row["id"]: _row(row, notes.get(row["id"], ())) for row in base})


def keys(case: CaseFile, ids: Iterable[int]) -> dict[int, str]:
    """The keys of these claims: what JSON calls their ids."""
    with case.read() as r:
        return dict(
            r.execute("SELECT c.id, c.key FROM json_each(?) j JOIN claim c ON c.id = j.value", (bound(ids),)).fetchall()
        )


def details(case: CaseFile, ids: Iterable[int]) -> list[ClaimDetail]:
    """Everything about these claims, in this order: six statements, whatever their number."""
    wanted = list(ids)
    with case.read() as r:
        base = r.execute(
            f"SELECT {_ROW}, {_DETAIL} {_FROM} JOIN body b ON b.id = a.body "
            "LEFT JOIN proposition p ON p.id = s.proposition LEFT JOIN origin g ON g.id = s.origin",
            (bound(wanted),),
        ).fetchall()
        dates = dates_of(r, wanted)
        quantities = quantities_of(r, wanted)
        parts = parts_of(r, wanted)
        links = links_of(r, wanted)
        notes = notes_of_claims(r, wanted)
    found = {}
    for row in base:
        i = row["id"]
        found[i] = _detail(row, dates[i], quantities[i], parts[i], links[i], notes.get(i, ()))
    return in_order(wanted, found)


def target(detail: ClaimDetail) -> Target:
    """What an annotation on this claim holds on to: its content, as a sentence may hold several claims."""
    return span_target(detail.body_hash, detail.content_span, detail.row.content)


def _row(row: Row, notes: Sequence[NoteDetail]) -> ClaimRow:
    return ClaimRow(
        id=row["id"],
        key=row["key"],
        article=row["article"],
        article_name=row["article_name"],
        source=row["source"],
        published=row["published"],
        speaker=row["speaker"],
        speaker_text=row["speaker_text"],
        attribution=row["attribution"],
        kind=row["kind"],
        certainty=row["certainty"],
        polarity=row["polarity"],
        content=row["content"],
        letter=row["letter"],
        digit=row["shown_digit"],
        support=row["shown_support"],
        quality=row["quality"],
        overridden=row["override"] is not None,
        stale_override=bool(row["override_stale"]),
        tags=tuple(dict.fromkeys(n.value for n in notes if n.field == "tag")),
        notes=sum(n.field == "note" for n in notes),
        starred=any(n.field == "star" for n in notes),
        event_from=row["event_from"],
        cue=row["cue"],
    )


def _detail(
    row: Row,
    dates: tuple[DateDetail, ...],
    quantities: tuple[QuantityDetail, ...],
    parts: tuple[Part, ...],
    links: tuple[LinkDetail, ...],
    notes: Sequence[NoteDetail],
) -> ClaimDetail:
    reading: dict[str, Any] = json.loads(row["reading"])
    hull = Span(row["content_start"], row["content_end"])
    pieces = tuple(Span(int(s), int(e)) for s, e in reading.get("pieces") or ()) or (hull,)
    likelihood = (row["likelihood_low"], row["likelihood_high"])
    return ClaimDetail(
        row=_row(row, notes),
        article=ArticleRef(
            row["article"], row["article_key"], row["article_name"], row["title"], row["source"], row["published"]
        ),
        body_hash=row["hash"],
        paragraph=row["paragraph"],
        span=Span(row["start_char"], row["end_char"]),
        text=row["quote"],
        content_span=hull,
        pieces=pieces,
        speaker_span=span_or_none(row["speaker_start"], row["speaker_end"]),
        cue_span=span_or_none(row["cue_start"], row["cue_end"]),
        cue=row["cue"],
        chain=tuple((label, relation) for label, relation in json.loads(row["chain"])),
        credits=tuple((party, role) for party, role in json.loads(row["credits"])),
        hedges=tuple(_words(h) for h in reading.get("hedges") or ()),
        likelihood=None if likelihood[0] is None or likelihood[1] is None else likelihood,
        dates=dates,
        quantities=quantities,
        computed_digit=row["digit"],
        computed_support=row["support"],
        points=row["points"],
        low=row["low"],
        high=row["high"],
        parts=parts,
        why=fitted(row["why"], parts),
        overrides=tuple(sorted((_override(n, row) for n in notes if n.field == "override"), key=lambda o: not o.mine)),
        proposition=row["proposition"],
        proposition_label=row["proposition_label"],
        origin=row["origin"],
        stance=row["stance"],
        links=links,
        annotations=tuple(n for n in notes if n.field != "override"),
    )


def _words(hedge: object) -> str:
    return str(hedge["text"]) if isinstance(hedge, dict) else str(hedge)


def _override(note: NoteDetail, row: Row) -> OverrideDetail:
    mine = note.op == row["override"]
    value = {k: int(v) for k, v in json.loads(note.value).items() if k in ("digit", "support")}
    return OverrideDetail(note.op, note.author, value, note.reason or "", mine and bool(row["override_stale"]), mine)
