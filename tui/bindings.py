"""The command table as Textual bindings: for a screen, for a pane, and for the widgets that move."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.binding import Binding

from tui.commands import COMMANDS, Command, commands_at
from tui.conditions import PANES, Place

_MOVES = {
    "move.down": "move(1)",
    "move.up": "move(-1)",
    "move.page-down": "page(1)",
    "move.page-up": "page(-1)",
    "move.first": "edge(0)",
    "move.last": "edge(1)",
    "move.left": "column(-1)",
    "move.right": "column(1)",
}

_COLUMNS = ("move.left", "move.right")


def _bind(command: Command) -> Iterable[Any]:
    for key in command.keys:
        action = _MOVES.get(command.id, f"app.command('{command.id}')")
        yield Binding(
            key, action, command.title, show=False, tooltip=command.sentence, id=f"{command.id}.{key}",
            priority=command.id in ("pane.next", "pane.previous", "quit"),
        )  # fmt: skip


def screen_bindings() -> list[Any]:
    """What all four panes share: bound once, on their screen."""
    return [b for c in COMMANDS if set(PANES) <= set(c.where) and c.id not in _MOVES for b in _bind(c)]


def pane_bindings(place: Place) -> list[Any]:
    """What one pane has beyond the others."""
    return [b for c in commands_at(place) if not set(PANES) <= set(c.where) and c.id not in _MOVES for b in _bind(c)]


def reader_bindings() -> list[Any]:
    """Everything that works in the article reader, less what its text moves by itself."""
    return [b for c in commands_at("article") if c.id not in _MOVES for b in _bind(c)]


def move_bindings() -> list[Any]:
    """The keys that move in a list or text."""
    return [b for c in COMMANDS if c.id in _MOVES and c.id not in _COLUMNS for b in _bind(c)]


def column_bindings() -> list[Any]:
    """The keys that move between columns."""
    return [b for c in COMMANDS if c.id in _COLUMNS for b in _bind(c)]
