"""Pane 4: the evidence for whatever the cursor is on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult

from store.records.rows import ClaimDetail, TimelineDetail
from tui.bindings import pane_bindings
from tui.panes.pane import Pane
from tui.panes.proof import claim_blocks, event_blocks
from tui.widgets.lines import Piece
from tui.widgets.text_view import Block, TextView, line


class EvidencePane(Pane):
    """Pane 4. What it shows is made anew for each height, so that the sentence is always in view."""

    place = "evidence"
    name_ = "Evidence"
    BINDINGS: ClassVar[list[Any]] = pane_bindings("evidence")

    def compose(self) -> ComposeResult:
        """A text."""
        yield TextView(id="evidence-text")

    @property
    def view(self) -> TextView:
        """Its text."""
        return self.query_one(TextView)

    def show_claim(self, detail: ClaimDetail, others: Sequence[ClaimDetail] = (), about: Sequence[Block] = ()) -> None:
        """Show a claim; `others` belong to the same cell, `about` tells of its proposition."""
        self._take(
            lambda height, width: claim_blocks(detail, height, width, others=others, about=about), detail.row.key[:8]
        )

    def show_event(self, event: TimelineDetail, claims: Sequence[ClaimDetail]) -> None:
        """Show an event with the claims that tell it."""
        self._take(lambda height, width: event_blocks(event, claims, height, width), event.row.key[:8])

    def show_blocks(self, blocks: list[Block]) -> None:
        """Show lines as they are."""
        self._take(lambda height, width: blocks, "")

    def show_words(self, *words: Piece) -> None:
        """Show a remark where there is nothing to prove."""
        self._take(lambda height, width: [line(*words)], "")

    def _take(self, make: Callable[[int, int], list[Block]], foot: str) -> None:
        self.foot(foot)
        self.view.show_made(make)
