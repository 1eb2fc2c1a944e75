"""The person's own keys: `[keys]` of the configuration laid over the command table, and the table as such a section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from store.errors import UsageError
from tui import commands
from tui.commands import BY_ID, COMMANDS, Command
from tui.conditions import EVERYWHERE

_HINT = "saidby config keys lists all commands and their keys"


def keymap_lines(table: Iterable[Command] | None = None) -> Iterator[str]:
    """The keys of all commands as a section of the configuration file: to be copied, and changed."""
    yield "[keys]"
    for command in COMMANDS if table is None else table:
        yield f'"{command.id}" = "{" ".join(command.keys)}"'.ljust(36) + f"# {command.sentence}"


def with_keys(own: Mapping[str, str], table: tuple[Command, ...] = COMMANDS) -> tuple[Command, ...]:
    """The command table with the person's keys in it; several keys of one command stand apart by a blank.

    UsageError for a command that there isn't, one that is left without a key, and a key with two meanings in one place.
    """
    for name in own:
        if name not in BY_ID:
            raise UsageError(f"The configuration gives a key to '{name}', which is no command", hint=_HINT)
    changed = tuple(replace(c, keys=tuple(own[c.id].split())) if c.id in own else c for c in table)
    for command in changed:
        if not command.keys and BY_ID[command.id].keys:
            raise UsageError(f"The configuration leaves '{command.id}' without a key", hint=_HINT)
    for place in EVERYWHERE:
        taken: dict[str, str] = {}
        for command in changed:
            for key in command.keys if place in command.where else ():
                if taken.setdefault(key, command.id) != command.id:
                    raise UsageError(
                        f"The configuration gives the key '{key}' to '{taken[key]}' and '{command.id}'", hint=_HINT
                    )
    return changed


def use_keys(own: Mapping[str, str]) -> None:
    """Put the person's keys into the command table; to be called before the dashboard is imported, which reads it."""
    if own:
        commands.COMMANDS = with_keys(own)
        commands.BY_ID.update({c.id: c for c in commands.COMMANDS})
