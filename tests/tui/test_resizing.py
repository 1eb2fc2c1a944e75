"""Any size, at any time: nothing breaks at 20x5, in a storm of sizes, or with a box open while the terminal shrinks."""

from __future__ import annotations

import random

import pytest

from tui.screens.modal import Box

BOXES = ("?", "ctrl+p", "c", "F", "@", "S", "V", "w", "A", "D", "b", "o", "y", "T", ":", "q")
TINY = [(20, 5), (1, 1), (3, 40), (200, 3)]


@pytest.mark.parametrize("size", TINY, ids=str)
async def test_every_box_opens_and_closes_however_small_it_is(made_case, walk_in, size) -> None:
    async with walk_in(made_case[0], size) as walk:
        for key in BOXES:
            await walk.press(key)
            assert walk.app.is_running, key
            while walk.app.screen is not walk.app.main:
                await walk.press("escape")


@pytest.mark.parametrize("pane", ["1", "2", "3", "4"])
async def test_each_pane_shows_something_of_itself_at_twenty_by_five(made_case, walk_in, pane: str) -> None:
    wanted = {"1": "2023-03", "2": "F3", "3": "=", "4": "support 70"}
    async with walk_in(made_case[0], (20, 5)) as walk:
        assert wanted[pane] in await walk.press(pane)


async def test_what_is_searched_for_is_seen_at_twenty_by_five(made_case, walk_in) -> None:
    async with walk_in(made_case[0], (20, 5)) as walk:
        assert "claim" in await walk.press(":", *"marow")


async def test_a_storm_of_sizes_ends_in_the_screen_of_the_last_one(made_case, walk_in) -> None:
    async with walk_in(made_case[0], (80, 24)) as walk:
        calm = walk.screen()
        chance = random.Random(7)
        for turn in range(60):
            await walk.pilot.resize_terminal(chance.randint(1, 220), chance.randint(1, 60))
            if turn % 5 == 0:
                walk.send(chance.choice(["j", "k", "tab", "1", "2", "3", "4", "+"]))
        await walk.settle()
        await walk.pilot.resize_terminal(80, 24)
        while walk.app.main.state.zoomed:
            await walk.press("+")
        await walk.press("2", "g")
        assert walk.app.is_running
        assert walk.screen() == calm


@pytest.mark.parametrize("key", ["?", "o", "w", "c", "y", ":", "F"])
async def test_an_open_box_stays_inside_a_shrinking_terminal(made_case, walk_in, key: str) -> None:
    async with walk_in(made_case[0], (120, 40)) as walk:
        await walk.press(key)
        for size in ((80, 24), (40, 12), (20, 5), (120, 40)):
            await walk.pilot.resize_terminal(*size)
            await walk.settle()
            box = walk.app.screen.query_one(Box)
            assert box.region.height <= size[1]
            assert box.region.width <= size[0]
        assert await walk.press("escape")
        assert walk.app.screen is walk.app.main


async def test_the_article_keeps_its_claim_in_view(made_case, walk_in) -> None:
    async with walk_in(made_case[0], (120, 40)) as walk:
        await walk.press("j", "enter", "]", "]")
        for size in ((40, 12), (80, 24), (30, 10)):
            await walk.pilot.resize_terminal(*size)
            await walk.settle()
            assert "▶" in walk.screen(), size


async def test_marks_and_cursor_outlive_another_size(made_case, walk_in) -> None:
    async with walk_in(made_case[0], (120, 40)) as walk:
        await walk.press("m", "m")
        await walk.pilot.resize_terminal(60, 14)
        await walk.settle()
        assert walk.screen().count("✓") == 2
        assert walk.app.main.claims.list.cursor == 2
