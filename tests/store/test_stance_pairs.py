"""Stance of a claim to its proposition, as polarity, kind and hedges give it, measured on written pairs.

A text's stance by its words (store/derive/stance.py) is for whole articles: on single claims it hears few denials.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

import pytest

from importers.extract.read import read
from store.derive.refresh import drain
from store.derive.stance import stance
from tests.store.small_corpus import Piece, add, empty

ROWS = tomllib.loads(Path(__file__).with_name("stance_pairs.toml").read_text(encoding="utf-8"))["claim"]
STANCES = ("denies", "caveats", "hedges", "asserts")
LEAST = 35
_BY_WORDS = {"agree": "asserts", "disagree": "denies", "discuss": "hedges", "unrelated": ""}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stances")


@lru_cache(maxsize=64)
def taken(folder: Path, n: int, wanted: str) -> str:
    """The stance that the other outlet's claim takes in a case file of the two."""
    row = ROWS[n]
    with empty(folder / f"{n}-{wanted}.saidby") as case:
        add(
            case,
            [
                Piece(row["text"], "a.txt", "Gazette", "2024-09-05"),
                Piece(row[wanted], "b.txt", "Courier", "2024-09-05"),
            ],
        )
        drain(case, read)
        with case.read() as r:
            found = {
                s for (s,) in r.execute(
                    "SELECT s.stance FROM standing s JOIN claim c ON c.id = s.claim JOIN article a ON a.id = c.article "
                    "JOIN outlet o ON o.id = a.outlet WHERE o.name = 'Courier' AND s.kind <> 'meta'"
                )
            }  # fmt: skip
    return next((s for s in STANCES if s in found), "")


def test_nearly_all_stances_are_told(folder: Path) -> None:
    right = [(n, s) for n in range(len(ROWS)) for s in STANCES if taken(folder, n, s) == s]
    assert len(right) >= LEAST


def test_nothing_asserted_is_called_denied(folder: Path) -> None:
    assert all(taken(folder, n, "asserts") == "asserts" for n in range(len(ROWS)))


def test_words_alone_tell_fewer(folder: Path) -> None:
    """Why a claim's stance is not taken from the words of its sentence: measured, not supposed."""
    merged = {"caveats": "hedges"}
    by_words = sum(_BY_WORDS[stance(row["text"], row[s])] == merged.get(s, s) for row in ROWS for s in STANCES)
    by_reading = sum(
        merged.get(found := taken(folder, n, s), found) == merged.get(s, s) for n in range(len(ROWS)) for s in STANCES
    )
    assert by_words < by_reading
