"""Search everything: one box over claims, articles, events, sources and actors, answered at every key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content

from store.records.rows import Hit
from store.search.query import KINDS, parse
from tui.asking import Failure
from tui.desk import Desk
from tui.safe import one_line
from tui.screens.found import Blocks, preview_of
from tui.screens.modal import Box, Modal
from tui.widgets.entry import Entry
from tui.widgets.lines import Piece, pad
from tui.widgets.row_list import RowList
from tui.widgets.text_view import TextView

if TYPE_CHECKING:
    from store.search.engine import SearchResult
    from store.search.highlight import Needle
    from tui.main_screen import MainScreen

_PAUSE = 0.12
"""Seconds without a key before the preview is fetched."""
_LOOK = 0.2
"""Seconds between looks at how far the index is, while it is made."""
_EMPTY = (
    "Type words: misspelt and half typed ones are found too.",
    "actor: article: event: source: before a word names a kind,",
    "speaker:kim conf>60 after:2024-10 filter claims.",
)
_AGAIN = "again"


@dataclass(frozen=True, slots=True)
class _Row:
    """A hit, or, before anything is typed, a query of before."""

    id: int
    hit: Hit | None
    words: str = ""


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
        main.set_filter("speaker", hit.text)


class Search(Modal[Hit | None]):
    """The box."""

    KEYS: ClassVar[str] = "↓ ↑ move · Enter goes there · Tab inside the filter · Esc closes"
    BINDINGS: ClassVar[list[Any]] = [Binding("tab", "scope", show=False, priority=True)]

    def __init__(self, main: MainScreen) -> None:
        super().__init__()
        self._main = main
        self._lookup = main.service.lookup
        self._filter = main.state.filter
        self._inside = False
        self._rows: list[_Row] = []
        self._needle: Needle | None = None
        self._asked = self._answered = ""
        self._chosen = False
        self._searched = 0
        self._timer: Any = None
        self._look: Any = None

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
        self._show_recent()
        self._look = self.set_interval(_LOOK, self._look_at_index)
        self._main.service.ask("index", self._lookup.warm, lambda _: self._index_came())

    # what is searched

    def action_scope(self) -> None:
        """Inside the filter of the panes, or over everything."""
        if not self._filter:
            self.query_one(Entry).tell("no filter is on to search inside of")
            return
        self._inside = not self._inside
        chips = " ".join(f"⟨{one_line(words)}⟩" for _, words in self._filter.chips())
        box = self.query_one(Box)
        box.border_title = Content(f"Search inside {chips}" if self._inside else "Search everything")
        box.border_subtitle = Content(
            self.KEYS.replace("inside the filter", "everything") if self._inside else self.KEYS
        )
        self._ask(self.query_one(Entry).value.strip())

    def _within(self) -> Sequence[int] | None:
        """The claims of the panes' filter, as pane 2 holds them or, while it is being counted, as the case file does; in a thread."""
        if not self._inside:
            return None
        pane = self._main.claims
        return pane.list.ids if pane.whole else self._main.service.claim_ids(self._filter)

    def _look_at_index(self) -> None:
        """Say how far the index is, and ask anew where more of it answers by now."""
        searched, total = self._lookup.covers()
        if not total:
            searched, total = self._lookup.progress
        if total and searched < total and not self._asked:
            self.query_one(Entry).tell(f"reading {searched:,} of {total:,}")
        if self._answered and self._lookup.covers()[0] > self._searched:
            self._ask(self._asked)

    def _index_came(self) -> None:
        self._look.stop()
        if not self.open:
            return
        if self._asked:
            self._ask(self._asked)
        else:
            searched, _ = self._lookup.covers()
            self.query_one(Entry).tell(f"{searched:,} rows to search")

    # asking

    def on_entry_changed(self, message: Entry.Changed) -> None:
        """Search as it is typed."""
        self._chosen = False
        self._ask(message.value.strip())

    def _ask(self, text: str) -> None:
        self._asked = text
        if not text:
            self._main.service.drop("search")
            self._lookup.newest()
            self._show_recent()
            return
        serial, shown = self._lookup.newest(), max(1, self.query_one("#hits", RowList).size.height)
        lookup = self._lookup
        self._main.service.ask(
            "search",
            lambda: lookup.search(text, serial=serial, within=self._within, marked=shown),
            lambda found: self._answer(found, text),
        )

    def _answer(self, found: SearchResult | Failure, text: str) -> None:
        if not self.open:
            return
        if isinstance(found, Failure):
            self.query_one(Entry).tell(found.words)
            return
        if found.cancelled:
            return
        self._needle, self._searched, self._answered = found.needle, found.searched, text
        self._show([_Row(n, hit) for n, hit in enumerate(found.hits)], (f"Nothing like “{one_line(text)}”.",))
        waiting = f", searching {found.searched:,} of {found.total:,}" if found.searched < found.total else ""
        self.query_one(Entry).tell(f"{_meaning(text)}{len(found.hits)} found{waiting}")
        if self._chosen:
            self._choose()

    # showing

    def _show_recent(self) -> None:
        self._answered, self._searched, self._needle = "", 0, None
        self._show([_Row(n, None, words) for n, words in enumerate(self._lookup.recent())], _EMPTY)

    def _show(self, rows: list[_Row], empty: tuple[str, ...]) -> None:
        self._rows = rows
        view = self.query_one("#hits", RowList)
        view.empty = ("", *empty)
        view.show(range(len(rows)), lambda ids: [rows[i] for i in ids], self._draw)
        view.go(0)
        self._preview_soon()

    def _draw(self, row: _Row, width: int, here: bool) -> Sequence[Piece]:
        hit = row.hit
        if hit is None:
            return [(pad(_AGAIN, 8), "dim"), (_flat(row.words), "")]
        pieces: list[Piece] = [(pad(hit.kind, 8), "accent")]
        last = 0
        for start, end in hit.matches or (self._needle.spans(hit.text) if self._needle is not None else ()):
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

    def _row(self) -> _Row | None:
        row: _Row | None = self.query_one("#hits", RowList).current
        return row

    def _preview(self) -> None:
        if not self.open:
            return
        row, view = self._row(), self.query_one("#preview", TextView)
        if row is None or row.hit is None:
            view.show([])
            return
        service, hit, needle = self._main.service, row.hit, self._needle

        def came(found: Blocks | Failure) -> None:
            if self.open and not isinstance(found, Failure):
                view.show(found(view.size.height, view.size.width))

        service.ask("preview", lambda: preview_of(service, hit, needle), came)

    # choosing

    def on_entry_submitted(self, message: Entry.Submitted) -> None:
        """Go there; where the answer to the last key is still to come, as soon as it has."""
        if self._asked != self._answered:
            self._chosen = True
        else:
            self._choose()

    def on_entry_cancelled(self, message: Entry.Cancelled) -> None:
        """Close: the panes are as they were."""
        self._leave(None)

    def action_close(self) -> None:
        """Close: the panes are as they were."""
        self._leave(None)

    def _choose(self) -> None:
        row = self._row()
        if row is None:
            return
        if row.hit is not None:
            self._leave(row.hit)
            return
        entry = self.query_one(Entry)
        entry.ask(entry.prompt, row.words)
        self._ask(row.words)

    def _leave(self, hit: Hit | None) -> None:
        self._lookup.remember(self._asked)
        self._main.service.drop("search")
        self._lookup.newest()
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


def _meaning(text: str) -> str:
    """What field words and kinds were understood as, before the count."""
    query = parse(text)
    kinds = [f"{kind}s only" for kind in KINDS if kind in query.kinds]
    return "".join(f"{words} · " for words in (*kinds, *(words for _, words in query.filter.chips())))


def _flat(text: str) -> str:
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
