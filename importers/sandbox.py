"""Readers whose libraries can hang or swell on hostile bytes run in a child process with limits.

The child is started once and kept; when an input makes it hang, swell or die, that input is a problem and the next one
gets a new child. Parent and child speak JSON: nothing that comes back is ever executed. The child has no network and
writes no file. `python -m importers.sandbox` is the child.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import struct
import subprocess
import sys
import time
from dataclasses import asdict
from typing import Any

from importers.freeze import Frozen, read_frozen
from importers.reader import Input, Reader, ReadOptions
from store.records.article import Body, Problem, Sighting
from store.records.text import Clean

WALL_SECONDS = 12.0
_FREE_MEGABYTES = 3
_SECONDS_PER_MEGABYTE = 12.0
"""Large inputs may take longer: a feed of 50,000 entries is 5 MB, and feedparser reads some 100 kB a second."""
MEMORY_BYTES = 900_000_000
"""Address space, not resident memory: libraries map far more than they touch. The promise is 512 MB resident."""
_LENGTH = struct.Struct(">Q")
_MAX_ANSWER = 400_000_000


class Sandbox:
    """A child that reads on our behalf; a context manager that ends it."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def read(self, source: Input, reader: Reader, options: ReadOptions) -> list[Frozen | Problem]:
        """All that a reader finds in an input, as read_frozen gives it; E_CRASH where the child did not come through."""
        request = json.dumps(
            {"reader": reader.name, "name": source.name, "options": asdict(options), "size": len(source.data)}
        ).encode()
        try:
            child = self._running()
            assert child.stdin is not None
            child.stdin.write(_LENGTH.pack(len(request)) + request)
            child.stdin.write(source.data)
            child.stdin.flush()
            answer = self._answer(child, _seconds(len(source.data)))
        except (OSError, ValueError) as error:
            return [self._crashed(reader, str(error))]
        except BaseException:
            self._end()
            raise
        return [_item(row) for row in answer]

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._child = subprocess.Popen(
                [sys.executable, "-I", "-c", _START.format(path=sys.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._child

    def _answer(self, child: subprocess.Popen[bytes], seconds: float) -> list[Any]:
        deadline = time.monotonic() + seconds
        (size,) = _LENGTH.unpack(self._exactly(child, _LENGTH.size, deadline))
        if size > _MAX_ANSWER:
            raise ValueError("it found more than can be taken in")
        found = json.loads(self._exactly(child, size, deadline + WALL_SECONDS))
        if not isinstance(found, list):
            raise ValueError("it gave no answer")
        return found

    def _exactly(self, child: subprocess.Popen[bytes], size: int, deadline: float) -> bytes:
        assert child.stdout is not None
        handle = child.stdout.fileno()
        parts: list[bytes] = []
        while size:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([handle], [], [], left)[0]:
                raise ValueError("it took too long")
            part = os.read(handle, min(size, 1 << 20))
            if not part:
                raise ValueError("it needed too much memory or time, or crashed")
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _crashed(self, reader: Reader, why: str) -> Problem:
        self._end()
        return Problem("E_CRASH", f"the {reader.name} reader was stopped: {why}")

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
            for stream in (self._child.stdin, self._child.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        stream.close()
            self._child.wait()
            self._child = None


def _seconds(size: int) -> float:
    """How long an input of some size may take, by the clock and of the processor."""
    return WALL_SECONDS + max(0.0, size / 1e6 - _FREE_MEGABYTES) * _SECONDS_PER_MEGABYTE


_START = (
    "import sys; sys.path[:] = {path!r}; sys.dont_write_bytecode = True; from importers.sandbox import serve; serve()"
)


def serve() -> None:
    """The child: read requests from standard input and answer them on standard output until it closes."""
    _no_network()
    stdin, stdout = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints must not get between the answers
    from importers.plugins import readers

    known = readers()
    _limit()
    while len(head := stdin.read(_LENGTH.size)) == _LENGTH.size:
        request = json.loads(stdin.read(_LENGTH.unpack(head)[0]))
        data = stdin.read(request["size"])
        _more_time(_seconds(len(data)))
        options = _options(request["options"])
        rows = [_row(i) for i in read_frozen(Input(request["name"], data), known[request["reader"]], options)]
        answer = json.dumps(rows).encode()
        stdout.write(_LENGTH.pack(len(answer)) + answer)
        stdout.flush()


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits: there the wall clock alone holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _more_time(seconds: float) -> None:
    """CPU seconds for the next input, on top of what is used."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _no_network() -> None:
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise OSError("a reader has no network")

    for name in ("connect", "connect_ex", "sendto", "bind"):
        setattr(socket.socket, name, refuse)
    socket.getaddrinfo = refuse  # type: ignore[assignment]


def _options(data: dict[str, Any]) -> ReadOptions:
    data["mapping"] = tuple((str(a), str(b)) for a, b in data["mapping"])
    data["date_from"] = tuple(data["date_from"])
    return ReadOptions(**data)


def _row(item: Frozen | Problem) -> dict[str, Any]:
    if isinstance(item, Problem):
        return {"problem": asdict(item)}
    return {
        "place": item.place,
        "text": item.body.text if item.body else None,
        "sighting": asdict(item.sighting),
        "problems": [asdict(p) for p in item.problems],
    }


def _item(row: dict[str, Any]) -> Frozen | Problem:
    if "problem" in row:
        return Problem(**row["problem"])
    stated = row["sighting"]
    stated["flags"] = tuple(stated["flags"])
    stated["extra"] = tuple((str(a), str(b)) for a, b in stated["extra"])
    body = Body(Clean(row["text"])) if row["text"] else None
    if (body.hash if body else None) != stated["body"]:
        return Problem("E_CRASH", "what the child read does not fit its hash")
    return Frozen(row["place"], body, Sighting(**stated), tuple(Problem(**p) for p in row["problems"]))
