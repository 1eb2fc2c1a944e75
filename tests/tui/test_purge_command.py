"""`saidby purge`, and what a command says of an older file: on the case file of schema 1, with our own extractor."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tui.cli.main import main

FIXTURE = Path(__file__).parents[1] / "store" / "fixtures" / "case-1.saidby.gz"
TITLE = "Ferry tickets sold twice"
HELD = (TITLE, "Nobody was left behind", "gazette.example", "Ask the harbour master", "My friend on deck")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "case.saidby"
    path.write_bytes(gzip.decompress(FIXTURE.read_bytes()))
    return path


def ferry(db: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["--db", str(db), "articles", "--format", "json"]) == 0
    found = [a for a in json.loads(capsys.readouterr().out) if a["title"] == TITLE]
    return str(found[0]["id"]) if found else ""


def test_an_older_file_is_brought_up_to_date_by_reading_it_and_standard_error_says_so(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--db", str(db), "claims", "--format", "json"]) == 0
    said = capsys.readouterr()
    assert "schema 1 to" in said.err
    assert "case.schema-1.saidby" in said.err
    assert len(json.loads(said.out)) > 5
    assert main(["--db", str(db), "claims"]) == 0
    assert "schema" not in capsys.readouterr().err


def test_an_article_goes_for_good_and_what_may_still_hold_it_is_named(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = ferry(db, capsys)
    assert main(["--db", str(db), "purge", article, "--reason", "a court said so", "--yes", "--as", "ann"]) == 0
    said = capsys.readouterr().err
    assert "1 articles; 5 annotations" in said
    assert "case.schema-1.saidby" in said
    data = b"".join(p.read_bytes() for p in db.parent.glob("case.saidby*"))
    assert [words for words in HELD if words.encode() in data] == []
    assert ferry(db, capsys) == ""
    assert main(["--db", str(db), "doctor"]) == 0
    assert "stands nowhere" not in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["--reason", "a court said so"]], ids=["no reason", "nobody to ask"])
def test_it_asks_for_a_reason_and_for_leave(words: list[str], db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article = ferry(db, capsys)
    assert main(["--db", str(db), "purge", article, *words]) == 2
    assert ferry(db, capsys) == article


def test_without_an_article_there_is_nothing_to_do(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--db", str(db), "purge"]) == 0
    assert "Nothing" in capsys.readouterr().err
