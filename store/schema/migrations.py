"""The schema's versions: how a fresh file is made and an older one brought up to date, by sqlite-utils migrations.

Each step is run once, in order, all of them in one transaction. Content and analyst tables are never transformed
(sqlite-utils' `transform` drops a table's triggers, which keep their laws): later steps may add tables, columns with a
default, and indexes. The views and the derived layer need no steps: where their SQL changed they are made anew.

To change a schema that was released: change the .sql file, count SCHEMA_VERSION up, add a step where content, analyst or
local tables changed, keep what an empty snapshot of the version before held (store/snapshot/released/N.sql) and a case
file and a snapshot of it (tests/store/fixtures). Tests fail until all of that is there.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

SCHEMA_VERSION = 2
"""`PRAGMA user_version` of a case file that this program writes."""


def script(name: str) -> str:
    """One of the SQL files beside this module."""
    from importlib.resources import files  # two milliseconds, for who makes or migrates a file

    return files(__package__).joinpath(f"{name}.sql").read_text(encoding="utf-8")


def migrations() -> Migrations:
    """All steps, oldest first. The first makes a fresh file as it is today, so the later ones must find no fault in that."""
    from sqlite_utils import Migrations  # 52-117 ms: not on the reading path

    steps = Migrations("saidby")

    @steps(name="0001_layers")
    def layers(db: Database) -> None:
        for name in ("content", "analyst", "local", "derived", "views"):
            db.executescript(script(name))

    @steps(name="0002_annotations_by_field")
    def annotations_by_field(db: Database) -> None:
        db.execute("CREATE INDEX IF NOT EXISTS op_field ON op (field, author)")

    return steps


def renew_rest(db: sqlite3.Connection) -> bool:
    """Inside a migration, after its steps: bring all that holds nothing of its own to what the SQL files say.

    Views, triggers and indexes that differ are dropped and made anew. Where a derived table differs, all of them are,
    empty, and every text is marked to be grouped and read; their ids go on from where they were. Gives whether that was so.
    """
    wanted, derived = _wanted()
    there = _objects(db)
    anew = any(there.get(("table", name), ("", ""))[1] != wanted["table", name][1] for name in derived)
    for (kind, name), (table, sql) in there.items():
        known = kind == "view" or ("table", table) in wanted
        if kind != "table" and known and wanted.get((kind, name), ("", ""))[1] != sql:
            db.execute(f"DROP {kind.upper()} {name}")
    last = dict(db.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
    db.execute("PRAGMA defer_foreign_keys = ON")
    for name in reversed(derived) if anew else ():
        db.execute(f"DROP TABLE IF EXISTS {name}")
    there = _objects(db)
    for key, (_, sql) in wanted.items():
        if key not in there:
            db.execute(sql)
    if anew:
        db.executemany(
            "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", [(n, s) for n, s in last.items() if n in derived]
        )
        db.execute("INSERT OR IGNORE INTO stale (stage, id) SELECT 'group', id FROM body")
    return anew


Objects = dict[tuple[str, str], tuple[str, str]]
"""Kind and name of each object, with its table and its SQL; those that SQLite makes itself are left out."""


def _objects(db: sqlite3.Connection) -> Objects:
    rows = db.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
        "ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 WHEN 'view' THEN 2 ELSE 3 END, rowid"
    )
    return {(kind, name): (table, sql) for kind, name, table, sql in rows}


def _wanted() -> tuple[Objects, list[str]]:
    """Every object of a fresh file, tables first; and the derived tables, parents first."""
    db = sqlite3.connect(":memory:")
    for name in ("content", "analyst", "local"):
        db.executescript(script(name))
    before = set(_objects(db))
    for name in ("derived", "views"):
        db.executescript(script(name))
    found = _objects(db)
    db.close()
    return found, [name for kind, name in found if kind == "table" and (kind, name) not in before]
