"""One query against one index: expand, score, choose, read again, mark."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from store.casefile import CaseFile, Reader
from store.records.rows import Hit, HitKind
from store.search import documents
from store.search.engine import SearchResult
from store.search.expand import expand, groups
from store.search.highlight import Needle, needle, passage
from store.search.index import Index
from store.search.memory import Memory, Shown
from store.search.query import KINDS, Query
from store.search.rerank import Floats, rerank
from store.search.score import LEAST, Scores, add_group, best_possible, best_rows, rarity, word_scores
from store.search.segments import Ids, Mask, Segment

_MOST_CLAIMS = 120
_MOST_OTHER = 60
_MOST_OF_A_LETTER = 60
_MOST_PASSAGES = 10
_BODY = 0.5
"""What the words of an article's text count, beside those of its title."""

Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for besides the query; see `SearchEngine.search`."""

    within: Sequence[int] | array[int] | None
    kinds: Sequence[HitKind] | None
    limit: int
    marked: int


@dataclass(frozen=True, slots=True)
class Found:
    """Rows of one kind: their ids, and for each the share of what all words could give."""

    kind: HitKind
    ids: Ids
    bases: Floats


def answer(case: CaseFile, index: Index, query: Query, wanted: Wanted, cancelled: Cancelled) -> SearchResult:
    """The hits of a query; see `SearchEngine.search`."""
    nothing = SearchResult((), index.rows, index.total)
    asked = tuple(
        k for k in KINDS if (not query.kinds or k in query.kinds) and (wanted.kinds is None or k in wanted.kinds)
    )
    if not asked or wanted.limit < 1 or not (query.words or query.filter):
        return nothing
    if not query.words:
        return replace(nothing, hits=_under_filter(case, query, wanted) if "claim" in asked else ())
    with case.read() as r:
        allowed = _allowed(r, index, query, wanted.within)
        if allowed is not None:
            asked = tuple(k for k in asked if k == "claim")
        parts = [_Part(index, number, query.words) for number in range(len(index.segments))]
        if cancelled():
            return replace(nothing, cancelled=True)
        worths = [
            rarity(sum(part.expansions[i].frequency for part in parts), index.rows) for i in range(len(query.words))
        ]
        mark = needle([(part.segment.vocabulary, part.expansions, part.groups) for part in parts])
        found: list[Found] = []
        for part, alive in zip(parts, index.alive):
            mask = _both(alive, None if allowed is None else part.mask(allowed))
            found.extend(part.best(worths, mask, asked, _most(query, wanted.limit), cancelled))
            if cancelled():
                return replace(nothing, cancelled=True)
        hits = _hits(r, index.memory, query, _near_the_best(found), mark, wanted)
    return SearchResult(hits, index.rows, index.total, mark)


def _under_filter(case: CaseFile, query: Query, wanted: Wanted) -> tuple[Hit, ...]:
    """Field words alone: the claims that they leave, best supported first, nothing marked."""
    with case.read() as r:
        claims = documents.strongest(r, query.filter, wanted.limit if wanted.within is None else -1)
        if wanted.within is not None:
            kept = set(wanted.within)
            claims = [claim for claim in claims if claim in kept][: wanted.limit]
        rows = documents.shown(r, "claim", claims)
    return tuple(Hit("claim", claim, *rows[claim][:2], 0.0, ()) for claim in claims if claim in rows)


def _allowed(r: Reader, index: Index, query: Query, within: Sequence[int] | array[int] | None) -> Ids | None:
    """The claims that a view and the field words leave; None where there is neither. Remembered while typing goes on."""
    allowed = None
    if within is not None:  # the view itself is held on to, so that its address stays its own
        allowed = index.memory.allowed.get(id(within), lambda: (within, np.array(within, dtype=np.int64)))[1]
    if query.filter:
        key = tuple(query.filter.values.items())
        under = index.memory.allowed.get(key, lambda: (None, documents.claims_under(r, query.filter)))[1]
        allowed = under if allowed is None else under[np.isin(under, allowed)]
    return allowed


def _both(first: Mask | None, second: Mask | None) -> Mask | None:
    if first is None or second is None:
        return second if first is None else first
    return first & second


def _most(query: Query, limit: int) -> int:
    """How many claims are read and ranked by their text: few where a letter or two can't tell one from the other."""
    return max(limit, _MOST_CLAIMS if len(query.text) > 2 or len(query.words) > 1 else _MOST_OF_A_LETTER)


class _Part:
    """A query in one segment."""

    def __init__(self, index: Index, number: int, words: Sequence[str]) -> None:
        self.segment: Segment = index.segments[number]
        self.number = number
        self.memory = index.memory
        vocabulary = self.segment.vocabulary
        self.expansions = [
            self.memory.expansions.get((number, word), partial(expand, vocabulary, word, index.aliases))
            for word in words
        ]
        self.groups = groups(vocabulary, words, index.aliases)

    def mask(self, allowed: Ids) -> Mask:
        """The segment's rows of these claims."""
        key = (self.number, id(allowed))
        return self.memory.masks.get(key, lambda: (allowed, self.segment.mask("claim", allowed)))[1]

    def best(
        self,
        worths: Sequence[float],
        mask: Mask | None,
        asked: Sequence[HitKind],
        claims: int,
        cancelled: Cancelled,
    ) -> list[Found]:
        """The segment's best rows of each kind, so many claims; less where it is cancelled."""
        words: list[Scores] = []
        for e, worth in zip(self.expansions, worths):
            if cancelled():
                return []
            words.append(
                self.memory.scores.get((self.number, e.word, worth), partial(word_scores, self.segment, e, worth))
            )
        total = words[0].copy()
        for scores in words[1:]:
            total += scores
        for group in self.groups:
            add_group(self.segment, total, words, group, sum(worths[group.first : group.last + 1]))
        most = best_possible(worths)
        found: list[Found] = []
        for kind in asked:
            count = claims if kind == "claim" else min(claims, _MOST_OTHER)
            rows = best_rows(self.segment, total, mask, kind, count)
            if len(rows):
                found.append(Found(kind, self.segment.ids[rows], np.minimum(1.0, total[rows] / np.float32(most))))
        return found


def _near_the_best(found: Sequence[Found]) -> list[Found]:
    """One of a kind, without what is under half of its best: each segment left out what is under half of its own best."""
    near: list[Found] = []
    for kind in dict.fromkeys(one.kind for one in found):
        ids = np.concatenate([one.ids for one in found if one.kind == kind])
        bases = np.concatenate([one.bases for one in found if one.kind == kind])
        kept = bases >= bases.max() * LEAST
        near.append(Found(kind, ids[kept], bases[kept]))
    return near


def _hits(
    r: Reader, memory: Memory, query: Query, found: Sequence[Found], mark: Needle, wanted: Wanted
) -> tuple[Hit, ...]:
    """The best of all kinds and segments, read from the case file, ranked by their text and marked."""
    present: list[Shown] = []
    bases: list[float] = []
    for one in found:
        rows = memory.texts(r, one.kind, one.ids.tolist())
        held = [(row, base) for i, base in zip(one.ids.tolist(), one.bases.tolist()) if (row := rows.get(i))]
        present += [row for row, _ in held]
        bases += [base * _of_title(query, mark, row) if one.kind == "article" else base for row, base in held]
    scores = rerank(query.text, [row.folded for row in present], np.array(bases, dtype=np.float32))
    ranked: list[tuple[float, Shown]] = []
    sentences: set[tuple[int, str]] = set()
    for place in np.argsort(-scores, kind="stable").tolist():
        row = present[place]
        if row.sentence is not None:
            if (row.sentence, row.text) in sentences:
                continue
            sentences.add((row.sentence, row.text))
        ranked.append((float(scores[place]), row))
        if len(ranked) == wanted.limit:
            break
    passages = _passages(r, query, [row for _, row in ranked[: wanted.marked]], mark)
    hits: list[Hit] = []
    for place, (score, row) in enumerate(ranked):
        text = f"{row.text} … {passages[row.id]}" if row.kind == "article" and passages.get(row.id) else row.text
        matches = mark.spans(text) if place < wanted.marked else ()
        hits.append(Hit(row.kind, row.id, row.key, text, round(score, 4), matches))
    return tuple(hits)


def _of_title(query: Query, mark: Needle, row: Shown) -> float:
    """How much of an article's score counts: all where its title holds the words, less where its text does.

    A sentence that holds the words says more than a text with one of them here and one there, and the claims of the
    text are searched themselves.
    """
    return _BODY + (1.0 - _BODY) * min(1.0, len(mark.meant(row.terms)) / len(query.words))


def _passages(r: Reader, query: Query, ranked: Sequence[Shown], mark: Needle) -> dict[int, str]:
    """For the first articles whose title doesn't show all words, the passage that does it best."""
    wanted = [row.id for row in ranked if row.kind == "article" and len(mark.meant(row.terms)) < len(query.words)]
    bodies = documents.bodies(r, wanted[:_MOST_PASSAGES]) if wanted else {}
    return {i: passage(mark, body) for i, body in bodies.items()}
