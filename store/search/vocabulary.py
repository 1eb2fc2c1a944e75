"""The terms of a segment, sorted: prefixes are ranges, and near spellings are found without trying every term.

Each term carries 64 bits (signatures.py); one edit flips at most two of them, so that terms whose bits differ from the
word's in more than 2k places can't be within k edits. What passes is measured with rapidfuzz: a few hundred terms,
the same ones as if each had been tried. The same per length of prefix finds typos in half-typed words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA

from store.search.recent import Recent
from store.search.signatures import Signatures, signature
from store.search.tokens import skeleton

_LAST = "\U0010ffff"


class Vocabulary:
    """Sorted terms with how many rows hold each."""

    def __init__(self, terms: Sequence[str], frequencies: npt.NDArray[np.int32]) -> None:
        self.terms = terms
        self.total = np.concatenate([[0], np.cumsum(frequencies, dtype=np.int64)])
        self._signatures = Signatures(terms)
        self._joined = "\n" + "\n".join(terms) + "\n"
        lengths = self._signatures.lengths.astype(np.int64)
        self._starts = np.concatenate([[1], 1 + np.cumsum(lengths + 1)])[:-1]
        self._near: Recent[list[tuple[int, int]]] = Recent(128)
        self._skeletons: dict[str, list[int]] = {}
        for place, term in enumerate(terms):
            if bare := skeleton(term):
                self._skeletons.setdefault(bare, []).append(place)

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
        return self._near.get((word, edits), lambda: self._measured(word, edits))

    def _measured(self, word: str, edits: int) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for place in self._signatures.close(word, edits).tolist():
            distance = OSA.distance(word, self.terms[place], score_cutoff=edits)
            if 0 < distance <= edits:
                found.append((place, distance))
        return found

    def prefix_near(self, word: str) -> list[tuple[int, int]]:
        """Ranges of terms whose beginning is one edit from the word: a half-typed word with a typo in it.

        The first letter is taken to be right. Words of more than 12 letters are not looked for so.
        """
        found: list[tuple[int, int]] = []
        mine = signature(word)
        low, high = self.prefix(word[0])
        for length in (len(word) - 1, len(word), len(word) + 1):
            table = self._signatures.prefixes(length)
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
        return self._skeletons.get(bare, []) if bare else []
