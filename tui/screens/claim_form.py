"""The form for a claim that was not read: who says it, its kind, its polarity; the words were selected."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding

from store.records.op import FIELDS
from tui.screens.form import say_in_frame, shape
from tui.screens.modal import Box, Modal
from tui.widgets.entry import Entry
from tui.widgets.text_view import Block, TextView

_LINES = (
    ("speaker", "empty: the outlet itself says it"),
    ("kind", "report, intent, forecast, opinion, denial or meta"),
    ("polarity", "+ asserts, - negates, u leaves open"),
)


class ClaimForm(Modal[dict[str, str] | None]):
    """Gives back the parts of the claim; `private` is `yes` where it is to stay out of shared snapshots."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("tab,down", "next(1)", show=False, priority=True),
        Binding("shift+tab,up", "next(-1)", show=False, priority=True),
        Binding("ctrl+t", "private", show=False, priority=True),
    ]

    def __init__(self, words: str, speaker: str) -> None:
        super().__init__()
        self._words = words
        self._start = {"speaker": speaker, "kind": "report", "polarity": "+"}
        self._private = False

    def compose(self) -> ComposeResult:
        """The words, and a line for each part."""
        with Box("Add a claim", "", id="form"):
            yield TextView(id="about")
            for name, note in _LINES:
                yield Entry(name.rjust(8), self._start[name], id=name, note=note)

    def on_mount(self) -> None:
        """Show the words."""
        self.fit()
        view = self.query_one(TextView)
        view.show([Block(f"“{self._words}”", "quote")])
        view.can_focus = False
        self.set_focus(self.query(Entry).first())
        say_in_frame(self, "", self._private)

    def fit(self) -> None:
        """The box as its lines need it."""
        shape(self, len(_LINES))

    def action_next(self, step: int) -> None:
        """To another line."""
        entries = list(self.query(Entry))
        here = next((n for n, e in enumerate(entries) if e is self.focused), 0)
        self.set_focus(entries[(here + step) % len(entries)])  # at once: the next key is typed there

    def action_private(self) -> None:
        """Keep it out of shared snapshots, or not."""
        self._private = not self._private
        say_in_frame(self, "", self._private)

    def on_entry_cancelled(self, message: Entry.Cancelled) -> None:
        """Give up."""
        self.finish(None)

    def on_entry_submitted(self, message: Entry.Submitted) -> None:
        """Keep it, if the parts make sense."""
        parts = {name: self.query_one(f"#{name}", Entry).value.strip() for name, _ in _LINES}
        for name in ("kind", "polarity"):
            try:
                FIELDS[name].check(parts[name])
            except ValueError as error:
                say_in_frame(self, f"{name}: {error}", self._private)
                self.set_focus(self.query_one(f"#{name}", Entry))
                return
        kept = {name: value for name, value in parts.items() if value}
        self.finish({**kept, "private": "yes"} if self._private else kept)
