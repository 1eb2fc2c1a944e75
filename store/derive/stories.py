"""Stories: articles on one event put together, by a score of each two that nothing else in the case file changes.

Two articles meet by a rare word that both tell, those with a day only within days of each other, and of many the nearest
(meetings.py): so the work grows with the articles, not with their pairs. Who meets whom, and which groups come of it,
depends on the articles alone, not on who came first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from store import stale
from store.casefile import Reader, Writer
from store.derive.meetings import link_stories

_SHARE = 0.5
"""Share of the pairs of two groups that must be alike before the groups are one story."""
_CHUNK = 400

_Link = tuple[int, int, float]


def join_stories(w: Writer) -> None:
    """Give every article that has no story the one that it belongs to: itself where it is alone."""
    waiting = [
        i for (i,) in w.execute(
            "SELECT id FROM article WHERE story IS NULL ORDER BY coalesce(published_from, ''), key")
    ]  # fmt: skip
    if waiting:
        region = _component(w, waiting)
        _write_stories(w, _component(w, region | link_stories(w, waiting)))


def _component(r: Reader, articles: Iterable[int]) -> set[int]:
    """All articles that links of any kind join to these."""
    region = set(articles)
    edge = sorted(region)
    while edge:
        found: set[int] = set()
        for chunk in _chunks(edge):
            marks = _marks(chunk)
            rows = r.execute(
                f"SELECT b FROM article_link WHERE a IN ({marks}) UNION SELECT a FROM article_link WHERE b IN ({marks})",
                (*chunk, *chunk),
            )
            found |= {i for (i,) in rows}
        edge = sorted(found - region)
        region |= found
    return region


def _write_stories(w: Writer, region: set[int]) -> None:
    """Put the articles of a region into stories, each named after its article with the smallest key."""
    keys: dict[int, str] = {}
    links: list[_Link] = []
    before: dict[int, int | None] = {}
    for chunk in _chunks(sorted(region)):
        marks = _marks(chunk)
        for i, key, story in w.execute(f"SELECT id, key, story FROM article WHERE id IN ({marks})", tuple(chunk)):
            keys[i], before[i] = key, story
        links += [
            (a, b, score if relation == "same-story" else 1.0)
            for a, b, relation, score in w.execute(
                # a copy is told by its words as well; texts of one formula are copies of each other, but no story
                f"SELECT a, b, relation, score FROM article_link WHERE a IN ({marks}) AND relation <> 'copied-from'",
                tuple(chunk),
            )
        ]
    for group in stories(keys, links):
        lead = min(group, key=lambda i: keys[i])
        changed = [i for i in group if before[i] != lead]
        w.executemany("UPDATE article SET story = ? WHERE id = ?", [(lead, i) for i in changed])
        stale.mark(w, "index", changed)


def stories(keys: dict[int, str], links: Iterable[_Link]) -> list[set[int]]:
    """Articles in groups (pure): links from the surest to the weakest, and two groups become one where enough of their
    pairs are linked: a chain of near relations is not one story. Versions and articles of one text are linked with 1."""
    cluster_of = {i: i for i in keys}
    members = {i: {i} for i in keys}
    between: dict[int, dict[int, int]] = defaultdict(dict)
    best: dict[tuple[int, int], float] = {}
    for a, b, score in links:
        if a in keys and b in keys and a != b:
            pair = (a, b) if keys[a] < keys[b] else (b, a)
            best[pair] = max(score, best.get(pair, 0.0))
    for a, b in best:
        between[a][b] = between[b][a] = 1
    for (a, b), score in sorted(best.items(), key=lambda x: (-x[1], keys[x[0][0]], keys[x[0][1]])):
        one, two = cluster_of[a], cluster_of[b]
        if one == two:
            continue
        enough = _SHARE * len(members[one]) * len(members[two])
        if score < 1.0 and between[one].get(two, 0) < enough:
            continue
        if len(members[one]) < len(members[two]):
            one, two = two, one
        for i in members[two]:
            cluster_of[i] = one
        members[one] |= members.pop(two)
        for third, count in between.pop(two).items():
            between[third].pop(two, None)
            if third != one:
                between[one][third] = between[third][one] = between[one].get(third, 0) + count
    return list(members.values())


def _chunks(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[at : at + _CHUNK] for at in range(0, len(ids), _CHUNK))


def _marks(values: Iterable[object]) -> str:
    return ",".join("?" for _ in values)
