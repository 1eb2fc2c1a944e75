"""Pane 3: each proposition by source: who says so, hedges, denies, or is silent, and from how many origins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.message import Message

from store.filters import Filter
from store.records.rows import Cell, Grid, GridRow, SourceRow
from tui.bindings import column_bindings, pane_bindings
from tui.forms import cells
from tui.panes.names import short_name, short_names
from tui.panes.pane import Pane
from tui.safe import one_line
from tui.widgets.lines import Piece, band_role, cut, pad
from tui.widgets.row_list import RowList

_TAIL = 7
"""Columns of the count of origins."""
_STANCE_ROLES = {"denies": "deny", "hedges": "med", "caveats": "med"}


SILENT = Cell(None, None, None, None, ())


def stance_cell(cell: Cell) -> str:
    """A stance with the grade of its best claim: =F3; a dot for silence."""
    return cells.stance(cell) + (f"{cell.letter}{cell.digit}" if cell.stance is not None and cell.digit else "")


class GridList(RowList):
    """A list whose cursor has a column as well."""

    BINDINGS: ClassVar[list[Any]] = column_bindings()

    class ColumnMoved(Message):
        """The cursor came to another column."""

    def __init__(self, **options: Any) -> None:
        super().__init__(heading=self.header, **options)
        self.grid = Grid((), (), 0)
        self.column = 0
        self.first = 0
        self._names: list[str] = []
        self._rows: dict[int, GridRow] = {}
        self._cells: dict[int, tuple[int, int]] = {}

    def take(self, grid: Grid, at: int | None) -> None:
        """Show another grid; the cursor stays on the proposition `at` and on its column."""
        self.grid = grid
        self.column = max(0, min(self.column, len(grid.sources) - 1))
        self._names = short_names([source.name for source in grid.sources])
        self._rows = {row.id: row for row in grid.rows}
        self._cells = {
            claim: (line, column)
            for line, row in enumerate(grid.rows)
            for column, source in enumerate(grid.sources)
            if source.name in row.cells
            for claim in row.cells[source.name].claims
        }
        self.show([row.id for row in grid.rows], lambda ids: [self._rows[i] for i in ids], self.draw_row, at)

    def layout_of(self, width: int) -> tuple[int, int, int]:
        """(columns of the label, of a source, sources shown) in a list of this width."""
        count = max(1, len(self.grid.sources))
        least = min(22, width // 2)
        each = max(6, min(11, (width - least - _TAIL) // count))
        shown = max(1, min(count, (width - least - _TAIL) // each))
        return width - _TAIL - each * shown, each, shown

    def _sources(self, width: int) -> Sequence[SourceRow]:
        _, _, shown = self.layout_of(width)
        if self.column < self.first:
            self.first = self.column
        elif self.column >= self.first + shown:
            self.first = self.column - shown + 1
        self.first = max(0, min(self.first, len(self.grid.sources) - shown))
        return self.grid.sources[self.first : self.first + shown]

    def header(self, width: int) -> Sequence[Piece]:
        """The sources' names over their columns; ‹ and › where more lie to the side."""
        label, each, shown = self.layout_of(width)
        here = self._sources(width)
        names = self._names[self.first : self.first + len(here)]
        pieces: list[Piece] = [(pad("proposition", label), "head")]
        for source, name in zip(here, names, strict=True):
            chosen = source is self._source_at(self.column)
            pieces += [(pad(" " + cut(name, each - 1), each), "key" if chosen else "head")]
        more = ("‹" if self.first else "") + ("›" if self.first + shown < len(self.grid.sources) else "")
        return [*pieces, (pad(more + "orig", _TAIL - 1, right=True), "head")]

    def _source_at(self, column: int) -> SourceRow | None:
        return self.grid.sources[column] if 0 <= column < len(self.grid.sources) else None

    def draw_row(self, row: GridRow, width: int, here: bool) -> Sequence[Piece]:
        """A proposition as a line of stances."""
        label, each, _ = self.layout_of(width)
        name = one_line(row.label)
        pieces: list[Piece] = [(pad(cut(name, label - 1), label), "")]
        for place, source in enumerate(self._sources(width), self.first):
            cell = row.cells.get(source.name, SILENT)
            text = stance_cell(cell)
            role = _STANCE_ROLES.get(cell.stance or "", band_role(cell.support) if cell.stance else "dim")
            if here and place == self.column:
                pieces += [(f"[{text}]", "strong"), (" " * (each - len(text) - 2), "")]
            else:
                pieces.append((pad(f" {text}", each), role))
        sign = "only" if row.only is not None else ""
        return [*pieces, (pad(f"{sign or len(row.origins)}", _TAIL - 1, right=True), "dim")]

    @property
    def source(self) -> SourceRow | None:
        """The source of the column under the cursor."""
        return self._source_at(self.column)

    @property
    def cell(self) -> Cell | None:
        """The cell under the cursor."""
        row, source = self.current, self.source
        return row.cells.get(source.name) if row is not None and source is not None else None

    def action_column(self, step: int) -> None:
        """So many columns to the right."""
        self.to_column(self.column + step)

    def to_column(self, column: int) -> None:
        """To a column, kept inside the grid."""
        column = max(0, min(column, len(self.grid.sources) - 1))
        if column != self.column:
            self.column = column
            self.redraw()
            self.post_message(self.ColumnMoved())

    def light(self, claim: int) -> None:
        """Put the cursor on the cell that holds a claim, where there is one."""
        place = self._cells.get(claim)
        self.mark(frozenset({self.ids[place[0]]} if place else ()))
        if place:
            self.to_column(place[1])
            self.go(place[0])


def searchable(row: GridRow) -> str:
    """The words of a line that find looks in."""
    return one_line(row.label)


class SourcesPane(Pane):
    """Pane 3."""

    place = "sources"
    name_ = "Sources"
    BINDINGS: ClassVar[list[Any]] = pane_bindings("sources")

    def compose(self) -> ComposeResult:
        """A grid."""
        yield GridList(id="sources-list")

    @property
    def list(self) -> GridList:
        """Its list."""
        return self.query_one(GridList)

    def show(self, grid: Grid, filter: Filter, at: int | None) -> None:
        """Take a grid."""
        if filter:
            self.list.empty = ("", "No proposition has a claim that passes.", "R takes the filters off.")
        else:
            self.list.empty = ("", "Nothing to compare yet:", "propositions come with the first claims.")
        self.list.take(grid, at)
        more = f", {grid.left_out:,} more left out" if grid.left_out else ""
        self.tell(f"{len(grid.rows):,} propositions × {len(grid.sources):,} sources{more}")
        self.tell_source()

    def tell_source(self) -> None:
        """Describe the source of the column in the lower border."""
        source = self.list.source
        if source is None:
            self.foot("")
            return
        lag = "" if source.lag_days is None else f" · {source.lag_days:+.0f} d" if source.lag_days else " · first"
        rated = "unrated" if source.letter == "F" else f"rated {source.letter}"
        self.foot(f"{cut(short_name(source.name), 24)}: {source.claims} claims in {source.articles} · {rated}{lag}")
