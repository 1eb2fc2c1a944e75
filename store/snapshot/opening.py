"""What runs in the child process: a colleague's file, hostile until checked, becomes a laundered file of our own.

The order is that of SHARING.md: nothing beside the file that could change it, a regular file and no link, a copy of
our own, its header, limits, its schema against the allow-list, its integrity, then its rows one by one, and its hash.
Only the standard library touches the copy.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import stat
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from store.errors import RejectedError
from store.schema.create import APPLICATION_ID
from store.schema.migrations import SCHEMA_VERSION
from store.snapshot import manifest as manifests
from store.snapshot.checks import check_body, check_op, check_sighting
from store.snapshot.content_hash import LayerHash
from store.snapshot.derived import FUNCTIONS, check_derived, copy_derived
from store.snapshot.layers import Table, allowed, content_tables, derived_tables, make_rest, make_tables
from store.snapshot.manifest import Manifest

MAX_BYTES = 16_000_000_000
MAX_CELL = 100_000_000
"""Bytes of one text; what is longer is no article."""

SECONDS = 7.0
SECONDS_PER_MEGABYTE = 2.0
COPY = "copy"
LAUNDERED = "laundered"

_HEADER = 100
_BLOCK = 1 << 20
_STEPS = 20_000
_SIDECARS = ("-wal", "-journal", "-shm")
_CACHE_KIB = 65_536
"""The check of integrity looks up every entry of every index."""

_DEFENSIVE = 1010  # SQLITE_DBCONFIG_DEFENSIVE, which Python 3.11 does not name

Derived = Literal["leave", "check", "take"]
"""What is to be done with the derived rows."""


@dataclass(frozen=True, slots=True)
class Laundered:
    """What the child found: the manifest's lines, the hash of the file's bytes, whether its derived rows hold.

    `derived` is "ok", "none" (not sent, or not asked for), "older" (sound, of an older schema) or why they do not hold.
    """

    manifest: dict[str, str]
    sha256: str
    size: int
    derived: str


def seconds_for(size: int) -> float:
    """How long a file of some bytes may take, by the clock and of the processor."""
    return SECONDS + size / 1e6 * SECONDS_PER_MEGABYTE


def launder(path: str, folder: str, *, derived: Derived) -> dict[str, object]:
    """Check a snapshot and write what it holds into `folder`/laundered; RejectedError with the reason where it is none.

    The derived rows are left, checked where they lie, or checked and taken into the laundered file too.
    """
    copy, clean = Path(folder) / COPY, Path(folder) / LAUNDERED
    size, sha = _copied(path, copy)
    _check_header(copy, size)
    try:
        source = _opened(copy, time.monotonic() + seconds_for(size))
        try:
            schema = _check_schema(source)
            _check_integrity(source)
            astray = _pointing_nowhere(source) if derived != "leave" else frozenset()
            source.set_authorizer(_reads_only)
            found = _manifest(source, schema)
            with contextlib.closing(
                sqlite3.connect(f"file:{quote(os.fspath(clean))}", uri=True, isolation_level=None)
            ) as target:
                _empty(target)
                _content(source, target, found)
                state = "none"
                if derived != "leave" and found.derived_hash:
                    state = "one points to nothing" if astray else check_derived(source, found.derived_hash, schema)
                if derived == "take" and state == "ok":
                    _take(target, copy)
                make_rest(target)
        finally:
            source.close()
    except sqlite3.OperationalError as error:
        words = str(error)
        raise RejectedError("It took too long to check" if "interrupt" in words else "It is damaged", words) from error
    except (sqlite3.Error, UnicodeError) as error:
        raise RejectedError("It is damaged", str(error)) from error
    copy.unlink()
    return asdict(Laundered(found.rows(), sha, size, state))


def _copied(path: str, copy: Path) -> tuple[int, str]:
    for ending in _SIDECARS:
        if os.path.lexists(path + ending):
            raise RejectedError(
                f"A file {ending} lies beside it, which could change what it says", hint="ask for it again"
            )
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if Path(path).is_symlink():
        raise RejectedError("It is a link, not a file")
    try:
        handle = os.open(path, flags)
    except FileNotFoundError as error:
        raise RejectedError("There is no such file") from error
    except OSError as error:
        raise RejectedError("It can't be opened", error.strerror or "") from error
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_BYTES:
        os.close(handle)
        large = stat.S_ISREG(status.st_mode)
        raise RejectedError(f"It is larger than {MAX_BYTES // 1_000_000_000} GB" if large else "It is no regular file")
    with os.fdopen(handle, "rb") as file:
        sha, size = hashlib.sha256(), 0
        with copy.open("xb") as out:
            while size <= MAX_BYTES and (block := file.read(_BLOCK)):
                sha.update(block)
                size += len(block)
                out.write(block)
    return size, sha.hexdigest()


def _check_header(copy: Path, size: int) -> None:
    with copy.open("rb") as file:
        head = file.read(_HEADER)
    if len(head) < _HEADER or not head.startswith(b"SQLite format 3\0"):
        raise RejectedError("It is no snapshot", "not an SQLite file")

    def number(start: int, length: int = 4, *, signed: bool = False) -> int:
        return int.from_bytes(head[start : start + length], "big", signed=signed)

    if number(68) != APPLICATION_ID:
        raise RejectedError("It is no snapshot", "another program made it")
    version = number(60, signed=True)
    if version > SCHEMA_VERSION:
        raise RejectedError(f"It has schema {version}, this program reads up to {SCHEMA_VERSION}", hint="update saidby")
    if version < 1:
        raise RejectedError("It is no snapshot", f"its schema says {version}")
    page = 65_536 if number(16, 2) == 1 else number(16, 2)
    if page < 512 or page & (page - 1) or head[18] not in (1, 2) or head[19] != head[18] or head[20] or number(56) != 1:
        raise RejectedError("It is damaged", "its header makes no sense")
    if number(28) * page != size:
        raise RejectedError("It is damaged", f"it should have {number(28) * page:,} bytes and has {size:,}")


def _opened(copy: Path, deadline: float) -> sqlite3.Connection:
    db = sqlite3.connect(f"file:{quote(os.fspath(copy))}?mode=ro&immutable=1", uri=True, isolation_level=None)
    for limit, value in (
        (sqlite3.SQLITE_LIMIT_LENGTH, MAX_CELL),
        (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100_000),
        (sqlite3.SQLITE_LIMIT_COLUMN, 100),
        (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 100),
        (sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 5),
        (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1),
        (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
    ):
        db.setlimit(limit, value)
    db.set_progress_handler(lambda: int(time.monotonic() > deadline), _STEPS)
    if (configure := getattr(db, "setconfig", None)) is not None:  # Python 3.12
        configure(_DEFENSIVE, True)
    for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0", "query_only = ON"):
        db.execute(f"PRAGMA {pragma}")
    db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    return db


def _check_schema(db: sqlite3.Connection) -> int:
    """Whether it has every object that a snapshot of its schema has, and no other; gives the schema's number."""
    (schema,) = db.execute("PRAGMA user_version").fetchone()
    expected = allowed(schema)
    found = db.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema LIMIT ?", (len(expected) + 1,)).fetchall()
    if len(found) != len(expected) or set(found) != expected:
        strange = sorted({str(row[1]) for row in set(found) - expected} | {row[1] for row in expected - set(found)})
        raise RejectedError(
            "It is no snapshot as saidby writes them", f"{len(strange)} objects differ: {strange[0]}" if strange else ""
        )
    return int(schema)


def _check_integrity(db: sqlite3.Connection) -> None:
    (said,) = db.execute("PRAGMA integrity_check(1)").fetchone()
    if said != "ok":
        raise RejectedError("It is damaged", str(said))


def _pointing_nowhere(db: sqlite3.Connection) -> frozenset[str]:
    """The tables with a row that points to none."""
    return frozenset(t for (t,) in db.execute('SELECT DISTINCT "table" FROM pragma_foreign_key_check'))


def _reads_only(action: int, what: str | None, column: str | None, schema: str | None, view: str | None) -> int:
    if action == sqlite3.SQLITE_SELECT or (action == sqlite3.SQLITE_READ and what in _known()):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_OK if action == sqlite3.SQLITE_FUNCTION and column in FUNCTIONS else sqlite3.SQLITE_DENY


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """The tables that may be read: those of every schema that was released."""
    schemas = range(1, SCHEMA_VERSION + 1)
    return frozenset({"manifest", *(t.name for n in schemas for t in content_tables(n) + derived_tables(n))})


def _manifest(db: sqlite3.Connection, schema: int) -> Manifest:
    rows = db.execute("SELECT key, value FROM manifest LIMIT 100").fetchall()
    found = manifests.read(dict(rows))
    if found.schema != schema:
        raise RejectedError("It is no snapshot as saidby writes them", f"it speaks of schema {found.schema}")
    return found


def _empty(target: sqlite3.Connection) -> None:
    target.execute("PRAGMA journal_mode = MEMORY")
    target.execute("PRAGMA synchronous = OFF")
    target.execute("BEGIN")
    make_tables(target)
    target.execute("COMMIT")


def _content(source: sqlite3.Connection, target: sqlite3.Connection, found: Manifest) -> None:
    """Copy the content and analyst layers row by row, each checked; their hash must be the one the manifest names."""
    sha, bodies = LayerHash(), set[str]()
    target.execute("BEGIN")
    for table in content_tables(found.schema):  # later schemas have more tables and columns, never other ones
        sha.table(table)
        rows = _hashed(source.execute(table.select()), sha)
        try:
            target.executemany(table.insert(), _checked(table, rows, bodies))
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise RejectedError("It holds what can't be", str(error)) from error
        except sqlite3.IntegrityError as error:
            raise RejectedError("It holds what can't be", str(error)) from error
    if sha.hexdigest() != found.content_hash:
        raise RejectedError("It was altered", "its content does not match its hash")
    _check_columns(target)
    target.execute("COMMIT")


def _hashed(rows: Iterable[tuple[object, ...]], sha: LayerHash) -> Iterator[tuple[object, ...]]:
    for row in rows:
        sha.row(row)
        yield row


def _checked(table: Table, rows: Iterable[tuple[object, ...]], bodies: set[str]) -> Iterator[tuple[object, ...]]:
    """The rows, numbered as create.py numbers them, each what it says."""
    for number, row in enumerate(rows, 1):
        v = dict(zip(table.columns, row))
        if table.name in ("body", "sighting") and v["id"] != number:
            raise ValueError("its rows are not numbered as saidby does")
        if table.name == "body":
            check_body(_text(v["hash"]), _int(v["chars"]), None if v["text"] is None else _text(v["text"]))
            bodies.add(_text(v["hash"]))
        elif table.name == "sighting":
            body = None if v["body"] is None else _text(v["body"])
            if body is not None and body not in bodies:
                raise ValueError("an article has no text")
            check_sighting(_text(v["key"]), body, {c: v[c] for c in table.columns[3:]})
        elif table.name == "op":
            check_op(_text(v["id"]), _text(v["json"]), _int(v["redacted"]))
        yield row


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is none")
    return value


def _int(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("a number is none")
    return value


_EDGES = "SELECT o.id, e.value FROM op o, json_each(o.json, '$.supersedes') e"


def _check_columns(target: sqlite3.Connection) -> None:
    """In our own file: the columns of annotations say what their JSON says, and every row points to one that is there."""
    columns = (
        "author IS CAST(json_extract(json, '$.author') AS TEXT) AND at IS CAST(json_extract(json, '$.at') AS TEXT) "
        "AND field IS CAST(json_extract(json, '$.field') AS TEXT) AND target IS CAST(json_extract(json, '$.target.key') AS TEXT) "
        "AND start_char IS CAST(json_extract(json, '$.target.start') AS INTEGER) "
        "AND end_char IS CAST(json_extract(json, '$.target.end') AS INTEGER) "
        "AND quote IS CAST(json_extract(json, '$.target.quote') AS TEXT) AND value IS CAST(json_extract(json, '$.value') AS TEXT) "
        "AND reason IS CAST(json_extract(json, '$.reason') AS TEXT) AND private IS coalesce(json_extract(json, '$.private'), 0)"
    )
    for lie in (
        f"SELECT 1 FROM op WHERE NOT ({columns}) LIMIT 1",
        f"{_EDGES} EXCEPT SELECT op, superseded FROM op_supersedes LIMIT 1",
        f"SELECT op, superseded FROM op_supersedes EXCEPT {_EDGES} LIMIT 1",
        "SELECT 1 FROM body WHERE hash NOT IN (SELECT body FROM sighting WHERE body IS NOT NULL) LIMIT 1",
        "SELECT 1 FROM pragma_foreign_key_check LIMIT 1",
    ):
        if target.execute(lie).fetchone():
            raise RejectedError("It holds what can't be", "its annotations or articles do not fit together")


def _take(target: sqlite3.Connection, copy: Path) -> None:
    """Copy the derived rows, by SQLite itself, from the file in which they were found sound; it can't have changed."""
    target.execute("ATTACH ? AS sent", (f"file:{quote(os.fspath(copy))}?mode=ro&immutable=1",))
    for pragma in ("trusted_schema = OFF", "cell_size_check = ON"):
        target.execute(f"PRAGMA {pragma}")
    target.execute("BEGIN")
    copy_derived(target, "sent")
    target.execute("COMMIT")
    target.execute("DETACH sent")
