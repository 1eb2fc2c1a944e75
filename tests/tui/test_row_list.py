"""A list of any length: fetched by windows, found by line, drawn to the width."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult

from tui.finding import matching_lines, next_line
from tui.widgets.lines import cut, fit, found_at, pad
from tui.widgets.row_list import WINDOW, RowList
from tui.widgets.text_view import wrapped

MILLION = 1_000_000


@dataclass(frozen=True)
class Row:
    id: int


class Lists(App[None]):
    """One list."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count
        self.fetched = 0

    def compose(self) -> ComposeResult:
        yield RowList(id="rows")

    def on_mount(self) -> None:
        def fetch(ids: object) -> list[Row]:
            rows = [Row(i) for i in ids]
            self.fetched += len(rows)
            return rows

        rows = self.query_one(RowList)
        rows.show(array("q", range(self.count)), fetch, lambda row, width, here: [(f"row-{row.id}", "")])
        rows.focus()


async def test_a_million_rows_fetch_a_few_windows() -> None:
    async with Lists(MILLION).run_test(size=(40, 12)) as pilot:
        await pilot.press("end")
        await pilot.pause()
        rows = pilot.app.query_one(RowList)
        assert rows.cursor == MILLION - 1
        assert rows.current == Row(MILLION - 1)
        assert pilot.app.fetched <= 4 * WINDOW


async def test_the_cursor_stays_in_the_list() -> None:
    async with Lists(3).run_test(size=(40, 12)) as pilot:
        await pilot.press("up", "k", "pagedown", "G", "j")
        assert pilot.app.query_one(RowList).cursor == 2


async def test_the_cursor_stays_in_view() -> None:
    async with Lists(500).run_test(size=(40, 12)) as pilot:
        rows = pilot.app.query_one(RowList)
        for key in ("pagedown", "pagedown", "up", "end", "pageup", "home"):
            await pilot.press(key)
            assert rows.top <= rows.cursor < rows.top + rows.rows


async def test_new_rows_keep_the_cursor_on_its_id() -> None:
    async with Lists(100).run_test(size=(40, 12)) as pilot:
        rows = pilot.app.query_one(RowList)
        rows.go(50)
        rows.show(array("q", range(40, 100)), lambda ids: [Row(i) for i in ids], lambda r, w, h: [("x", "")], at=50)
        assert rows.current_id == 50


async def test_more_of_the_same_rows_are_not_fetched_or_drawn_anew() -> None:
    async with Lists(100).run_test(size=(40, 12)) as pilot:
        rows = pilot.app.query_one(RowList)
        rows.go(50)
        await pilot.pause()
        fetched, drawn, top = pilot.app.fetched, dict(rows._strips), rows.top
        assert rows.grow(array("q", range(400)), lambda ids: [Row(i) for i in ids])
        await pilot.pause()
        assert (rows.current_id, rows.top, pilot.app.fetched) == (50, top, fetched)
        assert drawn.items() <= rows._strips.items()
        rows.go(399)
        assert rows.current == Row(399)
        assert not rows.grow(array("q", range(1, 500)), lambda ids: [Row(i) for i in ids])


async def test_rows_shown_before_there_is_room_stand_as_if_shown_after() -> None:
    class Early(Lists):
        def on_mount(self) -> None:
            super().on_mount()
            self.query_one(RowList).go(9)

    async with Early(100).run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        assert pilot.app.query_one(RowList).top == 0


async def test_an_empty_list_says_what_to_do() -> None:
    async with Lists(0).run_test(size=(40, 12)) as pilot:
        rows = pilot.app.query_one(RowList)
        rows.empty = ("press i",)
        assert "press i" in rows.render_line(0).text
        await pilot.press("down", "end")
        assert rows.current is None


@given(st.text(max_size=80), st.integers(1, 40))
def test_a_padded_cell_is_exactly_as_wide_as_asked(text: str, width: int) -> None:
    from tui.safe import one_line

    assert cell_len(pad(one_line(text), width)) == width


@given(st.lists(st.text(max_size=30), max_size=5), st.integers(1, 60))
def test_a_fitted_line_is_exactly_as_wide_as_asked(texts: list[str], width: int) -> None:
    from tui.safe import one_line

    assert sum(cell_len(t) for t, _ in fit([(one_line(t), "") for t in texts], width)) == width


def test_what_is_cut_ends_in_an_ellipsis() -> None:
    assert cut("a long sentence", 8) == "a long…"


@given(st.text(alphabet="ab \n", max_size=200), st.integers(1, 30))
def test_wrapping_loses_nothing_but_blanks(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join(text[a:b] for a, b in lines).replace(" ", "") == text.replace(" ", "").replace("\n", "")
    assert all(len(text[a:b].rstrip()) <= width for a, b in lines)


def test_found_places_ignore_case() -> None:
    assert found_at("Quay and quay", "QUAY") == [(0, 4), (9, 13)]


def test_matching_lines_are_the_lines_that_hold_the_words() -> None:
    ids = array("q", [7, 8, 9])
    assert list(matching_lines(ids, lambda i: [Row(n) for n in i], lambda r: f"row {r.id}", "ROW 8")) == [1]


def test_the_next_match_goes_around() -> None:
    assert next_line([2, 5], 5, 1) == 2
    assert next_line([2, 5], 2, -1) == 5
    assert next_line([], 0, 1) is None
