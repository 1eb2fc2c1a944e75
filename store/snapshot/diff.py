"""What a snapshot and the case file do not share: only mine, only theirs, and where they differ; counts first."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from store import intake
from store.casefile import CaseFile, Reader
from store.snapshot.heads import Held, clashes, heads, held_ops
from store.snapshot.inspect import Inspected, inspect
from store.snapshot.manifest import Manifest
from store.snapshot.sign import Signature

Side = Literal["mine", "theirs", "differ"]
SIDES: tuple[Side, ...] = ("mine", "theirs", "differ")
ARTICLE = "article"
TEXT = "text"


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One line: an article or an annotation that one side has, or two values of one thing.

    `field` is "article", "text" (withheld on one side) or that of an annotation; `key` the sighting's key or the
    annotation's id. `head` is whether it still counts, or was replaced by its author since. For "differ" the other
    analyst's value is in `other` and `other_value`.
    """

    side: Side
    field: str
    article: str
    key: str
    author: str = ""
    value: str = ""
    reason: str | None = None
    quote: str | None = None
    head: bool = True
    other: str = ""
    other_value: str = ""
    other_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Diff:
    """Both sides, and what the snapshot says of itself. `counts` is by side, then by field."""

    rows: tuple[DiffRow, ...]
    manifest: Manifest
    signature: Signature
    counts: dict[Side, dict[str, int]] = field(default_factory=dict)


def diff(case: CaseFile, path: Path | str, *, signers: Path | None = None) -> Diff:
    """Compare a snapshot with the case file; nothing is written. RejectedError where the snapshot does not hold.

    Rows are ordered by side, article, field, author: the same in every run.
    """
    with inspect(path, signers=signers) as theirs, case.read() as r:
        return diff_of(r, theirs)


def diff_of(r: Reader, theirs: Inspected) -> Diff:
    """The same for a snapshot that is open."""
    names = {**_names(theirs.rows, "s.body"), **_names(r)}
    rows = [*_articles(r, theirs.rows), *_annotations(r, theirs.rows, names)]
    order = {side: place for place, side in enumerate(SIDES)}
    rows.sort(key=lambda row: (order[row.side], row.article, row.field, row.author, row.other, row.key))
    counts: dict[Side, dict[str, int]] = {
        side: dict(sorted(Counter(row.field for row in rows if row.side == side).items())) for side in SIDES
    }
    return Diff(tuple(rows), theirs.manifest, theirs.signature, counts)


def _names(r: sqlite3.Connection, text: str = "(SELECT hash FROM body WHERE id = s.body)") -> dict[str, str]:
    """The article behind a key: that of a sighting, or of a text. In a snapshot, sightings name texts by key."""
    out: dict[str, str] = {}
    for key, body, name, title in r.execute(
        f"SELECT s.key, {text}, s.name, s.title FROM sighting s ORDER BY s.key DESC"
    ):
        out[key] = title or name
        if body is not None:
            out[body] = title or name
    return out


def _articles(r: Reader, theirs: sqlite3.Connection) -> Iterable[DiffRow]:
    live = f"SELECT s.key, coalesce(s.title, s.name) FROM sighting s WHERE {intake.LIVE_SIGHTING}"
    mine = dict(r.execute(live).fetchall())
    sent = dict(theirs.execute("SELECT key, coalesce(title, name) FROM sighting").fetchall())
    for key in mine.keys() - sent.keys():
        yield DiffRow("mine", ARTICLE, mine[key], key)
    for key in sent.keys() - mine.keys():
        yield DiffRow("theirs", ARTICLE, sent[key], key)
    whole = "SELECT hash, text IS NOT NULL FROM body"
    texts = dict(r.execute(whole).fetchall())
    names = _names(r)
    for key, there in theirs.execute(whole):
        if key in texts and texts[key] != there:
            yield DiffRow("theirs" if there else "mine", TEXT, names.get(key, key[:12]), key)


def _annotations(r: Reader, theirs: sqlite3.Connection, names: dict[str, str]) -> Iterable[DiffRow]:
    mine, sent = held_ops(r, live=True), held_ops(theirs, live=False)
    both = {**mine, **{i: op for i, op in sent.items() if i not in mine or not op.withheld}}
    held = heads(both)
    counting = {h.id for h in held}
    for side, ids, there in (("mine", mine.keys() - sent.keys(), mine), ("theirs", sent.keys() - mine.keys(), sent)):
        for i in ids:
            yield _row("mine" if side == "mine" else "theirs", there[i], names, i in counting)
    for i in mine.keys() & sent.keys():
        if mine[i].withheld != sent[i].withheld:
            yield _row("theirs" if mine[i].withheld else "mine", both[i], names, i in counting)
    for clash in clashes(held):
        one, other = clash.one, clash.other
        yield DiffRow(
            "differ", one.field, _about(one, names), one.id, one.author, one.value or "", one.reason, one.quote, True,
            other.author, other.value or "", other.reason,
        )  # fmt: skip


def _row(side: Side, op: Held, names: dict[str, str], head: bool) -> DiffRow:
    value = "withheld" if op.withheld else "retracted" if op.value is None else op.value
    return DiffRow(side, op.field, _about(op, names), op.id, op.author, value, op.reason, op.quote, head)


def _about(op: Held, names: dict[str, str]) -> str:
    """The article's title or name, or the outlet, speaker or analyst that it is about."""
    return names.get(op.target, op.target[:12] if len(op.target) == 64 else op.target)
