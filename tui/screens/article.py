"""The article: its text, its claims marked by band with more than colour, and jumps from claim to claim."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from store.records.rows import ArticleDetail, ArticleRef, ClaimDetail, Mark
from store.records.span import Span
from tui.bindings import reader_bindings
from tui.conditions import Place, Situation
from tui.desk import SCREEN_HANDLERS, Desk, Handler
from tui.forms import cells
from tui.panes.names import speaker_name
from tui.panes.proof import date_words, place_line, sum_line
from tui.safe import is_web, one_line
from tui.screens.article_selection import Reader, SelectingDesk
from tui.screens.article_text import GUTTER, MARGIN, VERSIONS, body_block, head_blocks
from tui.verbs import ANYWHERE, IN_ARTICLES, handlers
from tui.widgets.entry import Entry
from tui.widgets.status import Status
from tui.widgets.text_view import Block, TextView

TALL = 18
"""Lines from which on all is told of a claim under the text."""

HEAD = 1_000_000
"""Places of the head's lines are counted from here on: after those of the text."""


def open_article(desk: Desk, article: int, *, claim: int | None = None, place: int | None = None) -> None:
    """Fetch an article and open it at a claim or a place."""

    def came(found: tuple[ArticleDetail | None, list[ClaimDetail]]) -> None:
        if found[0] is None:
            desk.say("this article is gone", "warn")
        else:
            screen = ArticleScreen(found[0], found[1], claim=claim, place=place)
            if desk.is_current:
                desk.app.push_screen(screen)

    desk.ask("article", lambda: desk.service.article(article), came)


class ArticleScreen(SelectingDesk):
    """One article to read."""

    BINDINGS: ClassVar[list[Any]] = reader_bindings()

    def __init__(
        self, detail: ArticleDetail, claims: list[ClaimDetail], *, claim: int | None, place: int | None
    ) -> None:
        super().__init__(detail)
        self._claims = {c.row.id: c for c in claims}
        self._here = self._index_of(claim)
        self._start = place if claim is None else None
        self.needle = ""
        self._places: list[int] = []
        self._place = -1

    def _index_of(self, claim: int | None) -> int | None:
        return next((n for n, m in enumerate(self.detail.marks) if m.claim == claim), None)

    def compose(self) -> ComposeResult:
        """The text, a foot that says how the claim under the cursor stands, the status line."""
        yield Reader(id="reader", gutter=GUTTER, widest=100, margin=MARGIN)
        yield TextView(id="foot")
        yield Entry(id="words")
        yield Status()

    def on_mount(self) -> None:
        """Show the text at the claim."""
        reader = self.query_one("#reader", TextView)
        reader.border_title = Content(one_line(self.detail.row.source or self.detail.row.name))
        self.query_one("#foot", TextView).can_focus = False
        reader.focus()
        if self._here is None and self._start is None and self.detail.marks:
            self._here = 0
            self.redraw()
        else:
            self.redraw()
            self.call_after_refresh(self._go_to_here)
        self.hint()

    def on_resize(self) -> None:
        """In a low terminal the foot has two lines; the claim stays in view."""
        height = self.app.size.height
        self.query_one("#foot").styles.height = 4 if height >= TALL else 2 if height >= 8 else 0
        self.query_one("#foot", TextView).show(self._foot())
        self.call_after_refresh(self._go_to_here)

    def redraw(self) -> None:
        head = head_blocks(self.detail)
        mark = self.mark
        body = body_block(self.detail, mark.claim if mark else None, self.selection.span if self.selection else None)
        blocks = [Block(b.text, b.role, b.marks, b.indent, b.gutter, HEAD) for b in head]
        reader = self.query_one("#reader", TextView)
        reader.show([*blocks, body], top=False)
        count = len(self.detail.marks)
        where = f"claim {self._here + 1} of {count}" if self._here is not None else f"{count} claims"
        reader.border_subtitle = Content(where)
        self.query_one("#foot", TextView).show(self._foot())

    def _foot(self) -> list[Block]:
        detail = self.claim
        if detail is None:
            return [
                Block(
                    "No claim was read in this article." if not self.detail.marks else "] goes to the next claim.",
                    "dim",
                )
            ]
        dates = "  ".join(dict.fromkeys(date_words(d) for d in detail.dates))
        blocks = [place_line(detail), sum_line(detail), *([Block(dates, "date")] if dates else [])]
        return [replace(b, once=True) for b in blocks] if self.app.size.height < TALL else blocks

    @property
    def mark(self) -> Mark | None:
        """The place of the claim under the cursor."""
        return self.detail.marks[self._here] if self._here is not None and self.detail.marks else None

    def jump(self, step: int) -> None:
        """To the next claim, or the one before."""
        marks = self.detail.marks
        if not marks:
            self.say("no claim was read in this article", "warn")
            return
        if self._here is None:
            starts = [m.content[0].start for m in marks]
            self._here = min(len(marks) - 1, max(0, bisect_right(starts, self._start or 0) - (step < 0)))
        else:
            wanted = self._here + step
            if not 0 <= wanted < len(marks):
                self.say("the last claim of the article" if step > 0 else "the first claim of the article")
                return
            self._here = wanted
        self.redraw()
        self._go_to_here()
        self.hint()

    def _go_to_here(self) -> None:
        mark = self.mark
        place = mark.content[0].start if mark else self._start
        if place is not None:
            self.query_one("#reader", TextView).go_to(place)

    def changed(self) -> None:
        """We wrote: fetch the article anew, and stay at the claim."""
        here = self.mark.claim if self.mark else None

        def came(found: tuple[ArticleDetail | None, list[ClaimDetail]]) -> None:
            if found[0] is None:
                self.back()
                return
            self.detail, self._claims = found[0], {c.row.id: c for c in found[1]}
            kept = self._index_of(here)
            if self.wanted is not None:  # read ones come before added ones
                places = [Span(m.content[0].start, m.content[-1].end) for m in self.detail.marks]
                kept = max((n for n, place in enumerate(places) if place == self.wanted), default=kept)
                self.wanted = None
            self._here = kept if kept is not None else min(self._here or 0, len(self.detail.marks) - 1)
            self._here = None if self._here < 0 else self._here
            self.redraw()
            self.hint()

        self.ask("article", lambda: self.service.article(self.detail.row.id), came)
        self.dashboard.main.reload()

    # what commands ask

    @property
    def place(self) -> Place:
        return "article"

    @property
    def claim(self) -> ClaimDetail | None:
        return self._claims.get(self.mark.claim) if self.mark else None

    @property
    def article(self) -> ArticleRef | None:
        row = self.detail.row
        return ArticleRef(row.id, row.key, row.name, row.title, row.source, row.published)

    @property
    def url(self) -> str | None:
        return self.detail.row.url if is_web(self.detail.row.url) else None

    def situation(self) -> Situation:
        detail, history = self.claim, self.dashboard.history
        return Situation(
            place="article",
            claim=detail is not None,
            article=True,
            link=detail is not None and bool(detail.links),
            source=detail is not None and bool(detail.article.source or detail.row.speaker or detail.chain),
            url=self.url is not None,
            selected=self.selection is not None,
            revised=any(relation in VERSIONS for relation, *_ in self.detail.related),
            needle=bool(self.needle),
            undo=bool(history.done),
            redo=bool(history.undone),
            read_only=self.service.case.read_only,
        )

    # what is read

    def reading_place(self) -> int:
        """Where one reads: at the found words, else at the claim where it is in view, else at the top line."""
        reader = self.query_one("#reader", TextView)
        if self.needle and 0 <= self._place < len(self._places):
            return self._places[self._place]
        mark, (first, last) = self.mark, reader.in_view()
        if mark is not None and first <= mark.content[0].start <= last:
            return mark.content[0].start
        return 0 if first >= HEAD else first

    def shown_text(self) -> str:
        marks = (self._claims[m.claim] for m in self.detail.marks if m.claim in self._claims)
        told = (f"{d.why} | {speaker_name(d.row)}: {' '.join(cells.claim(d.row).split())}" for d in marks)
        return "\n".join([self.query_one("#reader", TextView).text(), "", "Claims", *told])

    def claim_around(self, span: Span) -> ClaimDetail | None:
        return next((c for c in self._claims.values() if c.span.start <= span.start < c.span.end), None)

    # find

    def find(self) -> None:
        """Open the line for words."""
        entry = self.query_one(Entry)
        entry.ask("find", self.needle)
        entry.display = True
        entry.focus()

    @on(Entry.Changed)
    def _words_changed(self, message: Entry.Changed) -> None:
        self.seek(message.value, message.entry)

    @on(Entry.Submitted)
    def _words_given(self, message: Entry.Submitted) -> None:
        self._close_entry()

    @on(Entry.Cancelled)
    def _words_withdrawn(self) -> None:
        self.seek("")
        self._close_entry()

    def _close_entry(self) -> None:
        self.query_one(Entry).display = False
        self.query_one("#reader", TextView).focus()
        self.hint()

    def seek(self, needle: str, entry: Entry | None = None) -> None:
        """Mark words in the text and go to the first."""
        self.needle = needle
        reader = self.query_one("#reader", TextView)
        reader.seek(needle)
        self._places = [p for p in reader.matches() if p < HEAD] if needle else []
        self._place = -1
        if entry is not None:
            entry.tell(f"{len(self._places)} matches" if needle else "")
        if self._places:
            self.find_step(1)

    def find_step(self, step: int) -> None:
        """To the next match."""
        if not self._places:
            self.say("no match")
            return
        self._place = (self._place + step) % len(self._places)
        self.query_one("#reader", TextView).go_to(self._places[self._place])
        self.say(f"“{self.needle}”: match {self._place + 1} of {len(self._places)}")

    def back(self) -> None:
        """The selection first, then the found words, then back to the panes."""
        if self.selection is not None:
            self.select(None)
            self.say("")
        elif self.needle:
            self.seek("")
            self.say("")
        elif self.is_current:
            self.dismiss()


_OWN: dict[str, Handler] = {
    "claim.next": lambda screen: screen.jump(1),
    "claim.previous": lambda screen: screen.jump(-1),
    "range": ArticleScreen.choose_words,
    "find": ArticleScreen.find,
    "find.next": lambda screen: screen.find_step(1),
    "find.previous": lambda screen: screen.find_step(-1),
    "back": ArticleScreen.back,
}
ArticleScreen.HANDLERS = {**handlers(ANYWHERE), **handlers(IN_ARTICLES), **SCREEN_HANDLERS, **_OWN}
