"""The first line: the program, the case file, what is in it, and the active filters as chips."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip
from textual.widget import Widget

from tui.safe import one_line
from tui.widgets.lines import Piece, cut, paint, palette, spread, width_of


def chips(words: Sequence[str], width: int, struck: bool = False) -> list[Piece]:
    """The filters in at most `width` columns; what has no room is counted. Suspended ones are struck through, as words."""
    pieces: list[Piece] = []
    for place, word in enumerate(words):
        chip = f"⟨{'off: ' if struck else ''}{cut(one_line(word), 28)}⟩"
        rest = len(words) - place - 1
        room = width - width_of(pieces) - (5 if rest else 0)
        if len(chip) + 1 > room:
            pieces.append((f" +{rest + 1}", "accent"))
            break
        pieces += [(" ", ""), (chip, "dim" if struck else "accent")]
    return pieces


class Header(Widget):
    """One line, drawn from what it was last told."""

    DEFAULT_CSS = "Header { height: 1; background: $panel; }"

    def __init__(self) -> None:
        super().__init__(id="header")
        self._file = ""
        self._counts: tuple[str, ...] = ()
        self._words: tuple[str, ...] = ()
        self._struck = False

    def tell(
        self,
        *,
        name: str | None = None,
        counts: tuple[str, ...] | None = None,
        chips: tuple[str, ...] | None = None,
        struck: bool | None = None,
    ) -> None:
        """Show other words; None leaves a part as it is."""
        before = self._file, self._counts, self._words, self._struck
        self._file = self._file if name is None else name
        self._counts = self._counts if counts is None else counts
        self._words = self._words if chips is None else chips
        self._struck = self._struck if struck is None else struck
        if before != (self._file, self._counts, self._words, self._struck):
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line."""
        width = self.size.width
        left: list[Piece] = [(" saidby  ", "dim"), (cut(one_line(self._file), max(8, width // 3)), "title")]
        counts = "   " + " · ".join(self._counts)
        shown = chips(self._words, max(0, width - width_of(left) - 2), self._struck)
        if width_of(left) + len(counts) + width_of(shown) + 2 <= width:
            left.append((counts, "dim"))
        return Strip(paint(spread(left, [*shown, (" ", "")], width), palette(self.app)), width)
