"""`saidby views`: filters under a name, kept as annotations of their author, so that they travel with the case file."""

from __future__ import annotations

import click

from store import ops
from store.errors import UsageError
from store.filters import make_filter
from store.ops import Head
from store.records.op import Target
from tui.cli.options import Globals, common, filter_options, filters_given, open_case
from tui.cli.printing import put_rows, say
from tui.config import analyst_name
from tui.forms.columns import Column
from tui.forms.output import FORMATS
from tui.named_views import filter_of, saved

_BOUND = ("article", "proposition")
"""Filters by a row of this file: no name for anybody else."""


def _words(head: Head) -> str:
    try:
        return ", ".join(chip for _, chip in filter_of(head).chips())
    except UsageError:
        return "made by a newer program"


COLUMNS: tuple[Column[Head], ...] = (
    Column("view", lambda h: str(h.value.get("name", "")), 24),
    Column("author", lambda h: h.author, 16),
    Column("id", lambda h: h.id[:8], 8),
    Column("filter", _words, None),
)


@click.command()
@click.argument("name", required=False)
@click.option("--as", "author", metavar="NAME", help="Whose it is; else SAIDBY_ANALYST, else the configured name.")
@click.option("--private", is_flag=True, help="Keep it out of snapshots made for others.")
@click.option("--format", "shape", type=click.Choice(FORMATS), default="table", show_default=True, help="How to print.")
@filter_options
@common
@click.pass_context
def views(
    ctx: click.Context, /, db: str | None, debug: bool, name: str | None, author: str | None, private: bool, shape: str,
    **typed: str | None,
) -> None:  # fmt: skip
    """List the saved views; with NAME and filters, save one. saidby --view NAME opens it, retract takes it back."""
    who = analyst_name(author)
    if name is None:
        with open_case(ctx, db) as case:
            found = saved(case, who)
        put_rows(shape, found, COLUMNS, lambda: ({"id": h.id, "author": h.author, **h.value} for h in found))
        return
    before = ctx.obj.filters if isinstance(ctx.obj, Globals) else {}
    words = {**before, **filters_given(typed)}
    if not words or set(words) & set(_BOUND):
        raise UsageError(
            "A view needs filters that mean the same in every case file", hint="saidby views --help lists them"
        )
    value = {"name": name.strip(), "filter": dict(make_filter(words).values)}
    with open_case(ctx, db, write=True) as case:
        same = [h.id for h in saved(case) if h.author == who and h.value.get("name") == name.strip()]
        with case.read() as r:
            op = ops.make_op(r, who, Target("author", who), "view", value, private=private, supersedes=same)
        from importers.refresh import annotate

        say(f"View kept as {op.author}, id {annotate(case, op)[:8]}")
