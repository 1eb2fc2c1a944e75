"""What the dashboard shows, told in lines: in full for a screen reader or a pipe, or as a digest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from store.filters import Filter
from tui.cli.options import opened, resolved_filter
from tui.conditions import PANES


def print_plain(path: Path, words: Mapping[str, str], pane: str | None) -> None:
    """The panes in plain words; page by page where standard output is a terminal."""
    from tui.forms.digest import no_file
    from tui.forms.plain import plain

    if not path.is_file():
        click.echo("\n".join(no_file(path)))
        return
    with opened(path, write=False) as case:
        chosen = resolved_filter(case, words)
        place = next((p for p in PANES if p == pane), None)
        if pane is not None and place is None:
            from tui.named_views import named

            chosen = Filter({**named(case, pane).values, **chosen.values})
        click.echo_via_pager(f"{line}\n" for line in plain(case, chosen, place))


def print_digest(path: Path, words: Mapping[str, str]) -> None:
    """The digest of a case file on standard output."""
    from tui.forms.digest import digest, no_file

    if not path.is_file():
        click.echo("\n".join(no_file(path)))
        return
    with opened(path, write=False) as case:
        for line in digest(case, resolved_filter(case, words)):
            click.echo(line)
