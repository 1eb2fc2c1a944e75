"""A text to read: wrapped paragraphs with marked spans and a gutter, scrolled by lines, drawn line by line."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from rich.cells import cell_len
from textual import events
from textual.strip import Strip

from store.records.record import record
from tui.safe import paragraph
from tui.widgets.lines import Piece, fit, found_at, paint, palette
from tui.widgets.scroller import Scroller


@record
class Block:
    """One or more lines of plain text. `marks` are (start, end, role) places in it, later ones over earlier ones;
    `role` is that of the rest; `gutter` holds (place, text, role) for the left margin of the line where a place is."""

    text: str
    role: str = ""
    marks: tuple[tuple[int, int, str], ...] = ()
    indent: int = 0
    gutter: tuple[tuple[int, str, str], ...] = ()
    start: int = 0
    """Place of this text in the whole that it is part of."""
    once: bool = False
    """Whether it stays on one line, its end cut off."""
    notes: tuple[tuple[int, str, str], ...] = ()
    """(place, text, role) for the right margin of the line where a place is, where there is room for one."""


def line(*pieces: Piece, indent: int = 0, once: bool = False) -> Block:
    """A block of pieces in a row."""
    marks, place = [], 0
    for text, role in pieces:
        marks.append((place, place + len(text), role))
        place += len(text)
    return Block("".join(text for text, _ in pieces), "", tuple(marks), indent, once=once)


BLANK = Block("")


def wrapped(text: str, width: int) -> list[tuple[int, int]]:
    """Where the lines of a text in `width` columns begin and end: broken at blanks, inside words only where one is too long.

    Linear in the text's length.
    """
    width = max(1, width)
    lines: list[tuple[int, int]] = []
    start = 0
    for part in text.split("\n"):
        lines.extend((start + a, start + b) for a, b in _wrapped_line(part, width))
        start += len(part) + 1
    return lines


def lines_of(block: Block, width: int) -> int:
    """How many lines a block takes in a view of this width."""
    return 1 if block.once else len(wrapped(block.text, _room(block, width)))


def _room(block: Block, width: int) -> int:
    return max(8, width - block.indent - 1)


def _wrapped_line(text: str, width: int) -> list[tuple[int, int]]:
    plain = text.isascii()
    if len(text) <= width and (plain or cell_len(text) <= width):
        return [(0, len(text))]
    lines = []
    start = used = 0
    blank = -1
    for place, char in enumerate(text):
        size = 1 if plain else cell_len(char)
        if used + size > width and char != " ":
            if blank > start:
                lines.append((start, blank))
                start = blank + 1
                used = place - start if plain else cell_len(text[start:place])
            else:
                lines.append((start, place))
                start, used = place, 0
        if char == " ":
            blank = place
        used += size
    lines.append((start, len(text)))
    return lines


@dataclass(slots=True)
class _Line:
    pieces: list[Piece]
    block: int
    start: int
    end: int
    gutter: list[Piece] = field(default_factory=list)
    note: list[Piece] = field(default_factory=list)


_LEAST = 70
"""Columns that a text has before a right margin gets any."""


Make = Callable[[int, int], Sequence[Block]]
"""(height, width) of the view to a text that suits it."""


class TextView(Scroller, can_focus=True):
    """Blocks of text, one under the other."""

    def __init__(self, *, id: str | None = None, gutter: int = 0, widest: int = 0, margin: int = 0) -> None:
        super().__init__(id=id)
        self.blocks: list[Block] = []
        self.needle = ""
        self._gutter = gutter
        self._widest = widest
        self._margin = margin
        self._lines: list[_Line] = []
        self._fitted = -1
        self._make: Make | None = None

    @property
    def count(self) -> int:
        return len(self._lines)

    def show(self, blocks: Sequence[Block], *, top: bool = True) -> None:
        """Take another text; back to its top unless told otherwise."""
        self._make = None
        self._take(blocks)
        self._layout()
        self.top = 0 if top else max(0, min(self.top, self.count - self.rows))
        self.refresh()

    def show_made(self, make: Make) -> None:
        """Take a text that is made for the size of the view, and anew for another one."""
        self._make = make
        self._take(make(*self._least()))
        self._layout()
        self.top = 0
        self.refresh()

    def _least(self) -> tuple[int, int]:
        return max(4, self.size.height), max(16, self.size.width)

    def _take(self, blocks: Sequence[Block]) -> None:
        self.blocks = [replace(b, text=paragraph(b.text)) for b in blocks]
        self._fitted = -1

    def seek(self, needle: str) -> None:
        """Mark these words."""
        self.needle = needle
        self.refresh()

    def matches(self) -> list[int]:
        """The places of the needle, counted over the whole text."""
        return [b.start + start for b in self.blocks for start, _ in found_at(b.text, self.needle)]

    def go_to(self, place: int, *, margin: int = 3) -> None:
        """Bring the line of a place in the whole text into view, `margin` lines under the top."""
        self._layout()
        for number, line in enumerate(self._lines):
            if line.start <= place <= line.end:
                if not self.top + 1 <= number < self.top + self.rows - 2:
                    self.scroll_lines(number - margin)
                return

    def in_view(self) -> tuple[int, int]:
        """The first and the last place of the whole text that are in view; of the body, where a head is in view too."""
        self._layout()
        shown = self._lines[self.top : self.top + self.rows]
        if not shown:
            return 0, 0
        last = self.blocks[-1].start
        body = [line for line in shown if self.blocks[line.block].start == last] or shown
        return body[0].start, body[-1].end

    def text(self) -> str:
        """What it shows, as plain text: for tests and for copying."""
        return "\n".join(b.text for b in self.blocks)

    def on_focus(self, event: events.Focus) -> None:
        """Nothing in the text shows the focus."""
        self.take_focus(event, True)

    def on_blur(self, event: events.Blur) -> None:
        """Nothing in the text shows the focus."""
        self.take_focus(event, False)

    def refit(self) -> None:
        """Break the lines anew."""
        if self._make is not None:
            self._take(self._make(*self._least()))
        self._layout()
        self.scroll_lines(self.top)

    def _layout(self) -> None:
        width = self.columns
        if self._fitted == width or width <= 0:
            return
        self._fitted = width
        self._lines = []
        gutter = self._gutter if width > self._gutter * 3 else 0
        aside = self.aside
        for number, block in enumerate(self.blocks):
            room = min(_room(block, width - gutter - aside), self._widest or width)
            for a, b in [(0, len(block.text))] if block.once else wrapped(block.text, room):
                pieces = [(" " * block.indent, ""), *_marked(block, a, b)]
                beside = [(text, role) for place, text, role in block.gutter if a <= place < max(b, a + 1)]
                left = fit(_beside(beside), gutter) if gutter else []
                noted = [(text, role) for place, text, role in block.notes if aside and a <= place < max(b, a + 1)]
                right = [(f" {'→' if n == 0 else '·'} {text}", role) for n, (text, role) in enumerate(noted)]
                self._lines.append(_Line(pieces, number, block.start + a, block.start + b, left, right))

    def line_strip(self, y: int, width: int) -> Strip:
        """One line of the text."""
        self._layout()
        number = y + self.top
        if number >= len(self._lines):
            return Strip.blank(width)
        shown = self._lines[number]
        pieces = fit([*shown.gutter, *shown.pieces], width - self.aside)
        if self.aside:
            pieces += fit(shown.note, self.aside)
        return Strip(paint(pieces, palette(self.app), "", self.needle), width)

    @property
    def aside(self) -> int:
        """Columns of the right margin: none where the text would have too few."""
        return self._margin if self.columns >= self._gutter + _LEAST + self._margin else 0

    def action_move(self, step: int) -> None:
        """So many lines down."""
        self.scroll_lines(self.top + step)

    def action_page(self, step: int) -> None:
        """So many screens down."""
        self.scroll_lines(self.top + step * max(1, self.rows - 1))

    def action_edge(self, last: int) -> None:
        """To the top, or the end."""
        self.scroll_lines(self.count if last else 0)


def _beside(several: list[Piece]) -> list[Piece]:
    """What the margin of a line shows of several entries: the one at hand (role key), else the first; + for others."""
    chosen = next((piece for piece in several if piece[1] == "key"), several[0] if several else None)
    return [] if chosen is None else [chosen, ("+" if len(several) > 1 else "", "dim")]


def _marked(block: Block, start: int, end: int) -> list[Piece]:
    """The pieces of a stretch: cut wherever a mark begins or ends; of several marks the last one counts."""
    marks = [m for m in block.marks if m[0] < end and m[1] > start]
    if not marks:
        return [(block.text[start:end], block.role)]
    cuts = sorted({start, end, *(p for m in marks for p in m[:2] if start < p < end)})
    pieces = []
    for a, b in itertools.pairwise(cuts):
        roles = [role for s, e, role in marks if s <= a and e >= b]
        pieces.append((block.text[a:b], roles[-1] if roles else block.role))
    return pieces
