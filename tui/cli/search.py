"""Search everything: one query, or a file of them, one a line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from store.casefile import CaseFile
from store.errors import UsageError
from store.filters import Filter
from store.queries import claims as claim_queries
from store.records.rows import Hit
from tui.cli.options import common, filter_of, filter_options, list_options, open_case
from tui.cli.printing import put, put_rows, say
from tui.forms import columns, contract
from tui.forms.output import FORMATS, json_text

LIMIT = 20


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("query", nargs=-1, type=click.UNPROCESSED)
@click.option(
    "--queries", "file", metavar="FILE", help="Answer each line of a file (- for standard input): one JSON line each."
)
@filter_options
@list_options((), FORMATS)
@common
@click.pass_context
def search(
    ctx: click.Context, /, db: str | None, debug: bool, query: tuple[str, ...], file: str | None, limit: int | None, shape: str,
    **typed: str | None,
) -> None:  # fmt: skip
    """Fuzzy search over claims, articles, events, sources and actors: misspelt or half-typed is enough.

    What looks like an option and is none is searched for. Field words narrow it as the options do: speaker:kim conf>60. With --queries each answer is {"query", "hits"}.
    """
    if bool(query) == bool(file):
        raise UsageError("Search needs a query, or a file of them", hint="saidby search WORDS… or --queries FILE")
    with open_case(ctx, db) as case:
        ask = _Asker(case, filter_of(ctx, case, typed), limit or LIMIT)
        if file:
            put(json_text({"query": q, "hits": [_json(h) for h in ask(q)]}) for q in _lines(file))
            return
        hits = ask(" ".join(query))
        put_rows(shape, hits, columns.HITS, lambda: map(_json, hits))
        say(f"{len(hits)} hits")


class _Asker:
    """An engine over one case file, kept for all queries, inside a filter where there is one."""

    def __init__(self, case: CaseFile, filter: Filter, limit: int) -> None:
        from store.search.engine import SearchEngine  # numpy: not for the commands that don't search

        self._engine = SearchEngine(case)
        self._within = claim_queries.view(case, filter).ids if filter else None
        self._limit = limit

    def __call__(self, query: str) -> tuple[Hit, ...]:
        return self._engine.search(query, within=self._within, limit=self._limit).hits


def _json(hit: Hit) -> contract.Json:
    return contract.hit(hit, hit.key)


def _lines(file: str) -> Iterator[str]:
    try:
        text = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise UsageError(f"The queries in {file} can't be read", error.strerror or str(error)) from error
    return iter(text.decode("utf-8", "replace").splitlines())
