"""Files of older schemas: migrated whole or left whole, with a copy kept; and nothing that was released is changed."""

from __future__ import annotations

import gzip
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from importers.refresh import rebuild, refresh
from store import stale, upgrade
from store.casefile import CaseFile, OlderError
from store.errors import CaseFileError, RejectedError
from store.schema import migrations
from store.schema.migrations import SCHEMA_VERSION
from store.snapshot.content_hash import layer_hash
from store.snapshot.create import create
from store.snapshot.inspect import inspect
from store.snapshot.layers import allowed, content_tables
from store.snapshot.merge import merge
from tests.store.small_corpus import dump
from tests.store.snapshot_cases import content, in_process

FIXTURES = Path(__file__).parent / "fixtures"
RELEASED = range(1, SCHEMA_VERSION)
"""Schemas before this program's."""


def unpacked(name: str, folder: Path) -> Path:
    path = folder / name
    path.write_bytes(gzip.decompress((FIXTURES / f"{name}.gz").read_bytes()))
    return path


@pytest.fixture
def older(tmp_path: Path) -> Path:
    return unpacked("case-1.saidby", tmp_path)


def objects(path: Path) -> set[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
    return {row for row in rows if "sqlite" not in row[1]}


def state(path: Path) -> tuple[int, list[list[tuple[object, ...]]]]:
    """The schema's number and all that must outlast it: texts, statements, annotations, the ledger."""
    with closing(sqlite3.connect(path)) as db:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        tables = ("body", "sighting", "op", "op_supersedes", "import_run", "import_unit", "merge_batch", "op_arrival")
        return version, [db.execute(f"SELECT * FROM {t} ORDER BY 1, 2").fetchall() for t in tables]


@pytest.mark.parametrize("schema", RELEASED)
def test_a_released_case_file_becomes_a_file_of_today_and_loses_nothing(schema: int, tmp_path: Path) -> None:
    path = unpacked(f"case-{schema}.saidby", tmp_path)
    before = state(path)
    with CaseFile(path) as case:
        assert case.upgraded is not None
        assert state(path) == (SCHEMA_VERSION, before[1])
        assert state(case.upgraded.backup) == before
        with case.read() as r:
            assert not r.execute("PRAGMA foreign_key_check").fetchall()
            assert r.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    CaseFile(tmp_path / "fresh").close()
    assert objects(path) == objects(tmp_path / "fresh")


@pytest.mark.parametrize("schema", RELEASED)
def test_its_claims_are_those_that_would_be_made_anew(schema: int, tmp_path: Path) -> None:
    with CaseFile(unpacked(f"case-{schema}.saidby", tmp_path)) as case:
        rebuild(case)
        anew = dump(case)
        refresh(case)
        assert dump(case) == anew
        assert len(anew["claim"]) > 5


def test_the_laws_of_annotations_hold_in_a_migrated_file(older: Path) -> None:
    with CaseFile(older) as case, case.write() as w:
        for statement in ("DELETE FROM op", "UPDATE op SET value = 'x'", "DELETE FROM body"):
            with pytest.raises(sqlite3.IntegrityError):
                w.execute(statement)


def test_a_file_is_migrated_once(older: Path) -> None:
    CaseFile(older).close()
    with CaseFile(older) as case:
        assert case.upgraded is None
    assert upgrade.upgrade(older) is None
    assert len(list(older.parent.glob("*.schema-*"))) == 1


def test_where_a_derived_table_has_changed_all_of_them_are_made_anew_and_no_id_comes_back(older: Path) -> None:
    with closing(sqlite3.connect(older)) as db:
        db.execute("DROP VIEW claims")
        db.execute("ALTER TABLE quantity ADD COLUMN mood TEXT")
        db.execute("DROP INDEX standing_event")
        (last,) = db.execute("SELECT max(id) FROM claim").fetchone()
        db.commit()
    with CaseFile(older) as case:
        assert case.upgraded is not None
        assert case.upgraded.anew
        with case.read() as r:
            assert r.execute("SELECT count(*) FROM claim").fetchone()[0] == 0
            assert stale.counts(r) == {"group": 4}
        refresh(case)
        made = dump(case)
        with case.read() as r:
            assert r.execute("SELECT min(id) FROM claim").fetchone()[0] > last
        rebuild(case)
        assert dump(case) == made


def test_an_index_or_view_that_has_changed_costs_no_claim(older: Path) -> None:
    with closing(sqlite3.connect(older)) as db:
        db.execute("DROP INDEX standing_event")
        db.execute("CREATE INDEX standing_event ON standing (event_from)")
        db.execute("DROP VIEW claims")
        db.execute("CREATE VIEW claims AS SELECT 1 AS id")
        db.commit()
    with CaseFile(older) as case, case.read() as r:
        assert case.upgraded is not None
        assert not case.upgraded.anew
        assert r.execute("SELECT count(*) FROM claims WHERE speaker IS NOT NULL").fetchone()[0] > 3


def test_a_migration_that_fails_leaves_the_old_file_whole(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(older), objects(older)

    def fails(db: sqlite3.Connection) -> bool:
        db.execute("DROP TABLE claim_link")
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("store.schema.create.renew_rest", fails)
    with pytest.raises(CaseFileError, match="as it was"):
        CaseFile(older)
    assert (state(older), objects(older)) == before


def test_nothing_is_migrated_without_a_copy(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> Path:
        raise CaseFileError("The copy can't be written", "disk full")

    monkeypatch.setattr(upgrade, "back_up", full)
    before = state(older), objects(older)
    with pytest.raises(CaseFileError, match="disk full"):
        CaseFile(older)
    assert (state(older), objects(older)) == before


def test_a_migration_that_is_killed_leaves_the_old_file_whole_and_the_next_one_ends_it(older: Path) -> None:
    before = state(older), objects(older)
    code = (
        "import os, sys, store.schema.create as create\n"
        "def killed(db):\n"
        "    db.execute('DROP TABLE claim_link'); db.execute('PRAGMA cache_spill = 1'); os._exit(9)\n"
        "create.renew_rest = killed\n"
        "from pathlib import Path; from store.casefile import CaseFile; CaseFile(Path(sys.argv[1]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(older)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )
    assert done.returncode == 9
    assert (state(older), objects(older)) == before
    with CaseFile(older) as case:
        assert case.upgraded is not None
    assert state(older) == (SCHEMA_VERSION, before[0][1])


def test_a_file_opened_for_reading_is_not_migrated(older: Path) -> None:
    before = older.read_bytes()
    with pytest.raises(OlderError, match=rf"schema 1.*{SCHEMA_VERSION}"):
        CaseFile(older, read_only=True)
    assert older.read_bytes() == before


def test_a_newer_file_is_left_as_it_is(older: Path) -> None:
    with closing(sqlite3.connect(older)) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = older.read_bytes()
    with pytest.raises(CaseFileError, match=rf"schema {SCHEMA_VERSION + 1}.*up to {SCHEMA_VERSION}"):
        CaseFile(older)
    assert older.read_bytes() == before


def test_steps_are_an_ordered_list_with_one_for_each_version() -> None:
    names = [step.name for step in migrations.migrations()._migrations]
    assert names == sorted(names)
    assert [int(n[:4]) for n in names] == list(range(1, SCHEMA_VERSION + 1))


# what was released


@pytest.mark.parametrize("schema", RELEASED)
def test_there_is_a_file_of_each_released_schema(schema: int, tmp_path: Path) -> None:
    assert state(unpacked(f"case-{schema}.saidby", tmp_path))[0] == schema
    path = unpacked(f"snapshot-{schema}.saidby", tmp_path)
    with closing(sqlite3.connect(path)) as db:
        assert set(db.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall()) == allowed(schema)
        (said,) = db.execute("SELECT value FROM manifest WHERE key = 'content_hash'").fetchone()
        assert layer_hash(db, content_tables(schema)) == said, "the content hash never changes its meaning"


@pytest.mark.parametrize("schema", RELEASED)
def test_an_older_snapshot_is_merged_from_a_migrated_copy_and_left_as_it_is(schema: int, tmp_path: Path) -> None:
    sent = unpacked(f"snapshot-{schema}.saidby", tmp_path)
    before = sent.read_bytes()
    with CaseFile(unpacked(f"case-{schema}.saidby", tmp_path)) as whole, CaseFile(tmp_path / "mine") as mine:
        with inspect(sent, derived="take") as theirs:
            assert theirs.derived == "older"
            assert theirs.rows.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
            assert theirs.rows.execute("SELECT count(*) FROM claim").fetchone()[0] == 0
        merge(mine, sent, backup=False)
        assert content(mine) == content(whole)
        refresh(mine)
        refresh(whole)
        passed_on = create(mine, tmp_path / "on.saidby").manifest
        assert passed_on.schema == SCHEMA_VERSION
    assert sent.read_bytes() == before


@pytest.mark.parametrize("statement", ["UPDATE body SET chars = 1 WHERE id = 1", "CREATE TABLE more (a)"])
def test_an_older_snapshot_is_as_hostile_as_any(statement: str, tmp_path: Path) -> None:
    sent = unpacked("snapshot-1.saidby", tmp_path)
    with closing(sqlite3.connect(sent)) as db:
        db.execute(statement)
        db.commit()
    with in_process(), pytest.raises(RejectedError), inspect(sent):
        pass


def test_derived_rows_of_an_older_snapshot_are_held_against_their_hash_too(tmp_path: Path) -> None:
    sent = unpacked("snapshot-1.saidby", tmp_path)
    with closing(sqlite3.connect(sent)) as db:
        db.execute("UPDATE standing SET points = 5 WHERE points = 50")
        db.commit()
    with in_process(), inspect(sent, derived="check") as theirs:
        assert theirs.derived == "they do not match their hash"
