"""Options that many commands share: the case file, the filters of FILTERS, the format of the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, TypeVar

import click

from store.casefile import CaseFile, OlderError, is_there
from store.errors import CaseFileError
from store.filters import FILTERS, Filter, make_filter
from store.queries.ids import find_id, find_proposition
from store.records.record import record
from tui.config import case_path

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


@record
class Globals:
    """What stood before the subcommand."""

    db: str | None = None
    filters: Mapping[str, str] = field(default_factory=dict)


def common(command: Decorated) -> Decorated:
    """--db FILE and --debug, before or after the subcommand."""
    command = click.option(
        "--db", metavar="FILE", help="The case file; else SAIDBY_DB, else case.saidby in the data folder."
    )(command)
    return click.option("--debug", is_flag=True, hidden=True, help="Show where an error arose.")(command)


def filter_options(command: Decorated) -> Decorated:
    """One option for each filter of FILTERS."""
    return _filter_options(command, hidden=False)


def hidden_filter_options(command: Decorated) -> Decorated:
    """The same, not listed in the help: for the dashboard, whose help is the list of commands."""
    return _filter_options(command, hidden=True)


def _filter_options(command: Decorated, *, hidden: bool) -> Decorated:
    for spec in reversed(FILTERS.values()):
        metavar = _METAVARS.get(spec.name, "VALUE")
        command = click.option(spec.flag, spec.name, metavar=metavar, help=spec.help, hidden=hidden)(command)
    return command


_METAVARS = {
    "min_support": "N",
    "max_support": "N",
    "from": "DATE",
    "to": "DATE",
    "speaker": "WORDS",
    "source": "WORDS",
}


def list_options(sorts: Iterable[str], formats: Iterable[str]) -> Callable[[Decorated], Decorated]:
    """--sort, --limit and --format."""
    orders, shapes = list(sorts), list(formats)

    def decorate(command: Decorated) -> Decorated:
        command = click.option(
            "--format", "shape", type=click.Choice(shapes), default="table", show_default=True, help="How to print."
        )(command)
        command = click.option("--limit", type=click.IntRange(min=1), help="At most this many lines.")(command)
        if not orders:
            return command
        return click.option(
            "--sort", type=click.Choice(orders), default=orders[0], show_default=True, help="In which order."
        )(command)

    return decorate


def filters_given(typed: Mapping[str, str | None]) -> dict[str, str]:
    """The filter words that were typed, unchecked."""
    return {name: value for name, value in typed.items() if name in FILTERS and value is not None and value.strip()}


def filter_of(ctx: click.Context, case: CaseFile, typed: Mapping[str, str | None]) -> Filter:
    """The filter that the words before and after the subcommand make; UsageError where one makes no sense."""
    before = ctx.obj.filters if isinstance(ctx.obj, Globals) else {}
    return resolved_filter(case, {**before, **filters_given(typed)})


def resolved_filter(case: CaseFile, words: Mapping[str, str]) -> Filter:
    """A filter of typed words: shown ids and names of articles and propositions become row ids."""
    values = dict(words)
    if "article" in values:
        values["article"] = str(find_id(case, values["article"], ["article"])[1])
    if "proposition" in values:
        values["proposition"] = str(find_proposition(case, values["proposition"]))
    return make_filter(values)


def open_case(ctx: click.Context, db: str | None, *, write: bool = False) -> CaseFile:
    """The case file that the command speaks of, which must be there; CaseFileError otherwise."""
    path = case_path(db or (ctx.obj.db if isinstance(ctx.obj, Globals) else None))
    if not is_there(path):
        raise CaseFileError(f"There is no case file {path}", hint="import something first: saidby import auto PATH")
    return opened(path, write=write)


def opened(path: Path, *, write: bool) -> CaseFile:
    """A case file; one of an older schema is brought up to date first, even to be read, and standard error says so."""
    try:
        case = CaseFile(path, read_only=not write)
    except OlderError:
        opened(path, write=True).close()
        return CaseFile(path, read_only=True)
    if case.upgraded is not None:
        click.echo(f"{path.name}: {case.upgraded.words()}", err=True)
    return case
