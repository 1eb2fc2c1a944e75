"""Watching: what comes is taken in once it is whole, what changes comes again, and nothing comes twice."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from importers.pipeline import RunOptions
from importers.progress import RunResult
from importers.watch import watch
from store.casefile import CaseFile
from store.errors import UsageError


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseFile]:
    with CaseFile(tmp_path / "case.saidby") as opened:
        yield opened


def run_through(case: CaseFile, folder: Path, *between: Callable[[], object]) -> list[dict[str, int]]:
    """Watches a folder while these things happen, one after each look; gives the counts of each run."""
    found: list[dict[str, int]] = []
    happenings = iter(between)

    def wait(seconds: float) -> bool:
        happens = next(happenings, None)
        if happens is None:
            return True
        happens()
        return False

    def then(result: RunResult) -> None:
        found.append({s: n for s, n in result.counts.items() if n})

    watch(case, "auto", [str(folder)], RunOptions(), then=then, wait=wait)
    return found


def nothing() -> None:
    """A look at which nothing has happened."""


def test_what_is_there_is_taken_in_once(case: CaseFile, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("The ferry sank off the pier, the harbour master said.")
    assert run_through(case, folder, nothing, nothing, nothing) == [{"new": 1}]


def test_a_new_file_is_taken_in_when_it_has_stopped_growing(case: CaseFile, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    late = folder / "late.txt"
    seen = run_through(
        case, folder,
        lambda: late.write_text("The bridge was"),
        lambda: late.write_text("The bridge was closed, the mayor said."),
        nothing, nothing,
    )  # fmt: skip
    assert seen == [{"new": 1}]
    with case.read() as r:
        assert r.execute("SELECT text FROM body").fetchone()[0].endswith("the mayor said.")


def test_a_changed_file_is_a_revision(case: CaseFile, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    one = folder / "one.txt"
    one.write_text("Three boats are missing, the coast guard said.")
    seen = run_through(
        case, folder, nothing, lambda: one.write_text("Five boats are missing, the coast guard said."), nothing, nothing
    )
    assert seen == [{"new": 1}, {"changed": 1}]


def test_a_bad_file_is_named_once(case: CaseFile, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "bad.txt").write_bytes(b"")
    assert run_through(case, folder, nothing, nothing, nothing) == [{"failed": 1}]


def test_paths_that_are_not_there_are_said_at_once(case: CaseFile, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        watch(case, "auto", [str(tmp_path / "nowhere")], RunOptions(), wait=lambda _: True)


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_closes_the_case_file(tmp_path: Path, stop: signal.Signals) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "one.txt").write_text("Three boats are missing, the coast guard said.")
    words = ["--db", str(tmp_path / "c.saidby"), "watch", str(tmp_path / "in"), "--every", "0.1", "--store-only"]
    listens = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"  # where the tests run unheeded
    starts = f"import sys; sys.argv[1:] = {words!r}; from tui.cli.main import run; sys.exit(run())"
    command = [sys.executable, "-c", f"{listens}; {starts}"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert any("1 new" in line and "run 1" in line for line in process.stderr)
        process.send_signal(stop)
        assert process.wait(20) == 130
    assert not (tmp_path / "c.saidby-wal").exists()
