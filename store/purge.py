"""Taking an article out for good (law, safety): its text leaves the bytes of the case file, and does not come back.

Three steps, and after each whoever called brings the derived layer up to date (importers.refresh). `entomb` writes a
tombstone, an annotation on the text's hash. `waiting` names the texts under tombstones and drops what was derived of
them. `remove` deletes them in one transaction, with what was stated of them and the words of annotations on them (which
become stubs, as in a redacted snapshot), writes every page of the file anew, empties its log, and searches the bytes for
all of that. Who has the file open goes on with it.

The tombstone travels with snapshots: it hides the article at colleagues, who purge their own files themselves. Neither an
import nor a merge brings a purged text back while a tombstone counts.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from store import intake, ops, settings, stale
from store.backup import copies
from store.casefile import CaseFile, Reader
from store.derive.articles import forget
from store.errors import CaseFileError, UsageError
from store.lock import WAIT_SECONDS, writer_lock
from store.records.op import Target
from store.schema.create import clear_derived
from store.schema.migrations import renew_rest
from store.snapshot.redact import leaks, stub

_UNFINISHED = "purge_unfinished"
_LASTING = frozenset({"body", "sighting", "op"})


@dataclass(frozen=True, slots=True)
class Buried:
    """What is to be removed: `key` is the hash of its text, or the key of what was stated where there is none."""

    key: str
    name: str
    sightings: tuple[str, ...]
    annotations: int


@dataclass(frozen=True, slots=True)
class Purged:
    """What was done. `shared` counts stretches of the text that other articles or annotations hold too; `copies` are
    files beside the case file that were written before and may hold it; `anew`: the derived layer was emptied."""

    sightings: int
    annotations: int
    shared: int
    copies: tuple[Path, ...]
    anew: bool


def find(r: Reader, article: int) -> Buried:
    """What purging the text of an article (by its row) would remove: all sightings of the text, annotations on it."""
    row = r.execute("SELECT body FROM article WHERE id = ?", (article,)).fetchone()
    if row is None:
        raise UsageError("There is no such article")
    return _buried(r, row["body"])


def entomb(case: CaseFile, article: int, author: str, reason: str) -> None:
    """Write the tombstone on an article's text; `waiting` then names it."""
    with case.write(durable=True) as w:
        target = Target("body", find(w, article).key)
        ops.append(w, ops.make_op(w, author, target, "tombstone", reason, reason=reason))


def waiting(case: CaseFile) -> list[Buried]:
    """The texts here that lie under somebody's tombstone; what was derived of them is dropped.

    Call `importers.refresh.refresh`, then `remove`.
    """
    with case.write() as w:
        barred = _barred(w)
        found = [_buried(w, body) for body in barred]
        for body in barred:
            for (article,) in w.execute("SELECT id FROM article WHERE body = ?", (body,)).fetchall():
                forget(w, article)
        stale.done(w, "group", barred)
        return found


def tombs(case: CaseFile) -> int:
    """How many texts of this file lie under somebody's tombstone."""
    with case.read() as r:
        return len(_barred(r))


def _barred(r: Reader) -> list[int]:
    rows = r.execute(
        "SELECT DISTINCT b.id, b.hash FROM op o JOIN body b ON b.hash = o.target WHERE o.field = 'tombstone'"
    )
    return [row["id"] for row in rows.fetchall() if intake.is_barred(r, row["hash"])]


def _buried(r: Reader, body: int) -> Buried:
    (key,) = r.execute("SELECT hash FROM body WHERE id = ?", (body,)).fetchone()
    rows = r.execute("SELECT key, name FROM sighting WHERE body = ? ORDER BY key", (body,)).fetchall()
    found = Buried(key, rows[0]["name"] if rows else key[:12], tuple(row["key"] for row in rows), 0)
    return replace(found, annotations=len(_said_on(r, found)))


def remove(case: CaseFile, found: Sequence[Buried]) -> Purged:
    """Take texts out of the file's bytes; what an earlier call left unfinished is finished too.

    CaseFileError where the file can't be written: then either nothing is gone, or only the bytes are left to be cleaned,
    and `unfinished` says so until this is called again.
    """
    kept = tuple(copies(case.path))
    try:
        with writer_lock(case.path), _open(case.path) as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                purged, said = _strike_all(db, found)
                _after(db, unfinished=True)
                db.execute("COMMIT")
            except BaseException:
                db.execute("ROLLBACK")
                raise
            _clean(db)
            anew = bool(leaks(case.path, said, db, _LASTING)) and _without_derived(db)
            _check(case.path, said, db)
            shared = len(leaks(case.path, said, db, ()))
            db.execute("BEGIN IMMEDIATE")
            _after(db, unfinished=False)
            db.execute("COMMIT")
    except (OSError, sqlite3.Error) as error:
        raise CaseFileError(
            f"The text can't be taken out of {case.path.name}",
            str(error),
            "close other programs that use it, and try again",
        ) from error
    return Purged(sum(len(b.sightings) for b in found), purged, shared, kept, anew)


def unfinished(case: CaseFile) -> bool:
    """Whether a purge was broken off before the bytes were clean."""
    with case.read() as r:
        return settings.get(r, _UNFINISHED) is not None


def _after(db: sqlite3.Connection, *, unfinished: bool) -> None:
    """Note in the same transaction whether bytes are left to be cleaned; and that the file has changed."""
    if unfinished:
        db.execute("INSERT OR REPLACE INTO setting (key, value) VALUES (?, '1')", (_UNFINISHED,))
    else:
        db.execute("DELETE FROM setting WHERE key = ?", (_UNFINISHED,))
    db.execute(
        "INSERT INTO setting (key, value) VALUES ('generation', '1') "
        "ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)"
    )


def _clean(db: sqlite3.Connection) -> None:
    """Write every page anew, and empty the log: what was deleted is gone from both."""
    db.execute("VACUUM")
    busy, *_ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise sqlite3.OperationalError("another program is reading the case file")


def _without_derived(db: sqlite3.Connection) -> bool:
    """Derived rows of other articles still say such words: all of them go, to be made anew without."""
    db.execute("BEGIN IMMEDIATE")
    clear_derived(db)
    stale.mark_query(db, "group", "SELECT id FROM body")
    db.execute("COMMIT")
    _clean(db)
    return True


def _check(path: Path, said: list[str], db: sqlite3.Connection) -> None:
    """The last look: the bytes of the file and of its log."""
    for place in (path, path.with_name(f"{path.name}-wal")):
        if place.is_file() and leaks(place, said, db, _LASTING):
            raise sqlite3.DatabaseError(f"words of it still stand in {place.name}: this is a fault of saidby")


@contextlib.contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    uri = f"file:{quote(os.fspath(path.absolute()))}?mode=rw"
    with contextlib.closing(sqlite3.connect(uri, uri=True, isolation_level=None, timeout=WAIT_SECONDS)) as db:
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA secure_delete = ON")
        yield db


def _said_on(r: Reader, found: Buried) -> list[tuple[str, str]]:
    """Id and JSON of the annotations on the text or on what was stated of it, tombstones aside."""
    keys = (found.key, *found.sightings)
    marks = ", ".join("?" * len(keys))
    rows = r.execute(
        f"SELECT id, json FROM op WHERE NOT redacted AND field <> 'tombstone' AND (target IN ({marks}) "
        "OR json_extract(json, '$.target.a[0]') = ? OR json_extract(json, '$.target.b[0]') = ?) ORDER BY id",
        (*keys, found.key, found.key),
    )
    return [(i, j) for i, j in rows]


def _strike_all(db: sqlite3.Connection, found: Sequence[Buried]) -> tuple[int, list[str]]:
    """Take all of it out of the tables; gives how many annotations became stubs, and all words that went."""
    on_it = {op: text for buried in found for op, text in _said_on(db, buried)}
    for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        db.execute(f"DROP TRIGGER {name}")  # the laws hold for everybody else; renew_rest puts them back
    said = list[str]()
    for buried in found:
        said += [t for (t,) in db.execute("SELECT text FROM body WHERE hash = ? AND text IS NOT NULL", (buried.key,))]
        for key in buried.sightings:
            row = db.execute("SELECT * FROM sighting WHERE key = ?", (key,)).fetchone()
            said += [v for c in ("title", "url", "byline", "extra") if (v := row[c])]
            _strike(db, int(row["id"]))
        db.execute("DELETE FROM body_band WHERE body = (SELECT id FROM body WHERE hash = ?)", (buried.key,))
        db.execute("DELETE FROM body WHERE hash = ?", (buried.key,))
    for op, text in on_it.items():
        said += _strings(text)
        db.execute(
            "UPDATE op SET json = ?, redacted = 1, at = NULL, target = NULL, start_char = NULL, end_char = NULL, quote = NULL, "
            "value = NULL, reason = NULL, private = 0 WHERE id = ?",
            (stub(text), op),
        )
        db.execute("DELETE FROM anchored WHERE op = ?", (op,))
    renew_rest(db)
    if db.execute("PRAGMA foreign_key_check").fetchone():
        raise sqlite3.IntegrityError("a row would point to nothing")
    return len(on_it), said


def _strike(db: sqlite3.Connection, sighting: int) -> None:
    """A sighting, and the names of files that brought nothing else."""
    units = [u for (u,) in db.execute("SELECT DISTINCT unit FROM unit_sighting WHERE sighting = ?", (sighting,))]
    db.execute("DELETE FROM unit_sighting WHERE sighting = ?", (sighting,))
    for unit in units:
        if db.execute("SELECT 1 FROM unit_sighting WHERE unit = ?", (unit,)).fetchone() is None:
            db.execute("UPDATE import_unit SET path = '(purged)', problems = '[]' WHERE id = ?", (unit,))
    db.execute("DELETE FROM article_sighting WHERE sighting = ?", (sighting,))
    db.execute("DELETE FROM sighting WHERE id = ?", (sighting,))


def _strings(text: str) -> list[str]:
    """What an annotation says."""
    data = json.loads(text)
    quote = (data.get("target") or {}).get("quote")
    value = data.get("value")
    words = list(value.values()) if isinstance(value, dict) else [value]
    return [w for w in (*words, data.get("reason"), quote) if isinstance(w, str)]
