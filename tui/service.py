"""Reads and writes off the screen's thread: the latest question of a topic wins, answers come back as messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.message import Message

from store.casefile import CaseFile
from store.errors import SaidbyError
from store.filters import Filter
from store.records.rows import ArticleDetail, ClaimDetail, Grid, TimelineDetail
from store.view import View
from tui.undo import Done

if TYPE_CHECKING:
    from textual.app import App

    from store.records.op import Op, Target
    from store.search.engine import SearchEngine, SearchResult

GRID_LIMIT = 500
"""Propositions that pane 3 holds at once; more are told as left out."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a question has no answer, as a sentence for the status line."""

    words: str


class Answer(Message):
    """What a worker found out, with what is to be done with it."""

    def __init__(self, topic: str, serial: int, value: object, then: Callable[[Any], None]) -> None:
        super().__init__()
        self.topic = topic
        self.serial = serial
        self.value = value
        self.then = then


@dataclass(frozen=True, slots=True)
class Counts:
    """What the header tells of the case file, beside its claims."""

    articles: int
    undated: int
    waiting: int

    def words(self, claims: int) -> tuple[str, ...]:
        """As short clauses."""
        out = [f"{self.articles:,} article{'s' * (self.articles != 1)}", f"{claims:,} claim{'s' * (claims != 1)}"]
        if self.undated:
            out.append(f"{self.undated:,} undated")
        if self.waiting:
            out.append(f"{self.waiting:,} waiting")
        return tuple(out)


class Service:
    """The case file as the screens see it. Questions are asked by topic; a newer one makes older answers void."""

    def __init__(self, app: App[Any], case: CaseFile, analyst: str) -> None:
        self._app = app
        self.case = case
        self.analyst = analyst
        self.generation = -1
        self._serials: dict[str, int] = {}
        self._engine: SearchEngine | None = None
        self._closing = False

    def ask(self, topic: str, work: Callable[[], object], then: Callable[[Any], None]) -> None:
        """Do the work in a thread, then call `then` with its result, or with a Failure, unless a newer question came."""
        serial = self._serials[topic] = self._serials.get(topic, 0) + 1

        def run() -> None:
            if self._serials[topic] != serial:
                return
            value: object
            try:
                value = work()
            except SaidbyError as error:
                value = Failure(str(error))
            except Exception as error:  # an error of ours ends the question, never the program
                value = Failure(f"This could not be done: {type(error).__name__}: {error}")
            if self._serials[topic] == serial:
                self._app.post_message(Answer(topic, serial, value, then))

        self._app.run_worker(run, thread=True, group=topic, exit_on_error=True)

    def drop(self, topic: str) -> None:
        """Answers to what was asked on this topic are void."""
        self._serials[topic] = self._serials.get(topic, 0) + 1

    def close(self) -> None:
        """Answer no more, and break off what is being read, so that leaving takes no time."""
        self._closing = True
        for topic in self._serials:
            self._serials[topic] += 1
        self.case.interrupt()

    def is_latest(self, answer: Answer) -> bool:
        """Whether nobody asked anew since."""
        return self._serials.get(answer.topic) == answer.serial

    def pending(self) -> bool:
        """Whether a worker of ours is at work."""
        return any(not w.is_finished for w in self._app.workers)

    # reading

    def claims(self, filter: Filter, sort: str) -> View:
        """The claims of a filter."""
        from store.queries import claims

        return claims.view(self.case, filter, sort)

    def claim_rows(self, ids: Any) -> list[Any]:
        """Lines of the claims pane."""
        from store.queries import claims

        return claims.rows(self.case, ids)

    def claim(self, claim: int) -> tuple[ClaimDetail | None, tuple[int, ...]]:
        """Everything about a claim, and the events that it tells."""
        from store.queries import claims, told

        found = claims.details(self.case, [claim])
        return (found[0] if found else None), told.events_of(self.case, [claim]).get(claim, ())

    def claim_details(self, ids: Any) -> list[ClaimDetail]:
        """Everything about several claims."""
        from store.queries import claims

        return claims.details(self.case, ids)

    def timeline(self, filter: Filter, sort: str, step: Any) -> tuple[View, list[tuple[str, int]]]:
        """The events of a filter, and how many begin when."""
        from store.queries import timeline

        return timeline.view(self.case, filter, sort), timeline.histogram(self.case, filter, step)

    def bins(self, filter: Filter, step: Any) -> list[tuple[str, int]]:
        """How many events of a filter begin when."""
        from store.queries import timeline

        return timeline.histogram(self.case, filter, step)

    def event_rows(self, ids: Any) -> list[Any]:
        """Lines of the timeline."""
        from store.queries import timeline

        return timeline.rows(self.case, ids)

    def event(self, event: int) -> tuple[TimelineDetail | None, list[ClaimDetail]]:
        """An event with its mentions, and its first claims in full."""
        from store.queries import timeline

        found = timeline.details(self.case, [event])
        return (found[0], self.claim_details(found[0].claims[:12])) if found else (None, [])

    def grid(self, filter: Filter, sort: str) -> Grid:
        """The comparison under a filter."""
        from store.queries import comparison

        return comparison.grid(self.case, filter, GRID_LIMIT, sort)

    def article(self, article: int) -> tuple[ArticleDetail | None, list[ClaimDetail]]:
        """An article with its text and marks, and its claims in full."""
        from store.queries import articles

        found = articles.details(self.case, [article])
        return (found[0], self.claim_details([m.claim for m in found[0].marks])) if found else (None, [])

    def counts(self) -> Counts:
        """How many articles there are, how many of them undated (looked at in the first 5000), what waits."""
        from store.queries import articles

        ids = articles.view(self.case, Filter()).ids
        undated = sum(1 for row in articles.rows(self.case, ids[:5000]) if row.published is None)
        return Counts(len(ids), undated, self.waiting())

    def warm_search(self) -> None:
        """Bring the search's index up to the case file."""
        self._search_engine().build(cancelled=lambda: self._closing)

    def search(self, text: str, limit: int = 60) -> SearchResult:
        """The best answers of the whole case file; empty and cancelled where a newer question came."""
        serial = self._serials.get("search")
        return self._search_engine().search(
            text, limit=limit, cancelled=lambda: self._closing or self._serials.get("search") != serial
        )

    def _search_engine(self) -> SearchEngine:
        from store.search.engine import SearchEngine

        if self._engine is None:
            self._engine = SearchEngine(self.case)
        return self._engine

    def moved(self) -> bool:
        """Whether anybody has written since we last looked."""
        now = self.case.generation()
        before, self.generation = self.generation, now
        return before not in (-1, now)

    # writing

    def annotate(
        self,
        field: str,
        target: Target,
        value: object,
        reason: str | None,
        private: bool = False,
        supersedes: Sequence[str] | None = None,
    ) -> Done:
        """Append an annotation and bring what it touches up to date; says what it took the place of."""
        from store.ops import heads, make_op

        with self.case.read() as r:
            mine = heads(r, target=target.key, field=field, author=self.analyst)
            op = make_op(r, self.analyst, target, field, value, reason=reason, private=private, supersedes=supersedes)
        before = next((h for h in mine if h.id in op.supersedes), None)
        return Done(op, self._append(op), before.value if before else None, before.reason if before else None)

    def put_back(self, done: Done) -> Done:
        """The annotation that undoes another one, itself undone in the same way."""
        from store.ops import make_op

        op = done.op
        with self.case.read() as r:
            back = make_op(
                r, op.author, op.target, op.field, done.before, reason=done.before_reason, private=op.private,
                supersedes=[done.id],
            )  # fmt: skip
        return Done(back, self._append(back), op.value, op.reason)

    def _append(self, op: Op) -> str:
        from importers import refresh

        stored = refresh.annotate(self.case, op, analyst=self.analyst, at_once=refresh.AT_ONCE)
        self.generation = self.case.generation()
        return stored

    def waiting(self) -> int:
        """Rows of the derived layer that are not yet up to date with what was written; the search's index aside."""
        from store import stale

        with self.case.read() as r:
            return sum(n for stage, n in stale.counts(r).items() if stage != "index")

    def bring_up(self) -> None:
        """Do the work that waits: reading, linking, grading."""
        from importers import refresh

        refresh.refresh(self.case, analyst=self.analyst)
        self.generation = self.case.generation()

    def keep_session(self, data: dict[str, object]) -> None:
        """Remember the view for the next start; a file that can't be written is no reason to stay."""
        from store import settings

        if self.case.read_only:
            return
        with self.case.write() as w:
            settings.put_session(w, data)

    @property
    def path(self) -> Path:
        """The case file's path."""
        return self.case.path
