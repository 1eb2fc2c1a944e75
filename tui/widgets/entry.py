"""The one-line box for words: find, filter. It says what they are for and hands them on as they are typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.safe import one_line
from tui.widgets.lines import Piece, cut, paint, palette, spread, width_of

MAX_LENGTH = 200


class Entry(Widget, can_focus=True):
    """A line that is typed into: letters, backspace, ctrl+w and ctrl+u, arrows. Small on purpose: it opens in no time."""

    DEFAULT_CSS = "Entry { height: 1; background: $surface; }"

    BINDINGS: ClassVar[list[Any]] = [
        Binding("enter", "submit", show=False, priority=True),
        Binding("escape", "cancel", show=False, priority=True),
    ]

    @dataclass
    class Changed(Message):
        """Other words stand in it."""

        entry: Entry
        value: str

        def can_replace(self, message: Message) -> bool:
            """Whether it stands in for an older one."""
            return isinstance(message, Entry.Changed) and message.entry is self.entry

    @dataclass
    class Submitted(Message):
        """Enter."""

        entry: Entry
        value: str

    @dataclass
    class Cancelled(Message):
        """Esc."""

        entry: Entry

    def __init__(self, prompt: str = "", value: str = "", *, id: str | None = None, note: str = "") -> None:
        super().__init__(id=id)
        self.prompt = prompt
        self.value = value
        self.place = len(value)
        self.note = note

    def ask(self, prompt: str, value: str = "", note: str = "") -> None:
        """Ask for other words."""
        self.prompt, self.value, self.place, self.note = prompt, value, len(value), note
        self.refresh()

    def tell(self, note: str) -> None:
        """Show a remark at the right end."""
        self.note = note
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line, the place of typing shown by a block."""
        width = self.size.width
        most = max(4, width - len(self.prompt) - 5)
        note = self.note if len(self.value) + 2 + len(self.note) < most else ""  # what is typed goes first
        room = max(4, most - len(note) - 1)
        start = max(0, self.place - room + 1)
        shown = self.value[start : start + room]
        at = self.place - start
        pieces: list[Piece] = [(f" {self.prompt} ", "key"), (shown[:at], "title")]
        if self.has_focus:
            pieces += [(shown[at : at + 1] or " ", "current"), (shown[at + 1 :], "title")]
        else:
            pieces.append((shown[at:], "title"))
        left = max(0, width - width_of(pieces) - 2)
        words = one_line(self.note)
        remark: list[Piece] = [((cut(words, left) if note or left > 12 else "") + " ", "dim")]
        return Strip(paint(spread(pieces, remark, width), palette(self.app)), width)

    def on_key(self, event: events.Key) -> None:
        """Type."""
        if event.is_printable and event.character is not None:
            self._put(event.character)
        elif event.key == "backspace":
            self._cut(self.place - 1)
        elif event.key == "ctrl+u":
            self._cut(0)
        elif event.key == "ctrl+w":
            self._cut(len(self.value[: self.place].rstrip().rpartition(" ")[0]))
        elif event.key == "delete":
            if self.place < len(self.value):
                self.place += 1
                self._cut(self.place - 1)
        elif event.key in ("left", "right", "home", "end"):
            self.place = {"left": max(0, self.place - 1), "right": min(len(self.value), self.place + 1), "home": 0}.get(
                event.key, len(self.value)
            )
            self.refresh()
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text goes in as one clean line."""
        event.stop()
        self._put(one_line(event.text))

    def _put(self, text: str) -> None:
        text = text[: MAX_LENGTH - len(self.value)]
        self.value = self.value[: self.place] + text + self.value[self.place :]
        self.place += len(text)
        self._changed()

    def _cut(self, start: int) -> None:
        start = max(0, start)
        if start < self.place:
            self.value = self.value[:start] + self.value[self.place :]
            self.place = start
            self._changed()

    def _changed(self) -> None:
        self.refresh()
        self.post_message(self.Changed(self, self.value))

    def action_submit(self) -> None:
        """Hand the words on: behind the letters that were typed before, which this key has overtaken."""
        self.call_later(lambda: self.post_message(self.Submitted(self, self.value)))

    def action_cancel(self) -> None:
        """Give up."""
        self.post_message(self.Cancelled(self))
