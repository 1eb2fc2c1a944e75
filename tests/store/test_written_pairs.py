"""Written pairs of claims, read by the extractor: what says the same is linked, and no trap corroborates."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from importers.extract.read import read
from store.derive.refresh import drain
from tests.store.small_corpus import Piece, add, empty

FILES = ("written_pairs.toml", "further_pairs.toml")
PAIRS: dict[str, dict[str, list[dict[str, str]]]] = {
    name: tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8")) for name in FILES
}
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


@pytest.mark.parametrize("name", FILES)
def test_there_are_sixty_pairs_half_of_them_traps(name: str) -> None:
    assert [len(PAIRS[name][kind]) for kind in ("same", "trap")] == [30, 30]


@pytest.mark.parametrize("name", FILES)
def test_most_of_what_says_the_same_is_linked(tmp_path: Path, name: str) -> None:
    same = PAIRS[name]["same"]
    missed = [pair["a"] for pair in same if "same-proposition" not in outcome(tmp_path, pair)["relations"]]
    assert 1 - len(missed) / len(same) >= RECALL, missed


@pytest.mark.parametrize(
    "pair", [p for name in FILES for p in PAIRS[name]["trap"]], ids=lambda p: f"{p['why']}: {p['b'][:40]}"
)
def test_no_trap_corroborates(tmp_path: Path, pair: dict[str, str]) -> None:
    found = outcome(tmp_path, pair)
    assert "same-proposition" not in found["relations"]
    assert not found["supported"]
