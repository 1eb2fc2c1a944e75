"""Work spread over processes of this machine, or over a Dask cluster; results come in the order of the tasks.

Whoever asks has the results one by one and is the only one that writes. Workers are processes of our own program; what
is risky runs in a child of theirs (importers/sandbox.py).
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol, Self, TypeVar

from store.errors import UsageError
from store.records.text import clean_line

K = TypeVar("K")
T = TypeVar("T")
R = TypeVar("R")

_AHEAD = 5
"""Tasks for each worker that are started before their results are asked for."""
MOST_JOBS = 8
"""By default no more processes than this: beyond it the one writer is what all wait for."""


class Handle(Protocol):
    """A task under way."""

    def result(self) -> Any:
        """What came of it, once it is there; raises what went wrong."""


class Spread(Protocol):
    """Where work is spread to. `width` is how many tasks can be done at once."""

    width: int
    remote: bool
    """Whether the workers may not see this machine's files."""

    def submit(self, function: Callable[[T], R], task: T) -> Handle:
        """Start a task; function and task must be picklable."""

    def close(self) -> None:
        """End the workers; tasks under way are given up."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


class Processes:
    """Worker processes of this machine. They start with the first task, and end when the one that made them does."""

    remote = False

    def __init__(self, jobs: int) -> None:
        self.width = jobs
        self._pool: Any = None

    def submit(self, function: Callable[[T], R], task: T) -> Handle:
        from concurrent.futures.process import BrokenProcessPool

        try:
            handle: Handle = self._running().submit(function, task)
        except BrokenProcessPool:
            self.close()
            handle = self._running().submit(function, task)
        return handle

    def close(self) -> None:
        if self._pool is not None:
            processes = list((self._pool._processes or {}).values())
            self._pool.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                process.terminate()
            self._pool = None

    def _running(self) -> Any:
        if self._pool is None:
            import multiprocessing
            from concurrent.futures import ProcessPoolExecutor  # 15 ms

            # spawned, not forked: the dashboard and SQLite have threads and locks that a fork would copy half
            self._pool = ProcessPoolExecutor(self.width, multiprocessing.get_context("spawn"), _start_worker)
        return self._pool

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Cluster:
    """The workers of a Dask scheduler; each must have this program installed. UsageError where it is not there."""

    remote = True

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client  # 900 ms
        except ImportError as error:
            raise UsageError("--cluster needs Dask", hint="install saidby[cluster]") from error
        try:
            self._client = Client(address, timeout="10s", set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            shown = clean_line(address, 100)
            raise UsageError(f"There is no cluster at {shown}", clean_line(str(error), 200)) from error
        self.width = max(1, sum(self._client.nthreads().values()))

    def submit(self, function: Callable[[T], R], task: T) -> Handle:
        handle: Handle = self._client.submit(function, task, pure=False)
        return handle

    def close(self) -> None:
        self._client.close(timeout=2)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def spread_over(jobs: int, cluster: str | None = None) -> Spread | None:
    """The workers that a person asked for; None for one job, which needs none."""
    if cluster is not None:
        return Cluster(cluster)
    return Processes(jobs) if jobs > 1 else None


def usual_jobs() -> int:
    """How many processes to use where nobody says: as many as this process may use processors, at most MOST_JOBS."""
    try:
        there = len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        there = os.cpu_count() or 1
    return max(1, min(MOST_JOBS, there))


def in_order(
    spread: Spread, function: Callable[[T], R], tasks: Iterable[tuple[K, T | None]], instead: Callable[[T], R]
) -> Iterator[tuple[K, R | None]]:
    """The result of each (key, task), in order; a few tasks are always under way ahead of the one that is asked for.

    A key without a task only keeps its place. `instead` makes the result here, carefully, of a task whose worker died
    or broke on it.
    """
    under_way: deque[tuple[K, T | None, Handle | None]] = deque()
    for key, task in tasks:
        under_way.append((key, task, None if task is None else spread.submit(function, task)))
        if len(under_way) > _AHEAD * spread.width:
            yield _finished(*under_way.popleft(), instead)
    while under_way:
        yield _finished(*under_way.popleft(), instead)


def _finished(key: K, task: T | None, handle: Handle | None, instead: Callable[[T], R]) -> tuple[K, R | None]:
    if task is None or handle is None:
        return key, None
    try:
        return key, handle.result()
    except Exception:  # a worker that died, or what a cluster says of one: the task is done here instead
        return key, instead(task)


def parts(items: Sequence[T], size: int) -> list[Sequence[T]]:
    """A sequence in pieces of at most `size`."""
    return [items[i : i + size] for i in range(0, len(items), size)]


def _start_worker() -> None:
    """In a new worker: interruptions are the parent's affair; when it is gone, so is the worker."""
    import multiprocessing

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:

        def end_with_parent() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=end_with_parent, daemon=True).start()
