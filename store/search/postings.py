"""Which rows hold a term: contiguous for each term, and, the terms being sorted, for each prefix."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Postings:
    """Rows of term t: `rows[offsets[t]:offsets[t + 1]]`, ascending, each once."""

    offsets: npt.NDArray[np.int64]
    rows: Rows

    def of(self, low: int, high: int) -> Rows:
        """Rows of the terms from `low` to `high` (exclusive); a row may come more than once."""
        return self.rows[self.offsets[low] : self.offsets[high]]

    def both(self, first: tuple[int, int], second: tuple[int, int]) -> Rows:
        """Rows that hold a term of each range; some may come twice. `first` is one term.

        The rarer rows are looked up in the more common ones: the cost is that of the rarer word.
        """
        one, other = self.of(*first), self.of(*second)
        if second[1] - second[0] == 1 and len(other) > len(one):
            one, other = other, one
        return other[_among(other, one)]

    def all_of(self, places: tuple[int, ...]) -> Rows:
        """Rows that hold every one of these terms."""
        found, *others = sorted((self.of(place, place + 1) for place in places), key=len)
        for rows in others:
            found = found[_among(found, rows)]
        return found


def _among(wanted: Rows, held: Rows) -> npt.NDArray[np.bool_]:
    """Which of `wanted` are in `held` (ascending): each is looked up, so that the rarer word sets the price."""
    if not len(held):
        return np.zeros(len(wanted), dtype=np.bool_)
    found: npt.NDArray[np.bool_] = held[np.minimum(np.searchsorted(held, wanted), len(held) - 1)] == wanted
    return found
