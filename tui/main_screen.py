"""The main screen: four panes and their links, chips, the status line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.reactive import Reactive
from textual.widget import Widget

from store.errors import UsageError
from store.records.rows import ArticleRef, ClaimDetail, TimelineDetail
from tui import picking
from tui.bindings import screen_bindings
from tui.conditions import PANES, Place, Situation
from tui.desk import SCREEN_HANDLERS, Desk
from tui.finding import Finder
from tui.linking import Links
from tui.loading import ALL, Loader
from tui.moving import MOVING
from tui.panes.claims import ClaimsPane
from tui.panes.evidence import EvidencePane
from tui.panes.pane import Pane
from tui.panes.sources import GridList, SourcesPane
from tui.panes.timeline import STEPS, TimelinePane
from tui.safe import is_web
from tui.state import State
from tui.verbs import ANYWHERE, IN_PANES, handlers
from tui.widgets.entry import Entry
from tui.widgets.header import Header
from tui.widgets.row_list import RowList
from tui.widgets.status import Status
from tui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from tui.importing import Import

WIDE, TALL = 100, 18
"""From this many columns and lines on, the four panes stand side by side."""
TINY = 8
"""Lines under which borders and tabs give their room to the pane."""


class MainScreen(Desk):
    """Panes 1 to 4. State is a value; whoever changes it hands the new one to `set_state`."""

    BINDINGS: ClassVar[list[Any]] = screen_bindings()
    AUTO_FOCUS = ""  # None would look for one
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """The panes draw what shows the focus; Textual would draw the whole screen anew."""

    def __init__(self, state: State) -> None:
        super().__init__()
        self.state = state
        self.links = Links(self)
        self.finder = Finder(self)
        self.importing: Import | None = None
        self._url: tuple[int, str | None] = (-1, None)
        self.loader = Loader(self)
        self.awaits = False
        """Whether the first rows take too long to be asked for at once: they come from a thread."""

    def compose(self) -> ComposeResult:
        """Header, tabs where it is narrow, two rows of panes, status."""
        here = self.state.pane
        panes: list[Pane] = [TimelinePane(), ClaimsPane(), SourcesPane(), EvidencePane()]
        for pane in panes:
            pane.set_class(pane.place == here, "-here")
        yield Header()
        yield Tabs()
        yield Horizontal(*panes[:2], id="top", classes="-here" if here in PANES[:2] else "")
        yield Horizontal(*panes[2:], id="bottom", classes="-here" if here in PANES[2:] else "")
        yield Entry(id="words")
        yield Status()

    def on_mount(self) -> None:
        """Ask for everything."""
        self.dashboard.hold_paint()
        self.pane(self.state.pane).take_focus()
        self.query_one(Header).tell(name=self.service.path.name)
        self._arrange()
        self.awaits = bool(self.state.filter) and self.service.is_large()
        self.service.at_once = not self.awaits
        self.reload()
        if self.service.at_once:
            self.links.follow(self.state.pane)
        self.set_interval(2.0, self.loader.look_around)

    def _compositor_refresh(self) -> None:
        """Textual draws the screen while painting is held, and throws it away."""
        if not self.dashboard.held:
            super()._compositor_refresh()

    def paint(self) -> None:
        """Draw everything now, not with the next frame."""
        self._compositor.update_widgets({self})
        self._compositor_refresh()

    # panes

    def pane(self, place: Place) -> Pane:
        """The pane of a place."""
        return self.query_one(f"#{place}", Pane)

    @property
    def timeline(self) -> TimelinePane:
        """Pane 1."""
        return self.query_one(TimelinePane)

    @property
    def claims(self) -> ClaimsPane:
        """Pane 2."""
        return self.query_one(ClaimsPane)

    @property
    def sources(self) -> SourcesPane:
        """Pane 3."""
        return self.query_one(SourcesPane)

    @property
    def evidence(self) -> EvidencePane:
        """Pane 4."""
        return self.query_one(EvidencePane)

    def list_of(self, place: Place) -> RowList | None:
        """The list of a pane; None for the evidence."""
        return None if place == "evidence" else self.pane(place).query_one(RowList)

    def on_resize(self, event: events.Resize) -> None:
        """Four panes, or one at a time."""
        self._arrange()

    def _arrange(self) -> None:
        size = self.app.size
        single = self.state.zoomed or size.width < WIDE or size.height < TALL
        self.set_class(single, "-single")
        self.set_class(size.height < TINY, "-tiny")
        if single:  # side by side the classes mean nothing, and setting them would lay the screen out anew
            for place in PANES:
                self.pane(place).set_class(place == self.state.pane, "-here")
            self.query_one("#top").set_class(self.state.pane in PANES[:2], "-here")
            self.query_one("#bottom").set_class(self.state.pane in PANES[2:], "-here")
        self.loader.tell_counts()

    # state

    def set_state(self, state: State) -> None:
        """Look at something else: ask anew for what that changes."""
        old, self.state = self.state, state
        if state.filter != old.filter or state.suspended != old.suspended:
            self.loader.reload(counts=False)
        elif state.sorts != old.sorts:
            self.loader.reload([p for p in ALL if state.sorts[p] != old.sorts[p]], counts=False)
        if state.needle != old.needle:
            self.finder.seek(state.needle)
        if (state.pane, state.zoomed) != (old.pane, old.zoomed):
            self._arrange()
        if state.pane != old.pane:
            self.pane(state.pane).take_focus()
            self.set_timer(0.05, self._follow)  # for a pane that can't have it
        self.hint()

    def set_filter(self, name: str, value: str | None) -> None:
        """Set one filter, or take it off; words that make no sense are said."""
        try:
            self.set_state(self.state.with_filter(name, value))
        except (UsageError, ValueError) as error:
            self.say(str(error), "warn")

    def changed(self) -> None:
        """We wrote: show it, and do in the background what was too much to be done at once."""
        self.reload()
        self.ask("waiting", self.service.waiting, self._bring_up)

    def _bring_up(self, waiting: int) -> None:
        if waiting:
            self.say(f"grading {waiting:,} claims anew")
            self.ask("drain", self.service.bring_up, lambda _: self._brought_up())

    def _brought_up(self) -> None:
        self.reload()
        self.say("all is up to date", "good")

    def reload(self) -> None:
        """Ask for all panes; cursors stay on their rows."""
        self.loader.reload()

    # what the cursor is on

    def on_descendant_focus(self) -> None:
        """Show first where the focus is, then what stands there."""
        self.call_after_refresh(self._follow)

    def _follow(self) -> None:
        self.links.follow(self.state.pane)

    @on(RowList.Moved)
    def _moved(self, message: RowList.Moved) -> None:
        alone = self.state.pane == "evidence" and message.list is self.claims.list and self.claim is None
        if self.list_of(self.state.pane) is message.list or alone:
            picking.followed(self)
            self.links.follow(self.state.pane)

    @on(GridList.ColumnMoved)
    def _column_moved(self) -> None:
        self.sources.tell_source()
        if self.state.pane == "sources":
            self.links.follow("sources")

    # what commands ask

    @property
    def place(self) -> Place:
        return self.state.pane

    @property
    def claim(self) -> ClaimDetail | None:
        return self.links.claim

    @property
    def event(self) -> TimelineDetail | None:
        """The event under the cursor."""
        return self.links.event

    @property
    def proposition(self) -> tuple[int, str] | None:
        """The proposition under the cursor of pane 3, as id and label."""
        row = self.sources.list.current if self.place == "sources" else None
        return (row.id, row.label) if row is not None else None

    @property
    def article(self) -> ArticleRef | None:
        if self.claim is not None:
            return self.claim.article
        return self.event.mentions[0].article if self.event is not None and self.event.mentions else None

    @property
    def url(self) -> str | None:
        article = self.article
        if article is None:
            return None
        if self._url[0] != article.id:
            from store.queries import articles

            rows = articles.rows(self.service.case, [article.id])
            self._url = (article.id, rows[0].url if rows and is_web(rows[0].url) else None)
        return self._url[1]

    @property
    def marked(self) -> int:
        return picking.count(self.list_of(self.place))

    def marked_claims(self) -> list[ClaimDetail]:
        return picking.marked_claims(self)

    def shown_text(self) -> str:
        return self.evidence.view.text()

    def situation(self) -> Situation:
        detail, history = self.claim, self.dashboard.history
        rows = self.list_of(self.place)
        return Situation(
            place=self.place,
            marked=picking.count(rows),
            claim=detail is not None,
            event=self.event is not None,
            shelf=rows is not None and (rows.current_id or 0) < 0,
            row=rows is not None and rows.current_id is not None,
            article=self.article is not None,
            link=detail is not None and bool(detail.links),
            source=detail is not None and bool(detail.article.source or detail.row.speaker or detail.chain),
            url=self.url is not None,
            filtered=bool(self.state.filter or self.state.suspended),
            needle=bool(self.state.needle),
            undo=bool(history.done),
            redo=bool(history.undone),
            read_only=self.service.case.read_only,
        )

    # moving

    def open(self) -> None:
        """The article, at the sentence under the cursor."""
        from tui.screens.article import open_article

        article = self.article
        if article is None:
            return
        claim = self.claim.row.id if self.claim is not None else None
        place = self.event.mentions[0].start if self.event is not None and self.event.mentions else None
        open_article(self, article.id, claim=claim, place=place)

    @on(RowList.Chosen)
    def _chosen(self) -> None:
        self.run_command("open")

    def back(self) -> None:
        """One step back; at the top, the question whether to leave."""
        if self.importing is not None:
            self.importing.stop()
            return
        if picking.unmark(self):
            return
        state, step = self.state.back()
        if step == "top":
            self.dashboard.ask_to_leave()
            return
        words = {"needle": "", "suspended": "filters back on", "zoom": "", "filter": "filter off", "focus": ""}[step]
        self.set_state(state)
        self.say(words)

    def rescale(self, step: int) -> None:
        """Longer or shorter bars over time."""
        pane = self.timeline
        pane.step = max(0, min(len(STEPS) - 1, pane.step + step))
        self.loader.bars()

    def go_to(self, place: Place, row: int) -> None:
        """Put the cursor of a pane on a row; a filter that hides it is put aside."""
        rows = self.list_of(place)
        if rows is None:
            return
        if (line := rows.line_of(row)) is not None:
            rows.go(line)
            self.set_state(self.state.focus(place))
            self.links.follow(place)
            return
        self.loader.keep(place, row)
        self.set_state(self.state.suspend().focus(place))

    def keep(self, place: Place, row: int | None) -> None:
        """Put the cursor of a pane on this row when its rows come."""
        self.loader.keep(place, row)

    def ask_words(self, topic: str, prompt: str, value: str = "") -> None:
        """Open the line for words over the status line."""
        self.finder.ask(topic, prompt, value)

    @on(Entry.Changed)
    def _words_changed(self, message: Entry.Changed) -> None:
        self.finder.changed(message.value)

    @on(Entry.Submitted)
    def _words_given(self, message: Entry.Submitted) -> None:
        self.finder.given(message.value)

    @on(Entry.Cancelled)
    def _words_withdrawn(self) -> None:
        self.finder.withdrawn()


MainScreen.HANDLERS = {**handlers(ANYWHERE), **handlers(IN_PANES), **SCREEN_HANDLERS, **MOVING}
