"""How sure a text is that something is so."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.extract.certainty import certainty_at
from importers.extract.lexicon import load
from store.records.span import Span

CLASSES = load("implicatives")["class"]
BANDS = load("likelihood")["band"]


def marked(example: str) -> tuple[str, Span]:
    """A sentence without its brackets, and the place that they marked."""
    start, end = example.index("["), example.index("]")
    return example.replace("[", "").replace("]", ""), Span(start, end - 1)


def at(sentence: str) -> float:
    """Certainty of the word in [brackets]."""
    return certainty_at(*marked(sentence))


@pytest.mark.parametrize("entry", CLASSES, ids=lambda e: f"{e['frame']}: {e['name']}")
def test_each_class_of_predicates_reads_its_example(entry: dict[str, str]) -> None:
    value = at(entry["example"])
    if entry["sign"] == "+":
        assert value > 0.85
    elif entry["sign"] == "-":
        assert value < 0.5
    else:
        assert 0.45 < value < 0.9


@pytest.mark.parametrize("entry", BANDS, ids=lambda e: str(e["name"]))
def test_each_probability_word_has_the_point_that_surveys_give(entry: dict[str, object]) -> None:
    words = str(entry["example"])
    found = re.search(r"\[(.*?)\]", words)
    assert found is not None
    assert found.group(1).lower() in [str(w) for w in entry["words"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("phrase", "point"),
    [("almost certain", 0.95), ("highly likely", 0.9), ("likely", 0.7), ("unlikely", 0.2), ("highly unlikely", 0.06)],
)
def test_what_a_probability_word_governs_has_its_point(phrase: str, point: float) -> None:
    assert at(f"It is {phrase} that the two clubs will [merge].") == pytest.approx(point)


@pytest.mark.parametrize("name", ["negated", "will", "may", "condition"])
def test_each_operator_reads_its_example(name: str) -> None:
    value = at(load("modality")["examples"][name])
    low, high = {"negated": (0.0, 0.4), "will": (0.8, 0.97), "may": (0.5, 0.9), "condition": (0.5, 0.85)}[name]
    assert low <= value <= high


def test_a_plain_past_is_certain() -> None:
    assert at("The barge [sank] on Monday.") == 1.0


def test_negation_under_failure_turns_round() -> None:
    assert at("She did not fail to [answer].") > at("She failed to [answer].")


def test_a_factive_survives_negation() -> None:
    assert at("They did not realise that the dam had [burst].") > 0.7


def test_thinking_takes_the_negation_of_the_one_who_speaks() -> None:
    assert at("I don't think that the train [left].") < 0.4


def test_what_cannot_be_believed_happened() -> None:
    assert at("I can't believe that they [won].") > 0.8


def test_a_question_leaves_open() -> None:
    assert at("Did the mayor [resign]?") < at("The mayor [resigned].")


def test_a_whole_sentence_with_hedges_is_less_certain() -> None:
    assert certainty_at("Some critics say it may have been made later.", None) < certainty_at(
        "It was made in 1904.", None
    )


def test_only_the_sentence_of_the_predicate_counts() -> None:
    alone = at("The barge [sank].")
    beside = at("The barge [sank]. It may not have been insured, some say.")
    assert alone == beside


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 200))
def test_any_text_and_place_give_a_value_from_0_to_1(text: str, a: int, b: int) -> None:
    assert 0.0 <= certainty_at(text, Span(min(a, b), max(a, b))) <= 1.0


def test_a_long_sentence_does_not_hang() -> None:
    text = "that he said that they could not fail to " * 1500
    began = time.process_time()
    certainty_at(text, Span(30000, 30004))
    assert time.process_time() - began < 3
