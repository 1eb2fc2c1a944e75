"""What the four panes share: a border with a number and a count, the keys of the place, and its list or text."""

from __future__ import annotations

from typing import ClassVar

from textual.content import Content
from textual.widget import Widget

from tui.conditions import PANES, Place
from tui.safe import one_line


class Pane(Widget):
    """A bordered part of the main screen. The focused one has the heavy border."""

    place: ClassVar[Place]
    name_: ClassVar[str]

    def __init__(self) -> None:
        super().__init__(id=self.place)
        self._words = self._marked = ""
        self.tell("")

    def tell(self, words: str) -> None:
        """Show these words after the pane's name."""
        self._words = words
        number = PANES.index(self.place) + 1
        tail = " · ".join(one_line(w) for w in (words, self._marked) if w)
        self.border_title = Content(f"{number} {self.name_}{f' ─ {tail}' if tail else ''}")

    def tell_marked(self, count: int) -> None:
        """Show how many rows a person marked, after the pane's name."""
        self._marked = f"{count:,} marked" if count else ""
        self.tell(self._words)

    def foot(self, words: str) -> None:
        """Show these words in the lower border."""
        self.border_subtitle = Content(one_line(words))

    def take_focus(self) -> None:
        """Focus what moves in this pane."""
        for child in self.query("RowList, TextView"):
            child.focus()
            return
