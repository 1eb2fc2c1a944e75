"""Files that are read but not yet stored: some dozens at a time, in one unit of work with their rows of the ledger."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from importers.freeze import Frozen
from store import intake
from store.casefile import CaseFile, Writer
from store.ops import append, heads, make_op
from store.records.article import Problem
from store.records.op import Target
from store.records.text import clean

_UNITS = 200
_CHARS = 8_000_000
"""A batch of so many files or characters is full."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of every article of a run: annotations of `analyst` on each."""

    analyst: str
    date: str | None
    outlet: str | None
    tags: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.date or self.outlet or self.tags)


@dataclass(frozen=True, slots=True)
class Pending:
    """A file that is read but not yet stored; `known` where its bytes came before."""

    unit: intake.Unit
    items: tuple[Frozen, ...]
    problems: tuple[Problem, ...]
    known: intake.Known | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the articles of one file, once they are safe."""

    pending: Pending
    statuses: Counter[intake.Status]

    @property
    def overall(self) -> intake.Status:
        """One word for the file as a whole."""
        return _overall(self.statuses)


class Batch:
    """What one run has read and not yet stored, in the order of the files."""

    def __init__(self, case: CaseFile, run: int, said: Said) -> None:
        self._case, self._run, self._said = case, run, said
        self._pending: list[Pending] = []
        self._hashes: set[str] = set()
        self._chars = 0

    def keep(self, pending: Pending) -> None:
        """Take one more file."""
        self._pending.append(pending)
        self._hashes.add(pending.unit.sha256)
        self._chars += sum(len(i.body.text) for i in pending.items if i.body)

    @property
    def is_full(self) -> bool:
        """Whether it should be stored now."""
        return len(self._pending) >= _UNITS or self._chars >= _CHARS

    @property
    def articles(self) -> int:
        """Articles that wait."""
        return sum(len(p.items) for p in self._pending)

    def holds(self, sha256: str) -> bool:
        """Whether a file of the same bytes waits."""
        return sha256 in self._hashes

    def store(self) -> list[Outcome]:
        """Store all that waits, in one unit of work; gives what became of each file."""
        if not self._pending:
            return []
        waiting, self._pending, self._hashes, self._chars = self._pending, [], set(), 0
        with self._case.write(durable=bool(self._said)) as w:
            return [Outcome(pending, self._store(w, pending)) for pending in waiting]

    def _store(self, w: Writer, pending: Pending) -> Counter[intake.Status]:
        if pending.known is not None:
            intake.same_unit(w, self._run, pending.unit, pending.known)
            return Counter()
        expected: intake.Status = "new" if pending.items else "failed"
        number = intake.add_unit(w, self._run, pending.unit, expected, pending.problems)
        statuses: Counter[intake.Status] = Counter()
        for item in pending.items:
            stored = intake.add(w, number, pending.unit.path, intake.Arrival(item.place, item.body, item.sighting))
            statuses[stored.status] += 1
            if stored.status != "skipped":  # a text that was purged stays out
                self._annotate(w, stored.key)
        if statuses and _overall(statuses) != expected:
            intake.set_status(w, number, _overall(statuses))
        return statuses

    def _annotate(self, w: Writer, sighting: str) -> None:
        """What the person says of all articles of the run; not again where she has said it."""
        said, target = self._said, Target("sighting", sighting)
        for name, value in (("date", said.date), ("outlet", said.outlet), *(("tag", t) for t in said.tags)):
            if value is None:
                continue
            before = heads(w, target=sighting, field=name, author=clean(said.analyst))
            reason = "said at the import" if name == "date" else None
            op = make_op(w, said.analyst, target, name, value, reason=reason)
            if all(h.value != op.value for h in before):
                append(w, op)


def _overall(statuses: Counter[intake.Status]) -> intake.Status:
    order: tuple[intake.Status, ...] = ("changed", "new", "same", "skipped")
    return next((s for s in order if statuses[s]), "failed")
