"""Who is credited for the text."""

from __future__ import annotations

import pytest

from importers.extract.credits import read_credits
from importers.extract.lexicon import load
from importers.extract.sentences import read_sentences

RULES = [
    (role, rule) for role in ("text_contribution", "first_report", "translation") for rule in load("credits")[role]
]


@pytest.mark.parametrize(("role", "rule"), RULES)
def test_every_rule_finds_the_party_of_its_example(role: str, rule: dict[str, str]) -> None:
    text = rule["example"]
    assert (rule["party"], role) in {(c.party, c.role) for c in read_credits(text, read_sentences(text))}


def test_a_photo_credit_is_none() -> None:
    text = "The river rose.\n\nIllustrative via: Example/Agency"
    assert read_credits(text, read_sentences(text)) == ()


def test_a_day_is_nobody() -> None:
    text = "The plan was first reported on Friday."
    assert read_credits(text, read_sentences(text)) == ()


def test_the_span_is_the_party() -> None:
    text = "The river rose.\n\nExample Agency contributed to this report"
    credit = read_credits(text, read_sentences(text))[0]
    assert credit.span.of(text) == credit.party == "Example Agency"
