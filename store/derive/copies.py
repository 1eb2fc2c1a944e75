"""Near copies and reprints: bodies that share most of the shorter one's runs of words.

Runs of five words (shingles) are hashed; those whose hash falls on one residue are kept in `body_band` as the keys by
which bodies meet, so that a reprint inside a longer text is met too (sampling by residue: Manber 1994). Inside a bucket
every body is compared with the one of the smallest hash only: forty copies are forty comparisons, and which links there
are depends on the bodies alone, not on who came first.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence

from store import stale
from store.casefile import Reader, Writer
from store.filters import fold

RUN = 5
"""Words of a shingle."""

COPIED_FROM = 0.5
"""Lowest share of the shorter text's shingles that the other holds too."""

_RESIDUE = 24
_ALWAYS = 4
"""Smallest hashes that are kept of every text, so that short ones meet as well."""
_FEWEST = 8
"""Shorter texts than this many shingles are no copies of anything: a formula is not a reprint."""
_MAX_WORDS = 60_000
_WORDS = re.compile(r"[^\W_]+")


def shingles(text: str) -> frozenset[int]:
    """Hashes of all runs of five words; of a shorter text none."""
    words = _WORDS.findall(fold(text))[:_MAX_WORDS]
    return frozenset(zlib.crc32(" ".join(words[i : i + RUN]).encode()) for i in range(len(words) - RUN + 1))


def bands(found: frozenset[int]) -> list[int]:
    """The shingles by which a text meets others."""
    return (
        sorted({h for h in found if h % _RESIDUE == 0} | set(sorted(found)[:_ALWAYS])) if len(found) >= _FEWEST else []
    )


def containment(a: frozenset[int], b: frozenset[int]) -> float:
    """Share of the smaller set that the larger one holds, 0..1."""
    return len(a & b) / min(len(a), len(b)) if len(a) >= _FEWEST and len(b) >= _FEWEST else 0.0


class Copies:
    """One run over several batches: the shingles of the texts it has seen stay in memory, up to a number."""

    def __init__(self, limit: int = 3_000) -> None:
        self._limit = limit
        self._seen: dict[int, frozenset[int]] = {}

    def link(self, w: Writer, bodies: Sequence[int]) -> None:
        """Make the links of copies of these bodies, and of those that they come to stand for, anew."""
        for body in bodies:
            if w.execute("SELECT 1 FROM body_band WHERE body = ?", (body,)).fetchone() is None:
                found = bands(self._shingles(w, body))
                w.executemany("INSERT INTO body_band (band, body) VALUES (?, ?)", [(h, body) for h in found])
        affected, buckets = _affected(w, bodies)
        pairs: set[tuple[int, int]] = set()
        for body in affected:
            for members in buckets[body]:
                if members[0] == body:
                    pairs |= {_pair(body, other) for other in members[1:]}
                else:
                    pairs.add(_pair(body, members[0]))
        links = {p: s for p in pairs if (s := containment(*(self._shingles(w, b) for b in p))) >= COPIED_FROM}
        _write(w, affected, links)

    def _shingles(self, r: Reader, body: int) -> frozenset[int]:
        if body not in self._seen:
            if len(self._seen) >= self._limit:
                self._seen.clear()
            row = r.execute("SELECT text FROM body WHERE id = ?", (body,)).fetchone()
            self._seen[body] = shingles(row[0]) if row is not None and row[0] else frozenset()
        return self._seen[body]


def _pair(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def _affected(r: Reader, bodies: Sequence[int]) -> tuple[list[int], dict[int, list[list[int]]]]:
    """The bodies whose links may change, each with its buckets (members by hash): the new ones, and the members of
    buckets in which a new one is the smallest."""
    buckets: dict[int, list[int]] = {}
    found: dict[int, list[list[int]]] = {}
    queue = list(dict.fromkeys(bodies))
    new = set(queue)
    while queue:
        body = queue.pop()
        if body in found:
            continue
        found[body] = []
        for (band,) in r.execute("SELECT band FROM body_band WHERE body = ?", (body,)).fetchall():
            if band not in buckets:
                rows = r.execute(
                    "SELECT b.id FROM body_band k JOIN body b ON b.id = k.body WHERE k.band = ? ORDER BY b.hash",
                    (band,),
                )
                buckets[band] = [i for (i,) in rows]
            if len(buckets[band]) > 1:
                found[body].append(buckets[band])
                if body in new and buckets[band][0] == body:
                    queue += buckets[band][1:]
    return sorted(found), found


def _write(w: Writer, affected: Iterable[int], links: dict[tuple[int, int], float]) -> None:
    lead = {
        body: row
        for body in {b for p in links for b in p} | set(affected)
        if (
            row := w.execute(
                "SELECT id, key, coalesce(published_from, '9999') AS day FROM article WHERE body = ? ORDER BY key LIMIT 1",
                (body,),
            ).fetchone()
        )
        is not None
    }
    wanted: set[tuple[int, int, float]] = set()
    for (a, b), score in links.items():
        if a in lead and b in lead:
            copy, original = sorted((lead[a], lead[b]), key=lambda x: (x["day"], x["key"]), reverse=True)
            wanted.add((copy["id"], original["id"], round(score, 3)))
    have: set[tuple[int, int, float]] = set()
    for body in affected:
        rows = w.execute(
            "SELECT l.a, l.b, l.score FROM article x JOIN article_link l ON l.a = x.id OR l.b = x.id "
            "WHERE x.body = ? AND l.relation = 'copied-from'",
            (body,),
        )
        have |= {(a, b, score) for a, b, score in rows}
    for a, b, _ in have - wanted:
        w.execute("DELETE FROM article_link WHERE a = ? AND b = ? AND relation = 'copied-from'", (a, b))
    w.executemany(
        "INSERT INTO article_link (a, b, relation, score) VALUES (?, ?, 'copied-from', ?)", sorted(wanted - have)
    )
    for article in {i for a, b, _ in have ^ wanted for i in (a, b)}:
        mark_cluster(w, article)


def mark_cluster(w: Writer, article: int) -> None:
    """Let the claims of an article's copies look for their origins anew."""
    seen, edge = {article}, [article]
    while edge:
        at = edge.pop()
        for (other,) in w.execute(
            "SELECT b FROM article_link WHERE a = ?1 AND relation IN ('same-text', 'copied-from', 'revises') UNION "
            "SELECT a FROM article_link WHERE b = ?1 AND relation IN ('same-text', 'copied-from', 'revises')",
            (at,),
        ):
            if other not in seen:
                seen.add(other)
                edge.append(other)
    for one in seen:
        w.execute(
            "UPDATE article SET story = NULL WHERE story = (SELECT story FROM article WHERE id = ?) OR id = ?",
            (one, one),
        )
        stale.mark_query(w, "link", "SELECT id FROM claim WHERE article = ?", (one,))
