"""Places in a text and stretches of the calendar."""

from __future__ import annotations

from typing import Literal, NamedTuple

from store.records.record import record

Precision = Literal[
    "instant", "day", "week", "month", "quarter", "season", "year", "decade", "range", "open", "unknown"
]
"""How exactly a date is known: `range` is a stretch with stated ends, `open` has one end only."""


class Span(NamedTuple):
    """A place in a text: code points as Python indexes them, the end exclusive."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The text at this place."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Whether the other lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


def hull(spans: tuple[Span, ...]) -> Span:
    """The smallest span that holds all of them; ValueError when there are none."""
    if len(spans) == 1:
        return spans[0]
    return Span(min(s.start for s in spans), max(s.end for s in spans))


@record
class Interval:
    """A stretch of the calendar: ISO 8601 dates (or date-times), both ends inclusive, None where open or unknown."""

    start: str | None
    end: str | None

    def overlaps(self, other: Interval) -> bool | None:
        """Whether the two can share a day; None where neither end of one is known."""
        if (self.start is None and self.end is None) or (other.start is None and other.end is None):
            return None
        after = self.start is not None and other.end is not None and self.start[:10] > other.end[:10]
        before = self.end is not None and other.start is not None and self.end[:10] < other.start[:10]
        return not (after or before)
