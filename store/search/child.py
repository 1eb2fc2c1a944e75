"""The index of a large case file, made by a process of its own: the screen's interpreter has nothing to do with it.

The child reads the case file, writes segments as files and tells of them, a line of JSON each, on standard output; the
parent maps them. It ends by itself when nobody listens any more. What comes back is only paths and numbers.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from store.casefile import CaseFile
from store.errors import SaidbyError
from store.search import cache
from store.search.index import Index, Tell, make_index

_START = "import sys; sys.path[:] = {path!r}; sys.dont_write_bytecode = True; from store.search.child import serve; serve({case!r}, {kept!r})"


def make_in_child(
    case: CaseFile, tell: Tell, cancelled: Callable[[], bool], publish: Callable[[Index], None]
) -> Index | None:
    """The index of a case file as its kept segment; None when cancelled. Parts are published as they come.

    Raises OSError where a child can't run, can't write to the cache folder, or didn't come through.
    """
    kept = cache.file_of(case)
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    start = _START.format(path=sys.path, case=os.fspath(case.path.absolute()), kept=os.fspath(kept))
    child = subprocess.Popen(
        [sys.executable, "-I", "-c", start],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert child.stdout is not None
        for line in child.stdout:
            if cancelled():
                return None
            told = json.loads(line)
            if "read" in told:
                tell(told["read"], told["total"])
            elif (made := _taken(case, Path(told["segment"]), kept, bool(told["whole"]))) is not None:
                if made.whole:
                    return made
                publish(made)
    except ValueError as error:
        raise OSError("the search's child said something strange") from error
    finally:
        child.kill()
        child.communicate()
    raise OSError("the search's child did not come through")


def _taken(case: CaseFile, path: Path, kept: Path, whole: bool) -> Index | None:
    """Map a segment of the child's. A whole one is put in the cache; a part is only mapped, its name goes."""
    made = cache.load(case, path)
    with contextlib.suppress(OSError):
        if whole and made is not None:
            cache.put(path, kept)
        else:
            path.unlink()
    return made


def serve(path: str, kept: str) -> None:
    """The child: make the index of the case file, writing segments beside `kept`."""
    with contextlib.suppress(OSError, SaidbyError), CaseFile(Path(path), read_only=True) as case:
        index = make_index(case, _tell, _never, lambda part: _hand_over(case, part, Path(kept)))
        if index is not None:
            _hand_over(case, index, Path(kept))


def _tell(read: int, total: int) -> None:
    print(json.dumps({"read": read, "total": total}), flush=True)


def _never() -> bool:
    return False


def _hand_over(case: CaseFile, index: Index, kept: Path) -> None:
    made = cache.part_of(kept)
    try:
        cache.save(case, index, made)
        print(json.dumps({"segment": os.fspath(made), "whole": index.whole}), flush=True)
    except BrokenPipeError:
        made.unlink(missing_ok=True)
        raise
