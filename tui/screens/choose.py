"""One list to choose from by typing: commands, sorts, values, facets, what to copy, which link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult

from tui.safe import one_line
from tui.screens.modal import Box, Modal
from tui.widgets.entry import Entry
from tui.widgets.lines import Piece, cut, pad, width_of
from tui.widgets.row_list import RowList
from tui.widgets.text_view import TextView, line


@dataclass(frozen=True, slots=True)
class Choice:
    """One line: what is given back, what it says, what stands before and behind it, and why it can't be chosen.

    `before` is drawn as it is: words of ours, never of data.
    """

    value: Any
    words: str
    before: str = ""
    after: str = ""
    refusal: str = ""
    heading: bool = False
    also: str = ""
    """Words that are typed for it as well, though not shown."""
    id: int = 0


class Choose(Modal[Any]):
    """A list that is filtered by typing; Enter gives the chosen value back."""

    KEYS: ClassVar[str] = "type to filter · Enter chooses · Esc closes"

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        *,
        before: int = 0,
        at: int = 0,
        prompt: str = "›",
        foot: int = 0,
    ) -> None:
        super().__init__()
        self._title = title
        self._choices = [
            Choice(c.value, one_line(c.words), c.before, one_line(c.after), one_line(c.refusal), c.heading, c.also, n)
            for n, c in enumerate(choices)
        ]
        self._before = before
        self._at = at
        self._prompt = prompt
        self._foot = foot

    def compose(self) -> ComposeResult:
        """An entry over a list; below it, where asked for, all words of the choice under the cursor."""
        with Box(self._title, self.KEYS):
            yield Entry(self._prompt)
            yield RowList(id="choices")
            if self._foot:
                yield TextView(id="whole")

    def on_mount(self) -> None:
        """Show all choices."""
        self.fit()
        self._show("")
        self.query_one(RowList).go(self._at)
        self._skip(1)
        self.query_one(Entry).focus()
        self.call_after_refresh(self._first_heading)

    def fit(self) -> None:
        """As high as the choices, and no higher than the screen; the foot goes where there is little room."""
        box = self.query_one(Box)
        height = self.app.size.height
        room = max(5, height - 4) if height > 16 else height
        foot = self._foot + 1 if self._foot and room > 8 + self._foot else 0
        for view in self.query(TextView):
            view.can_focus = False
            view.display = bool(foot)
            view.styles.height = foot
        box.styles.height = min(len(self._choices) + 3 + foot, room)

    def _first_heading(self) -> None:
        """The heading over the first choice is in view as well: until now nobody knew how high the list is."""
        if self.open:
            rows = self.query_one(RowList)
            rows.scroll_lines(0 if rows.cursor < rows.rows else rows.cursor - rows.rows // 2)

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """All words of the choice that the cursor came to."""
        choice = message.list.current
        for view in self.query(TextView):
            words = "" if choice is None or choice.heading else choice.words
            after = choice.refusal or choice.after if choice is not None else ""
            view.show([line((words, ""), (f"  {after}" if after else "", "dim"))])

    def _show(self, words: str) -> None:
        wanted = words.lower().split()
        kept = [
            c for c in self._choices
            if not wanted or (not c.heading and all(w in f"{c.before} {c.words} {c.after} {c.also}".lower() for w in wanted))
        ]  # fmt: skip
        rows = self.query_one(RowList)
        rows.empty = ("nothing matches",)
        rows.show([c.id for c in kept], lambda ids: [self._choices[i] for i in ids], self._draw)
        if words:
            rows.go(0)
            self._skip(1)

    def _draw(self, choice: Choice, width: int, here: bool) -> Sequence[Piece]:
        if choice.heading:
            return [(choice.words, "head")]
        tail = choice.refusal or choice.after
        role = "dim" if choice.refusal else ""
        before = min(self._before, max(6, width // 3))
        words = cut(choice.words, max(8, width - before - 2 - min(width_of([(tail, "")]), width // 2)))
        left: list[Piece] = [(pad(cut(choice.before, before - 1), before), role or "key"), (words, role)]
        room = width - width_of(left) - 2
        return [*left, (pad(cut(tail, room), room + 1, right=True), "dim")]

    def on_entry_changed(self, message: Entry.Changed) -> None:
        """Filter."""
        self._show(message.value)

    def on_entry_submitted(self, message: Entry.Submitted) -> None:
        """Choose."""
        self._choose()

    def on_entry_cancelled(self, message: Entry.Cancelled) -> None:
        """Close."""
        self.finish(None)

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Choose by mouse."""
        self._choose()

    def on_key(self, event: events.Key) -> None:
        """Arrows move in the list while the entry keeps the focus."""
        rows = self.query_one(RowList)
        moves = {"down": 1, "up": -1, "ctrl+n": 1}
        if event.key in moves:
            rows.action_move(moves[event.key])
            self._skip(moves[event.key])
        elif event.key in ("pagedown", "pageup"):
            rows.action_page(1 if event.key == "pagedown" else -1)
        else:
            return
        event.stop()

    def _skip(self, step: int) -> None:
        """Headings are no choice: the cursor passes over them."""
        rows = self.query_one(RowList)
        if rows.current is not None and rows.current.heading:
            rows.action_move(step if rows.cursor + step >= 0 else 1)

    def _choose(self) -> None:
        choice = self.query_one(RowList).current
        if choice is None or choice.heading:
            return
        if choice.refusal:
            self.query_one(Entry).tell(choice.refusal)
            return
        self.finish(choice.value)
