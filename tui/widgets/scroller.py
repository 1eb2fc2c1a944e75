"""What lists and texts share: lines of which some are in view, a top line, a thumb in the last column, the mouse wheel.

Textual's ScrollView lays the screen out anew whenever a scrollbar comes or goes (seven times in our first paint);
here the last column is kept free, and scrolling is a number.
"""

from __future__ import annotations

from typing import Any, ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tui.bindings import move_bindings
from tui.widgets.lines import palette

_WHEEL = 3


class Scroller(Widget, can_focus=True):
    """Lines, some of them in view."""

    DEFAULT_CSS = "Scroller { height: 1fr; }"
    BINDINGS: ClassVar[list[Any]] = move_bindings()

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.top = 0
        self._seen = Size(0, 0)

    # what a list or a text says of itself

    @property
    def count(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    @property
    def head(self) -> int:
        """How many lines stand fixed over them."""
        return 0

    def line_strip(self, y: int, width: int) -> Strip:
        """The line at a row of the widget, in exactly `width` columns."""
        raise NotImplementedError

    # size

    def refit(self) -> None:
        """The size is another one than when a line was last drawn."""

    def on_resize(self) -> None:
        """Fit what is shown to the size, once."""
        if self.size != self._seen:
            self._seen = self.size
            self.refit()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines that fit the size from the first time on: Textual draws before it tells of a size."""
        self.on_resize()
        return super().render_lines(crop)

    # focus

    def take_focus(self, event: events.Focus | events.Blur, has: bool) -> None:
        """As Textual does on getting or losing the focus, without drawing every line anew."""
        event.prevent_default()
        self.has_focus = has
        if self.parent is not None:
            self.parent.post_message(events.DescendantFocus(self) if has else events.DescendantBlur(self))

    # scrolling

    @property
    def rows(self) -> int:
        """How many lines are in view."""
        return max(1, self.size.height - self.head)

    @property
    def columns(self) -> int:
        """How wide a line is; the last column is the thumb's."""
        return max(0, self.size.width - 1)

    def scroll_lines(self, top: int) -> None:
        """Bring this line to the top, as far as there are lines."""
        top = max(0, min(top, self.count - self.rows))
        if top != self.top:
            self.top = top
            self.refresh()

    def refresh_row(self, line: int) -> None:
        """Draw one line again, if it is in view."""
        y = line - self.top + self.head
        if self.head <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        """A line with its piece of the thumb."""
        if not self.columns:
            return Strip.blank(self.size.width)
        style = palette(self.app).style("dim")
        return Strip([*self.line_strip(y, self.columns), Segment(self._thumb(y - self.head), style)], self.columns + 1)

    def _thumb(self, y: int) -> str:
        rows, count = self.rows, self.count
        if count <= rows or y < 0:
            return " "
        size = max(1, rows * rows // count)
        first = (rows - size) * self.top // max(1, count - rows)
        return "▐" if first <= y < first + size else " "

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Three lines down."""
        event.stop()
        self.scroll_lines(self.top + _WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Three lines up."""
        event.stop()
        self.scroll_lines(self.top - _WHEEL)
