"""Where a command can be found: each place's help, palette and footer name every command that works there."""

from __future__ import annotations

import re

import pytest

from store.casefile import CaseFile
from tui.commands import BY_ID, COMMANDS, commands_at, shown_key
from tui.conditions import EVERYWHERE, PANES, Place
from tui.desk import Desk
from tui.widgets.entry import Entry
from tui.widgets.row_list import RowList

WAY: dict[Place, tuple[str, ...]] = {
    **{place: (str(n),) for n, place in enumerate(PANES, 1)},
    "article": ("2", "j", "enter"),
}
"""The keys that lead to each place."""

PROMISED = "j k h l g G pagedown pageup ctrl+d ctrl+u tab 1 2 3 4 + _ enter escape q ctrl+q / n N & : ctrl+k c @ F S [ ] R V b t s r p o x e a u U d z Z v m w D A i y E O ctrl+p ?"  # fmt: skip
"""Every key that the design names."""


def test_every_key_of_the_design_does_something() -> None:
    known = {key for command in COMMANDS for key in command.keys}
    assert set(PROMISED.split()) <= known


@pytest.mark.parametrize("place", EVERYWHERE)
async def test_help_and_palette_list_every_command_with_its_reason(made_case, walk_in, place: Place) -> None:
    async with walk_in(made_case[0]) as walk:
        await walk.press(*WAY[place])
        desk = walk.app.screen
        assert isinstance(desk, Desk)
        situation = desk.situation()
        for key in ("?", "ctrl+p"):
            await walk.press(key)
            rows = walk.app.screen.query_one("#choices", RowList)
            choices = {c.value: c for c in rows.fetch(list(rows.ids)) if c.value}
            for command in commands_at(place):
                assert command.id in choices, f"{key}: {command.id}"
                assert command.sentence in choices[command.id].words
                assert choices[command.id].refusal == command.refusal(situation)
                assert all(shown_key(key) in choices[command.id].before for key in command.keys)
            await walk.press("escape")


@pytest.mark.parametrize("place", EVERYWHERE)
async def test_the_footer_names_what_it_promises_where_it_can_run(made_case, walk_in, place: Place) -> None:
    async with walk_in(made_case[0], (300, 40)) as walk:
        await walk.press(*WAY[place])
        desk = walk.app.screen
        assert isinstance(desk, Desk)
        last = walk.screen().splitlines()[-1]
        for command in commands_at(place):
            if command.hint:
                named = f" {shown_key(command.keys[0])} {command.short} " in f"{last}  "
                assert named is not bool(command.refusal(desk.situation())), command.id


@pytest.mark.parametrize("place", EVERYWHERE)
@pytest.mark.parametrize("width", [80, 40])
async def test_help_and_the_way_out_are_named_however_narrow_it_is(
    made_case, walk_in, place: Place, width: int
) -> None:
    async with walk_in(made_case[0], (width, 12)) as walk:
        await walk.press(*WAY[place])
        assert walk.screen().splitlines()[-1].startswith(" ? help  ^q quit")


async def test_the_four_questions_of_a_newcomer_are_in_the_footer_at_eighty_columns(made_case, walk_in) -> None:
    async with walk_in(made_case[0], (80, 24)) as walk:
        last = walk.screen().splitlines()[-1]
        for words in ("c confidence", "w why", ": search all", "^q quit"):
            assert words in last


async def test_each_key_pressed_in_each_pane_is_answered(made_case, walk_in) -> None:
    """Nothing may raise, and a refusal is said in words."""
    seen: set[str] = set()
    async with walk_in(made_case[0]) as walk:
        for place in ("claims", "timeline", "sources"):
            for command in commands_at(place):
                if command.id in seen:
                    continue
                seen.add(command.id)
                if command.id in ("quit", "suspend", "url") or not command.keys:
                    continue
                await walk.press(*WAY[place])
                desk = walk.app.main
                refusal = command.refusal(desk.situation())
                await walk.press(command.keys[0])
                assert walk.app.is_running, command.id
                if refusal and not command.id.startswith("move."):
                    assert refusal in walk.status, command.id
                await _back_to_the_start(walk)


async def _back_to_the_start(walk) -> None:  # type: ignore[no-untyped-def]
    """Close what is open, and go down the ladder of Esc, but not out."""
    main = walk.app.main
    while walk.app.screen is not main:
        await walk.press("escape")
    if main.query_one("#words", Entry).display:
        await walk.press("escape")
    while main.marked or main.state.back()[1] != "top":
        await walk.press("escape")


async def test_a_file_for_reading_only_says_so_to_every_command_that_writes(made_case, walk_in) -> None:
    with CaseFile(made_case[0].path, read_only=True) as locked:
        async with walk_in(locked) as walk:
            situation = walk.app.main.situation()
            writing = [
                c for c in COMMANDS if c.group == "annotate" and c.id not in ("mark", "range", "undo", "redo", "add")
            ]
            for command in writing:
                assert re.search("reading only|no suggested link", command.refusal(situation)), command.id
    assert BY_ID["import"].refusal(situation)
