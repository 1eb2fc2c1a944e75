"""Where a quote stands in a changed text: exact, the unique same quote, fuzzy with one best, else nowhere."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from store.anchoring import anchor
from store.records.span import Span

TEXT = "The bridge at Ostrel fell on Monday. Nobody was hurt when the bridge came down."
QUOTE = "The bridge at Ostrel fell on Monday."


def test_a_quote_at_its_place_is_exact() -> None:
    assert anchor(TEXT, Span(0, 36), QUOTE) == (Span(0, 36), "exact")


def test_a_moved_quote_is_found_where_it_alone_stands() -> None:
    assert anchor("News: " + TEXT, Span(0, 36), QUOTE) == (Span(6, 42), "same-quote")


def test_a_quote_that_stands_twice_stands_nowhere() -> None:
    assert anchor("x " + TEXT + " " + TEXT, Span(0, 36), QUOTE) is None


def test_a_slightly_changed_quote_is_found() -> None:
    found = anchor(TEXT.replace("Monday", "monday"), Span(3, 39), QUOTE)
    assert found is not None
    assert (found.span, found.how) == (Span(0, 36), "fuzzy")


def test_two_equally_near_places_are_no_place() -> None:
    changed = TEXT.replace("Monday", "monday")
    assert anchor(changed + " " + changed, Span(3, 39), QUOTE) is None


def test_another_sentence_is_an_orphan() -> None:
    assert anchor("Prices rose in the north by a tenth of what was feared.", Span(0, 36), QUOTE) is None


def test_short_changed_quotes_are_orphans() -> None:
    assert anchor("fall on", Span(0, 4), "fell") is None


def test_a_place_outside_the_text_without_words_is_an_orphan() -> None:
    assert anchor("short", Span(3, 99), None) is None


@given(st.text(max_size=80), st.integers(-5, 90), st.integers(-5, 90), st.text(max_size=30))
def test_whatever_is_found_lies_in_the_text(text: str, start: int, end: int, quote: str) -> None:
    found = anchor(text, Span(start, end), quote)
    if found is not None:
        assert 0 <= found.span.start <= found.span.end <= len(text)
        if found.how != "fuzzy":
            assert found.span.of(text) == quote


@given(st.text("ab c", min_size=1, max_size=40), st.data())
def test_an_unchanged_place_is_always_exact(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert anchor(text, Span(start, end), text[start:end]) == (Span(start, end), "exact")
