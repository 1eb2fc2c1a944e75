"""`saidby import runs`: the ledger of runs, what one of them read, and its undo."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from store.records.text import clean_line
from tui.cli.importing import analyst_named, bring_up_to_date, case_path_of
from tui.cli.options import Globals, common

if TYPE_CHECKING:
    from store.casefile import CaseFile


@click.group(invoke_without_command=True)
@common
@click.pass_context
def runs(ctx: click.Context, db: str | None, debug: bool) -> None:
    """The runs of the ledger, the latest first; show or undo one of them."""
    if db is not None:
        ctx.obj = Globals(db, ctx.obj.filters if isinstance(ctx.obj, Globals) else {})
    if ctx.invoked_subcommand is not None:
        return
    from store import intake

    with _existing(ctx, db) as case, case.read() as r:
        found = intake.runs(r)
    if not found:
        click.echo("No import has been run on this case file")
    for run in found:
        state = "undone" if run.undone else "not ended" if run.ended is None else ""
        counts = ", ".join(f"{n} {s}" for s, n in run.counts.items() if n) or "nothing"
        click.echo(f"run {run.id}  {run.started}  {counts}  {state}".rstrip())
        click.echo(f"    {clean_line(run.command, 200)}")


@runs.command("show")
@click.argument("number", type=int)
@click.option("--failed", is_flag=True, help="Only files with rejected units.")
@common
@click.pass_context
def show(ctx: click.Context, number: int, failed: bool, db: str | None, debug: bool) -> None:
    """What one run read, file by file, and what was wrong with each."""
    from store import intake

    with _existing(ctx, db) as case, case.read() as r:
        rows = intake.units(r, number, failed=failed)
    for row in rows:
        click.echo(f"{row.status:<8} {row.articles:>6}  {row.path}  [{row.reader}]")
        for problem in row.problems:
            if problem.level == "error" or not failed:
                click.echo(f"                 {problem.line()}")


@runs.command("undo")
@click.argument("number", type=int)
@common
@click.pass_context
def undo(ctx: click.Context, number: int, db: str | None, debug: bool) -> None:
    """Hide what only run NUMBER brought; nothing leaves the file, and importing it again brings it back."""
    from store import intake
    from tui.cli.progress import Progress

    shown = Progress("auto")
    with _existing(ctx, db, write=True) as case:
        with case.write() as w:
            hidden = intake.undo(w, number)
        error = bring_up_to_date(case, shown, analyst_named(None))
    shown.clear()
    click.echo(f"Run {number} is undone: {hidden} statements of articles no longer count", err=True)
    if error is not None:
        raise error


@contextmanager
def _existing(ctx: click.Context, db: str | None, *, write: bool = False) -> Iterator[CaseFile]:
    from store.casefile import CaseFile
    from store.errors import CaseFileError

    path = case_path_of(ctx, db)
    if not path.is_file():
        raise CaseFileError(
            f"There is no case file {path.name}", hint="import something first: saidby import auto PATH"
        )
    with CaseFile(path, read_only=not write) as case:
        yield case
