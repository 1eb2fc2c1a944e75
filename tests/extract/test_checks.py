"""Wording about verification, and official acts."""

from __future__ import annotations

import pytest

from importers.extract.checks import back_noun, find_act, find_checks
from importers.extract.lexicon import load
from importers.extract.tokens import tokenize
from store.records.span import Span

RULES = load("checks")["check"]
ACTS = load("official_acts")["act"]


def kinds(sentence: str) -> list[str]:
    """Kinds of the checks in a sentence."""
    return [c.kind for c in find_checks(sentence, Span(0, len(sentence)))]


@pytest.mark.parametrize("entry", RULES, ids=lambda e: f"{e['kind']}: {e['example'][:30]}")
def test_each_rule_finds_its_example_and_leaves_its_counter(entry: dict[str, str]) -> None:
    assert kinds(entry["example"]) == [entry["kind"]]
    assert kinds(entry["counter"]) == []


@pytest.mark.parametrize("entry", ACTS, ids=lambda e: str(e["name"]))
def test_each_act_is_told_from_its_counter(entry: dict[str, str]) -> None:
    assert find_act(entry["example"], tokenize(entry["example"])) is not None
    assert find_act(entry["counter"], tokenize(entry["counter"])) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "The two presidents may sign a treaty.",
        "The two presidents did not sign a treaty.",
        "The two presidents will sign a treaty.",
        "The two presidents plan to sign a treaty.",
    ],
)
def test_an_act_that_is_not_done_is_none(sentence: str) -> None:
    assert find_act(sentence, tokenize(sentence)) is None


def test_being_one_of_few_to_recognise_is_recognising() -> None:
    sentence = "In March, Chad became the second state to recognise the independence of the isles."
    assert find_act(sentence, tokenize(sentence)) is not None


def test_a_named_leader_pays_a_visit_of_state() -> None:
    sentence = "Okoro even made a very rare visit to Lisbon in May."
    assert find_act(sentence, tokenize(sentence)) is None
    assert find_act(sentence, tokenize(sentence), leaders=frozenset({"okoro"})) is not None


def test_the_span_is_the_text() -> None:
    sentence = "The toll, which could not be independently verified, rose."
    (check,) = find_checks(sentence, Span(0, len(sentence)))
    assert check.span.of(sentence) == check.text


@pytest.mark.parametrize(
    ("sentence", "noun"),
    [("The accusation was repeated.", "accusation"), ("This claim came late.", "claim"), ("A claim came late.", None)],
)
def test_a_definite_noun_of_saying_points_back(sentence: str, noun: str | None) -> None:
    found = back_noun(tokenize(sentence))
    assert (found.lower if found else None) == noun
