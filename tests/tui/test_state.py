"""The state is a value; the Esc ladder, the session and the suspended filter are its transitions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import UsageError
from store.filters import make_filter
from tui.conditions import PANES
from tui.state import SORTS, State, from_session

FILTERED = State(filter=make_filter({"min_support": "30", "kind": "report"}))


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (replace(FILTERED, needle="quay", zoomed=True), "needle"),
        (FILTERED.suspend(), "suspended"),
        (replace(FILTERED, zoomed=True), "zoom"),
        (FILTERED, "filter"),
        (State(pane="sources"), "focus"),
        (State(), "top"),
    ],
)
def test_esc_goes_back_one_step(state: State, step: str) -> None:
    assert state.back()[1] == step


def test_esc_takes_the_youngest_filter_off_first() -> None:
    state, _ = FILTERED.back()
    assert list(state.filter.values) == ["min_support"]


@given(st.sampled_from(PANES), st.booleans(), st.text(max_size=3), st.booleans(), st.booleans())
def test_the_ladder_always_ends_at_the_top(pane: str, zoomed: bool, needle: str, filtered: bool, aside: bool) -> None:
    state = replace(FILTERED if filtered else State(), pane=pane, zoomed=zoomed, needle=needle)
    state = state.suspend() if aside else state
    for _ in range(8):
        state, step = state.back()
    assert step == "top"


def test_a_suspended_filter_comes_back_whole() -> None:
    aside = FILTERED.suspend()
    assert not aside.filter
    assert aside.back()[0].filter == FILTERED.filter


def test_a_new_filter_gives_up_the_suspended_one() -> None:
    assert FILTERED.suspend().with_filter("kind", "denial").suspended is None


def test_a_filter_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(UsageError):
        State().with_filter("min_support", "many")


def test_tab_goes_around() -> None:
    state = State()
    for _ in PANES:
        state = state.neighbour(1)
    assert state == State()


def test_a_session_comes_back_as_it_was() -> None:
    state = FILTERED.focus("timeline").with_sort("claims", "event")
    assert from_session(state.as_session()) == state


@given(
    st.dictionaries(
        st.sampled_from(["filter", "pane", "sorts", "zoomed", "x"]),
        st.one_of(st.none(), st.text(), st.integers(), st.dictionaries(st.text(), st.text())),
    )
)
def test_a_broken_session_is_a_fresh_start(data: dict[str, object]) -> None:
    assert from_session(data).pane in PANES


@pytest.mark.parametrize("place", SORTS)
def test_every_sort_is_one_that_the_query_knows(place: str) -> None:
    from store.queries import claims, comparison, timeline

    known = {"claims": claims.SORTS, "timeline": timeline.SORTS, "sources": comparison.SORTS}[place]
    assert {name for name, _ in SORTS[place]} <= set(known)
