"""The last line: the keys of the moment, and what just happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from textual.strip import Strip
from textual.widget import Widget

from tui.safe import one_line
from tui.widgets.lines import Piece, cut, paint, palette, spread, width_of

Level = Literal["info", "good", "warn"]
_SIGNS: dict[Level, Piece] = {"info": ("", "dim"), "good": ("✓ ", "high"), "warn": ("! ", "warn")}


class Status(Widget):
    """One line: keys to the left, as many as fit; a message to the right, until the next one."""

    DEFAULT_CSS = "Status { height: 1; background: $panel; }"

    def __init__(self) -> None:
        super().__init__(id="status")
        self._keys: Sequence[tuple[str, str]] = ()
        self._message = ""
        self._level: Level = "info"

    @property
    def message(self) -> str:
        """What it says now."""
        return self._message

    def keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Name these keys, (key, word)."""
        if keys != self._keys:
            self._keys = keys
            self.refresh()

    def say(self, message: str, level: Level = "info") -> None:
        """Show a message; '' takes the last one away."""
        if (message, level) != (self._message, self._level):
            self._message, self._level = one_line(message), level
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line."""
        width = self.size.width
        right: list[Piece] = []
        if self._message:
            sign = _SIGNS[self._level]
            longest = width - 2 if width < 60 else max(width // 2, width - 48)
            right = [
                sign,
                (cut(self._message, longest - len(sign[0])), "warn" if self._level == "warn" else ""),
                (" ", ""),
            ]
        left: list[Piece] = []
        room = width - width_of(right) - 1
        for key, word in self._keys:
            hint: list[Piece] = [(" ", ""), (key, "key"), (" " + word + " ", "dim")]
            if width_of(left) + width_of(hint) > room:
                break
            left += hint
        return Strip(paint(spread(left, right, width), palette(self.app)), width)
