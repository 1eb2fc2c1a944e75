"""Contents compared without their wording."""

from __future__ import annotations

import pytest

from importers.extract.clauses import verb_groups
from importers.extract.frames import frame_of, similarity
from importers.extract.places import fold, place_key
from importers.extract.retag import retag
from importers.extract.tokens import tokenize
from store.records.reading import Frame


def frame(sentence: str) -> Frame:
    """The frame of a content of which no actors are known but countries."""
    tokens = retag(tokenize(sentence))
    return frame_of(tokens, verb_groups(tokens))


@pytest.mark.parametrize("name", ["Lima", "Peruvian", "Peru", "Peruvians"])
def test_a_country_has_one_key_for_all_its_names(name: str) -> None:
    assert place_key(name) == "peru"


def test_what_is_no_country_has_no_key() -> None:
    assert place_key("Atlantis") is None


def test_folding_drops_accents_case_and_blanks() -> None:
    assert fold("  CÔTE\n d’Ivoire ") == "cote d’ivoire"


def test_the_agent_of_an_active_clause_comes_first() -> None:
    assert frame("Chile sold trams to Peru").actors == ("chile", "peru")


def test_the_agent_of_a_passive_comes_first() -> None:
    assert frame("Two Peruvian trams were bought by Chile").actors[0] == "chile"


def test_where_something_happens_is_a_place_and_no_party() -> None:
    got = frame("Chilean engineers died in Peru")
    assert got.actors == ("chile",)
    assert got.places == ("peru",)


@pytest.mark.parametrize(
    ("sentence", "predicate"),
    [
        ("Chile bought trams", "purchase"),
        ("Chile is in the process of buying trams", "purchase"),
        ("Chilean volunteers are ready to take part in the digging", "offer"),
        ("Chile promised 300 trams", "offer"),
        ("Chile paid a rare visit to Lima", "visit"),
        ("Chile lacks the means to mobilise widely", "mobilise"),
        ("Chilean involvement in the dig", "fight"),
        ("Chile became the second state to recognise the isles", "recognise"),
        ("Chile has faced problems with trams bought in Lima", "problem"),
        ("Chile juggles", "juggle"),
    ],
)
def test_predicates_fall_into_classes(sentence: str, predicate: str) -> None:
    assert frame(sentence).predicate == predicate


def test_a_frame_is_more_like_its_rewording_than_like_another_matter() -> None:
    one = frame("Chile is buying thousands of trams from Peru")
    same = frame("Thousands of Peruvian trams were purchased by Chile")
    other = frame("Chile and Norway signed a treaty on whales")
    assert similarity(one, same) > similarity(one, other)


def test_lists_of_a_frame_are_sorted_and_bounded() -> None:
    got = frame("Chile bought " + " and ".join(f"thing{i}s" for i in range(300)))
    assert list(got.words) == sorted(got.words)
    assert len(got.words) <= 40
