"""How sure a text is that something is so."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.extract.certainty import certainty_at, truth_of
from importers.extract.clauses import verb_groups
from importers.extract.leanings import leanings_of
from importers.extract.lexicon import load
from importers.extract.retag import retag
from importers.extract.tokens import tokenize
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


@pytest.mark.parametrize("entry", load("modality")["leaning"], ids=lambda e: str(e["name"]))
def test_each_leaning_applies_to_its_example(entry: dict[str, str]) -> None:
    text, span = marked(entry["example"])
    tokens = retag(tokenize(text))
    target = next(i for i, t in enumerate(tokens) if t.start == span.start)
    groups = verb_groups(tokens)
    applied = [rule.name for rule in leanings_of(tokens, target, groups, truth_of(tokens, target, groups))]
    assert entry["name"] in applied


PAIRS = [
    # the first is surer than the second
    ("The crew managed to [leave].", "The crew failed to [leave]."),
    ("The crew remembered to [leave].", "The crew forgot to [leave]."),
    ("She knew that the ferry [left].", "She claimed that the ferry [left]."),
    ("She claimed that the ferry [left].", "She denied that the ferry [left]."),
    ("The ferry [left].", "The ferry will [leave]."),
    ("The ferry will [leave].", "The ferry may [leave]."),
    ("The ferry may [leave].", "The ferry did not [leave]."),
    ("The ferry [left].", "If the ferry [left], we would know."),
    ("The ferry [left].", "Has the ferry [left]?"),
    ("She did not forget to [leave].", "She forgot to [leave]."),
    ("They did not know that the ferry [left].", "They did not say that the ferry [left]."),
    ("The port confirmed that the ferry [left].", "The port hoped that the ferry [left]."),
    ("The crew was forced to [leave].", "The crew was asked to [leave]."),
    ("The crew was allowed to [leave].", "The crew was forbidden to [leave]."),
    ("It is true that the ferry [left].", "It is false that the ferry [left]."),
    ("The crew stopped [singing].", "The crew avoided [singing]."),
    ("The port regretted that the ferry [left].", "The port doubted that the ferry [left]."),
    ("The storm caused the ferry to [sink].", "The storm threatened to [sink] the ferry."),
    ("She proved that the ferry [left].", "She suspected that the ferry [left]."),
    ("The crew dared to [leave].", "The crew refused to [leave]."),
    ("The port admitted that the ferry [left].", "The port dreamed that the ferry [left]."),
    ("They will certainly [leave].", "They will possibly [leave]."),
]


@pytest.mark.parametrize(("surer", "less"), PAIRS)
def test_of_two_sentences_one_is_surer(surer: str, less: str) -> None:
    assert at(surer) > at(less)
