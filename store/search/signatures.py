"""64 bits a term: which letters occur in it, and which occur twice.

An insertion or a deletion changes one letter's count by one, a substitution two counts, a swap none. A count that
moves by one flips at most one of its two bits (at least once, at least twice). So two words within k edits differ in at
most 2k bits: a filter that loses nothing and costs a few machine words a term. Letters beyond a to z and digits share
two classes, for which the same holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from store.search.tokens import MAX_TERM

Bits = npt.NDArray[np.uint64]

LONGEST_PREFIX = 13
"""Prefix tables reach this length; one edit in a longer half-typed word leaves it near the whole word anyway."""
SHORTEST_PREFIX = 4

_PAD = 255
_OTHER = 36  # and 37: all that is neither letter nor digit, by the last bit of its code point
_LETTERS = np.uint64((1 << 26) - 1)
_SECOND = np.uint64(38)  # bits 38..63: the letter a second time
_CHUNK = 20_000
_CLASS_BITS = np.array([1 << c if c <= _OTHER + 1 else 0 for c in range(256)], dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Prefixes:
    """The distinct beginnings of one length: the range of terms of each, and its bits."""

    low: npt.NDArray[np.int64]
    high: npt.NDArray[np.int64]
    bits: Bits


class Signatures:
    """The bits of sorted terms (each at most 40 characters), whole and by prefix."""

    def __init__(self, terms: Sequence[str]) -> None:
        self.lengths = np.fromiter((len(t) for t in terms), dtype=np.uint8, count=len(terms))
        whole = np.zeros(len(terms), dtype=np.uint64)
        shared = np.zeros(len(terms), dtype=np.uint8)
        by_length = {n: np.zeros(len(terms), dtype=np.uint64) for n in range(SHORTEST_PREFIX, LONGEST_PREFIX + 1)}
        before = np.zeros((1, LONGEST_PREFIX), dtype=np.uint32)
        for first in range(0, len(terms), _CHUNK):
            chunk = slice(first, min(first + _CHUNK, len(terms)))
            codes = _codes(terms[chunk], self.lengths[chunk])
            head = np.concatenate([before, codes[:, :LONGEST_PREFIX]])
            before = head[-1:]
            differs = head[1:] != head[:-1]
            shared[chunk] = np.where(differs.any(axis=1), differs.argmax(axis=1), LONGEST_PREFIX)
            whole[chunk] = _bits(codes, {n: bits[chunk] for n, bits in by_length.items()})
        self._prefixes = {n: self._table(n, shared, bits) for n, bits in by_length.items()}
        self._by_length: dict[int, tuple[npt.NDArray[np.int64], Bits]] = {}
        for length in np.unique(self.lengths).tolist():
            places = np.flatnonzero(self.lengths == length)
            self._by_length[length] = (places, whole[places])

    def _table(self, length: int, shared: npt.NDArray[np.uint8], bits: Bits) -> Prefixes:
        """`shared` is how many characters a term begins with like the one before it."""
        borders = np.flatnonzero(shared < length)
        low = borders[self.lengths[borders] >= length]
        following = np.searchsorted(borders, low, side="right")
        high = np.append(borders, len(bits))[following]
        return Prefixes(low, high, bits[low])

    def prefixes(self, length: int) -> Prefixes | None:
        """The beginnings of a length, or None where there is no table for it."""
        return self._prefixes.get(length)

    def close(self, word: str, edits: int) -> npt.NDArray[np.int64]:
        """Places of all terms that can be within so many edits, and some more."""
        mine = signature(word)
        found = [np.zeros(0, dtype=np.int64)]
        for length in range(len(word) - edits, len(word) + edits + 1):
            if length in self._by_length:
                places, bits = self._by_length[length]
                found.append(places[np.bitwise_count(bits ^ mine) <= 2 * edits])
        return np.concatenate(found)


@lru_cache(maxsize=256)
def signature(word: str) -> np.uint64:
    """The bits of one word: `_bits` spelled out, since numpy's calls cost more than forty letters."""
    once = twice = 0
    for char in word[:MAX_TERM]:
        code = ord(char)
        if 97 <= code <= 122:
            bit = 1 << (code - 97)
            twice |= once & bit
        elif 48 <= code <= 57:
            bit = 1 << (code - 48 + 26)
        else:
            bit = 1 << (_OTHER + (code & 1))
        once |= bit
    return np.uint64(once | (twice << 38))


def _codes(terms: Sequence[str], lengths: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint32]:
    """Code points, a row a term, padded with zeros."""
    codes = np.zeros((len(terms), MAX_TERM), dtype=np.uint32)
    filled = np.arange(MAX_TERM) < lengths[:, None]
    codes[filled] = np.frombuffer("".join(terms).encode("utf-32-le"), dtype=np.uint32)
    return codes


def _bits(codes: npt.NDArray[np.uint32], by_length: dict[int, Bits]) -> Bits:
    """The bits of each row; on the way, those of its first n characters into `by_length[n]`."""
    classes = np.where(codes & 1, np.uint32(_OTHER + 1), np.uint32(_OTHER))
    classes = np.where((codes >= 97) & (codes <= 122), codes - 97, classes)
    classes = np.where((codes >= 48) & (codes <= 57), codes - 48 + 26, classes)
    classes = np.where(codes == 0, np.uint32(_PAD), classes)
    once = np.zeros(len(codes), dtype=np.uint64)
    twice = np.zeros(len(codes), dtype=np.uint64)
    for column in range(codes.shape[1]):
        letter = _CLASS_BITS[classes[:, column]]
        twice |= once & letter & _LETTERS
        once |= letter
        if column + 1 in by_length:
            by_length[column + 1][:] = once | (twice << _SECOND)
    return once | (twice << _SECOND)
