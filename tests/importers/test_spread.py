"""Reading spread over processes or a cluster gives the same rows and the same last line as reading here."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from importers import refresh
from importers.files import Chunk, FileRead, read_carefully
from importers.pipeline import RunOptions, run
from importers.pool import Processes, in_order
from importers.reader import ReadOptions
from importers.sources import Choosing, Source, walk
from store.casefile import CaseFile
from store.errors import UsageError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Some eighty files: texts, a copy, a page, a table with a bad row, an archive, and what can't be read."""
    made = tmp_path / "in"
    made.mkdir()
    for n in range(70):
        day = f" date 2022-09-{n % 28 + 1:02} " if n % 3 else ""
        (made / f"t{n:02}.txt").write_text(f"{day}Ferry {n} left the pier late, the harbour master of Ost said.")
    (made / "deep").mkdir()
    (made / "deep" / "t05.txt").write_bytes((made / "t05.txt").read_bytes())
    (made / "page.html").write_text(
        "<html><head><title>Pier closed</title></head><body><article><p>"
        + "The pier stays closed until May, the port said. " * 12 + "</p></article></body></html>"
    )  # fmt: skip
    (made / "rows.csv").write_text('title,text,date\nA,Alpha sank.,2022-09-01\nB,Beta sank.,2022-09-02,x,y\n"C,open')
    with zipfile.ZipFile(made / "more.zip", "w") as archive:
        archive.writestr("one.txt", "The lighthouse went dark, a keeper said.")
        archive.writestr("../out.txt", "No.")
    (made / "empty.txt").write_bytes(b"")
    (made / "noise.bin").write_bytes(bytes(range(256)) * 40)
    return made


def rows(path: Path) -> list[tuple[object, ...]]:
    with CaseFile(path) as case, case.read() as r:
        found = r.execute(
            "SELECT u.id, u.path, u.sha256, u.reader, u.status, u.problems, us.place, s.key FROM import_unit u "
            "LEFT JOIN unit_sighting us ON us.unit = u.id LEFT JOIN sighting s ON s.id = us.sighting ORDER BY u.id, us.place"
        )
        return [tuple(row) for row in found]


def last_line(path: Path, folder: Path, options: RunOptions) -> str:
    with CaseFile(path) as case:
        return run(case, "auto", [str(folder)], options).line()


def test_two_processes_store_what_one_does(tmp_path: Path, folder: Path) -> None:
    lines = [last_line(tmp_path / f"{n}.db", folder, RunOptions(jobs=n)) for n in (1, 2)]
    assert lines[0] == lines[1]
    assert rows(tmp_path / "1.db") == rows(tmp_path / "2.db")


def test_a_limit_holds_with_two_processes(tmp_path: Path, folder: Path) -> None:
    lines = [last_line(tmp_path / f"{n}.db", folder, RunOptions(jobs=n, limit=9)) for n in (1, 2)]
    assert lines[0] == lines[1]
    assert lines[0].startswith("9 units")


def test_waiting_articles_are_read_by_two_processes_as_by_one(tmp_path: Path, folder: Path) -> None:
    found = []
    for jobs in (1, 2):
        with CaseFile(tmp_path / f"{jobs}.db") as case:
            run(case, "text", [str(folder / f"t{n:02}.txt") for n in range(20)], RunOptions(jobs=1))
            refresh.refresh(case, jobs=jobs)
            with case.read() as r:
                found.append([tuple(c) for c in r.execute("SELECT id, key, quote, reading FROM claim ORDER BY id")])
    assert found[0] == found[1]
    assert found[0]


def _die(task: int) -> int:
    if task == 1:
        os._exit(9)
    return task


def test_a_worker_that_dies_costs_nothing_but_its_task() -> None:
    with Processes(2) as spread:
        got = list(in_order(spread, _die, ((n, n) for n in range(4)), lambda n: -n))
    assert [key for key, _ in got] == [0, 1, 2, 3]
    assert (1, -1) in got


def test_a_chunk_on_which_a_worker_died_is_read_in_a_child(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The pier is closed, the port said.")
    sources = tuple(s for s in walk([str(path)], Choosing()) if isinstance(s, Source))
    (read,) = read_carefully(Chunk(sources, None, ReadOptions()))
    assert isinstance(read, FileRead)
    assert len(read.items) == 1


def test_a_cluster_stores_what_this_process_does(tmp_path: Path, folder: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="Dask is not installed (saidby[cluster])")
    line = last_line(tmp_path / "1.db", folder, RunOptions(jobs=1))
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        there = RunOptions(cluster=cluster.scheduler_address)
        assert last_line(tmp_path / "2.db", folder, there) == line
    assert rows(tmp_path / "1.db") == rows(tmp_path / "2.db")


def test_without_dask_a_cluster_is_refused_in_words(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(UsageError, match="needs Dask"):
        last_line(tmp_path / "1.db", folder, RunOptions(cluster="tcp://127.0.0.1:9"))
