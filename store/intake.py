"""What an import writes: bodies, sightings and the ledger; what it asks: is this file known; and the undo of a run."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from store import stale
from store.casefile import Reader, Writer
from store.errors import UsageError
from store.records.article import Body, Problem, Sighting
from store.records.text import clean_line

Status = Literal["new", "changed", "same", "skipped", "failed"]
STATUSES: tuple[Status, ...] = ("new", "changed", "same", "skipped", "failed")

LIVE_SIGHTING = """(NOT EXISTS (SELECT 1 FROM unit_sighting us WHERE us.sighting = s.id)
 OR EXISTS (SELECT 1 FROM unit_sighting us JOIN import_unit iu ON iu.id = us.unit JOIN import_run ir ON ir.id = iu.run
            WHERE us.sighting = s.id AND NOT ir.undone))"""
"""A condition over `sighting s`: it did not come by runs that were all undone."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One file or member of an archive, as the ledger knows it. `options` is the hash of the flags it was read with."""

    path: str
    sha256: str
    size: int
    mtime_ns: int
    reader: str
    options: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger says of a file that was read before: how many articles it gave, and what was wrong with it."""

    unit: int
    run: int
    articles: int
    problems: tuple[Problem, ...]

    @property
    def failures(self) -> tuple[Problem, ...]:
        """The problems for which a unit was rejected."""
        return tuple(p for p in self.problems if p.level == "error")


@dataclass(frozen=True, slots=True)
class Arrival:
    """One article to be stored: the place in its file, its body (None for a reference) and what is stated of it."""

    place: str
    body: Body | None
    sighting: Sighting


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of one arrival."""

    status: Status
    sighting: int
    key: str


@dataclass(frozen=True, slots=True)
class Run:
    """One import run of the ledger. `ended` is None for one that was interrupted."""

    id: int
    command: str
    analyst: str | None
    started: str
    ended: str | None
    counts: dict[str, int]
    undone: bool


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One line of the ledger, for `import runs show`."""

    path: str
    reader: str
    status: Status
    articles: int
    problems: tuple[Problem, ...]


def start_run(w: Writer, command: str, analyst: str | None) -> int:
    """Open a run in the ledger; gives its number."""
    cursor = w.execute(
        "INSERT INTO import_run (command, analyst, started) VALUES (?, ?, ?)",
        (clean_line(command, 2000), clean_line(analyst, 100) if analyst else None, _now()),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def end_run(w: Writer, run: int, counts: dict[str, int]) -> None:
    """Close a run with its counts."""
    w.execute("UPDATE import_run SET ended = ?, counts = ? WHERE id = ?", (_now(), json.dumps(counts), run))


def known(r: Reader, path: str, size: int, mtime_ns: int, options: str, readers: Sequence[str]) -> Known | None:
    """What is known of an unread file by its path, size and time of change, under readers (name/version) and options.

    Runs that were undone or units that a run could not read at all do not count.
    """
    row = r.execute(
        "SELECT u.id, u.run, u.problems, (SELECT count(*) FROM unit_sighting us WHERE us.unit = u.id) AS articles "
        "FROM import_unit u JOIN import_run n ON n.id = u.run "
        f"WHERE u.path = ? AND u.size = ? AND u.mtime_ns = ? AND u.options = ? AND u.reader IN ({_marks(readers)}) "
        "AND NOT n.undone ORDER BY u.id DESC LIMIT 1",
        (path, size, mtime_ns, options, *readers),
    ).fetchone()
    return Known(row["id"], row["run"], row["articles"], problems_of(row["problems"])) if row else None


def known_bytes(r: Reader, sha256: str, name: str, options: str, reader: str) -> Known | None:
    """What is known of a file by its bytes and base name (a name can state a date), under a reader and options."""
    rows = r.execute(
        "SELECT u.id, u.run, u.problems, u.path FROM import_unit u JOIN import_run n ON n.id = u.run "
        "WHERE u.sha256 = ? AND u.reader = ? AND u.options = ? AND NOT n.undone ORDER BY u.id DESC LIMIT 50",
        (sha256, reader, options),
    )
    for row in rows:
        if _base(row["path"]) == name:
            return _known(r, row)
    return None


def _base(path: str) -> str:
    return path.replace("\\", "/").rsplit("!", 1)[-1].rsplit("/", 1)[-1]


def _known(r: Reader, row: tuple[int, int, str]) -> Known:
    (articles,) = r.execute("SELECT count(*) FROM unit_sighting WHERE unit = ?", (row[0],)).fetchone()
    return Known(row[0], row[1], articles, problems_of(row[2]))


def add_unit(w: Writer, run: int, unit: Unit, status: Status, problems: Iterable[Problem]) -> int:
    """Write one file into the ledger; gives its number. `status` is that of the file as a whole."""
    cursor = w.execute(
        "INSERT INTO import_unit (run, path, sha256, size, mtime_ns, reader, options, status, problems) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (run, unit.path, unit.sha256, unit.size, unit.mtime_ns, unit.reader, unit.options, status, _json(problems)),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def set_status(w: Writer, unit: int, status: Status) -> None:
    """What became of a file as a whole, once its articles are in."""
    w.execute("UPDATE import_unit SET status = ? WHERE id = ?", (status, unit))


def same_unit(w: Writer, run: int, unit: Unit, before: Known) -> int:
    """A file whose bytes came before under another path: noted with the same articles."""
    number = add_unit(w, run, unit, "same", before.problems)
    w.execute(
        "INSERT INTO unit_sighting (unit, place, sighting) SELECT ?, place, sighting FROM unit_sighting WHERE unit = ?",
        (number, before.unit),
    )
    return number


def add(w: Writer, unit: int, path: str, arrival: Arrival) -> Stored:
    """Store one article of a file and mark its body for grouping.

    "same": all that it states was stated before, or all but the name of the file; "changed": another text under an
    address, id or file that is known; "new": anything else. A place that comes twice in one file gets a number.
    A text that was purged is not stored: "skipped", and no sighting (0).
    """
    s = arrival.sighting
    if is_barred(w, s.body or s.key):
        return Stored("skipped", 0, s.key)
    key = s.key
    held = w.execute("SELECT id, text IS NULL FROM body WHERE hash = ?", (s.body,)).fetchone() if s.body else None
    before = (held is not None or s.body is None) and _is_live(w, key)  # of an unknown text nothing is stated
    status: Status = "same" if before else _status(w, path, s, known_text=held is not None)
    body = _body(w, arrival.body, held) if arrival.body is not None else None
    number = _sighting(w, key, body, s)
    place, copy = arrival.place, 1
    while not w.execute(
        "INSERT OR IGNORE INTO unit_sighting (unit, place, sighting) VALUES (?, ?, ?)", (unit, place, number)
    ).rowcount:
        copy += 1
        place = f"{arrival.place} ({copy})".strip()
    if body is not None and not before:
        stale.mark(w, "group", [body])
    return Stored(status, number, key)


def _is_live(w: Writer, key: str) -> bool:
    """Whether a sighting of this key is there and did not come by undone runs alone."""
    return w.execute(f"SELECT 1 FROM sighting s WHERE s.key = ? AND {LIVE_SIGHTING}", (key,)).fetchone() is not None


def _sighting(w: Writer, key: str, body: int | None, s: Sighting) -> int:
    """The number of a sighting, written unless it is there."""
    cursor = w.execute(
        "INSERT INTO sighting (key, body, name, title, url, external_id, byline, outlet, language, published, "
        "published_raw, published_origin, updated, flags, extra) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            key, body, s.name, s.title, s.url, s.external_id, s.byline, s.outlet, s.language, s.published,
            s.published_raw, s.published_origin, s.updated, json.dumps(list(s.flags)) if s.flags else "[]",
            json.dumps(dict(s.extra), ensure_ascii=False) if s.extra else "{}",
        ),
    )  # fmt: skip
    if cursor.rowcount == 1 and cursor.lastrowid is not None:
        return cursor.lastrowid
    (number,) = w.execute("SELECT id FROM sighting WHERE key = ?", (key,)).fetchone()  # a trigger left it as it was
    return int(number)


def is_barred(r: Reader, key: str) -> bool:
    """Whether somebody's tombstone, not taken back, lies on this text (or on what a file without one stated): it was
    purged here or at a colleague's, and does not come in again."""
    found = r.execute(
        "SELECT 1 FROM op_head WHERE target = ? AND field = 'tombstone' AND value IS NOT NULL AND NOT redacted "
        "AND json_extract(json, '$.target.kind') = 'body' LIMIT 1",
        (key,),
    ).fetchone()
    return found is not None


def _body(w: Writer, body: Body, held: tuple[int, int] | None) -> int:
    """The number of a text, written unless it is there; `held` is its number and whether its text is withheld."""
    if held is not None and not held[1]:
        return held[0]
    # a text that a snapshot withheld is filled in; one that is there stays as it is
    cursor = w.execute(
        "INSERT INTO body (hash, chars, text) VALUES (?, ?, ?) ON CONFLICT (hash) DO UPDATE SET text = excluded.text",
        (body.hash, len(body.text), body.text),
    )
    if held is not None:
        stale.mark(w, "group", [held[0]])
        return held[0]
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _status(w: Writer, path: str, s: Sighting, *, known_text: bool) -> Status:
    """Compared with what live sightings state: the same but for the file's name, a changed text, or new."""
    if (
        known_text
        and w.execute(
            "SELECT 1 FROM sighting s JOIN body b ON b.id = s.body WHERE b.hash = ? AND s.title IS ? AND s.url IS ? "
            f"AND s.external_id IS ? AND s.outlet IS ? AND s.published IS ? AND s.byline IS ? AND {LIVE_SIGHTING} LIMIT 1",
            (s.body, s.title, s.url, s.external_id, s.outlet, s.published, s.byline),
        ).fetchone()
    ):
        return "same"
    for column, value in (("url", s.url), ("external_id", s.external_id)):
        if (
            value is not None
            and _telling(column, value)
            and w.execute(
                f"SELECT 1 FROM sighting s LEFT JOIN body b ON b.id = s.body WHERE s.{column} = ? "
                f"AND (? IS NULL OR s.outlet IS NULL OR s.outlet = ?) AND b.hash IS NOT ? AND {LIVE_SIGHTING} LIMIT 1",
                (value, s.outlet, s.outlet, s.body),
            ).fetchone()
        ):
            return "changed"
    if s.url is None and s.external_id is None and w.execute(
        "SELECT 1 FROM import_unit u JOIN import_run n ON n.id = u.run JOIN unit_sighting us ON us.unit = u.id "
        "JOIN sighting s ON s.id = us.sighting LEFT JOIN body b ON b.id = s.body "
        "WHERE u.path = ? AND NOT n.undone AND s.name = ? AND us.place = '' AND b.hash IS NOT ? LIMIT 1",
        (path, s.name, s.body),
    ).fetchone():  # fmt: skip
        return "changed"
    return "new"


def _telling(column: str, value: str) -> bool:
    """Whether an equal value means the same article: row numbers of two unrelated tables do not."""
    return column == "url" or not (value.isdigit() and len(value) < 7)


def runs(r: Reader) -> list[Run]:
    """All runs, the latest first; the counts of one that has not ended are those of the files it wrote."""
    rows = r.execute(
        "SELECT id, command, analyst, started, ended, counts, undone FROM import_run ORDER BY id DESC"
    ).fetchall()
    found = [Run(i, c, a, s, e, json.loads(n), bool(u)) for i, c, a, s, e, n, u in rows]
    return [replace(run, counts=_written(r, run.id)) if run.ended is None else run for run in found]


def _written(r: Reader, run: int) -> dict[str, int]:
    return dict(r.execute("SELECT status, count(*) FROM import_unit WHERE run = ? GROUP BY status", (run,)).fetchall())


def units(r: Reader, run: int, *, failed: bool = False) -> list[UnitRow]:
    """The files of one run, in the order in which they were read; UsageError when there is no such run."""
    _check_run(r, run)
    rows = r.execute(
        "SELECT u.path, u.reader, u.status, (SELECT count(*) FROM unit_sighting us WHERE us.unit = u.id), u.problems "
        "FROM import_unit u WHERE u.run = ? ORDER BY u.id",
        (run,),
    ).fetchall()
    found = [UnitRow(p, d, s, n, problems_of(j)) for p, d, s, n, j in rows]
    return [u for u in found if any(p.level == "error" for p in u.problems)] if failed else found


def undo(w: Writer, run: int, *, merge: bool = False) -> int:
    """Mark a run undone: what only it brought stops counting and is hidden; nothing leaves the file.

    Gives the number of articles that this hides; UsageError when there is no such run, it is undone already, or it is a
    merge, which is undone with its annotations (store.snapshot.merge.undo_merge, which says `merge`).
    """
    if _check_run(w, run):
        raise UsageError(f"Run {run} is undone already")
    if not merge and w.execute("SELECT 1 FROM merge_batch WHERE id = ?", (run,)).fetchone():
        raise UsageError(f"Run {run} is a merge", hint=f"saidby snapshot undo {run}")
    brought = "SELECT DISTINCT us.sighting FROM unit_sighting us JOIN import_unit u ON u.id = us.unit WHERE u.run = ?"
    w.execute("UPDATE import_run SET undone = 1 WHERE id = ?", (run,))
    (hidden,) = w.execute(
        f"SELECT count(*) FROM sighting s WHERE s.id IN ({brought}) AND NOT {LIVE_SIGHTING}", (run,)
    ).fetchone()
    stale.mark_query(
        w, "group", f"SELECT DISTINCT body FROM sighting WHERE body IS NOT NULL AND id IN ({brought})", (run,)
    )
    return int(hidden)


def _check_run(r: Reader, run: int) -> bool:
    row = r.execute("SELECT undone FROM import_run WHERE id = ?", (run,)).fetchone()
    if row is None:
        raise UsageError(f"There is no run {run}", hint="saidby import runs lists them")
    return bool(row[0])


def problems_of(text: str) -> tuple[Problem, ...]:
    """Problems as the ledger keeps them."""
    if text == "[]":
        return ()
    return tuple(Problem(code, message, level, where) for code, message, level, where in json.loads(text))


def _json(problems: Iterable[Problem]) -> str:
    rows = [[p.code, clean_line(p.message, 500), p.level, clean_line(p.where, 200)] for p in problems]
    return json.dumps(rows, ensure_ascii=False)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
