"""Pane 1: what happened when, with bars over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.strip import Strip
from textual.widget import Widget

from store.records.rows import TimelineRow
from store.view import View
from tui.bindings import pane_bindings
from tui.panes.dates import date_cell, status_glyph
from tui.panes.pane import Pane
from tui.safe import one_line
from tui.service import Service
from tui.widgets.histogram import skyline
from tui.widgets.lines import Piece, fit, pad, paint, palette
from tui.widgets.row_list import RowList

STEPS = ("year", "month", "week", "day")
"""Lengths of a bar, coarse to fine."""


def draw(row: TimelineRow, width: int, here: bool) -> Sequence[Piece]:
    """An event as a line: its date as exactly as it is known, its status, what happened."""
    date = date_cell(row)
    sign = status_glyph(row.status)
    return [
        (pad(date, 11), "date" if row.date_from or row.date_to else "warn"),
        (sign, "deny" if row.status in ("denied", "disputed") else "dim"),
        (" ", ""),
        (one_line(row.title), "dim" if row.role == "utterance" else ""),
    ]


def searchable(row: TimelineRow) -> str:
    """The words of a line that find looks in."""
    return f"{date_cell(row)} {one_line(row.title)}"


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

    def compose(self) -> ComposeResult:
        """Bars over a list."""
        yield Skyline()
        yield RowList(id="timeline-list")

    @property
    def list(self) -> RowList:
        """Its list."""
        return self.query_one(RowList)

    def show(self, view: View, service: Service, at: int | None) -> None:
        """Take a view; the cursor goes to the event `at`."""
        filtered = bool(view.filter)
        self.list.empty = ("", "No dated event.", "R takes the filters off." if filtered else "i imports articles.")
        self.list.show(view.ids, service.event_rows, draw, at)
        self.tell(view.count_words())

    def bars(self, bins: Sequence[tuple[str, int]]) -> None:
        """Take other counts over time."""
        self.query_one(Skyline).show(bins)
        self.foot(f"by {STEPS[self.step]}" if bins else "")
