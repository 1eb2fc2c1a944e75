"""The dashboard, or the plain digest where there is no terminal. The one place that imports the app, in a function."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tui.config import analyst_name, case_path, read_config

if TYPE_CHECKING:
    from store.filters import Filter


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
        from tui.cli.telling import print_plain

        print_plain(case_path(db), words, pane)
        return 0
    return show_case_file(case_path(db), words, pane)


def show_case_file(path: Path, words: Mapping[str, str], pane: str | None = None, *, read_only: bool = False) -> int:
    """The same for a path; `read_only` for a file that nothing may be written to, such as a copy of a snapshot."""
    if has_terminal():
        gc.disable()  # until the first paint: a start makes much and throws little away
        os.environ.setdefault("TEXTUAL_FPS", "120")  # what follows a key comes with the next frame
        from tui.keymap import use_keys

        settings = read_config()
        use_keys(settings.keys)
        from tui.app import run  # Textual: 150 ms and more; its bindings are made of the table as it is by now

        return run(
            path, analyst=analyst_name(None), filter=_chosen(path, words), view=pane, read_only=read_only,
            theme=settings.theme,
        )  # fmt: skip
    from tui.cli.telling import print_digest

    print_digest(path, words)
    return 0


def _chosen(path: Path, words: Mapping[str, str]) -> Filter | None:
    """The filter that was typed; None where none was, so that the dashboard may take up the last one."""
    if not words:
        return None
    from tui.cli.options import opened, resolved_filter  # click, which a start without filters does not need

    with opened(path, write=False) as case:
        return resolved_filter(case, words)
