"""One import run: sources to sightings in the case file. Content only: refresh makes everything else of it.

Files are stored some dozens at a time, in one unit of work that also writes their rows of the ledger: a killed run loses
at most what it read within the last second, and the next one goes on there. Reading is spread over processes, or over a
cluster; this one alone writes, in the order of the files, so that the rows are the same however many read.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from importers.batch import Batch, Pending, Said
from importers.files import Chunk, FileRead, Looked, look, read_carefully, read_chunk, read_looked, shipped
from importers.freeze import Frozen
from importers.plugins import reader_named, readers
from importers.pool import in_order, spread_over, usual_jobs
from importers.progress import FileDone, RunResult, Started, Tell, silent
from importers.reader import Reader, ReadOptions
from importers.sandbox import Sandbox
from importers.sources import Choosing, Found, Refused, Skipped, Source, walk
from importers.steps import Step, chunks, is_through, steps
from store import intake
from store.casefile import CaseFile
from store.casefile import Reader as CaseReader
from store.errors import UsageError
from store.records.article import Problem

_STORE_SECONDS = 1.0
"""What is read is stored at the latest after so long."""
_WORTH_FILES = 400
_WORTH_BYTES = 8_000_000
"""Where nobody says how many processes read, more than one do from so many files or bytes on."""
_NO_READER = "-"
"""Stands in the ledger for the reader of a file that none took: such files are looked at again each time."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What a person asks of a run. `date`, `outlet` and `tags` become annotations of `analyst` on each article."""

    read: ReadOptions = field(default_factory=ReadOptions)
    command: str = "import"
    analyst: str = "unknown"
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    date: str | None = None
    outlet: str | None = None
    tags: tuple[str, ...] = ()
    limit: int | None = None
    dry_run: bool = False
    strict: bool = False
    retry_failed: bool = False
    force: bool = False
    jobs: int | None = None
    """Processes that read; None for as many as are worth it."""
    cluster: str | None = None
    """The address of a Dask scheduler whose workers read instead."""

    @property
    def key(self) -> str:
        """The hash under which the ledger knows files read with these options."""
        return self.read.key(self.limit, self.date, self.outlet, list(self.tags))


def run(
    case: CaseFile, form: str, paths: Iterable[str], options: RunOptions | None = None, tell: Tell = silent
) -> RunResult:
    """Read everything under `paths` and store it. Problems of inputs are told and counted, never raised.

    Raises UsageError when none of the paths is there or the form is not known, CaseFileError when the case file can't
    be written; what was stored before that stays.
    """
    options = options or RunOptions()
    forced = None if form == "auto" else reader_named(form)
    found = list(walk(paths, Choosing(options.include, options.exclude, own_files(case))))
    missing = [f for f in found if isinstance(f, Refused) and f.problem.code == "E_MISSING"]
    if missing and len(missing) == len(found):
        names = ", ".join(m.path for m in missing[:3]) + (" …" if len(missing) > 3 else "")
        raise UsageError("There is nothing to import", f"{missing[0].problem.message}: {names}")
    if not options.dry_run:
        return _Run(case, forced, options, tell, found).go()
    try:
        with case.write():
            raise _DryRunOver(_Run(case, forced, options, tell, found).go())
    except _DryRunOver as over:
        return over.result


def own_files(case: CaseFile) -> frozenset[str]:
    """The case file and what SQLite keeps beside it: never articles."""
    return frozenset(f"{case.path.resolve()}{end}" for end in ("", "-wal", "-shm", "-journal", "-lock"))


class _DryRunOver(Exception):
    """Rolls the outer unit of work of a dry run back."""

    def __init__(self, result: RunResult) -> None:
        super().__init__()
        self.result = result


class _Stop(Exception):
    """Ends a run early: the limit is reached, or a problem came under --strict."""


class _Run:
    def __init__(
        self, case: CaseFile, forced: Reader | None, options: RunOptions, tell: Tell, found: list[Found]
    ) -> None:
        self.case, self.forced, self.options, self.tell, self.found = case, forced, options, tell, found
        self.files, self.key = len(found), options.key
        self.size = sum(one.size for one in found if isinstance(one, Source))
        self.counts: Counter[intake.Status] = Counter()
        with case.write() as w:
            self.run = intake.start_run(w, options.command, options.analyst)
        said = Said(options.analyst, options.date, options.outlet, options.tags)
        self.batch = Batch(case, self.run, said)
        self.done = self.done_size = 0
        self.interrupted = False
        self.sandbox = Sandbox()
        self.idents = [r.ident for r in ([forced] if forced else readers().values())]
        self.stored_at = time.monotonic()

    def go(self) -> RunResult:
        self.tell(Started(self.run, self.files, self.size))
        try:
            with self.sandbox:
                for step, read in self._steps():
                    self._step(step, read)
            self._flush()
        except _Stop:
            self._flush()
        except KeyboardInterrupt:
            self.interrupted = True
            self._flush()
        if not self.interrupted:
            with self.case.write() as w:
                intake.end_run(w, self.run, {s: self.counts[s] for s in intake.STATUSES})
        self.tell(self.result())
        return self.result()

    def result(self) -> RunResult:
        dry = self.options.dry_run
        return RunResult(None if dry else self.run, dict(self.counts), self.interrupted, dry)

    def _steps(self) -> Iterator[tuple[Step, FileRead | Problem | None]]:
        """What there is to look at, in order; with what a worker read, where there are workers."""
        every = chunks(steps(self.case, self.found, self._known, self.options.read.max_bytes))
        spread = spread_over(self._jobs(), self.options.cluster)
        if spread is None:
            for chunk in every:
                yield from ((step, None) for step in chunk)
                self._flush()
            return
        with spread:
            tasks = ((chunk, self._task(chunk, spread.remote)) for chunk in every)
            for chunk, results in in_order(spread, read_chunk, tasks, read_carefully):
                read = iter(results or ())
                yield from ((step, next(read) if _is_unread(step) else None) for step in chunk)
                self._flush()

    def _jobs(self) -> int:
        """As many as were asked for; else one where starting workers takes longer than they save."""
        if self.options.jobs is not None:
            return self.options.jobs
        return usual_jobs() if self.files >= _WORTH_FILES or self.size >= _WORTH_BYTES else 1

    def _task(self, chunk: list[Step], remote: bool) -> Chunk | None:
        """What a worker is to read of some steps; None for nothing."""
        sources = tuple(s.found for s in chunk if isinstance(s.found, Source) and _is_unread(s))
        if remote:
            sources = tuple(shipped(s, self.options.read) for s in sources)
        if not sources:
            return None
        return Chunk(sources, self.forced.name if self.forced else None, self.options.read)

    def _known(self, r: CaseReader, source: Source) -> intake.Known | None:
        """What is known of a file that need not be opened."""
        if self.options.force or not source.exact or source.data is not None:
            return None
        known = intake.known(r, source.path, source.size, source.mtime_ns, self.key, self.idents)
        return None if known is None or (known.failures and self.options.retry_failed) else known

    def _step(self, step: Step, read: FileRead | Problem | None) -> None:
        found = step.found
        if is_through(step):
            pass
        elif isinstance(found, Skipped):
            self.counts["skipped"] += 1
            self._told(found.path, "skipped", _NO_READER, (Problem("W_SKIPPED", found.why, "warning"),))
        elif isinstance(found, Refused):
            self._refused(found)
        elif step.known is not None:
            self._count_known(found.path, step.known)
        else:
            self._read(found, read)
        if step.ends is not None:
            self.done += 1
            self.done_size += step.ends
        if time.monotonic() - self.stored_at > _STORE_SECONDS:
            self._flush()

    def _count_known(self, path: str, known: intake.Known) -> None:
        self.counts["same"] += known.articles
        self.counts["failed"] += len(known.failures)
        self._told(path, "same" if known.articles else "failed", _NO_READER, known.failures, again=True)

    def _refused(self, refused: Refused) -> None:
        self.counts["failed"] += 1
        self._keep(Pending(self._unit(refused.path, "", 0, 0, _NO_READER), (), (refused.problem,)))
        self._told(refused.path, "failed", _NO_READER, (refused.problem,))
        self._stop_if_due(failed=True)

    def _read(self, source: Source, read: FileRead | Problem | None) -> None:
        looked = read if read is not None else look(source, self.forced, self.options.read)
        if isinstance(looked, Problem):
            self._refused(Refused(source.path, looked))
            return
        ident = looked.reader if isinstance(looked, FileRead) else looked.reader.ident
        unit = self._unit(source.path, looked.sha256, source.size, source.mtime_ns, ident)
        known = self._known_bytes(unit, source.name)
        if known is not None:
            self._keep(Pending(unit, (), known.problems, known))
            self._count_known(source.path, known)
            return
        left = None if self.options.limit is None else max(0, self.options.limit - self._units())
        if isinstance(looked, Looked):
            looked = read_looked(looked, self.options.read, self.sandbox, left)
        self._take(unit, looked.items[:left])

    def _known_bytes(self, unit: intake.Unit, name: str) -> intake.Known | None:
        """What is known of the same bytes under the same base name, from this run or an earlier one."""
        if self.options.force:
            return None
        if self.batch.holds(unit.sha256):
            self._flush()
        with self.case.read() as r:
            known = intake.known_bytes(r, unit.sha256, name, unit.options, unit.reader)
        return None if known is None or (known.failures and self.options.retry_failed) else known

    def _take(self, unit: intake.Unit, items: Sequence[Frozen | Problem]) -> None:
        frozen = [i for i in items if isinstance(i, Frozen)]
        problems = tuple(i for i in items if isinstance(i, Problem)) + _flags(frozen)
        errors = [p for p in problems if p.level == "error"]
        if errors and self.options.strict:
            frozen = []
        self._keep(Pending(unit, tuple(frozen), problems))
        self.counts["failed"] += len(errors)
        if not frozen:
            self._told(unit.path, "failed", unit.reader, problems)
        self._stop_if_due(failed=bool(errors))

    def _stop_if_due(self, failed: bool) -> None:
        limit = self.options.limit
        if (failed and self.options.strict) or (limit is not None and self._units() >= limit):
            raise _Stop

    def _units(self) -> int:
        return sum(self.counts.values()) - self.counts["skipped"] + self.batch.articles

    def _unit(self, path: str, sha256: str, size: int, mtime_ns: int, reader: str) -> intake.Unit:
        return intake.Unit(path, sha256, size, mtime_ns, reader, self.key)

    def _keep(self, pending: Pending) -> None:
        self.batch.keep(pending)
        if self.batch.is_full:
            self._flush()

    def _flush(self) -> None:
        """Store what waits; count and tell it once it is safe."""
        self.stored_at = time.monotonic()
        for outcome in self.batch.store():
            self.counts.update(outcome.statuses)
            pending = outcome.pending
            if pending.items:
                self._told(pending.unit.path, outcome.overall, pending.unit.reader, pending.problems)

    def _told(
        self, path: str, status: intake.Status, reader: str, problems: tuple[Problem, ...], again: bool = False
    ) -> None:
        sizes = self.done_size, self.size
        self.tell(FileDone(path, status, reader, problems, dict(self.counts), self.done, self.files, again, *sizes))


def _is_unread(step: Step) -> bool:
    return isinstance(step.found, Source) and step.known is None


def _flags(items: Iterable[Frozen]) -> tuple[Problem, ...]:
    """The warnings of articles, each with its place; one line a kind where a file has many of it."""
    by_code: dict[str, list[tuple[Frozen, Problem]]] = {}
    for item in items:
        for problem in item.problems:
            by_code.setdefault(problem.code, []).append((item, problem))
    flags = []
    for code, found in by_code.items():
        for item, problem in found[:3] if len(found) > 3 else found:
            flags.append(Problem(code, problem.message, "warning", item.place))
        if len(found) > 3:
            flags.append(Problem(code, f"and {len(found) - 3} more of this kind", "warning"))
    return tuple(flags)
