"""The person's own keys and theme: taken from the configuration, or refused with the reason."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import UsageError
from tui.app import Dashboard
from tui.commands import BY_ID, COMMANDS
from tui.conditions import EVERYWHERE
from tui.keymap import keymap_lines, with_keys
from tui.state import State


def test_the_printed_keymap_is_one_that_changes_nothing() -> None:
    printed = tomllib.loads("\n".join(keymap_lines()))["keys"]
    assert with_keys(printed) == COMMANDS


def test_an_own_key_takes_the_place_of_the_old_ones() -> None:
    changed = {c.id: c for c in with_keys({"note": "B f5"})}
    assert changed["note"].keys == ("B", "f5")
    assert changed["tag"] == BY_ID["tag"]


def test_a_key_with_two_meanings_is_refused_by_both_names() -> None:
    with pytest.raises(UsageError, match=r"'t' to '(note|tag)' and '(note|tag)'"):
        with_keys({"note": "t"})


def test_two_commands_may_change_keys_with_each_other() -> None:
    changed = {c.id: c.keys for c in with_keys({"note": "t", "tag": "b"})}
    assert (changed["note"], changed["tag"]) == (("t",), ("b",))


def test_a_key_for_no_command_is_refused() -> None:
    with pytest.raises(UsageError, match="'fly'"):
        with_keys({"fly": "f"})


def test_no_command_is_left_without_a_key() -> None:
    with pytest.raises(UsageError, match="without a key"):
        with_keys({"note": "  "})


@given(
    st.dictionaries(st.sampled_from([c.id for c in COMMANDS]), st.text("abcxyz ", min_size=1, max_size=3), max_size=4)
)
def test_what_is_not_refused_has_one_meaning_a_place(own: dict[str, str]) -> None:
    try:
        table = with_keys(own)
    except UsageError:
        return
    for place in EVERYWHERE:
        keys = [k for c in table if place in c.where for k in dict.fromkeys(c.keys)]
        assert len(keys) == len(set(keys))


class TestTheme:
    def test_a_theme_is_worn(self, made_case) -> None:
        app = Dashboard(made_case[0], "me", State())
        app.wear("nord")
        assert app.theme == "nord"

    def test_a_theme_that_there_is_not_is_refused(self, made_case) -> None:
        with pytest.raises(UsageError, match="'plaid'"):
            Dashboard(made_case[0], "me", State()).wear("plaid")

    def test_no_color_is_stronger_than_a_theme(self, made_case, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NO_COLOR", "1")
        app = Dashboard(made_case[0], "me", State())
        app.wear("nord")
        assert app.theme == "ansi-dark"
