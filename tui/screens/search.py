"""Search everything: one ranked list over claims, articles, events, sources and actors, with a live preview."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult

from store.filters import Filter
from store.records.rows import Hit
from tui.asking import Failure
from tui.desk import Desk
from tui.panes.proof import claim_blocks, event_blocks, other_lines
from tui.safe import one_line, paragraph
from tui.screens.article_text import head_blocks
from tui.screens.modal import Box, Modal
from tui.widgets.entry import Entry
from tui.widgets.lines import Piece, pad
from tui.widgets.row_list import RowList
from tui.widgets.text_view import Block, TextView, line

if TYPE_CHECKING:
    from tui.main_screen import MainScreen
    from tui.service import Service

_PAUSE = 0.12
"""Seconds without a key before the preview is fetched."""


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    hit: Hit


def open_search(desk: Desk) -> None:
    """Open the search; what is chosen is gone to in the panes, or opened as an article."""
    main = desk.dashboard.main

    def chosen(hit: Hit | None) -> None:
        if hit is None:
            return
        if desk is not main and hit.kind != "article":
            desk.back()
        go_to(main, desk if hit.kind == "article" else main, hit)

    desk.show_box(Search(main), chosen)


def go_to(main: MainScreen, desk: Desk, hit: Hit) -> None:
    """Put the cursor on what was found; a filter that hides it is put aside."""
    from tui.screens.article import open_article

    if hit.kind == "claim":
        main.go_to("claims", hit.id)
    elif hit.kind == "event":
        main.go_to("timeline", hit.id)
    elif hit.kind == "article":
        open_article(desk, hit.id)
    elif hit.kind == "source":
        main.set_filter("source", hit.text)
    else:
        main.ask("actor", lambda: by_name(main.service, hit), lambda filter: main.set_filter(*filter))


def by_name(service: Service, hit: Hit) -> tuple[str, str]:
    """The filter that an outlet or actor stands for; an actor who says nothing himself is looked for in the words."""
    if hit.kind == "source":
        return "source", hit.text
    speaks = next(iter(service.claim_pages(Filter().with_value("speaker", hit.text), "support")))
    return ("speaker" if len(speaks) else "text"), hit.text


Make = Callable[[int, int], list[Block]]
"""Blocks for a height and a width."""

_LINES = 8
"""Claims that the preview of a source or an actor looks up."""


def preview(service: Service, hit: Hit) -> Make:
    """What stands behind an answer: the claim's evidence, the article's beginning, the event, whose claims. For a thread."""
    if hit.kind == "claim":
        found = service.claim_details([hit.id])
        return lambda height, width: claim_blocks(found[0], height, width) if found else []
    if hit.kind == "article":
        article, _ = service.article(hit.id)
        if article is None:
            return lambda height, width: []
        return lambda height, width: [*head_blocks(article), Block(paragraph(article.text or "")[:2000])]
    if hit.kind == "event":
        event, told = service.event(hit.id)
        return lambda height, width: event_blocks(event, told, height, width) if event is not None else []
    filter = Filter().with_value(*by_name(service, hit))
    view = next(iter(service.claim_pages(filter, "support")))
    best = service.claim_details(view.ids[:_LINES])
    title = line((hit.text, "title"), (f"  {hit.kind} · {view.count_words()} claims · Enter keeps only these", "dim"))
    return lambda height, width: [title, *other_lines(best)]


class Search(Modal[Hit | None]):
    """The box."""

    def __init__(self, main: MainScreen) -> None:
        super().__init__()
        self._main = main
        self._hits: Sequence[Hit] = ()
        self._timer: Any = None

    KEYS: ClassVar[str] = "↓ ↑ move · Enter goes there · speaker:… conf>50 … · Esc closes"

    def compose(self) -> ComposeResult:
        """An entry, a list, a preview."""
        with Box("Search everything", self.KEYS, id="search-box"):
            yield Entry("search", id="query")
            yield RowList(id="hits")
            yield TextView(id="preview")

    def on_mount(self) -> None:
        """Start the index, and wait for words."""
        self.query_one("#preview", TextView).can_focus = False
        self.query_one(Entry).focus()
        self._tell_empty("Type words: misspelt and half typed ones are found too.")
        self._main.service.ask("index", self._main.service.warm_search, lambda _: None)

    def _tell_empty(self, words: str) -> None:
        rows = self.query_one("#hits", RowList)
        rows.empty = ("", words)
        rows.redraw()

    def on_entry_changed(self, message: Entry.Changed) -> None:
        """Search as it is typed."""
        text = message.value.strip()
        if not text:
            self._came([], "")
            return
        service = self._main.service
        service.ask("search", lambda: service.search(text), lambda found: self._answer(found, text))

    def _answer(self, found: Any, text: str) -> None:
        if not self.open:
            return
        if isinstance(found, Failure):
            self.query_one(Entry).tell(found.words)
            return
        if found.cancelled:
            return
        self._came(list(found.hits), text)
        waiting = f", searching {found.searched:,} of {found.total:,}" if found.searched < found.total else ""
        self.query_one(Entry).tell(f"{len(found.hits)} found{waiting}")

    def _came(self, hits: Sequence[Hit], text: str) -> None:
        self._hits = hits
        rows = self.query_one("#hits", RowList)
        rows.empty = (
            "",
            f"Nothing like “{one_line(text)}”." if text else "Type words: misspelt and half typed ones are found too.",
        )
        rows.show(range(len(hits)), lambda ids: [_Row(i, self._hits[i]) for i in ids], self._draw)
        rows.go(0)
        self._preview_soon()

    def _draw(self, row: _Row, width: int, here: bool) -> Sequence[Piece]:
        hit = row.hit
        pieces: list[Piece] = [(pad(hit.kind, 8), "accent")]
        last = 0
        for start, end in hit.matches:
            if start >= last:
                pieces += [(_flat(hit.text[last:start]), ""), (_flat(hit.text[start:end]), "quote")]
                last = end
        return [*pieces, (_flat(hit.text[last:]), "")]

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Preview what the cursor came to, after a pause."""
        self._preview_soon()

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Go there by mouse."""
        self._choose()

    def _preview_soon(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_PAUSE, self._preview)

    def _hit(self) -> Hit | None:
        row = self.query_one("#hits", RowList).current
        return row.hit if row is not None else None

    def _preview(self) -> None:
        if not self.open:
            return
        hit, view = self._hit(), self.query_one("#preview", TextView)
        if hit is None:
            view.show([])
            return
        service = self._main.service

        def came(make: Callable[[int, int], list[Block]] | Failure) -> None:
            if self.open and not isinstance(make, Failure):
                view.show(make(max(4, view.size.height), max(16, view.size.width)))

        service.ask("preview", lambda: preview(service, hit), came)

    def on_entry_submitted(self, message: Entry.Submitted) -> None:
        """Go there."""
        self._choose()

    def on_entry_cancelled(self, message: Entry.Cancelled) -> None:
        """Close."""
        self.finish(None)

    def _choose(self) -> None:
        if (hit := self._hit()) is not None:
            self.finish(hit)

    def on_key(self, event: events.Key) -> None:
        """Arrows move in the list while the entry keeps the focus."""
        rows = self.query_one("#hits", RowList)
        if event.key in ("down", "up"):
            rows.action_move(1 if event.key == "down" else -1)
        elif event.key in ("pagedown", "pageup"):
            rows.action_page(1 if event.key == "pagedown" else -1)
        else:
            return
        event.stop()


def _flat(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)
