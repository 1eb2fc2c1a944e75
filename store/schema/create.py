"""A fresh case file, an older one brought up to date, and the derived layer dropped."""

from __future__ import annotations

import re
import sqlite3
from functools import lru_cache
from typing import TYPE_CHECKING

from store.errors import CaseFileError
from store.schema.migrations import SCHEMA_VERSION, migrations, renew_rest, script

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x53414944
"""'SAID' in ASCII: how `file` and saidby itself know a case file."""

MIN_SQLITE = (3, 37, 0)
"""STRICT tables; older libraries can't open a case file."""

PAGE_SIZE = 8192
"""Halves the time of scans against 4096 (SEARCH.md)."""


def check_library() -> None:
    """Raise CaseFileError where Python's SQLite is too old for a case file."""
    if sqlite3.sqlite_version_info < MIN_SQLITE:
        raise CaseFileError(
            f"This Python's SQLite is {sqlite3.sqlite_version}; saidby needs 3.37 or newer",
            hint="install saidby with uv, which brings a Python of its own",
        )


def create(db: sqlite3.Connection) -> None:
    """Make an empty database a case file, in one transaction; does nothing to one that is. `db` is in autocommit mode."""
    if schema_version(db) == 0:
        house = _house(db)  # takes its time: before the file can be seen half made
        db.execute(f"PRAGMA page_size = {PAGE_SIZE}")
        db.execute("PRAGMA journal_mode = WAL")
        _step(db, house, renew=False)


def migrate(db: sqlite3.Connection) -> bool:
    """Bring an older case file to this program's schema, in the transaction that `db` is in.

    Gives whether the derived layer was emptied and has to be made anew.
    """
    return _step(db, _house(db), renew=True)


def _house(db: sqlite3.Connection) -> Database:
    from sqlite_utils import Database  # 52-117 ms, and only needed where there is something to do

    return Database(db, execute_plugins=False)


def _step(db: sqlite3.Connection, house: Database, *, renew: bool) -> bool:
    with house.atomic():
        migrations().apply(house)
        anew = renew_rest(db) if renew else False
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    return anew


def schema_version(db: sqlite3.Connection) -> int:
    """The file's schema version, 0 for an empty file; CaseFileError when it is no case file, or a newer one."""
    try:
        (application,) = db.execute("PRAGMA application_id").fetchone()
        (version,) = db.execute("PRAGMA user_version").fetchone()
        (objects,) = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.DatabaseError as error:
        raise CaseFileError("This file is no case file", str(error), "name another with --db") from error
    if objects == 0:
        return 0
    if application != APPLICATION_ID:
        raise CaseFileError("This SQLite file was not made by saidby", hint="name another with --db")
    if version > SCHEMA_VERSION:
        raise CaseFileError(
            f"The case file has schema {version}, this program reads up to {SCHEMA_VERSION}", hint="update saidby"
        )
    return int(version)


@lru_cache(maxsize=1)
def derived_tables() -> tuple[str, ...]:
    """The tables of the derived layer, children before parents: the order in which their rows can be deleted."""
    return tuple(reversed(re.findall(r"^CREATE TABLE (\w+)", script("derived"), re.MULTILINE)))


def clear_derived(db: sqlite3.Connection) -> None:
    """Delete every row of the derived layer. Ids are not used again (AUTOINCREMENT survives DELETE, not DROP)."""
    db.execute("PRAGMA defer_foreign_keys = ON")
    for table in derived_tables():
        db.execute(f"DELETE FROM {table}")
