"""A text to read: wrapped paragraphs with marked spans and a gutter, scrolled by lines, drawn line by line."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from rich.cells import cell_len
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.bindings import move_bindings
from tui.safe import paragraph
from tui.widgets.lines import Piece, fit, found_at, paint, palette


@dataclass(frozen=True, slots=True)
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


def line(*pieces: Piece, indent: int = 0) -> Block:
    """A block of pieces in a row."""
    marks, place = [], 0
    for text, role in pieces:
        marks.append((place, place + len(text), role))
        place += len(text)
    return Block("".join(text for text, _ in pieces), "", tuple(marks), indent)


BLANK = Block("")


def wrapped(text: str, width: int) -> list[tuple[int, int]]:
    """Where the lines of a text in `width` columns begin and end: broken at blanks, inside words only where one is too long.

    Linear in the text's length.
    """
    width = max(1, width)
    lines: list[tuple[int, int]] = []
    start = 0
    for paragraph in text.split("\n"):
        lines.extend((start + a, start + b) for a, b in _wrapped_line(paragraph, width))
        start += len(paragraph) + 1
    return lines


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


class TextView(ScrollView, can_focus=True):
    """Blocks of text, one under the other."""

    DEFAULT_CSS = "TextView { height: 1fr; scrollbar-size-vertical: 1; overflow-x: hidden; }"

    BINDINGS: ClassVar[list[Any]] = move_bindings()

    def __init__(self, *, id: str | None = None, gutter: int = 0, widest: int = 0) -> None:
        super().__init__(id=id)
        self.blocks: list[Block] = []
        self.needle = ""
        self._gutter = gutter
        self._widest = widest
        self._lines: list[_Line] = []
        self._fitted = -1

    def show(self, blocks: Sequence[Block], *, top: bool = True) -> None:
        """Take another text; back to its top unless told otherwise."""
        self.blocks = [replace(b, text=paragraph(b.text)) for b in blocks]
        self._fitted = -1
        self._layout()
        if top:
            self.scroll_to(y=0, animate=False)
        self.refresh()

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
                if not self.scroll_offset.y + 1 <= number < self.scroll_offset.y + self.size.height - 2:
                    self.scroll_to(y=max(0, number - margin), animate=False)
                return

    def text(self) -> str:
        """What it shows, as plain text: for tests and for copying."""
        return "\n".join(b.text for b in self.blocks)

    def on_resize(self) -> None:
        """Break the lines anew."""
        self._layout()

    def _layout(self) -> None:
        width = self.scrollable_content_region.width
        if self._fitted == width or width <= 0:
            return
        self._fitted = width
        self._lines = []
        gutter = self._gutter if width > self._gutter * 3 else 0
        for number, block in enumerate(self.blocks):
            room = max(8, min(width - gutter - block.indent - 1, self._widest or width))
            for a, b in wrapped(block.text, room):
                pieces = [(" " * block.indent, ""), *_marked(block, a, b)]
                beside = [(text, role) for place, text, role in block.gutter if a <= place < max(b, a + 1)]
                margin = fit(beside[:1], gutter) if gutter else []
                self._lines.append(_Line(pieces, number, block.start + a, block.start + b, margin))
        self.virtual_size = Size(width, max(1, len(self._lines)))

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        self._layout()
        width = self.scrollable_content_region.width
        number = y + self.scroll_offset.y
        if number >= len(self._lines):
            return Strip.blank(width)
        shown = self._lines[number]
        return Strip(paint(fit([*shown.gutter, *shown.pieces], width), palette(self.app), "", self.needle), width)

    def action_move(self, step: int) -> None:
        """So many lines down."""
        self.scroll_to(y=self.scroll_offset.y + step, animate=False)

    def action_page(self, step: int) -> None:
        """So many screens down."""
        self.scroll_to(y=self.scroll_offset.y + step * max(1, self.size.height - 1), animate=False)

    def action_edge(self, last: int) -> None:
        """To the top, or the end."""
        self.scroll_to(y=self.virtual_size.height if last else 0, animate=False)


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
