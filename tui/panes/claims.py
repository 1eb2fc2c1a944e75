"""Pane 2: who claims what, how sure, and how far it holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult

from store.records.rows import ClaimRow
from store.view import View
from tui.bindings import pane_bindings
from tui.forms import cells
from tui.panes.names import short_name, speaker_name
from tui.panes.pane import Pane
from tui.safe import one_line
from tui.service import Service
from tui.widgets.lines import Piece, band_role, pad
from tui.widgets.row_list import RowList


def signs(row: ClaimRow) -> str:
    """What an analyst left on a claim, as signs: star, notes, tags."""
    return ("★" if row.starred else " ") + ("✎" if row.notes else " ") + ("#" if row.tags else " ")


def columns(width: int) -> tuple[int, bool]:
    """(columns of the speaker, whether the certainty has room) in a list of this width."""
    return (0 if width < 46 else max(12, min(26, width // 4))), width >= 34


_WIDE, _SOURCE = 96, 18
"""Columns from which on the source has a column of its own, and how many that has."""


def draw(row: ClaimRow, width: int, here: bool) -> Sequence[Piece]:
    """A claim as a line: support, grade, certainty, signs, speaker, and what is claimed."""
    speaker, said = columns(width)
    pieces: list[Piece] = [(f"{cells.support(row):>3} ", band_role(row.support))]
    pieces.append((pad(cells.grade(row), 6), "mine" if row.overridden else ""))
    if said:
        pieces.append((pad(cells.said(row), 4 if speaker else 5), "deny" if row.polarity == "-" else "dim"))
    if speaker:
        pieces.append((signs(row) + " ", "mine"))
    if speaker:
        pieces += [(pad(speaker_name(row), speaker), "accent"), ("  ", "")]
    if width >= _WIDE:
        pieces += [(pad(short_name(row.source or row.article_name), _SOURCE), "dim"), ("  ", "")]
    pieces.append((one_line(cells.claim(row)), "dim" if row.digit == 6 else ""))
    return pieces


def heading(width: int) -> Sequence[Piece]:
    """The names of the columns."""
    speaker, said = columns(width)
    words = (
        "sup grade "
        + ("said" if speaker else "said " if said else "")
        + ("    " if speaker else "")
        + (pad("speaker", speaker) + "  " if speaker else "")
        + (pad("source", _SOURCE) + "  " if width >= _WIDE else "")
        + "claim"
    )
    return [(words, "head")]


def searchable(row: ClaimRow) -> str:
    """The words of a line that find looks in."""
    return " ".join(one_line(part) for part in (speaker_name(row), cells.claim(row), *row.tags))


class ClaimsPane(Pane):
    """Pane 2."""

    place = "claims"
    name_ = "Claims"
    BINDINGS: ClassVar[list[Any]] = pane_bindings("claims")

    whole = False
    """Whether the list holds all of what the filter lets through, and not its first page alone."""
    _view: View | None = None

    def compose(self) -> ComposeResult:
        """A list."""
        yield RowList(id="claims-list", heading=heading)

    @property
    def list(self) -> RowList:
        """Its list."""
        return self.query_one(RowList)

    def show(self, view: View, service: Service, at: int | None) -> None:
        """Take a view; the cursor goes to the claim `at`."""
        if not view.total:
            self.list.empty = ("", "No claims yet.", "i imports a file or folder; ? lists all keys.")
        else:
            self.list.empty = ("", "No claim passes the filters.", "R takes them off, Esc the last one.")
        before, self._view = self._view, view
        self.whole = not view.partial
        more = before is not None and before.is_start_of(view)
        if not (more and self.list.grow(view.ids, service.claim_rows, at)):
            self.list.show(view.ids, service.claim_rows, draw, at)
        self.tell(view.count_words())
