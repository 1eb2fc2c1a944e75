"""Who is named, who is only pointed to, and which names may be one: each list does what its own example says."""

from __future__ import annotations

import pytest

from store.derive.naming import is_name, is_person_pronoun, kin, may_be_one, names, points, tells, tells_name
from store.derive.tables import table


@pytest.mark.parametrize("name", sorted(table("naming")))
def test_a_list_holds_its_example(name: str) -> None:
    assert table("naming")[name]["example"] in table("naming")[name]["words"]


@pytest.mark.parametrize(
    "label", ["he", "They", "the minister", "The document", "her lawyer", "Dovania's health minister", "", None]
)
def test_words_that_only_point(label: str | None) -> None:
    assert points(label)


@pytest.mark.parametrize("label", ["Olga Varn", "officials", "two senior diplomats", "Dovanian officials", "a nurse"])
def test_words_that_say_who_it_is(label: str) -> None:
    assert not points(label)


@pytest.mark.parametrize(("label", "named"), [
    ("Olga Varn", True), ("the State Bank", True), ("company", False), ("the defence ministry", False), ("He", False), ("Varn", True),
])  # fmt: skip
def test_a_name_has_a_capital(label: str, named: bool) -> None:
    assert is_name(label) is named


@pytest.mark.parametrize(("one", "other"), [
    ("varn", "olga varn"), ("zelensky", "zełenski"), ("anton taranenko", "anton tanninko"), ("medvedchuk", "medwedczuk"),
    ("sergei lavrov", "ławrow"), ("s. jaishankar", "jaishankar"),
])  # fmt: skip
def test_names_that_may_be_one(one: str, other: str) -> None:
    assert may_be_one(one, other)
    assert may_be_one(other, one)


@pytest.mark.parametrize(("one", "other"), [
    ("olga varn", "peter varn"), ("joe biden", "boris johnson"), ("ivan sirko", "jovan reth"), ("mark milley", "colin kahl"),
    ("", "olga varn"), ("ministry of health", "ministry of defence"),
])  # fmt: skip
def test_names_that_are_two(one: str, other: str) -> None:
    assert not may_be_one(one, other)


def test_who_is_described_by_an_office_speaks_for_it() -> None:
    assert kin("a White House official") == kin("top Pentagon officials") != frozenset()


def test_a_countrys_press_does_not_speak_for_it() -> None:
    assert kin("Serbian media") == frozenset()


def test_a_speaker_stands_in_another_sentence_by_the_last_name() -> None:
    assert names("Olga Varn", "At the council Varn warned of rain")
    assert not names("Olga Varn", "At the council Olga warned of rain")


def test_own_words_may_tell_what_somebody_said() -> None:
    assert tells("The bridge is closed, the mayor said")
    assert not tells("The bridge is closed")


def test_a_pronoun_does_not_tell_a_name() -> None:
    assert is_person_pronoun("He")
    assert not tells_name("He", "olga varn")
    assert tells_name("Mrs Varn", "olga varn")
