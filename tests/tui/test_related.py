"""`saidby related`: the pairs of the case file, given pairs scored, given claims held against texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.store.small_corpus import corpus
from tests.store.test_stories import FERRY, FERRY_AGAIN, OTHER_FERRY, PIECES
from tui.cli.main import main

Capture = pytest.CaptureFixture[str]


def lines(path: Path, *rows: object) -> str:
    path.write_text("".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in rows), encoding="utf-8")
    return str(path)


def test_given_pairs_are_scored_in_order(tmp_path: Path, capsys: Capture) -> None:
    same = {"id": "x", "a": {"text": FERRY}, "b": {"text": FERRY_AGAIN, "title": "Rescue", "date": "2024-03-06"}}
    other = {"id": 2, "a": {"text": FERRY}, "b": {"text": OTHER_FERRY}}
    assert main(["related", "--pairs", lines(tmp_path / "p", same, other)]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["id"] for row in found] == ["x", 2]
    assert found[0]["score"] > 0.5 > found[1]["score"]


@pytest.mark.parametrize(
    "bad",
    ["{", "[]", "7", '{"a": {}}', '{"id": 1, "a": {"text": "x"}}', '{"id": 1, "a": 2, "b": {"text": "x"}}', "[" * 9999],
)
def test_a_line_that_makes_no_sense_is_told_and_the_others_are_answered(
    tmp_path: Path, capsys: Capture, bad: str
) -> None:
    good = {"id": 1, "a": {"text": FERRY}, "b": {"text": FERRY}}
    assert main(["related", "--pairs", lines(tmp_path / "p", bad, good)]) == 1
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 1
    assert json.loads(err.splitlines()[0])["line"] == 1


def test_a_missing_file_is_named(tmp_path: Path, capsys: Capture) -> None:
    assert main(["related", "--pairs", str(tmp_path / "none")]) == 2
    assert "none" in capsys.readouterr().err


def test_stances_are_told(tmp_path: Path, capsys: Capture) -> None:
    row = {"id": 1, "claim": "Ferry Sea Lark runs aground at Cape Hollin", "text": FERRY_AGAIN}
    other = {"id": 2, "claim": "Parliament passes budget", "text": FERRY_AGAIN}
    assert main(["related", "--stance", lines(tmp_path / "s", row, other)]) == 0
    found = [json.loads(line)["stance"] for line in capsys.readouterr().out.splitlines()]
    assert found[0] != "unrelated"
    assert found[1] == "unrelated"


def test_the_pairs_of_a_case_file_are_listed(tmp_path: Path, capsys: Capture) -> None:
    corpus(tmp_path / "c", *PIECES).close()
    assert main(["related", "--format", "json", "--db", str(tmp_path / "c")]) == 0
    rows = json.loads(capsys.readouterr().out)
    together = {frozenset((row["a"]["name"], row["b"]["name"])) for row in rows}
    assert frozenset(("one.txt", "two.txt")) in together
    assert not any("three.txt" in names for names in together)
    assert all(row["relation"] in ("same-story", "copied-from") and 0.5 <= row["score"] <= 1 for row in rows)
