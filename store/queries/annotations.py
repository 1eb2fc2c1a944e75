"""What analysts hold about claims and articles now: heads of ops where their quotes stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from sqlite3 import Row

from store.casefile import Reader
from store.queries.window import bound
from store.records.op import FIELDS
from store.records.rows import NoteDetail

_COLUMNS = "h.id AS op, h.author, h.field, h.value, h.reason, h.at, h.private"
_LIVE = "h.redacted = 0 AND h.value IS NOT NULL"
_DEPTH = (
    "(WITH RECURSIVE back (op, n) AS (SELECT h.id, 0 UNION SELECT s.superseded, back.n + 1 FROM back "
    "JOIN op_supersedes s ON s.op = back.op) SELECT max(n) FROM back)"
)
"""How many annotations an author replaced one after the other to come to this one: the longest way back."""


def notes_of_claims(r: Reader, ids: Iterable[int]) -> dict[int, tuple[NoteDetail, ...]]:
    """The annotations on each of these claims, those that replace nothing first, then by op id:
    the same order in every copy of the case file, whatever the clocks said (SHARING.md)."""
    return _grouped(
        r.execute(
            f"SELECT n.claim AS about, {_COLUMNS} FROM json_each(?) j JOIN anchored n ON n.claim = j.value "
            f"JOIN op_head h ON h.id = n.op WHERE {_LIVE} ORDER BY {_DEPTH}, h.id",
            (bound(ids),),
        ).fetchall()
    )


def notes_of_articles(r: Reader, ids: Iterable[int]) -> dict[int, tuple[NoteDetail, ...]]:
    """The annotations on each of these articles: on what a file stated of it, or on a place that is no claim."""
    wanted = bound(ids)
    return _grouped(
        r.execute(
            f"SELECT n.article AS about, {_DEPTH} AS depth, {_COLUMNS} FROM json_each(?1) j JOIN anchored n ON n.article = j.value "
            f"JOIN op_head h ON h.id = n.op WHERE n.claim IS NULL AND {_LIVE} UNION "
            f"SELECT x.article, {_DEPTH}, {_COLUMNS} FROM json_each(?1) j JOIN article_sighting x ON x.article = j.value "
            f"JOIN sighting i ON i.id = x.sighting JOIN op_head h ON h.target = i.key WHERE {_LIVE} ORDER BY 1, 2, 3",
            (wanted,),
        ).fetchall()
    )


def _grouped(found: list[Row]) -> dict[int, tuple[NoteDetail, ...]]:
    notes: dict[int, tuple[NoteDetail, ...]] = defaultdict(tuple)
    for row in found:
        value = "yes" if row["field"] in _FLAGS else str(row["value"])
        notes[row["about"]] += (
            NoteDetail(row["op"], row["author"], row["field"], value, row["reason"], row["at"], bool(row["private"])),
        )
    return dict(notes)


_FLAGS = frozenset(f.name for f in FIELDS.values() if f.form == "yes")
"""Fields that say only yes, which SQL hands over as 1."""
