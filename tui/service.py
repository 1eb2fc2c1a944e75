"""The case file as the screens see it: what the panes read, and what annotations write."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.casefile import CaseFile
from store.filters import Filter
from store.records.comparison import GridRow, SourceRow
from store.records.record import record
from store.records.rows import ArticleDetail, ClaimDetail, TimelineDetail
from store.view import View
from tui.asking import Asker
from tui.fetching import At, Fetched
from tui.undo import Deed, Done, Wish

if TYPE_CHECKING:
    from textual.app import App

    from store.records.op import Op
    from tui.lookup import Lookup

MANY = 20_000
"""Propositions in which a filter is not seen to at once."""


@record
class Counts:
    """What the header tells of the case file."""

    articles: int
    claims: int
    undated: int
    waiting: int

    def words(self) -> tuple[str, ...]:
        """As short clauses."""
        claims = self.claims
        out = [f"{self.articles:,} article{'s' * (self.articles != 1)}", f"{claims:,} claim{'s' * (claims != 1)}"]
        if self.undated:
            out.append(f"{self.undated:,} undated")
        if self.waiting:
            out.append(f"{self.waiting:,} waiting")
        return tuple(out)


@record
class Ranked:
    """The propositions of pane 3, in order. Of a `partial` one only the best supported are known yet."""

    ids: array[int]
    partial: bool = False


@record
class Words:
    """A proposition's words alone: what find looks in."""

    id: int
    label: str


class Service(Asker):
    """The case file as the screens see it."""

    def __init__(self, app: App[Any], case: CaseFile, analyst: str) -> None:
        super().__init__(app)
        self.case = case
        self.analyst = analyst
        self.generation = -1
        self.claim_lines = Fetched(self._fetch_claims)
        self.event_lines = Fetched(self._fetch_events)
        self._lookup: Lookup | None = None
        self._ranking: tuple[int, str, array[int]] = (-1, "", array("q"))

    def close(self) -> None:
        """Answer no more, and break off what is being read, so that leaving takes no time."""
        self.silence()
        if self._lookup is not None:
            self._lookup.close()
        self.case.interrupt()

    # reading

    def claim_pages(self, filter: Filter, sort: str, at: At = (None, 0)) -> Iterator[View]:
        """The claims of a filter: the first page, then all; the lines at the top and around the cursor, `at`, are fetched."""
        from store.queries import claims

        return self.claim_lines.ready(claims.pages(self.case, filter, sort), at)

    def claim_rows(self, ids: Any) -> list[Any]:
        """Lines of the claims pane."""
        return self.claim_lines(ids)

    def claim(self, claim: int) -> tuple[ClaimDetail | None, tuple[int, ...]]:
        """Everything about a claim, and the events that it tells."""
        from store.queries import claims, told

        found = claims.details(self.case, [claim])
        return (found[0] if found else None), told.events_of(self.case, [claim]).get(claim, ())

    def proposition_of(self, claim: int) -> int | None:
        """The proposition that a claim belongs to; None for forecasts, opinions and meta-sentences."""
        from store.queries import comparison

        return comparison.of_claim(self.case, claim)

    def claim_details(self, ids: Any) -> list[ClaimDetail]:
        """Everything about several claims."""
        from store.queries import claims

        return claims.details(self.case, ids)

    def event_pages(self, filter: Filter, sort: str, at: At = (None, 0)) -> Iterator[tuple[View, tuple[int, int]]]:
        """The events of a filter: the first page, then all, lines fetched as by `claim_pages`; each with the lines on
        which the unresolved and the undated ones begin."""
        from store.queries import timeline

        for view in self.event_lines.ready(timeline.pages(self.case, filter, sort), at):
            shelved = not view.partial and view.sort == "event"
            yield view, timeline.shelves(self.case, view.ids) if shelved else (len(view), len(view))

    def chips(self, filter: Filter) -> tuple[str, ...]:
        """The filters in words, articles and propositions by their names in place of their ids."""
        from store.queries import articles, comparison

        named: dict[str, str] = {}
        if (article := filter.values.get("article")) is not None:
            for row in articles.rows(self.case, [int(article)]):
                named["article"] = row.title or row.name
        if (proposition := filter.values.get("proposition")) is not None:
            for grid in comparison.rows(self.case, [int(proposition)]):
                named["proposition"] = grid.label
        return tuple(f"{name}: {named[name]}" if name in named else words for name, words in filter.chips())

    def bins(self, filter: Filter, step: Any) -> list[tuple[str, int]]:
        """How many events of a filter begin when."""
        from store.queries import timeline

        return timeline.histogram(self.case, filter, step)

    def event_rows(self, ids: Any) -> list[Any]:
        """Lines of the timeline."""
        return self.event_lines(ids)

    def _fetch_claims(self, ids: Sequence[int]) -> list[Any]:
        from store.queries import claims

        return claims.rows(self.case, ids)

    def _fetch_events(self, ids: Sequence[int]) -> list[Any]:
        from store.queries import timeline

        return timeline.rows(self.case, ids)

    def event(self, event: int) -> tuple[TimelineDetail | None, list[ClaimDetail]]:
        """An event with its mentions, and its first claims in full."""
        from store.queries import timeline

        found = timeline.details(self.case, [event])
        return (found[0], self.claim_details(found[0].claims[:12])) if found else (None, [])

    def is_large(self) -> bool:
        """Whether some questions take longer than anybody should wait for a first look."""
        from store.queries import comparison

        return comparison.is_large(self.case)

    def rankings(self, filter: Filter, sort: str) -> Iterator[Ranked]:
        """The propositions of a filter; before all are ranked, in a large file, those of the best supported claims."""
        from store.queries import comparison

        now = self.case.generation()
        generation, ranked_by, ranked = self._ranking
        if (generation, ranked_by) != (now, sort):
            if comparison.is_large(self.case):
                yield Ranked(comparison.best(self.case, filter), partial=True)
            ranked = comparison.ranking(self.case, sort)
            self._ranking = (now, sort, ranked)
        elif filter and len(ranked) > MANY:
            yield Ranked(comparison.best(self.case, filter), partial=True)
        yield Ranked(comparison.chosen(self.case, filter, ranked))

    def grid_page(self, ids: Sequence[int]) -> tuple[list[GridRow], list[tuple[int, str]]]:
        """Lines of the comparison, and id and name of the sources that speak in them."""
        from store.queries import comparison

        return comparison.page(self.case, ids)

    def labels(self, ids: Sequence[int]) -> list[Words]:
        """The words of these propositions."""
        from store.queries import comparison

        return [Words(i, words) for i, words in comparison.labels(self.case, ids)]

    def source(self, source: int) -> SourceRow | None:
        """A source with its profile."""
        from store.queries import sources

        found = sources.rows(self.case, [source], cues=False)
        return found[0] if found else None

    def article(self, article: int) -> tuple[ArticleDetail | None, list[ClaimDetail]]:
        """An article with its text and marks, and its claims in full."""
        from store.queries import articles

        found = articles.details(self.case, [article])
        return (found[0], self.claim_details([m.claim for m in found[0].marks])) if found else (None, [])

    def counts(self) -> Counts:
        """How many articles and claims there are, how many articles are undated, what waits."""
        from store.queries import articles

        found = articles.counts(self.case)
        return Counts(found.articles, found.claims, found.undated, self.waiting())

    @property
    def lookup(self) -> Lookup:
        """The search."""
        if self._lookup is None:
            from tui.lookup import Lookup

            self._lookup = Lookup(self.case)
        return self._lookup

    def claim_ids(self, filter: Filter) -> array[int]:
        """All claims of a filter."""
        from store.queries import claims

        return claims.view(self.case, filter).ids

    def moved(self) -> bool:
        """Whether anybody has written since we last looked."""
        now = self.case.generation()
        before, self.generation = self.generation, now
        return before not in (-1, now)

    # writing

    def annotate(self, wishes: Sequence[Wish]) -> Deed:
        """Append annotations, all or none, and bring what they touch up to date; says what each took the place of."""
        from store.ops import heads, make_op

        made = []
        with self.case.read() as r:
            for wish in wishes:
                mine = heads(r, target=wish.target.key, field=wish.field, author=self.analyst)
                op = make_op(
                    r, self.analyst, wish.target, wish.field, wish.value, reason=wish.reason, private=wish.private,
                    supersedes=wish.supersedes,
                )  # fmt: skip
                made.append((op, next((h for h in mine if h.id in op.supersedes), None)))
        ids = self._append([op for op, _ in made])
        return tuple(
            Done(op, i, before.value if before else None, before.reason if before else None)
            for (op, before), i in zip(made, ids, strict=True)
        )

    def put_back(self, deed: Deed) -> Deed:
        """The annotations that undo others, themselves undone in the same way."""
        from store.ops import make_op

        with self.case.read() as r:
            back = [
                make_op(
                    r, d.op.author, d.op.target, d.op.field, d.before, reason=d.before_reason, private=d.op.private,
                    supersedes=[d.id],
                )
                for d in deed
            ]  # fmt: skip
        ids = self._append(back)
        return tuple(Done(op, i, d.op.value, d.op.reason) for op, i, d in zip(back, ids, deed, strict=True))

    def _append(self, several: Sequence[Op]) -> list[str]:
        from importers import refresh

        stored = refresh.annotate_all(self.case, several, analyst=self.analyst, at_once=refresh.AT_ONCE)
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
        from tui.lookup import SEARCHES

        if self.case.read_only:
            return
        data = {**data, SEARCHES: list(self.lookup.recent())}
        with self.case.write() as w:
            settings.put_session(w, data)

    @property
    def path(self) -> Path:
        """The case file's path."""
        return self.case.path
