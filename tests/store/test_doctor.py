"""The doctor: what is wrong with a case file, each with what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store import doctor
from store.casefile import CaseFile
from store.doctor import Finding, examine
from store.snapshot.create import create
from store.snapshot.merge import merge
from tests.store.small_corpus import corpus, derive
from tests.store.snapshot_cases import ALPHA, in_process, quoted, say, shared_case


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseFile]:
    with shared_case(tmp_path / "case.saidby") as opened:
        yield opened


def findings(case: CaseFile, words: str) -> list[Finding]:
    return [f for f in examine(case) if words in f.what]


def without_laws(case: CaseFile, *statements: str) -> None:
    """Change a file as a fault or a foreign program would: past its triggers."""
    case.close()
    with closing(sqlite3.connect(case.path, isolation_level=None)) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            db.execute(statement)


def test_a_sound_file_has_no_errors(case: CaseFile) -> None:
    assert "error" not in {f.level for f in examine(case)}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE body SET text = replace(text, 'ships', 'chips')",
        "UPDATE op SET json = replace(json, '\"E\"', '\"A\"')",
    ],
)
def test_what_no_longer_matches_its_key_is_an_error(statement: str, case: CaseFile) -> None:
    without_laws(case, statement)
    (found,) = findings(case, "do not match their keys")
    assert (found.level, bool(found.hint)) == ("error", True)


def test_damage_is_named_and_nothing_else_is_said(case: CaseFile) -> None:
    case.close()
    data = bytearray(case.path.read_bytes())
    for place in range(8192 + 100, len(data), 8192):
        data[place : place + 40] = b"\xff" * 40
    case.path.write_bytes(data)
    assert examine(case)[-1].level == "error"


def test_grades_given_on_other_grounds_are_named(case: CaseFile) -> None:
    say(case, "ann", quoted(ALPHA, "Dovan sold ships"), "override", {"digit": 2, "inputs": "0" * 64})
    derive(case)
    (found,) = findings(case, "on other grounds")
    assert found.what.startswith("1 ")


def test_two_rule_sets_are_named(case: CaseFile) -> None:
    with case.write() as w:
        w.execute("UPDATE article SET rules = 'fake-0' WHERE id = 1")
    (found,) = findings(case, "2 rule sets")
    assert "rebuild" in found.hint


def test_what_is_withheld_is_counted(case: CaseFile, tmp_path: Path) -> None:
    held = create(case, tmp_path / "held", redact=["private", "text"]).path
    with in_process(), corpus(tmp_path / "other.saidby") as other:
        merge(other, held)
        derive(other)
        (found,) = findings(other, "Withheld")
        assert found.what.endswith("3 texts, 1 annotations")
        assert len(findings(other, "copies from before merges")) == 1


def test_a_reset_race_of_this_sqlite_is_named(case: CaseFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "needs_lock", lambda: True)
    (found,) = findings(case, "two programs write at once")
    assert "3.51.3" in found.what


def test_plugins_are_listed(case: CaseFile) -> None:
    assert len(findings(case, "lugins")) == 1


def test_every_note_and_error_says_what_to_do(case: CaseFile) -> None:
    without_laws(case, "UPDATE body SET text = 'x' WHERE id = 1", "INSERT INTO stale VALUES ('read', 1)")
    assert all(f.hint for f in examine(case) if f.level != "ok")
