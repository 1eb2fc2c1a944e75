"""A laundered snapshot as a case file of its own, to look into: what `snapshot open` shows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from store import stale
from store.casefile import CaseFile
from store.snapshot.inspect import Inspected
from store.snapshot.layers import Table, content_tables, derived_tables


def unfold(theirs: Inspected, target: Path, *, rules: str, profile: str) -> bool:
    """Make a case file of what a snapshot holds; gives whether its derived rows could be taken over.

    They are where they came along whole and sound, made by these rules and this grading profile; else all is marked to
    be made anew: call `importers.refresh.refresh`.
    """
    manifest = theirs.manifest
    whole = (
        theirs.derived == "ok"
        and not manifest.waiting
        and manifest.grading_profile == profile
        and set(manifest.rule_sets) <= {rules}
    )
    with CaseFile(target) as case, case.write() as w:
        for table in content_tables():
            if table.name in _OWN:
                w.executemany(*_OWN[table.name](table, theirs))
            elif table.name != "op_supersedes":  # those the annotations' trigger fills in
                w.executemany(table.insert(), theirs.rows.execute(table.select()))
        if whole:
            for table in derived_tables():
                w.executemany(table.insert(), theirs.rows.execute(table.select()))
        else:
            stale.mark_query(w, "group", "SELECT id FROM body")
    return whole


def _sightings(table: Table, theirs: Inspected) -> tuple[str, Iterable[sqlite3.Row]]:
    """Texts are named by key in a snapshot, by row number here."""
    return table.insert(), theirs.rows.execute(
        f"SELECT s.id, s.key, b.id, {', '.join(f's.{c}' for c in table.columns[3:])} FROM sighting s "
        "LEFT JOIN body b ON b.hash = s.body ORDER BY s.id"
    )


def _ops(table: Table, theirs: Inspected) -> tuple[str, Iterable[sqlite3.Row]]:
    """The other columns are what the JSON says: a trigger sets them."""
    return (
        "INSERT INTO op (id, json, redacted) VALUES (?, ?, ?)",
        theirs.rows.execute(f"SELECT id, json, redacted FROM op ORDER BY {', '.join(table.order)}"),
    )


_OWN = {"sighting": _sightings, "op": _ops}
