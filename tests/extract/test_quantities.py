"""Numbers with what they count and what happens to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.extract.clauses import verb_groups
from importers.extract.lexicon import load
from importers.extract.predicates import class_of_word
from importers.extract.quantities import find_quantities
from importers.extract.retag import retag
from importers.extract.tokens import tokenize
from store.records.reading import Quantity
from store.records.span import Span


def found(sentence: str) -> tuple[Quantity, ...]:
    """Quantities of a sentence."""
    tokens = retag(tokenize(sentence))
    return find_quantities(sentence, tokens, verb_groups(tokens))


@pytest.mark.parametrize(
    ("sentence", "low", "high", "thing", "role"),
    [
        ("Six guards were killed at the gate.", 6, 6, "guard", "killed"),
        ("The duke promised the town 40,000 recruits.", 40_000, 40_000, "recruit", "offered"),
        ("The duke offered to send 40,000 lancers.", 40_000, 40_000, "lancer", "offered"),
        ("The navy bought millions of torches.", 2_000_000, None, "torch", "bought"),
        ("The plan is to acquire dozens of kites.", 24, None, "kite", "bought"),
        ("Tens of thousands of pilgrims fled.", 20_000, None, "pilgrim", "withdrawn"),
        ("Between 20 and 30 boats sank.", 20, 30, "boat", "destroyed"),
        ("At least 12 miners died.", 12, None, "miner", "killed"),
        ("Up to 12 miners died.", None, 12, "miner", "killed"),
        ("Police detained about 300 dockers.", 270, 330, "docker", "arrested"),
        ("Twenty-five sheep were sold.", 25, 25, "sheep", "sold"),
        ("The mill lost $5.2 million.", 5_200_000, 5_200_000, "dollar", "fell"),
        ("A dozen barrels were destroyed.", 12, 12, "barrel", "destroyed"),
    ],
)
def test_a_number_is_read_with_thing_and_role(
    sentence: str, low: float | None, high: float | None, thing: str, role: str
) -> None:
    (quantity,) = found(sentence)
    assert (quantity.low, quantity.high, quantity.thing, quantity.role) == (
        pytest.approx(low) if low is not None else None,
        pytest.approx(high) if high is not None else None,
        thing,
        role,
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "Vera Holm (62) left.",
        "The KR-9 gun was shown.",
        "One of the guests left.",
        "It rained for three days.",
        "The Boeing 737 landed.",
    ],
)
def test_ages_designations_and_stretches_of_time_are_no_quantities(sentence: str) -> None:
    assert found(sentence) == ()


def test_dates_are_left_out_where_their_spans_are_given() -> None:
    sentence = "It closed in 2019."
    tokens = tokenize(sentence)
    start = sentence.index("2019")
    assert find_quantities(sentence, tokens, verb_groups(tokens), [Span(start, start + 4)]) == ()


def test_the_text_is_the_text_at_the_span() -> None:
    sentence = "More than 1,200 boats sank and 15 percent of the crews drowned."
    assert found(sentence)
    for quantity in found(sentence):
        assert quantity.span.of(sentence) == quantity.text


@pytest.mark.parametrize("name", sorted(load("predicates")["class"]))
def test_each_class_of_predicates_holds_its_example(name: str) -> None:
    example = load("predicates")["class"][name]["example"]
    start = example.index("[")
    token = next(t for t in tokenize(example.replace("[", "").replace("]", "")) if t.start == start)
    assert class_of_word(token.lemma) == name


@given(st.text(alphabet="0123456789 ,.-$%andhundrtsoxi", max_size=60))
def test_any_pile_of_figures_is_survived(text: str) -> None:
    for quantity in found(text):
        assert quantity.span.of(text) == quantity.text


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Nine were killed.", [("people", 9, 9, "killed")]),
        ("The blast left 9 dead and 21 injured.", [("people", 9, 9, "killed"), ("people", 21, 21, "injured")]),
        ("The death toll has risen to 56.", [("people", 56, 56, "killed")]),
        ("Tens of thousands were left homeless.", [("people", 20000, None, "displaced")]),
        ("Some 300 marched.", [("people", 270, 330, "protesting")]),
        (
            "The rebels took 20 hostages and released four.",
            [("hostage", 20, 20, "arrested"), ("hostage", 4, 4, "released")],
        ),
        ("About 250 were taken hostage.", [("people", 225, 275, "arrested")]),
        ("The guns shot down 43 of 50 kites.", [("kite", 43, 43, "attacked"), ("kite", 50, 50, "attacked")]),
        ("Half of the homes were destroyed.", [("percent", 50, 50, "destroyed")]),
        ("Nearly two-thirds of the homes were destroyed.", [("percent", None, 66.7, "destroyed")]),
        ("Exports rose 12% to $4.5 billion.", [("percent", 12, 12, "rose"), ("dollar", 4.5e9, 4.5e9, "rose")]),
        ("The guards captured 12 tanks.", [("tank", 12, 12, "captured")]),
        ("The council approved Rs 5,000 crore.", [("rupee", 5e10, 5e10, "approved")]),
        ("A couple of hundred people gathered.", [("people", 200, 200, "gathered")]),
        ("The works makes 250 shells.", [("shell", 250, 250, None)]),
        ("One in four homes is empty.", []),
        ("One example of the kind was shown.", [("example", 1, 1, "shown")]),
        ("The rebels freed 23 hostages and hold 40.", [("hostage", 23, 23, "released")]),
    ],
)
def test_a_bare_number_or_a_share_is_read_by_what_stands_around_it(
    sentence: str, expected: list[tuple[str, float, float | None, str | None]]
) -> None:
    assert [(q.thing, q.low, q.high, q.role) for q in found(sentence)] == expected


def test_what_a_verb_promises_takes_its_role_from_the_verb() -> None:
    sentence = "18 tanks and six guns"
    tokens = tokenize(sentence)
    first = find_quantities(sentence, tokens, verb_groups(tokens), cue=("promise",))[0]
    assert first.role == "offered"
