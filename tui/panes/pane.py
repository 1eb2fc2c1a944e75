"""What the four panes share: a border with a number and a count, the keys of the place, and its list or text."""

from __future__ import annotations

from typing import ClassVar, Self

from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget

from tui.conditions import PANES, Place
from tui.safe import one_line


class Pane(Widget):
    """A bordered part of the main screen. The focused one has the heavy border."""

    place: ClassVar[Place]
    name_: ClassVar[str]

    def __init__(self) -> None:
        super().__init__(id=self.place)
        self._words = self._marked = self._title = self._foot = ""
        self._edges = slice(None)
        self.tell("")

    def tell(self, words: str) -> None:
        """Show these words after the pane's name."""
        self._words = words
        number = PANES.index(self.place) + 1
        tail = " · ".join(one_line(w) for w in (words, self._marked) if w)
        title = f"{number} {self.name_}{f' ─ {tail}' if tail else ''}"
        if title != self._title:
            self._title = title
            self._edges = slice(0, 1)  # Textual would draw the whole pane anew
            self.border_title = Content(title)
            self._edges = slice(None)

    def tell_marked(self, count: int) -> None:
        """Show how many rows a person marked, after the pane's name."""
        self._marked = f"{count:,} marked" if count else ""
        self.tell(self._words)

    def foot(self, words: str) -> None:
        """Show these words in the lower border."""
        if words != self._foot:
            self._foot = words
            self._edges = slice(1, 2)
            self.border_subtitle = Content(one_line(words))
            self._edges = slice(None)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw the border anew: what stands inside it draws itself."""
        width, height = self.size
        if not regions and width and height:
            edges: tuple[Region, ...] = (
                Region(-1, -1, width + 2, 1), Region(-1, height, width + 2, 1), Region(-1, 0, 1, height),
                Region(width, 0, 1, height),
            )  # fmt: skip
            regions = edges[self._edges]
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def take_focus(self) -> None:
        """Focus what moves in this pane."""
        for child in self.query("RowList, TextView"):
            self.app.call_later(self.screen.set_focus, child)  # not child.focus(), which draws it anew
            return
