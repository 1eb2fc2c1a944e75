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

    low: npt.NDArray[np.int32]
    high: npt.NDArray[np.int32]
    bits: Bits


@dataclass(frozen=True, slots=True)
class Signatures:
    """The bits of sorted terms (each at most 40 characters), whole and by prefix: flat arrays, so that they can lie in a file.

    Terms of n characters are `places[starts[n]:starts[n + 1]]`, their bits stand at the same places of `bits`; the
    beginnings of n characters are rows `prefix_starts[n]:prefix_starts[n + 1]` of the three prefix arrays.
    """

    places: npt.NDArray[np.int32]
    bits: Bits
    starts: npt.NDArray[np.int32]
    prefix_low: npt.NDArray[np.int32]
    prefix_high: npt.NDArray[np.int32]
    prefix_bits: Bits
    prefix_starts: npt.NDArray[np.int32]

    def prefixes(self, length: int) -> Prefixes | None:
        """The beginnings of a length, or None where there is no table for it."""
        if not SHORTEST_PREFIX <= length <= LONGEST_PREFIX:
            return None
        rows = slice(self.prefix_starts[length], self.prefix_starts[length + 1])
        return Prefixes(self.prefix_low[rows], self.prefix_high[rows], self.prefix_bits[rows])

    def close(self, word: str, edits: int) -> npt.NDArray[np.int32]:
        """Places of all terms that can be within so many edits, and some more."""
        shortest, longest = max(0, len(word) - edits), min(MAX_TERM, len(word) + edits)
        if shortest > longest:
            return np.zeros(0, dtype=np.int32)
        rows = slice(self.starts[shortest], self.starts[longest + 1])
        close: npt.NDArray[np.int32] = self.places[rows][
            np.bitwise_count(self.bits[rows] ^ signature(word)) <= 2 * edits
        ]
        return close


def make_signatures(terms: Sequence[str]) -> Signatures:
    """The bits of sorted terms."""
    lengths = np.fromiter((len(t) for t in terms), dtype=np.uint8, count=len(terms))
    whole = np.zeros(len(terms), dtype=np.uint64)
    shared = np.zeros(len(terms), dtype=np.uint8)
    by_length = {n: np.zeros(len(terms), dtype=np.uint64) for n in range(SHORTEST_PREFIX, LONGEST_PREFIX + 1)}
    before = np.zeros((1, LONGEST_PREFIX), dtype=np.uint32)
    for first in range(0, len(terms), _CHUNK):
        chunk = slice(first, min(first + _CHUNK, len(terms)))
        codes = _codes(terms[chunk], lengths[chunk])
        head = np.concatenate([before, codes[:, :LONGEST_PREFIX]])
        before = head[-1:]
        differs = head[1:] != head[:-1]
        shared[chunk] = np.where(differs.any(axis=1), differs.argmax(axis=1), LONGEST_PREFIX)
        whole[chunk] = _bits(codes, {n: bits[chunk] for n, bits in by_length.items()})
    places = np.argsort(lengths, kind="stable").astype(np.int32)
    starts = np.searchsorted(lengths[places], np.arange(MAX_TERM + 2)).astype(np.int32)
    tables = [_table(n, lengths, shared, bits) for n, bits in by_length.items()]
    sizes = [0] * (SHORTEST_PREFIX + 1) + [len(table.low) for table in tables]
    return Signatures(
        places,
        whole[places],
        starts,
        np.concatenate([table.low for table in tables]),
        np.concatenate([table.high for table in tables]),
        np.concatenate([table.bits for table in tables]),
        np.cumsum(sizes).astype(np.int32),
    )


def _table(length: int, lengths: npt.NDArray[np.uint8], shared: npt.NDArray[np.uint8], bits: Bits) -> Prefixes:
    """`shared` is how many characters a term begins with like the one before it."""
    borders = np.flatnonzero(shared < length)
    low = borders[lengths[borders] >= length]
    following = np.searchsorted(borders, low, side="right")
    high = np.append(borders, len(bits))[following]
    return Prefixes(low.astype(np.int32), high.astype(np.int32), bits[low])


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
