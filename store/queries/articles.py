"""Articles: the ids of a view, the lines of a window, and one with its text, its claims' places and its kin."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from sqlite3 import Row

from store import stale
from store.casefile import CaseFile, Reader
from store.filters import Filter
from store.queries.annotations import notes_of_articles
from store.queries.claim_children import date_detail
from store.queries.window import bound, in_order, view_by_articles
from store.records.rows import ArticleDetail, ArticleRow, DateDetail, Mark
from store.records.span import Span
from store.view import View

_HEAD_CHARS = 400
"""How much of a body is read for its first line."""

SORTS: dict[str, str] = {
    "published": "a.published_from NULLS LAST, a.name, a.id",
    "name": "a.name, a.id",
    "source": "o.key NULLS LAST, a.published_from NULLS LAST, a.id",
    "claims": "(SELECT count(*) FROM standing n WHERE n.article = a.id AND NOT n.hidden) DESC, a.id",
}


def view(case: CaseFile, filter: Filter, sort: str = "published") -> View:
    """The articles that have a claim which the filter lets through (all of them under no filter); UsageError for no sort."""
    return view_by_articles(
        case, filter, sort, what="articles", sorts=SORTS,
        select="SELECT a.id FROM article a LEFT JOIN outlet o ON o.id = a.outlet WHERE {where} ORDER BY {sort}",
        total="SELECT count(*) FROM article WHERE NOT hidden",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counts:
    """What a case file holds: articles and claims that are not hidden, articles without a date, articles yet to be read."""

    articles: int
    claims: int
    undated: int
    waiting: int
    failed: int = 0
    """Articles on which the extractor failed: they have no claims."""


def counts(case: CaseFile) -> Counts:
    """What the header of the app and of a digest says of the case file."""
    with case.read() as r:
        (articles, undated, failed) = r.execute(
            "SELECT count(*), count(*) - count(published), count(*) FILTER (WHERE rules LIKE 'failed:%') FROM article WHERE NOT hidden"
        ).fetchone()
        (claims,) = r.execute("SELECT count(*) FROM standing WHERE NOT hidden").fetchone()
        waiting = stale.counts(r)
    return Counts(articles, claims, undated, waiting.get("group", 0) + waiting.get("read", 0), failed)


_ROW = f"""a.id, a.key, a.name, a.title, o.name AS source, a.published, a.published_origin, a.language, a.url, b.chars,
  (SELECT count(*) FROM standing s WHERE s.article = a.id AND NOT s.hidden) AS claims, substr(b.text, 1, {_HEAD_CHARS}) AS head"""
_FROM = """FROM json_each(?) j JOIN article a ON a.id = j.value JOIN body b ON b.id = a.body
  LEFT JOIN outlet o ON o.id = a.outlet"""


def rows(case: CaseFile, ids: Iterable[int]) -> list[ArticleRow]:
    """The lines of these articles, in this order; ids that are gone are left out."""
    wanted = list(ids)
    with case.read() as r:
        found = {row["id"]: _row(row) for row in r.execute(f"SELECT {_ROW} {_FROM}", (bound(wanted),))}
    return in_order(wanted, found)


def details(case: CaseFile, ids: Iterable[int]) -> list[ArticleDetail]:
    """These articles with their texts, marks, dates, kin and annotations: six statements, whatever their number."""
    wanted = list(ids)
    with case.read() as r:
        base = r.execute(
            f"SELECT {_ROW}, a.byline, b.hash, b.text, (SELECT min(i.key) FROM article_sighting x JOIN sighting i ON i.id = x.sighting "
            f"WHERE x.article = a.id) AS sighting_key {_FROM}",
            (bound(wanted),),
        ).fetchall()
        marks, dates, credits, kin = _marks(r, wanted), _dates(r, wanted), _credits(r, wanted), _kin(r, wanted)
        notes = notes_of_articles(r, wanted)
    found = {
        row["id"]: ArticleDetail(
            row=_row(row),
            body_hash=row["hash"],
            sighting_key=row["sighting_key"] or "",
            byline=row["byline"],
            text=row["text"],
            marks=marks[row["id"]],
            dates=dates[row["id"]],
            credits=credits[row["id"]],
            related=kin[row["id"]],
            annotations=notes.get(row["id"], ()),
        )
        for row in base
    }
    return in_order(wanted, found)


def _row(row: Row) -> ArticleRow:
    head = (row["head"] or "").strip()
    return ArticleRow(
        id=row["id"],
        key=row["key"],
        name=row["name"],
        title=row["title"],
        source=row["source"],
        published=row["published"],
        published_origin=row["published_origin"],
        language=row["language"],
        claims=row["claims"],
        first_line=head.partition("\n")[0].rstrip(),
        url=row["url"],
        chars=row["chars"],
    )


def _marks(r: Reader, ids: list[int]) -> dict[int, tuple[Mark, ...]]:
    found: dict[int, list[Mark]] = defaultdict(list)
    for row in r.execute(
        "SELECT c.article, c.id, c.start_char, c.end_char, c.content_start, c.content_end, "
        "json_extract(c.reading, '$.pieces') AS pieces, s.shown_support, s.shown_digit FROM json_each(?) j "
        "JOIN claim c ON c.article = j.value JOIN standing s ON s.claim = c.id WHERE NOT s.hidden "
        "ORDER BY c.article, c.start_char, c.content_start, c.id",
        (bound(ids),),
    ):
        pieces = json.loads(row["pieces"]) if row["pieces"] else [(row["content_start"], row["content_end"])]
        content = tuple(Span(int(s), int(e)) for s, e in pieces)
        sentence = Span(row["start_char"], row["end_char"])
        found[row["article"]].append(Mark(row["id"], content, sentence, row["shown_support"], row["shown_digit"]))
    return defaultdict(tuple, {k: tuple(v) for k, v in found.items()})


def _dates(r: Reader, ids: list[int]) -> dict[int, tuple[DateDetail, ...]]:
    found: dict[int, list[DateDetail]] = defaultdict(list)
    for row in r.execute(
        "SELECT t.* FROM json_each(?) j JOIN timex t ON t.article = j.value ORDER BY t.article, t.start_char, t.claim, t.role",
        (bound(ids),),
    ):
        detail = date_detail(row)
        if not found[row["article"]] or found[row["article"]][-1] != detail:  # one expression may serve several claims
            found[row["article"]].append(detail)
    return defaultdict(tuple, {k: tuple(v) for k, v in found.items()})


def _credits(r: Reader, ids: list[int]) -> dict[int, tuple[tuple[str, str], ...]]:
    found: dict[int, tuple[tuple[str, str], ...]] = defaultdict(tuple)
    for article, party, role in r.execute(
        "SELECT k.article, k.credited, k.relation FROM json_each(?) j JOIN source_credit k ON k.article = j.value "
        "ORDER BY k.article, k.start_char",
        (bound(ids),),
    ):
        found[article] += ((party, role),)
    return found


def _kin(r: Reader, ids: list[int]) -> dict[int, tuple[tuple[str, int, float], ...]]:
    found: dict[int, tuple[tuple[str, int, float], ...]] = defaultdict(tuple)
    for me, relation, other, score in r.execute(
        "SELECT l.a AS me, l.relation, l.b, l.score FROM json_each(?1) j JOIN article_link l ON l.a = j.value UNION ALL "
        "SELECT l.b, CASE l.relation WHEN 'revises' THEN 'revised-by' WHEN 'copied-from' THEN 'copied-by' ELSE l.relation END, "
        "l.a, l.score FROM json_each(?1) j JOIN article_link l ON l.b = j.value ORDER BY 1, 2, 4 DESC, 3",
        (bound(ids),),
    ):
        found[me] += ((relation, other, score),)
    return found
