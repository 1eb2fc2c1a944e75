"""Marks and ranges: what is annotated goes onto all marked rows in view, as one deed that one key undoes."""

from __future__ import annotations

import pytest

from store import ops
from store.casefile import CaseFile
from tui.picking import count
from tui.state import State


def held(case: CaseFile, field: str) -> list[object]:
    """What is annotated now."""
    with case.read() as r:
        return [h.value for h in ops.heads(r, field=field)]


async def test_a_mark_goes_on_to_the_next_row_and_is_counted(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        screen = await walk.press("m", "m")
        assert "2 marked" in screen
        assert walk.app.main.claims.list.cursor == 2
        assert screen.count("✓") == 2


async def test_a_mark_is_taken_off_by_the_same_key(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        assert "marked" not in (await walk.press("m", "k", "m")).splitlines()[1]


async def test_a_range_follows_the_cursor_and_is_kept(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        rows = walk.app.main.claims.list
        assert "3 marked" in await walk.press("v", "j", "j")
        await walk.press("v", "j")
        assert rows.picked == set(rows.ids[:3])


async def test_a_range_over_pages_draws_every_row_of_it(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        assert (await walk.press("v", "G")).count("✓") == 7  # and the one under the cursor


async def test_esc_takes_the_marks_off_before_it_leaves(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        await walk.press("m", "m")
        assert "Leave saidby?" not in await walk.press("escape")
        assert count(walk.app.main.claims.list) == 0


async def test_a_tag_goes_onto_all_marked_rows_and_one_undo_takes_all_back(made_case, walk_in) -> None:
    case, _ = made_case
    async with walk_in(case) as walk:
        await walk.press("m", "m", "m", "t", *"port", "enter")
        assert held(case, "tag") == ["port"] * 3
        assert "on 3 rows" in walk.status
        await walk.press("z")
        assert held(case, "tag") == []
        await walk.press("Z")
        assert held(case, "tag") == ["port"] * 3


async def test_several_annotations_are_kept_or_none(made_case, walk_in, monkeypatch) -> None:
    from importers import refresh

    case, _ = made_case
    anchored = refresh.anchor_op
    calls = []

    def breaks(*args: object) -> None:
        calls.append(args)
        if len(calls) == 2:
            raise OSError("disk")
        anchored(*args)

    monkeypatch.setattr(refresh, "anchor_op", breaks)
    async with walk_in(case) as walk:
        await walk.press("m", "m", "t", *"port", "enter")
        assert held(case, "tag") == []
        assert walk.app.is_running


async def test_stars_fill_up_before_they_come_off(made_case, walk_in) -> None:
    case, _ = made_case
    async with walk_in(case) as walk:
        await walk.press("s", "m", "m", "s")
        assert held(case, "star") == [True, True]
        await walk.press("s")
        assert held(case, "star") == []


async def test_hidden_rows_leave_the_list_together(made_case, walk_in) -> None:
    case, _ = made_case
    async with walk_in(case) as walk:
        await walk.press("m", "m", "x")
        assert held(case, "hide") == [True, True]


async def test_what_the_filter_hides_is_not_touched(made_case, walk_in) -> None:
    case, _ = made_case
    async with walk_in(case) as walk:
        await walk.press("m", "m", "m")
        walk.app.main.set_filter("speaker", "Ilse Marrow")
        await walk.settle()
        await walk.press("t", *"seen", "enter")
        assert held(case, "tag") == ["seen"]
        assert len(walk.app.main.claims.list.picked) == 3


async def test_nothing_happens_where_no_marked_row_is_in_view(made_case, walk_in) -> None:
    case, _ = made_case
    async with walk_in(case) as walk:
        await walk.press("m")
        walk.app.main.set_filter("kind", "denial")
        await walk.settle()
        await walk.press("s")
        assert held(case, "star") == []
        assert "no claim of the marked rows is shown" in walk.status


async def test_a_marked_event_stands_for_its_claims(made_case, walk_in) -> None:
    case, _ = made_case
    async with walk_in(case) as walk:
        await walk.press("1", "g", "j", "m", "s")
        assert held(case, "star") == [True, True]


async def test_a_stretch_of_the_timeline_limits_claims_and_sources(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        screen = await walk.press("1", "g", "v", "j", "j", "@")
        assert walk.app.main.state.filter.values == {"from": "2023-03-01", "to": "2023-05-31"}
        assert "⟨from 2023-03-01⟩ ⟨to 2023-05-31⟩" in screen
        assert "2 Claims ─ 2 of 8" in screen


async def test_a_stretch_without_any_date_says_so(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        await walk.press("1", "G", "m", "G", "@")
        assert "no marked event has a date" in walk.status


async def test_two_marked_claims_are_said_to_say_the_same(made_case, walk_in) -> None:
    case, _ = made_case
    async with walk_in(case) as walk:
        await walk.press("m", "m", "u")
        assert held(case, "link") == ["confirmed"]


async def test_the_suggested_link_between_marked_claims_is_the_one_that_is_rejected(made_case, walk_in) -> None:
    case, made = made_case
    async with walk_in(case) as walk:
        rows = walk.app.main.claims.list
        for claim in (made.claims[0], made.claims[3], made.claims[1]):
            rows.go(rows.line_of(claim))
            await walk.settle()
            await walk.press("m")
        await walk.press("U")
        assert held(case, "link") == ["rejected"]


async def test_a_heading_of_a_shelf_cannot_be_marked(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        await walk.press("1", "G", "k", "m")
        assert "no row under the cursor" in walk.status


async def test_several_are_corrected_alike(made_case, walk_in) -> None:
    case, _ = made_case
    async with walk_in(case) as walk:
        await walk.press("m", "m", "e", *"forecast", "enter")
        assert held(case, "kind") == ["forecast"] * 2


async def test_marked_rows_are_what_is_exported(made_case, walk_in, tmp_path) -> None:
    from tui.widgets.entry import Entry

    path = tmp_path / "two.csv"
    async with walk_in(made_case[0]) as walk:
        assert "write 2 marked rows to" in await walk.press("m", "m", "E")
        walk.app.screen.query_one(Entry).value = str(path)
        await walk.press("enter")
        assert len(path.read_text(encoding="utf-8").splitlines()) == 3


async def test_copies_of_marked_rows_stand_on_lines_of_their_own(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        await walk.press("m", "m", "y", *"claim", "enter")
        assert walk.app.clipboard.splitlines()[0] == "Ilse Marrow: the first barges arrived in March"
        assert len(walk.app.clipboard.splitlines()) == 2


async def test_marks_survive_a_change_of_the_sort(made_case, walk_in) -> None:
    case, made = made_case
    async with walk_in(case, state=State()) as walk:
        await walk.press("m", "S", "down", "enter")
        assert walk.app.main.claims.list.picked == {made.claims[1]}


@pytest.mark.parametrize("key", ["v", "m"])
async def test_an_empty_list_has_nothing_to_mark(empty_case, walk_in, key: str) -> None:
    async with walk_in(empty_case) as walk:
        await walk.press(key)
        assert "no row under the cursor" in walk.status
