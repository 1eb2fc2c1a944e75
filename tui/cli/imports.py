"""`saidby import`: read articles in, look at one input without storing it, and the ledger of runs."""

from __future__ import annotations

import json
import shlex
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from store.records.text import clean_line
from tui.cli.import_runs import runs
from tui.cli.importing import analyst_named, bring_up_to_date, case_path_of, terminated_as_interrupted
from tui.cli.options import common

if TYPE_CHECKING:
    from importers.pipeline import RunOptions
    from importers.progress import Event
    from store.casefile import CaseFile

INTERRUPTED = 130
_ORIGINS = ("declared", "structured", "url", "filename", "text")


class _ImportGroup(click.Group):
    """`import FORM PATH…`, with `sniff` and `runs` beside the forms."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or args[0] not in self.commands:
            args = ["", *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] in self.commands:
            return super().resolve_command(ctx, args)
        return "", _read, args[1:]


@click.group(cls=_ImportGroup, name="import", context_settings={"ignore_unknown_options": True})
def command() -> None:
    """Load articles into the case file, look at one input (sniff), or at what was loaded (runs)."""


def _size(ctx: click.Context, param: click.Parameter, value: str) -> int:
    units = {"k": 1_000, "m": 1_000_000, "g": 1_000_000_000}
    word = value.strip().lower().removesuffix("b")
    factor = units.get(word[-1:], 1)
    try:
        size = int(float(word.rstrip("kmg")) * factor)
    except (ValueError, OverflowError):
        size = 0
    if not 0 < size <= 1_000_000_000:
        raise click.BadParameter("a size up to 1G, such as 50M")
    return size


def _mapping(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    from importers.readers.table_columns import FIELDS

    pairs = []
    for value in values:
        name, equals, column = value.partition("=")
        if not equals or name.strip() not in FIELDS or not column.strip():
            raise click.BadParameter(f"FIELD=COLUMN, with a field of {', '.join(FIELDS)}")
        pairs.append((name.strip(), column.strip()))
    return tuple(pairs)


def _preset(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    from importers.readers.table_columns import preset_named, presets

    if value is not None and preset_named(value) is None:
        raise click.BadParameter(f"one of {', '.join(p.name for p in presets())}")
    return value


def _date(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    from store.records.edtf import parse_edtf

    if value is not None:
        try:
            parse_edtf(value.strip())
        except ValueError as error:
            raise click.BadParameter("a date such as 2022-08-01, 2022-08 or 2022") from error
    return value.strip() if value else None


def _origins(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, ...]:
    words = tuple(w.strip() for w in value.split(",") if w.strip()) if value else ()
    if any(w not in _ORIGINS for w in words):
        raise click.BadParameter(f"origins of {', '.join(_ORIGINS)}, separated by commas")
    return words


def _read_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that change what is read: for reading and for sniffing."""
    for option in reversed(
        (
            click.option("--encoding", metavar="NAME", help="The encoding of the files; else it is found out."),
            click.option("--lang", metavar="xx", help="The language of articles that state none."),
            click.option("--map", "mapping", metavar="FIELD=COLUMN", multiple=True, callback=_mapping,
                         help="Which column of a table is title, text, published, outlet, …"),
            click.option("--preset", metavar="NAME", callback=_preset, help="mediacloud, gdelt, newsapi or eventregistry."),
            click.option("--date-order", type=click.Choice(["dmy", "mdy"]), help="How 03/04/2022 is meant."),
            click.option("--date-from", metavar="ORIGINS", callback=_origins,
                         help="Which statements of a date are believed, best first: declared,structured,url,filename,text."),
            click.option("--max-bytes", metavar="SIZE", default="50M", show_default=True, callback=_size,
                         help="Larger files are refused."),
        )
    ):  # fmt: skip
        function = option(function)
    return function


@click.command(name="read")
@click.argument("form")
@click.argument("paths", nargs=-1, metavar="PATH…")
@click.option("--files-from", metavar="LIST", help="Read paths from a file, one a line; - is standard input.")
@click.option("-r", "--recursive", is_flag=True, help="Folders with all that is in them (they are read so anyway).")
@click.option("--include", metavar="GLOB", multiple=True, help="Of folders, only files that match.")
@click.option("--exclude", metavar="GLOB", multiple=True, help="Of folders, no files that match.")
@click.option("--date", "date", metavar="D", callback=_date, help="Assert this publication date, as an annotation.")
@click.option("--outlet", metavar="NAME", help="Assert this outlet, as an annotation.")
@click.option("--tag", "tags", metavar="T", multiple=True, help="Tag every article.")
@_read_options
@click.option("--limit", type=click.IntRange(min=1), help="At most this many units.")
@click.option(
    "--jobs", metavar="N", type=click.IntRange(1, 256), help="Processes to read with; else as many as are worth it."
)
@click.option("--cluster", metavar="ADDRESS", help="Read with the workers of a Dask scheduler (tcp://…) instead.")
@click.option("--store-only", is_flag=True, help="Only store the articles; `saidby refresh` reads them later.")
@click.option("--dry-run", is_flag=True, help="Do it all, count it, keep nothing.")
@click.option("--strict", is_flag=True, help="Stop at the first file with a problem, and keep nothing of that file.")
@click.option("--retry-failed", is_flag=True, help="Read files again that failed before.")
@click.option("--force", is_flag=True, help="Read files again that are known.")
@click.option("--report", metavar="FILE", help="Write one JSON line for each file.")
@click.option(
    "--progress",
    type=click.Choice(["auto", "plain", "none"]),
    default="auto",
    show_default=True,
    help="A bar on a terminal and lines elsewhere; lines; or failures alone.",
)
@click.option("--as", "analyst", metavar="NAME", help="Who asserts --date, --outlet and --tag.")
@common
@click.pass_context
def _read(ctx: click.Context, /, form: str, paths: tuple[str, ...], progress: str, **given: Any) -> None:
    """Load articles: FORM is auto, text, table (csv, tsv, json, jsonl), sheet, html, feed, mail, document (pdf, docx,
    rtf), telegram, pressdb or a plugin's reader; PATH a file, a folder, an archive, a glob or - for standard input.

    Nothing is read twice: a second run skips what it knows, a broken-off one goes on. Beside the forms there are
    `saidby import sniff PATH`, `saidby import runs`, `runs show N` and `runs undo N`.
    """
    every = [*paths, *_listed(given["files_from"])]
    if not every:
        raise click.UsageError("Missing PATH: what is to be imported?")
    # the case file first: who asks meanwhile finds it
    with terminated_as_interrupted(), _case(ctx, given["db"], dry_run=given["dry_run"]) as case:
        from importers.pipeline import run
        from importers.plugins import manager
        from tui.cli.progress import Progress

        shown = Progress(progress)
        for problem in manager()[1]:
            shown.say(problem.line())
        options = _options(ctx, given)
        with _report(given["report"]) as report:

            def tell(event: Event) -> None:
                shown(event)
                report(event)

            result = run(case, form, every, options, tell)
        over = result.interrupted or result.dry_run or given["store_only"]
        failed = None if over else bring_up_to_date(case, shown, options.analyst, options.jobs, options.cluster)
    shown.clear()
    click.echo(result.line(), err=True)
    if failed is not None:
        raise failed
    ctx.exit(INTERRUPTED if result.interrupted else 1 if result.failed else 0)


def _options(ctx: click.Context, given: dict[str, Any]) -> RunOptions:
    from importers.pipeline import RunOptions

    return RunOptions(
        read=_reading(given),
        command=shlex.join(["saidby", *map(clean_line, sys.argv[1:])]) if sys.argv[1:] else "saidby import",
        analyst=analyst_named(given["analyst"]),
        include=given["include"],
        exclude=given["exclude"],
        date=given["date"],
        outlet=given["outlet"],
        tags=given["tags"],
        limit=given["limit"],
        dry_run=given["dry_run"],
        strict=given["strict"],
        retry_failed=given["retry_failed"],
        force=given["force"],
        jobs=given["jobs"],
        cluster=given["cluster"],
    )


def _reading(given: dict[str, Any]) -> Any:
    from importers.reader import ReadOptions

    return ReadOptions(
        encoding=given["encoding"],
        language=given["lang"],
        mapping=given["mapping"],
        preset=given["preset"],
        date_order=given["date_order"],
        date_from=given["date_from"],
        max_bytes=given["max_bytes"],
    )


def _listed(name: str | None) -> list[str]:
    from importers.sources import listed

    if name is None:
        return []
    try:
        return listed(name)
    except OSError as error:
        raise click.BadParameter(f"the list can't be read: {error.strerror}", param_hint="--files-from") from error


@contextmanager
def _case(ctx: click.Context, db: str | None, *, dry_run: bool = False) -> Iterator[CaseFile]:
    """The case file to import into; a dry run with no case file works on one that is thrown away."""
    from store.casefile import CaseFile

    path = case_path_of(ctx, db)
    if dry_run and not path.exists():
        with tempfile.TemporaryDirectory(prefix="saidby-") as folder, CaseFile(Path(folder) / path.name) as case:
            yield case
        return
    with CaseFile(path) as case:
        yield case


@contextmanager
def _report(name: str | None) -> Iterator[Callable[[Event], None]]:
    """Writes one JSON line for each file that is done."""
    from importers.progress import FileDone

    if name is None:
        yield lambda event: None
        return
    with _opened(name) as file:

        def write(event: Event) -> None:
            if isinstance(event, FileDone):
                row = {"file": event.path, "status": event.status, "reader": event.reader, "known": event.again}
                row["problems"] = [asdict(p) for p in event.problems]
                file.write(json.dumps(row, ensure_ascii=False) + "\n")

        yield write


def _opened(name: str) -> IO[str]:
    try:
        return Path(name).open("w", encoding="utf-8")
    except OSError as error:
        raise click.BadParameter(f"the report can't be written: {error.strerror}", param_hint="--report") from error


@command.command()
@click.argument("path")
@_read_options
def sniff(path: str, **given: Any) -> None:
    """Which reader would take PATH, how sure that is, why, and the first article that it would make."""
    from importers.looking import look

    for line in look(path, _reading(given)):
        click.echo(line)


command.add_command(runs)
