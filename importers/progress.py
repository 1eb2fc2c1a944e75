"""What an import tells while it runs: values, so that a terminal, a log and the dashboard can each show them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from store.intake import STATUSES, Status
from store.records.article import Problem


@dataclass(frozen=True, slots=True)
class Started:
    """A run begins; `files` is how many there are to look at (members of archives not counted)."""

    run: int | None
    files: int
    size: int = 0
    """Bytes of all these files."""


@dataclass(frozen=True, slots=True)
class FileDone:
    """One file or member of an archive is through. `problems` are warnings and errors, `counts` those of the whole run."""

    path: str
    status: Status
    reader: str
    problems: tuple[Problem, ...]
    counts: Mapping[Status, int]
    done: int
    files: int
    again: bool = False
    """Known from an earlier run: not read again."""
    done_size: int = 0
    size: int = 0
    """Bytes that are through, and of all files."""


@dataclass(frozen=True, slots=True)
class RunResult:
    """How a run ended. `run` is None for a dry run."""

    run: int | None
    counts: Mapping[Status, int] = field(default_factory=dict)
    interrupted: bool = False
    dry_run: bool = False

    @property
    def units(self) -> int:
        """Articles, rejected articles and rejected files together."""
        return sum(self.counts.values())

    @property
    def failed(self) -> int:
        """Units that were rejected."""
        return self.counts.get("failed", 0)

    def line(self) -> str:
        """The last line of every import."""
        parts = ", ".join(f"{self.counts.get(s, 0)} {s}" for s in STATUSES)
        end = "dry run: nothing was kept" if self.dry_run else f"run {self.run}"
        if self.interrupted:
            end += ", interrupted"
        return f"{self.units} units: {parts}   {end}"


Event = Started | FileDone | RunResult
Tell = Callable[[Event], None]


def silent(event: Event) -> None:
    """Tell nobody."""
