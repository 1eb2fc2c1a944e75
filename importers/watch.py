"""New and changed files as they come: the paths are looked through again and again, and what is new is taken in.

Polling, as it works on every system and on network folders too; a look at known files costs some 20 microseconds each.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from importers.pipeline import RunOptions, own_files, run
from importers.progress import RunResult, Tell, silent
from importers.sources import Choosing, Refused, Source, walk
from store.casefile import CaseFile
from store.errors import UsageError
from store.records.text import clean_line

_NONE = Choosing(exclude=("*",))
Signs = dict[str, tuple[int, int]]
"""Size and time of change by path."""


@dataclass(slots=True)
class Watch:
    """What is watched, and what has been taken in of it."""

    paths: tuple[str, ...]
    choosing: Choosing
    taken: Signs = field(default_factory=dict)
    seen: Signs = field(default_factory=dict)

    def ready(self) -> list[str]:
        """Files that are new or changed, and as they were at the look before: none that is still being written."""
        before, self.seen = self.seen, {}
        found = []
        for one in walk(self.paths, self.choosing):
            if not isinstance(one, Source) or one.real is None:
                continue
            sign = (one.size, one.mtime_ns)
            self.seen[one.real] = sign
            if self.taken.get(one.real) != sign and before.get(one.real) == sign:
                found.append(one.real)
        return found

    def took(self, paths: Iterable[str]) -> None:
        """Note that these files are in, or were rejected: they come again when they change."""
        for path in paths:
            if path in self.seen:
                self.taken[path] = self.seen[path]


def watch(
    case: CaseFile,
    form: str,
    paths: Iterable[str],
    options: RunOptions,
    *,
    tell: Tell = silent,
    then: Callable[[RunResult], None] = lambda result: None,
    every: float = 2.0,
    wait: Callable[[float], bool] | None = None,
) -> int:
    """Take in what comes under `paths` until `wait` (given the seconds of `every`; usually it sleeps) says True.

    Gives how many runs it took. What is there at the start is taken in first. A file is read once it has not changed between two looks. `then` is
    told the result of each run that read anything. UsageError where none of the paths is there.
    """
    watched = Watch(tuple(paths), Choosing(options.include, options.exclude, own_files(case)))
    if all(_is_missing(p) for p in watched.paths):
        raise UsageError("There is nothing to watch", ", ".join(clean_line(p, 200) for p in watched.paths[:3]))
    runs, wait = 0, wait or _sleep
    watched.ready()
    while True:
        ready = watched.ready()
        if ready:
            result = run(case, form, ready, options, tell)
            watched.took(ready)
            runs += 1
            then(result)
            if result.interrupted:
                return runs
        if wait(every):
            return runs


def _sleep(seconds: float) -> bool:
    time.sleep(seconds)
    return False


def _is_missing(path: str) -> bool:
    found = list(walk([path], _NONE))
    return bool(found) and all(isinstance(f, Refused) and f.problem.code == "E_MISSING" for f in found)
