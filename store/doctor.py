"""Findings about a case file and the machine it lies on, each with what to do."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from store import stale
from store.casefile import CaseFile
from store.lock import needs_lock
from store.queries import articles, audit
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
    return [*_library(), *_folder(case.path), *_integrity(case), *_queue(case), *_annotations(case)]


def _library() -> list[Finding]:
    words = f"SQLite {sqlite3.sqlite_version}"
    if sqlite3.sqlite_version_info < MIN_SQLITE:
        return [Finding("error", f"{words} is too old", "install saidby with uv, which brings a Python of its own")]
    guard = ", writes are guarded by FILE-lock" if needs_lock() else ""
    return [Finding("ok", f"{words}{guard}")]


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
    with case.read() as r:
        try:
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
    found = [
        Finding(
            "note",
            f"An annotation stands nowhere now: {row.field} by {row.author} on {row.target[:80]}",
            f"saidby show {row.op[:8]}",
        )
        for row in lost
    ]
    if apart:
        found.append(
            Finding("note", f"{len(apart)} disagreements between analysts", "saidby audit lists who said what")
        )
    return found or [Finding("ok", "Every annotation has its place")]
