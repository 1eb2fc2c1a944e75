"""The four panes and their links, walked with Pilot at both sizes."""

from __future__ import annotations

import pytest

from store.casefile import CaseFile
from tui.conditions import PANES
from tui.state import State

SIZES = [(120, 40), (80, 24)]


@pytest.mark.parametrize("size", SIZES)
async def test_each_pane_can_be_reached_and_shows_its_rows(made_case, walk_in, size) -> None:
    case, _ = made_case
    wanted = {"timeline": "2023-04-10", "claims": "Ilse Marrow", "sources": "barges ordered", "evidence": "“"}
    async with walk_in(case, size) as walk:
        for number, place in enumerate(PANES, 1):
            screen = await walk.press(str(number))
            assert walk.app.main.state.pane == place
            assert wanted[place] in screen


@pytest.mark.parametrize("size", SIZES)
async def test_tab_goes_through_all_panes(made_case, walk_in, size) -> None:
    async with walk_in(made_case[0], size) as walk:
        seen = []
        for _ in PANES:
            await walk.press("tab")
            seen.append(walk.app.main.state.pane)
        assert sorted(seen) == sorted(PANES)


async def test_the_header_names_the_file_and_counts(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        first = walk.screen().splitlines()[0]
        assert "harbour.saidby" in first
        assert "3 articles · 8 claims · 1 undated" in first


async def test_a_claim_lights_its_date_and_its_cell(made_case, walk_in) -> None:
    case, made = made_case
    async with walk_in(case) as walk:
        main = walk.app.main
        main.claims.list.go(main.claims.list.line_of(made.claims[3]))
        await walk.settle()
        assert main.timeline.list.marked == {made.events[1]}
        assert main.sources.list.cell is not None
        assert made.claims[3] in main.sources.list.cell.claims


async def test_an_event_lights_its_claims(made_case, walk_in) -> None:
    case, made = made_case
    async with walk_in(case) as walk:
        await walk.press("1", "g", "j")
        assert walk.app.main.claims.list.marked == {made.claims[0], made.claims[3]}


async def test_evidence_follows_the_cursor_and_ends_in_the_sentence(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        await walk.press("j")
        text = walk.app.main.evidence.view.text()
        assert text.endswith(
            "“The Osten line has ordered forty barges, the harbour office said on Monday.”  "
            "[on Monday → 2023-04-10, publication]"
        )


async def test_a_silent_cell_says_so(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        await walk.press("3", "G", "h", "h")
        assert "is silent on this" in walk.app.main.evidence.view.text()


async def test_zoom_gives_one_pane_the_screen_and_esc_gives_it_back(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        assert "4 Evidence" not in (await walk.press("+")).splitlines()[20]
        await walk.press("escape")
        assert "4 Evidence" in walk.screen()


async def test_the_confidence_filter_tells_what_it_left_out(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        await walk.press("c", *["right"] * 8, "enter")
        assert walk.app.main.state.filter.values == {"min_support": "40"}
        assert "3 of 8, +2 ungraded" in walk.screen()
        assert "⟨support ≥ 40⟩" in walk.screen()


async def test_esc_takes_chips_off_and_at_the_top_asks_to_leave(made_case, walk_in) -> None:
    async with walk_in(made_case[0], state=State().with_filter("kind", "report")) as walk:
        await walk.press("escape")
        assert not walk.app.main.state.filter
        assert "Leave saidby?" in await walk.press("q")
        assert "Leave saidby?" not in await walk.press("n")


async def test_find_goes_to_the_match_and_n_to_the_next(made_case, walk_in) -> None:
    case, made = made_case
    async with walk_in(case) as walk:
        await walk.press("/", *"quay")
        assert walk.app.main.claims.list.current_id == made.claims[5]
        await walk.press("enter", "n")
        assert walk.app.main.claims.list.current_id == made.claims[7]
        assert "match 2 of 2" in walk.status


async def test_esc_in_find_goes_back_to_where_it_began(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        before = walk.app.main.claims.list.cursor
        await walk.press("/", *"quay", "escape")
        assert walk.app.main.claims.list.cursor == before


async def test_the_word_filter_becomes_a_chip(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        await walk.press("&", *"quay", "enter")
        assert walk.app.main.state.filter.values == {"text": "quay"}
        assert "2 of 8" in walk.screen()


async def test_a_filter_by_value_keeps_what_shares_it(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        await walk.press("@", *"speaker", "enter")
        assert walk.app.main.state.filter.values == {"speaker": "Ilse Marrow"}


async def test_a_facet_filters(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        await walk.press("F", *"denial", "enter")
        assert walk.app.main.state.filter.values == {"kind": "denial"}


async def test_another_sort_keeps_the_cursor_on_its_claim(made_case, walk_in) -> None:
    case, made = made_case
    async with walk_in(case) as walk:
        await walk.press("j", "S", "down", "enter")
        assert walk.app.main.state.sorts["claims"] == "event"
        assert walk.app.main.claims.list.current_id == made.claims[0]


async def test_a_hit_outside_the_filter_puts_the_filter_aside(made_case, walk_in) -> None:
    case, made = made_case
    async with walk_in(case, state=State().with_filter("kind", "report")) as walk:
        walk.app.main.go_to("claims", made.claims[3])
        await walk.settle()
        assert walk.app.main.claims.list.current_id == made.claims[3]
        assert "⟨off: kind: report⟩" in walk.screen()
        await walk.press("escape")
        assert walk.app.main.state.filter.values == {"kind": "report"}


async def test_bars_over_time_get_coarser_and_finer(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        assert "by year" in await walk.press("1", "[")
        assert "by week" in await walk.press("]", "]")


@pytest.mark.parametrize("size", SIZES)
async def test_an_empty_case_file_names_the_next_step(empty_case: CaseFile, walk_in, size) -> None:
    async with walk_in(empty_case, size) as walk:
        assert "i imports a file or folder" in walk.screen()
        await walk.press("1", "2", "3", "4", "j", "enter", "w", "c", "escape", "F", "escape")
        assert walk.app.is_running


@pytest.mark.parametrize("size", [(20, 5), (1, 1), (5, 2), (300, 100), (99, 17)])
async def test_nothing_breaks_at_odd_sizes(made_case, walk_in, size) -> None:
    async with walk_in(made_case[0], size) as walk:
        for key in ("1", "2", "3", "4", "j", "w", "escape", "?", "escape", "c", "escape", "2", "enter", "]", "escape"):
            await walk.press(key)
        assert walk.app.is_running


async def test_a_write_of_another_program_is_noticed(made_case, walk_in) -> None:
    case, _ = made_case
    async with walk_in(case) as walk:
        walk.app.main.loader.look_around()
        await walk.settle()
        with CaseFile(case.path) as other, other.write() as w:
            w.execute("UPDATE standing SET hidden = 1 WHERE claim = (SELECT min(claim) FROM standing)")
        walk.app.main.loader.look_around()
        await walk.settle()
        assert len(walk.app.main.claims.list.ids) == 7


async def test_a_disabled_command_says_why(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        await walk.press("n")
        assert "find something first" in walk.status
