"""The terms of a segment, sorted: prefixes are ranges, and near spellings are found without trying every term.

Each term carries 64 bits: which letter classes occur in it, and which occur twice. One edit changes one count by
one (an insertion, a deletion) or two counts (a substitution), hence at most two bits: terms whose bits differ from
the word's in more than 2k places can't be within k edits. What passes is measured with rapidfuzz.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA

from store.search.tokens import skeleton

_ONCE = 38  # 26 letters, 10 digits, 2 classes for all else: bits 0..37; the letters' second occurrence: bits 38..63
_LAST = "\U0010ffff"
_CHUNK = 2000


class Vocabulary:
    """Sorted terms with how many rows hold each."""

    def __init__(self, terms: Sequence[str], frequencies: npt.NDArray[np.int32]) -> None:
        self.terms = terms
        self.frequencies = frequencies
        self.total = np.concatenate([[0], np.cumsum(frequencies, dtype=np.int64)])
        self.signatures, self.lengths = signatures(terms)
        self._joined = "\n" + "\n".join(terms) + "\n"
        self._starts = np.concatenate([[1], 1 + np.cumsum(self.lengths.astype(np.int64) + 1)])[:-1]
        self._skeletons: dict[str, list[int]] = {}
        for place, term in enumerate(terms):
            if bare := skeleton(term):
                self._skeletons.setdefault(bare, []).append(place)
        self._prefixes: dict[int, _Prefixes] = {}

    def __len__(self) -> int:
        return len(self.terms)

    def find(self, term: str) -> int | None:
        """The place of a term, or None."""
        place = bisect_left(self.terms, term)
        return place if place < len(self.terms) and self.terms[place] == term else None

    def prefix(self, start: str) -> tuple[int, int]:
        """The range of terms that begin with `start`."""
        return bisect_left(self.terms, start), bisect_left(self.terms, start + _LAST)

    def count(self, low: int, high: int) -> int:
        """Postings of a range of terms."""
        return int(self.total[high] - self.total[low])

    def near(self, word: str, edits: int) -> list[tuple[int, int]]:
        """(place, edits) of the terms within so many edits (a swap of neighbours is one), the word itself left out."""
        mine = signatures([word])[0][0]
        close = np.bitwise_count(self.signatures ^ mine) <= 2 * edits
        close &= np.abs(self.lengths.astype(np.int16) - len(word)) <= edits
        found: list[tuple[int, int]] = []
        for place in np.flatnonzero(close).tolist():
            distance = OSA.distance(word, self.terms[place], score_cutoff=edits)
            if 0 < distance <= edits:
                found.append((place, distance))
        return found

    def prefix_near(self, word: str) -> list[tuple[int, int]]:
        """Ranges of terms whose beginning is one edit from the word: a half-typed word with a typo in it.

        The first letter is taken to be right.
        """
        mine = signatures([word])[0][0]
        found: list[tuple[int, int]] = []
        for length in (len(word) - 1, len(word), len(word) + 1):
            table = self._prefixes.get(length)
            if table is None:
                table = self._prefixes[length] = _Prefixes(self.terms, length)
            low, high = bisect_left(table.starts, word[0]), bisect_left(table.starts, word[0] + _LAST)
            close = np.flatnonzero(np.bitwise_count(table.signatures[low:high] ^ mine) <= 2)
            for place in (close + low).tolist():
                if OSA.distance(word, table.starts[place], score_cutoff=1) == 1:
                    found.append((int(table.low[place]), int(table.high[place])))
        return found

    def infix(self, piece: str, limit: int = 500) -> list[int]:
        """Terms that hold the piece, other than at their beginning; at most `limit`."""
        found: list[int] = []
        at = self._joined.find(piece)
        while at >= 0 and len(found) < limit:
            place = int(np.searchsorted(self._starts, at, side="right")) - 1
            if at > self._starts[place] and (not found or found[-1] != place):
                found.append(place)
            at = self._joined.find(piece, at + 1)
        return found

    def alike(self, word: str) -> list[int]:
        """Terms with the word's transliteration skeleton."""
        bare = skeleton(word)
        return self._skeletons.get(bare, []) if bare else []

    def warm(self) -> None:
        """Make the tables of prefixes that half-typed words need, so that no key waits for them."""
        for length in range(4, 13):
            self._prefixes.setdefault(length, _Prefixes(self.terms, length))


class _Prefixes:
    """The distinct beginnings of one length, each with its range of terms."""

    def __init__(self, terms: Sequence[str], length: int) -> None:
        self.starts: list[str] = []
        low: list[int] = []
        high: list[int] = []
        for place, term in enumerate(terms):
            if len(term) < length:
                continue
            start = term[:length]
            if self.starts and self.starts[-1] == start:
                high[-1] = place + 1
            else:
                self.starts.append(start)
                low.append(place)
                high.append(place + 1)
        self.low = np.array(low, dtype=np.int64)
        self.high = np.array(high, dtype=np.int64)
        self.signatures = signatures(self.starts)[0]


def signatures(terms: Sequence[str]) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint8]]:
    """The 64 bits and the length of each term (terms are at most 40 characters)."""
    lengths = np.fromiter((len(t) for t in terms), dtype=np.uint8, count=len(terms))
    bits = np.zeros(len(terms), dtype=np.uint64)
    for first in range(0, len(terms), _CHUNK * 10):
        chunk = terms[first : first + _CHUNK * 10]
        codes = np.frombuffer("".join(chunk).encode("utf-32-le"), dtype=np.uint32)
        owner = np.repeat(np.arange(len(chunk)), lengths[first : first + len(chunk)])
        classes = np.where(codes & 1, np.uint32(37), np.uint32(36))
        classes = np.where((codes >= 97) & (codes <= 122), codes - 97, classes)
        classes = np.where((codes >= 48) & (codes <= 57), codes - 48 + 26, classes)
        counts = np.bincount(owner * _ONCE + classes, minlength=len(chunk) * _ONCE).reshape(len(chunk), _ONCE)
        once = (counts >= 1) @ (np.uint64(1) << np.arange(_ONCE, dtype=np.uint64))
        twice = (counts[:, :26] >= 2) @ (np.uint64(1) << np.arange(_ONCE, 64, dtype=np.uint64))
        bits[first : first + len(chunk)] = once | twice
    return bits, lengths
