"""A copy of the case file beside it, as it was before something that changes much."""

from __future__ import annotations

import contextlib
import glob
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from store.errors import CaseFileError

LABELS = ("before-merge", "schema")
"""What stands in the names of copies, before a number."""


def back_up(path: Path, label: str) -> Path:
    """Copy the case file to NAME.LABEL.SUFFIX in its folder, durably; gives the copy's path.

    May be called inside a unit of work: the copy is what was there before it. CaseFileError where it can't be written.
    """
    target = next(_names(path, label))
    part = target.with_name(f"{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, path.stat().st_mode & 0o777))
        source_uri = f"file:{quote(os.fspath(path.absolute()))}?mode=ro"
        with (
            contextlib.closing(sqlite3.connect(source_uri, uri=True)) as source,
            contextlib.closing(sqlite3.connect(part)) as copy,
        ):
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.rename(target)
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        raise CaseFileError(f"The copy {target.name} can't be written", str(error), "nothing was changed") from error
    return target


def _names(path: Path, label: str) -> Iterator[Path]:
    copy = 1
    while True:
        ending = "" if copy == 1 else f"-{copy}"
        name = path.with_name(f"{path.stem}.{label}{ending}{path.suffix}")
        if not os.path.lexists(name):
            yield name
        copy += 1


def copies(path: Path) -> list[Path]:
    """The copies of a case file that `back_up` left beside it before merges and upgrades, by name."""
    stem, suffix = glob.escape(path.stem), glob.escape(path.suffix)
    return sorted(p for label in LABELS for p in path.parent.glob(f"{stem}.{label}-*{suffix}"))
