"""Search everything: one box over claims, articles, events, sources and actors of a case file.

The index lives in memory and follows the case file's generation. `build` belongs on a thread of its own; searches
that come while it runs are answered from what is there, and say how much that is. numpy is loaded with the first
build, never with this module.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.casefile import CaseFile
from store.errors import SaidbyError
from store.records.rows import Hit, HitKind
from store.search.query import parse

if TYPE_CHECKING:
    from store.search.highlight import Needle
    from store.search.index import Index

Tell = Callable[[int, int], None]

MOST_HITS = 500
_ROUNDS = 3  # at most so often, where somebody writes all the time
_PATIENCE = 0.05  # seconds between looks at whether a search that waits for the first rows was dropped


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first. `searched` of `total` rows were in the index; `cancelled` results are empty.

    `needle` marks the same words in other texts; None where the query held no word.
    """

    hits: tuple[Hit, ...]
    searched: int
    total: int
    needle: Needle | None = None
    cancelled: bool = False


def _never() -> bool:
    return False


def _unheard(read: int, total: int) -> None:
    """Progress that nobody asked for."""


class SearchEngine:
    """The search of one case file; safe to use from several threads."""

    def __init__(self, case: CaseFile) -> None:
        self._case = case
        self._index: Index | None = None
        self._building = threading.Lock()
        self._published = threading.Event()

    def ready(self) -> bool:
        """Whether the index holds the case file as it stands now."""
        index = self._index
        return index is not None and index.rows == index.total and index.generation == self._case.generation()

    def covers(self) -> tuple[int, int]:
        """How many rows of how many are searched as the index stands; (0, 0) before there is one."""
        index = self._index
        return (index.rows, index.total) if index is not None else (0, 0)

    def build(self, progress: Tell | None = None, cancelled: Callable[[], bool] = _never) -> bool:
        """Bring the index up to the case file; waits for another build. True when it is ready, False when cancelled.

        `progress` is told (rows read, rows in all). A first build takes about 15 µs a claim, in a child process where
        there are many; a small change takes some milliseconds.
        """
        import store.search.answer  # noqa: F401  what the first search needs is loaded here, not at its first key

        with self._building:
            return self._bring_up(progress, cancelled)

    def _bring_up(self, progress: Tell | None, cancelled: Callable[[], bool], *, anew: bool = True) -> bool:
        """Bring the index up to the case file; False when cancelled, or where it must be made anew and may not (`anew`)."""
        from store.search import cache
        from store.search.index import grown, refresh_index

        for _ in range(_ROUNDS):
            if self.ready():
                break
            old = self._index or cache.load(self._case)
            if old is not None and old.whole:
                same = old.generation == self._case.generation()
                brought = old if same else refresh_index(self._case, old)
                if brought is not None:
                    self._publish(brought)
                    continue
                self._publish(grown(self._case, old))
            if not anew:
                return False
            made = self._make(progress or _unheard, cancelled)
            if made is None:
                return False
            self._publish(made)
        return True

    def _make(self, progress: Tell, cancelled: Callable[[], bool]) -> Index | None:
        """The index made anew: of a large case file by a child, of a small one, or where no child can run, here."""
        from store.search import cache, documents
        from store.search.child import make_in_child
        from store.search.index import make_index

        def publish(part: Index) -> None:
            if self._index is None or part.rows > self._index.rows:
                self._publish(part)

        with self._case.read() as r:
            large = documents.weight(r) >= cache.MIN_WEIGHT
        if large:
            with contextlib.suppress(OSError):
                return make_in_child(self._case, progress, cancelled, publish)
        return make_index(self._case, progress, cancelled, publish)

    def _publish(self, index: Index) -> None:
        self._index = index
        self._published.set()

    def search(
        self,
        text: str,
        *,
        within: Sequence[int] | array[int] | None = None,
        kinds: Sequence[HitKind] | None = None,
        limit: int = 50,
        marked: int | None = None,
        cancelled: Callable[[], bool] = _never,
    ) -> SearchResult:
        """Answer a query as it was typed.

        `within` (claim ids of a view) and field words (`speaker:kim conf>60`) speak of claims: with either, only
        claims answer. `kinds` narrows further, as do kind prefixes in the text. Of the first `marked` hits (None: all)
        the matches are worked out, and the passages of articles; the result's needle marks the others as they are
        drawn. Brings the index up to date first, unless another thread is doing so and there is something to answer from.
        """
        self._have_index(cancelled)
        index = self._index
        if index is None or cancelled():
            return SearchResult((), 0, index.total if index else 0, cancelled=True)
        from store.search.answer import Wanted, answer

        limit = min(limit, MOST_HITS)
        wanted = Wanted(within, kinds, limit, limit if marked is None else marked)
        return answer(self._case, index, parse(text), wanted, cancelled)

    def _have_index(self, cancelled: Callable[[], bool]) -> None:
        """An index to answer from: brought up to date here, or, while that is being done, whatever has been published.

        A build that a key began is not broken off by the next key: it would never end. Where so much is new that the
        index must be made anew, the one at hand answers until a thread of its own has done so.
        """
        while not cancelled():
            index = self._index
            if self._building.acquire(blocking=False):
                try:
                    done = self._bring_up(None, _never, anew=index is None or not index.whole)
                finally:
                    self._building.release()
                if not done:
                    threading.Thread(target=self._build_unasked, daemon=True).start()
                return
            if index is not None:
                return
            self._published.wait(_PATIENCE)

    def _build_unasked(self) -> None:
        """Build where nobody waits for it: what fails here is met, and told, by the next search."""
        with contextlib.suppress(SaidbyError, OSError, sqlite3.Error):
            self.build()
