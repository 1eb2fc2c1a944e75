"""Merging a snapshot: set union of texts, articles and annotations, in one transaction, after a backup; undone by batch."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from store import intake, ops, stale
from store.backup import back_up
from store.casefile import CaseFile, Reader, Writer
from store.errors import UsageError
from store.records.op import Target
from store.snapshot.heads import LIVE_OP, Clash, clashes, heads, held_ops
from store.snapshot.inspect import Inspected, inspect
from store.snapshot.layers import content_tables
from store.snapshot.manifest import Manifest
from store.snapshot.redact import stub
from store.snapshot.sign import Signature
from store.snapshot.watch import UNWATCHED, Watch

READER = "snapshot/1"
"""Under which the ledger of imports keeps a merge: its run has the number of the batch."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a merge brings. Articles are counted by what files stated of them; `back` was undone here and counts again."""

    articles: int = 0
    texts: int = 0
    annotations: int = 0
    filled: int = 0
    back: int = 0
    known: int = 0
    disagreements: int = 0
    by_author: dict[str, int] = field(default_factory=dict)
    by_field: dict[str, int] = field(default_factory=dict)

    @property
    def new(self) -> int:
        """All that a merge would change; 0 where it changes nothing."""
        return self.articles + self.texts + self.annotations + self.filled + self.back

    def words(self) -> str:
        """The counts in one line."""
        parts = [
            (self.articles, "articles"), (self.texts, "texts filled in"), (self.annotations, "annotations"),
            (self.filled, "withheld annotations filled in"), (self.back, "undone ones back"),
        ]  # fmt: skip
        new = ", ".join(f"{n:,} {words}" for n, words in parts if n) or "nothing"
        return f"New: {new}; {self.disagreements:,} disagreements; {self.known:,} already known"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do, and what the snapshot says of itself."""

    counts: Counts
    clashes: tuple[Clash, ...]
    manifest: Manifest
    signature: Signature


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did. No batch and no backup where it brought nothing."""

    counts: Counts
    batch: int | None
    backup: Path | None
    manifest: Manifest
    signature: Signature


@dataclass(slots=True)
class _Plan:
    """Keys of what is to be written."""

    texts: set[str] = field(default_factory=set)
    filled_texts: set[str] = field(default_factory=set)
    sightings: set[str] = field(default_factory=set)
    back_sightings: set[str] = field(default_factory=set)
    ops: set[str] = field(default_factory=set)
    filled_ops: set[str] = field(default_factory=set)
    back_ops: set[str] = field(default_factory=set)
    known: int = 0
    barred: set[str] = field(default_factory=set)
    """Texts that were purged here: neither they nor what is stated or said of them comes in."""


def preview(case: CaseFile, path: Path | str, *, signers: Path | None = None) -> Preview:
    """What merging this snapshot would bring, counted; nothing is written. RejectedError where it does not hold."""
    with inspect(path, signers=signers) as theirs, case.read() as r:
        return preview_of(r, theirs)


def preview_of(r: Reader, theirs: Inspected) -> Preview:
    """The same for a snapshot that is open."""
    counts, new = _counts(r, theirs.rows, _plan(r, theirs.rows))
    return Preview(counts, tuple(new), theirs.manifest, theirs.signature)


def merge(
    case: CaseFile, path: Path | str, *, signers: Path | None = None, backup: bool = True, watch: Watch = UNWATCHED
) -> Merged:
    """Bring what a snapshot holds into the case file: all of it or nothing; merging it again changes nothing.

    Before that the case file is copied beside itself. What the derived layer needs is marked, not done: call
    `importers.refresh.refresh` afterwards. RejectedError where the snapshot does not hold; StoppedError where whoever
    watches stops it, and then nothing of it is in.
    """
    with inspect(path, signers=signers, watch=watch) as theirs, case.write(durable=True) as w, watch.over(w):
        watch.step("counting")
        plan = _plan(w, theirs.rows)
        counts, _ = _counts(w, theirs.rows, plan)
        if not counts.new:
            return Merged(counts, None, None, theirs.manifest, theirs.signature)
        batch = _start(w, theirs, counts)
        watch.step("copying the case file as it is")
        kept = back_up(case.path, f"before-merge-{batch}") if backup else None
        watch.step("writing what is new")
        _write_texts(w, theirs.rows, plan)
        _write_sightings(w, theirs, plan, batch)
        _write_ops(w, theirs.rows, plan, batch)
        return Merged(counts, batch, kept, theirs.manifest, theirs.signature)


def _plan(r: Reader, theirs: sqlite3.Connection) -> _Plan:
    plan = _Plan()
    texts = dict(r.execute("SELECT hash, text IS NOT NULL FROM body").fetchall())
    for key, whole in theirs.execute("SELECT hash, text IS NOT NULL FROM body"):
        if key not in texts and intake.is_barred(r, key):
            plan.barred.add(key)
        elif key not in texts:
            plan.texts.add(key)
        elif whole and not texts[key]:
            plan.filled_texts.add(key)
    mine = dict(r.execute(f"SELECT key, {intake.LIVE_SIGHTING} FROM sighting s").fetchall())
    for key, body in theirs.execute("SELECT key, body FROM sighting"):
        if body in plan.barred:
            plan.barred.add(key)
            continue
        target = plan.sightings if key not in mine else plan.back_sightings if not mine[key] else None
        plan.known += target is None
        if target is not None:
            target.add(key)
    held = {i: (redacted, live) for i, redacted, live in r.execute(f"SELECT o.id, o.redacted, {LIVE_OP} FROM op o")}
    for key, redacted in theirs.execute("SELECT id, redacted FROM op"):
        if key not in held:
            plan.ops.add(key)
            continue
        stub, live = held[key]
        if stub and not redacted and not (plan.barred and _is_on(theirs, key, plan.barred)):
            plan.filled_ops.add(key)
        if not live:
            plan.back_ops.add(key)
        plan.known += live and key not in plan.filled_ops
    return plan


def _is_on(theirs: sqlite3.Connection, op: str, barred: set[str]) -> bool:
    """Whether an annotation is about a text that was purged here, or about what was stated of it."""
    (text,) = theirs.execute("SELECT json FROM op WHERE id = ?", (op,)).fetchone()
    target = json.loads(text).get("target") or {}
    places = [target.get("key"), *(end[0] for end in (target.get("a"), target.get("b")) if end)]
    return target.get("kind") != "body" and not barred.isdisjoint(places)


def _counts(r: Reader, theirs: sqlite3.Connection, plan: _Plan) -> tuple[Counts, list[Clash]]:
    mine, sent = held_ops(r, live=True), held_ops(theirs, live=False)
    before = {(c.one.id, c.other.id) for c in clashes(heads(mine))}
    both = {**mine, **{i: op for i, op in sent.items() if i not in mine or not op.withheld}}
    new = [c for c in clashes(heads(both)) if (c.one.id, c.other.id) not in before]
    coming = [sent[i] for i in plan.ops | plan.filled_ops | plan.back_ops]
    counts = Counts(
        articles=len(plan.sightings),
        texts=len(plan.filled_texts),
        annotations=len(plan.ops),
        filled=len(plan.filled_ops),
        back=len(plan.back_sightings) + len(plan.back_ops - plan.filled_ops),
        known=plan.known,
        disagreements=len(new),
        by_author=dict(sorted(Counter(op.author for op in coming).items())),
        by_field=dict(sorted(Counter(op.field for op in coming).items())),
    )
    return counts, new


def _start(w: Writer, theirs: Inspected, counts: Counts) -> int:
    """A run in the ledger and a batch of the same number: what came, and whether it counts, is told by them."""
    run = intake.start_run(w, f"snapshot merge {theirs.name}", theirs.manifest.creator or None)
    intake.end_run(w, run, {"new": counts.articles, "annotations": counts.annotations + counts.filled})
    w.execute(
        "INSERT INTO merge_batch (id, at, snapshot, creator) VALUES (?, ?, ?, ?)",
        (run, _now(), theirs.manifest.content_hash, theirs.manifest.creator or None),
    )
    return run


def _write_texts(w: Writer, theirs: sqlite3.Connection, plan: _Plan) -> None:
    for key, chars, text in theirs.execute("SELECT hash, chars, text FROM body ORDER BY id"):
        if key in plan.texts or key in plan.filled_texts:
            w.execute(
                "INSERT INTO body (hash, chars, text) VALUES (?, ?, ?) ON CONFLICT (hash) DO UPDATE SET text = excluded.text",
                (key, chars, text),
            )
        if key in plan.filled_texts:
            stale.mark_query(w, "group", "SELECT id FROM body WHERE hash = ?", (key,))
            stale.mark_query(
                w, "read", "SELECT a.id FROM article a JOIN body b ON b.id = a.body WHERE b.hash = ?", (key,)
            )


def _write_sightings(w: Writer, theirs: Inspected, plan: _Plan, batch: int) -> None:
    (table,) = (t for t in content_tables() if t.name == "sighting")
    stated = table.columns[3:]
    insert = (
        f"INSERT INTO sighting (key, body, {', '.join(stated)}) VALUES (?, (SELECT id FROM body WHERE hash = ?)"
        f"{', ?' * len(stated)})"
    )
    unit = intake.Unit(theirs.name, theirs.sha256, theirs.size, 0, READER, "")
    number = intake.add_unit(w, batch, unit, "new" if plan.sightings else "same", ())
    for row in theirs.rows.execute("SELECT * FROM sighting ORDER BY id"):
        key = row["key"]
        if key in plan.barred:
            continue
        if key in plan.sightings:
            w.execute(insert, (key, row["body"], *(row[c] for c in stated)))
        w.execute(  # but for those that no run brought: they count whatever is undone
            "INSERT INTO unit_sighting (unit, place, sighting) SELECT ?1, key, id FROM sighting s WHERE key = ?2 "
            "AND (?3 OR EXISTS (SELECT 1 FROM unit_sighting us WHERE us.sighting = s.id))",
            (number, key, key in plan.sightings),
        )
        if row["body"] is not None and (key in plan.sightings or key in plan.back_sightings):
            stale.mark_query(w, "group", "SELECT id FROM body WHERE hash = ?", (row["body"],))


def _write_ops(w: Writer, theirs: sqlite3.Connection, plan: _Plan, batch: int) -> None:
    for key, text, redacted in theirs.execute("SELECT id, json, redacted FROM op ORDER BY id"):
        if key in plan.ops and plan.barred and _is_on(theirs, key, plan.barred):
            text, redacted = stub(text), 1
        if key in plan.ops:
            w.execute("INSERT INTO op (id, json, redacted) VALUES (?, ?, ?)", (key, text, redacted))
            w.execute("INSERT INTO op_arrival (op, batch) VALUES (?, ?)", (key, batch))
        if key in plan.filled_ops:
            w.execute(
                "INSERT INTO op (id, json) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET json = excluded.json, redacted = 0",
                (key, text),
            )
            w.executemany(
                "INSERT OR IGNORE INTO op_supersedes (op, superseded) VALUES (?, ?)",
                [(key, earlier) for earlier in json.loads(text)["supersedes"]],
            )
        if key in plan.back_ops:
            w.execute("UPDATE op_arrival SET batch = ? WHERE op = ?", (batch, key))
        if key in plan.ops or key in plan.filled_ops or key in plan.back_ops:
            _mark(w, text)


def _mark(w: Writer, text: str) -> None:
    """Put in the queue what an annotation touches; a stub touches what it withholds, which nobody can know."""
    data = json.loads(text)
    with contextlib.suppress(KeyError, TypeError, ValueError, IndexError):
        ops.mark_stale(w, str(data["field"]), Target.from_json(data["target"]))


def undo_merge(case: CaseFile, batch: int) -> Counts:
    """Mark a merge undone: what only it brought is hidden and stops counting; nothing leaves the file.

    Gives what that hides. Call `importers.refresh.refresh` afterwards. UsageError where there is no such merge, or it
    is undone already. Merging the snapshot again brings it back.
    """
    with case.write(durable=True) as w:
        row = w.execute("SELECT undone FROM merge_batch WHERE id = ?", (batch,)).fetchone()
        if row is None:
            raise UsageError(f"There is no merge {batch}", hint="saidby snapshot merges lists them")
        if row["undone"]:
            raise UsageError(f"Merge {batch} is undone already")
        hidden = intake.undo(w, batch, merge=True)
        w.execute("UPDATE merge_batch SET undone = 1 WHERE id = ?", (batch,))
        brought = w.execute(
            "SELECT o.json FROM op o JOIN op_arrival a ON a.op = o.id WHERE a.batch = ?", (batch,)
        ).fetchall()
        for (text,) in brought:
            _mark(w, text)
        return Counts(articles=hidden, annotations=len(brought))


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
