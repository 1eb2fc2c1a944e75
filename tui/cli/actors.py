"""`saidby actors`: who speaks, which names were joined to one, and in which words each article speaks of one."""

from __future__ import annotations

import click

from store.queries import actors as actor_queries
from tui.cli.options import common, list_options, open_case
from tui.cli.printing import put_rows, say
from tui.forms import columns, contract
from tui.forms.output import FORMATS


@click.command()
@click.argument("name", required=False, metavar="[NAME]")
@list_options(actor_queries.SORTS, FORMATS)
@common
@click.pass_context
def actors(
    ctx: click.Context, /, db: str | None, debug: bool, name: str | None, sort: str, limit: int | None, shape: str
) -> None:
    """Who speaks, and what was joined to each name; with a NAME its articles, and the words for it in each.

    Names that do not belong together: saidby part-actor ARTICLE WORDS NAME.
    """
    with open_case(ctx, db) as case:
        found = actor_queries.rows(case, name, sort, limit)
        if name is None or shape in ("json", "jsonl"):
            put_rows(shape, found, columns.ACTORS, lambda: map(contract.actor, found))
        else:
            put_rows(shape, [(w, s) for w in found for s in w.spoken], columns.SPOKEN, list)
            for w in found:
                joined = f", joined from {', '.join(w.aliases)}" if w.aliases else ""
                say(f"{w.name} ({w.kind}){joined}: {w.claims} claims in {w.articles} articles")
        say(f"{len(found)} actors")
