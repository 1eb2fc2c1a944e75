"""Which tables and columns travel in a snapshot, in which order, under which law; and the schema it must have, exactly."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from store.schema.create import APPLICATION_ID
from store.schema.migrations import SCHEMA_VERSION, script

PAGE_SIZE = 4096
FORMAT = 2
"""Version of the snapshot's own form: which tables it has, and how its hashes are made. 2: the derived rows are hashed as
SQLite prints them (content_hash.py); the content hash is what it was."""

_STAYS = frozenset({"body_band", "article_key", "frame_key", "stale"})
"""Derived tables that serve the making of others: they stay at home."""

_KEYS = {
    "body": ("hash",),
    "sighting": ("key",),
    "op": ("id",),
    "op_supersedes": ("superseded", "op"),
    "chain_link": ("claim", "hop"),
    "quantity": ("claim", "start_char"),
    "source_credit": ("article", "start_char"),
    "article_sighting": ("sighting",),
    "article_link": ("a", "b", "relation"),
    "actor_alias": ("alias", "actor"),
    "claim_link": ("a", "b", "relation"),
    "standing": ("claim",),
    "grade_part": ("claim", "seq"),
    "anchored": ("op", "article"),
}
"""By what a table's rows are put in order for its hash; by id where nothing is said."""

_MANIFEST = "CREATE TABLE manifest (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID"
_OP_HEAD = """CREATE VIEW op_head AS                     -- what each author holds now; retracted ones included, to be shown as such
SELECT o.* FROM op o
WHERE NOT EXISTS (SELECT 1 FROM op_supersedes s JOIN op later ON later.id = s.op WHERE s.superseded = o.id AND later.author = o.author)"""
"""Without the batches of merges, which are local: what was undone does not travel."""

_BODY_BY_ID = re.compile(r"INTEGER REFERENCES body,")
_BODY_BY_KEY = "TEXT REFERENCES body (hash),"
"""What a file stated names its text by its key: content of two files is joined by keys, never by row numbers."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table that travels: its columns, and those by which its rows are put in order."""

    name: str
    columns: tuple[str, ...]
    order: tuple[str, ...]
    reals: frozenset[str] = frozenset()
    """Its columns of floating point numbers."""

    def select(self, schema: str = "main") -> str:
        """Its rows in order."""
        return f"SELECT {', '.join(self.columns)} FROM {schema}.{self.name} ORDER BY {', '.join(self.order)}"

    def printed(self) -> str:
        """Its rows in order, each as one line of JSON that SQLite makes; floats as `quote` prints them, to the last bit."""
        cells = ", ".join(f"'f' || quote({c})" if c in self.reals else c for c in self.columns)
        return f"SELECT json_array({cells}) FROM {self.name} ORDER BY {', '.join(self.order)}"

    def insert(self) -> str:
        """The statement that stores one row."""
        return f"INSERT INTO {self.name} ({', '.join(self.columns)}) VALUES ({', '.join('?' * len(self.columns))})"


SchemaRow = tuple[str, str, str, str | None]
"""(type, name, table, SQL) as `sqlite_schema` holds it; indexes that SQLite makes itself have no SQL."""


@lru_cache(maxsize=1)
def _house() -> tuple[dict[str, tuple[str, ...]], tuple[SchemaRow, ...]]:
    """The tables of each layer, parents first, and all objects of a case file in the order of their making."""
    db = sqlite3.connect(":memory:")
    layers: dict[str, tuple[str, ...]] = {}
    for name in ("content", "analyst", "local", "derived", "views"):
        known = {t for tables in layers.values() for t in tables}
        db.executescript(script(name))
        tables = [t for (t,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")]
        layers[name] = tuple(t for t in tables if t not in known and not t.startswith("sqlite_"))
    rows = db.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid").fetchall()
    db.close()
    return layers, tuple(rows)


@lru_cache(maxsize=1)
def statements() -> tuple[str, ...]:
    """The SQL that makes an empty snapshot: no triggers, no sequences, no local tables."""
    layers, rows = _house()
    tables = {t for name in ("content", "analyst", "derived") for t in layers[name]} - _STAYS
    out = [_MANIFEST]
    for kind, name, table, sql in rows:
        if sql is None or kind == "trigger":
            continue
        if name == "op_head":
            out.append(_OP_HEAD)
        elif kind == "view" or table in tables:
            out.append(_BODY_BY_ID.sub(_BODY_BY_KEY, sql) if name == "sighting" else sql.replace(" AUTOINCREMENT", ""))
    return tuple(out)


@lru_cache(maxsize=4)
def allowed(schema: int = SCHEMA_VERSION) -> frozenset[SchemaRow]:
    """Every object that a snapshot of this schema holds; it must hold these and no other."""
    db = _blank(schema)
    rows = db.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall()
    db.close()
    return frozenset(rows)


def _blank(schema: int) -> sqlite3.Connection:
    """An empty snapshot of this program's schema or of one that was released, in memory."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    if schema == SCHEMA_VERSION:
        make(db)
    else:
        db.executescript(files(__package__).joinpath(f"released/{schema}.sql").read_text(encoding="utf-8"))
    return db


def make(db: sqlite3.Connection) -> None:
    """Make an empty snapshot in an empty database."""
    make_tables(db)
    make_rest(db)


def make_tables(db: sqlite3.Connection) -> None:
    """The tables of a snapshot; `make_rest` when they are filled, as an index of many rows is made quicker at once."""
    db.execute(f"PRAGMA page_size = {PAGE_SIZE}")
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    for statement in statements():
        if statement.startswith("CREATE TABLE"):
            db.execute(statement)


def make_rest(db: sqlite3.Connection) -> None:
    """The indexes and views of a snapshot."""
    for statement in statements():
        if not statement.startswith("CREATE TABLE"):
            db.execute(statement)


@lru_cache(maxsize=4)
def _tables(schema: int) -> dict[str, tuple[Table, ...]]:
    layers, _ = _house()
    db = _blank(schema)
    there = [t for (t,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")]
    lasting = {*layers["content"], *layers["analyst"]}
    out = {
        "content": tuple(_table(db, name) for name in there if name in lasting),
        "derived": tuple(_table(db, name) for name in there if name not in lasting and name not in _OUTSIDE),
    }
    db.close()
    return out


_OUTSIDE = frozenset({"manifest", "sqlite_sequence", "sqlite_stat1"})


def _table(db: sqlite3.Connection, name: str) -> Table:
    columns = db.execute("SELECT name, type FROM pragma_table_info(?)", (name,)).fetchall()
    reals = frozenset(c for c, kind in columns if kind == "REAL")
    return Table(name, tuple(c for c, _ in columns), _KEYS.get(name, ("id",)), reals)


def content_tables(schema: int = SCHEMA_VERSION) -> tuple[Table, ...]:
    """What the bytes say and what people did: body, sighting, op, op_supersedes. Covered by the content hash."""
    return _tables(schema)["content"]


def derived_tables(schema: int = SCHEMA_VERSION) -> tuple[Table, ...]:
    """What is made of them: covered by the derived hash, for readers of the snapshot; made anew on merge."""
    return _tables(schema)["derived"]
