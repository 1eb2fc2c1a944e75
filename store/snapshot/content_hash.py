"""The hash over layers: the same for the same rows, however the file lays them out; another for any other value.

SHA-256 over each table's name, columns and rows in the order of their keys. Every value carries its type and its
length, so that NULL differs from '', 1 from '1', and no text can pass for two. Integer ids of content are numbered by
key when a snapshot is written (create.py), so they say nothing of the file that it came from.

The derived rows are sixty times as many and only have to be known again, so their hash is over the lines of JSON that
SQLite itself makes of them: as telling, and a sixth of the time. (Until form 2 it was made like that of content.)
"""

from __future__ import annotations

import hashlib
import sqlite3
import struct
from collections.abc import Iterable, Iterator, Sequence

from store.snapshot.layers import Table

_LENGTH = struct.Struct(">cQ")
_REAL = struct.Struct(">d")
_NULL = b"n"
_LINES = 1_000


class LayerHash:
    """Takes tables and their rows, in order; `hexdigest` at the end."""

    def __init__(self) -> None:
        self._sha = hashlib.sha256()
        self._rows = 0

    def table(self, table: Table) -> None:
        """Begin a table: the rows that follow are its."""
        self.row((self._rows, table.name, *table.columns))
        self._rows = 0

    def row(self, values: Sequence[object]) -> None:
        """One row; TypeError for a value that SQLite has no form of."""
        self._rows += 1
        self._sha.update(_LENGTH.pack(b"r", len(values)) + b"".join(map(_tagged, values)))

    def hexdigest(self) -> str:
        """The hash, after the last row."""
        self.row((self._rows, "end"))
        return self._sha.hexdigest()


def _tagged(value: object) -> bytes:
    if value is None:
        return _NULL
    if isinstance(value, str):
        data, tag = value.encode("utf-8"), b"t"
    elif isinstance(value, int):
        data, tag = b"%d" % value, b"i"
    elif isinstance(value, float):
        data, tag = _REAL.pack(value), b"f"
    elif isinstance(value, bytes):
        data, tag = value, b"b"
    else:
        raise TypeError(f"a column holds {type(value).__name__}")
    return _LENGTH.pack(tag, len(data)) + data


def layer_hash(db: sqlite3.Connection, tables: Iterable[Table]) -> str:
    """The hash of these tables of a snapshot, in hex."""
    sha = LayerHash()
    for table in tables:
        sha.table(table)
        for row in db.execute(table.select()):
            sha.row(tuple(row))
    return sha.hexdigest()


class PrintedHash:
    """Takes tables and blocks of their printed lines, in order; `hexdigest` at the end."""

    def __init__(self) -> None:
        self._sha = hashlib.sha256()

    def table(self, table: Table) -> None:
        """Begin a table. No line of JSON holds a line feed, so none can pass for this."""
        self._sha.update(f"\n{table.name} {' '.join(table.columns)}\n".encode())

    def block(self, lines: str) -> None:
        """Some lines, parted by line feeds."""
        self._sha.update(lines.encode("utf-8") + b"\n")

    def hexdigest(self) -> str:
        """The hash, after the last line."""
        return self._sha.hexdigest()


def printed_blocks(db: sqlite3.Connection, table: Table) -> Iterator[str]:
    """A table's rows as SQLite prints them, a thousand lines at a time."""
    cursor = db.execute(table.printed())
    while rows := cursor.fetchmany(_LINES):
        yield "\n".join([line for (line,) in rows])


def printed_hash(db: sqlite3.Connection, tables: Iterable[Table]) -> str:
    """The hash of these tables of a snapshot by their printed lines, in hex."""
    sha = PrintedHash()
    for table in tables:
        sha.table(table)
        for block in printed_blocks(db, table):
            sha.block(block)
    return sha.hexdigest()
