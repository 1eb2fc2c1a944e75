"""What else one could search with, timed on the same queries in the same run: CPU milliseconds and the intended row in the first 20."""

from __future__ import annotations

import resource
import shutil
import sqlite3
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from queries import Query
from rapidfuzz import fuzz, process, utils

from store.search.tokens import words

Search = Callable[[str], list[int]]


@dataclass(frozen=True, slots=True)
class Timed:
    """One way of searching: share of intended rows found, CPU milliseconds a query."""

    name: str
    recall: float
    p50: float
    p95: float


def timed(name: str, search: Search, queries: Sequence[Query]) -> Timed:
    """Run the queries; the CPU of child processes counts too."""
    found = 0
    times: list[float] = []
    for query in queries:
        start = _cpu()
        places = search(query.text)
        times.append((_cpu() - start) * 1000)
        found += query.target in places
    ordered = sorted(times)
    return Timed(
        name, found / len(times), statistics.median(times), ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    )


def exhaustive(claims: Sequence[str]) -> Search:
    """rapidfuzz over every row."""
    return lambda text: [
        place
        for _, _, place in process.extract(
            text, claims, scorer=fuzz.token_set_ratio, processor=utils.default_process, limit=20
        )
    ]


def full_text(claims: Sequence[str], folder: Path) -> Search:
    """FTS5, every word a prefix, order by rank."""
    db = sqlite3.connect(folder / "fts.db")
    db.execute("CREATE VIRTUAL TABLE rows USING fts5(text, tokenize = 'unicode61 remove_diacritics 2')")
    db.executemany("INSERT INTO rows (rowid, text) VALUES (?, ?)", enumerate(claims, 1))
    db.commit()

    def search(text: str) -> list[int]:
        match = " ".join(f'"{word}"*' for word in words(text))
        rows = db.execute("SELECT rowid FROM rows WHERE rows MATCH ? ORDER BY rank LIMIT 20", (match,))
        return [row - 1 for (row,) in rows]

    return search


def fzf(claims: Sequence[str], folder: Path, program: str | None) -> Search | None:
    """fzf --filter over the rows as lines, a process a query; None where it isn't installed."""
    found = program or shutil.which("fzf")
    if not found:
        return None
    path = folder / "lines.txt"
    path.write_text("".join(f"{n} {' '.join(claim.split())}\n" for n, claim in enumerate(claims)), encoding="utf-8")

    def search(text: str) -> list[int]:
        with path.open("rb") as lines:
            done = subprocess.run(
                [found, "--filter", text, "--with-nth", "2..", "--nth", "2.."],
                stdin=lines,
                capture_output=True,
                check=False,
            )
        return [int(line.split(b" ", 1)[0]) for line in done.stdout.splitlines()[:20]]

    return search


def reading(claims: Sequence[str], times: int = 3) -> float:
    """CPU milliseconds that it takes to look at every character of the texts once."""
    whole = "\n".join(claims).encode()
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        whole.count(b"\x00")
        best = min(best, (time.process_time() - start) * 1000)
    return best


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
