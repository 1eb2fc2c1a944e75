"""Pane 1: what happened when, with bars over time."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.strip import Strip
from textual.widget import Widget

from store.records.record import record
from store.records.rows import TimelineRow
from store.view import View
from tui.bindings import pane_bindings
from tui.panes.dates import DATE_WIDTH, date_cell, status_glyph
from tui.panes.pane import Pane
from tui.safe import one_line
from tui.service import Service
from tui.widgets.histogram import skyline
from tui.widgets.lines import Piece, fit, pad, paint, palette
from tui.widgets.row_list import RowList

STEPS = ("year", "month", "week", "day")
"""Lengths of a bar, coarse to fine."""


@record
class Shelf:
    """A heading in the list: so many events follow that have no place in time, for this reason."""

    id: int
    name: str
    count: int

    def words(self) -> str:
        """What the heading says."""
        return f"{self.count:,} {self.name}"

    def meaning(self) -> str:
        """What lies on it, in a sentence, and how it gets off it."""
        if self.name == "unresolved":
            return "A date is named, but not which one it is: “a day”, “years”, or counted from an unknown date."
        return "No date is named for these at all."


UNRESOLVED, UNDATED = -1, -2
"""Ids of the headings; rows of the case file have positive ones."""


def draw(row: TimelineRow | Shelf, width: int, here: bool) -> Sequence[Piece]:
    """An event as a line: its date as exactly as it is known, its status, what happened; or the heading of a shelf."""
    if isinstance(row, Shelf):
        words = f"── {row.words()} "
        return [(words + "─" * max(0, width - len(words)), "head")]
    date = date_cell(row)
    sign = status_glyph(row.status)
    return [
        (pad(date, DATE_WIDTH), "date" if row.date_from or row.date_to else "warn"),
        (f" {sign}", "deny" if row.status in ("denied", "disputed") else "dim"),
        (" ", ""),
        (one_line(row.title), "dim" if row.role == "utterance" else ""),
    ]


def searchable(row: TimelineRow | Shelf) -> str:
    """The words of a line that find looks in."""
    return row.words() if isinstance(row, Shelf) else f"{date_cell(row)} {one_line(row.title)}"


def shelved(ids: array[int], shelves: tuple[int, int]) -> tuple[array[int], dict[int, Shelf]]:
    """The ids of a view with those of the headings between them, and the headings that there are."""
    unresolved, undated = shelves
    counts = {UNRESOLVED: undated - unresolved, UNDATED: len(ids) - undated}
    if not any(counts.values()):
        return ids, {}
    out = ids[:unresolved]
    names = {UNRESOLVED: "unresolved", UNDATED: "undated"}
    for shelf, lines in ((UNRESOLVED, slice(unresolved, undated)), (UNDATED, slice(undated, None))):
        if counts[shelf]:
            out.append(shelf)
            out.extend(ids[lines])
    return out, {shelf: Shelf(shelf, names[shelf], n) for shelf, n in counts.items() if n}


class Skyline(Widget):
    """One line of bars over time."""

    def __init__(self) -> None:
        super().__init__(id="skyline")
        self.bins: Sequence[tuple[str, int]] = ()

    def show(self, bins: Sequence[tuple[str, int]]) -> None:
        """Take other counts."""
        self.bins = bins
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line."""
        width = self.size.width
        return Strip(paint(fit([(" ", ""), (skyline(self.bins, width - 2), "date")], width), palette(self.app)), width)


class TimelinePane(Pane):
    """Pane 1."""

    place = "timeline"
    name_ = "Timeline"
    BINDINGS: ClassVar[list[Any]] = pane_bindings("timeline")

    def __init__(self) -> None:
        super().__init__()
        self.step = 1
        self.shelves: dict[int, Shelf] = {}
        self.count = 0

    def compose(self) -> ComposeResult:
        """Bars over a list."""
        yield Skyline()
        yield RowList(id="timeline-list")

    @property
    def list(self) -> RowList:
        """Its list."""
        return self.query_one(RowList)

    def show(self, view: View, shelves: tuple[int, int], service: Service, at: int | None) -> None:
        """Take a view, with the lines on which its shelves begin; the cursor goes to the event `at`."""
        filtered = bool(view.filter)
        self.list.empty = (
            "",
            "No event passes." if filtered else "No event yet.",
            "R takes the filters off." if filtered else "i imports articles.",
        )
        ids, self.shelves = shelved(view.ids, shelves)
        self.count = len(view)

        def rows(wanted: Sequence[int]) -> list[TimelineRow | Shelf]:
            events = iter(service.event_rows([i for i in wanted if i > 0]))
            known = {row.id: row for row in events}
            return [row for i in wanted if (row := known.get(i) or self.shelves.get(i)) is not None]

        self.list.show(ids, rows, draw, at)
        self.tell(view.count_words())
        self._tell_foot()

    @property
    def shelf(self) -> Shelf | None:
        """The heading under the cursor."""
        return self.shelves.get(self.list.current_id or 0)

    def bars(self, bins: Sequence[tuple[str, int]]) -> None:
        """Take other counts over time."""
        self.query_one(Skyline).show(bins)
        self._tell_foot()

    def _tell_foot(self) -> None:
        bins = self.query_one(Skyline).bins
        words = [shelf.words() for _, shelf in sorted(self.shelves.items(), reverse=True)]
        self.foot(" · ".join([*words, *([f"by {STEPS[self.step]}"] if bins else [])]))
