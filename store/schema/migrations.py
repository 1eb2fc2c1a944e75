"""The schema's versions: how a fresh file is made and an older one brought up to date, by sqlite-utils migrations.

Each step is run once, in order, all of them in one transaction. Content and analyst tables are never transformed
(sqlite-utils' `transform` drops a table's triggers, which keep their laws): later steps may add tables and columns.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

SCHEMA_VERSION = 1
"""`PRAGMA user_version` of a case file that this program writes."""

DERIVED_TABLES_LAST_CHANGED = 1
"""The schema version in which derived.sql last changed; an older derived layer is made anew."""


def script(name: str) -> str:
    """One of the SQL files beside this module."""
    return files(__package__).joinpath(f"{name}.sql").read_text(encoding="utf-8")


def migrations() -> Migrations:
    """All steps, oldest first."""
    from sqlite_utils import Migrations  # 52-117 ms: not on the reading path

    steps = Migrations("saidby")

    @steps(name="0001_layers")
    def layers(db: Database) -> None:
        for name in ("content", "analyst", "local", "derived", "views"):
            db.executescript(script(name))

    return steps
