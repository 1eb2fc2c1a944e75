"""The search box: inside the filter or over everything, what it says, what it remembers, and where it goes."""

from __future__ import annotations

import asyncio

import pytest

from store.filters import make_filter
from tui.screens.article import ArticleScreen
from tui.screens.search import Search
from tui.state import State


async def typed(walk, *keys: str) -> str:
    """Keys at the speed of a fast typist: nothing settles in between. Gives the screen."""
    for key in keys:
        walk.send(key)
    await walk.settle()
    return walk.screen()


async def searched(walk, text: str, *then: str) -> str:
    """Open the box, type, press other keys. Gives the screen."""
    await walk.press(":")
    await typed(walk, *text)
    return await walk.press(*then)


async def previewed(walk) -> str:
    """The screen, once the preview has come."""
    await asyncio.sleep(0.15)
    await walk.settle()
    return walk.screen()


async def test_tab_searches_inside_the_filter_and_over_everything_again(made_case, walk_in) -> None:
    filtered = State(filter=make_filter({"min_support": "60"}))
    async with walk_in(made_case[0], state=filtered) as walk:
        assert "sixty barges" in (await searched(walk, "barges")).lower()
        inside = await walk.press("tab")
        assert "Search inside ⟨support ≥ 60⟩" in inside
        assert "sixty barges" not in inside.lower()
        assert "first barges arrived" in inside
        assert "sixty barges" in (await walk.press("tab")).lower()


async def test_without_a_filter_tab_says_why_not(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        assert "no filter is on" in await walk.press(":", "tab")


async def test_the_box_says_what_field_words_and_kinds_were_understood_as(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        screen = await searched(walk, "speaker:marrow conf>60 barges")
        assert "speaker: marrow · 1 found" in screen
        assert "actors only" in await typed(walk, "ctrl+u", *"actor:barge")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("marow bargs", "Ilse Marrow"),
        ("event:quay closes", "2023-05"),
        ("article:ferry", "3 claims"),
        ("source:heron", "1 article"),
        ("actor:bell", "Enter keeps only what this speaker says"),
    ],
)
async def test_a_hit_of_each_kind_is_previewed(made_case, walk_in, typed, shown) -> None:
    async with walk_in(made_case[0]) as walk:
        await searched(walk, typed)
        assert shown in await previewed(walk)


async def test_what_was_searched_for_is_offered_again(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        await searched(walk, "marow", "escape", ":")
        assert "again   marow" in walk.screen()
        assert "Ilse Marrow confirmed" in await walk.press("enter")


async def test_queries_are_remembered_in_the_case_file(made_case, walk_in) -> None:
    case, _ = made_case
    async with walk_in(case) as walk:
        await searched(walk, "marow", "escape")
        walk.app.service.keep_session({})
    async with walk_in(case) as walk:
        assert "again   marow" in await walk.press(":")


async def test_escape_returns_to_where_one_was(made_case, walk_in) -> None:
    filtered = State(filter=make_filter({"min_support": "20"}))
    async with walk_in(made_case[0], state=filtered) as walk:
        before = await walk.press("j", "j")
        await searched(walk, "quay")
        assert await walk.press("escape") == before


async def test_a_hit_outside_the_filter_puts_it_aside_and_escape_brings_it_back(made_case, walk_in) -> None:
    case, made = made_case
    filtered = State(filter=make_filter({"min_support": "60"}))
    async with walk_in(case, state=filtered) as walk:
        await searched(walk, "claim:sixty barges", "enter")
        assert walk.app.main.claims.list.current_id == made.claims[6]
        await walk.press("escape")
        assert dict(walk.app.main.state.filter.values) == {"min_support": "60"}


async def test_enter_goes_to_an_article(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        await searched(walk, "article:ferry", "enter")
        assert isinstance(walk.app.screen, ArticleScreen)


async def test_enter_before_the_answer_waits_for_it(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        await walk.press(":")
        await typed(walk, *"marow", "enter")
        assert not isinstance(walk.app.screen, Search)
        assert walk.app.main.state.filter.values == {"speaker": "Ilse Marrow"}


async def test_a_search_inside_a_filter_that_is_still_being_counted_knows_all_of_it(made_case, walk_in) -> None:
    filtered = State(filter=make_filter({"min_support": "60"}))
    async with walk_in(made_case[0], state=filtered) as walk:
        walk.app.main.claims.whole = False
        assert "1 found" in await searched(walk, "barges", "tab")
