"""Printing the answer of a command: rows in one of the formats, and on standard error what was left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

import click

from store import stale
from store.casefile import CaseFile
from store.records.text import clean_line
from store.view import View
from tui.forms.columns import Column
from tui.forms.output import csv_lines, json_lines, json_list, md_lines, table_lines

Row = TypeVar("Row")
Detail = TypeVar("Detail")

CHUNK = 500
"""Rows fetched at once: memory stays small however long the list."""


def say(sentence: str) -> None:
    """One line on standard error: problems, progress, counts."""
    click.echo(clean_line(sentence, 2000), err=True)


def put(lines: Iterable[str]) -> None:
    """Lines on standard output."""
    for line in lines:
        click.echo(line)


def chunks(ids: Sequence[int], limit: int | None) -> Iterator[Sequence[int]]:
    """The ids in chunks, up to a limit."""
    wanted = islice(ids, limit) if limit is not None else iter(ids)
    while chunk := list(islice(wanted, CHUNK)):
        yield chunk


def put_rows(
    shape: str, rows: Iterable[Row], columns: Sequence[Column[Row]], as_json: Callable[[], Iterable[object]]
) -> None:
    """Rows as a table, CSV or Markdown; JSON from `as_json`, which is asked only where it is wanted."""
    if shape == "json":
        put(json_list(as_json()))
    elif shape == "jsonl":
        put(json_lines(as_json()))
    elif shape == "csv":
        put(csv_lines(rows, columns))
    elif shape == "md":
        put(md_lines(rows, columns))
    else:
        put(table_lines(rows, columns))


def say_counts(case: CaseFile, view: View, what: str, shown: int) -> None:
    """How many there are, what the filter could not judge, what `--limit` cut, and whether the file is behind its articles."""
    words = f"{view.count_words()} {what}"
    if shown < len(view):
        words += f", the first {shown} shown"
    say(words)
    with case.read() as r:
        waiting = stale.counts(r)
    if waiting.get("group") or waiting.get("read"):
        say("Some articles are not read yet: saidby refresh finishes that")
    elif waiting.get("link") or waiting.get("grade"):
        say("Some claims are not linked or graded yet: saidby refresh finishes that")
