"""The form for a new snapshot: its file, what is withheld, its marking, a comment, a key to sign with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content

from store.snapshot.manifest import TLP
from store.snapshot.redact import PARTS, Part
from tui.safe import one_line
from tui.screens.form import shape
from tui.screens.modal import Box, Modal
from tui.widgets.entry import Entry
from tui.widgets.text_view import Block, TextView

_LINES = (
    ("file", "a new one; nothing is overwritten"),
    ("withhold", "private, text, or both"),
    ("marking", ", ".join(TLP)),
    ("comment", "what the colleague should know"),
    ("sign with", "an SSH key's file"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was filled in. `file` has its ~ resolved."""

    file: Path
    redact: tuple[Part, ...]
    tlp: str
    comment: str
    key: Path | None


def read(words: dict[str, str]) -> Wanted:
    """What the lines of the form say; ValueError, as (line, what is wrong), for what can't be."""
    held = [w for w in words["withhold"].replace(",", " ").split() if w]
    if not words["file"].strip():
        raise ValueError("file", "a name is needed")
    file = Path(words["file"].strip()).expanduser()
    if file.exists() or file.is_symlink():
        raise ValueError("file", f"{file.name} is there already")
    if not file.parent.is_dir():
        raise ValueError("file", "there is no such folder")
    if wrong := [w for w in held if w not in PARTS]:
        raise ValueError("withhold", f"{wrong[0]} can't be withheld; private and text can")
    marking = words["marking"].strip().upper().removeprefix("TLP:")
    if marking and marking not in TLP:
        raise ValueError("marking", f"one of {', '.join(TLP)}")
    key = words["sign with"].strip()
    if key and not Path(key).expanduser().is_file():
        raise ValueError("sign with", "there is no such file")
    parts = tuple(p for p in PARTS if p in held)
    return Wanted(file, parts, marking, words["comment"].strip(), Path(key).expanduser() if key else None)


class SnapshotForm(Modal[Wanted | None]):
    """Asks what the new snapshot is to be; what can't be is said at once, before anything is written."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("tab,down", "next(1)", show=False, priority=True),
        Binding("shift+tab,up", "next(-1)", show=False, priority=True),
    ]

    def __init__(self, scope: str, file: str) -> None:
        super().__init__()
        self._scope = scope
        self._file = file

    def compose(self) -> ComposeResult:
        """What goes into it, and a line for each part."""
        with Box("Write a snapshot for colleagues", "", id="form"):
            yield TextView(id="about")
            for name, note in _LINES:
                yield Entry(name.rjust(9), self._file if name == "file" else "", id=name.replace(" ", "-"), note=note)

    def on_mount(self) -> None:
        """Say what goes into it."""
        shape(self, len(_LINES))
        view = self.query_one(TextView)
        view.show([Block(self._scope, "dim")])
        view.can_focus = False
        self.query(Entry).first().focus()
        self._tell("")

    def fit(self) -> None:
        """The box as its lines need it."""
        shape(self, len(_LINES))

    def _tell(self, trouble: str) -> None:
        keys = f"! {one_line(trouble)}" if trouble else "Enter writes it · Tab to the next line · Esc gives up"
        self.query_one(Box).border_subtitle = Content(keys)

    def action_next(self, step: int) -> None:
        """To another line."""
        entries = list(self.query(Entry))
        here = next((n for n, e in enumerate(entries) if e is self.focused), 0)
        self.set_focus(entries[(here + step) % len(entries)])  # at once: what is typed next goes there

    def on_entry_changed(self, message: Entry.Changed) -> None:
        """What was wrong may be right now."""
        self._tell("")

    def on_entry_cancelled(self, message: Entry.Cancelled) -> None:
        """Give up."""
        self.finish(None)

    def on_entry_submitted(self, message: Entry.Submitted) -> None:
        """Write it, if that can be."""
        entries = {name: self.query_one(f"#{name.replace(' ', '-')}", Entry) for name, _ in _LINES}
        try:
            wanted = read({name: entry.value for name, entry in entries.items()})
        except ValueError as error:
            name, trouble = error.args
            self._tell(f"{name}: {trouble}")
            self.set_focus(entries[name])
            return
        self.finish(wanted)
