"""Tokens cover the text, carry its places, and are tagged as the lexicon's examples say."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.extract.lexicon import load
from importers.extract.tokens import forms_of, tokenize
from store.records.span import Span


def tags(text: str) -> str:
    return " ".join(t.tag for t in tokenize(text))


@pytest.mark.parametrize(("sentence", "expected"), sorted(load("words")["examples"].items()))
def test_every_example_of_the_lexicon_is_tagged_as_stated(sentence: str, expected: str) -> None:
    assert tags(sentence) == expected


@given(st.text(max_size=300))
def test_a_token_is_what_stands_at_its_place(text: str) -> None:
    found = tokenize(text)
    assert all(text[t.start : t.end] == t.text for t in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@given(st.text(max_size=200))
def test_no_letter_or_digit_is_left_out(text: str) -> None:
    covered = {i for t in tokenize(text) for i in range(t.start, t.end)}
    assert all(i in covered for i, c in enumerate(text) if c.isalnum())


def test_a_part_of_a_text_keeps_the_places_of_the_whole() -> None:
    text = "One two. Three four."
    found = tokenize(text, Span(9, 20))
    assert [t.text for t in found] == ["Three", "four", "."]
    assert found[0].start == 9


@pytest.mark.parametrize(
    ("sentence", "word", "tag"),
    [
        ("They report the loss.", "report", "VBP"),
        ("The report was late.", "report", "NN"),
        ("She will report it.", "report", "VB"),
        ("He met the US envoy.", "US", "NNP"),
        ("They told us everything.", "us", "PRP"),
        ("It wasn't claimed by anyone.", "claimed", "VBN"),
        ("Mayor Backs Plan To Close Old Bridge", "Backs", "VBZ"),
        ("The finding was new.", "finding", "NN"),
    ],
)
def test_an_ambiguous_word_is_tagged_by_what_stands_around_it(sentence: str, word: str, tag: str) -> None:
    assert next(t.tag for t in tokenize(sentence) if t.text == word) == tag


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("said", "say"),
        ("denied", "deny"),
        ("stopped", "stop"),
        ("officials", "official"),
        ("told", "tell"),
        ("troops", "troop"),
    ],
)
def test_forms_come_down_to_their_lemma(word: str, lemma: str) -> None:
    assert next(t.lemma for t in tokenize(f"They {word} it.") if t.text == word) == lemma


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("carry", ("carries", "carried", "carried", "carrying")),
        ("admit", ("admits", "admitted", "admitted", "admitting")),
        ("go", ("goes", "went", "gone", "going")),
    ],
)
def test_verb_forms_follow_rule_or_table(base: str, forms: tuple[str, str, str, str]) -> None:
    assert forms_of(base) == forms


def test_quotation_marks_tell_opening_from_closing() -> None:
    assert [t.tag for t in tokenize('He said "no" and “yes”.') if t.tag in ("``", "''")] == ["``", "''", "``", "''"]


def test_one_word_of_sixty_thousand_letters_does_not_hang() -> None:
    began = time.process_time()
    tokenize("a" * 60_000)
    tokenize("a-" * 30_000)
    tokenize("U.S." * 15_000)
    assert time.process_time() - began < 2


def test_a_rule_drawn_with_marks_is_one_token() -> None:
    assert [t.text for t in tokenize("Over <<<<<<<< and ==========!")] == ["Over", "<<<<<<<<", "and", "==========!"]
