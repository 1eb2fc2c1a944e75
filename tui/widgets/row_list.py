"""A list of any length: it holds ids, fetches the lines that are seen by windows, and keeps what it drew.

Measured with a million rows: a cursor key repaints two lines, PageDown one screen of cached or freshly drawn strips.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events
from textual.geometry import Offset, Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from store.view import Places
from tui.widgets.lines import Piece, fit, paint, palette
from tui.widgets.scroller import Scroller

WINDOW = 64
"""Rows fetched at once."""
_WINDOWS_KEPT = 48
_STRIPS_KEPT = 2048

Fetch = Callable[[Sequence[int]], Sequence[Any]]
Draw = Callable[[Any, int, bool], Sequence[Piece]]
"""(row, width, whether the cursor is on it) to pieces."""


class RowList(Scroller, can_focus=True):
    """Ids, a function that fetches rows, one that draws a row into a width, and a cursor."""

    absent: ClassVar[str] = "gone"
    """What stands in the line of an id that has no row."""

    cursor: reactive[int] = reactive(0, repaint=False)
    """The line of the cursor; only the line it leaves and the one it comes to are drawn again."""

    @dataclass
    class Moved(Message):
        """The cursor came to another line; the youngest one counts."""

        list: RowList
        line: int

        def can_replace(self, message: Message) -> bool:
            """Whether it stands in for an older one."""
            return isinstance(message, RowList.Moved) and message.list is self.list

        @property
        def control(self) -> RowList:
            """The list that moved."""
            return self.list

    @dataclass
    class Chosen(Message):
        """Enter, or a click on the line of the cursor."""

        list: RowList

        @property
        def control(self) -> RowList:
            """The list in which a line was chosen."""
            return self.list

    def __init__(self, *, id: str | None = None, heading: Callable[[int], Sequence[Piece]] | None = None) -> None:
        super().__init__(id=id)
        self.ids: Sequence[int] = array("q")
        self._places = Places(self.ids)
        self.needle = ""
        self.marked: frozenset[int] = frozenset()
        self.picked: frozenset[int] = frozenset()
        """Rows that a person marked, to act on all of them."""
        self.began: int | None = None
        """The line where a stretch of them began that still follows the cursor."""
        self.empty: tuple[str, ...] = ()
        self._heading = heading
        self._fetch: Fetch = lambda ids: ()
        self._draw: Draw = lambda row, width, here: ()
        self._windows: OrderedDict[int, Sequence[Any]] = OrderedDict()
        self._strips: OrderedDict[tuple[int, int, str, bool, bool], Strip] = OrderedDict()

    # what it holds

    def grow(self, ids: Sequence[int], fetch: Fetch, at: int | None = None) -> bool:
        """Take the same rows and more under them; what is drawn stays. False, and nothing done, where they are others."""
        old = len(self.ids)
        if not old or ids[:old] != self.ids:
            return False
        self.ids, self._fetch, self._places = ids, fetch, Places(ids)
        self._windows.pop(old // WINDOW, None)
        self.refresh(Region(self.columns, 0, 1, self.size.height))  # the thumb
        for line in range(old, self.top + self.rows):
            self.refresh_row(line)
        if (place := self.line_of(at)) is not None:
            self.go(place)
        return True

    def show(self, ids: Sequence[int], fetch: Fetch, draw: Draw, at: int | None = None) -> None:
        """Take other rows. The cursor goes to the id `at` where it is among them, else stays on its line."""
        self.ids, self._fetch, self._draw, self._places = ids, fetch, draw, Places(ids)
        line = self.line_of(at)
        self.forget()
        self.set_reactive(RowList.cursor, max(0, min(self.cursor if line is None else line, len(ids) - 1)))
        self._keep_in_view()
        self._place_hardware_cursor()
        self.post_message(self.Moved(self, self.cursor))

    def line_of(self, row: int | None) -> int | None:
        """The line on which an id stands, or None; from any thread."""
        return self._places.line_of(row) if row is not None else None

    def forget(self) -> None:
        """Draw everything anew, from rows fetched anew."""
        self._windows.clear()
        self.redraw()

    def redraw(self) -> None:
        """Draw everything anew, from the rows that it has."""
        self._strips.clear()
        self.refresh()

    def fetch(self, ids: Sequence[int]) -> Sequence[Any]:
        """The rows of these ids, as the owner of the list fetches them; from any thread."""
        return self._fetch(ids)

    def row(self, line: int) -> Any:
        """The row of a line, fetched with its neighbours; None where there is none (any more)."""
        if not 0 <= line < len(self.ids):
            return None
        number, place = divmod(line, WINDOW)
        window = self._windows.get(number)
        if window is None:
            ids = self.ids[number * WINDOW : (number + 1) * WINDOW]
            found = {row.id: row for row in self._fetch(ids)}
            window = self._windows[number] = [found.get(i) for i in ids]
            if len(self._windows) > _WINDOWS_KEPT:
                self._windows.popitem(last=False)
        else:
            self._windows.move_to_end(number)
        return window[place]

    @property
    def current(self) -> Any:
        """The row under the cursor, or None."""
        return self.row(self.cursor)

    @property
    def current_id(self) -> int | None:
        """The id under the cursor, or None."""
        return self.ids[self.cursor] if 0 <= self.cursor < len(self.ids) else None

    def mark(self, ids: frozenset[int]) -> None:
        """Put a dot before these rows: what the cursor of another pane stands for."""
        changed = ids ^ self.marked
        self.marked = ids
        for line in range(self.top, min(self.top + self.rows, len(self.ids))):
            if self.ids[line] in changed:
                self.refresh_row(line)

    def pick(self, ids: frozenset[int], began: int | None = None) -> None:
        """Take other rows as marked by a person; from line `began` on, where given, up to the cursor as well."""
        self.picked, self.began = ids, began
        self.refresh()

    @property
    def stretch(self) -> range:
        """The lines from where it began to the cursor; none where there is no such line."""
        if self.began is None or not self.ids:
            return range(0)
        return range(min(self.began, self.cursor), min(max(self.began, self.cursor) + 1, len(self.ids)))

    def chosen(self) -> frozenset[int]:
        """The rows that a person marked, those of an open stretch too."""
        return self.picked | {self.ids[line] for line in self.stretch}

    def seek(self, needle: str) -> None:
        """Mark these words in every line."""
        if needle != self.needle:
            self.needle = needle
            self.redraw()

    # how it is drawn

    @property
    def count(self) -> int:
        return len(self.ids)

    @property
    def head(self) -> int:
        return 1 if self._heading is not None and self.size.height > 3 else 0

    def refit(self) -> None:
        """Fit the lines to the new width."""
        self._strips.clear()
        self._keep_in_view()
        self._place_hardware_cursor()

    def line_strip(self, y: int, width: int) -> Strip:
        """The heading, a row, or a remark where there is none."""
        if y < self.head and self._heading is not None:
            return Strip(paint(fit([(" ", ""), *self._heading(width - 1)], width), palette(self.app), "head"), width)
        line = y - self.head + self.top
        if line >= len(self.ids):
            return self._empty_line(line, width)
        look = "" if line != self.cursor else "cursor" if self.has_focus else "blurred"
        picked = self.ids[line] in self.picked or line in self.stretch
        key = (line, width, look, self.ids[line] in self.marked, picked)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._drawn(line, width, look, picked)
            if len(self._strips) > _STRIPS_KEPT:
                self._strips.popitem(last=False)
        return strip

    def _drawn(self, line: int, width: int, look: str, picked: bool) -> Strip:
        row = self.row(line)
        marked = self.ids[line] in self.marked
        if picked:
            gutter = "◆" if look else "✓"
        else:
            gutter = ("▪" if marked else "▌") if look else "•" if marked else " "
        pieces = self._draw(row, width - 1, bool(look)) if row is not None else [(self.absent, "dim")]
        return Strip(paint(fit([(gutter, "accent"), *pieces], width), palette(self.app), look, self.needle), width)

    def _empty_line(self, line: int, width: int) -> Strip:
        if not self.ids and 0 <= line < len(self.empty):
            return Strip(paint(fit([(" " + self.empty[line], "dim")], width), palette(self.app)), width)
        return Strip.blank(width)

    # how it moves

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two lines, keep the cursor in view, tell who listens."""
        if self.began is None:
            self.refresh_row(old)
            self.refresh_row(new)
        else:
            self.refresh()
        self._keep_in_view()
        self._place_hardware_cursor()
        self.post_message(self.Moved(self, new))

    def _keep_in_view(self) -> None:
        if not self.size.height:  # not laid out yet
            return
        if self.cursor < self.top:
            self.scroll_lines(self.cursor)
        elif self.cursor >= self.top + self.rows:
            self.scroll_lines(self.cursor - self.rows + 1)
        elif self.top > max(0, self.count - self.rows):
            self.scroll_lines(self.top)

    def _place_hardware_cursor(self) -> None:
        if self.has_focus:
            y = self.content_region.y + self.head + self.cursor - self.top
            self.app.cursor_position = Offset(self.content_region.x, y)

    def go(self, line: int) -> None:
        """Move the cursor, kept inside the list."""
        self.cursor = max(0, min(line, len(self.ids) - 1))

    def action_move(self, step: int) -> None:
        """So many lines down."""
        self.go(self.cursor + step)

    def action_page(self, step: int) -> None:
        """So many screens down."""
        rows = max(1, self.rows - 1)
        self.scroll_lines(self.top + step * rows)
        self.go(self.cursor + step * rows)

    def action_edge(self, last: int) -> None:
        """To the first line, or the last."""
        self.go(len(self.ids) - 1 if last else 0)

    def on_focus(self, event: events.Focus) -> None:
        """Show the cursor as one that moves."""
        self.take_focus(event, True)
        self.refresh_row(self.cursor)
        self._place_hardware_cursor()

    def on_blur(self, event: events.Blur) -> None:
        """Show the cursor as one that waits."""
        self.take_focus(event, False)
        self.refresh_row(self.cursor)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the clicked line; a click on the cursor's own line chooses it."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y < self.head:
            return
        line = offset.y - self.head + self.top
        if line == self.cursor and event.chain > 1:
            self.post_message(self.Chosen(self))
        elif line < len(self.ids):
            self.go(line)
