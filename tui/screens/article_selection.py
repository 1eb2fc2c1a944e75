"""The article reader's selection: the keys that move in the text move the selected words while there are any."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from store.records.op import Target, span_target
from store.records.rows import ArticleDetail
from store.records.span import Span
from tui.bindings import column_bindings
from tui.desk import Desk
from tui.screens.selecting import KEYS, Selection, Units, other_end, units_of
from tui.widgets.status import Status
from tui.widgets.text_view import TextView


class Reader(TextView):
    """The text; while words are selected, the keys that move change the selection."""

    BINDINGS: ClassVar[list[Any]] = column_bindings()

    def _article(self) -> SelectingDesk:
        return cast(SelectingDesk, self.screen)

    def action_move(self, step: int) -> None:
        """A line, or a sentence of the selection."""
        if not self._article().steer("sentence", step):
            super().action_move(step)

    def action_page(self, step: int) -> None:
        """A screen, or the end of the selection by a sentence."""
        if not self._article().steer("widened", step):
            super().action_page(step)

    def action_column(self, step: int) -> None:
        """One end of the selection by a word."""
        if not self._article().steer("word", step):
            self._article().say("v selects words; then h and l move their end", "info")


class SelectingDesk(Desk):
    """A screen over one article in which words can be selected."""

    def __init__(self, detail: ArticleDetail) -> None:
        super().__init__()
        self.detail = detail
        self.selection: Selection | None = None
        self.wanted: Span | None = None
        """The claim to go to when the article has been read anew."""
        self._units: Units | None = None

    def redraw(self) -> None:
        """Show the text with what is selected in it."""
        raise NotImplementedError

    def reading_place(self) -> int:
        """The place of the text that is being read."""
        raise NotImplementedError

    def choose_words(self) -> None:
        """Select the sentence at hand; with a selection, move its other end from now on."""
        text = self.detail.text
        if text is None:
            self.say("the text was withheld: there is nothing to select", "warn")
            return
        if self.selection is not None:
            self.selection = other_end(self.selection)
            self.say(f"h l move the {'start' if self.selection.at_start else 'end'} now")
            return
        self._units = self._units or units_of(text)
        self.selection = self._units.around(self.reading_place())
        if self.selection is None:
            self.say("there is no sentence here", "warn")
        self._selection_moved()

    def steer(self, unit: str, step: int) -> bool:
        """Move the selection by a sentence or its end by a word or sentence; False where nothing is selected."""
        if self.selection is None or self._units is None:
            return False
        moves = {"sentence": self._units.sentence, "word": self._units.word, "widened": self._units.widened}
        self.selection = moves[unit](self.selection, step)
        self._selection_moved()
        return True

    def _selection_moved(self) -> None:
        self.redraw()
        if self.selection is not None:
            span = self.selection.span
            self.query_one("#reader", TextView).go_to(span.start if self.selection.at_start else span.end)
        self.hint()

    def hint(self) -> None:
        """Name the keys; while words are selected, those of the selection."""
        if self.selection is None:
            super().hint()
        else:
            self.query_one(Status).keys(KEYS)

    @property
    def selected(self) -> Target | None:
        if self.selection is None or self.detail.text is None:
            return None
        span = self.selection.span
        return span_target(self.detail.body_hash, span, self.detail.text[span.start : span.end])

    def select(self, span: Span | None, then: Span | None = None) -> None:
        self.selection = None if span is None else Selection(span)
        self.wanted = then
        self.redraw()
        self.hint()
