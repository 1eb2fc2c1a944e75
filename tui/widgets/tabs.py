"""The names of the four panes on one line, where only one of them has room."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events
from textual.strip import Strip
from textual.widget import Widget

from tui.conditions import PANES, Place
from tui.widgets.lines import Piece, fit, paint, palette


class Tabs(Widget):
    """1 Timeline  2 Claims  3 Sources  4 Evidence."""

    def __init__(self) -> None:
        super().__init__(id="tabs")
        self._here: Place = PANES[1]
        self._words: Mapping[Place, str] = {}

    def tell(self, here: Place, words: Mapping[Place, str]) -> None:
        """Show another pane as the one that is open."""
        if (here, words) != (self._here, self._words):
            self._here, self._words = here, words
            self.refresh()

    def _tabs(self) -> list[tuple[Place, str]]:
        narrow = self.size.width < 56
        names = [f"{n} {p[:4] if narrow else p}" for n, p in enumerate(PANES, 1)]
        return [
            (p, f" {name}{'' if narrow or not self._words.get(p) else ' ' + self._words[p]} ")
            for p, name in zip(PANES, names, strict=True)
        ]

    def render_line(self, y: int) -> Strip:
        """The line."""
        pieces: list[Piece] = []
        for place, words in self._tabs():
            pieces.append(
                (f"[{words.strip()}]" if place == self._here else words, "key" if place == self._here else "dim")
            )
        width = self.size.width
        return Strip(paint(fit(pieces, width), palette(self.app)), width)

    def on_click(self, event: events.Click) -> None:
        """Open the clicked one."""
        left = 0
        for place, words in self._tabs():
            left += len(words)
            if event.x < left:
                from tui.desk import Desk

                if isinstance(self.screen, Desk):
                    self.screen.run_command(f"pane.{place}")
                return
