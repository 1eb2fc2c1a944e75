"""Who watches a long piece of work on snapshots: it is told what is done, and may have it stopped."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from store.errors import SaidbyError

_STEPS = 50_000
"""Instructions of SQLite between two looks at whether to stop: some milliseconds."""


class StoppedError(SaidbyError):
    """The work was stopped, and nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class Watch:
    """`tell` hears one clause about what begins now; `stopped` is asked often, from the thread that works."""

    tell: Callable[[str], None] = lambda words: None
    stopped: Callable[[], bool] = lambda: False

    def step(self, words: str) -> None:
        """What begins now; StoppedError where it must not."""
        if self.stopped():
            raise StoppedError("Stopped", hint="nothing was changed")
        self.tell(words)

    @contextlib.contextmanager
    def over(self, db: sqlite3.Connection) -> Iterator[None]:
        """While SQLite works on this connection: StoppedError as soon as somebody stops it."""
        db.set_progress_handler(lambda: int(self.stopped()), _STEPS)
        try:
            yield
        except sqlite3.OperationalError as error:
            if "interrupt" in str(error):
                raise StoppedError("Stopped", hint="nothing was changed") from error
            raise
        finally:
            db.set_progress_handler(None, 0)


UNWATCHED = Watch()
