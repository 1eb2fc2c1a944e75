"""What the import commands share: the case file, who asserts, and what follows once articles are stored."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.cli.options import Globals

if TYPE_CHECKING:
    from store.casefile import CaseFile
    from tui.cli.progress import Progress


def analyst_named(named: str | None) -> str:
    """Who annotates (see tui.config.analyst_name)."""
    from tui.config import analyst_name

    return analyst_name(named)


def case_path_of(ctx: click.Context, db: str | None) -> Path:
    """The case file that the command speaks of, whether or not it is there."""
    from tui.config import case_path

    before = ctx.find_object(Globals)
    return case_path(db or (before.db if before else None))


@contextmanager
def terminated_as_interrupted() -> Iterator[None]:
    """A service's stop (SIGTERM) is a Ctrl-C: what is stored is kept, the case file closed, the exit code 130."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def bring_up_to_date(
    case: CaseFile, shown: Progress, analyst: str, jobs: int | None = None, cluster: str | None = None
) -> BaseException | None:
    """Bring what is derived up to date. Whatever goes wrong there, the articles are in: it is said, and can be done
    again. Gives the error with which the command must end."""
    from importers.refresh import refresh

    try:
        refresh(case, tell=shown.stage, analyst=analyst, jobs=jobs, cluster=cluster)
    except KeyboardInterrupt as interrupted:
        shown.say("The articles are in; reading them was interrupted (saidby refresh goes on)")
        return interrupted
    except Exception as error:  # whatever it is, the last line of the import comes first; main() then says it
        shown.say("The articles are in; what follows from them is not made yet (saidby refresh goes on)")
        return error
    return None
