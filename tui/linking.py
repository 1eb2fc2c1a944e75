"""Linked panes: what the cursor of one pane stands for is shown as evidence, and lit in the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.records.rows import ClaimDetail, TimelineDetail
from tui.conditions import Place
from tui.panes.proof import shelf_blocks
from tui.panes.proposition import proposition_lines, silence_blocks

if TYPE_CHECKING:
    from tui.main_screen import MainScreen

MOST_OF_A_CELL = 12
"""Claims of one cell or event that are fetched in full."""

LOOKED_FOR = 6
"""Claims of one cell or event whose lines are looked for, to go to the topmost."""

_FoundEvent = tuple[TimelineDetail | None, list[ClaimDetail], list[tuple[int, int]], int | None]
"""The event, its first claims, (line, id) of claims in pane 2, and the proposition of the first claim."""


class Links:
    """The claim and event that the cursor stands for, and who must know."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self.claim: ClaimDetail | None = None
        self.event: TimelineDetail | None = None
        self._proposition: int | None = None
        self._told: tuple[int, ...] = ()
        self._followed: object = None

    def follow(self, place: Place) -> None:
        """Show what the cursor of a pane stands for, once; the evidence pane shows what it showed."""
        rows = self._screen.list_of(place)
        column = self._screen.sources.list.source if place == "sources" else None
        at = (place, rows.current_id if rows is not None else None, column, self._screen.loader.turn)
        if at == self._followed:
            return
        self._followed = at
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
            screen.ask_soon("cursor", lambda: self._claim(claim), self._claim_came)

    def _follow_event(self) -> None:
        screen = self._screen
        event, shelf = screen.timeline.list.current_id, screen.timeline.shelf
        if shelf is not None:
            self._nothing("")
            screen.evidence.show_blocks(shelf_blocks(shelf))
        elif event is None:
            self._nothing("No event under the cursor.")
        else:
            screen.ask_soon("cursor", lambda: self._event(event), self._event_came)

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
            screen.ask_soon(
                "cursor", lambda: (screen.service.claim_details(claims), self._lines(claims)), self._cell_came
            )

    # in a thread: in a million rows it takes milliseconds to find one

    def _claim(self, claim: int) -> tuple[ClaimDetail | None, tuple[int, ...], int | None]:
        service, events = self._screen.service, self._screen.timeline.list
        detail, told = service.claim(claim)
        if told and (line := events.line_of(told[0])) is not None:
            service.event_lines.around(events.ids, line)
        return detail, told, self._home(claim)

    def _home(self, claim: int) -> int | None:
        return self._screen.service.proposition_of(claim)

    def _lines(self, claims: Sequence[int]) -> list[tuple[int, int]]:
        rows = self._screen.claims.list
        lines = [(line, i) for i in claims[:LOOKED_FOR] if (line := rows.line_of(i)) is not None]
        if lines:
            self._screen.service.claim_lines.around(rows.ids, min(lines)[0])
        return lines

    def _event(self, event: int) -> _FoundEvent:
        found, claims = self._screen.service.event(event)
        ids = found.claims if found is not None else ()
        return found, claims, self._lines(ids), self._home(claims[0].row.id) if claims else None

    # on the screen

    def light_cell(self) -> None:
        """Put the cursor of pane 3 on the cell of the claim that is shown."""
        if self.claim is not None:
            self._screen.sources.list.light(self.claim.row.id, self._proposition)

    def light_events(self) -> None:
        """Mark the events of the claim that is shown, and put the cursor of pane 1 on the first."""
        if self.claim is not None and self.event is None:
            events = self._screen.timeline.list
            events.mark(frozenset(self._told))
            if self._told and (line := events.line_of(self._told[0])) is not None:
                events.go(line)

    def _claim_came(self, found: tuple[ClaimDetail | None, tuple[int, ...], int | None]) -> None:
        detail, told, proposition = found
        screen = self._screen
        if detail is None:
            self._nothing("This claim is gone.")
            return
        self.claim, self.event, self._proposition, self._told = detail, None, proposition, told
        screen.evidence.show_claim(detail)
        self.light_events()
        self.light_cell()
        screen.claims.list.mark(frozenset())
        screen.hint()

    def _event_came(self, answer: _FoundEvent) -> None:
        event, claims, lines, proposition = answer
        screen = self._screen
        if event is None:
            self._nothing("This event is gone.")
            return
        self.event, self.claim, self._proposition = event, (claims[0] if claims else None), proposition
        screen.evidence.show_event(event, claims)
        screen.timeline.list.mark(frozenset())
        self._light_claims(event.claims, lines)
        self.light_cell()
        screen.hint()

    def _cell_came(self, found: tuple[list[ClaimDetail], list[tuple[int, int]]]) -> None:
        claims, lines = found
        screen = self._screen
        if not claims:
            self._nothing("These claims are gone.")
            return
        self.event, self.claim = None, claims[0]
        row = screen.sources.list.current
        self._proposition = row.id if row is not None else None
        about = proposition_lines(row) if row is not None else ()
        screen.evidence.show_claim(claims[0], claims[1:], about)
        screen.sources.list.mark(frozenset())
        self._light_claims(tuple(c.row.id for c in claims), lines)
        screen.hint()

    def _light_claims(self, ids: Sequence[int], lines: list[tuple[int, int]]) -> None:
        rows = self._screen.claims.list
        rows.mark(frozenset(ids))
        still = [line for line, i in lines if line < len(rows.ids) and rows.ids[line] == i]
        if still:
            rows.go(min(still))

    def _nothing(self, words: str) -> None:
        self._screen.service.drop("cursor")
        self.claim = self.event = None
        self._screen.evidence.show_words((words, "dim"))
        self._screen.hint()
