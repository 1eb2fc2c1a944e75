"""The case file: units of work, generations, and what it refuses."""

from __future__ import annotations

import sqlite3
import threading
import time
from pathlib import Path

import pytest

from store import settings, stale
from store.casefile import CaseFile
from store.errors import CaseFileError
from store.lock import needs_lock, writer_lock
from store.schema.create import clear_derived, derived_tables
from store.schema.migrations import SCHEMA_VERSION


@pytest.fixture
def case(tmp_path: Path) -> CaseFile:
    return CaseFile(tmp_path / "c.saidby")


def test_a_fresh_file_has_the_schema_and_says_whose_it_is(case: CaseFile) -> None:
    with case.read() as r:
        assert r.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
        assert r.execute("PRAGMA application_id").fetchone()[0] == 0x53414944
        tables = {n for (n,) in r.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert {"body", "sighting", "op", "claim", "standing", "import_run", *derived_tables()} <= tables


def test_every_foreign_key_has_an_index(case: CaseFile) -> None:
    with case.read() as r:
        tables = [
            n for (n,) in r.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        ]
        for table in tables:
            leading = set()
            for index in r.execute(f"PRAGMA index_list({table})").fetchall():
                leading.add(r.execute(f"PRAGMA index_info({index['name']})").fetchone()["name"])
            leading |= {c["name"] for c in r.execute(f"PRAGMA table_info({table})") if c["pk"] == 1}
            for key in r.execute(f"PRAGMA foreign_key_list({table})").fetchall():
                assert key["from"] in leading, f"{table}.{key['from']} has no index"


def test_a_unit_of_work_is_kept_whole_or_not_at_all(case: CaseFile) -> None:
    with case.write() as w:
        settings.put(w, "a", "1")
    with pytest.raises(RuntimeError):
        _fail_after_writing(case)
    with case.read() as r:
        assert settings.get(r, "a") == "1"


def test_generation_moves_once_for_each_outermost_unit(case: CaseFile) -> None:
    before = case.generation()
    with case.write() as w:
        settings.put(w, "a", "1")
        with case.write() as inner:
            settings.put(inner, "b", "1")
    assert case.generation() == before + 1


def test_a_reader_sees_one_moment_while_others_write(case: CaseFile) -> None:
    with case.read() as r:
        assert settings.get(r, "x") is None
        thread = threading.Thread(target=_put, args=(case, "x"))
        thread.start()
        thread.join()
        assert settings.get(r, "x") is None
    with case.read() as r:
        assert settings.get(r, "x") == "1"


def _fail_after_writing(case: CaseFile) -> None:
    with case.write() as w:
        settings.put(w, "a", "2")
        raise RuntimeError


def _put(case: CaseFile, key: str) -> None:
    with case.write() as w:
        settings.put(w, key, "1")


def test_reading_cannot_write(case: CaseFile) -> None:
    with case.read() as r, pytest.raises(sqlite3.OperationalError):
        r.execute("INSERT INTO setting VALUES ('a', 'b')")


def test_a_missing_file_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(CaseFileError, match="no case file"):
        CaseFile(tmp_path / "none.saidby", read_only=True)
    assert not (tmp_path / "none.saidby").exists()


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to be looked at" * 20, b"\x00" * 4096])
def test_a_file_of_another_kind_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.saidby"
    path.write_bytes(content)
    with pytest.raises(CaseFileError):
        CaseFile(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE t (a)")
    with pytest.raises(CaseFileError, match="not made by saidby"):
        CaseFile(path)


def test_a_newer_schema_is_refused_with_both_versions_named(case: CaseFile) -> None:
    case.close()
    with sqlite3.connect(case.path) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(CaseFileError, match=rf"99.*{SCHEMA_VERSION}"):
        CaseFile(case.path)


def test_clearing_the_derived_layer_never_hands_out_an_id_again(case: CaseFile) -> None:
    insert = "INSERT INTO actor (key, name, kind) VALUES (?, ?, 'person')"
    with case.write() as w:
        first = w.execute(insert, ("a", "A")).lastrowid
        clear_derived(w)
        second = w.execute(insert, ("a", "A")).lastrowid
    assert first is not None
    assert second is not None
    assert second > first


def test_the_queue_keeps_each_row_once(case: CaseFile) -> None:
    with case.write() as w:
        stale.mark(w, "read", [3, 1, 3])
        stale.mark_query(w, "read", "SELECT 1")
        assert stale.waiting(w, "read") == [1, 3]
        stale.done(w, "read", [1])
        assert stale.counts(w) == {"read": 1}


def test_a_file_with_nothing_in_it_yet_says_so_to_who_only_reads(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "begun.saidby")
    db.execute("PRAGMA journal_mode = WAL")  # as far as another program may have come
    db.close()
    with pytest.raises(CaseFileError, match="There is nothing in the case file"):
        CaseFile(tmp_path / "begun.saidby", read_only=True)


@pytest.mark.skipif(not needs_lock(), reason="this SQLite needs no lock beside the file")
def test_who_reads_waits_for_a_file_that_is_being_made(tmp_path: Path) -> None:
    path, began = tmp_path / "slow.saidby", threading.Event()

    def make() -> None:
        with writer_lock(path):
            began.set()
            time.sleep(0.2)
            CaseFile(tmp_path / "other.saidby").close()
            (tmp_path / "other.saidby").rename(path)

    maker = threading.Thread(target=make)
    maker.start()
    began.wait()
    with CaseFile(path, read_only=True) as case:
        assert case.generation() >= 0
    maker.join()
