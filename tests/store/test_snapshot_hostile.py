"""A snapshot is hostile until checked: any cell that was changed, anything beside it or in it that should not be there."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import RejectedError
from store.records.keys import canonical_json, text_key
from store.records.op import FIELDS, Op, Target
from store.schema.migrations import SCHEMA_VERSION
from store.snapshot import manifest as manifests
from store.snapshot.checks import check_op, check_sighting
from store.snapshot.content_hash import layer_hash, printed_hash
from store.snapshot.create import create
from store.snapshot.derived import check_derived
from store.snapshot.inspect import inspect
from store.snapshot.layers import content_tables, derived_tables
from tests.store.small_corpus import Piece, add, derive
from tests.store.snapshot_cases import ALPHA, VALUES, in_process, shared_case, targets


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good")
    with shared_case(folder / "case.saidby") as case:
        add(case, [Piece(ALPHA, "reprint.txt", "Evening Call", "2024-03-09")])
        derive(case)
        return create(case, folder / "good.saidby", creator="ann", comment="all there is", tlp="GREEN").path


@pytest.fixture
def copy(good: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(good, tmp_path / "copy.saidby"))


@pytest.fixture
def quick() -> Iterator[None]:
    with in_process():
        yield


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            db.execute(statement)


def reseal(path: Path) -> None:
    """What a forger does: make the hashes fit again."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        rows = dict(db.execute("SELECT key, value FROM manifest").fetchall())
        rows["content_hash"] = layer_hash(db, content_tables())
        rows["derived_hash"] = printed_hash(db, derived_tables())
        del rows["seal"]
        rows["seal"] = text_key(canonical_json(rows))
        db.executemany("UPDATE manifest SET value = ? WHERE key = ?", [(v, k) for k, v in rows.items()])


def refused(path: Path) -> str:
    with pytest.raises(RejectedError) as caught, inspect(path):
        pass
    return str(caught.value)


CELLS = [(t.name, c) for t in content_tables() for c in t.columns] + [("manifest", "key"), ("manifest", "value")]
_OTHERS = ("NULL", "''", "4096", "{c} || 'x'", "upper({c})", "{c} + 7")


@pytest.mark.parametrize(("table", "column"), CELLS, ids=lambda p: str(p))
def test_any_one_cell_that_was_changed_is_refused(table: str, column: str, good: Path, copy: Path, quick: None) -> None:
    tried = 0
    for other in _OTHERS:
        shutil.copy(good, copy)
        value = other.format(c=column)
        with closing(sqlite3.connect(copy, isolation_level=None)) as db:
            db.execute("PRAGMA ignore_check_constraints = ON")
            key = "key" if table == "manifest" else "rowid" if table != "op_supersedes" else "superseded"
            for (which,) in db.execute(f"SELECT DISTINCT {key} FROM {table}").fetchall():
                try:
                    done = db.execute(
                        f"UPDATE {table} SET {column} = {value} WHERE {key} = ? AND {column} IS NOT {value}", (which,)
                    )
                except sqlite3.IntegrityError:
                    continue
                if done.rowcount == 1:
                    break
            else:
                continue
        tried += 1
        refused(copy)
    assert tried >= 2


@pytest.mark.parametrize("table", [t.name for t in derived_tables()])
def test_derived_rows_that_were_changed_are_not_taken(table: str, copy: Path, quick: None) -> None:
    with closing(sqlite3.connect(copy, isolation_level=None)) as db:
        (count,) = db.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert count, "the small case must have rows of every table"
    change(
        copy,
        f"DELETE FROM {table} WHERE rowid = (SELECT min(rowid) FROM {table})"
        if table not in _KEYLESS
        else f"DELETE FROM {table}",
    )
    with inspect(copy, derived="take") as theirs:
        assert theirs.derived != "ok"
        assert theirs.rows.execute("SELECT count(*) FROM claim").fetchone()[0] == 0


DERIVED = [(t.name, c) for t in derived_tables() for c in t.columns]


@pytest.mark.parametrize(("table", "column"), DERIVED, ids=lambda p: str(p))
def test_any_one_derived_cell_that_was_changed_is_found(table: str, column: str, good: Path) -> None:
    (whole,) = (t for t in derived_tables() if t.name == table)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        with closing(sqlite3.connect(good)) as source:
            source.backup(db)
        (said,) = db.execute("SELECT value FROM manifest WHERE key = 'derived_hash'").fetchone()
        assert check_derived(db, said, SCHEMA_VERSION) == "ok"
        db.execute("PRAGMA ignore_check_constraints = ON")
        keys = db.execute(f"SELECT {', '.join(whole.order)} FROM {table} LIMIT 3").fetchall()
        tried = 0
        for key in keys:
            for other in (*_OTHERS, "{c} || ' '", "{c} + 0.000000001"):
                value = other.format(c=column)
                db.execute("SAVEPOINT before")
                try:
                    done = db.execute(
                        f"UPDATE {table} SET {column} = {value} WHERE {column} IS NOT {value} AND "
                        + " AND ".join(f"{c} IS ?" for c in whole.order),
                        key,
                    )
                    if done.rowcount == 1:
                        tried += 1
                        assert check_derived(db, said, SCHEMA_VERSION) == "they do not match their hash"
                except sqlite3.IntegrityError:  # a value that the schema itself refuses
                    pass
                finally:
                    db.execute("ROLLBACK TO before")
        assert tried >= 2


_KEYLESS = frozenset(t.name for t in derived_tables() if "id" not in t.columns)


def test_forged_derived_rows_must_still_quote_their_texts(copy: Path, quick: None) -> None:
    change(copy, "UPDATE claim SET quote = 'He never said this' WHERE id = 1")
    reseal(copy)
    with inspect(copy, derived="take") as theirs:
        assert theirs.derived == "a quote does not stand in its text"


FORGERIES: dict[str, str] = {
    "a text": "UPDATE body SET text = 'forged', chars = 6 WHERE id = 1",
    "a length": "UPDATE body SET chars = chars + 1 WHERE id = 1",
    "a title": "UPDATE sighting SET title = 'forged' WHERE id = 1",
    "a date": "UPDATE sighting SET published = '1999' WHERE published IS NOT NULL",
    "another text": "UPDATE sighting SET body = (SELECT max(hash) FROM body)",
    "no text": "UPDATE sighting SET body = NULL WHERE id = 1",
    "controls": "UPDATE sighting SET title = char(27) || ']0;x' || char(7) WHERE id = 1",
    "deep extra": "UPDATE sighting SET extra = '" + "[" * 5000 + "' WHERE id = 1",
    "an annotation": "UPDATE op SET json = replace(json, '\"B\"', '\"A\"')",
    "an author": "UPDATE op SET author = 'eve' WHERE rowid = 1",
    "a private mark": "UPDATE op SET private = 1 - private WHERE rowid = 1",
    "a stub that talks": "UPDATE op SET redacted = 1 WHERE rowid = 1",
    "a stub": "UPDATE op SET redacted = 1, json = '{}', author = NULL, field = NULL WHERE rowid = 1",
    "an edge": "INSERT INTO op_supersedes SELECT max(id), min(id) FROM op",
    "an edge lost": "DELETE FROM op_supersedes",
    "deep json": "UPDATE op SET json = '" + "[" * 100_000 + "' WHERE rowid = 1",
    "numbers": "UPDATE body SET id = id + 10; ",
    "a lone text": "DELETE FROM sighting WHERE id = 1",
}


@pytest.mark.parametrize("what", FORGERIES)
def test_a_forger_who_makes_the_hashes_fit_is_found_by_what_the_rows_say(what: str, copy: Path, quick: None) -> None:
    change(copy, FORGERIES[what])
    reseal(copy)
    assert "copy.saidby" in refused(copy)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE extra (a)",
        "CREATE TRIGGER t AFTER INSERT ON op BEGIN DELETE FROM body; END",
        "CREATE VIEW v AS SELECT load_extension('x')",
        "CREATE INDEX i ON body (length(text))",
        "ALTER TABLE sighting ADD COLUMN more TEXT",
        "DROP INDEX op_target",
        "DROP VIEW claims",
        "PRAGMA user_version = 999",
        "PRAGMA user_version = 0",
        "PRAGMA application_id = 1",
    ],
)
def test_a_schema_that_is_not_ours_is_refused(statement: str, copy: Path, quick: None) -> None:
    change(copy, statement)
    refused(copy)


def test_a_newer_schema_names_both_versions(copy: Path, quick: None) -> None:
    change(copy, "PRAGMA user_version = 999")
    said = refused(copy)
    assert "schema 999" in said
    assert f"up to {SCHEMA_VERSION}" in said


def test_a_newer_form_names_both_versions(copy: Path, quick: None) -> None:
    with closing(sqlite3.connect(copy, isolation_level=None)) as db:
        rows = dict(db.execute("SELECT key, value FROM manifest WHERE key <> 'seal'").fetchall())
        rows |= {"format": "7", "lowest_reader": "7"}
        db.execute("DELETE FROM manifest")
        db.executemany("INSERT INTO manifest VALUES (?, ?)", [*rows.items(), ("seal", text_key(canonical_json(rows)))])
    assert "form 7" in refused(copy)


def _beside(path: Path, ending: str) -> Path:
    path.with_name(path.name + ending).write_bytes(b"")
    return path


def _link(path: Path) -> Path:
    link = path.with_name("link")
    link.symlink_to(path)
    return link


def _fifo(path: Path) -> Path:
    pipe = path.with_name("pipe")
    os.mkfifo(pipe)
    return pipe


def _cut(path: Path) -> Path:
    os.truncate(path, path.stat().st_size // 2)
    return path


def _appended(path: Path) -> Path:
    with path.open("ab") as file:
        file.write(b"x" * 5000)
    return path


@pytest.mark.parametrize(
    "make",
    [
        lambda p: _beside(p, "-wal"), lambda p: _beside(p, "-journal"), lambda p: _beside(p, "-shm"), _link, _fifo, _cut,
        _appended, lambda p: p.parent, lambda p: p.with_name("nothing"),
    ],
    ids=["wal", "journal", "shm", "link", "fifo", "cut", "appended", "folder", "missing"],
)  # fmt: skip
def test_what_is_not_one_whole_file_is_refused(make: Callable[[Path], Path], copy: Path, quick: None) -> None:
    assert "can't be used" in refused(make(copy))


def test_the_colleagues_file_and_its_folder_are_left_as_they_are(copy: Path) -> None:
    before, there = copy.read_bytes(), sorted(copy.parent.iterdir())
    with inspect(copy, derived="take") as theirs:
        assert theirs.rows.execute("SELECT count(*) FROM op").fetchone()[0] == 6
    change(copy, "CREATE TABLE extra (a)")
    altered = copy.read_bytes()
    refused(copy)
    assert copy.read_bytes() == altered
    assert altered != before
    assert sorted(copy.parent.iterdir()) == there


def test_a_child_that_dies_is_a_refusal(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.snapshot.inspect._START", "import os; os.abort() # {path}")
    assert "too much time or memory" in refused(copy)


def test_a_child_that_hangs_is_stopped(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.snapshot.inspect._START", "import time; time.sleep(60) # {path}")
    monkeypatch.setattr("store.snapshot.inspect.seconds_for", lambda _: -1.0)
    assert "took too long" in refused(copy)


def test_it_keeps_a_database_in_wal_mode_readable_without_its_sidecar(copy: Path, quick: None) -> None:
    change(copy, "PRAGMA journal_mode = WAL")
    assert not list(copy.parent.glob("*-wal"))
    with inspect(copy) as theirs:
        assert theirs.manifest.articles == 4


# annotations


def op_json(**more: object) -> str:
    data = json.loads(Op("ann", Target("name", "post"), "rating", "B", reason="why", at="2024", nonce="1").json())
    return canonical_json(data | more)


def test_unknown_fields_and_keys_are_kept_as_they_are() -> None:
    later = op_json(field="mood.later", value={"deep": [1, 2.5, None]}, colour="blue")
    assert check_op(text_key(later), later, 0) == []


@pytest.mark.parametrize(
    "more",
    [
        {"value": "Z"}, {"value": 3}, {"reason": None}, {"field": "override"}, {"field": "Note"}, {"author": ""},
        {"author": "a\nb"}, {"value": "A\u202eB"}, {"supersedes": ["x"]}, {"supersedes": "0" * 64}, {"target": {}},
        {"target": {"kind": "name", "key": "post", "more": 1}}, {"private": 2}, {"at": 7}, {"nonce": None},
        {"target": {"kind": "span", "key": "post", "start": 9, "end": "x"}}, {"later": "\x1b[2J"}, {"a\x1b": 1},
    ],
    ids=repr,
)  # fmt: skip
def test_annotations_out_of_form_are_refused(more: dict[str, object]) -> None:
    text = op_json(**more)
    with pytest.raises(ValueError, match=r"annotation|deep"):
        check_op(text_key(text), text, 0)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=10,
    )
)
def test_no_json_breaks_the_check(value: object) -> None:
    for text in (json.dumps(value), canonical_json(value), json.dumps(value)[:-1]):
        for redacted in (0, 1):
            with pytest.raises(ValueError):
                check_op(text_key(text), text, redacted)


def test_every_value_that_can_be_made_passes(tmp_path: Path) -> None:
    with shared_case(tmp_path / "c") as case:
        places = targets(case)
    assert set(VALUES) == set(FIELDS), "a new field needs values here, so that histories draw it"
    for name, values in VALUES.items():
        for place in places:
            if place.kind in FIELDS[name].targets:
                for value in (*values, None):
                    op = Op("ann", place, name, value, reason="why", at="x", nonce="1")
                    check_op(op.id, op.json(), 0)


def test_a_manifest_says_its_own_lines_back() -> None:
    made = manifests.Manifest("a" * 64, "", "ann", "2024", "saidby 1", parents=("b" * 64,), scope={"kind": "report"})
    assert manifests.read(made.rows()) == made
    with pytest.raises(RejectedError):
        manifests.read({**made.rows(), "comment": "other"})


def test_a_sighting_must_state_what_its_key_says() -> None:
    with pytest.raises(ValueError, match="key"):
        check_sighting("a" * 64, None, {"name": "a.txt", "flags": "[]", "extra": "{}"})
