"""A question with what hangs on it: y does it, anything that closes a box does not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding

from tui.safe import one_line
from tui.screens.modal import Box, Modal
from tui.widgets.text_view import Block, TextView


class Confirm(Modal[bool]):
    """Lines, and whether to do it. Enter does nothing: it is pressed too easily."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("y", "yes", show=False, priority=True),
        Binding("n,q", "close", show=False, priority=True),
    ]

    def __init__(self, title: str, lines: Sequence[str], verb: str) -> None:
        super().__init__()
        self._title = title
        self._lines = lines
        self._verb = verb

    def compose(self) -> ComposeResult:
        """The lines."""
        with Box(self._title, f"y {self._verb} · j k move · n or Esc gives up", id="confirm-box"):
            yield TextView(id="lines")

    def on_mount(self) -> None:
        """Show them."""
        view = self.query_one(TextView)
        view.focus()
        view.show([Block(one_line(words)) for words in self._lines])
        self.call_after_refresh(self.fit)

    def fit(self) -> None:
        """As high as its text, and no higher than the screen."""
        view = self.query_one(TextView)
        self.query_one(Box).styles.height = min(view.count + 2, max(4, self.app.size.height - 4))

    def action_yes(self) -> None:
        """Do it."""
        self.finish(True)
