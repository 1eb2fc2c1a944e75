"""Negation and its scope."""

from __future__ import annotations

import pytest

from importers.extract.clauses import verb_groups
from importers.extract.polarity import is_negated, polarity_of
from importers.extract.retag import retag
from importers.extract.tokens import tokenize


@pytest.mark.parametrize(
    "sentence",
    [
        "The harbour is open.",
        "The harbour has not only ships but cranes.",
        "The guild never stopped working.",
        "He did not fail to answer.",
        "The crew made no secret of the plan.",
        "With no warning, trucks moved out.",
    ],
)
def test_affirmed(sentence: str) -> None:
    assert polarity_of(retag(tokenize(sentence))) == "+"


@pytest.mark.parametrize(
    "sentence",
    [
        "The harbour is not open.",
        "The harbour isn't open.",
        "The plant no longer produces pumps.",
        "Nobody came to the hall.",
        "The town failed to pay its debts.",
        "The town lacks the money to pay.",
        "There were no deaths.",
        "The army refused to march.",
        "No foreign pilot, mechanic or guide is at the airfield.",
        "No member of the council has resigned.",
        "The clerk knew of no complaints about the bridge.",
    ],
)
def test_denied(sentence: str) -> None:
    assert polarity_of(retag(tokenize(sentence))) == "-"


@pytest.mark.parametrize("sentence", ["whether the bridge will hold", "Did the bridge hold?", "if the bridge holds"])
def test_left_open(sentence: str) -> None:
    assert polarity_of(retag(tokenize(sentence))) == "u"


def test_no_tokens_are_affirmed() -> None:
    assert polarity_of([]) == "+"


def test_a_negation_in_a_relative_clause_is_not_the_main_one() -> None:
    assert polarity_of(tokenize("The ship, which was not insured, reached the port.")) == "+"


def test_a_no_word_above_a_clause_does_not_negate_it() -> None:
    tokens = tokenize("There is almost no chance that the ferry failed.")
    groups = verb_groups(tokens)
    assert not is_negated(tokens, groups[-1])
