"""The derived rows of a snapshot, for `open`: taken as they stand where they match their hash and the texts, else not."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator

from store.records.text import is_clean
from store.snapshot.content_hash import LayerHash
from store.snapshot.layers import Table, derived_tables

_LISTS = frozenset({("timex", "alternatives"), ("claim", "corrected_by")})
_OBJECTS = frozenset({("claim", "reading")})
_MAX_DEPTH = 200

MISQUOTED = """SELECT 1 FROM claim c JOIN article a ON a.id = c.article JOIN body b ON b.id = a.body
WHERE b.text IS NULL OR c.quote IS NOT substr(b.text, c.start_char + 1, c.end_char - c.start_char) LIMIT 1"""
"""A claim whose sentence does not stand where it says (PRODUCT.md, invariant 1)."""


def copy_derived(source: sqlite3.Connection, target: sqlite3.Connection, expected: str) -> str:
    """Copy all derived tables into the laundered file; "ok", or one clause that says why none of it was taken."""
    sha = LayerHash()
    target.execute("BEGIN")
    try:
        for table in derived_tables():
            sha.table(table)
            target.executemany(table.insert(), _checked(table, source.execute(table.select()), sha))
        if sha.hexdigest() != expected:
            raise ValueError("they do not match their hash")
        if target.execute("SELECT 1 FROM pragma_foreign_key_check LIMIT 1").fetchone():
            raise ValueError("one points to nothing")
        if target.execute(MISQUOTED).fetchone():
            raise ValueError("a quote does not stand in its text")
    except (ValueError, TypeError, RecursionError, UnicodeError, sqlite3.IntegrityError) as error:
        target.execute("ROLLBACK")
        return str(error)
    target.execute("COMMIT")
    return "ok"


def _checked(table: Table, rows: Iterable[tuple[object, ...]], sha: LayerHash) -> Iterator[tuple[object, ...]]:
    for row in rows:
        sha.row(row)
        for column, value in zip(table.columns, row):
            if isinstance(value, str):
                if not is_clean(value):
                    raise ValueError("one holds control characters")
                _check_json((table.name, column), value)
        yield row


def _check_json(place: tuple[str, str], text: str) -> None:
    wanted = list if place in _LISTS else dict if place in _OBJECTS else None
    if wanted is None:
        return
    if text.count("[") + text.count("{") > len(text) // 2 + _MAX_DEPTH or not isinstance(json.loads(text), wanted):
        raise ValueError("one is malformed")
