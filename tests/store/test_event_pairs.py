"""Written pairs of sentences, read by the extractor: what tells one event is one, another day, place, number or actor is not."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from importers.extract.read import read
from store.derive.refresh import drain
from tests.store.small_corpus import Piece, add, empty

Pair = dict[str, str]
PAIRS: dict[str, list[Pair]] = tomllib.loads(Path(__file__).with_name("event_pairs.toml").read_text(encoding="utf-8"))
_DAY = "2024-09-05"


def shared_events(folder: Path, pair: Pair) -> tuple[int, int]:
    """How many events both of two articles tell, and how many of the articles tell any."""
    day = pair.get("day", _DAY)
    with empty(folder / "pair.saidby") as case:
        add(
            case,
            [
                Piece(pair["a"], "a.txt", "Gazette", day),
                Piece(pair["b"], "b.txt", "Courier", pair.get("day_b", day)),
            ],
        )
        drain(case, read)
        with case.read() as r:
            told = r.execute("SELECT event, article FROM event_mention WHERE event IS NOT NULL").fetchall()
    by_event: dict[int, set[int]] = {}
    for event, article in told:
        by_event.setdefault(event, set()).add(article)
    return sum(len(articles) == 2 for articles in by_event.values()), len({article for _, article in told})


@pytest.mark.parametrize("pair", PAIRS["one"], ids=lambda p: str(p["why"]))
def test_one_event_told_twice_is_one(tmp_path: Path, pair: Pair) -> None:
    assert shared_events(tmp_path, pair)[0] >= 1


@pytest.mark.parametrize("pair", PAIRS["apart"], ids=lambda p: str(p["why"]))
def test_another_event_is_not_joined(tmp_path: Path, pair: Pair) -> None:
    assert shared_events(tmp_path, pair) == (0, 2)
