"""Pane 3: each proposition by source: who says so, hedges, denies, or is silent, and from how many origins."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.strip import Strip

from store.filters import Filter
from store.records.comparison import Cell, GridRow, SourceRow
from store.records.record import record
from tui.bindings import column_bindings, pane_bindings
from tui.forms import cells
from tui.panes.names import short_name, short_names
from tui.panes.pane import Pane
from tui.safe import one_line
from tui.service import Words
from tui.widgets.lines import Piece, band_role, cut, fit, pad, paint, palette
from tui.widgets.row_list import WINDOW, RowList

if TYPE_CHECKING:
    from tui.main_screen import MainScreen

_TAIL = 9
"""Columns of the count of origins."""
_NARROWEST, _WIDEST = 9, 16
"""Columns of a source: half a name on each of two lines, or a whole one."""
_STANCE_ROLES = {"denies": "deny", "hedges": "med", "caveats": "med"}


_LEGEND, _LEGEND_FROM = "  = says  ~ hedges  ≠ denies", 58
"""What the signs mean, and the columns of a pane that has room for it."""

SILENT = Cell(None, None, None, None, ())


def stance_cell(cell: Cell) -> str:
    """A stance with the grade of its best claim: =F3; a dot for silence."""
    return cells.stance(cell) + (f"{cell.letter}{cell.digit}" if cell.stance is not None and cell.digit else "")


def _role_of(cell: Cell) -> str:
    return _STANCE_ROLES.get(cell.stance or "", band_role(cell.support) if cell.stance else "dim")


def halves(name: str, width: int) -> tuple[str, str]:
    """A name on two lines of this width, broken at the blank that leaves both least cut."""
    words = name.replace("_", " ").split()
    at = min(
        range(len(words) + 1),
        key=lambda n: max(len(" ".join(words[:n])), len(" ".join(words[n:]))),
        default=0,
    )
    first, second = " ".join(words[:at]), " ".join(words[at:])
    if not second:
        first, second = "", first
    return cut(first, width), cut(second, width)


@record
class Speaker:
    """A source that has a column."""

    id: int
    name: str


AskPage = Callable[[Sequence[int], Callable[["Page"], None]], None]
"""Asks for the lines of some propositions; they come later."""
Page = tuple[Sequence[GridRow], Sequence[tuple[int, str]]]
_ROWS_KEPT = 3000


class GridList(RowList):
    """A list whose cursor has a column as well. Its lines are dear: they come by windows, from a thread."""

    BINDINGS: ClassVar[list[Any]] = column_bindings()
    absent = "…"

    class ColumnMoved(Message):
        """The cursor came to another column."""

    class Filled(Message):
        """Lines that were asked for have come."""

    def __init__(self, **options: Any) -> None:
        super().__init__(heading=self.header, **options)
        self.columns_: list[Speaker] = []
        self.column = 0
        self.first = 0
        self._names: list[str] = []
        self._rows: dict[int, GridRow] = {}
        self._asked: set[int] = set()
        self._turn = 0
        self._anew = True
        self._ask: AskPage = lambda ids, then: None
        self._lit: tuple[int, int] | None = None

    def take(self, ids: array[int], ask: AskPage, at: int | None) -> None:
        """Show other propositions; the cursor stays on the proposition `at` and on its column. What is drawn stays
        until the new lines have come."""
        self._ask = ask
        self._asked.clear()
        self._turn += 1
        self._anew = True
        self.show(ids, lambda wanted: [self._rows[i] for i in wanted if i in self._rows], self.draw_row, at)
        for line in (self.top, min(self.top + self.rows, len(ids) - 1)):
            self._want(line)

    def row(self, line: int) -> Any:
        """The row of a line; None where it has not come yet."""
        if not 0 <= line < len(self.ids):
            return None
        self._want(line)
        return self._rows.get(self.ids[line])

    def _want(self, line: int) -> None:
        number = max(0, line) // WINDOW
        if number in self._asked or not self.ids:
            return
        self._asked.add(number)
        turn = self._turn
        self._ask(self.ids[number * WINDOW : (number + 1) * WINDOW], lambda page: self._came(page, turn))

    def _came(self, page: Page, turn: int) -> None:
        rows, speaking = page
        if turn != self._turn:
            return
        if len(self._rows) > _ROWS_KEPT:
            here = set(self.ids[max(0, self.top - WINDOW) : self.top + 2 * WINDOW])
            self._rows = {i: row for i, row in self._rows.items() if i in here}
            self._asked = {self.top // WINDOW, (self.top + self.rows) // WINDOW}
        self._rows |= {row.id: row for row in rows}
        self._take_columns([Speaker(i, name) for i, name in speaking])
        if self._lit is not None and self._lit[0] in self._rows:
            self._light_column(*self._lit)
        self.redraw()
        self.post_message(self.Filled())

    def _take_columns(self, speaking: list[Speaker]) -> None:
        here = self.source
        if self._anew:
            self.columns_, self._anew = [], False
        known = {c.id for c in self.columns_}
        self.columns_ = self.columns_ + [c for c in speaking if c.id not in known]
        self._names = short_names([c.name for c in self.columns_])
        places = {c.id: place for place, c in enumerate(self.columns_)}
        kept = self.column if here is None else places.get(here.id, self.column)
        self.column = max(0, min(kept, len(self.columns_) - 1))

    def restart(self) -> None:
        """Forget all lines and columns: the case file has changed, or is looked at anew."""
        self._rows, self.columns_, self._names, self._lit = {}, [], [], None

    @property
    def is_whole(self) -> bool:
        """Whether every line has come."""
        return all(i in self._rows for i in self.ids) if len(self.ids) <= _ROWS_KEPT else False

    def layout_of(self, width: int) -> tuple[int, int, int]:
        """(columns of the label, of a source, sources shown) in a list of this width."""
        count = max(1, len(self.columns_))
        least = min(21, width // 2)
        each = max(_NARROWEST, min(_WIDEST, (width - least - _TAIL) // count))
        shown = max(1, min(count, (width - least - _TAIL) // each))
        return width - _TAIL - each * shown, each, shown

    def _sources(self, width: int) -> Sequence[Speaker]:
        _, _, shown = self.layout_of(width)
        if self.column < self.first:
            self.first = self.column
        elif self.column >= self.first + shown:
            self.first = self.column - shown + 1
        self.first = max(0, min(self.first, len(self.columns_) - shown))
        return self.columns_[self.first : self.first + shown]

    @property
    def head(self) -> int:
        """Names of sources take two lines where there is room."""
        return 2 if self.size.height > 6 else 1

    def line_strip(self, y: int, width: int) -> Strip:
        """A line of the heading, or a row."""
        if y < self.head:
            pieces = fit([(" ", ""), *self.header(width - 1, y)], width)
            return Strip(paint(pieces, palette(self.app), "head"), width)
        return super().line_strip(y, width)

    def header(self, width: int, line: int = 0) -> Sequence[Piece]:
        """The sources' names over their columns, on two lines; ‹ and › where more lie to the side."""
        label, each, shown = self.layout_of(width)
        here = self._sources(width)
        names = self._names[self.first : self.first + len(here)]
        more = ("‹" if self.first else " ") + ("›" if self.first + shown < len(self.columns_) else " ")
        words = "proposition" if line == self.head - 1 else ""
        pieces: list[Piece] = [(pad(words, label), "head")]
        for source, name in zip(here, names, strict=True):
            chosen = source is self._source_at(self.column)
            part = halves(name, each - 1)[line] if self.head == 2 else cut(name, each - 1)
            pieces.append((pad(" " + part, each), "key" if chosen else "head"))
        tail = "origins" if line == self.head - 1 else more
        return [*pieces, (pad(tail, _TAIL - 1, right=True), "head")]

    def _source_at(self, column: int) -> Speaker | None:
        return self.columns_[column] if 0 <= column < len(self.columns_) else None

    def draw_row(self, row: GridRow, width: int, here: bool) -> Sequence[Piece]:
        """A proposition as a line of stances; where none of those in view speaks of it, who does is named."""
        label, each, _ = self.layout_of(width)
        shown = self._sources(width)
        pieces: list[Piece] = [(pad(cut(one_line(row.label), label - 1), label), "")]
        told = {name: cell for name, cell in row.cells.items() if cell.stance is not None}
        if not here and told and not any(source.name in told for source in shown):
            name, cell = next(iter(told.items()))
            others = f" +{len(told) - 1}" if len(told) > 1 else ""
            room = each * len(shown) - len(stance_cell(cell)) - 3 - len(others)
            words = f" {stance_cell(cell)} {cut(short_name(name), room)}{others}"
            pieces.append((pad(words, each * len(shown)), _role_of(cell)))
        else:
            for place, source in enumerate(shown, self.first):
                cell = row.cells.get(source.name, SILENT)
                text = stance_cell(cell)
                if here and place == self.column:
                    pieces += [(f"[{text}]", "strong"), (" " * (each - len(text) - 2), "")]
                else:
                    pieces.append((pad(f" {text}", each), _role_of(cell)))
        sign = "only" if row.only is not None else ""
        return [*pieces, (pad(f"{sign or len(row.origins)}", _TAIL - 1, right=True), "dim")]

    @property
    def source(self) -> Speaker | None:
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
        column = max(0, min(column, len(self.columns_) - 1))
        if column != self.column:
            self.column = column
            self.redraw()
            self.post_message(self.ColumnMoved())

    def light(self, claim: int, proposition: int | None) -> None:
        """Put the cursor on the cell that holds a claim, where there is one."""
        line = self.line_of(proposition)
        self.mark(frozenset({proposition} if proposition is not None and line is not None else ()))
        self._lit = None
        if line is None or proposition is None:
            return
        self.go(line)
        if self.row(line) is None:
            self._lit = (proposition, claim)
        else:
            self._light_column(proposition, claim)

    def _light_column(self, proposition: int, claim: int) -> None:
        self._lit = None
        names = [name for name, cell in self._rows[proposition].cells.items() if claim in cell.claims]
        for place, column in enumerate(self.columns_):
            if column.name in names:
                self.to_column(place)
                return


def searchable(row: GridRow | Words) -> str:
    """The words of a line that find looks in."""
    return one_line(row.label)


class SourcesPane(Pane):
    """Pane 3."""

    place = "sources"
    name_ = "Sources"
    BINDINGS: ClassVar[list[Any]] = pane_bindings("sources")

    def __init__(self) -> None:
        super().__init__()
        self._profiles: dict[int, SourceRow] = {}
        self._partial = False

    def compose(self) -> ComposeResult:
        """A grid."""
        yield GridList(id="sources-list")

    @property
    def list(self) -> GridList:
        """Its list."""
        return self.query_one(GridList)

    def show(self, ids: array[int], partial: bool, filter: Filter, at: int | None) -> None:
        """Take propositions, in their order."""
        if filter:
            self.list.empty = ("", "No proposition has a claim that passes.", "R takes the filters off.")
        else:
            self.list.empty = ("", "Nothing to compare yet:", "propositions come with the first claims.")
        self._partial = partial
        if not ids:
            self.list.restart()
        self.list.take(ids, self._ask, at)
        self._tell_count()

    def _ask(self, ids: Sequence[int], then: Callable[[Page], None]) -> None:
        screen = cast("MainScreen", self.screen)
        wanted = array("q", ids)
        screen.ask(f"grid {wanted[0]}", lambda: screen.service.grid_page(wanted), then)

    @on(GridList.Filled)
    def _tell_count(self) -> None:
        rows = self.list
        words = "ranking …" if self._partial else f"{len(rows.ids):,} propositions"
        if not self._partial and rows.ids and rows.is_whole:
            words += f" × {len(rows.columns_):,} sources"
        self.tell(words + (_LEGEND if rows.ids and self.size.width >= _LEGEND_FROM else ""))
        self.tell_source()

    def tell_source(self) -> None:
        """Describe the source of the column in the lower border, once its profile is known."""
        source, screen = self.list.source, cast("MainScreen", self.screen)
        if source is None:
            self.foot("")
        elif source.id in self._profiles:
            self._describe(self._profiles[source.id])
        else:
            self.foot(cut(short_name(source.name), 24))
            screen.ask("source", lambda: screen.service.source(source.id), self._profile_came, heavy=True)

    def forget(self) -> None:
        """What was known of sources may no longer hold."""
        self._profiles.clear()
        self.list.restart()

    def _profile_came(self, profile: SourceRow | None) -> None:
        if profile is None:
            return
        self._profiles[profile.id] = profile
        if self.list.source is not None and self.list.source.id == profile.id:
            self._describe(profile)

    def _describe(self, source: SourceRow) -> None:
        lag = "" if source.lag_days is None else f" · {source.lag_days:+.0f} d" if source.lag_days else " · first"
        rated = "unrated" if source.letter == "F" else f"rated {source.letter}"
        self.foot(f"{cut(short_name(source.name), 24)}: {source.claims} claims in {source.articles} · {rated}{lag}")
