"""Search, measured: the intended row among the first 20, milliseconds a key, ratios to reading every row.

    python tests/bench/search/bench_search.py [--rows 10000 100000] [--aliases | --bare] [--keys] [--exhaustive 40]

Texts and queries come from the `shared` folder beside the checkout. `--aliases` puts the groups of names in the case
file's actors; `--bare` takes the shipped spellings away too, so that only what the engine sees by itself counts. `--keys` types each query letter by letter.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import resource
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from unittest import mock

from rapidfuzz import fuzz, process, utils

from store.casefile import CaseFile
from store.search.engine import SearchEngine

SHARED = Path(__file__).resolve().parents[4] / "shared" / "eval" / "search"


def load(rows: int) -> list[str]:
    """The first so many claims."""
    with lzma.open(SHARED / "claims_100000.txt.xz", "rt", encoding="utf-8") as lines:
        return [line.rstrip("\n") for _, line in zip(range(rows), lines)]


def fill(path: Path, claims: Sequence[str], groups: Sequence[Sequence[str]]) -> CaseFile:
    """A case file with these claims (claim n + 1 is line n), and actors from groups of names."""
    case = CaseFile(path)
    with case.write() as w:
        w.execute("INSERT INTO body (id, hash, chars, text) VALUES (1, ?, 1, 'x')", ("0" * 64,))
        w.execute("INSERT INTO article (id, key, body, name, language) VALUES (1, 'a', 1, 'a.txt', 'en')")
        w.executemany(
            "INSERT INTO claim (id, key, article, start_char, end_char, quote, content_start, content_end, attribution,"
            " kind, certainty, polarity, quality, reading) VALUES (?, ?, 1, 0, ?, ?, 0, ?, 'outlet_voice', 'report',"
            " 'CT', '+', 1.0, '{}')",
            ((n, f"c{n}", len(c) or 1, c, len(c) or 1) for n, c in enumerate(claims, 1)),
        )
        for n, names in enumerate(groups, 1):
            w.execute("INSERT INTO actor (id, key, name, kind) VALUES (?, ?, ?, 'person')", (n, f"k{n}", names[0]))
            w.executemany("INSERT OR IGNORE INTO actor_alias VALUES (?, ?)", ((a, n) for a in names[1:]))
    return case


def percentile(values: Sequence[float], share: float) -> float:
    """The value under which this share lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def measure(rows: int, options: argparse.Namespace) -> dict[str, object]:
    """One size: recall by kind of query, time a key, ratio to exhaustive token_set_ratio."""
    claims = load(rows)
    queries = [q for q in json.loads((SHARED / "queries.json").read_text(encoding="utf-8")) if q["target"] < rows]
    groups: list[list[str]] = []
    if options.bare:
        mock.patch("store.search.documents.spellings", tuple).start()
    if options.aliases:
        groups = [g for part in json.loads((SHARED / "groups.json").read_text(encoding="utf-8")).values() for g in part]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        case = fill(Path(folder) / "bench.saidby", claims, groups)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.process_time()
        engine = SearchEngine(case)
        engine.build()
        built = time.process_time() - start
        memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        found: dict[str, list[int]] = defaultdict(list)
        times: list[float] = []
        misses: list[tuple[str, str, str]] = []
        for query in queries:
            typed = [query["q"][:n] for n in range(1, len(query["q"]) + 1)] if options.keys else [query["q"]]
            for text in typed:
                start = time.process_time()
                hits = engine.search(text, kinds=("claim",), limit=20).hits
                times.append((time.process_time() - start) * 1000)
            hit = any(h.id == query["target"] + 1 for h in hits)
            found[query["type"]].append(hit)
            if not hit:
                misses.append((query["type"], query["q"], claims[query["target"]][:150]))
        slow: list[float] = []
        exhaustive = 0
        for query in queries[:: max(1, len(queries) // max(1, options.exhaustive))] if options.exhaustive else []:
            start = time.process_time()
            best = process.extract(
                query["q"], claims, scorer=fuzz.token_set_ratio, processor=utils.default_process, limit=20
            )
            slow.append((time.process_time() - start) * 1000)
            exhaustive += any(place == query["target"] for _, _, place in best)
        case.close()
    if options.misses:
        for miss in misses:
            print("   ", *miss, sep=" | ", file=sys.stderr)
    every = [hit for hits in found.values() for hit in hits]
    return {
        "rows": rows,
        "recall": sum(every) / len(every),
        "by kind": {kind: round(sum(h) / len(h), 3) for kind, h in found.items()},
        "p50": statistics.median(times),
        "p95": percentile(times, 0.95),
        "max": max(times),
        "build": built,
        "memory": memory,
        "ratio": statistics.median(slow) / statistics.median(times) if slow else 0.0,
        "exhaustive": exhaustive / len(slow) if slow else 0.0,
    }


def main() -> None:
    """Print one line a size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--aliases", action="store_true")
    parser.add_argument("--bare", action="store_true")
    parser.add_argument("--keys", action="store_true")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--exhaustive", type=int, default=20)
    options = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit("no ../shared beside this checkout: nothing to measure with")
    print(
        "rows | recall@20 | ms a key p50 / p95 / max (CPU) | build s | MB | x faster than token_set_ratio (its recall)"
    )
    for rows in options.rows:
        r = measure(rows, options)
        print(
            f"{rows:,} | {r['recall']:.3f} | {r['p50']:.1f} / {r['p95']:.1f} / {r['max']:.1f} | {r['build']:.1f}"
            f" | {r['memory']:.0f} | {r['ratio']:.0f} ({r['exhaustive']:.2f})"
        )
        print("   ", r["by kind"])


if __name__ == "__main__":
    main()
