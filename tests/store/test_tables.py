"""The shipped tables by which claims are compared: each entry does what its own example says."""

from __future__ import annotations

import pytest

from store.derive.contents import features_of, sense
from store.derive.tables import (
    family_of,
    is_broad,
    is_common,
    is_deed,
    ladder_of,
    near_predicates,
    party,
    predicate_class,
    stem,
    table,
    thing_class,
    thing_kind,
)
from store.derive.words import folded_stem, rarity
from store.records.reading import Frame

CLASSES = table("classes")
SYNONYMS = table("synonyms")


@pytest.mark.parametrize("row", CLASSES["thing"], ids=lambda r: r["name"])
def test_things_of_one_class_meet(row: dict[str, list[str]]) -> None:
    assert {thing_class(word) for word in row["example"]} == {row["name"]}


@pytest.mark.parametrize("row", CLASSES["predicate"], ids=lambda r: r["name"])
def test_predicates_of_one_class_meet(row: dict[str, list[str]]) -> None:
    assert {predicate_class(word) for word in row["example"]} == {row["name"]}


@pytest.mark.parametrize("row", CLASSES["ladder"], ids=lambda r: r["name"])
def test_ladders_rise(row: dict[str, list[str]]) -> None:
    low, high = (ladder_of(word) for word in row["example"])
    assert low is not None
    assert high is not None
    assert low[0] == high[0] == row["name"]
    assert low[1] < high[1]


@pytest.mark.parametrize("row", table("families")["family"], ids=lambda r: r["name"])
def test_members_find_their_family(row: dict[str, str]) -> None:
    assert family_of(row["example"]) == (row["name"], row["kind"])


def test_no_member_stands_in_two_families() -> None:
    members = [m for row in table("families")["family"] for m in row["members"]]
    assert len(members) == len(set(members))


def test_no_word_stands_in_two_classes_of_things() -> None:
    words = [w for row in CLASSES["thing"] for w in row["words"]]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("group", CLASSES["near"]["groups"], ids=lambda g: g[0])
def test_near_predicates_are_near_both_ways(group: list[str]) -> None:
    assert near_predicates(group[0], group[1])
    assert near_predicates(group[1], group[0])
    assert not near_predicates(group[0], group[0])


@pytest.mark.parametrize(("noun", "verb"), CLASSES["forms"].items())
def test_nouns_meet_their_verbs(noun: str, verb: str) -> None:
    assert stem(noun) == stem(verb)


@pytest.mark.parametrize(("kind", "members"), CLASSES["kinds"].items())
def test_things_have_their_wider_kind(kind: str, members: list[str]) -> None:
    assert {thing_kind(member) for member in members} == {kind}


def test_listed_words_are_listed() -> None:
    assert is_common("say")
    assert is_broad("involvement")
    assert is_deed("kill")
    assert not is_common("harbour")


def test_people_and_their_country_are_one_party() -> None:
    assert party("karelian") == party("karelia")
    assert party("iran") == "iran"


def test_common_words_are_less_rare_than_rare_ones() -> None:
    assert rarity("the") < rarity(folded_stem("minister")) < rarity(folded_stem("harbours"))


@pytest.mark.parametrize("group", SYNONYMS["synonyms"]["groups"], ids=lambda g: g[0])
def test_synonyms_meet(group: list[str]) -> None:
    first, second = group[:2]
    assert sense(first) == sense(second)


def test_a_word_has_one_group_of_synonyms() -> None:
    words = [w for group in SYNONYMS["synonyms"]["groups"] for w in group]
    assert sorted(set(words)) == sorted(words)


@pytest.mark.parametrize(("meaning", "phrases"), SYNONYMS["phrases"].items(), ids=lambda x: str(x)[:20])
def test_phrases_mean_one_word(meaning: str, phrases: list[str]) -> None:
    assert all(sense(meaning) in features_of(Frame((), ""), f"They {phrase} now") for phrase in phrases)


def test_a_title_is_no_part_of_what_is_told() -> None:
    assert features_of(Frame((), "", (), (), ("senator", "bridge")), "the senator's bridge").keys() == {sense("bridge")}
