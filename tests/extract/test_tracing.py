"""Sentences that tell where a statement comes from carry its chain on, and no other sentences do."""

from __future__ import annotations

import time

import pytest

from importers.extract.lexicon import load
from importers.extract.read import read
from store.records.reading import Claim, Hop

LEAD = load("tracing")["example"]["lead"]


def told_first(text: str) -> Claim:
    return read(text, "2024-03-04").claims[0]


def chain(second: str, lead: str = LEAD) -> tuple[Hop, ...]:
    return told_first(f"{lead} {second}").chain


@pytest.mark.parametrize("rule", load("tracing")["trace"], ids=lambda r: str(r["party"]))
def test_every_rule_finds_its_party(rule: dict[str, str]) -> None:
    assert [h.label for h in chain(rule["example"])] == [rule["party"]]


@pytest.mark.parametrize("sentence", load("tracing")["example"]["none"])
def test_what_names_no_origin_is_no_link(sentence: str) -> None:
    assert chain(sentence) == ()


@pytest.mark.parametrize(
    ("second", "party"),
    [
        ("The claim stems from an anonymous post on Telegram.", "Telegram"),
        ("The story rests on a single unnamed official.", "single unnamed official"),
        ("The assertion was first made by Colonel Ivo Brandt on Tuesday.", "Ivo Brandt"),
        ("The Harbour Gazette first reported the plan on Monday.", "Harbour Gazette"),
        ("That report originated in the Norland Courier.", "Norland Courier"),
        ("This number goes back to Petra Linn, who runs a blog.", "Petra Linn"),
        ("The rumour can be traced back to a message by Ana Reth.", "Ana Reth"),
        ("The offer was first mentioned by Jon Marek.", "Jon Marek"),
    ],
)
def test_a_party_is_found_in_other_words(second: str, party: str) -> None:
    assert [h.label for h in chain(second)] == [party]


def test_what_the_party_rests_on_comes_behind_it() -> None:
    second = "The claim comes from Pavel Orsic, who told the Harbour Gazette last week that there were reports of ambulances."
    assert [(h.label, h.type) for h in chain(second)] == [
        ("Pavel Orsic", "named_official"), ("reports", "unspecified")
    ]  # fmt: skip


def test_reports_whose_origin_is_told_are_no_longer_nobodys() -> None:
    lead = "There are reports that the dam has burst, Jon Marek said."
    assert [h.label for h in chain("The reports go back to Petra Linn.", lead)] == ["Petra Linn"]


def test_it_stands_for_what_the_sentence_before_points_to() -> None:
    between = "The offer could not be independently verified. It goes back to Mirko Tal, a former customs clerk."
    assert [h.label for h in chain(between)] == ["Mirko Tal"]


def test_who_speaks_is_no_link_behind_himself() -> None:
    assert chain("The claim comes from Jon Marek.", "Norland has offered forty ambulances, Jon Marek said.") == ()


def test_both_tellings_of_one_statement_are_traced() -> None:
    text = f"{LEAD} Forty ambulances were offered to Bardia, the broadcaster said. The claim comes from Pavel Orsic."
    told = [c for c in read(text, "2024-03-04").claims if c.quantities]
    assert [[h.label for h in c.chain] for c in told] == [["Pavel Orsic"], ["Pavel Orsic"]]


def test_a_sentence_that_traces_is_about_the_statement() -> None:
    found = read(f"{LEAD} It goes back to Mirko Tal, a former customs clerk.", "2024-03-04").claims
    assert [c.kind for c in found] == ["report", "meta"]


def test_very_long_texts_do_not_hang() -> None:
    began = time.process_time()
    for words in ("The claim comes from ", "It goes back to the ", "the first to report "):
        read(LEAD + " " + words * 1_500)
        read((LEAD + " It goes back to Mirko Tal. ") * 100)
    assert time.process_time() - began < 20
