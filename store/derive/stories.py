"""Articles on one event: alike in the words that are rare in news, published within days of each other.

How rare a word is comes from a shipped table, never from the case file: the score of two articles is a function of the
two alone (HOUSE.md, points settled, 18).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from store import stale
from store.casefile import Reader, Writer
from store.derive.tables import stem, table
from store.filters import fold

STORY_FROM = 0.33
"""Lowest score at which two articles are taken to be on one event."""

DAYS = 3
"""Articles published further apart are not one story."""

EVEN = 0.27
"""Score at which it is as likely as not that two texts tell of one event (tuned on the dev halves of ECB+ and news clusters)."""

_RAREST = 13.0
_COMMONEST = 4.0
"""Bits below which a word says nothing of the event."""
_NAME_WEIGHT = 4.0
_NUMBER_WEIGHT = 1.2
_LEAD_WORDS = 50
_LEAD_WEIGHT = 2.0
_POWER = 0.8
_MAX_WORDS = 1_500
_KEYS = 10
_SHARED_KEYS = 2
_WORDS = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")


@dataclass(frozen=True, slots=True)
class Sketch:
    """What an article is compared by: weights of its telling stems, of length 1; `day` is its publication as an ordinal."""

    weights: dict[str, float]
    day: int | None


def sketch(text: str, title: str | None = None, published: str | None = None) -> Sketch:
    """The sketch of a text; the title and the beginning count more, and so do names and numbers."""
    words = _WORDS.findall(f"{title or ''}. {text}")[:_MAX_WORDS]
    small = {w for w in words if w[0].islower()}
    often: dict[str, float] = {}
    weight: dict[str, float] = {}
    for place, word in enumerate(words):
        folded = fold(word).removesuffix("'s").removesuffix("’s")
        bits = _bits(folded)
        if len(folded) < 2 or bits < _COMMONEST:
            continue
        key = stem(folded)
        often[key] = often.get(key, 0.0) + (_LEAD_WEIGHT if place < _LEAD_WORDS else 1.0)
        number = folded.isdigit()
        named = number or (word[0].isupper() and folded not in small)
        telling = bits**_POWER * (_NAME_WEIGHT if named else 1.0) * (_NUMBER_WEIGHT if number else 1.0)
        weight[key] = max(weight.get(key, 0.0), telling)
    found = {k: (1 + math.log(n)) * weight[k] for k, n in often.items()}
    length = math.sqrt(sum(v * v for v in found.values())) or 1.0
    return Sketch({k: v / length for k, v in found.items()}, _day(published))


def related(a: Sketch, b: Sketch) -> float:
    """How likely two texts tell of one event, 0..1, ½ where it is open; publication days are left aside."""
    score = _cosine(a, b)
    return score / (score + EVEN)


def story_score(a: Sketch, b: Sketch) -> float:
    """How surely two articles tell of one event, 0..1; 0 where they were published more than DAYS apart."""
    if a.day is not None and b.day is not None and abs(a.day - b.day) > DAYS:
        return 0.0
    return _cosine(a, b)


def _cosine(a: Sketch, b: Sketch) -> float:
    few, many = (a.weights, b.weights) if len(a.weights) <= len(b.weights) else (b.weights, a.weights)
    return min(1.0, sum(v * many[k] for k, v in sorted(few.items()) if k in many))


def story_keys(s: Sketch) -> list[str]:
    """The keys by which articles of one story meet: their most telling stems, each in two windows of days."""
    best = sorted(s.weights, key=lambda k: (-s.weights[k], k))[:_KEYS]
    if s.day is None:
        return [f"s:{k}\x1f-" for k in best]
    step = DAYS + 1
    return [f"s:{k}\x1f{name}{(s.day + shift) // (2 * step)}" for k in best for name, shift in (("a", 0), ("b", step))]


def join_stories(w: Writer) -> None:
    """Give every article that has no story the one that it belongs to: itself where it is alone."""
    rows = w.execute(
        "SELECT a.id, a.title, a.published_from, a.hidden, b.text FROM article a JOIN body b ON b.id = a.body WHERE a.story IS NULL"
    ).fetchall()
    if not rows:
        return
    known = {row["id"]: sketch(row["text"] or "", row["title"], row["published_from"]) for row in rows}
    for row in rows:
        w.execute("DELETE FROM article_key WHERE article = ? AND key >= 's:' AND key < 's;'", (row["id"],))
        w.execute("DELETE FROM article_link WHERE relation = 'same-story' AND (a = ?1 OR b = ?1)", (row["id"],))
        keys = [] if row["hidden"] else story_keys(known[row["id"]])
        w.executemany("INSERT INTO article_key (key, article) VALUES (?, ?)", [(k, row["id"]) for k in keys])
    for article in sorted(known):
        _link(w, article, known)
    for group in _groups(w, known):
        (lead,) = w.execute(
            f"SELECT id FROM article WHERE id IN ({','.join('?' * len(group))}) ORDER BY key LIMIT 1", group
        ).fetchone()
        w.executemany("UPDATE article SET story = ? WHERE id = ?", [(lead, i) for i in group])
        stale.mark(w, "index", group)


def _link(w: Writer, article: int, known: dict[int, Sketch]) -> None:
    shared = w.execute(
        "SELECT k.article, count(DISTINCT substr(k.key, 1, instr(k.key, char(31)))) AS n FROM article_key me "
        "JOIN article_key k ON k.key = me.key AND k.article <> me.article "
        "WHERE me.article = ? AND me.key >= 's:' AND me.key < 's;' GROUP BY k.article HAVING n >= ?",
        (article, _SHARED_KEYS),
    ).fetchall()
    for other, _ in shared:
        score = round(story_score(known[article], _sketch_of(w, other, known)), 3)
        if score >= STORY_FROM:
            pair = w.execute("SELECT id FROM article WHERE id IN (?, ?) ORDER BY key", (article, other)).fetchall()
            w.execute(
                "INSERT OR IGNORE INTO article_link (a, b, relation, score) VALUES (?, ?, 'same-story', ?)",
                (pair[0][0], pair[1][0], score),
            )


def _sketch_of(r: Reader, article: int, known: dict[int, Sketch]) -> Sketch:
    if article not in known:
        row = r.execute(
            "SELECT a.title, a.published_from, b.text FROM article a JOIN body b ON b.id = a.body WHERE a.id = ?",
            (article,),
        ).fetchone()
        known[article] = sketch(row["text"] or "", row["title"], row["published_from"])
    return known[article]


def _groups(r: Reader, articles: Iterable[int]) -> list[Sequence[int]]:
    """Whole components of articles joined as one story, one text, copy or version."""
    out: list[Sequence[int]] = []
    seen: set[int] = set()
    for article in sorted(articles):
        if article in seen:
            continue
        group, edge = {article}, [article]
        while edge:
            at = edge.pop()
            for (other,) in r.execute(
                "SELECT b FROM article_link WHERE a = ?1 UNION SELECT a FROM article_link WHERE b = ?1", (at,)
            ):
                if other not in group:
                    group.add(other)
                    edge.append(other)
        seen |= group
        members = sorted(group)
        out += [members[i : i + 900] for i in range(0, len(members), 900)] if len(members) > 900 else [members]
    return out


def _day(published: str | None) -> int | None:
    try:
        return date.fromisoformat(published[:10]).toordinal() if published else None
    except ValueError:
        return None


def _bits(word: str) -> float:
    return _table().get(word, _RAREST)


@lru_cache(maxsize=1)
def _table() -> dict[str, float]:
    return {word: float(bits) for bits, words in table("frequencies")["bits"].items() for word in words.split()}
