"""The end of the timeline: what is unresolved and what is undated, each under a heading with its count."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.filters import make_filter
from store.queries import timeline
from store.records.rows import TimelineRow
from tui.panes.dates import DATE_WIDTH, date_cell
from tui.panes.timeline import UNDATED, UNRESOLVED, shelved

SIZES = [(120, 40), (80, 24)]


@pytest.mark.parametrize("size", SIZES)
async def test_both_shelves_stand_at_the_end_with_their_counts(made_case, walk_in, size) -> None:
    async with walk_in(made_case[0], size) as walk:
        screen = await walk.press("1", "G")
        assert "── 1 unresolved ──" in screen
        assert "── 1 undated ──" in screen
        assert "1 unresolved · 1 undated" in screen
        assert walk.app.main.claim is not None


async def test_an_unresolved_event_shows_the_words_that_name_its_date(made_case, walk_in) -> None:
    async with walk_in(made_case[0], (80, 24)) as walk:
        assert "? “reportedl…" in await walk.press("1")


async def test_a_heading_says_what_lies_under_it(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        await walk.press("1", "G", "k")
        assert "No date is named" in walk.app.main.evidence.view.text()
        await walk.press("k", "k")
        assert "A date is named, but not which" in walk.app.main.evidence.view.text()


async def test_a_heading_filters_by_its_shelf(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        screen = await walk.press("1", "G", "k", "@")
        assert walk.app.main.state.filter.values == {"when": "undated"}
        assert "⟨undated⟩" in screen
        assert "1 Timeline ─ 1 of 5" in screen


async def test_headings_are_not_exported(made_case, walk_in, tmp_path) -> None:
    from tui.widgets.entry import Entry

    path = tmp_path / "events.csv"
    async with walk_in(made_case[0]) as walk:
        await walk.press("1", "E")
        walk.app.screen.query_one(Entry).value = str(path)
        await walk.press("enter")
        assert "5 rows written" in walk.status


async def test_words_are_found_past_the_headings(made_case, walk_in) -> None:
    case, made = made_case
    async with walk_in(case) as walk:
        await walk.press("1", "/", *"never", "enter")
        assert walk.app.main.timeline.list.current_id == made.events[4]


async def test_another_order_has_no_shelves(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        assert "──  unresolved" not in await walk.press("1", "S", "down", "enter")
        assert walk.app.main.timeline.shelves == {}


def test_a_filter_by_date_leaves_no_shelf(made_case) -> None:
    view = timeline.view(made_case[0], make_filter({"from": "2023"}))
    assert timeline.shelves(made_case[0], view.ids) == (len(view), len(view))


@pytest.mark.parametrize(("value", "count"), [("dated", 3), ("unresolved", 1), ("undated", 1), ("undated,dated", 4)])
def test_events_are_filtered_by_what_is_known_of_their_date(made_case, value: str, count: int) -> None:
    assert len(timeline.view(made_case[0], make_filter({"when": value}))) == count


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_headings_never_lose_an_event(dated: int, unresolved: int, undated: int) -> None:
    ids = array("q", range(1, dated + unresolved + undated + 1))
    shown, shelves = shelved(ids, (dated, dated + unresolved))
    assert [i for i in shown if i > 0] == list(ids)
    assert {s: shelf.count for s, shelf in shelves.items()} == {
        s: n for s, n in ((UNRESOLVED, unresolved), (UNDATED, undated)) if n
    }


def event(**known: object) -> TimelineRow:
    """An event of which only this is known."""
    start: dict[str, object] = {
        "id": 1, "key": "k", "title": "t", "date_from": None, "date_to": None, "edtf": None, "precision": "unknown",
        "role": "event", "status": "reported", "ambiguous": False, "mentions": 1, "expression": None,
    }  # fmt: skip
    return TimelineRow(**{**start, **known})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known", "cell"),
    [
        ({}, "? undated"),
        ({"expression": "years"}, "? “years”"),
        ({"date_from": "1994-01-01", "edtf": "1994/.."}, "since 1994"),
        ({"date_to": "2024-08-31", "edtf": "../2024-22"}, "by sum 2024"),
        ({"date_to": "2023-10-09", "edtf": "../2023-10-09"}, "by 2023-10-09"),
        ({"date_from": "2022-12-01", "date_to": "2023-02-28", "precision": "season"}, "winter 2022"),
        ({"date_from": "2022-08-29", "date_to": "2022-09-04", "precision": "week"}, "2022-W35"),
        ({"date_from": "2023-01-01", "date_to": "2023-06-30", "precision": "range"}, "2023-01…06"),
        ({"date_from": "2023-08-15", "date_to": "2023-08-18", "precision": "range"}, "2023-08-15…18"),
        ({"date_from": "2023-08-15", "date_to": "2023-09-02", "precision": "range"}, "08-15…09-02"),
        ({"date_from": "2021-08-15", "date_to": "2023-09-02", "precision": "range"}, "2021…2023"),
        ({"date_from": "2022-07-01", "date_to": "2022-09-30", "precision": "quarter"}, "2022-Q3"),
        ({"date_from": "1990-01-01", "date_to": "1999-12-31", "precision": "decade"}, "1990s"),
        ({"date_from": "2022-08-15", "date_to": "2022-08-15", "precision": "day", "ambiguous": True}, "~2022-08-15"),
    ],
)
def test_a_date_is_shown_as_exactly_as_it_is_known(known: dict[str, object], cell: str) -> None:
    assert date_cell(event(**known)) == cell
    assert len(cell) <= DATE_WIDTH
