"""Hostile text becomes safe text, once and for all."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.records.text import MAX_COMBINING, clean, clean_line, frozen_text, is_clean

anything = st.text(st.characters(codec=None, categories=None, exclude_categories=()), max_size=80)


@given(anything)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(anything)
def test_a_frozen_text_is_nfc_and_clean_and_freezes_to_itself(text: str) -> None:
    frozen = frozen_text(text)
    assert is_clean(frozen)
    assert unicodedata.is_normalized("NFC", frozen)
    assert frozen_text(frozen) == frozen


@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b]0;title\x07",
        "\x9b2J",
        "\u202eevil",
        "\u2066x\u2069",
        "\U000e0041",
        "\ufff9a\ufffb",
        "\ud800",
        "\x00",
        "\x7f",
    ],
)
def test_what_acts_on_a_terminal_or_hides_text_becomes_visible(hostile: str) -> None:
    safe = clean(f"a{hostile}b")
    assert "\ufffd" in safe
    assert safe.encode("utf-8")
    assert not any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in safe)


def test_markup_is_text_and_stays() -> None:
    assert clean("a [/] b [@click=app.bell]c[/]") == "a [/] b [@click=app.bell]c[/]"


def test_every_line_end_becomes_a_line_feed() -> None:
    assert clean("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h") == "a\nb\nc\nd\ne\nf\ng\nh"


def test_piles_of_combining_marks_are_cut() -> None:
    assert clean("e" + "\u0336" * 200) == "e" + "\u0336" * MAX_COMBINING


def test_zero_width_joiners_stay_because_scripts_need_them() -> None:
    assert clean("\u0646\u200c\u0645") == "\u0646\u200c\u0645"


def test_a_line_is_one_line_and_not_longer_than_asked() -> None:
    assert clean_line(" a\n\n b\t c ") == "a b c"
    assert len(clean_line("x" * 500, 100)) == 100
