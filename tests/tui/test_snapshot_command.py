"""`saidby snapshot`: what a person types and reads; and that the page on it tells the truth."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from store.casefile import CaseFile
from store.snapshot.layers import allowed
from tests.store.snapshot_cases import content, shared_case
from tui.cli.main import main
from tui.cli.snapshots import snapshot

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "snapshots.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
DATASETTE = json.loads((DOCS / "datasette.json").read_text(encoding="utf-8"))["databases"]["snapshot"]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    shared_case(tmp_path / "case.saidby").close()
    return tmp_path / "case.saidby"


@pytest.fixture
def sent(db: Path, tmp_path: Path) -> Path:
    assert (
        main(["snapshot", "create", str(tmp_path / "s.saidby"), "--db", str(db), "--as", "ann", "--tlp", "amber"]) == 0
    )
    return tmp_path / "s.saidby"


@pytest.fixture
def other(tmp_path: Path) -> Path:
    CaseFile(tmp_path / "other.saidby").close()
    return tmp_path / "other.saidby"


def test_it_says_what_was_written_and_what_private_things_travel(
    db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--db", str(db), "snapshot", "create", str(tmp_path / "s.saidby")]) == 0
    said = capsys.readouterr().err
    assert "3 articles, 6 annotations" in said
    assert "1 private annotations travel" in said


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["create", "{there}"], 2),
        (["create", "{new}", "--redact", "everything"], 2),
        (["create", "{new}", "--tlp", "mauve"], 2),
        (["create", "{new}", "--sign", "nowhere"], 2),
        (["create", "{new}", "--source", "nobody of that name"], 0),
        (["info", "nowhere"], 1),
        (["verify", "{db}"], 1),
        (["diff", "{db}"], 1),
        (["merge", "{db}", "--yes"], 1),
        (["open", "{db}"], 1),
        (["undo", "99"], 2),
        (["info", "{there}", "--signers", "nowhere"], 2),
    ],
)
def test_exit_codes_and_one_sentence(
    words: list[str], code: int, db: Path, sent: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filled = [w.format(there=sent, new=tmp_path / "new.saidby", db=db) for w in words]
    capsys.readouterr()
    assert main(["snapshot", *filled, "--db", str(db)][: len(filled) + 3]) == code
    said = capsys.readouterr().err
    assert said.count("saidby: ") - said.count("new.saidby: ") == (code != 0)
    assert "Traceback" not in said


def test_info_and_verify_tell_what_it_is(sent: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("info", "verify"):
        assert main(["snapshot", command, str(sent)]) == 0
        said = capsys.readouterr().out
        assert "TLP:AMBER" in said
        assert "made by ann" in said
        assert "unsigned: matches its own hash only" in said


def test_verify_says_when_only_derived_rows_were_changed(sent: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(sent, isolation_level=None)) as raw:
        raw.execute("UPDATE standing SET shown_support = 95")
    assert main(["snapshot", "info", str(sent)]) == 0
    assert main(["snapshot", "verify", str(sent)]) == 1
    assert "do not match their hash" in capsys.readouterr().err


def test_merge_asks_and_without_anybody_to_ask_does_nothing(
    sent: Path, other: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["snapshot", "merge", str(sent), "--db", str(other)]) == 2
    said = capsys.readouterr().err
    assert "New: 3 articles, 6 annotations" in said
    assert "--yes" in said
    with CaseFile(other) as case:
        assert content(case)["op"] == []


def test_merge_and_undo(sent: Path, other: Path, db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["snapshot", "merge", str(sent), "--yes", "--db", str(other)]) == 0
    assert "other.before-merge-1.saidby" in capsys.readouterr().err
    with CaseFile(other) as theirs, CaseFile(db) as mine:
        assert content(theirs) == content(mine)
    assert main(["snapshot", "merge", str(sent), "--yes", "--db", str(other)]) == 0
    assert "Nothing to merge" in capsys.readouterr().err
    assert main(["snapshot", "undo", "1", "--db", str(other)]) == 0
    assert main(["snapshot", "merges", "--format", "json", "--db", str(other)]) == 0
    (merge,) = json.loads(capsys.readouterr().out)
    assert (merge["articles"], merge["annotations"], merge["undone"]) == (3, 6, True)
    assert main(["import", "runs", "undo", "1", "--db", str(other)]) == 2


def test_open_shows_the_digest_where_there_is_no_terminal(sent: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sent.read_bytes()
    assert main(["snapshot", "open", "--read-only", str(sent)]) == 0
    assert "3 articles" in capsys.readouterr().out
    assert sent.read_bytes() == before
    assert [p.name for p in sent.parent.glob("s.saidby*")] == ["s.saidby"]


def test_a_hostile_name_acts_on_nothing(sent: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    named = tmp_path / "a?mode=rwc\x1b]0;x\x07'.db"
    sent.rename(named)
    assert main(["snapshot", "info", str(named)]) == 0
    assert "\x1b" not in capsys.readouterr().out


# the page


@pytest.mark.parametrize("query", QUERIES, ids=["only", "denied", "annotations"])
def test_the_pages_queries_run_on_a_snapshot(query: str, sent: Path) -> None:
    with closing(sqlite3.connect(sent)) as raw:
        raw.execute("PRAGMA trusted_schema = OFF")
        assert raw.execute(query).fetchall()


def test_the_metadata_for_datasette_has_the_same_queries_and_names_what_is_there() -> None:
    assert [q["sql"].strip() for q in DATASETTE["queries"].values()] == [q.strip().rstrip(";") for q in QUERIES]
    there = {name for kind, name, *_ in allowed() if kind in ("table", "view")}
    assert set(DATASETTE["tables"]) <= there


def test_the_metadata_describes_columns_that_are_there(sent: Path) -> None:
    with closing(sqlite3.connect(sent)) as raw:
        for name, table in DATASETTE["tables"].items():
            columns = {c for (c,) in raw.execute("SELECT name FROM pragma_table_info(?)", (name,))}
            assert {*table.get("columns", {}), *table.get("sortable_columns", [])} <= columns, name


def test_every_command_is_on_the_page() -> None:
    for name, command in snapshot.commands.items():
        assert f"saidby snapshot {name}" in PAGE
        for parameter in command.params:
            flag = max(parameter.opts, key=len)
            if name == "create" and flag in ("--redact", "--comment", "--tlp", "--sign"):
                assert flag in PAGE


def test_every_key_is_documented(sent: Path, other: Path, capsys: pytest.CaptureFixture[str]) -> None:
    documented = set(re.findall("`([a-z0-9_]+)`", PAGE))
    capsys.readouterr()
    assert main(["snapshot", "verify", str(sent), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    keys = {*told, *told["signature"], *told["manifest"]}
    assert main(["snapshot", "diff", str(sent), "--format", "json", "--db", str(other)]) == 0
    keys |= {key for row in json.loads(capsys.readouterr().out) for key in row}
    assert main(["snapshot", "merge", str(sent), "--yes", "--db", str(other)]) == 0
    assert main(["snapshot", "merges", "--format", "json", "--db", str(other)]) == 0
    keys |= {key for row in json.loads(capsys.readouterr().out) for key in row}
    assert keys - documented == set()
