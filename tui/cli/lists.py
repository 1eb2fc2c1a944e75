"""The lists: claims, timeline, compare, sources, articles. The same queries, filters and columns as the panes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import click

from store.casefile import CaseFile
from store.filters import Filter
from store.queries import articles as article_queries
from store.queries import claims as claim_queries
from store.queries import comparison as comparison_queries
from store.queries import sources as source_queries
from store.queries import timeline as timeline_queries
from store.view import View
from tui.cli.options import common, filter_of, filter_options, list_options, open_case
from tui.cli.printing import chunks, put, put_rows, say, say_counts
from tui.forms import claim_json, columns, contract
from tui.forms.output import FORMATS, json_text, table_width

Row = TypeVar("Row")

GRID_LIMIT = 200
"""Propositions that `compare` shows unless --limit says otherwise."""


@click.command()
@filter_options
@list_options(claim_queries.SORTS, FORMATS)
@common
@click.pass_context
def claims(
    ctx: click.Context, /, db: str | None, debug: bool, sort: str, limit: int | None, shape: str, **typed: str | None
) -> None:
    """Who claims what, on whose authority, how sure, and how far it holds."""
    with open_case(ctx, db) as case:
        view = claim_queries.view(case, filter_of(ctx, case, typed), sort)

        def as_json() -> Iterator[object]:
            return (claim_json.claim(d) for ids in chunks(view.ids, limit) for d in claim_queries.details(case, ids))

        put_rows(shape, _all(case, view, limit, claim_queries.rows), columns.CLAIMS, as_json)
        say_counts(case, view, "claims", _shown(view, limit))


@click.command()
@filter_options
@list_options(timeline_queries.SORTS, FORMATS)
@common
@click.pass_context
def timeline(
    ctx: click.Context, /, db: str | None, debug: bool, sort: str, limit: int | None, shape: str, **typed: str | None
) -> None:
    """What happened when, and how exactly that is known; undated events come last."""
    with open_case(ctx, db) as case:
        view = timeline_queries.view(case, filter_of(ctx, case, typed), sort)

        def as_json() -> Iterator[object]:
            for ids in chunks(view.ids, limit):
                details = timeline_queries.details(case, ids)
                keys = claim_queries.keys(case, {c for d in details for c in d.claims})
                yield from (contract.timeline(d, keys) for d in details)

        put_rows(shape, _all(case, view, limit, timeline_queries.rows), columns.TIMELINE, as_json)
        say_counts(case, view, "events", _shown(view, limit))


@click.command()
@filter_options
@list_options(comparison_queries.SORTS, FORMATS)
@common
@click.pass_context
def compare(
    ctx: click.Context, /, db: str | None, debug: bool, sort: str, limit: int | None, shape: str, **typed: str | None
) -> None:
    """Each proposition by source: = asserts, ~ hedges, ≠ denies, ! caveats, · silent; a filter chooses propositions."""
    with open_case(ctx, db) as case:
        chosen: Filter = filter_of(ctx, case, typed)
        grid = comparison_queries.grid(case, chosen, limit or GRID_LIMIT, sort)
        if shape in ("json", "jsonl"):
            put([json_text(contract.comparison(grid, claim_queries.keys(case, contract.claims_in(grid))))])
        else:
            names = [s.name for s in grid.sources]
            if shape == "table" and len(names) > (room := columns.grid_room(table_width())):
                say(f"{len(names) - room} of {len(names)} sources have no room here: --format csv or json has all")
                names = names[:room]
            put_rows(shape, grid.rows, columns.grid_columns(names), list)
        say_counts(case, comparison_queries.view(case, chosen, sort), "propositions", len(grid.rows))


@click.command()
@filter_options
@list_options(source_queries.SORTS, FORMATS)
@common
@click.pass_context
def sources(
    ctx: click.Context, /, db: str | None, debug: bool, sort: str, limit: int | None, shape: str, **typed: str | None
) -> None:
    """Outlets, and files of unknown outlets: how they attribute, how sure their speakers are, how late they come."""
    with open_case(ctx, db) as case:
        view = source_queries.view(case, filter_of(ctx, case, typed), sort)
        rows = list(_all(case, view, limit, source_queries.rows))
        put_rows(shape, rows, columns.SOURCES, lambda: map(contract.source, rows))
        say_counts(case, view, "sources", len(rows))


@click.command()
@filter_options
@list_options(article_queries.SORTS, FORMATS)
@common
@click.pass_context
def articles(
    ctx: click.Context, /, db: str | None, debug: bool, sort: str, limit: int | None, shape: str, **typed: str | None
) -> None:
    """The articles; undated ones come last."""
    with open_case(ctx, db) as case:
        view = article_queries.view(case, filter_of(ctx, case, typed), sort)

        def as_json() -> Iterator[object]:
            return map(contract.article, _all(case, view, limit, article_queries.rows))

        put_rows(shape, _all(case, view, limit, article_queries.rows), columns.ARTICLES, as_json)
        say_counts(case, view, "articles", _shown(view, limit))


def _all(
    case: CaseFile, view: View, limit: int | None, rows: Callable[[CaseFile, Sequence[int]], list[Row]]
) -> Iterator[Row]:
    return (row for ids in chunks(view.ids, limit) for row in rows(case, ids))


def _shown(view: View, limit: int | None) -> int:
    return len(view) if limit is None else min(limit, len(view))
