"""Does typing make the screen late? A clock that ticks on the main thread, idle, while typing and while the index is made.

    python tests/bench/search/bench_tick.py CASE [--seconds 20] [--anew]

Ticks come every ten milliseconds, as a screen's would; how late they are is told for each state, in one run, with keys
at thirty a second through the app's own search path. `--anew` takes the kept index away first.
"""

from __future__ import annotations

import argparse
import json
import threading
import time
from collections.abc import Callable
from pathlib import Path

from corpus import SHARED
from measure import percentile

from store.casefile import CaseFile
from store.search import cache
from tui.service import Service

_TICK = 0.01
_KEY = 1 / 30


def lateness(seconds: float) -> list[float]:
    """Milliseconds by which ticks on this thread come late."""
    late: list[float] = []
    end = time.monotonic() + seconds
    while (now := time.monotonic()) < end:
        time.sleep(_TICK)
        late.append((time.monotonic() - now - _TICK) * 1000)
    return late


def beside(work: Callable[[], object], seconds: float) -> list[float]:
    """The same while another thread works, until it has done or the time is over."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    late: list[float] = []
    end = time.monotonic() + seconds
    while thread.is_alive() and time.monotonic() < end:
        late += lateness(0.5)
    return late


def main() -> None:
    """Print a line a state."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", type=Path)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--anew", action="store_true")
    options = parser.parse_args()
    queries = [q["q"] for q in json.loads((SHARED / "queries.json").read_text(encoding="utf-8"))]
    case = CaseFile(options.case, read_only=True)
    service = Service(None, case, "bench")  # type: ignore[arg-type]
    if options.anew:
        cache.file_of(case).unlink(missing_ok=True)
    over = threading.Event()

    def type_all() -> None:
        for query in queries:
            for length in range(1, len(query) + 1):
                if over.is_set():
                    return
                start = time.monotonic()
                service.lookup.search(query[:length])
                time.sleep(max(0.0, start + _KEY - time.monotonic()))

    states = {"idle": lateness(options.seconds)}
    states["while the index is made or opened"] = beside(service.lookup.warm, 600)
    service.lookup.warm()
    states["typing"] = beside(type_all, options.seconds)
    over.set()
    states["idle again"] = lateness(options.seconds)
    print("ticks | ms late: p50 | p95 | p99 | max")
    for state, late in states.items():
        figures = " | ".join(f"{percentile(late, share):.1f}" for share in (0.5, 0.95, 0.99, 1.0))
        print(f"{state} ({len(late)}) | {figures}")


if __name__ == "__main__":
    main()
