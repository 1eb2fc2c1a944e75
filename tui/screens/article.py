"""The article: its text, its claims marked by band with more than colour, and jumps from claim to claim."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from store.records.grade import band_of
from store.records.rows import ArticleDetail, ArticleRef, ClaimDetail, Mark
from tui.bindings import reader_bindings
from tui.conditions import Place, Situation
from tui.desk import SCREEN_HANDLERS, Desk, Handler
from tui.panes.proof import date_words, place_line, sum_line
from tui.safe import is_web, one_line, paragraph
from tui.verbs import ANYWHERE, handlers
from tui.widgets.entry import Entry
from tui.widgets.lines import band_role
from tui.widgets.status import Status
from tui.widgets.text_view import BLANK, Block, TextView, line

GUTTER = 8
"""Columns of the left margin: support and grade of the claim that begins in a line."""


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


def head_blocks(detail: ArticleDetail) -> list[Block]:
    """Title, outlet, date and byline; what the article says of its sources."""
    row = detail.row
    origin = f" ({row.published_origin})" if row.published_origin else ""
    where = (one_line(row.source or "outlet unknown"), "accent")
    blocks = [
        Block(one_line(row.title or row.first_line or row.name), "title"),
        line(
            where,
            (f" · {row.published or 'undated'}{origin}", "date" if row.published else "warn"),
            (f" · {one_line(row.name)} · {row.language}", "dim"),
        ),
    ]
    if detail.byline:
        blocks.append(line(("by ", "dim"), (one_line(detail.byline), "")))
    if row.url:
        blocks.append(line((one_line(row.url), "dim"), ("  O opens" if is_web(row.url) else "", "dim")))
    blocks += [line((f"{role.replace('_', ' ')}: ", "dim"), (one_line(party), "")) for party, role in detail.credits]
    return [*blocks, BLANK]


def body_block(detail: ArticleDetail, here: int | None) -> Block:
    """The text with its claims underlined by band and named in the margin, the one under the cursor reversed."""
    if detail.text is None:
        return Block("The text was withheld from the snapshot that this article came with.", "warn")
    text = paragraph(detail.text)
    marks: list[tuple[int, int, str]] = [(d.start, d.end, "date") for d in detail.dates]
    gutter: list[tuple[int, str, str]] = []
    for mark in detail.marks:
        current = mark.claim == here
        role = (
            "current"
            if current
            else f"mark-{ {'HIGH': 'high', 'MED': 'med', 'LOW': 'low'}.get(band_of(mark.support), 'none') }"
        )
        marks += [(s, e, role) for s, e in mark.content]
        sign = "▶" if current else " "
        label = f"{sign}{'–' if mark.support is None else mark.support:>3} {mark.digit}"
        gutter.append((mark.content[0].start, label, "key" if current else band_role(mark.support)))
    gutter.sort(key=lambda g: (g[0], not g[1].startswith("▶")))
    return Block(text, "", tuple(marks), 0, tuple(gutter))


class ArticleScreen(Desk):
    """One article to read."""

    BINDINGS: ClassVar[list[Any]] = reader_bindings()

    def __init__(
        self, detail: ArticleDetail, claims: list[ClaimDetail], *, claim: int | None, place: int | None
    ) -> None:
        super().__init__()
        self._detail = detail
        self._claims = {c.row.id: c for c in claims}
        self._here = self._index_of(claim)
        self._start = place if claim is None else None
        self.needle = ""
        self._places: list[int] = []
        self._place = -1

    def _index_of(self, claim: int | None) -> int | None:
        return next((n for n, m in enumerate(self._detail.marks) if m.claim == claim), None)

    def compose(self) -> ComposeResult:
        """The text, a foot that says how the claim under the cursor stands, the status line."""
        yield TextView(id="reader", gutter=GUTTER, widest=100)
        yield TextView(id="foot")
        yield Entry(id="words")
        yield Status()

    def on_mount(self) -> None:
        """Show the text at the claim."""
        reader = self.query_one("#reader", TextView)
        reader.border_title = Content(one_line(self._detail.row.source or self._detail.row.name))
        self.query_one("#foot", TextView).can_focus = False
        reader.focus()
        if self._here is None and self._start is None and self._detail.marks:
            self._here = 0
            self._show()
        else:
            self._show()
            self.call_after_refresh(self._go_to_here)
        self.hint()

    def _show(self) -> None:
        head = head_blocks(self._detail)
        mark = self.mark
        body = body_block(self._detail, mark.claim if mark else None)
        shift = 1_000_000  # places of the head lie after those of the text
        blocks = [Block(b.text, b.role, b.marks, b.indent, b.gutter, shift) for b in head]
        reader = self.query_one("#reader", TextView)
        reader.show([*blocks, body], top=False)
        count = len(self._detail.marks)
        where = f"claim {self._here + 1} of {count}" if self._here is not None else f"{count} claims"
        reader.border_subtitle = Content(where)
        self.query_one("#foot", TextView).show(self._foot())

    def _foot(self) -> list[Block]:
        detail = self.claim
        if detail is None:
            return [
                Block(
                    "No claim was read in this article." if not self._detail.marks else "] goes to the next claim.",
                    "dim",
                )
            ]
        dates = "  ".join(dict.fromkeys(date_words(d) for d in detail.dates))
        return [place_line(detail), sum_line(detail), *([Block(dates, "date")] if dates else [])]

    @property
    def mark(self) -> Mark | None:
        """The place of the claim under the cursor."""
        return self._detail.marks[self._here] if self._here is not None and self._detail.marks else None

    def jump(self, step: int) -> None:
        """To the next claim, or the one before."""
        marks = self._detail.marks
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
        self._show()
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
            self._detail, self._claims = found[0], {c.row.id: c for c in found[1]}
            kept = self._index_of(here)
            self._here = kept if kept is not None else min(self._here or 0, len(self._detail.marks) - 1)
            self._here = None if self._here < 0 else self._here
            self._show()
            self.hint()

        self.ask("article", lambda: self.service.article(self._detail.row.id), came)
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
        row = self._detail.row
        return ArticleRef(row.id, row.key, row.name, row.title, row.source, row.published)

    @property
    def url(self) -> str | None:
        return self._detail.row.url if is_web(self._detail.row.url) else None

    def situation(self) -> Situation:
        detail, history = self.claim, self.dashboard.history
        return Situation(
            place="article",
            claim=detail is not None,
            article=True,
            link=detail is not None and bool(detail.links),
            source=detail is not None and bool(detail.article.source or detail.row.speaker or detail.chain),
            url=self.url is not None,
            needle=bool(self.needle),
            undo=bool(history.done),
            redo=bool(history.undone),
            read_only=self.service.case.read_only,
        )

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
        self._places = [p for p in reader.matches() if p < 1_000_000] if needle else []
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
        """The found words first, then back to the panes."""
        if self.needle:
            self.seek("")
            self.say("")
        elif self.is_current:
            self.dismiss()


_OWN: dict[str, Handler] = {
    "claim.next": lambda screen: screen.jump(1),
    "claim.previous": lambda screen: screen.jump(-1),
    "find": ArticleScreen.find,
    "find.next": lambda screen: screen.find_step(1),
    "find.previous": lambda screen: screen.find_step(-1),
    "back": ArticleScreen.back,
}
ArticleScreen.HANDLERS = {**handlers(ANYWHERE), **SCREEN_HANDLERS, **_OWN}
