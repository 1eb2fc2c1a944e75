"""Upkeep of a case file: rebuild, regrade, refresh, doctor; and config, where things lie."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

import click

from store.casefile import CaseFile
from store.queries import articles as article_queries
from tui.cli.options import common, open_case
from tui.cli.printing import put, say
from tui.config import analyst_name, cache_folder, case_path, config_path, data_folder, read_config
from tui.forms.output import json_text
from tui.keymap import keymap_lines, with_keys


@click.command()
@common
@click.pass_context
def rebuild(ctx: click.Context, /, db: str | None, debug: bool) -> None:
    """Drop all that is derived and make it anew from texts, rules and annotations; these are not touched."""
    from importers.refresh import rebuild as work

    _brought_up(ctx, db, work, "Rebuilt")


@click.command()
@click.option(
    "--profile", metavar="FILE", help="Grade by this profile from now on; 'shipped' for the one that comes along."
)
@common
@click.pass_context
def regrade(ctx: click.Context, /, db: str | None, debug: bool, profile: str | None) -> None:
    """Make the grades anew, by another grading profile if wanted."""
    from importers.refresh import regrade as work

    chosen = Path(profile).expanduser() if profile else None
    _brought_up(ctx, db, lambda case, tell: work(case, chosen, tell), "Regraded")


@click.command()
@common
@click.pass_context
def refresh(ctx: click.Context, /, db: str | None, debug: bool) -> None:
    """Finish what was broken off: articles that wait to be read, claims that wait to be linked and graded."""
    from importers.refresh import refresh as work

    _brought_up(ctx, db, work, "Up to date")


Work = Callable[[CaseFile, Callable[[str, int, int], None]], object]


def _brought_up(ctx: click.Context, db: str | None, work: Work, done: str) -> None:
    from tui.cli.progress import Progress

    shown = Progress()
    with open_case(ctx, db, write=True) as case:
        work(case, shown.stage)
        shown.clear()
        count = article_queries.counts(case)
        say(f"{done}: {count.articles:,} articles, {count.claims:,} claims")


@click.command()
@click.option(
    "--format", "shape", type=click.Choice(("text", "json")), default="text", show_default=True, help="How to print."
)
@common
@click.pass_context
def doctor(ctx: click.Context, /, db: str | None, debug: bool, shape: str) -> None:
    """What is wrong with the case file or this machine, and what to do. Exit code 1 where something is."""
    from store.doctor import examine

    with open_case(ctx, db) as case:
        findings = examine(case)
    if shape == "json":
        put([json_text([{"level": f.level, "what": f.what, "hint": f.hint} for f in findings])])
    else:
        put(f"{f.level:7} {f.what}{f' ({f.hint})' if f.hint else ''}" for f in findings)
    ctx.exit(1 if any(f.level == "error" for f in findings) else 0)


@click.command()
@click.argument("what", type=click.Choice(("all", "keys")), default="all")
@click.option(
    "--format", "shape", type=click.Choice(("text", "json")), default="text", show_default=True, help="How to print."
)
@common
@click.pass_context
def config(ctx: click.Context, /, db: str | None, debug: bool, what: str, shape: str) -> None:
    """Where things lie on this machine, and what is set; `keys`: the dashboard's keymap, to copy and change."""
    settings = read_config()
    if what == "keys":
        _put_keys(settings.keys, shape)
        return
    before = ctx.obj.db if ctx.obj is not None else None
    facts = {
        "version": version("saidby"),
        "python": platform.python_version(),
        "case_file": str(case_path(db or before)),
        "configuration": str(config_path()),
        "data": str(data_folder()),
        "cache": str(cache_folder()),
        "analyst": analyst_name(None),
        "theme": settings.theme,
        "keys": dict(settings.keys),
    }
    if shape == "json":
        put([json_text(facts)])
        return
    put(
        f"{name:14} {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for name, value in facts.items()
    )


def _put_keys(own: Mapping[str, str], shape: str) -> None:
    table = with_keys(own)
    if shape == "json":
        put([json_text({c.id: {"keys": list(c.keys), "title": c.title, "sentence": c.sentence} for c in table})])
    else:
        put(keymap_lines(table))
