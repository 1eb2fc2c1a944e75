"""How linking and grading grow: CPU seconds by stage, pairs that were compared, memory, and what 100 more articles cost.

    python tests/bench/related/bench_scale.py CORPUS.jsonl[.xz] [--sizes 1000,2000,4000,8000] [--every] [--readings FILE]

CORPUS holds one article a line (title, text, date, outlet). Taken are the first of them, or with --every such that lie
evenly over the whole time. Each size is a process of its own, so that memory is its own. Readings are kept in FILE, if one
is named: extraction costs more than all the rest, and is the same every time; the stage `read` is then writing alone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import math
import pickle
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from importers.extractor import chosen
from importers.pipeline import run
from store.casefile import CaseFile
from store.derive import meetings, propositions, refresh
from store.records.reading import Reading

MORE = 100
STAGES = ("group", "read", "enter", "link", "place", "events", "stories", "grade")
_COUNTS = {
    "claims": "SELECT count(*) FROM claim",
    "links": "SELECT count(*) FROM claim_link",
    "largest proposition": "SELECT max(n) FROM (SELECT count(*) AS n FROM standing GROUP BY proposition)",
    "story links": "SELECT count(*) FROM article_link WHERE relation = 'same-story'",
    "largest story": "SELECT max(n) FROM (SELECT count(*) AS n FROM article GROUP BY story)",
}


class Meter:
    """CPU seconds and calls by name, of functions that are wrapped in place."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.calls: dict[str, int] = {}
        self._open: list[float] = []

    def wrap(self, owner: ModuleType | type, function: str, name: str) -> None:
        """Measure a function under a name; what wrapped ones inside it take is theirs, not its own."""
        inner: Callable[..., object] = getattr(owner, function)

        def timed(*args: object, **named: object) -> object:
            self._open.append(0.0)
            began = time.process_time()
            try:
                return inner(*args, **named)
            finally:
                took = time.process_time() - began
                self.seconds[name] = self.seconds.get(name, 0.0) + took - self._open.pop()
                if self._open:
                    self._open[-1] += took

        setattr(owner, function, timed)

    def count(self, owner: ModuleType, function: str, name: str) -> None:
        """Count the calls of a function."""
        inner: Callable[..., object] = getattr(owner, function)

        def counted(*args: object, **named: object) -> object:
            self.calls[name] = self.calls.get(name, 0) + 1
            return inner(*args, **named)

        setattr(owner, function, counted)


def kept_reader(readings: Path | None) -> Callable[[str, str | None, str, str | None], Reading]:
    """The extractor, or what it read before."""
    extract = chosen()
    if readings is None:
        return extract
    kept = sqlite3.connect(readings, timeout=60, isolation_level=None)
    kept.execute("CREATE TABLE IF NOT EXISTS c (k TEXT PRIMARY KEY, v BLOB)")

    def read(text: str, published: str | None, language: str, title: str | None) -> Reading:
        key = hashlib.sha256(repr((text, published, language, title)).encode()).hexdigest()
        row = kept.execute("SELECT v FROM c WHERE k = ?", (key,)).fetchone()
        if row is not None:
            found: Reading = pickle.loads(row[0])
            return found
        made = extract(text, published, language, title)
        kept.execute("INSERT OR IGNORE INTO c VALUES (?, ?)", (key, pickle.dumps(made)))
        return made

    return read


def one(lines: list[str], readings: Path | None) -> dict[str, object]:
    """Derive all but the last 100 of these articles, then add those; figures of both."""
    meter = Meter()
    for owner, function, name in (
        (refresh, "_group", "group"), (refresh, "_read", "read"), (refresh, "_link", "place"), (refresh, "_grade", "grade"),
        (refresh, "join_events", "events"), (refresh, "join_stories", "stories"), (propositions.Linker, "_enter", "enter"),
        (propositions.Linker, "_link", "link"),
    ):  # fmt: skip
        meter.wrap(owner, function, name)
    meter.count(propositions, "match", "claims compared")
    meter.count(meetings, "similarity", "articles compared")
    read = kept_reader(readings)
    out: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder, CaseFile(Path(folder) / "bench.saidby") as case:
        for part, taken in (("whole", lines[:-MORE]), ("more", lines[-MORE:])):
            meter.seconds.clear()
            meter.calls.clear()
            source = Path(folder) / f"{part}.jsonl"
            source.write_text("".join(taken), encoding="utf-8")
            run(case, "table", [str(source)])
            began = time.process_time()
            refresh.drain(case, read)
            out[part] = {"cpu": time.process_time() - began, **meter.seconds, **meter.calls}
        with case.read() as r:
            out["counts"] = {name: r.execute(query).fetchone()[0] for name, query in _COUNTS.items()}
    out["MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return out


def lines_of(corpus: Path) -> list[str]:
    """The lines of a file, packed or not."""
    data = corpus.read_bytes()
    return (lzma.decompress(data) if corpus.suffix == ".xz" else data).decode("utf-8").splitlines(keepends=True)


def main() -> None:
    """Measure each size in a child, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--sizes", default="1000,2000,4000,8000")
    parser.add_argument("--every", action="store_true")
    parser.add_argument("--readings", type=Path)
    parser.add_argument("--one", type=int)
    args = parser.parse_args()
    every = lines_of(args.corpus)
    if args.one is not None:
        size = min(args.one, len(every))
        taken = [every[i * len(every) // size] for i in range(size)] if args.every else every[:size]
        print(json.dumps(one(taken, args.readings)))
        return
    before: tuple[int, float] | None = None
    print(
        "articles  CPU s but read   exponent  "
        + "  ".join(f"{s:>8}" for s in STAGES)
        + "   pairs of claims, articles    MB"
    )
    for size in (int(s) for s in args.sizes.split(",")):
        command = [sys.executable, __file__, str(args.corpus), "--one", str(size)] + ["--every"] * args.every
        command += ["--readings", str(args.readings)] if args.readings else []
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        for part, number in (("whole", size - MORE), ("more", MORE)):
            got = found[part]
            rest = got["cpu"] - got.get("read", 0.0)
            grown = ""
            if part == "whole":
                grown = f"{math.log(rest / before[1]) / math.log(number / before[0]):.2f}" if before else ""
                before = (number, rest)
            print(
                f"{'+' if part == 'more' else ''}{number:<8} {rest:13.1f}  {grown:>9}  "
                + "  ".join(f"{got.get(s, 0.0):8.1f}" for s in STAGES)
                + f"   {got.get('claims compared', 0):12,} {got.get('articles compared', 0):12,} {found['MB']:6}",
                flush=True,
            )
        print("          " + ", ".join(f"{n:,} {what}" for what, n in found["counts"].items()), flush=True)


if __name__ == "__main__":
    main()
