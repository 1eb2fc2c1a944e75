"""How far a speaker commits, by the words used."""

from __future__ import annotations

import re

import pytest

from importers.extract.certainty import certainty_at
from importers.extract.clauses import verb_groups
from importers.extract.commitment import ORDER, committed, hedges_in, weakest_of
from importers.extract.lexicon import load
from importers.extract.retag import retag
from importers.extract.tokens import tokenize

HEDGES = load("hedges")["hedge"]
WEASELS = load("hedges")["weasel"]
BANDS = load("likelihood")["band"]


@pytest.mark.parametrize("entry", HEDGES, ids=lambda e: f"{e['strength']} {e['as']}: {e['example'][:24]}")
def test_each_hedge_is_found_in_its_example(entry: dict[str, str]) -> None:
    start, end = entry["example"].index("["), entry["example"].index("]")
    text = entry["example"].replace("[", "").replace("]", "")
    tokens = retag(tokenize(text))
    cue = [t for t in tokens if t.end <= end - 1]
    if entry["as"] in ("verb", "noun"):
        got = committed(text, cue, (), (), True, False)
    else:
        got = committed(text, (), tokens, verb_groups(tokens), True, False)
    found = [h for h in got.hedges if h.span.start >= start and h.span.end <= end - 1]
    assert [h.strength for h in found] == [entry["strength"]]


@pytest.mark.parametrize("entry", WEASELS, ids=lambda e: e["example"])
def test_each_weasel_word_lowers_the_certainty_of_a_whole(entry: dict[str, str]) -> None:
    text = entry["example"]
    plain = re.sub(r"\[.*?\] ?", "", text)
    assert certainty_at(text.replace("[", "").replace("]", ""), None) < certainty_at(plain, None)


@pytest.mark.parametrize("entry", BANDS, ids=lambda e: str(e["name"]))
def test_each_probability_word_gives_its_range(entry: dict[str, object]) -> None:
    text = str(entry["example"]).replace("[", "").replace("]", "")
    got = hedges_in(text, tokenize(text))
    wanted = None if entry.get("inner") else entry["range"]
    assert (list(got.likelihood) if got.likelihood else None) == wanted
    assert got.negative == bool(entry.get("negative"))


def test_the_order_of_strength_is_that_of_the_grades() -> None:
    assert weakest_of(list(ORDER)) == "rumour"
    assert weakest_of(["explicit", "likely"]) == "likely"
    assert weakest_of([]) == "asserted"


def test_a_denied_confirmation_is_none() -> None:
    text = "did not confirm"
    assert committed(text, tokenize(text), (), (), True, False).commitment == "asserted"


def test_what_one_could_not_do_is_no_hedge() -> None:
    text = "The crew could not raise the anchor."
    tokens = tokenize(text)
    assert committed(text, (), tokens, verb_groups(tokens), False, True).commitment == "asserted"


def test_hedges_far_behind_the_main_predicate_do_not_weaken_it() -> None:
    text = "The crew raised the anchor from the mud below the pier where a second ship might be lying."
    tokens = tokenize(text)
    assert committed(text, (), tokens, verb_groups(tokens), False, True).commitment == "asserted"
