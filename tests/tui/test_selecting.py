"""Words selected in an article: moved by keys, added as a claim, taken to correct one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import ops
from store.casefile import CaseFile
from store.records.span import Span
from tui.screens.article import ArticleScreen
from tui.screens.selecting import Selection, Units, other_end, units_of
from tui.widgets.entry import Entry

TEXT = "The ferry sank. Nobody was hurt, the harbour said.\n\nA third boat came late."


def heads(case: CaseFile, field: str) -> list[ops.Head]:
    """What is annotated now."""
    with case.read() as r:
        return ops.heads(r, field=field)


def words(chosen: Selection, text: str = TEXT) -> str:
    """What is selected."""
    return text[chosen.span.start : chosen.span.end]


@pytest.fixture(scope="module")
def units() -> Units:
    return units_of(TEXT)


def begin(units: Units, place: int) -> Selection:
    """A selection begun at a place."""
    chosen = units.around(place)
    assert chosen is not None
    return chosen


def test_a_selection_begins_as_the_sentence_at_hand(units: Units) -> None:
    assert words(begin(units, 20)) == "Nobody was hurt, the harbour said."


def test_between_two_sentences_it_is_the_next_one(units: Units) -> None:
    assert words(begin(units, 51)) == "A third boat came late."


def test_it_goes_on_to_the_next_sentence_and_no_further_than_the_last(units: Units) -> None:
    chosen = units.sentence(begin(units, 0), 1)
    assert words(chosen).startswith("Nobody")
    assert words(units.sentence(chosen, 9)) == "A third boat came late."


def test_its_end_goes_back_and_on_by_a_word(units: Units) -> None:
    chosen = units.word(units.word(begin(units, 0), -1), -1)
    assert words(chosen) == "The ferry"
    assert words(units.word(chosen, 1)) == "The ferry sank"


def test_the_other_end_can_be_moved(units: Units) -> None:
    chosen = units.word(other_end(begin(units, 0)), 1)
    assert words(chosen) == "ferry sank."


def test_it_is_widened_by_a_sentence(units: Units) -> None:
    assert words(units.widened(begin(units, 0), 1)) == "The ferry sank. Nobody was hurt, the harbour said."


def test_a_text_without_sentences_has_nothing_to_select() -> None:
    assert units_of(" \n ").around(0) is None


@given(
    st.text("Ab .,\n“”", max_size=60),
    st.lists(
        st.tuples(st.sampled_from(["sentence", "word", "widened", "other"]), st.sampled_from([1, -1])), max_size=12
    ),
)
def test_at_least_a_word_stays_selected_whatever_is_pressed(text: str, keys: list[tuple[str, int]]) -> None:
    units = units_of(text)
    chosen = units.around(0)
    if chosen is None:
        return
    for key, step in keys:
        chosen = other_end(chosen) if key == "other" else getattr(units, key)(chosen, step)
        assert 0 <= chosen.span.start < chosen.span.end <= len(text)


async def test_selected_words_become_a_claim_and_the_cursor_goes_to_it(made_case, walk_in) -> None:
    case, _ = made_case
    async with walk_in(case) as walk:
        await walk.press("j", "enter", "v", "j", "j", "a")
        walk.app.screen.query_one("#speaker", Entry).value = "the night watch"
        screen = await walk.press("enter")
        (head,) = heads(case, "claim.add")
        assert head.target.quote == "She did not say how many."
        assert head.value == {"kind": "report", "polarity": "+", "speaker": "the night watch"}
        assert "the night watch" in screen
        assert isinstance(walk.app.screen, ArticleScreen)
        assert walk.app.screen.selection is None


async def test_an_added_claim_is_undone(made_case, walk_in) -> None:
    case, _ = made_case
    async with walk_in(case) as walk:
        await walk.press("j", "enter", "v", "a", "enter", "z")
        assert heads(case, "claim.add") == []


async def test_a_kind_that_there_is_not_is_said_before_anything_is_kept(made_case, walk_in) -> None:
    case, _ = made_case
    async with walk_in(case) as walk:
        await walk.press("j", "enter", "v", "a")
        walk.app.screen.query_one("#kind", Entry).value = "rumour"
        assert "! kind: one of" in await walk.press("enter")
        assert heads(case, "claim.add") == []


async def test_an_added_claim_can_be_private(made_case, walk_in) -> None:
    case, _ = made_case
    async with walk_in(case) as walk:
        await walk.press("j", "enter", "v", "a", "ctrl+t", "enter")
        assert [h.private for h in heads(case, "claim.add")] == [True]


async def test_selected_words_take_the_place_of_a_misread_claim_as_one_deed(made_case, walk_in) -> None:
    case, _ = made_case
    async with walk_in(case) as walk:
        await walk.press("j", "enter", "v", "h", "e", *"what is claimed", "enter")
        (head,) = heads(case, "claim.add")
        assert head.value == {"kind": "report", "polarity": "+", "speaker": "the harbour office"}
        assert len(heads(case, "hide")) == 1
        await walk.press("z")
        assert heads(case, "claim.add") == heads(case, "hide") == []


async def test_selected_words_name_the_speaker(made_case, walk_in) -> None:
    case, _ = made_case
    async with walk_in(case) as walk:
        await walk.press("j", "enter", "v", *["h"] * 12, "e", *"the speaker is", "enter")
        assert [h.value for h in heads(case, "speaker")] == ["The Osten line"]


async def test_esc_drops_the_selection_first(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        await walk.press("j", "enter", "v", "escape")
        assert isinstance(walk.app.screen, ArticleScreen)
        await walk.press("escape")
        assert not isinstance(walk.app.screen, ArticleScreen)


async def test_without_a_selection_the_keys_move_the_text(made_case, walk_in) -> None:
    async with walk_in(made_case[0], (40, 12)) as walk:
        await walk.press("j", "enter", "g", "j")
        assert walk.app.screen.query_one("#reader").top == 1


async def test_the_selection_is_copied(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        await walk.press("j", "enter", "v", "h", "y", "enter")
        assert walk.app.clipboard == "The Osten line has ordered forty barges, the harbour office said on Monday"


async def test_adding_says_where_to_begin(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        await walk.press("a")
        assert "open the article first" in walk.status
        await walk.press("enter", "a")
        assert "select words first: v" in walk.status


async def test_a_withheld_text_has_nothing_to_select(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        await walk.press("j", "enter")
        screen = walk.app.screen
        assert isinstance(screen, ArticleScreen)
        object.__setattr__(screen.detail, "text", None)
        await walk.press("v")
        assert "withheld" in walk.status


def test_a_selection_is_a_span_of_the_text_itself(units: Units) -> None:
    assert begin(units, 0).span == Span(0, 15)
