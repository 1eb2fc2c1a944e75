"""`saidby demo`: the sample articles in a fresh case file, then the dashboard, or the digest with no terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

import click

from store.casefile import CaseFile
from store.errors import CaseFileError, UsageError
from tui.cli.open import open_case_file
from tui.cli.options import common
from tui.cli.printing import say
from tui.config import analyst_name, cache_folder

NAME = "demo.saidby"


@click.command()
@common
@click.pass_context
def demo(ctx: click.Context, /, db: str | None, debug: bool) -> None:
    """Import the sample articles into a fresh case file, name it, and open it.

    The file lies in the cache folder and is made anew each time; --db FILE makes one that stays.
    """
    given = db or (ctx.obj.db if ctx.obj is not None else None)
    path = Path(given).expanduser() if given else _fresh(cache_folder() / NAME)
    if given and path.exists():
        raise UsageError(f"{path} is there already", hint="the demo makes a file of its own; name another with --db")
    say(f"The sample goes into {path}")
    with CaseFile(path) as case:
        fill(case)
    ctx.exit(open_case_file(str(path), {}))


def fill(case: CaseFile) -> None:
    """Import the sample articles into a case file and bring it up to date, with progress on standard error."""
    from importers.pipeline import RunOptions, run  # readers: not for the other commands
    from importers.refresh import refresh
    from tui.cli.progress import Progress

    shown = Progress()
    with sample_folder() as folder:
        run(case, "auto", [str(folder)], RunOptions(command="demo", analyst=analyst_name(None)), shown)
    refresh(case, shown.stage)
    shown.clear()


@contextmanager
def sample_folder() -> Iterator[Path]:
    """The folder of sample articles, wherever the package lies (in a zip, too)."""
    with as_file(files("sample_data").joinpath("articles")) as folder:
        yield folder


def _fresh(path: Path) -> Path:
    try:
        for end in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + end).unlink(missing_ok=True)
    except OSError as error:
        raise CaseFileError(f"The last demo's file {path} can't be replaced", error.strerror or str(error)) from error
    return path
