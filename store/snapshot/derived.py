"""The derived rows of a snapshot: whether they match their hash and their texts, checked where they lie; and their copy.

Checked are the lines that SQLite prints (content_hash.py), a thousand at a time: a block of plain characters holds no
control character in any cell, and only others are looked at cell by cell.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from store.records.text import is_clean
from store.schema.migrations import SCHEMA_VERSION
from store.snapshot.checks import is_plain_json
from store.snapshot.content_hash import PrintedHash, layer_hash, printed_blocks
from store.snapshot.layers import derived_tables

OLDER = "older"
"""The state of derived rows that hold, yet were made under an older schema: nobody can take them as they are."""

_JSON = (("timex", "alternatives", "array"), ("claim", "corrected_by", "array"), ("claim", "reading", "object"))
_MAX_BRACKETS = 200
FUNCTIONS = frozenset({"json_array", "quote", "json_valid", "json_type", "length", "replace", "substr"})
"""What the questions below call."""

_MISQUOTED = """SELECT 1 FROM claim c JOIN article a ON a.id = c.article JOIN body b ON b.id = a.body
WHERE b.text IS NULL OR c.quote IS NOT substr(b.text, c.start_char + 1, c.end_char - c.start_char) LIMIT 1"""
"""A claim whose sentence does not stand where it says (PRODUCT.md, invariant 1)."""


def check_derived(source: sqlite3.Connection, expected: str, schema: int) -> str:
    """ "ok" where all derived tables hold, `OLDER` where they do under an older schema, else one clause that says why not."""
    try:
        if schema != SCHEMA_VERSION:
            whole = layer_hash(source, derived_tables(schema)) == expected
            return OLDER if whole else "they do not match their hash"
        sha = PrintedHash()
        for table in derived_tables():
            sha.table(table)
            for block in printed_blocks(source, table):
                sha.block(block)
                _check_clean(block)
        if sha.hexdigest() != expected:
            raise ValueError("they do not match their hash")
        _check_json(source)
        if source.execute(_MISQUOTED).fetchone():
            raise ValueError("a quote does not stand in its text")
    except (ValueError, TypeError, RecursionError, UnicodeError) as error:
        return str(error)
    return "ok"


def _check_clean(block: str) -> None:
    if is_plain_json(block.replace("\n", "")):
        return
    for line in block.split("\n"):
        if not is_plain_json(line) and not all(map(is_clean, _texts(json.loads(line)))):
            raise ValueError("one holds control characters")


def _texts(cells: list[object]) -> Iterator[str]:
    return (cell for cell in cells if isinstance(cell, str))


def _check_json(source: sqlite3.Connection) -> None:
    for table, column, kind in _JSON:
        brackets = f"length({column}) * 2 - length(replace({column}, '[', '')) - length(replace({column}, '{{', ''))"
        bad = f"NOT json_valid({column}) OR json_type({column}) <> '{kind}' OR {brackets} > {_MAX_BRACKETS}"
        if source.execute(f"SELECT 1 FROM {table} WHERE {column} IS NOT NULL AND ({bad}) LIMIT 1").fetchone():
            raise ValueError("one is malformed")


def copy_derived(target: sqlite3.Connection, sent: str) -> None:
    """Copy the derived rows of the attached database `sent`, found sound before, into the laundered file."""
    for table in derived_tables():
        columns = ", ".join(table.columns)
        target.execute(f"INSERT INTO main.{table.name} ({columns}) SELECT {columns} FROM {sent}.{table.name}")
