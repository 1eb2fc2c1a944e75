"""Start to full paint and to open data: saidby beside Posting, Harlequin, VisiData and Toolong, in turns of one run.

    python tests/bench/tui/measure_rivals.py CASE [--posting PROGRAM] [--harlequin PROGRAM] [--visidata PROGRAM]
        [--toolong PROGRAM] [--rounds 5]

Each program is named by its path, or found on PATH; one that isn't there is skipped, in words. All open the same claims:
saidby the case file, Harlequin the same file by a SELECT that its editor is given, VisiData and Toolong the claims as
CSV and as lines of JSON. Posting has no data to open: its start on an empty collection counts. CSV and lines are written
before anything is timed. A program is full when the words named below stand on its screen; `saidby, all` when the header
has counted every claim too, and VisiData when it has read every line. (Posting 2.11 is ended by its newest tree-sitter;
with 0.25.2 it runs.)
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from measure_start import FULL, as_installed, minimal_app, start, terminal

COLUMNS = ("id", "support", "kind", "certainty", "quote")
ROWS = "SELECT c.id, s.shown_support, s.kind, s.certainty, c.quote FROM standing s JOIN claim c ON c.id = s.claim"


@dataclass
class Program:
    """What is started, and the patterns that are all on the screen once it is full."""

    command: list[str]
    full: tuple[str, ...]
    env: dict[str, str] = field(default_factory=dict)
    opens: str = "its data"


def claims(case: Path, most: int) -> Iterator[tuple[object, ...]]:
    """The claims of a case file, best supported first."""
    with sqlite3.connect(f"file:{case}?mode=ro", uri=True) as db:
        yield from db.execute(f"{ROWS} ORDER BY s.shown_support DESC, c.id LIMIT {most}")


def write_data(case: Path, folder: Path, most: int) -> tuple[Path, Path, int]:
    """The claims as CSV and as lines of JSON, and how many there are."""
    count = 0
    table, lines = folder / "claims.csv", folder / "claims.jsonl"
    with table.open("w", encoding="utf-8", newline="") as first, lines.open("w", encoding="utf-8") as second:
        rows = csv.writer(first)
        rows.writerow(COLUMNS)
        for claim in claims(case, most):
            count += 1
            rows.writerow(claim)
            second.write(json.dumps(dict(zip(COLUMNS, claim, strict=True)), ensure_ascii=False) + "\n")
    return table, lines, count


def found(name: str, given: str | None) -> str | None:
    """The program's path; None, and a word about it, where it isn't there."""
    path = shutil.which(given or name)
    if path is None:
        print(f"skipped: {name} is not installed" + (f" at {given}" if given else ""))
    return path


def programs(words: argparse.Namespace, folder: Path) -> dict[str, Program]:
    """Every program that is there."""
    table, lines, count = write_data(words.case, folder, words.most)
    home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config"), "XDG_DATA_HOME": str(folder / "data")}
    out = {"minimal": Program(minimal_app(folder), ("ready to go",), opens="nothing")}
    saidby = Path(sys.executable).with_name("saidby")
    command = [str(saidby), "--db", str(words.case)]
    out["saidby"] = Program(command, FULL, opens="what it shows first")
    out["saidby, all"] = Program(command, (*FULL, r"\d claims"), opens="every claim counted")
    if path := found("posting", words.posting):
        collection = folder / "collection"
        collection.mkdir()
        out["posting"] = Program(
            [path, "--collection", str(collection)], ("Collection", "Response"), home, "an empty collection"
        )
    if path := found("harlequin", words.harlequin):
        opened = Program(
            [path, "-a", "sqlite", str(words.case)], ("Data Catalog", "Query Results"), home, "the catalog"
        )
        out["harlequin"] = opened
    if path := found("vd", words.visidata):
        out["visidata"] = Program([path, str(table)], ("quote", rf"\b{count} rows"), home, "CSV, every line")
    if path := found("tl", words.toolong):
        out["toolong"] = Program([path, str(lines)], (r'"support"',), home, "lines of JSON")
    return out


def main() -> None:
    """Measure what is installed, and print a table of ratios."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("case", type=Path)
    for name in ("posting", "harlequin", "visidata", "toolong"):
        parser.add_argument(f"--{name}", metavar="PROGRAM")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--most", type=int, default=1_000_000, help="claims written for VisiData and Toolong")
    words = parser.parse_args()
    harness = terminal()
    sys.setswitchinterval(0.0005)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        as_installed(folder)
        there = programs(words, folder)
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in there}
        for turn in range(words.rounds + 1):
            for name, program in there.items():
                if name not in times:
                    continue
                try:
                    taken = start(harness, program.command, program.full, program.env)
                except (TimeoutError, EOFError) as error:
                    print(f"skipped: {name} was never full: {str(error).splitlines()[0]}")
                    del times[name]
                    continue
                if turn:  # the first one writes bytecode and settings
                    times[name].append(taken)
    base = {n: statistics.median(several[n] for several in times["saidby"]) for n in (0, 1)}
    print(f"{'':12}{'ms':>8}{'to saidby':>11}{'MB':>8}   opens")
    for name, several in times.items():
        ms, mb = (statistics.median(one[n] for one in several) for n in (0, 1))
        print(f"{name:12}{ms * 1e3:8.0f}{ms / base[0]:10.2f}x{mb:8.0f}   {there[name].opens}")
    print(f"load {os.getloadavg()[0]:.1f}, {words.rounds} rounds, {words.case.name}")


if __name__ == "__main__":
    main()
