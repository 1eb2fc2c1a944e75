"""`saidby watch PATH…`: what comes into folders is taken in, until the command is stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from store.errors import UsageError
from tui.cli.importing import analyst_named, bring_up_to_date, case_path_of, terminated_as_interrupted
from tui.cli.options import common

if TYPE_CHECKING:
    from importers.progress import RunResult


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--form", default="auto", show_default=True, metavar="FORM", help="As in saidby import FORM.")
@click.option("--include", metavar="GLOB", multiple=True, help="Only files that match.")
@click.option("--exclude", metavar="GLOB", multiple=True, help="No files that match.")
@click.option(
    "--every",
    type=click.FloatRange(0.1, 86_400),
    default=2.0,
    show_default=True,
    metavar="SECONDS",
    help="How often to look.",
)
@click.option("--store-only", is_flag=True, help="Only store the articles; `saidby refresh` reads them later.")
@click.option(
    "--progress",
    type=click.Choice(["auto", "plain", "none"]),
    default="plain",
    show_default=True,
    help="A bar on a terminal and lines elsewhere; lines; or failures alone.",
)
@click.option("--as", "analyst", metavar="NAME", help="Whose import it is.")
@common
@click.pass_context
def watch(
    ctx: click.Context,
    paths: tuple[str, ...],
    form: str,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    every: float,
    store_only: bool,
    progress: str,
    analyst: str | None,
    db: str | None,
    debug: bool,
) -> None:
    """Take in what is in PATH and what comes there, new or changed, until stopped with Ctrl-C (or SIGTERM).

    A file is read once it has not changed between two looks. Each time, the last line of an import is printed.
    """
    from importers.pipeline import RunOptions
    from importers.watch import watch as work
    from store.casefile import CaseFile
    from tui.cli.progress import Progress

    options = RunOptions(command="saidby watch", analyst=analyst_named(analyst), include=include, exclude=exclude)
    with terminated_as_interrupted(), CaseFile(case_path_of(ctx, db)) as case:

        def follow(result: RunResult) -> None:
            click.echo(result.line(), err=True)
            if store_only or result.interrupted:
                return
            failed = bring_up_to_date(case, Progress(progress), options.analyst)
            if failed is not None:
                raise failed

        try:
            shown = Progress(progress)
            work(case, form, paths, options, tell=shown, then=follow, every=every)
        except UsageError as error:
            raise click.UsageError(str(error)) from error
