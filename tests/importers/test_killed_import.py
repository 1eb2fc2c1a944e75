"""An import that is killed and run again ends in the content of one that was never killed."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from store.casefile import CaseFile

FILES = 700


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for n in range(FILES):
        place = tmp_path / "in" / str(n % 7)
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{n}.txt").write_text(
            f" date 2022-09-{n % 28 + 1:02} Ferry {n // 2} left late, the harbour master said."
        )
    return tmp_path / "in"


def content(path: Path) -> str:
    with CaseFile(path) as case, case.read() as r:
        rows = r.execute("SELECT s.key, b.hash, b.text FROM sighting s JOIN body b ON b.id = s.body ORDER BY s.key")
        return hashlib.sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()


def words(db: Path, folder: Path, jobs: int) -> list[str]:
    options = ["--store-only", "--progress", "none", "--jobs", str(jobs)]
    return [sys.executable, "-m", "tui", "--db", str(db), "import", "auto", *options, str(folder)]


def stored(path: Path) -> int:
    """Files in the ledger so far; 0 where there is no case file yet."""
    if not path.exists():
        return 0
    try:
        with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
            return int(db.execute("SELECT count(*) FROM import_unit").fetchone()[0])
    except sqlite3.OperationalError:  # it is just being made
        return 0


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_killed_import_run_again_ends_in_the_same_content(tmp_path: Path, folder: Path, jobs: int) -> None:
    whole, killed = tmp_path / "whole.db", tmp_path / "killed.db"
    subprocess.run(words(whole, folder, 1), check=True, capture_output=True)
    process = subprocess.Popen(words(killed, folder, jobs), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if (tmp_path / "killed.db-wal").exists() and stored(killed) > 60:
            break
        time.sleep(0.01)
    process.kill()
    process.wait()
    before = stored(killed)
    again = subprocess.run(words(killed, folder, jobs), check=True, capture_output=True, text=True)
    assert content(killed) == content(whole)
    assert before == FILES or f"{FILES} units" in again.stderr
