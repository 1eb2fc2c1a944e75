"""The torture kit's hostile snapshots, made from one of ours. The whole suites, through the command: see tests/kit-env.sh."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest

from store.errors import RejectedError
from store.snapshot.create import create
from store.snapshot.inspect import inspect
from store.snapshot.merge import merge
from tests.store.small_corpus import corpus
from tests.store.snapshot_cases import content, in_process, shared_case

pytestmark = pytest.mark.shared

SECONDS = 10.0
"""Within which a hostile file must be refused."""

IN_A_CHILD = ("00", "05", "06", "16", "17", "31")
"""Those that would eat time or memory; the others meet the same checks in this process, which is faster."""


def test_hostile_snapshots_are_held_off(shared: Path, tmp_path: Path) -> None:
    with shared_case(tmp_path / "case.saidby") as case:
        good = create(case, tmp_path / "good.saidby").path
    made = tmp_path / "hostile"
    subprocess.run(
        [sys.executable, str(shared / "kit" / "gen_snapshots.py"), str(good), str(made), "sighting", "op"],
        env={**os.environ, "KIT_SNAP_BIG_MB": "20"}, check=True, capture_output=True,
    )  # fmt: skip
    wrong = []
    mine = corpus(tmp_path / "mine.saidby")
    for item in json.loads((made / "manifest.json").read_text()):
        path = Path(item["path"])
        before, beside, began = _digest(path), sorted(path.parent.iterdir()), time.monotonic()
        refusal, held = "", content(mine)
        try:
            with contextlib.nullcontext() if item["name"].startswith(IN_A_CHILD) else in_process():
                merge(mine, path, backup=False)
        except RejectedError as error:
            refusal = str(error)
        taken = time.monotonic() - began
        if (item["expect"] == "refuse" and not refusal) or (item["expect"] == "accept" and refusal):
            wrong.append(f"{item['name']}: {item['expect']}, yet {refusal or 'taken'}")
        if refusal and content(mine) != held:
            wrong.append(f"{item['name']}: refused, yet something of it came in")
        if (_digest(path), sorted(path.parent.iterdir())) != (before, beside):
            wrong.append(f"{item['name']}: the colleague's file or its folder was changed")
        if taken > SECONDS:
            wrong.append(f"{item['name']}: {taken:.0f} seconds")
    mine.close()
    assert not wrong


def _digest(path: Path) -> str:
    with contextlib.suppress(OSError):
        if path.is_file():
            return sha256(path.read_bytes()).hexdigest()
    return ""


def test_what_lies_open_is_seen_by_nobody_else(tmp_path: Path) -> None:
    """The laundered copy lies in a folder of our own, and is gone afterwards."""
    with shared_case(tmp_path / "case.saidby") as case:
        good = create(case, tmp_path / "good.saidby").path
    with inspect(good) as theirs:
        copy = Path(theirs.rows.execute("PRAGMA database_list").fetchone()["file"])
        assert copy.parent.stat().st_mode & 0o077 == 0
        assert copy.stat().st_mode & 0o077 == 0
    assert not copy.exists()
