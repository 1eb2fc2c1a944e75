"""Opening what a colleague sent: checked in a child process with limits, and only a laundered copy is ever used."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from store.errors import RejectedError
from store.records.text import clean_line
from store.snapshot import manifest as manifests
from store.snapshot.manifest import Manifest
from store.snapshot.opening import LAUNDERED, MAX_BYTES, Derived, Laundered, launder, seconds_for
from store.snapshot.sign import Signature, verify
from store.snapshot.watch import UNWATCHED, StoppedError, Watch

MEMORY_BYTES = 1_000_000_000
"""Address space of the child. What it holds at once is one row, and SQLite's cache of pages."""

_FILE_BYTES = 64_000_000
_MAX_ANSWER = 4_000_000
_LOOK = 0.2  # seconds
_START = "import sys; sys.path[:] = {path!r}; sys.dont_write_bytecode = True; from store.snapshot.inspect import serve; serve()"


@dataclass(frozen=True, slots=True)
class Inspected:
    """A snapshot that was found sound. `rows` is a connection to the laundered copy, read only; it ends with the context.

    `derived` is "ok" where its derived rows hold, "none" where none were sent or asked for, "older" where they hold but
    are of an older schema, else why they do not. They are in the copy where they were to be taken and are "ok".
    """

    name: str
    manifest: Manifest
    signature: Signature
    rows: sqlite3.Connection
    sha256: str
    size: int
    derived: str


@contextlib.contextmanager
def inspect(
    path: Path | str, *, derived: Derived = "leave", signers: Path | None = None, watch: Watch = UNWATCHED
) -> Iterator[Inspected]:
    """Check a snapshot and give what it holds, from a copy of our own; the colleague's file is only read.

    `derived` asks that the derived rows are checked, or checked and taken, too; `signers` is an allowed-signers file.
    RejectedError where it does not hold; StoppedError where whoever watches stops it.
    """
    whole = Path(path).absolute()
    with tempfile.TemporaryDirectory(prefix="saidby-") as folder:
        watch.step("checking it, in a process of its own")
        answer = _asked(whole, folder, derived, watch)
        found = manifests.read(answer.manifest)
        copy = Path(folder) / LAUNDERED
        db = sqlite3.connect(f"file:{quote(os.fspath(copy))}?mode=ro", uri=True, isolation_level=None)
        db.row_factory = sqlite3.Row
        try:
            yield Inspected(
                clean_line(whole.name, 200), found, verify(found.canonical(), whole, signers), db, answer.sha256, answer.size,
                answer.derived,
            )  # fmt: skip
        finally:
            db.close()


def _asked(path: Path, folder: str, derived: Derived, watch: Watch) -> Laundered:
    """What the child says of the file; RejectedError with its reason, or when it did not come through."""
    try:
        size = path.lstat().st_size
    except OSError:
        size = 0
    child = subprocess.Popen(
        [sys.executable, "-I", "-c", _START.format(path=sys.path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        request = {"path": os.fspath(path), "folder": folder, "size": size, "derived": derived}
        said = _answer(child, json.dumps(request).encode(), time.monotonic() + seconds_for(size) * 1.2 + 2, watch)
    except subprocess.TimeoutExpired as error:
        raise _refused(path, "It took too long to check") from error
    finally:
        child.kill()
        child.wait()
    try:
        answer = json.loads(said[:_MAX_ANSWER])
    except ValueError as error:
        raise _refused(path, "It needed too much time or memory to check") from error
    if "refused" in answer:
        raise _refused(path, *answer["refused"])
    return Laundered(**answer)


def _answer(child: subprocess.Popen[bytes], request: bytes, deadline: float, watch: Watch) -> bytes:
    """What the child writes, by the deadline; meanwhile a look now and then at whether to stop."""
    question: bytes | None = request
    while True:
        try:
            return child.communicate(question, timeout=min(_LOOK, max(0.0, deadline - time.monotonic())))[0]
        except subprocess.TimeoutExpired:
            question = None
            if time.monotonic() >= deadline:
                raise
            if watch.stopped():
                raise StoppedError("Stopped", hint="nothing was changed") from None


def _refused(path: Path, what: str, why: str = "", hint: str = "") -> RejectedError:
    """The child's reason in one sentence that names the file."""
    reason = what[:1].lower() + what[1:] + (f", {why}" if why else "")
    return RejectedError(f"The snapshot {clean_line(path.name, 200)} can't be used", reason, hint)


def serve() -> None:
    """The child: one request on standard input, one answer on standard output."""
    request = json.loads(sys.stdin.buffer.read())
    os.umask(0o077)
    _limit(request["size"])
    answer: dict[str, object]
    try:
        answer = launder(request["path"], request["folder"], derived=request["derived"])
    except RejectedError as error:
        answer = {"refused": [error.what, error.why, error.hint]}
    except MemoryError:
        answer = {"refused": ["It needed too much memory to check"]}
    except OSError as error:
        answer = {"refused": ["It can't be copied", error.strerror or ""]}
    sys.stdout.write(json.dumps(answer))


def _limit(size: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits: there the wall clock alone holds
        return
    seconds, room = int(seconds_for(size)) + 1, min(size, MAX_BYTES) * 2 + _FILE_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
