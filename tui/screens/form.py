"""One form for every annotation: its value, its reason where one is needed, and whether it is private."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding

from store.records.op import FIELDS, Target, checked_value
from tui.screens.modal import Box, Modal
from tui.widgets.entry import Entry
from tui.widgets.text_view import Block, TextView


class Filled(NamedTuple):
    """What was filled in."""

    value: object
    reason: str | None
    private: bool


def shape(form: Modal[Any], entries: int) -> None:
    """Fit the box to its lines; where there is little room the blank lines go, and what it is about is cut short."""
    room = form.app.size.height
    loose = room >= 2 + 4 + 1 + 2 * entries
    form.query_one(Box).set_class(not loose, "-tight")
    form.query_one(Box).styles.height = 2 + 5 + 2 * entries if loose else min(room, 2 + 2 + entries)


def say_in_frame(form: Modal[Any], trouble: str, private: bool) -> None:
    """Put the keys, or what is wrong, in the lower border."""
    from textual.content import Content

    from tui.safe import one_line

    who = "private" if private else "shared"
    keys = f"! {one_line(trouble)}" if trouble else f"Enter keeps it · ^t: {who} · Esc gives up"
    form.query_one(Box).border_subtitle = Content(keys)


class Form(Modal[Filled | None]):
    """Asks for one annotation; what can't be kept is said at once, before anything is written."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("tab,down", "next(1)", show=False, priority=True),
        Binding("shift+tab,up", "next(-1)", show=False, priority=True),
        Binding("ctrl+t", "private", show=False, priority=True),
    ]

    def __init__(self, field: str, target: Target, about: str, *, value: object = "", note: str = "") -> None:
        super().__init__()
        self._spec = FIELDS[field]
        self._target = target
        self._about = about
        self._fixed = value is True
        self._value = "" if self._fixed else str(value or "")
        self._note = note or self._spec.form
        self._private = False

    def compose(self) -> ComposeResult:
        """What it is about, and a line for each part."""
        with Box(self._spec.title, "", id="form"):
            yield TextView(id="about")
            if not self._fixed:
                yield Entry(self._spec.title.lower(), self._value, id="value", note=self._note)
            if self._spec.needs_reason:
                yield Entry("reason", id="reason", note="needed")

    def on_mount(self) -> None:
        """Show what it is about."""
        self.fit()
        self.query_one(TextView).show([Block(self._about, "dim")])
        self.query_one(TextView).can_focus = False
        self.set_focus(self.query(Entry).first())
        self._tell("")

    def fit(self) -> None:
        """The box as its lines need it."""
        shape(self, len(self.query(Entry)))

    def _tell(self, trouble: str) -> None:
        say_in_frame(self, trouble, self._private)

    def action_next(self, step: int) -> None:
        """To the other line."""
        entries = list(self.query(Entry))
        here = next((n for n, e in enumerate(entries) if e is self.focused), 0)
        self.set_focus(entries[(here + step) % len(entries)])  # at once: the next key is typed there

    def action_private(self) -> None:
        """Keep it out of shared snapshots, or not."""
        self._private = not self._private
        self._tell("")

    def on_entry_cancelled(self, message: Entry.Cancelled) -> None:
        """Give up."""
        self.finish(None)

    def on_entry_submitted(self, message: Entry.Submitted) -> None:
        """Go on to the reason, or keep it."""
        entries = list(self.query(Entry))
        empty = next((e for e in entries if not e.value.strip()), None)
        if empty is not None and empty is not message.entry:
            self.set_focus(empty)
            return
        value: object = True if self._fixed else self.query_one("#value", Entry).value
        reason = self.query_one("#reason", Entry).value.strip() if self._spec.needs_reason else None
        try:
            checked_value(self._spec.name, self._target, value, reason)
        except ValueError as error:
            self._tell(str(error))
            return
        self.finish(Filled(value, reason or None, self._private))
