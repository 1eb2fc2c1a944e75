"""Upkeep of a case file: rebuild, regrade, refresh, doctor; and config, where things lie."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from store.casefile import CaseFile
from store.errors import UsageError
from store.queries import articles as article_queries
from tui.cli.options import common, open_case
from tui.cli.printing import put, say
from tui.config import analyst_name, cache_folder, case_path, config_path, data_folder, read_config
from tui.forms.output import json_text
from tui.keymap import keymap_lines, with_keys

if TYPE_CHECKING:
    from store.purge import Purged


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
@click.argument("article", required=False)
@click.option(
    "--reason", metavar="WORDS", help="Why; needed with ARTICLE. It stays in the audit and travels in snapshots."
)
@click.option("--as", "author", metavar="NAME", help="Who does it; else SAIDBY_ANALYST, else the configured name.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@common
@click.pass_context
def purge(
    ctx: click.Context, /, db: str | None, debug: bool, article: str | None, reason: str | None, author: str | None, yes: bool
) -> None:  # fmt: skip
    """Take ARTICLE out of the case file's bytes for good, with what was annotated on it; for law and safety, else hide it.

    Without ARTICLE: what a colleague's tombstone hides here, and what a purge that was broken off left.
    """
    from importers.refresh import refresh as bring_up
    from store import purge as work
    from store.queries.ids import find_id
    from store.search.cache import file_of

    if article and not (reason or "").strip():
        raise UsageError("A purge needs a reason", hint="--reason WORDS")
    with open_case(ctx, db, write=True) as case:
        if article:
            row = int(find_id(case, article, ["article"])[1])
            with case.read() as r:
                found = work.find(r, row)
            say(
                f"{found.name}: {len(found.sightings)} times in the file, {found.annotations:,} annotations; this can't be undone"
            )
            _confirm(yes)
            work.entomb(case, row, analyst_name(author), reason or "")
        elif not yes and work.tombs(case):
            say(f"{work.tombs(case):,} texts lie under a tombstone; taking them out can't be undone")
            _confirm(yes)
        bring_up(case)  # what leans on it goes first, as if it were hidden
        waiting = work.waiting(case)
        if not waiting and not work.unfinished(case):
            say("Nothing is to be taken out")
            return
        bring_up(case)
        file_of(case).unlink(missing_ok=True)
        done = work.remove(case, waiting)
        bring_up(case)
        _tell_purged(done)


def _confirm(yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError("Nothing was taken out", "there is nobody to ask", "give --yes")
    if not click.confirm("Take it out?", err=True):
        raise UsageError("Nothing was taken out")


def _tell_purged(done: Purged) -> None:
    say(f"Taken out: {done.sightings} articles; {done.annotations:,} annotations say no more than whose they were")
    if done.shared:
        say(
            f"{done.shared:,} stretches of the text stand in other articles or annotations too: saidby search finds them"
        )
    if done.copies:
        say(f"Copies from before lie beside the file and may hold it: {', '.join(p.name for p in done.copies)}")
    say("Snapshots that you sent hold it; the tombstone in the next one hides it there")


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
