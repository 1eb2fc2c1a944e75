"""Paths, folders, globs, lists and standard input to the files that an import reads, in an order that does not vary.

Nothing is opened here but what is read: pipes, devices and links that lead nowhere are named, never waited for.
"""

from __future__ import annotations

import fnmatch
import glob
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from store.records.article import Problem
from store.records.text import clean_line

MAX_PATH = 4000
_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")
"""Paths that cleaning leaves as they are: most of them, and it is asked for each of a million."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file, archive member or standard input. `path` and `name` are cleaned: they are stored and shown.

    `exact` says that cleaning left the path as it was, so that it can be looked up; `data` is there for what has no
    file of its own. `mtime_ns` only serves to skip unread files quickly; it is never a date.
    """

    path: str
    name: str
    size: int
    mtime_ns: int
    real: str | None = None
    data: bytes | None = None
    exact: bool = True

    def load(self, max_bytes: int) -> bytes | Problem:
        """The bytes; or E_TOO_BIG, E_UNREADABLE, E_NOT_A_FILE."""
        if self.data is not None:
            return self.data
        assert self.real is not None
        if self.size > max_bytes:
            return too_big(self.size, max_bytes)
        try:
            handle = os.open(self.real, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_CLOEXEC", 0))
            with os.fdopen(handle, "rb") as file:
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    return Problem("E_NOT_A_FILE", "this is no ordinary file")
                data = file.read(max_bytes + 1)
        except OSError as error:
            return _unreadable(error)
        return too_big(len(data), max_bytes) if len(data) > max_bytes else data


@dataclass(frozen=True, slots=True)
class Refused:
    """A path that gives nothing to read, and why."""

    path: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file inside a folder that is left alone on purpose, and why."""

    path: str
    why: str


Found = Source | Refused | Skipped


@dataclass(frozen=True, slots=True)
class Choosing:
    """Which files of folders are taken: globs over names or paths, and files never to touch (the case file's own)."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    never: frozenset[str] = frozenset()

    def takes(self, path: str, name: str) -> bool:
        """Whether a file of a folder is to be read."""
        if any(_matches(path, name, g) for g in self.exclude):
            return False
        return not self.include or any(_matches(path, name, g) for g in self.include)


def _matches(path: str, name: str, pattern: str) -> bool:
    return fnmatch.fnmatch(name, pattern) or fnmatch.fnmatch(path, pattern)


def walk(paths: Iterable[str], choosing: Choosing) -> Iterator[Found]:
    """Everything that the given paths stand for. Folders are read to any depth, names in order, links to folders not
    followed; a path given twice is read once."""
    seen: set[str] = set()
    for path in paths:
        for found in _one(path, choosing):
            place = found.real if isinstance(found, Source) else None
            if place is not None and place in seen:
                continue
            if place is not None:
                seen.add(place)
            yield found


def _one(path: str, choosing: Choosing) -> Iterator[Found]:
    if path == "-":
        yield _standard_input()
        return
    try:
        info = Path(path).stat()
    except (OSError, ValueError) as error:
        matches = sorted(glob.glob(path, recursive=True)) if glob.has_magic(path) else []  # noqa: PTH207 (may be absolute)
        if not matches:
            yield Refused(shown(path), _missing(path, error))
        for match in matches:
            yield from _one(match, choosing)
        return
    if stat.S_ISDIR(info.st_mode):
        yield from _folder(path, choosing)
    else:
        yield _file(path, info)


def _folder(path: str, choosing: Choosing) -> Iterator[Found]:
    try:
        with os.scandir(path) as entries:
            inside = sorted(entries, key=lambda e: e.name)
    except OSError as error:
        yield Refused(shown(path), _unreadable(error))
        return
    own = {PurePath(p).name for p in choosing.never}
    real = os.path.realpath(path)
    pages = {PurePath(e.name).stem for e in inside if e.name.lower().endswith((".html", ".htm"))}
    for entry in inside:
        if entry.name in own and os.path.realpath(entry.path) in choosing.never:
            continue
        if entry.name.startswith((".", "~$")) or entry.name in ("__MACOSX", "Thumbs.db", "desktop.ini"):
            yield Skipped(shown(entry.path), "hidden, or no article by its name")
        elif entry.is_dir(follow_symlinks=False):
            if entry.name.endswith("_files") and entry.name[: -len("_files")] in pages:
                yield Skipped(shown(entry.path), "what a browser saved beside a page")
            else:
                yield from _folder(entry.path, choosing)
        elif entry.is_symlink() and Path(entry.path).is_dir():
            yield Skipped(shown(entry.path), "a link to a folder")
        elif choosing.takes(entry.path, entry.name):
            try:
                if entry.is_symlink():
                    yield _file(entry.path, Path(entry.path).stat())
                else:
                    yield _source(os.path.join(real, entry.name), entry.name, entry.stat())  # noqa: PTH118 (a million files)
            except OSError as error:
                yield Refused(shown(entry.path), _missing(entry.path, error))


def _file(path: str, info: os.stat_result) -> Source | Refused:
    return _source(str(Path(path).resolve()), Path(path).name, info)


def _source(full: str, name: str, info: os.stat_result) -> Source | Refused:
    if not stat.S_ISREG(info.st_mode):
        return Refused(shown(full), Problem("E_NOT_A_FILE", f"this is {_sort(info.st_mode)}, not an ordinary file"))
    cleaned = shown(full)
    short = name if cleaned == full and len(name) < 255 and cleaned.endswith(name) else clean_line(name, 255)
    return Source(cleaned, short or "unnamed", info.st_size, info.st_mtime_ns, real=full, exact=cleaned == full)


def _standard_input() -> Source | Refused:
    data = sys.stdin.buffer.read(STDIN_LIMIT + 1)
    if len(data) > STDIN_LIMIT:
        return Refused("standard input", too_big(len(data), STDIN_LIMIT))
    return Source("standard input", "standard input", len(data), 0, data=data, exact=False)


STDIN_LIMIT = 200_000_000


def listed(name: str) -> list[str]:
    """The paths of a list (--files-from): one a line, or separated by NUL; "-" is standard input. Raises OSError."""
    data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    parts = data.split(b"\0") if b"\0" in data else data.replace(b"\r\n", b"\n").split(b"\n")
    return [os.fsdecode(p) for p in parts if p.strip()]


def shown(path: str) -> str:
    """A path as it may be stored and shown: no control characters, no lone surrogates, one line."""
    if len(path) < MAX_PATH and _PLAIN.fullmatch(path):
        return path
    return clean_line(path, MAX_PATH)


def too_big(size: int, limit: int) -> Problem:
    """The problem of a file over the limit."""
    return Problem("E_TOO_BIG", f"{size / 1e6:,.0f} MB; the limit is {limit / 1e6:,.0f} MB (--max-bytes)")


def _missing(path: str, error: OSError | ValueError) -> Problem:
    if isinstance(error, PermissionError):
        return Problem("E_UNREADABLE", "no permission to read it")
    if "\0" not in path and Path(path).is_symlink():
        return Problem("E_MISSING", "a link that leads nowhere")
    return Problem("E_MISSING", "there is no such file or folder")


def _unreadable(error: OSError) -> Problem:
    if isinstance(error, PermissionError):
        return Problem("E_UNREADABLE", "no permission to read it")
    return Problem("E_UNREADABLE", clean_line(error.strerror or str(error), 120))


def _sort(mode: int) -> str:
    if stat.S_ISFIFO(mode):
        return "a pipe"
    if stat.S_ISSOCK(mode):
        return "a socket"
    return "a device"
