"""Search across kinds, measured: are actors and articles drowned by the claims that hold their words?

    python tests/bench/search/bench_kinds.py [--rows 10000 100000]

Five thousand actors and ten thousand titles among so many claims; the mean reciprocal rank of the one that was meant
in the list of all kinds, and the share in its first twenty.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from corpus import SHARED, fill, load

from store.search.engine import SearchEngine

SAMPLE = 200


def swapped(text: str, chance: random.Random) -> str:
    """The text with two neighbouring characters swapped."""
    at = chance.randrange(1, len(text) - 1)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def ranks(engine: SearchEngine, pairs: Iterable[tuple[str, int]], kind: str) -> str:
    """Mean reciprocal rank, share found, milliseconds, for (query, id) pairs."""
    shares: list[float] = []
    times: list[float] = []
    for query, wanted in pairs:
        start = time.process_time()
        hits = engine.search(query, limit=20).hits
        times.append((time.process_time() - start) * 1000)
        place = next((n for n, h in enumerate(hits, 1) if h.kind == kind and h.id == wanted), None)
        shares.append(1 / place if place else 0.0)
    found = sum(1 for s in shares if s) / len(shares)
    return f"{statistics.mean(shares):.3f} | {found:.3f} | {statistics.median(times):.1f}"


def main() -> None:
    """Print one line for each size and kind of query."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    options = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit("no ../shared beside this checkout: nothing to measure with")
    lines = (SHARED / "actors.tsv").read_text(encoding="utf-8").splitlines()
    actors = [[name, *filter(None, others.split("|"))] for name, others in (line.split("\t") for line in lines)]
    titles = (SHARED / "titles_10000.txt").read_text(encoding="utf-8").splitlines()
    queries = json.loads((SHARED / "queries.json").read_text(encoding="utf-8"))
    print("claims | query | mean reciprocal rank | in the first 20 | ms")
    for rows in options.rows:
        chance = random.Random(3)
        with tempfile.TemporaryDirectory() as folder:
            os.environ["XDG_CACHE_HOME"] = folder
            case = fill(Path(folder) / "bench.saidby", load(rows), actors)
            with case.write() as w:
                w.executemany(
                    "INSERT INTO article (id, key, body, name, language, title) VALUES (?, ?, 1, ?, 'en', ?)",
                    ((n, f"t{n}", f"f{n}.txt", title) for n, title in enumerate(titles, 2)),
                )
            engine = SearchEngine(case)
            engine.build()
            some = chance.sample(list(enumerate(actors, 1)), SAMPLE)
            headed = chance.sample(list(enumerate(titles, 2)), SAMPLE)
            names = [(names[0].lower(), n) for n, names in some]
            cases = {
                "actors": (names, "actor"),
                "actors, a typo": ([(swapped(q, chance), n) for q, n in names], "actor"),
                "actors, two thirds typed": ([(q[: max(4, len(q) * 2 // 3)], n) for q, n in names], "actor"),
                "actors, by alias": ([(a, n) for n, g in enumerate(actors, 1) for a in g[1:]][:SAMPLE], "actor"),
                "titles": ([(t, n) for n, t in headed], "article"),
                "titles, half, a typo": (
                    [(swapped(t.lower(), chance)[: len(t) // 2], n) for n, t in headed],
                    "article",
                ),
                "claims": ([(q["q"], q["target"] + 1) for q in queries if q["target"] < rows], "claim"),
            }
            for label, (pairs, kind) in cases.items():
                print(f"{rows:,} | {label} | {ranks(engine, pairs, kind)}")
            case.close()


if __name__ == "__main__":
    main()
