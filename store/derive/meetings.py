"""Which articles are held against each other, and the links that come of it: those that share rare words.

The words of an article stand in `article_key` rows: "s:d" and the word, in the order of days, for articles with a day;
"s:u" and the word, in the order of keys, for all, by which those without a day meet anybody. What is rare says a shipped
table; a word that it does not know and half of the case file tells makes a long list, in which only the nearest meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from store.casefile import Reader, Writer
from store.derive.gist import HEADLINE, Gist
from store.derive.gists import Gists
from store.derive.nearest import SEP, Lists, list_of
from store.derive.similarity import SAME_STORY, similarity

DAYS = 10
"""Articles published further apart are not looked at: a story that goes on is handed on by those between."""

NEAREST = 30
"""So many articles on either side, of those that share a rare word, are looked at."""

_WORDS = 24
"""Rare words by which one article meets others."""
_KEY = 16
"""Figures of an article's key that put articles of one day in order."""
_SHARED = 3
"""Rare words that two articles of one story share, unless they are headlines. The score is fitted to pairs of which every
second is of one event; of those that meet in a case file not one in ten is, and one word in common is mostly chance."""
_LEAST = SAME_STORY - 0.001
"""Scores are rounded before they are compared."""
_DATED, _ANY = "s:d", "s:u"
_UNDATED = "~"
"""Stands at the end of the place of an article without a day."""


def story_rows(g: Gist, key: str) -> set[str]:
    """The rows by which an article of this key meets others."""
    rare = sorted(g.rare, key=lambda s: (-g.words.of[s] * (1 + (s in g.lead)), s))[:_WORDS]
    place = key[:_KEY]
    if g.day is None:
        return {f"{_ANY}{s}{SEP}{place}{_UNDATED}" for s in rare}
    return {f"{_ANY}{s}{SEP}{place}" for s in rare} | {f"{_DATED}{s}{SEP}{g.day.isoformat()}{place}" for s in rare}


def link_stories(w: Writer, waiting: Sequence[int]) -> set[int]:
    """Make the same-story links of these articles anew; gives them, and all others whose links changed."""
    return _Meetings(w, waiting).link()


def leave_lists(w: Writer, article: int) -> None:
    """Before an article goes: those that it stood between look for their story anew, as they may meet now."""
    for row in _rows(w, article):
        pairs = _lists().parted(w, row)
        w.executemany("UPDATE article SET story = NULL WHERE id = ?", ((i,) for p in pairs for i in p))


class _Meetings:
    """One run: the articles that look for their story come into the lists, then are held against whom they meet."""

    def __init__(self, w: Writer, waiting: Iterable[int]) -> None:
        self._w = w
        self._seekers = list(waiting)
        self._turn = {i: n for n, i in enumerate(self._seekers)}
        self._gists = Gists()
        self._lists = _lists()
        self._alone = w.execute("SELECT 1 FROM article WHERE story IS NOT NULL LIMIT 1").fetchone() is None

    def link(self) -> set[int]:
        moved: set[tuple[int, int]] = set()
        for article in self._seekers:  # grows on the way
            moved.update(self._enter(article))
        self._w.executemany(
            "DELETE FROM article_link WHERE relation = 'same-story' AND (a = ?1 OR b = ?1)",
            ((i,) for i in self._seekers),
        )
        undated = "SELECT 1 FROM article_key WHERE key >= ? AND key < ? AND substr(key, -1) = ? LIMIT 1"
        all_dated = self._w.execute(undated, (_ANY, _ANY + chr(0x10FFFF), _UNDATED)).fetchone() is None
        for article in self._seekers:
            for other in self._partners(article, all_dated):
                self._hold(article, other)
        return {i for pair in sorted(moved) if self._unlink(*pair) for i in pair}.union(self._seekers)

    def _enter(self, article: int) -> list[tuple[int, int]]:
        """Bring the article's rows up to date; gives the pairs of others that they may have moved apart."""
        key, hidden = self._w.execute("SELECT key, hidden FROM article WHERE id = ?", (article,)).fetchone()
        wanted = set() if hidden else story_rows(self._gists.of(self._w, article), key)
        have = set(_rows(self._w, article))
        for row in sorted(have - wanted):
            for one, other in self._lists.parted(self._w, row):
                self._seek(one)
                self._seek(other)
            self._w.execute("DELETE FROM article_key WHERE key = ? AND article = ?", (row, article))
        new = sorted(wanted - have)
        self._w.executemany("INSERT INTO article_key (key, article) VALUES (?, ?)", [(k, article) for k in new])
        return [] if self._alone else [p for row in new for p in self._lists.parted(self._w, row)]

    def _seek(self, article: int) -> None:
        if article not in self._turn:
            self._turn[article] = len(self._seekers)
            self._seekers.append(article)

    def _partners(self, article: int, all_dated: bool) -> list[int]:
        """Whom the article meets and has not met: where nobody stands in the lists but those who seek, it meets who
        stands before it, and is met by who stands after it; else whoever had no turn or had it already."""
        found: set[int] = set()
        for row in _rows(self._w, article):
            if all_dated and row.startswith(_ANY):
                continue
            since, until = _window(row)
            near = self._lists.before(self._w, row, since)
            if not self._alone:
                near += self._lists.after(self._w, row, until)
            found.update(i for other, i in near if _may_meet(row, other))
        mine = self._turn[article]
        return sorted(i for i in found if self._alone or self._turn.get(i, -1) < mine)

    def _hold(self, one: int, other: int) -> None:
        a, b = self._gists.of(self._w, one), self._gists.of(self._w, other)
        if max(a.size, b.size) > HEADLINE and len(a.rare & b.rare) < _SHARED:
            return
        score = round(similarity(a, b, _LEAST), 3)
        if score >= SAME_STORY:
            first, second = self._w.execute("SELECT id FROM article WHERE id IN (?, ?) ORDER BY key", (one, other))
            self._w.execute(
                "INSERT INTO article_link (a, b, relation, score) VALUES (?, ?, 'same-story', ?)",
                (first[0], second[0], score),
            )

    def _unlink(self, one: int, other: int) -> bool:
        """Take away the link of two that stand too far apart now in every list; gives whether there was one."""
        if one in self._turn or other in self._turn:
            return False
        both = "relation = 'same-story' AND ((a = ?1 AND b = ?2) OR (a = ?2 AND b = ?1))"
        if self._w.execute(f"SELECT 1 FROM article_link WHERE {both}", (one, other)).fetchone() is None:
            return False
        mine = {list_of(row): row for row in _rows(self._w, one)}
        for row in _rows(self._w, other):
            same = mine.get(list_of(row))
            if same is not None and _may_meet(same, row) and self._lists.meet(self._w, same, row):
                return False
        self._w.execute(f"DELETE FROM article_link WHERE {both}", (one, other))
        return True


def _lists() -> Lists:
    return Lists("article_key", "article", NEAREST)


def _rows(r: Reader, article: int) -> list[str]:
    rows = r.execute(
        "SELECT key FROM article_key WHERE article = ? AND key >= 's:' AND key < 's;' ORDER BY key", (article,)
    )
    return [k for (k,) in rows]


def _window(row: str) -> tuple[str, str]:
    """The places between which a row's article meets others."""
    if row.startswith(_ANY):
        return "", ""
    day = date.fromisoformat(row.split(SEP, 1)[1][:10])
    return _day(day, -DAYS), _day(day, DAYS)


def _day(day: date, off: int) -> str:
    try:
        return (day + timedelta(off)).isoformat()
    except OverflowError:
        return ""


def _may_meet(row: str, other: str) -> bool:
    """Whether two rows of one list are of articles that meet by it: with a day, or one of them without."""
    return row.startswith(_DATED) or row.endswith(_UNDATED) or other.endswith(_UNDATED)
