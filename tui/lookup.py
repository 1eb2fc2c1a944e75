"""The search as its box asks it: built off the screen, latest wins, inside a filter or over everything, with a memory."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from store.casefile import CaseFile

if TYPE_CHECKING:
    from store.records.rows import ArticleRow, ClaimDetail
    from store.search.engine import SearchEngine, SearchResult
    from store.search.highlight import Needle

MOST_RECENT = 20
"""Queries that are remembered for the next time."""
_SAID = 8
"""Claims of an actor that a preview shows."""


class Lookup:
    """The search of one case file; from any thread."""

    def __init__(self, case: CaseFile) -> None:
        self._case = case
        self._engine: SearchEngine | None = None
        self._serial = 0
        self._one = threading.Lock()
        self._over = False
        self._recent: list[str] | None = None
        self.progress = (0, 0)
        """Rows read and rows in all, while the index is made."""

    def close(self) -> None:
        """Break off what is being searched and built."""
        self._over = True

    def newest(self) -> int:
        """The number of a new question: what was asked before is broken off."""
        self._serial += 1
        return self._serial

    def warm(self) -> None:
        """Bring the index up to the case file; `progress` and `covers` tell how far it is."""
        self._index().build(progress=self._tell, cancelled=lambda: self._over)

    def _tell(self, read: int, total: int) -> None:
        self.progress = (read, total)

    def covers(self) -> tuple[int, int]:
        """How many rows of how many would be searched now; (0, 0) before there is anything."""
        return self._index().covers()

    def search(
        self,
        text: str,
        *,
        serial: int | None = None,
        within: Sequence[int] | Callable[[], Sequence[int] | None] | None = None,
        limit: int = 60,
        marked: int | None = 18,
    ) -> SearchResult:
        """The best answers, of the claims `within` alone where it is given; the first `marked` with their matches.

        Empty and cancelled where a newer question than `serial` came. One at a time: several would take the processor
        from the screen.
        """
        with self._one:  # what was asked before notices at its next step that it is void
            return self._index().search(
                text,
                within=within() if callable(within) else within,
                limit=limit,
                marked=marked,
                cancelled=lambda: self._over or (serial is not None and serial != self._serial),
            )

    def _index(self) -> SearchEngine:
        from store.search.engine import SearchEngine

        if self._engine is None:
            self._engine = SearchEngine(self._case)
        return self._engine

    # what a preview shows

    def passage(self, article: int, needle: Needle | None) -> tuple[ArticleRow | None, str]:
        """An article's line, and the passage of its text that holds most of what was meant (its beginning without a needle)."""
        from store.queries import articles
        from store.search import documents, highlight

        rows = articles.rows(self._case, [article])
        with self._case.read() as r:
            text = documents.bodies(r, [article]).get(article, "")
        found = highlight.passage(needle, text, _PREVIEW) if needle is not None else ""
        return (rows[0] if rows else None), found or " ".join(text[:_PREVIEW].split())

    def said_by(self, actor: int) -> list[ClaimDetail]:
        """An actor's best supported claims."""
        from store.queries import claims

        return claims.details(self._case, claims.said_by(self._case, actor, _SAID))

    # what was searched for

    def recent(self) -> tuple[str, ...]:
        """The last queries, the youngest first."""
        from store import settings

        if self._recent is None:
            with self._case.read() as r:
                kept = settings.session(r).get(SEARCHES)
            self._recent = [str(words) for words in kept if words][:MOST_RECENT] if isinstance(kept, list) else []
        return tuple(self._recent)

    def remember(self, text: str) -> None:
        """Keep a query for the next time."""
        if text:
            self._recent = [text, *(other for other in self.recent() if other != text)][:MOST_RECENT]


SEARCHES = "searches"
"""The session's key of the last queries."""
_PREVIEW = 600
"""Characters of an article's passage in a preview."""
