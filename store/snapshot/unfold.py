"""A laundered snapshot as a case file of its own, to look into: what `snapshot open` shows."""

from __future__ import annotations

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
            if table.name == "op":
                insert, select = _op(table)
                w.executemany(insert, theirs.rows.execute(select))
            elif table.name != "op_supersedes":  # those the annotations' trigger fills in
                w.executemany(table.insert(), theirs.rows.execute(table.select()))
        if whole:
            for table in derived_tables():
                w.executemany(table.insert(), theirs.rows.execute(table.select()))
        else:
            stale.mark_query(w, "group", "SELECT id FROM body")
    return whole


def _op(table: Table) -> tuple[str, str]:
    return (
        "INSERT INTO op (id, json, redacted) VALUES (?, ?, ?)",
        f"SELECT id, json, redacted FROM op ORDER BY {', '.join(table.order)}",
    )
