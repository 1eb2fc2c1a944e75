"""The case file: one SQLite file, opened, read in consistent snapshots and written in units of work."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from store.errors import CaseFileError
from store.lock import WAIT_SECONDS, writer_lock
from store.schema.create import check_library, create, schema_version
from store.schema.migrations import SCHEMA_VERSION

if TYPE_CHECKING:
    from store.upgrade import Upgraded

Reader = sqlite3.Connection
"""A connection inside a read transaction: everything it sees is of one moment."""

Writer = sqlite3.Connection
"""A connection inside a unit of work."""

_READ_CACHE_KIB = 2_048
"""Of each thread that reads: the system caches the file too, and with 16 MB the dashboard over a million claims took
220 MB in place of 90."""


class OlderError(CaseFileError):
    """A file to be read only has an older schema, and would have to be written first."""


_WRITE_CACHE_KIB = 49_152
"""Of each thread that writes: linking looks all over its indexes, which grow past the 2 MB that are usual."""


class CaseFile:
    """One case file. Safe to share between threads: each has connections of its own.

    `CaseFile(path)` makes a file that isn't there, and brings one of an older schema up to date (`upgraded` says what was
    done). `CaseFile(path, read_only=True)` never writes and raises CaseFileError when the file is missing or older.
    """

    def __init__(self, path: Path | str, *, read_only: bool = False) -> None:
        check_library()
        self.path = Path(path)
        self.read_only = read_only
        self.upgraded: Upgraded | None = None
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        if read_only and not is_there(self.path):
            raise CaseFileError(
                f"There is no case file {self.path.name}", hint="import something first: saidby import auto PATH"
            )
        if self.path.is_dir():
            raise CaseFileError(f"{self.path.name} is a folder, not a case file")
        if not self.path.is_file() or self.path.stat().st_size == 0:
            self._create()
        else:
            self._check()

    def _create(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with writer_lock(self.path):
                db = self._connect("rwc")
                try:
                    create(db)
                finally:
                    db.close()
        except (OSError, sqlite3.Error) as error:
            raise CaseFileError(f"The case file {self.path.name} can't be made", str(error)) from error

    def _check(self) -> None:
        version = self._version()
        if version == 0 and self.read_only:
            wait_till_made(self.path)
            version = self._version()
            if version == 0:
                raise CaseFileError(
                    f"There is nothing in the case file {self.path.name}",
                    hint="import something first: saidby import auto PATH",
                )
        if version == 0:
            self._create()
        elif 0 < version < SCHEMA_VERSION:
            self._bring_up(version)

    def _version(self) -> int:
        try:
            db = self._connect("ro" if self.read_only else "rw")
            try:
                return schema_version(db)
            finally:
                db.close()
        except sqlite3.Error as error:
            raise CaseFileError(f"The case file {self.path.name} can't be opened", str(error)) from error

    def _bring_up(self, version: int) -> None:
        if self.read_only:
            raise OlderError(
                f"The case file {self.path.name} has schema {version}, this program reads {SCHEMA_VERSION}",
                hint="saidby refresh brings it up to date, and keeps a copy",
            )
        from store.upgrade import upgrade  # what an older file needs, nobody else does

        self.upgraded = upgrade(self.path)

    def _connect(self, mode: str) -> sqlite3.Connection:
        uri = f"file:{quote(os.fspath(self.path.absolute()))}?mode={mode}"
        db = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=WAIT_SECONDS, check_same_thread=False)
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA foreign_keys = ON")
        with self._guard:  # readers first: the last to be closed must be one that may tidy the write-ahead log away
            self._all.insert(0 if mode == "ro" else len(self._all), db)
        return db

    def _reader(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = getattr(self._local, "reader", None)
        if db is None:
            db = self._connect("ro")
            db.execute("PRAGMA query_only = ON")
            db.execute(f"PRAGMA cache_size = -{_READ_CACHE_KIB}")
            self._local.reader = db
        return db

    def _writer(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = getattr(self._local, "writer", None)
        if db is None:
            db = self._connect("rw")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute(f"PRAGMA cache_size = -{_WRITE_CACHE_KIB}")
            self._local.writer = db
        return db

    @contextlib.contextmanager
    def read(self) -> Iterator[Reader]:
        """A consistent view of the file. May be nested; the inner one sees what the outer one sees."""
        db = getattr(self._local, "in_write", None) or self._reader()
        if db.in_transaction:
            yield db
            return
        try:
            db.execute("BEGIN")
        except sqlite3.Error as error:
            raise CaseFileError(f"The case file {self.path.name} can't be read", str(error)) from error
        try:
            yield db
        finally:
            if db.in_transaction:
                db.execute("COMMIT")

    @contextlib.contextmanager
    def write(self, *, durable: bool = False) -> Iterator[Writer]:
        """One unit of work: all of it or nothing. `durable` (annotations) survives a power cut once it returns.

        Nested units join the outer one. On leaving the outermost, `generation` moves.
        Raises CaseFileError when the file can't be written (read-only, disk full, locked for 30 seconds).
        """
        if self.read_only:
            raise CaseFileError(f"{self.path.name} is open for reading only")
        outer: sqlite3.Connection | None = getattr(self._local, "in_write", None)
        if outer is not None:
            yield outer
            return
        with writer_lock(self.path):
            try:
                db = self._writer()
                db.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
                db.execute("BEGIN IMMEDIATE")
            except sqlite3.Error as error:
                raise CaseFileError(f"The case file {self.path.name} can't be written", str(error)) from error
            self._local.in_write = db
            try:
                yield db
                _bump_generation(db)
                db.execute("COMMIT")
            except BaseException as error:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                if isinstance(error, sqlite3.OperationalError):
                    raise CaseFileError(
                        f"The case file {self.path.name} can't be written", str(error), "nothing of this step was kept"
                    ) from error
                raise
            finally:
                self._local.in_write = None

    def generation(self) -> int:
        """How many units of work the file has seen; it moves when anybody has written."""
        with self.read() as r:
            row = r.execute("SELECT value FROM setting WHERE key = 'generation'").fetchone()
        return int(row[0]) if row else 0

    def interrupt(self) -> None:
        """Break off what other threads are reading; their queries raise sqlite3.OperationalError."""
        with self._guard:
            for db in self._all:
                with contextlib.suppress(sqlite3.ProgrammingError):
                    db.interrupt()

    def close(self) -> None:
        """Close every connection. The file is complete on disk afterwards."""
        with self._guard:
            for db in self._all:
                with contextlib.suppress(sqlite3.ProgrammingError):
                    db.close()
            self._all.clear()
        self._local = threading.local()

    def __enter__(self) -> CaseFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def is_there(path: Path) -> bool:
    """Whether there is a file at `path`, one that another program is just making included: that is waited for."""
    return path.is_file() or (Path(f"{path}-lock").is_file() and wait_till_made(path))


def wait_till_made(path: Path) -> bool:
    """Wait while another program holds a case file's lock; gives whether the file is there then."""
    with contextlib.suppress(CaseFileError), writer_lock(path):  # a folder to be read only can't be locked
        pass
    return path.is_file()


def _bump_generation(db: sqlite3.Connection) -> None:
    db.execute(
        "INSERT INTO setting (key, value) VALUES ('generation', '1') "
        "ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)"
    )
