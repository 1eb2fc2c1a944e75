"""Words that keep claims apart: each list does what its own example says."""

from __future__ import annotations

import pytest

from store.derive.guards import opposite
from store.derive.tables import table
from store.records.reading import Frame

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
