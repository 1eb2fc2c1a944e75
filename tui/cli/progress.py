"""An import's progress and problems on standard error: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable

import click

from importers.progress import Event, FileDone, RunResult, Started
from store.records.article import Problem
from store.records.text import clean_line

MODES = ("auto", "plain", "none")
_EVERY_PLAIN = 5.0
_EVERY_BAR = 0.1
_BAR = 24
_SAY_AFTER = 3.0


class Progress:
    """Shows the events of a run. Failures are named in every mode; warnings are counted by kind at the end."""

    def __init__(self, mode: str = "auto") -> None:
        self.bar = mode == "auto" and sys.stderr.isatty()
        self.quiet = mode == "none"
        self._last = self._begun = time.monotonic()
        self._warnings: dict[str, int] = {}
        self._drawn = False

    def __call__(self, event: Event) -> None:
        """Show one event."""
        if isinstance(event, Started):
            if not self.quiet and not self.bar and event.files > 1:
                self._line(f"{event.files} files to look at")
        elif isinstance(event, FileDone):
            self._file(event)
        else:
            self._end(event)

    def say(self, words: str) -> None:
        """One line, over the bar where there is one."""
        self._line(words)

    def stage(self, name: str, done: int, total: int) -> None:
        """How far what follows the reading is (grouping, reading, linking, grading); `total` may still grow."""
        now = time.monotonic()
        if self.quiet or now - self._last < (_EVERY_BAR if self.bar else _EVERY_PLAIN):
            return
        self._last = now
        if self.bar:
            self._draw(f"{_bar(done, total)} {done}/{total}  {name}")
        else:
            self._line(f"{name}: {done} of {total}")

    def _file(self, event: FileDone) -> None:
        for problem in event.problems:
            if problem.level == "error":
                known = " (known from an earlier run; --retry-failed reads it again)" if event.again else ""
                self._line(f"{clean_line(event.path, 500)}: {problem.line()}{known}")
            else:
                self._warnings[problem.code] = self._warnings.get(problem.code, 0) + _times(problem)
        if self.quiet:
            return
        now = time.monotonic()
        if now - self._last < (_EVERY_BAR if self.bar else _EVERY_PLAIN):
            return
        self._last = now
        counts = ", ".join(f"{n} {s}" for s, n in event.counts.items() if n)
        if self.bar:
            bar = _bar(event.done_size, event.size) if event.size else _bar(event.done, event.files)
            left = _left(now - self._begun, event)
            self._draw(f"{bar} {event.done}/{event.files}  {_megabytes(event)}{left}  {counts}")
        else:
            self._line(f"{event.done} of {event.files} files, {_megabytes(event)}: {counts}")

    def _end(self, result: RunResult) -> None:
        if not self.quiet:
            for code, times in sorted(self._warnings.items()):
                self._line(f"{_MEANINGS.get(code, code)}: {times} [{code}]")

    def clear(self) -> None:
        """Take the bar away."""
        if self._drawn:
            click.echo("\r" + " " * (_width() - 1) + "\r", nl=False, err=True)
            self._drawn = False

    def _draw(self, words: str) -> None:
        width = _width() - 1
        click.echo("\r" + clean_line(words)[:width].ljust(width), nl=False, err=True)
        self._drawn = True

    def _line(self, words: str) -> None:
        self.clear()
        click.echo(clean_line(words, 2000), err=True)


_MEANINGS = {
    "W_NO_DATE": "articles without a date",
    "W_BAD_DATE": "dates that can't be read",
    "W_FUTURE_DATE": "dates in the future: undated till then",
    "W_COLUMN_GUESSED": "texts from the column with the longest ones (--map says which)",
    "W_AMBIGUOUS_DATE": "dates that can be read in two ways, not taken (--date-order dmy|mdy)",
    "W_BODY_TRUNCATED": "texts that were cut short",
    "W_BODY_SUMMARY": "summaries in place of the text",
    "W_NO_TEXT": "references without a text",
    "W_ENCODING": "texts in which characters could not be read",
    "W_BAD_URL": "addresses that are none",
    "W_FRONT_MATTER": "heads between --- lines that are no YAML",
    "W_SKIPPED": "files left alone: hidden, links to folders, or no articles by their names (--report says which)",
    "W_DUPLICATE_KEY": "objects with a key that stands twice",
}


def _times(problem: Problem) -> int:
    words = problem.message.split()
    return int(words[1]) if problem.message.startswith("and ") and words[1].isdigit() else 1


def _megabytes(event: FileDone) -> str:
    return f"{event.done_size / 1e6:.1f} of {event.size / 1e6:.1f} MB"


def _left(seconds: float, event: FileDone) -> str:
    """How long it may still take, by the bytes that are through; nothing in the first seconds, when nobody can say."""
    if seconds < _SAY_AFTER or not event.done_size:
        return ""
    rest = round(seconds * (event.size - event.done_size) / event.done_size)
    return f"  {rest // 60}:{rest % 60:02} left"


def _bar(done: int, total: int) -> str:
    filled = _BAR * done // max(1, total)
    return "█" * filled + "░" * (_BAR - filled)


def _width() -> int:
    return max(20, shutil.get_terminal_size().columns)


Tell = Callable[[Event], None]
