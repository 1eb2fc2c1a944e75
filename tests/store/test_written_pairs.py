"""Sixty written pairs of claims, read by the extractor: what says the same is linked, and no trap corroborates."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from importers.extract.read import read
from store.derive.refresh import drain
from tests.store.small_corpus import Piece, add, empty

PAIRS: dict[str, list[dict[str, str]]] = tomllib.loads(
    Path(__file__).with_name("written_pairs.toml").read_text(encoding="utf-8")
)
RECALL = 0.7


def outcome(folder: Path, pair: dict[str, str]) -> dict[str, Any]:
    """What the case file makes of the two: relations of their claims, and whether one corroborates the other."""
    with empty(folder / f"{abs(hash(pair['a'] + pair['b']))}.saidby") as case:
        add(
            case,
            [Piece(pair["a"], "a.txt", "Gazette", "2024-09-05"), Piece(pair["b"], "b.txt", "Courier", "2024-09-05")],
        )
        drain(case, read)
        with case.read() as r:
            relations = {
                relation for (relation,) in r.execute(
                    "SELECT l.relation FROM claim_link l JOIN claim x ON x.id = l.a JOIN claim y ON y.id = l.b WHERE x.article <> y.article")
            }  # fmt: skip
            supported = r.execute("SELECT count(*) FROM grade_part WHERE part = 'N' AND points > 0").fetchone()[0]
    return {"relations": relations, "supported": bool(supported)}


@lru_cache(maxsize=1)
def linked(folder: Path) -> list[bool]:
    return ["same-proposition" in outcome(folder, pair)["relations"] for pair in PAIRS["same"]]


def test_there_are_sixty_pairs_half_of_them_traps() -> None:
    assert [len(PAIRS[kind]) for kind in ("same", "trap")] == [30, 30]


def test_most_of_what_says_the_same_is_linked(tmp_path: Path) -> None:
    found = linked(tmp_path)
    missed = [pair["a"] for pair, hit in zip(PAIRS["same"], found, strict=True) if not hit]
    assert sum(found) / len(found) >= RECALL, missed


@pytest.mark.parametrize("pair", PAIRS["trap"], ids=lambda p: f"{p['why']}: {p['b'][:40]}")
def test_no_trap_corroborates(tmp_path: Path, pair: dict[str, str]) -> None:
    found = outcome(tmp_path, pair)
    assert "same-proposition" not in found["relations"]
    assert not found["supported"]
