"""What every box over the panes shares: its frame, and Esc to close it."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from textual import events
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from tui.safe import one_line

Result = TypeVar("Result")

_LOW = 12
"""Lines under which a list has no room to give to a preview."""


class Box(Vertical):
    """The frame of a box, with a title and a line of keys."""

    def __init__(self, title: str, keys: str = "Esc closes", *, id: str = "box") -> None:
        super().__init__(id=id)
        self.border_title = Content(one_line(title))
        self.border_subtitle = Content(one_line(keys))


class Modal(ModalScreen[Result]):
    """A box over the panes. It closes once: keys that were typed faster than it went away are lost on it."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("escape", "close", show=False, priority=True),
        Binding("ctrl+q", "app.leave", show=False, priority=True),
    ]

    _finished = False

    @property
    def open(self) -> bool:
        """Whether it is still there to be drawn in."""
        return not self._finished and self.is_current and self.is_mounted

    def fit(self) -> None:
        """Fit the box to the screen: where it opens, and when the terminal's size changes."""

    def on_resize(self, event: events.Resize) -> None:
        """Another size; in a low terminal previews go."""
        self.set_class(event.size.height < _LOW, "-low")
        if self.is_mounted:
            self.fit()

    def finish(self, result: Result | None = None) -> None:
        """Close, with a result."""
        if not self._finished and self.is_current:
            self._finished = True
            self.dismiss(result)

    def action_close(self) -> None:
        """Close without a result."""
        self.finish(None)
