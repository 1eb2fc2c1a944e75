"""Imports of the Reuters corpus as 19,043 files: how much two jobs save, and what killed imports end in.

Run: python tests/bench/import/kill_and_rerun.py [--kills 4] [--rounds 3]   with the shared material beside the repository.

The first part times `saidby import --store-only` (and, on every tenth folder, the whole import) with one job and with
two, by turns, and gives the medians of wall and CPU seconds: on a busy machine only the CPU seconds mean something.
The second kills (SIGKILL) an import at evenly spread points of the ledger, runs it again after each, and compares the
content hash (store.snapshot.content_hash) with that of an import that was left alone.
"""

from __future__ import annotations

import argparse
import contextlib
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench_import import lay_out

from store.casefile import CaseFile
from store.snapshot.content_hash import layer_hash
from store.snapshot.layers import content_tables


def words(db: Path, folder: list[Path], jobs: int, *options: str) -> list[str]:
    """The command line of one import."""
    start = [sys.executable, "-m", "tui", "--db", str(db), "import", "auto", "--progress", "none"]
    return [*start, "--jobs", str(jobs), *options, *map(str, folder)]


def timed(command: list[str]) -> tuple[float, float]:
    """Wall and CPU seconds of a command and its children."""

    def used() -> float:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    before, began = used(), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began, used() - before


def two_against_one(made: Path, folder: list[Path], rounds: int, *options: str) -> None:
    """Both by turns; the medians, and how many times faster two are by the clock."""
    found: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
    for n in range(rounds):
        for jobs in (1, 2):
            found[jobs].append(timed(words(made / f"jobs-{n}-{jobs}-{len(options)}.db", folder, jobs, *options)))
    wall, cpu = ({j: statistics.median(t[i] for t in found[j]) for j in found} for i in (0, 1))
    what = " ".join(options) or "whole import"
    print(f"{what:14} one job  {wall[1]:7.2f} s wall {cpu[1]:7.2f} s CPU")
    print(f"{what:14} two jobs {wall[2]:7.2f} s wall {cpu[2]:7.2f} s CPU   {wall[1] / wall[2]:.2f} times", flush=True)


def ledger(path: Path) -> int:
    """Files that are stored so far; 0 where there is no case file yet."""
    if not path.exists():
        return 0
    try:
        with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
            return int(db.execute("SELECT count(*) FROM import_unit").fetchone()[0])
    except sqlite3.Error:
        return 0


def content_hash(path: Path) -> str:
    """The hash of a case file's content and annotations, as a snapshot of it would state."""
    with CaseFile(path), contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        return layer_hash(db, content_tables())


def killed(db: Path, folder: Path, files: int, kills: int) -> list[int]:
    """Kill an import when it is through with each share of the files, and go on; gives where it was killed."""
    points = []
    for n in range(1, kills + 1):
        process = subprocess.Popen(words(db, [folder], 2, "--store-only"), stderr=subprocess.DEVNULL)
        while process.poll() is None and ledger(db) < files * n // (kills + 1):
            time.sleep(0.02)
        process.kill()
        process.wait()
        points.append(ledger(db))
    subprocess.run(words(db, [folder], 2, "--store-only"), check=True, stderr=subprocess.DEVNULL)
    return points


def main() -> None:
    """Both parts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="saidby-kill-") as name:
        made = Path(name)
        files = lay_out(made / "reuters")
        if chosen.rounds:
            two_against_one(made, [made / "reuters"], chosen.rounds, "--store-only")
            two_against_one(made, [made / "reuters" / f"{n:02}" for n in range(3)], chosen.rounds)
        if chosen.kills:
            subprocess.run(words(made / "whole.db", [made / "reuters"], 2, "--store-only"), check=True)
            points = killed(made / "killed.db", made / "reuters", files, chosen.kills)
            same = content_hash(made / "whole.db") == content_hash(made / "killed.db")
            print(
                f"{files} files, killed when {points} were stored: the content hash is {'the same' if same else 'OTHER'}"
            )


if __name__ == "__main__":
    main()
