"""One writer at a time, where the SQLite in use needs help with that."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from store.errors import CaseFileError

WAL_RESET_FIXED = (3, 51, 3)
"""SQLite 3.7.0 to 3.51.2: two connections that write and checkpoint at once can corrupt a WAL (SHARING.md)."""

WAIT_SECONDS = 30.0
"""How long a writer waits for another before it gives up, here and as SQLite's busy timeout."""


def needs_lock() -> bool:
    """Whether this SQLite has the WAL-reset race."""
    return sqlite3.sqlite_version_info < WAL_RESET_FIXED


@contextlib.contextmanager
def writer_lock(case_file: Path) -> Iterator[None]:
    """Hold `FILE-lock` while writing; CaseFileError when another program keeps it for 30 seconds."""
    if not needs_lock():
        yield
        return
    from filelock import FileLock, Timeout  # 20 ms: only writers pay for it

    lock = FileLock(f"{case_file}-lock", timeout=WAIT_SECONDS)
    try:
        lock.acquire()
    except Timeout as error:
        raise CaseFileError(
            f"Another program has been writing {case_file.name} for {WAIT_SECONDS:.0f} seconds",
            hint="wait for it to end, then try again",
        ) from error
    except OSError as error:
        raise CaseFileError(f"{case_file.name} can't be locked", str(error)) from error
    try:
        yield
    finally:
        lock.release()
