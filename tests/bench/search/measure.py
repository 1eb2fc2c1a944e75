"""One process that opens a case file's search as the app does, types queries and tells what that took, as JSON.

python tests/bench/search/measure.py CASE QUERIES.jsonl [--every-prefix]
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def percentile(values: Sequence[float], share: float) -> float:
    """The value under which this share lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def memory() -> tuple[float, float]:
    """Resident megabytes of this process, and those of them that are no mapped file."""
    held = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
    return int(held["VmRSS"].split()[0]) / 1024, int(held["RssAnon"].split()[0]) / 1024


def main() -> None:
    """Print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--every-prefix", action="store_true")
    options = parser.parse_args()
    from store.casefile import CaseFile
    from tui.service import Service

    told: dict[str, Any] = {}
    service = Service(None, CaseFile(options.case, read_only=True), "bench")  # type: ignore[arg-type]
    for name in ("build", "open"):  # the second finds what the first one kept
        own, children, clock = time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        service.lookup.warm()
        now = resource.getrusage(resource.RUSAGE_CHILDREN)
        told[name] = {
            "cpu": time.process_time() - own,
            "child": now.ru_utime + now.ru_stime - children.ru_utime - children.ru_stime,
            "wall": time.monotonic() - clock,
            "child MB": now.ru_maxrss / 1024,
        }
        service.close()
        service = Service(None, CaseFile(options.case, read_only=True), "bench")  # type: ignore[arg-type]
    service.lookup.warm()
    gc.collect()
    gc.freeze()  # as the dashboard does after its first paint
    times: list[float] = []
    for line in options.queries.read_text(encoding="utf-8").splitlines():
        whole = json.loads(line)["q"]
        for length in range(1, len(whole) + 1) if options.every_prefix else (len(whole),):
            start = time.process_time()
            service.lookup.search(whole[:length])
            times.append((time.process_time() - start) * 1000)
    resident, own_memory = memory()
    told |= {
        "keys": len(times),
        "p50": statistics.median(times),
        "p95": percentile(times, 0.95),
        "p99": percentile(times, 0.99),
        "max": max(times),
        "MB": resident,
        "MB of its own": own_memory,
        "MB at most": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
