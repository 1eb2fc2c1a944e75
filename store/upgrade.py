"""A case file of an older schema: copied beside itself, then migrated in one transaction; whole before, or whole after."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from store.backup import back_up
from store.errors import CaseFileError
from store.lock import WAIT_SECONDS, writer_lock
from store.schema.create import migrate, schema_version
from store.schema.migrations import SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What was done: from which schema, where the copy of before lies, and whether all claims have to be made anew."""

    schema: int
    backup: Path
    anew: bool

    def words(self) -> str:
        """One sentence for whoever opened the file."""
        rest = "; its claims are made anew: saidby refresh" if self.anew else ""
        return f"Brought from schema {self.schema} to {SCHEMA_VERSION}; as it was before: {self.backup.name}{rest}"


def upgrade(path: Path) -> Upgraded | None:
    """Bring a case file of an older schema to this program's; None where there is nothing to do.

    Waits for other writers; readers of the old file see it until the new one is whole. CaseFileError where the copy or
    the file can't be written, and then the file is as it was.
    """
    try:
        with writer_lock(path):
            uri = f"file:{quote(str(path.absolute()))}?mode=rw"
            db = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=WAIT_SECONDS)
            try:
                db.execute("PRAGMA foreign_keys = ON")
                db.execute("PRAGMA synchronous = FULL")
                db.execute("BEGIN IMMEDIATE")
                schema = schema_version(db)
                if not 0 < schema < SCHEMA_VERSION:  # another program was quicker
                    db.execute("ROLLBACK")
                    return None
                kept = back_up(path, f"schema-{schema}")
                try:
                    anew = migrate(db)
                    if db.execute("PRAGMA foreign_key_check").fetchone():
                        raise sqlite3.IntegrityError("a row would point to nothing")
                    db.execute("COMMIT")
                except BaseException:
                    if db.in_transaction:
                        db.execute("ROLLBACK")
                    raise
                return Upgraded(schema, kept, anew)
            finally:
                db.close()
    except (OSError, sqlite3.Error) as error:
        raise CaseFileError(
            f"The case file {path.name} has an older schema and can't be brought up to date",
            str(error),
            "it is as it was",
        ) from error
