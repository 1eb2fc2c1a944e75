"""Stories: articles on one event put together, by a score of each two that nothing else in the case file changes.

Candidates meet by two of the things that tell most of them (`article_key` rows that begin with "s:"), those with a day
only within days of each other: so the work grows with the articles, not with their pairs. Which candidates there are,
and which groups come of them, depends on the articles alone, not on who came first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations

from store import stale
from store.casefile import Reader, Writer
from store.derive.gist import Gist, gist
from store.derive.similarity import SAME_STORY, similarity
from store.records.keys import parts_key

DAYS = 10
"""Articles published further apart are not looked at: a story that goes on is handed on by those between."""

_NAMES = 6
_WORDS = 2
_LOOSE = 5
"""Of articles without a day, three of so many things must meet."""
_SHARE = 0.5
"""Share of the pairs of two groups that must be alike before the groups are one story."""
_CHUNK = 400
_KEPT = 1_500

_Link = tuple[int, int, float]


def join_stories(w: Writer) -> None:
    """Give every article that has no story the one that it belongs to: itself where it is alone."""
    waiting = [
        i for (i,) in w.execute(
            "SELECT id FROM article WHERE story IS NULL ORDER BY coalesce(published_from, ''), key")
    ]  # fmt: skip
    if not waiting:
        return
    region = _component(w, waiting)
    gists = _Gists()
    w.executemany("DELETE FROM article_key WHERE article = ? AND key >= 's:' AND key < 's;'", ((i,) for i in waiting))
    w.executemany(
        "DELETE FROM article_link WHERE relation = 'same-story' AND (a = ?1 OR b = ?1)", ((i,) for i in waiting)
    )
    shown = [i for chunk in _chunks(waiting) for (i,) in w.execute(
        f"SELECT id FROM article WHERE id IN ({_marks(chunk)}) AND NOT hidden", tuple(chunk))]  # fmt: skip
    wanted = set(shown)
    for article in waiting:
        if article in wanted:
            keys = story_keys(gists.of(w, article))
            w.executemany("INSERT INTO article_key (key, article) VALUES (?, ?)", [(k, article) for k in keys])
            for other in _candidates(w, keys, article):
                _link(w, gists, article, other)
    region |= _component(w, region | set(waiting))
    _write_stories(w, region, set(waiting))


def story_keys(g: Gist) -> list[str]:
    """The keys by which articles of one story meet: two telling things and a stretch of days; without a day, three."""
    telling = g.telling(_NAMES, _WORDS)
    loose = ("s:t" if g.day is not None else "s:u", telling[:_LOOSE], 3, ("",))
    day = g.day.toordinal() if g.day is not None else None
    step = DAYS + 1
    # two rows of stretches, shifted by a half: two days at most DAYS apart share one of one row
    tight = ("s:d", telling, 2, () if day is None else (f"a{day // (2 * step)}", f"b{(day + step) // (2 * step)}"))
    return [
        f"{sort}{parts_key(*sorted(features), when)[:20]}"
        for sort, things, size, whens in (loose, tight)
        for features in combinations(things, size)
        for when in whens
    ]


def _candidates(r: Reader, keys: Sequence[str], article: int) -> list[int]:
    """Articles that share a key; of those without a day, also ones with a day that share what counts for them."""
    asked = {k for k in keys if not k.startswith("s:t")}
    asked |= {f"s:u{k[3:]}" for k in keys if k.startswith("s:t")} | {f"s:t{k[3:]}" for k in keys if k.startswith("s:u")}
    rows = r.execute(
        f"SELECT DISTINCT article FROM article_key WHERE key IN ({_marks(asked)}) AND article <> ?",
        (*sorted(asked), article),
    )
    return sorted(i for (i,) in rows)


def _link(w: Writer, gists: _Gists, one: int, other: int) -> None:
    a, b = gists.of(w, one), gists.of(w, other)
    if _days_between(a.day, b.day) > DAYS or a.rare.isdisjoint(b.rare):
        return
    score = round(similarity(a, b), 3)
    if score >= SAME_STORY:
        (first,), (second,) = w.execute("SELECT id FROM article WHERE id IN (?, ?) ORDER BY key", (one, other))
        w.execute(
            "INSERT OR IGNORE INTO article_link (a, b, relation, score) VALUES (?, ?, 'same-story', ?)",
            (first, second, score),
        )


def _days_between(a: date | None, b: date | None) -> int:
    return abs((a - b).days) if a is not None and b is not None else 0


class _Gists:
    """Gists by article, as many as fit: articles come in the order of their days, so neighbours are still there."""

    def __init__(self) -> None:
        self._known: dict[int, Gist] = {}

    def of(self, r: Reader, article: int) -> Gist:
        if article not in self._known:
            if len(self._known) >= _KEPT:
                for old in list(self._known)[: _KEPT // 2]:
                    del self._known[old]
            row = r.execute(
                "SELECT a.title, a.published_from, a.published_precision, b.text FROM article a JOIN body b ON b.id = a.body "
                "WHERE a.id = ?",
                (article,),
            ).fetchone()
            exact = row["published_from"] if row["published_precision"] in ("day", "instant") else None
            self._known[article] = gist(row["text"] or "", row["title"], exact)
        return self._known[article]


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


def _write_stories(w: Writer, region: set[int], waiting: set[int]) -> None:
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
