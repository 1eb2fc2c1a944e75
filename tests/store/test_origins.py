"""Who backs whom: only those who are surely two, and never by a copied text, a pronoun or a description."""

from __future__ import annotations

from pathlib import Path

import pytest

from importers.extract.read import read
from store.derive.origins import End, backs
from store.derive.refresh import drain
from tests.store.small_corpus import Piece, add, empty

NONE: frozenset[str] = frozenset()
HARRIS = End("a:olga harris", "Olga Harris", "olga harris", NONE)
MOREAU = End("a:luc moreau", "Luc Moreau", "luc moreau", NONE)
OFFICIALS = End("d:officials", "officials", None, NONE)
REPORTS = End("u:x", "unspecified", None, NONE)


@pytest.mark.parametrize(("other", "how"), [
    (MOREAU, "independent"),
    (OFFICIALS, "unclear"),
    (REPORTS, "unclear"),
    (HARRIS, None),
    (End("a:harris", "Harris", "harris", NONE), None),
    (End("a:hariss", "Hariss", "hariss", NONE), None),
    (End("a:luc moreau", "Luc Moreau", "olga harris", NONE), None),
    (End("a:luc moreau", "Luc Moreau", "luc moreau", frozenset(("olga harris",))), None),
    (End("d:minister", "the minister", None, NONE, placed=False), None),
    (End("d:aide of olga harris", "an aide of Olga Harris", None, NONE), None),
    (End("d:officials", "officials of hers", None, NONE, kin=frozenset(("olga harris",))), None),
    (End("o:post", "Post", None, NONE, counts=False), None),
])  # fmt: skip
def test_how_another_origin_backs_a_named_one(other: End, how: str | None) -> None:
    assert backs(HARRIS, other) == how


def test_two_who_are_not_named_do_not_back_each_other() -> None:
    assert backs(OFFICIALS, REPORTS) is None


def supported(folder: Path, *texts: str) -> list[str]:
    """The words of all parts for corroboration in a case file of these articles, each of an outlet of its own."""
    with empty(folder / "case.saidby") as case:
        add(case, [Piece(t, f"{n}.txt", f"Outlet {n}", "2024-09-05") for n, t in enumerate(texts)])
        drain(case, read)
        with case.read() as r:
            return [w for (w,) in r.execute("SELECT words FROM grade_part WHERE part = 'N' AND points > 0 ORDER BY 1")]


FLOOD = "the flood destroyed forty houses and the old mill in Ostrava on Monday"
RETOLD = "forty houses and the old mill in Ostrava were destroyed by the flood on Monday"


def test_two_named_people_back_each_other(tmp_path: Path) -> None:
    found = supported(tmp_path, f"Mayor Jan Dvorak said {FLOOD}.", f"Professor Eva Nemcova said {RETOLD}.")
    assert found == ["also Eva Nemcova", "also Jan Dvorak"]


@pytest.mark.parametrize("speaker", ["He", "She", "The minister", "The document", "The company"])
def test_who_is_only_pointed_to_backs_nobody(tmp_path: Path, speaker: str) -> None:
    assert supported(tmp_path, f"Mayor Jan Dvorak said {FLOOD}.", f"{speaker} said {RETOLD}.") == []


def test_two_spellings_of_a_name_are_one_origin(tmp_path: Path) -> None:
    assert supported(tmp_path, f"Mayor Jan Dvorak said {FLOOD}.", f"Mayor Jan Dvorzhak said {RETOLD}.") == []


def test_own_words_that_tell_what_was_said_are_no_other_origin(tmp_path: Path) -> None:
    told = f"The destruction: {RETOLD}, the mayor told reporters who had come to the town hall."
    assert supported(tmp_path, f"Mayor Jan Dvorak said {FLOOD}.", told) == []


def test_a_question_left_open_backs_nothing(tmp_path: Path) -> None:
    asked = f"Professor Eva Nemcova did not say whether {FLOOD}."
    assert supported(tmp_path, f"Mayor Jan Dvorak said {FLOOD}.", asked) == []


def origins(folder: Path, *texts: str) -> list[tuple[str, str]]:
    """Label and independence of the origins of all claims with a number, in a case file of these articles."""
    with empty(folder / "case.saidby") as case:
        add(case, [Piece(t, f"{n}.txt", f"Outlet {n}", f"2024-09-0{n + 1}") for n, t in enumerate(texts)])
        drain(case, read)
        with case.read() as r:
            return [
                (label, how)
                for label, how in r.execute(
                    "SELECT DISTINCT o.label, o.independence FROM standing s JOIN origin o ON o.id = s.origin "
                    "JOIN quantity q ON q.claim = s.claim ORDER BY 1"
                )
            ]


READY = "“There are reports that forty Norland divers are ready to come,” Mirko Tal told Radio Ostran."
OFFERED = "Norland has reportedly offered Bardia forty divers, according to Radio Ostran. The claim comes from Mirko Tal, a pundit."
PROMISED = (
    "Norland has reportedly promised Bardia forty divers, as was announced on Radio Ostran. It goes back to Mirko Tal."
)


def test_a_rumour_told_three_times_has_one_origin(tmp_path: Path) -> None:
    assert origins(tmp_path, READY, OFFERED, PROMISED) == [("reports via Mirko Tal", "unclear")]


def test_a_party_that_rests_on_nobody_is_the_origin_itself(tmp_path: Path) -> None:
    assert origins(tmp_path, OFFERED, PROMISED) == [("Mirko Tal", "independent")]
