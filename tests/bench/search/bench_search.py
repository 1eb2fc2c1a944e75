"""Search, measured: the intended row among the first 20, milliseconds a key, memory, and ratios to other ways.

    python tests/bench/search/bench_search.py [--rows 10000 100000 1000000] [--seed 11] [--rivals 12] [--fzf PROGRAM]

Recall goes through `saidby search --queries FILE`, for the shared queries and for a set drawn with the seed, with the
groups of names as aliases and without. Time and memory are those of one process that types every prefix of every
query through the app's own search path (measure.py). All times are CPU milliseconds. Case files are kept in --folder
where one is named.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus import SHARED, fill, load, names
from queries import Query, drawn, given
from rivals import Timed, exhaustive, full_text, fzf, reading, timed

from store.casefile import CaseFile

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]


def case_file(folder: Path, rows: int, *, aliases: bool) -> Path:
    """A case file of so many claims, made where it isn't there."""
    path, bare = folder / f"{rows}.saidby", folder / f"{rows}-bare.saidby"
    if not path.exists():
        fill(path, load(rows), names()).close()
    if not aliases and not bare.exists():
        shutil.copy(path, bare)
        with CaseFile(bare) as case, case.write() as w:
            w.execute("DELETE FROM actor_alias")
            w.execute("DELETE FROM actor")
    return path if aliases else bare


def asked(case: Path, queries: Sequence[Query], folder: Path) -> dict[str, float]:
    """Recall at 20 by type, through the command line; "all" is over all queries."""
    file = folder / "queries.txt"
    file.write_text("".join(f"{query.text}\n" for query in queries), encoding="utf-8")
    command = [Path(sys.executable).with_name("saidby"), "search", "--db", case, "--limit", "20", "--queries", file]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True, cwd=ROOT)
    found: dict[str, list[bool]] = defaultdict(list)
    for query, line in zip(queries, done.stdout.splitlines(), strict=True):
        hits = json.loads(line)["hits"]
        found[query.type].append(any(hit["id"] == f"c{query.target + 1}" for hit in hits))
    every = [hit for hits in found.values() for hit in hits]
    return {"all": sum(every) / len(every), **{kind: sum(hits) / len(hits) for kind, hits in found.items()}}


def typed(case: Path, queries: Sequence[Query], folder: Path) -> dict[str, Any]:
    """What measure.py tells of a process that types these queries."""
    file = folder / "queries.jsonl"
    file.write_text("".join(json.dumps({"q": query.text}) + "\n" for query in queries), encoding="utf-8")
    command = [sys.executable, str(HERE / "measure.py"), str(case), str(file), "--every-prefix"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return dict(json.loads(done.stdout))


def rivals(rows: int, queries: Sequence[Query], folder: Path, program: str | None) -> tuple[list[Timed], float]:
    """The other ways on some of the queries, and what reading all text once takes."""
    claims = load(rows)
    found = [timed("rapidfuzz token_set_ratio over every row", exhaustive(claims), queries)]
    with tempfile.TemporaryDirectory(dir=folder) as place:
        found.append(timed("FTS5 prefixes, order by rank", full_text(claims, Path(place)), queries))
        lines = fzf(claims, Path(place), program)
        if lines is not None:
            found.append(timed("fzf --filter", lines, queries))
    return found, reading(claims)


def report(rows: int, options: argparse.Namespace, folder: Path) -> None:
    """Measure one size and print it."""
    shared = given(rows)
    with_aliases, bare = (case_file(folder, rows, aliases=aliases) for aliases in (True, False))
    told = typed(with_aliases, shared[:: options.step], folder)
    new = drawn(load(min(rows, 100_000)), options.seed, options.each)
    print(f"\n## {rows:,} claims\n")
    build, opened = told["build"], told["open"]
    print(
        f"a key, CPU ms, {told['keys']:,} keys: p50 {told['p50']:.1f}, p95 {told['p95']:.1f}, p99 {told['p99']:.1f}, max {told['max']:.1f}\n"
        f"memory of the process: {told['MB']:.0f} MB, {told['MB of its own']:.0f} of them its own, {told['MB at most']:.0f} at most\n"
        f"build: {build['cpu'] + build['child']:.1f} s CPU, {build['child']:.1f} in the child ({build['child MB']:.0f} MB);"
        f" {build['wall']:.1f} s by the clock; open: {opened['cpu']:.2f} s CPU\n"
    )
    print("recall at 20 | with aliases | without\n---|---|---")
    for label, queries in (("shared", shared), (f"seed {options.seed}", new)):
        ours, without = asked(with_aliases, queries, folder), asked(bare, queries, folder)
        for kind, share in ours.items():
            print(f"{label}, {kind} | {share:.3f} | {without[kind]:.3f}")
    some = shared[:: max(1, len(shared) // options.rivals)][: options.rivals] if options.rivals else []
    others, once = rivals(rows, some, folder, options.fzf) if some else ([], 0.0)
    if others:
        print(
            f"\nway ({len(some)} queries) | recall at 20 | p50 | p95 | p50 ÷ ours | p95 ÷ ours\n---|---|---|---|---|---"
        )
        for other in others:
            print(
                f"{other.name} | {other.recall:.2f} | {other.p50:.1f} | {other.p95:.1f} |"
                f" {other.p50 / told['p50']:,.0f} | {other.p95 / told['p95']:,.0f}"
            )
        print(f"reading the text once | – | {once:.1f} | | {once / told['p50']:.1f} | {once / told['p95']:.1f}")


def main() -> None:
    """Print a report a size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--each", type=int, default=30)
    parser.add_argument("--step", type=int, default=1, help="type every n-th shared query only")
    parser.add_argument("--rivals", type=int, default=12, help="queries that the other ways are given; 0: none")
    parser.add_argument("--fzf", help="the program, where it isn't on the path")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit("no ../shared beside this checkout: nothing to measure with")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        for rows in options.rows:
            report(rows, options, folder)


if __name__ == "__main__":
    main()
