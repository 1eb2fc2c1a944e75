"""CSV text to rows, so that one bad row never swallows the rest.

An unterminated quote makes every parser read on to the next quote, or to the end. Here the row in which that happens
is given up, and reading goes on at the line after the one where it began.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass

DELIMITERS = (",", ";", "\t", "|")
_MAX_REREAD = 2_000_000
"""Lines read in vain in all before the rest of a file is given up: keeps hostile files linear."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row, and the line of the file (from 1) on which it starts."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A line that is no row, and why."""

    line: int
    why: str


def rows(text: str, delimiter: str) -> Iterator[Row | BadRow]:
    """All rows of a CSV text, in order; blank lines are left out. A line end is any of CR LF, LF, CR."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    lines = io.StringIO(text, newline="").readlines()
    start, wasted = 0, 0
    while start < len(lines):
        reader = csv.reader(_from(lines, start), delimiter=delimiter, strict=True)
        begun = start
        try:
            for cells in reader:
                first, begun = begun, start + reader.line_num
                if any(cells):
                    yield Row(first + 1, cells)
            return
        except csv.Error:
            read = reader.line_num - (begun - start)
        if read <= 1:
            yield _leniently(lines[begun], begun, delimiter)
        else:
            yield BadRow(begun + 1, "a quotation mark that opens on this line is never closed")
        wasted += read
        if wasted > _MAX_REREAD:
            yield BadRow(begun + 2, "too many open quotation marks: the rest of the file was not read")
            return
        start = begun + 1


def _from(lines: list[str], start: int) -> Iterator[str]:
    for number in range(start, len(lines)):
        yield lines[number]


def _leniently(line: str, number: int, delimiter: str) -> Row | BadRow:
    """A line with quotation marks in the wrong places, read as other programs would; not where one stays open."""
    if line.count('"') % 2:
        return BadRow(number + 1, "a quotation mark that opens on this line is never closed")
    try:
        return Row(number + 1, next(csv.reader([line], delimiter=delimiter)))
    except (csv.Error, StopIteration) as error:
        return BadRow(number + 1, str(error) or "no row")


def header_cells(first_line: str, delimiter: str) -> list[str]:
    """The cells of a first line; empty where it is no row."""
    try:
        return [c.strip() for c in next(csv.reader([first_line], delimiter=delimiter))]
    except (csv.Error, StopIteration):
        return []
