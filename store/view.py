"""A view is a value: an immutable array of ids under a filter and a sort; rows are fetched by windows of it."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import cached_property

from store.filters import Filter


@dataclass(frozen=True)
class View:
    """The ids that a list shows, in order. `total` counts what there is without the filter; `unjudged` what the
    filter could not judge (no support, no date) and left out."""

    ids: array[int]
    filter: Filter
    sort: str
    generation: int
    total: int
    unjudged: int = 0

    def __len__(self) -> int:
        return len(self.ids)

    def window(self, start: int, stop: int) -> array[int]:
        """The ids of lines `start` to `stop` (exclusive), cut at the ends."""
        return self.ids[max(0, start) : max(0, stop)]

    @cached_property
    def _places(self) -> dict[int, int]:
        return {row: place for place, row in enumerate(self.ids)}

    def place(self, row: int) -> int | None:
        """The line on which an id stands, or None."""
        return self._places.get(row)

    def count_words(self) -> str:
        """The count told honestly: '12 of 41, +3 ungraded'."""
        words = f"{len(self):,}" if len(self) == self.total else f"{len(self):,} of {self.total:,}"
        if self.unjudged:
            what = "undated" if {"from", "to"} & set(self.filter.values) else "ungraded"
            words += f", +{self.unjudged:,} {what}"
        return words
