"""How a text stands to a claim."""

from __future__ import annotations

import pytest

from store.derive.stance import related_share, speaks, stance
from store.derive.tables import table

CLAIM = "Zoo in Marlow Bay sells its last polar bear to a circus"
AGREES = (
    "The zoo of Marlow Bay has sold its last polar bear to a travelling circus.\n"
    "The bear, Olga, left in a lorry on Friday morning, and the director waved her off.\n"
    "She had lived in the zoo for eleven years."
)
REFUTES = (
    "No, the zoo of Marlow Bay did not sell its last polar bear to a circus. The story is a hoax.\n"
    "The director called it false and fabricated, and the circus denied it too.\n"
    "The bear was never for sale, and the picture that went round is fake.\n"
    "The paper that printed it first has retracted the article, which was wrong from beginning to end."
)
DISCUSSES = (
    "The zoo of Marlow Bay may have sold its last polar bear to a circus, according to a report.\n"
    "Unnamed sources claimed that a sale was possible; the report said that it was unclear who was buying.\n"
    "The zoo reportedly is investigating the rumour, which could not be confirmed."
)
OTHER = "Parliament passed the budget by three votes. The debate lasted until four in the morning."


@pytest.mark.parametrize(
    ("text", "expected"),
    [(AGREES, "agree"), (REFUTES, "disagree"), (DISCUSSES, "discuss"), (OTHER, "unrelated"), ("", "unrelated")],
)
def test_a_text_takes_its_side(text: str, expected: str) -> None:
    assert stance(CLAIM, text) == expected


def test_who_refutes_a_refutation_does_not_disagree() -> None:
    assert stance("Sale of the last polar bear of Marlow Bay zoo to a circus is a hoax", REFUTES) != "disagree"


def test_a_text_is_about_its_own_beginning() -> None:
    assert related_share(AGREES.splitlines()[0], AGREES) == pytest.approx(1.0)


@pytest.mark.parametrize("row", table("stance")["words"], ids=lambda r: str(r["name"]))
def test_each_list_knows_its_example(row: dict[str, str]) -> None:
    assert speaks(row["name"], row["example"])
    assert not speaks(row["name"], "The ship left the harbour.")


@pytest.mark.parametrize("text", ["", "...", "not " * 20_000, "a." * 30_000, "x" * 60_000])
def test_any_text_has_a_stance(text: str) -> None:
    assert stance(text, AGREES) in ("agree", "disagree", "discuss", "unrelated")
    assert stance(CLAIM, text) in ("agree", "disagree", "discuss", "unrelated")
