"""The queue of work not yet done: written in the transaction that caused it, emptied in the one that does it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from store.casefile import Reader, Writer

Stage = Literal["group", "read", "link", "grade", "index"]
STAGES: tuple[Stage, ...] = ("group", "read", "link", "grade", "index")
"""In the order in which they are drained; each may mark rows for later ones."""


def mark(w: Writer, stage: Stage, ids: Iterable[int]) -> None:
    """Put rows in the queue; ones that are in it stay once."""
    w.executemany("INSERT OR IGNORE INTO stale (stage, id) VALUES (?, ?)", ((stage, i) for i in ids))


def mark_query(w: Writer, stage: Stage, select: str, parameters: tuple[object, ...] = ()) -> None:
    """Put the ids that a SELECT gives in the queue, without fetching them."""
    w.execute(f"INSERT OR IGNORE INTO stale (stage, id) SELECT ?, * FROM ({select})", (stage, *parameters))


def waiting(r: Reader, stage: Stage, limit: int = -1) -> list[int]:
    """The ids that wait for a stage, smallest first; all of them when `limit` is negative."""
    return [i for (i,) in r.execute("SELECT id FROM stale WHERE stage = ? ORDER BY id LIMIT ?", (stage, limit))]


def done(w: Writer, stage: Stage, ids: Iterable[int]) -> None:
    """Take rows out of the queue."""
    w.executemany("DELETE FROM stale WHERE stage = ? AND id = ?", ((stage, i) for i in ids))


def counts(r: Reader) -> dict[str, int]:
    """How many rows wait for each stage."""
    return dict(r.execute("SELECT stage, count(*) FROM stale GROUP BY stage").fetchall())
