"""A box with a text to read: why a grade is what it is, who annotated what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding

from tui.screens.modal import Box, Modal
from tui.widgets.text_view import Block, TextView


class Sheet(Modal[None]):
    """Blocks of text under a title."""

    BINDINGS: ClassVar[list[Any]] = [Binding("q,w,A,question_mark,enter", "close", show=False)]

    def __init__(self, title: str, blocks: Sequence[Block]) -> None:
        super().__init__()
        self._title = title
        self._blocks = blocks

    def compose(self) -> ComposeResult:
        """A text."""
        with Box(self._title, "j k move · Esc closes"):
            yield TextView(id="sheet")

    def on_mount(self) -> None:
        """Show it."""
        view = self.query_one(TextView)
        view.focus()
        view.show(self._blocks)
        self.call_after_refresh(self.fit)

    def fit(self) -> None:
        """As high as its text, and no higher than the screen."""
        view = self.query_one(TextView)
        self.query_one(Box).styles.height = min(view.count + 2, max(4, self.app.size.height - 4))
