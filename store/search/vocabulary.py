"""The terms of a segment, sorted: prefixes are ranges, and near spellings are found without trying every term.

Each term carries 64 bits (signatures.py); one edit flips at most two of them, so that terms whose bits differ from the
word's in more than 2k places can't be within k edits. What passes is measured with rapidfuzz: a few hundred terms,
the same ones as if each had been tried. The same per length of prefix finds typos in half-typed words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA

from store.search.recent import Recent
from store.search.signatures import Signatures, make_signatures
from store.search.signatures import signature as signature_of
from store.search.tokens import skeleton

_LAST = "\U0010ffff"


class Vocabulary:
    """Sorted terms with how many rows hold each: term t has the postings `offsets[t]` to `offsets[t + 1]`.

    `skeletons` are the sorted prints of the terms' transliteration skeletons, `skeleton_places` their terms.
    """

    def __init__(
        self,
        terms: Sequence[str],
        offsets: npt.NDArray[np.int64],
        signatures: Signatures,
        skeletons: npt.NDArray[np.uint32],
        skeleton_places: npt.NDArray[np.int32],
    ) -> None:
        self.terms = terms
        self.offsets = offsets
        self.signatures = signatures
        self.skeletons = skeletons
        self.skeleton_places = skeleton_places
        self._joined = "\n" + "\n".join(terms) + "\n"
        lengths = np.zeros(len(terms), dtype=np.int64)
        lengths[signatures.places] = np.repeat(np.arange(len(signatures.starts) - 1), np.diff(signatures.starts))
        self._starts = np.concatenate([[1], 1 + np.cumsum(lengths + 1)])[:-1].astype(np.int32)
        self._near: Recent[list[tuple[int, int]]] = Recent(128)

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
        return int(self.offsets[high] - self.offsets[low])

    def near(self, word: str, edits: int) -> list[tuple[int, int]]:
        """(place, edits) of the terms within so many edits (a swap of neighbours is one), the word itself left out."""
        return self._near.get((word, edits), lambda: self._measured(word, edits))

    def _measured(self, word: str, edits: int) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for place in self.signatures.close(word, edits).tolist():
            distance = OSA.distance(word, self.terms[place], score_cutoff=edits)
            if 0 < distance <= edits:
                found.append((place, distance))
        return found

    def prefix_near(self, word: str) -> list[tuple[int, int]]:
        """Ranges of terms whose beginning is one edit from the word: a half-typed word with a typo in it.

        The first letter is taken to be right. Words of more than 12 letters are not looked for so.
        """
        found: list[tuple[int, int]] = []
        mine = signature_of(word)
        low, high = self.prefix(word[0])
        for length in (len(word) - 1, len(word), len(word) + 1):
            table = self.signatures.prefixes(length)
            if table is None:
                continue
            first, last = np.searchsorted(table.low, [low, high])
            close = np.flatnonzero(np.bitwise_count(table.bits[first:last] ^ mine) <= 2) + first
            for place in close.tolist():
                begin = int(table.low[place])
                if OSA.distance(word, self.terms[begin][:length], score_cutoff=1) == 1:
                    found.append((begin, int(table.high[place])))
        return found

    def infix(self, piece: str, limit: int = 500) -> list[int]:
        """Terms that hold the piece, other than only at their beginning; at most `limit` places are looked at."""
        found: list[int] = []
        at = self._joined.find(piece)
        while at >= 0 and len(found) < limit:
            found.append(at)
            at = self._joined.find(piece, at + 1)
        places = np.searchsorted(self._starts, found, side="right") - 1
        inside = np.array(found, dtype=np.int64) > self._starts[places]
        return sorted(set(places[inside].tolist()))

    def alike(self, word: str) -> list[int]:
        """Terms with the word's transliteration skeleton."""
        bare = skeleton(word)
        if not bare:
            return []
        mine = np.uint32(crc32(bare.encode()))
        low, high = np.searchsorted(self.skeletons, mine, "left"), np.searchsorted(self.skeletons, mine, "right")
        return [place for place in self.skeleton_places[low:high].tolist() if skeleton(self.terms[place]) == bare]


def make_vocabulary(terms: Sequence[str], offsets: npt.NDArray[np.int64]) -> Vocabulary:
    """The vocabulary of sorted terms, with what is needed to find near ones."""
    found = [(crc32(bare.encode()), place) for place, term in enumerate(terms) if (bare := skeleton(term))]
    prints = np.array([one for one, _ in found], dtype=np.uint32)
    order = np.argsort(prints, kind="stable")
    places = np.array([place for _, place in found], dtype=np.int32)
    return Vocabulary(terms, offsets, make_signatures(terms), prints[order], places[order])
