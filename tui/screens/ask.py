"""A box that asks for one line of words."""

from __future__ import annotations

from textual.app import ComposeResult

from tui.screens.modal import Box, Modal
from tui.widgets.entry import Entry


class Ask(Modal[str | None]):
    """Gives the typed words back; None for Esc."""

    def __init__(self, title: str, prompt: str, value: str = "") -> None:
        super().__init__()
        self._title = title
        self._prompt = prompt
        self._value = value

    def compose(self) -> ComposeResult:
        """A line."""
        with Box(self._title, "Enter goes on · Esc gives up", id="ask-box"):
            yield Entry(self._prompt, self._value)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Entry).focus()

    def on_entry_submitted(self, message: Entry.Submitted) -> None:
        """Hand the words on."""
        self.finish(message.value)

    def on_entry_cancelled(self, message: Entry.Cancelled) -> None:
        """Give up."""
        self.finish(None)
