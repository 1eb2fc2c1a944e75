"""Every row of a segment scored: each word gives a row the weight of the best of its terms, and words add up.

Sixteen bits a row and one pass a word: reading a million rows' scores takes about what reading a page of text takes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from store.records.rows import HitKind
from store.search.expand import SPLIT, Expansion, Group, Range
from store.search.postings import Rows
from store.search.segments import Mask, Segment

Scores = npt.NDArray[np.uint16]
Places = npt.NDArray[np.int64]

_NONE: Places = np.zeros(0, dtype=np.int64)

_NO_RANGE: Range = (0, 0)

_SCALE = 380.0
"""Twelve words of the rarest kind in a case of a million rows still fit sixteen bits."""

_MOST_ROWS = 1_000_000

_LADDER = (0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.6, 0.5)
"""Rungs below the best score; what is under the last is no answer."""
LEAST = _LADDER[-1]
_LOOK = 4096  # rows that are looked through first, where there are more than enough


def rarity(frequency: float, rows: int) -> float:
    """How much a word tells: log(1 + N/df), for a word of which `frequency` rows hold a near spelling."""
    return math.log(1.0 + min(rows, _MOST_ROWS) / max(frequency, 1.0))


def best_possible(worths: Sequence[float]) -> float:
    """The score of a row that holds all the words as they were typed."""
    return sum(worths) * _SCALE


def word_scores(segment: Segment, expansion: Expansion, worth: float) -> Scores:
    """What one word gives to each row."""
    scores = np.zeros(len(segment), dtype=np.uint16)
    unit = worth * _SCALE
    steps: list[tuple[float, Rows | None, Range]] = [
        (SPLIT, segment.postings.both(*pair), _NO_RANGE) for pair in expansion.pairs
    ]
    steps += [(weight, None, span) for span, weight in expansion.ranges]
    for weight, rows, span in sorted(steps, key=lambda step: step[0]):
        value = np.uint16(round(weight * unit))
        holds = segment.common.of(*span) if rows is None else None
        if holds is not None:
            np.maximum(scores, np.multiply(holds, value, dtype=np.uint16), out=scores)
        else:  # numpy's own way from 32 bits to 64 takes three times as long
            scores[(segment.postings.of(*span) if rows is None else rows).astype(np.intp)] = value
    return scores


def add_group(segment: Segment, total: Scores, words: Sequence[Scores], group: Group, worth: float) -> None:
    """Raise rows that hold a group's terms to what the group is worth, where its words gave them less."""
    value = round(worth * group.weight * _SCALE)
    parts = [segment.postings.of(*span) for span in group.ranges]
    parts += [segment.postings.all_of(places) for places in group.terms]
    rows = np.concatenate(parts)  # a row that comes twice is given the same value twice
    given = sum(
        (words[i][rows].astype(np.int64) for i in range(group.first, group.last + 1)), np.zeros(len(rows), np.int64)
    )
    better = np.maximum(value - given, 0)
    total[rows] = np.minimum(total[rows].astype(np.int64) + better, np.iinfo(np.uint16).max)


def best_rows(segment: Segment, total: Scores, mask: Mask | None, kind: HitKind, most: int) -> Places:
    """The best rows of a kind, at most so many, those under half of the best score left out."""
    low, high = segment.blocks[kind]
    if low == high:
        return _NONE
    scores = total[low:high]
    if mask is not None:
        scores = scores * mask[low:high]
    return _best(scores, most) + low


def _best(scores: Scores, most: int) -> Places:
    """Places of the highest scores: a threshold is lowered until enough pass, since sorting mostly zeros costs more.

    Of rows that score alike at the threshold the first ones are taken.
    """
    top = int(scores.max())
    if top == 0:
        return _NONE
    at_top = scores == top
    if np.count_nonzero(at_top) >= most:
        return _first(at_top, most)
    threshold = top
    for rung in _LADDER:
        threshold = max(1, int(top * rung))
        if np.count_nonzero(scores >= threshold) >= most:
            break
    passed = np.flatnonzero(scores >= threshold)
    if len(passed) > most:
        held = scores[passed]
        from_top = np.cumsum(np.bincount(top - held))  # rows at most so far below the top
        below = int(np.searchsorted(from_top, most))
        better = passed[held > top - below]
        equal = passed[held == top - below][: most - len(better)]
        passed = np.concatenate([better, equal])
    return passed


def _first(which: Mask, most: int) -> Places:
    """The first so many places that are true, of at least as many."""
    end = min(len(which), _LOOK)
    while np.count_nonzero(which[:end]) < most:
        end = min(len(which), end * 8)
    return np.flatnonzero(which[:end])[:most]
