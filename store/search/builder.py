"""Rows on their way to a segment: read in batches, so that almost all of the work is done outside of Python's loop.

A batch of texts is folded and cut as one string, its tokens become numbers through a dictionary, and numpy sorts the
(term, row) pairs: some 10 µs a sentence instead of 25 one by one.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from store.records.rows import HitKind
from store.search.common import make_common
from store.search.postings import Postings
from store.search.query import KINDS
from store.search.segments import Document, Ids, Segment, Stamps
from store.search.tokens import NUMBER, TERM_PATTERN, fold, variants
from store.search.vocabulary import make_vocabulary

_BATCH_CHARS = 3_000_000
_ROW_END = 1 << 30
_TOKEN = re.compile(TERM_PATTERN + "|\n")
_THOUSANDS = re.compile(",[0-9]{3}")
_PLAIN = bytes(code if (chr(code).isalnum() and code < 128) or code == 10 else 32 for code in range(256))


class _Numbers(dict[str, int]):
    """Tokens as numbers, given as they come: of its term, or below zero for one that is found by several terms."""

    def __init__(self) -> None:
        super().__init__({"\n": _ROW_END, "_": _ROW_END})
        self.terms: dict[str, int] = {}
        self.several: list[list[int]] = []

    def __missing__(self, token: str) -> int:
        found = [self.terms.setdefault(name, len(self.terms)) for name in dict.fromkeys(variants(token))]
        if len(found) > 1:
            self.several.append(found)
        self[token] = number = found[0] if len(found) == 1 else -len(self.several)
        return number


@dataclass(frozen=True, slots=True)
class _Run:
    """A batch's pairs: `terms[i]` is held by the next `counts[i]` of `rows`, which count inside the kind."""

    kind: HitKind
    first: int
    terms: npt.NDArray[np.int32]
    counts: npt.NDArray[np.int32]
    rows: npt.NDArray[np.int32]


class Builder:
    """Rows of any order of kinds, inside a kind by id. A segment may be taken while more rows are to come."""

    def __init__(self) -> None:
        self.rows = 0
        self._numbers = _Numbers()
        self._runs: list[_Run] = []
        self._ids: dict[HitKind, array[int]] = {kind: array("q") for kind in KINDS}
        self._waiting: list[str] = []
        self._kind: HitKind = KINDS[0]
        self._chars = 0

    def add(self, document: Document) -> None:
        """Take one row in; its words are read with those of the rows around it."""
        if document.kind != self._kind:
            self._read()
            self._kind = document.kind
        text = f"{document.text} {document.more}" if document.more else document.text
        self._waiting.append(text.replace("\n", " ") if "\n" in text else text)
        self._ids[document.kind].append(document.id)
        self.rows += 1
        self._chars += len(text)
        if self._chars > _BATCH_CHARS:
            self._read()

    def _read(self) -> None:
        """Cut what waits into terms."""
        if not self._waiting:
            return
        texts, self._waiting, self._chars = self._waiting, [], 0
        first = len(self._ids[self._kind]) - len(texts)
        plain = [row for row, text in enumerate(texts) if text.isascii()]
        other = [row for row, text in enumerate(texts) if not text.isascii()]
        keys = np.concatenate([self._keys(texts, plain), self._keys(texts, other)])
        keys.sort()
        if len(keys):
            keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])]
        held = (keys >> 32).astype(np.int32)
        borders = np.flatnonzero(np.concatenate([[True], held[1:] != held[:-1]])) if len(held) else np.zeros(0, int)
        counts = np.diff(np.append(borders, len(held))).astype(np.int32)
        rows = (keys & 0xFFFFFFFF).astype(np.int32) + np.int32(first)
        self._runs.append(_Run(self._kind, first, held[borders], counts, rows))

    def _keys(self, texts: Sequence[str], rows: Sequence[int]) -> Ids:
        """(term << 32 | row) of each token of these texts, repeated where it comes again."""
        if not rows:
            return np.zeros(0, dtype=np.int64)
        folded = fold("\n".join([texts[row] for row in rows]))
        tokens = _plain_tokens(folded) if folded.isascii() else _TOKEN.findall(folded)
        numbers = np.fromiter(map(self._numbers.__getitem__, tokens), dtype=np.int32, count=len(tokens))
        ends = numbers == _ROW_END
        owners = np.array(rows, dtype=np.int64)[np.cumsum(ends)[~ends]]
        numbers = numbers[~ends]
        found = [(numbers.astype(np.int64) << 32 | owners)[numbers >= 0]]
        several = self._numbers.several
        for place in np.flatnonzero(numbers < 0).tolist():
            names = np.array(several[-int(numbers[place]) - 1], dtype=np.int64)
            found.append(names << 32 | owners[place])
        return np.concatenate(found)

    def segment(self, stamps: dict[HitKind, Stamps]) -> Segment:
        """What has been added so far; `stamps` of all rows, also of those to come, by kind and id."""
        self._read()
        blocks: dict[HitKind, tuple[int, int]] = {}
        at = 0
        for kind in KINDS:
            blocks[kind] = (at, at + len(self._ids[kind]))
            at += len(self._ids[kind])
        terms = self._numbers.terms
        names = sorted(terms)
        places = np.empty(len(names), dtype=np.int32)
        places[np.fromiter((terms[t] for t in names), dtype=np.int32, count=len(names))] = np.arange(
            len(names), dtype=np.int32
        )
        runs = sorted(self._runs, key=lambda run: blocks[run.kind][0] + run.first)
        postings = _joined(runs, places, {kind: low for kind, (low, _) in blocks.items()})
        ids = np.concatenate([np.array(self._ids[kind], dtype=np.int64) for kind in KINDS])
        held = np.concatenate([stamps[kind][: len(self._ids[kind])] for kind in KINDS])
        common = make_common(names, postings, at)
        return Segment(ids, held, blocks, make_vocabulary(names, postings.offsets), postings, common)


def _joined(runs: Iterable[_Run], places: npt.NDArray[np.int32], starts: dict[HitKind, int]) -> Postings:
    """The postings of all runs, which come by row: each run's rows go behind those already there."""
    runs = list(runs)
    totals = np.zeros(len(places), dtype=np.int64)
    for run in runs:
        totals[places[run.terms]] += run.counts
    offsets = np.concatenate([[0], np.cumsum(totals)])
    free = offsets[:-1].copy()
    rows = np.empty(int(offsets[-1]), dtype=np.int32)
    for run in runs:
        held = places[run.terms]
        before = np.cumsum(run.counts) - run.counts
        rows[np.repeat(free[held] - before, run.counts) + np.arange(len(run.rows))] = run.rows + np.int32(
            starts[run.kind]
        )
        free[held] += run.counts
    return Postings(offsets, rows)


def _plain_tokens(folded: str) -> list[str]:
    """The terms of folded ASCII text, "_" between rows; some come twice.

    The same as the regular expression gives, in a third of the time: what is no letter becomes a blank at once.
    """
    pieces: list[str] = []
    done = 0
    for hit in _THOUSANDS.finditer(folded):  # numbers written with commas: few, so that the rest needs no look at them
        begin = hit.start()
        while begin > done and hit.start() - begin < 3 and folded[begin - 1].isdigit():
            begin -= 1
        if number := NUMBER.match(folded, begin):
            pieces += [folded[done : number.end()], " ", number[0].replace(",", "")]
            done = number.end()
    pieces.append(folded[done:])
    return "".join(pieces).encode().translate(_PLAIN).replace(b"\n", b" _ ").decode().split()
