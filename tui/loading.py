"""What the panes show, asked for and handed out: first pages at once, the rest when it is known, cursors on their rows."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.view import View
from tui.conditions import PANES, Place
from tui.fetching import At
from tui.panes.timeline import STEPS
from tui.service import Counts, Ranked
from tui.widgets.header import Header
from tui.widgets.row_list import RowList
from tui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from tui.main_screen import MainScreen

ALL: tuple[Place, ...] = ("timeline", "claims", "sources")


@dataclass(slots=True)
class Cursor:
    """The row that the cursor of a list is to stand on when all its rows are there, unless somebody moves it first."""

    wanted: int | None
    line: int = -1
    """Where a first page put it meanwhile; -1 before there was one."""

    def on(self, rows: RowList) -> int | None:
        """The row to stand on now."""
        moved = self.line >= 0 and rows.cursor != self.line
        return rows.current_id if moved else self.wanted


class Loader:
    """Asks for the rows of the main screen's panes."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._counts: Counts | None = None
        self._keep: dict[Place, int | None] = {}
        self.turn = 0
        """How often rows were asked for anew."""

    def keep(self, place: Place, row: int | None) -> None:
        """Put the cursor of a pane on this row when its rows come."""
        self._keep[place] = row

    def reload(self, places: Collection[Place] = ALL, *, counts: bool = True) -> None:
        """Ask for the rows of these panes, and for what the header counts; cursors stay on their rows."""
        screen, state = self._screen, self._screen.state
        self.turn += 1
        service = screen.service
        shown = state.suspended if state.suspended is not None else state.filter
        screen.query_one(Header).tell(
            chips=tuple(words for _, words in shown.chips()), struck=state.suspended is not None
        )
        if {"article", "proposition"} & set(shown.values):
            screen.ask("chips", lambda: service.chips(shown), lambda words: screen.query_one(Header).tell(chips=words))
        at = {p: (rows.current_id if (rows := screen.list_of(p)) else None) for p in PANES}
        at |= {p: row for p, row in self._keep.items() if row is not None}
        self._keep = {p: row for p, row in self._keep.items() if p not in places}
        cursors = {p: Cursor(at[p]) for p in places}
        lines = {p: rows.cursor for p in places if (rows := screen.list_of(p)) is not None}

        def stands(place: Place) -> At:
            return cursors[place].wanted, lines.get(place, 0)

        if counts:
            screen.sources.forget()
        if "claims" in places:
            screen.stream(
                "claims", lambda: service.claim_pages(state.filter, state.sorts["claims"], stands("claims")),
                lambda view: self._claims_came(view, cursors["claims"]),
            )  # fmt: skip
        if "timeline" in places:
            screen.stream(
                "timeline", lambda: service.event_pages(state.filter, state.sorts["timeline"], stands("timeline")),
                lambda found: self._timeline_came(found[0], found[1], cursors["timeline"]),
            )  # fmt: skip
            self.bars()
        if "sources" in places:
            screen.stream(
                "grid", lambda: service.rankings(state.filter, state.sorts["sources"]),
                lambda ranked: self._grid_came(ranked, cursors["sources"]),
            )  # fmt: skip
        if counts:
            screen.ask("counts", service.counts, self._counts_came, heavy=True)

    def bars(self) -> None:
        """Ask for the bars over time."""
        screen = self._screen
        filter, step = screen.state.filter, STEPS[screen.timeline.step]
        screen.ask("bins", lambda: screen.service.bins(filter, step), screen.timeline.bars, heavy=True)

    def _claims_came(self, view: View, cursor: Cursor) -> None:
        screen = self._screen
        self._place(screen.claims.list, cursor, lambda at: screen.claims.show(view, screen.service, at))
        self.tell_counts()
        if screen.awaits:
            screen.dashboard.painted()

    def _timeline_came(self, view: View, shelves: tuple[int, int], cursor: Cursor) -> None:
        screen = self._screen
        show = screen.timeline.show
        self._place(screen.timeline.list, cursor, lambda at: show(view, shelves, screen.service, at))
        if screen.state.pane != "timeline":
            screen.links.light_events()
        self.tell_counts()

    def _grid_came(self, ranked: Ranked, cursor: Cursor) -> None:
        screen = self._screen
        grid = screen.sources.list
        ids: array[int] = ranked.ids
        self._place(grid, cursor, lambda at: screen.sources.show(ids, ranked.partial, screen.state.filter, at))
        if screen.state.pane != "sources":
            screen.links.light_cell()

    def _place(self, rows: RowList, cursor: Cursor, show: Callable[[int | None], None]) -> None:
        show(cursor.on(rows))
        cursor.line = rows.cursor

    def _counts_came(self, counts: Counts) -> None:
        self._counts = counts
        self.tell_counts()
        if counts.articles == 0 < counts.waiting and not self._screen.importing:
            self._screen.say(f"{counts.waiting:,} articles wait to be read: saidby refresh does that", "warn")

    def tell_counts(self) -> None:
        """Show what is counted, in the header and in the tabs."""
        screen = self._screen
        if self._counts is not None:
            screen.query_one(Header).tell(counts=self._counts.words())
        words = {"claims": f"{len(screen.claims.list.ids):,}", "timeline": f"{screen.timeline.count:,}"}
        screen.query_one(Tabs).tell(screen.state.pane, {p: words.get(p, "") for p in PANES})

    def look_around(self) -> None:
        """Show what others have written, if they have."""
        screen = self._screen

        def seen(moved: bool) -> None:
            if moved:
                self.reload()
                screen.say("the case file has changed: shown as it is now")

        if not screen.service.pending():
            screen.ask("generation", screen.service.moved, seen)
