"""The dashboard, or the plain digest where there is no terminal. The one place that imports the app, in a function."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from store.filters import Filter
from tui.cli.options import opened, resolved_filter
from tui.conditions import PANES
from tui.config import analyst_name, case_path, read_config


def has_terminal() -> bool:
    """Whether a dashboard can be shown: standard input and output are a terminal that is not dumb."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    return sys.platform == "win32" or os.environ.get("TERM", "") not in ("", "dumb")  # Windows sets no TERM


def open_case_file(db: str | None, words: Mapping[str, str], pane: str | None = None, *, plain: bool = False) -> int:
    """Open the dashboard on a case file, on one pane or saved view and under a filter if wanted; gives the exit code.

    With no terminal the digest is printed; `plain` has the panes told in words. A file that isn't there is an empty
    dashboard, or a digest that says so.
    """
    if plain:
        print_plain(case_path(db), words, pane)
        return 0
    return show_case_file(case_path(db), words, pane)


def show_case_file(path: Path, words: Mapping[str, str], pane: str | None = None, *, read_only: bool = False) -> int:
    """The same for a path; `read_only` for a file that nothing may be written to, such as a copy of a snapshot."""
    if has_terminal():
        gc.disable()  # a start makes much and throws little away; the app turns it on after its first paint
        from tui.keymap import use_keys

        settings = read_config()
        use_keys(settings.keys)
        from tui.app import run  # Textual: 150 ms and more; its bindings are made of the table as it is by now

        return run(
            path, analyst=analyst_name(None), filter=_chosen(path, words), view=pane, read_only=read_only,
            theme=settings.theme,
        )  # fmt: skip
    print_digest(path, words)
    return 0


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
    chosen = _chosen(path, words)
    with opened(path, write=False) as case:
        for line in digest(case, chosen or Filter()):
            click.echo(line)


def _chosen(path: Path, words: Mapping[str, str]) -> Filter | None:
    """The filter that was typed; None where none was, so that the dashboard may take up the last one."""
    if not words:
        return None
    with opened(path, write=False) as case:
        return resolved_filter(case, words)
