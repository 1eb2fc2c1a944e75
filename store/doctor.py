"""Findings about a case file and the machine it lies on, each with what to do."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import Literal

from store import stale
from store.backup import copies
from store.casefile import CaseFile
from store.lock import WAL_RESET_FIXED, needs_lock
from store.purge import tombs, unfinished
from store.queries import articles, audit
from store.records.keys import text_key
from store.records.text import clean_line
from store.schema.create import MIN_SQLITE, schema_version

_FAILED = "update saidby, then saidby rebuild"

Level = Literal["ok", "note", "error"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: `error` where something must be done, `note` where something should be known."""

    level: Level
    what: str
    hint: str = ""


def examine(case: CaseFile) -> list[Finding]:
    """All findings, in the order in which a person should read them."""
    found = [*_library(), *_folder(case.path), *_integrity(case)]
    if any(f.level == "error" for f in found):
        return found  # what a damaged file says of itself is worth nothing
    return [
        *found,
        *_content(case),
        *_queue(case),
        *_grades(case),
        *_annotations(case),
        *_copies(case.path),
        *_plugins(),
    ]


def _library() -> list[Finding]:
    words = f"SQLite {sqlite3.sqlite_version}"
    if sqlite3.sqlite_version_info < MIN_SQLITE:
        return [Finding("error", f"{words} is too old", "install saidby with uv, which brings a Python of its own")]
    if not needs_lock():
        return [Finding("ok", words)]
    fixed = ".".join(map(str, WAL_RESET_FIXED))
    return [
        Finding(
            "ok",
            f"{words} can damage a file that two programs write at once (mended in {fixed}); saidby takes turns by FILE-lock",
            "let no other program write the case file",
        )
    ]


def _folder(path: Path, mounts: Path = Path("/proc/mounts")) -> list[Finding]:
    """Whether the file lies where other machines write: a live case file must be shared as a snapshot, never synchronised."""
    place = path.absolute()
    service = next((_SYNCED[part.casefold()] for part in place.parts if part.casefold() in _SYNCED), None)
    if service:
        return [Finding("note", f"{path.name} lies in a folder that {service} synchronises", _SHARE)]
    try:
        lines = [line.split() for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines()]
    except OSError:
        return []
    kinds = {line[1]: line[2] for line in lines if len(line) > 2}
    mount = next((str(p) for p in (place, *place.parents) if str(p) in kinds), "/")
    if kinds.get(mount) in _NETWORK:
        return [Finding("note", f"{path.name} lies on a network file system ({kinds[mount]})", _SHARE)]
    return []


_SHARE = "move it to a disk of this machine and share snapshots"
_SYNCED = {
    "dropbox": "Dropbox", "onedrive": "OneDrive", "google drive": "Google Drive", "googledrive": "Google Drive",
    "icloud drive": "iCloud", "mobile documents": "iCloud", "nextcloud": "Nextcloud", "owncloud": "ownCloud",
    "syncthing": "Syncthing", "sync": "Syncthing",
}  # fmt: skip
_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "9p", "fuse.sshfs", "davfs", "fuse.davfs2"})


def _integrity(case: CaseFile) -> list[Finding]:
    try:
        with case.read() as r:
            problems = [str(p) for (p,) in r.execute("PRAGMA integrity_check(5)")]
            foreign = r.execute("PRAGMA foreign_key_check").fetchmany(1)
            version = schema_version(r)
    except sqlite3.DatabaseError as error:
        return [Finding("error", f"{case.path.name} is damaged: {error}", "restore a copy; a snapshot is one")]
    if problems != ["ok"]:
        return [Finding("error", f"{case.path.name} is damaged: {problems[0]}", "restore a copy; a snapshot is one")]
    if foreign:
        return [Finding("error", "A derived row points to nothing", "saidby rebuild makes them anew")]
    return [Finding("ok", f"{case.path.name} is sound, schema {version}")]


def _content(case: CaseFile) -> list[Finding]:
    """Whether texts and annotations are still what their keys say, and what a snapshot withheld of them."""
    with case.read() as r:
        try:
            texts = (h for h, t in r.execute("SELECT hash, text FROM body WHERE text IS NOT NULL") if text_key(t) != h)
            notes = (i for i, j in r.execute("SELECT id, json FROM op WHERE NOT redacted") if text_key(j) != i)
            wrong = [f"the text {key[:12]}" for key in texts] + [f"the annotation {key[:12]}" for key in notes]
            (bodies,) = r.execute("SELECT count(*) FROM body WHERE text IS NULL").fetchone()
            (stubs,) = r.execute("SELECT count(*) FROM op WHERE redacted").fetchone()
        except (sqlite3.DatabaseError, UnicodeError) as error:
            return [
                Finding("error", f"{case.path.name} can't be read whole: {error}", "restore a copy; a snapshot is one")
            ]
    found = [
        Finding("error", f"{len(wrong):,} texts or annotations do not match their keys: {wrong[0]}", _RESTORE)
    ] if wrong else [Finding("ok", "Every text and annotation matches its key")]  # fmt: skip
    if bodies or stubs:
        found.append(
            Finding(
                "note",
                f"Withheld by a colleague: {bodies:,} texts, {stubs:,} annotations",
                "a whole snapshot, or an import of the same articles, fills them in",
            )
        )
    return found


_RESTORE = "merge a snapshot into a fresh case file"


def _grades(case: CaseFile) -> list[Finding]:
    """Overrides made on other grounds than those of today, and articles read by more than one rule set."""
    with case.read() as r:
        (stale_overrides,) = r.execute("SELECT count(*) FROM standing WHERE override_stale").fetchone()
        rules = [
            str(x)
            for (x,) in r.execute("SELECT DISTINCT rules FROM article WHERE rules NOT LIKE 'failed:%' ORDER BY 1")
        ]
    found = []
    if stale_overrides:
        words = f"{stale_overrides:,} of your grades were given on other grounds than those of today"
        found.append(Finding("note", words, "look at them again: saidby audit lists them"))
    if len(rules) > 1:
        words = f"Articles were read by {len(rules)} rule sets: {', '.join(rules[:4])}"
        found.append(Finding("note", words, "saidby rebuild reads all of them by the newest"))
    return found or [Finding("ok", "No grade is stale")]


def _copies(path: Path) -> list[Finding]:
    """The copies that merges and changes of the schema left beside the case file."""
    kept = copies(path)
    if not kept:
        return []
    size = sum(p.stat().st_size for p in kept)
    words = f"{len(kept)} copies from before merges and upgrades lie beside it, {size / 1e6:,.1f} MB"
    return [Finding("note", words, "delete those that you no longer need")]


def _plugins() -> list[Finding]:
    """Who else's readers and extractors are installed; they run with all that this program may do."""
    found = sorted({f"{e.name} ({e.dist.name} {e.dist.version})" for e in entry_points(group="saidby") if e.dist})
    if not found:
        return [Finding("ok", "No plugins are installed")]
    return [Finding("ok", f"Plugins: {clean_line(', '.join(found), 500)}", "uninstall those that you do not know")]


def _queue(case: CaseFile) -> list[Finding]:
    with case.read() as r:
        waiting = {stage: n for stage, n in stale.counts(r).items() if stage != "index"}
    failed = articles.counts(case).failed
    found = (
        [Finding("error", f"{failed:,} articles could not be read: the extractor failed on them", _FAILED)]
        if failed
        else []
    )
    if not waiting:
        return found or [Finding("ok", "Nothing waits to be read, linked or graded")]
    words = ", ".join(f"{n:,} to {stage}" for stage, n in waiting.items())
    return [*found, Finding("note", f"Work is not finished: {words}", "saidby refresh finishes it")]


def _annotations(case: CaseFile) -> list[Finding]:
    lost = audit.orphans(case)
    apart = audit.disagreements(case)
    entombed = tombs(case)
    found = [
        Finding(
            "note",
            f"An annotation stands nowhere now: {row.field} by {row.author} on {row.target[:80]}",
            f"saidby show {row.op[:8]}",
        )
        for row in lost
    ]
    if unfinished(case):
        found.append(
            Finding("error", "A purge was broken off: its words may still stand in the file", "saidby purge ends it")
        )
    if entombed:
        words = f"{entombed:,} texts lie under a tombstone: hidden, yet still in the file"
        found.append(Finding("note", words, "saidby purge takes them out for good"))
    if apart:
        found.append(
            Finding("note", f"{len(apart)} disagreements between analysts", "saidby audit lists who said what")
        )
    return found or [Finding("ok", "Every annotation has its place")]
