"""Writing a snapshot: rows copied in one read transaction into NAME.part, checked, made durable, given its name."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import quote

from store import settings
from store.casefile import CaseFile
from store.errors import CaseFileError, UsageError
from store.filters import Filter
from store.records.text import clean, clean_line
from store.snapshot import manifest as manifests
from store.snapshot import redact as redaction
from store.snapshot import selection
from store.snapshot import sign as signing
from store.snapshot.content_hash import layer_hash, printed_hash
from store.snapshot.layers import content_tables, derived_tables, make_rest, make_tables
from store.snapshot.manifest import TLP, Manifest
from store.snapshot.redact import PARTS, Part
from store.snapshot.watch import UNWATCHED, Watch

MAX_COMMENT = 4_000


@dataclass(frozen=True, slots=True)
class Made:
    """A snapshot that was written. `private` counts private annotations that travel in it as they are."""

    path: Path
    manifest: Manifest
    size: int
    private: int
    signature: Path | None


def create(
    case: CaseFile,
    target: Path | str,
    *,
    scope: Filter | None = None,
    redact: Collection[Part] = (),
    comment: str = "",
    tlp: str = "",
    sign_key: Path | None = None,
    creator: str | None = None,
    watch: Watch = UNWATCHED,
) -> Made:
    """Write a snapshot of the case file, or of the articles with claims under a filter.

    `redact` withholds private annotations ("private") or the articles' texts ("text"). `creator` is the analyst's name
    (else the one the file knows). UsageError where the target exists or can't be; CaseFileError where writing fails,
    and then nothing is left, as where whoever watches stops it (StoppedError).
    """
    target = Path(target)
    _check_words(target, redact, tlp, sign_key)
    part = target.with_name(f"{target.name}.part")
    try:
        with contextlib.suppress(FileNotFoundError):
            part.unlink()
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        watch.step("copying what is shared")
        with _connected(case, part) as db, watch.over(db):
            made = _write(db, scope or Filter(), frozenset(redact))
        with contextlib.closing(sqlite3.connect(f"file:{_quoted(part)}", uri=True, isolation_level=None)) as db:
            db.execute("PRAGMA synchronous = OFF")  # it is made durable as a whole, before it gets its name
            db.execute("PRAGMA journal_mode = MEMORY")
            with watch.over(db):
                watch.step("making its indexes")
                db.execute("BEGIN")
                make_rest(db)
                db.execute("COMMIT")
                watch.step("looking for what is withheld" if redact else "adding it up")
                _scan(part, made.withheld_texts, db)
                manifest = _manifest(case, db, made, scope, comment, tlp, creator)
                db.execute("BEGIN")
                manifests.write(db, manifest)
                db.execute("COMMIT")
        watch.step("making it durable")
        size = part.stat().st_size
        signed = signing.sign(manifest.canonical(), sign_key) if sign_key is not None else None
        _settle(part, target)
        signature = signing.keep(signed, target) if signed is not None else None
    except (sqlite3.Error, OSError) as error:
        raise CaseFileError(f"The snapshot {target.name} can't be written", str(error)) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink()
    return Made(target, manifest, size, made.private, signature)


def _check_words(target: Path, redact: Collection[str], tlp: str, sign_key: Path | None) -> None:
    if os.path.lexists(target):
        raise UsageError(f"{target.name} is there already", hint="name a file that is not: nothing is overwritten")
    if not target.parent.is_dir():
        raise UsageError(f"There is no folder {target.parent.name or target.parent}")
    if set(redact) - set(PARTS):
        raise UsageError("Only private annotations and texts can be withheld", hint="--redact private,text")
    if tlp and tlp not in TLP:
        raise UsageError(f"TLP:{tlp} is no marking", f"one of {', '.join(TLP)}")
    if sign_key is not None and os.path.lexists(signing.signature_path(target)):
        raise UsageError(
            f"{signing.signature_path(target).name} is there already", hint="move it away, or name another file"
        )


@dataclass(frozen=True, slots=True)
class _Written:
    withheld: dict[str, int]
    withheld_texts: tuple[str, ...]
    private: int
    rule_sets: tuple[str, ...]
    waiting: int
    parents: tuple[str, ...]
    profile: str
    derived: bool


@contextlib.contextmanager
def _connected(case: CaseFile, part: Path) -> Iterator[sqlite3.Connection]:
    """The case file, read only, with the part attached as `snap`: unqualified names mean the case file."""
    with contextlib.closing(sqlite3.connect(f"file:{_quoted(part)}", uri=True, isolation_level=None)) as fresh:
        fresh.execute("PRAGMA synchronous = OFF")
        fresh.execute("PRAGMA journal_mode = MEMORY")
        fresh.execute("BEGIN")
        make_tables(fresh)
        fresh.execute("COMMIT")
    with contextlib.closing(
        sqlite3.connect(f"file:{_quoted(case.path)}?mode=ro", uri=True, isolation_level=None, timeout=30)
    ) as db:
        db.execute("ATTACH ? AS snap", (f"file:{_quoted(part)}?mode=rw",))
        db.execute("PRAGMA temp_store = MEMORY")
        db.execute("PRAGMA snap.synchronous = OFF")
        db.execute("PRAGMA snap.journal_mode = MEMORY")
        yield db


def _quoted(path: Path) -> str:
    return quote(os.fspath(path.absolute()))


def _write(db: sqlite3.Connection, scope: Filter, redact: frozenset[str]) -> _Written:
    from store.derive.refresh import active_profile  # the stages: only where a snapshot is made

    db.execute("BEGIN")
    left_out = selection.choose(db, scope, texts="text" not in redact)
    selection.copy_content(db, texts="text" not in redact)
    withheld_ops = selection.copy_ops(db, private="private" not in redact)
    texts = selection.withheld_bodies(db) if "text" in redact else []
    derived = "text" not in redact and not any(redaction.colours_derived(field) for _, field in withheld_ops)
    if derived:
        selection.copy_derived(db)
    withheld = {"private": len(withheld_ops)} if "private" in redact else {}
    if "text" in redact:
        withheld["text"] = len(texts)
        if left_out:
            withheld["article"] = left_out
    (private,) = db.execute("SELECT count(*) FROM snap.op WHERE private AND NOT redacted").fetchone()
    (waiting,) = db.execute("SELECT count(*) FROM stale WHERE stage <> 'index'").fetchone()
    rule_sets = db.execute("SELECT DISTINCT rules FROM article WHERE rules IS NOT NULL ORDER BY 1").fetchall()
    parents = db.execute("SELECT DISTINCT snapshot FROM merge_batch WHERE NOT undone ORDER BY 1").fetchall()
    profile = active_profile(db).hash
    db.execute("COMMIT")
    said = (s for text, _ in withheld_ops for s in _strings(text))
    return _Written(
        withheld, (*texts, *said), private, tuple(r for (r,) in rule_sets), waiting, tuple(p for (p,) in parents),
        profile, derived,
    )  # fmt: skip


def _strings(text: str) -> Iterator[str]:
    """What a withheld annotation says: its value, reason and quote."""
    data = json.loads(text)
    target = data.get("target")
    waiting = [data.get("value"), data.get("reason"), target.get("quote") if isinstance(target, dict) else None]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def _scan(part: Path, withheld: tuple[str, ...], db: sqlite3.Connection) -> None:
    if redaction.leaks(part, withheld, db):
        raise CaseFileError(
            "The snapshot was not kept", "withheld words were found in its bytes: this is a fault of saidby"
        )


def _manifest(
    case: CaseFile, db: sqlite3.Connection, made: _Written, scope: Filter | None, comment: str, tlp: str, creator: str | None
) -> Manifest:  # fmt: skip
    if creator is None:
        with case.read() as r:
            creator = settings.get(r, "analyst") or ""
    problems = db.execute("PRAGMA foreign_key_check").fetchmany(1)
    if problems:
        raise CaseFileError("A row points to nothing", str(problems[0][0]), "saidby doctor tells more")
    (articles,) = db.execute("SELECT count(*) FROM sighting").fetchone()
    by_author = db.execute("SELECT author, count(*) FROM op GROUP BY author ORDER BY author").fetchall()
    return Manifest(
        content_hash=layer_hash(db, content_tables()),
        derived_hash=printed_hash(db, derived_tables()) if made.derived else "",
        creator=clean_line(creator, 100),
        created_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        program=f"saidby {_version()}",
        grading_profile=made.profile,
        rule_sets=made.rule_sets,
        waiting=made.waiting,
        parents=made.parents,
        scope=dict(scope.values) if scope else {},
        withheld=made.withheld,
        articles=articles,
        annotations=dict(by_author),
        tlp=tlp,
        comment=clean(comment).strip()[:MAX_COMMENT],
    )


def _version() -> str:
    try:
        return version("saidby")
    except PackageNotFoundError:
        return "unknown"


def _settle(part: Path, target: Path) -> None:
    """Make the file durable, then give it its name: whoever sees the name sees the whole file. Never overwrites."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.chmod(0o644)
    try:
        os.link(part, target)  # unlike a rename, fails where the target has come to exist
    except FileExistsError as error:
        raise UsageError(f"{target.name} is there already") from error
    except OSError:  # a file system without links, such as FAT on a stick
        if os.path.lexists(target):
            raise UsageError(f"{target.name} is there already") from None
        part.rename(target)
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        except OSError:  # some file systems can't; the file itself is safe
            pass
        finally:
            os.close(folder)
