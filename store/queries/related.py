"""Pairs of articles that belong together: one event, one text, a copy, a version of the other."""

from __future__ import annotations

from collections.abc import Iterator

from store.casefile import CaseFile, Reader
from store.filters import Filter
from store.queries.window import bound, ids_of
from store.records.rows import ArticleRef, RelatedRow

_WINDOW = 500
_PAIRS = """SELECT l.score, l.relation, s.key AS story,
  a.id AS a_id, a.key AS a_key, a.name AS a_name, a.title AS a_title, p.name AS a_source, a.published AS a_published,
  b.id AS b_id, b.key AS b_key, b.name AS b_name, b.title AS b_title, q.name AS b_source, b.published AS b_published
FROM json_each(?) j JOIN article a ON a.id = j.value JOIN article_link l ON l.a = a.id JOIN article b ON b.id = l.b
LEFT JOIN outlet p ON p.id = a.outlet LEFT JOIN outlet q ON q.id = b.outlet LEFT JOIN article s ON s.id = a.story AND a.story = b.story
WHERE NOT b.hidden {inside} ORDER BY j.key, l.score DESC, b.published_from NULLS LAST, b.key, l.relation"""


def pairs(case: CaseFile, filter: Filter) -> Iterator[RelatedRow]:
    """The pairs of which both articles have a claim that the filter lets through (all of them under no filter).

    Ordered by the first article's publication, then by score.
    """
    condition, parameters = filter.clause() if filter else ("", ())
    among = f"IN (SELECT s.article FROM standing s WHERE {condition})"
    with case.read() as r:
        firsts = ids_of(
            r,
            f"SELECT a.id FROM article a WHERE NOT a.hidden {f'AND a.id {among}' if filter else ''} "
            "AND EXISTS (SELECT 1 FROM article_link l WHERE l.a = a.id) ORDER BY a.published_from NULLS LAST, a.key",
            parameters,
        )
        query = _PAIRS.format(inside=f"AND b.id {among}" if filter else "")
        for at in range(0, len(firsts), _WINDOW):
            yield from _window(r, query, bound(firsts[at : at + _WINDOW]), parameters)


def _window(r: Reader, query: str, ids: str, parameters: tuple[object, ...]) -> Iterator[RelatedRow]:
    for row in r.execute(query, (ids, *parameters)).fetchall():
        a, b = (
            ArticleRef(*(row[f"{side}_{name}"] for name in ("id", "key", "name", "title", "source", "published")))
            for side in "ab"
        )
        yield RelatedRow(a, b, row["score"], row["relation"], row["story"])
