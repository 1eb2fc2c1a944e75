"""The merges of a case file, as its ledger knows them."""

from __future__ import annotations

from dataclasses import dataclass

from store.casefile import CaseFile


@dataclass(frozen=True, slots=True)
class Batch:
    """One merge. `snapshot` is the content hash of what was merged, `name` that of its file."""

    id: int
    at: str
    name: str
    snapshot: str
    creator: str | None
    articles: int
    annotations: int
    undone: bool


def batches(case: CaseFile) -> list[Batch]:
    """The merges, the latest first."""
    with case.read() as r:
        rows = r.execute(
            "SELECT m.id, m.at, coalesce(u.path, '') AS name, m.snapshot, m.creator, "
            "coalesce(json_extract(n.counts, '$.new'), 0) AS articles, "
            "(SELECT count(*) FROM op_arrival a WHERE a.batch = m.id) AS annotations, m.undone FROM merge_batch m "
            "LEFT JOIN import_run n ON n.id = m.id LEFT JOIN import_unit u ON u.run = m.id ORDER BY m.id DESC"
        ).fetchall()
    return [
        Batch(
            x["id"], x["at"], x["name"], x["snapshot"], x["creator"], x["articles"], x["annotations"], bool(x["undone"])
        )
        for x in rows
    ]
