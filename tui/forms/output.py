"""Lists as a table, JSON, JSON lines, CSV or Markdown. Nothing that is written here can act on a terminal or in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TypeVar

from store.records.text import clean_line
from tui.forms.cells import fit, pad, width_of
from tui.forms.columns import LAST_LEAST, Column

Row = TypeVar("Row")

FORMATS = ("table", "json", "jsonl", "csv", "md")
PLAIN_WIDTH = 100
"""Columns of a table that goes into a pipe."""
MAX_CELL = 20_000

_FORMULA = re.compile(r"\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_ESCAPED = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]")
"""What JSON lets stand and a terminal or a line reader does not (the rest of the controls JSON escapes itself)."""


def json_text(value: object, *, indent: int | None = None) -> str:
    """JSON that keeps every character and shows none that acts on a terminal."""
    return _ESCAPED.sub(_escape, json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False))


def _escape(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1]


def json_list(values: Iterable[object]) -> Iterator[str]:
    """A JSON list, line by line, each value on a line of its own."""
    yield "["
    held: str | None = None
    for value in values:
        if held is not None:
            yield held + ","
        held = json_text(value)
    if held is not None:
        yield held
    yield "]"


def json_lines(values: Iterable[object]) -> Iterator[str]:
    """JSON lines."""
    return map(json_text, values)


def neutral(cell: str) -> str:
    """A CSV cell that no spreadsheet takes for a formula: `'` before = + - @ tab, CR and their full-width forms."""
    return "'" + cell if _FORMULA.match(cell) else cell


def csv_lines(rows: Iterable[Row], columns: Sequence[Column[Row]]) -> Iterator[str]:
    """CSV (RFC 4180, but ended by a line feed) with every column, cells neutralised."""
    yield _csv([c.header for c in columns])
    for row in rows:
        yield _csv([neutral(clean_line(c.cell(row), MAX_CELL)) for c in columns])


def _csv(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()


def md_lines(rows: Iterable[Row], columns: Sequence[Column[Row]]) -> Iterator[str]:
    """A Markdown table with every column; pipes, brackets and what else Markdown reads are escaped."""
    yield "| " + " | ".join(_md(c.header) for c in columns) + " |"
    yield "|" + "|".join("--:" if c.right else "---" for c in columns) + "|"
    for row in rows:
        yield "| " + " | ".join(_md(clean_line(c.cell(row), MAX_CELL)) for c in columns) + " |"


def _md(cell: str) -> str:
    return re.sub(r"([\\|`*_\[\]<>])", r"\\\1", cell)


def table_lines(rows: Iterable[Row], columns: Sequence[Column[Row]], width: int | None = None) -> Iterator[str]:
    """A table as wide as the terminal (100 columns in a pipe): columns as narrow as their cells allow, the last takes the rest.

    Only the first rows are looked at for that; where there are more, columns have their full width, and rows stream.
    """
    shown = [c for c in columns if c.shown]
    rest = iter(rows)
    first = [_cells(row, shown) for row in islice(rest, _MEASURED)]
    more = list(islice(rest, 1))
    widths = [_width(c, [line[i] for line in first], bool(more)) for i, c in enumerate(shown)]
    total = (width or table_width()) - 2 * (len(shown) - 1)
    widths[-1] = max(LAST_LEAST, total - sum(widths[:-1]))
    header: list[str] = [c.header for c in shown]
    for line in chain((header,), first, (_cells(row, shown) for row in chain(more, rest))):
        yield "  ".join(pad(fit(text, w), w, right=c.right) for text, w, c in zip(line, widths, shown)).rstrip()


_MEASURED = 500


def _cells(row: Row, columns: Sequence[Column[Row]]) -> list[str]:
    return [clean_line(c.cell(row), MAX_CELL) for c in columns]


def _width(column: Column[Row], cells: list[str], full: bool) -> int:
    if column.width is None:
        return 0
    longest = column.width if full else max([width_of(column.header), *map(width_of, cells)])
    return min(longest, column.width)


def table_width() -> int:
    """The terminal's width; 100 where standard output is none."""
    return shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns if sys.stdout.isatty() else PLAIN_WIDTH
