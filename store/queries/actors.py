"""Who speaks: each actor with the names that were joined to it, and in which words each article speaks of it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable

from store.casefile import CaseFile, Reader
from store.errors import UsageError
from store.filters import fold
from store.queries.articles import rows as article_rows
from store.queries.window import bound
from store.records.rows import ActorRow, ArticleRef, SpokenIn

SORTS: dict[str, str] = {"claims": "claims DESC, w.key", "articles": "articles DESC, w.key", "name": "w.key"}
"""The orders of actors, the first one where none is asked for."""

_ROWS = """SELECT w.id, w.key, w.name, w.kind, w.letter, count(s.claim) AS claims, count(DISTINCT s.article) AS articles,
  (SELECT json_group_array(alias) FROM (SELECT alias FROM actor_alias WHERE actor = w.id AND alias <> w.key ORDER BY alias)) AS aliases
FROM actor w LEFT JOIN standing s ON s.speaker = w.id AND NOT s.hidden"""

_SPOKEN = """SELECT s.speaker, s.article, coalesce(c.speaker_text, '') AS words, count(*) AS claims
FROM json_each(?) j JOIN standing s ON s.speaker = j.value JOIN claim c ON c.id = s.claim
WHERE NOT s.hidden GROUP BY 1, 2, 3 ORDER BY 4 DESC, 3"""


def rows(case: CaseFile, name: str | None = None, sort: str = "claims", limit: int | None = None) -> list[ActorRow]:
    """Those who speak, or all who bear a name; UsageError for a name that nobody bears and for a sort there isn't."""
    if sort not in SORTS:
        raise UsageError(f"There is no sort '{sort}' of actors", hint=f"there are {', '.join(SORTS)}")
    where, parameters = "", list[object]()
    if name is not None:
        where, parameters = "WHERE w.id IN (SELECT actor FROM actor_alias WHERE alias = ?)", [fold(name)]
    having = "HAVING count(s.claim) > 0" if name is None else ""
    with case.read() as r:
        found = r.execute(
            f"{_ROWS} {where} GROUP BY w.id {having} ORDER BY {SORTS[sort]} LIMIT ?",
            (*parameters, -1 if limit is None else limit),
        ).fetchall()
        spoken = _spoken(case, r, [row["id"] for row in found])
    if name is not None and not found:
        raise UsageError(f"Nobody is named '{name}'", hint=f"saidby search 'actor: {name}' finds names like it")
    return [
        ActorRow(
            row["id"], row["key"], row["name"], row["kind"], row["letter"], tuple(json.loads(row["aliases"])), row["articles"],
            row["claims"], tuple(spoken[row["id"]]),
        )
        for row in found
    ]  # fmt: skip


def _spoken(case: CaseFile, r: Reader, actors: Iterable[int]) -> dict[int, list[SpokenIn]]:
    """Actor to the articles in which it speaks, those with most of its claims first, and the words for it there."""
    words: dict[tuple[int, int], list[tuple[str, int]]] = defaultdict(list)
    for actor, article, text, claims in r.execute(_SPOKEN, (bound(actors),)):
        words[actor, article].append((text, claims))
    refs = {a.id: a for a in article_rows(case, {article for _, article in words})}
    out: dict[int, list[SpokenIn]] = defaultdict(list)
    for (actor, article), said in words.items():
        if (a := refs.get(article)) is not None:
            ref = ArticleRef(a.id, a.key, a.name, a.title, a.source, a.published)
            out[actor].append(SpokenIn(ref, tuple(said)))
    for places in out.values():
        places.sort(key=lambda p: (-p.claims, p.article.key))
    return out


def words_for(r: Reader, body: str) -> dict[str, str]:
    """The folded words by which an op may part actors in the articles of a body: those read as speakers and links of
    chains, and the names of their actors; each with the words as they stand."""
    found = r.execute(
        "SELECT c.speaker_text, w.name FROM claim c JOIN article a ON a.id = c.article JOIN body b ON b.id = a.body "
        "LEFT JOIN actor w ON w.id = c.speaker WHERE b.hash = ?1 AND c.speaker_text IS NOT NULL UNION "
        "SELECT l.label, w.name FROM chain_link l JOIN claim c ON c.id = l.claim JOIN article a ON a.id = c.article "
        "JOIN body b ON b.id = a.body LEFT JOIN actor w ON w.id = l.actor WHERE b.hash = ?1 ORDER BY 1, 2",
        (body,),
    ).fetchall()
    return {fold(words): words for row in found for words in reversed(row) if words}
