"""Where quotations open and close."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from importers.extract.quotations import Quotation, read_quotations
from importers.extract.sentences import read_paragraphs


def read(text: str) -> tuple[Quotation, ...]:
    return read_quotations(text, read_paragraphs(text))


def inner(text: str) -> list[str]:
    return [q.inner.of(text) for q in read(text)]


def test_curly_and_straight_marks_are_read_alike() -> None:
    assert inner('She said “yes” and he said "no".') == ["yes", "no"]


def test_a_curly_opening_may_close_straight() -> None:
    assert inner('“We are leaving," she said.') == ["We are leaving,"]


def test_a_quotation_opened_anew_in_each_paragraph_runs_on() -> None:
    found = read("“The river rose.\n\n“It fell.”")
    assert [(q.closed, q.runs_on) for q in found] == [(False, False), (True, True)]


def test_an_apostrophe_opens_nothing() -> None:
    assert inner("The rivers' banks weren't safe in '99, it's said.") == []


def test_single_marks_around_words_are_a_quotation() -> None:
    assert inner("Mayor: ‘We will not leave’") == ["We will not leave"]


@given(st.text(alphabet="a \"“”'‘’\n.", max_size=200))
def test_outer_holds_inner_and_both_lie_in_the_text(text: str) -> None:
    for q in read(text):
        assert 0 <= q.outer.start <= q.inner.start <= q.inner.end <= q.outer.end <= len(text)
