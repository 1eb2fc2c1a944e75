"""One query against one index: expand, score, choose, read again, mark."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from store.casefile import CaseFile, Reader
from store.records.rows import Hit, HitKind
from store.search import documents
from store.search.engine import SearchResult
from store.search.expand import expand, groups
from store.search.highlight import Needle, needle, passage
from store.search.index import Index
from store.search.query import KINDS, Query
from store.search.rerank import Candidate, rerank
from store.search.score import add_group, best_possible, best_rows, rarity, word_scores
from store.search.segments import Ids, Mask, Segment

_MOST = {"claim": 200}
_MOST_OTHER = 80
_MOST_PASSAGES = 10


def answer(
    case: CaseFile,
    index: Index,
    query: Query,
    within: Sequence[int] | array[int] | None,
    kinds: Sequence[HitKind] | None,
    limit: int,
    cancelled: Callable[[], bool],
) -> SearchResult:
    """The hits of a query; see `SearchEngine.search`."""
    nothing = SearchResult((), index.rows, index.total)
    asked = tuple(k for k in KINDS if (not query.kinds or k in query.kinds) and (kinds is None or k in kinds))
    if not asked or limit < 1 or not (query.words or query.filter):
        return nothing
    if not query.words:
        return replace(nothing, hits=_under_filter(case, query, within, limit) if "claim" in asked else ())
    with case.read() as r:
        allowed = _allowed(r, query, within)
        if allowed is not None:
            asked = tuple(k for k in asked if k == "claim")
        parts = [_Part(index, number, query.words) for number in range(len(index.segments))]
        if cancelled():
            return SearchResult((), index.rows, index.total, cancelled=True)
        worths = [
            rarity(sum(part.expansions[i].frequency for part in parts), index.rows) for i in range(len(query.words))
        ]
        mark = needle([(part.segment.vocabulary, part.expansions, part.groups) for part in parts])
        found: list[tuple[HitKind, int, float]] = []
        for part, alive in zip(parts, index.alive):
            mask = _both(alive, None if allowed is None else part.segment.mask("claim", allowed))
            found.extend(part.best(worths, mask, asked))
            if cancelled():
                return SearchResult((), index.rows, index.total, cancelled=True)
        hits = _hits(r, query, found, mark, limit)
    return SearchResult(hits, index.rows, index.total, mark)


def _under_filter(
    case: CaseFile, query: Query, within: Sequence[int] | array[int] | None, limit: int
) -> tuple[Hit, ...]:
    """Field words alone: the claims that they leave, best supported first, nothing marked."""
    with case.read() as r:
        claims = documents.strongest(r, query.filter, limit if within is None else -1)
        if within is not None:
            kept = set(within)
            claims = [claim for claim in claims if claim in kept][:limit]
        rows = documents.shown(r, "claim", claims)
    return tuple(Hit("claim", claim, *rows[claim], 0.0, ()) for claim in claims if claim in rows)


def _allowed(r: Reader, query: Query, within: Sequence[int] | array[int] | None) -> Ids | None:
    """The claims that a view and the field words leave, ascending; None where there is neither."""
    allowed = None if within is None else np.unique(np.array(within, dtype=np.int64))
    if query.filter:
        under = np.array(documents.claims_under(r, query.filter), dtype=np.int64)
        allowed = under if allowed is None else np.intersect1d(allowed, under, assume_unique=True)
    return allowed


def _both(first: Mask | None, second: Mask | None) -> Mask | None:
    if first is None or second is None:
        return second if first is None else first
    return first & second


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

    def best(
        self, worths: Sequence[float], mask: Mask | None, asked: Sequence[HitKind]
    ) -> list[tuple[HitKind, int, float]]:
        """(kind, id, base) of the segment's best rows; base is the share of what all words could give."""
        words = [
            self.memory.scores.get((self.number, e.word, worth), partial(word_scores, self.segment, e, worth))
            for e, worth in zip(self.expansions, worths)
        ]
        total = words[0].copy()
        for scores in words[1:]:
            total += scores
        for group in self.groups:
            add_group(self.segment, total, words, group, sum(worths[group.first : group.last + 1]))
        most = best_possible(worths)
        found: list[tuple[HitKind, int, float]] = []
        for kind in asked:
            rows = best_rows(self.segment, total, mask, (kind,), _MOST.get(kind, _MOST_OTHER))
            found.extend((kind, int(self.segment.ids[row]), min(1.0, float(total[row]) / most)) for row in rows)
        return found


def _hits(
    r: Reader, query: Query, found: Sequence[tuple[HitKind, int, float]], mark: Needle, limit: int
) -> tuple[Hit, ...]:
    """The best of all kinds and segments, read from the case file, ranked by their text and marked."""
    texts: dict[tuple[HitKind, int], tuple[str, str]] = {}
    for kind in KINDS:
        wanted = [i for k, i, _ in found if k == kind]
        if wanted:
            texts.update({(kind, i): row for i, row in documents.shown(r, kind, wanted).items()})
    present = [(kind, i, base) for kind, i, base in found if (kind, i) in texts]
    candidates = [Candidate(n, base, texts[kind, i][1]) for n, (kind, i, base) in enumerate(present)]
    ranked = rerank(query.text, candidates)[:limit]
    passages = _passages(r, query, [present[c.place] for _, c in ranked], texts, mark)
    hits: list[Hit] = []
    for score, candidate in ranked:
        kind, row, _ = present[candidate.place]
        key, text = texts[kind, row]
        if kind == "article" and passages.get(row):
            text = f"{text} … {passages[row]}"
        hits.append(Hit(kind, row, key, text, round(score, 4), mark.spans(text)))
    return tuple(hits)


def _passages(
    r: Reader,
    query: Query,
    ranked: Sequence[tuple[HitKind, int, float]],
    texts: dict[tuple[HitKind, int], tuple[str, str]],
    mark: Needle,
) -> dict[int, str]:
    """For the first articles whose title doesn't show all words, the passage that does it best."""
    wanted = [
        row for kind, row, _ in ranked if kind == "article" and len(mark.spans(texts[kind, row][1])) < len(query.words)
    ][:_MOST_PASSAGES]
    return {row: passage(mark, body) for row, body in documents.bodies(r, wanted).items()} if wanted else {}
