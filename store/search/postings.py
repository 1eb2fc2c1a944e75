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
        """Rows that hold a term of each range."""
        a, b = self.of(*first), self.of(*second)
        return a[np.isin(a, b)]

    def all_of(self, places: tuple[int, ...]) -> Rows:
        """Rows that hold every one of these terms."""
        found = self.of(places[0], places[0] + 1)
        for place in places[1:]:
            found = np.intersect1d(found, self.of(place, place + 1), assume_unique=True)
        return found
