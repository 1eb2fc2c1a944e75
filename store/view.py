"""A view is a value: an immutable array of ids under a filter and a sort; rows are fetched by windows of it."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from store.filters import Filter


class Places:
    """Where ids stand in a sequence of them. A million are looked through in 2 ms, by their bytes; no table is made,
    which would take longer than the view itself, and more memory."""

    def __init__(self, ids: Sequence[int]) -> None:
        self._ids = ids

    @cached_property
    def _bytes(self) -> bytes:
        ids = self._ids
        return (ids if isinstance(ids, array) and ids.typecode == "q" else array("q", ids)).tobytes()

    def line_of(self, row: int) -> int | None:
        """The place of an id, or None."""
        wanted = array("q", (row,)).tobytes()
        at = self._bytes.find(wanted)
        while at % len(wanted) and at >= 0:  # bytes of two neighbours may spell it
            at = self._bytes.find(wanted, at + 1)
        return at // len(wanted) if at >= 0 else None


@dataclass(frozen=True)
class View:
    """The ids that a list shows, in order. `total` counts what there is without the filter; `unjudged` what the
    filter could not judge (no support, no date) and left out. Of a `partial` one only the first page is known yet."""

    ids: array[int]
    filter: Filter
    sort: str
    generation: int
    total: int
    unjudged: int = 0
    partial: bool = False

    def is_start_of(self, other: View) -> bool:
        """Whether another view is this one with more of its rows: same filter, sort and state of the case file."""
        same = (self.filter, self.sort, self.generation) == (other.filter, other.sort, other.generation)
        return self.partial and same

    def __len__(self) -> int:
        return len(self.ids)

    def window(self, start: int, stop: int) -> array[int]:
        """The ids of lines `start` to `stop` (exclusive), cut at the ends."""
        return self.ids[max(0, start) : max(0, stop)]

    @cached_property
    def _places(self) -> Places:
        return Places(self.ids)

    def place(self, row: int) -> int | None:
        """The line on which an id stands, or None."""
        return self._places.line_of(row)

    def count_words(self) -> str:
        """The count told honestly: '12 of 41, +3 ungraded'."""
        if self.partial:
            return "counting …"
        words = f"{len(self):,}" if len(self) == self.total else f"{len(self):,} of {self.total:,}"
        if self.unjudged:
            what = "undated" if {"from", "to"} & set(self.filter.values) else "ungraded"
            words += f", +{self.unjudged:,} {what}"
        return words
