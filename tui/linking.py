"""Linked panes: what the cursor of one pane stands for is shown as evidence, and lit in the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.records.rows import ClaimDetail, TimelineDetail
from tui.commands import Place
from tui.panes.proposition import proposition_lines, silence_blocks

if TYPE_CHECKING:
    from tui.main_screen import MainScreen

MOST_OF_A_CELL = 12
"""Claims of one cell or event that are fetched in full."""


class Links:
    """The claim and event that the cursor stands for, and who must know."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self.claim: ClaimDetail | None = None
        self.event: TimelineDetail | None = None

    def follow(self, place: Place) -> None:
        """Show what the cursor of a pane stands for; the evidence pane shows what it showed."""
        if place == "claims":
            self._follow_claim()
        elif place == "timeline":
            self._follow_event()
        elif place == "sources":
            self._follow_cell()
        elif self.claim is None and self.event is None:
            self._follow_claim()
        self._screen.hint()

    def _follow_claim(self) -> None:
        screen = self._screen
        claim = screen.claims.list.current_id
        if claim is None:
            self._nothing("No claim under the cursor.")
        else:
            screen.ask("cursor", lambda: screen.service.claim(claim), self._claim_came)

    def _follow_event(self) -> None:
        screen = self._screen
        event = screen.timeline.list.current_id
        if event is None:
            self._nothing("No event under the cursor.")
        else:
            screen.ask("cursor", lambda: screen.service.event(event), self._event_came)

    def _follow_cell(self) -> None:
        screen = self._screen
        cell, source = screen.sources.list.cell, screen.sources.list.source
        if source is None:
            self._nothing("Nothing to compare yet.")
        elif cell is None or not cell.claims:
            self._nothing("")
            screen.evidence.show_blocks(silence_blocks(screen.sources.list.current, source.name))
        else:
            claims = cell.claims[:MOST_OF_A_CELL]
            screen.ask("cursor", lambda: screen.service.claim_details(claims), self._cell_came)

    def _claim_came(self, found: tuple[ClaimDetail | None, tuple[int, ...]]) -> None:
        detail, told = found
        screen = self._screen
        if detail is None:
            self._nothing("This claim is gone.")
            return
        self.claim, self.event = detail, None
        screen.evidence.show_claim(detail)
        events = screen.timeline.list
        events.mark(frozenset(told))
        if told and (line := events.line_of(told[0])) is not None:
            events.go(line)
        screen.sources.list.light(detail.row.id)
        screen.claims.list.mark(frozenset())
        screen.hint()

    def _event_came(self, found: tuple[TimelineDetail | None, list[ClaimDetail]]) -> None:
        event, claims = found
        screen = self._screen
        if event is None:
            self._nothing("This event is gone.")
            return
        self.event, self.claim = event, (claims[0] if claims else None)
        screen.evidence.show_event(event, claims)
        screen.timeline.list.mark(frozenset())
        self._light_claims(event.claims)
        if claims:
            screen.sources.list.light(claims[0].row.id)
        screen.hint()

    def _cell_came(self, claims: list[ClaimDetail]) -> None:
        screen = self._screen
        if not claims:
            self._nothing("These claims are gone.")
            return
        self.event, self.claim = None, claims[0]
        row = screen.sources.list.current
        about = proposition_lines(row) if row is not None else ()
        screen.evidence.show_claim(claims[0], claims[1:], about)
        screen.sources.list.mark(frozenset())
        self._light_claims(tuple(c.row.id for c in claims))
        screen.hint()

    def _light_claims(self, ids: tuple[int, ...]) -> None:
        rows = self._screen.claims.list
        rows.mark(frozenset(ids))
        lines = [line for i in ids[:8] if (line := rows.line_of(i)) is not None]
        if lines:
            rows.go(min(lines))

    def _nothing(self, words: str) -> None:
        self._screen.service.drop("cursor")
        self.claim = self.event = None
        self._screen.evidence.show_words((words, "dim"))
        self._screen.hint()
