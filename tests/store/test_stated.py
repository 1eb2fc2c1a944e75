"""A content that is a fragment is shown with its verb of saying; one that is a statement as it is."""

from __future__ import annotations

import pytest

from store.derive.stated import is_statement, stated
from store.derive.tables import table


@pytest.mark.parametrize("row", table("stated")["verb"], ids=lambda r: r["forms"][0])
def test_each_entry_has_an_example_that_holds(row: dict[str, list[str]]) -> None:
    cue, content, shown = row["example"]
    assert stated(content, cue) == shown
    assert not is_statement(content, cue)


@pytest.mark.parametrize(
    ("cue", "content", "shown"),
    [
        ("ACCUSE", "DOVANIA OF HIDING SHIPS", "accuse: DOVANIA OF HIDING SHIPS"),
        ("is suspected of", "shelling the port", "suspected of shelling the port"),
        ("has accused", "the mayor and her aides of theft", "accused: the mayor and her aides of theft"),
        ("warns", "of a flood", "warns: of a flood"),
        ("praised", "Dovania for releasing the crew", "praised: Dovania for releasing the crew"),
    ],
)
def test_a_fragment_is_shown_with_its_verb(cue: str, content: str, shown: str) -> None:
    assert stated(content, cue) == shown


@pytest.mark.parametrize(
    ("cue", "content"),
    [
        ("said", "Dovania hid ships of its own"),
        ("warned", "the dam may break because of the rain"),
        ("told", "the partners needed to agree on a day"),
        ("accused", "they were hiding a fleet of ships"),
        ("accusations", "Dovania hides ships of war"),
        ("accused", "“He has hidden one of them”"),
        (None, "Dovania of hiding ships"),
        ("accused", ""),
    ],
)
def test_a_statement_is_shown_as_it_is(cue: str | None, content: str) -> None:
    assert stated(content, cue) == content


def test_a_content_of_one_long_line_is_looked_at_in_its_beginning_only() -> None:
    assert stated("x" * 60_000 + " of", "accused") == "x" * 60_000 + " of"
