"""Search everything: one box over claims, articles, events, sources and actors of a case file.

The index lives in memory and follows the case file's generation. `build` belongs on a thread of its own; searches
that come while it runs are answered from what is there, and say how much that is. numpy is loaded with the first
build, never with this module.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.casefile import CaseFile
from store.records.rows import Hit, HitKind
from store.search.query import parse

if TYPE_CHECKING:
    from store.search.highlight import Needle
    from store.search.index import Index

MOST_HITS = 500
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

    def build(self, progress: Callable[[int, int], None] | None = None, cancelled: Callable[[], bool] = _never) -> bool:
        """Bring the index up to the case file; waits for another build. True when it is ready, False when cancelled.

        `progress` is told (rows read, rows in all). A first build takes about 25 µs a claim, a small change some
        milliseconds.
        """
        with self._building:
            return self._bring_up(progress, cancelled)

    def _bring_up(self, progress: Callable[[int, int], None] | None, cancelled: Callable[[], bool]) -> bool:
        from store.search import cache
        from store.search.index import make_index, refresh_index

        def tell(read: int, total: int) -> None:
            if progress is not None:
                progress(read, total)

        if self.ready():
            return True
        old = self._index or cache.load(self._case)
        if old is None:
            made = make_index(self._case, tell, cancelled, self._publish)
        elif old.generation == self._case.generation() and old.rows == old.total:
            made = old
        else:
            made = refresh_index(self._case, old, tell, cancelled)
        if made is None:
            return False
        self._publish(made)
        if old is None or made.segments[0] is not old.segments[0]:
            cache.save(self._case, made)
        return True

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
        cancelled: Callable[[], bool] = _never,
    ) -> SearchResult:
        """Answer a query as it was typed.

        `within` (claim ids of a view) and field words (`speaker:kim conf>60`) speak of claims: with either, only
        claims answer. `kinds` narrows further, as do kind prefixes in the text. Brings the index up to date first,
        unless another thread is doing so and there is something to answer from.
        """
        self._have_index(cancelled)
        index = self._index
        if index is None or cancelled():
            return SearchResult((), 0, index.total if index else 0, cancelled=True)
        from store.search.answer import answer

        return answer(self._case, index, parse(text), within, kinds, min(limit, MOST_HITS), cancelled)

    def _have_index(self, cancelled: Callable[[], bool]) -> None:
        """An index to answer from: brought up to date here, or, while another thread does so, whatever it has published.

        A build that a key began is not broken off by the next key: it would never end.
        """
        while not cancelled():
            if self._building.acquire(blocking=False):
                try:
                    self._bring_up(None, _never)
                finally:
                    self._building.release()
                return
            if self._index is not None:
                return
            self._published.wait(_PATIENCE)
