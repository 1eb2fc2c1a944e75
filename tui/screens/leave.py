"""The question at the top of the Esc ladder."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding

from tui.screens.modal import Box, Modal
from tui.widgets.text_view import TextView, line


class Leave(Modal[bool]):
    """Whether to leave: y, q or Enter does, anything else that closes a box stays."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("y,q,enter", "leave", show=False, priority=True),
        Binding("n", "close", show=False, priority=True),
    ]

    def compose(self) -> ComposeResult:
        """A line."""
        with Box("Leave saidby?", "", id="leave-box"):
            yield TextView(id="question")

    def on_mount(self) -> None:
        """Say which keys answer."""
        words = (("y", "key"), (" or ", "dim"), ("q", "key"), (" leaves, ", "dim"), ("n", "key"), (" or ", "dim"))
        self.query_one(TextView).show([line((" ", ""), *words, ("Esc", "key"), (" stays; all is kept", "dim"))])

    def action_leave(self) -> None:
        """Leave."""
        self.finish(True)
