"""Words that keep claims apart: each list does what its own example says."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from importers.extract.read import read
from store.derive.facts import Facts, load
from store.derive.guards import opposite, other_parties, swapped
from store.derive.refresh import drain
from store.derive.tables import table
from store.records.reading import Frame
from tests.store.small_corpus import Piece, add, empty

GUARDS = table("guards")


@pytest.mark.parametrize("row", GUARDS["opposite"], ids=lambda r: str(r["one"][0]))
def test_opposite_doings_are_apart(row: dict[str, list[str]]) -> None:
    one, other = row["example"]
    assert opposite(Frame((), one), Frame((), other))
    assert opposite(Frame((), "", (other,)), Frame((), "", (one,)))
    assert not opposite(Frame((), one), Frame((), one))


@pytest.mark.parametrize(
    "name", ["converse", "mutual", "undoing", "wish", "promised", "himself", "media", "giving", "definite", "bodies"]
)
def test_a_list_holds_its_example(name: str) -> None:
    assert GUARDS[name]["example"] in GUARDS[name]["words"]


def test_people_of_one_sort_have_one_name() -> None:
    groups = GUARDS["people"]["groups"]
    assert any(set(GUARDS["people"]["example"]) <= set(group) for group in groups)
    words = [w for group in groups for w in group]
    assert len(words) == len(set(words))


def claim(text: str) -> Facts:
    """The facts of the one claim of a text."""
    with tempfile.TemporaryDirectory() as folder, empty(Path(folder) / "one.saidby") as case:
        add(case, [Piece(f"{text}.", "a.txt", "Gazette", "2024-09-05")])
        drain(case, read)
        with case.read() as r:
            (found,) = load(r, [i for (i,) in r.execute("SELECT id FROM claim")]).values()
    return found


PURPOSE = "Norland has reportedly offered Bardia forty divers to get its sunken ferry up again"
"""Told from the end of who gives: what it is to get done turns nothing round."""


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (PURPOSE, "Norland has reportedly promised Bardia forty divers for its ferry", False),
        (PURPOSE, "Bardia has reportedly promised Norland forty divers for its ferry", True),
        ("Bardia got forty divers from Norland", "Norland promised Bardia forty divers", False),
        ("Bardia agreed to buy forty boats from Norland", "Norland sold forty boats to Bardia", False),
    ],
)
def test_who_gives_to_whom(one: str, other: str, apart: bool) -> None:
    assert swapped(claim(one), claim(other)) == apart


def test_the_country_can_be_the_doer_that_its_article_names() -> None:
    named = claim("Norland has promised Bardia 300 divers")
    pointing = claim("The country has offered Bardia and Velisia to send 300 divers")
    assert not other_parties(named, pointing)
    assert other_parties(named, replace(pointing, article=2))
