"""Does typing make the screen late? The running dashboard over a case file, with the search box open and keys coming fast.

    python tests/bench/search/bench_tick.py CASE [--seconds 20] [--anew] [--queries 60]

A task ticks on the screen's own loop every ten milliseconds; how late it comes is told, in one run, for the dashboard
idle, while the index is made or opened, while somebody types thirty keys a second into the box, and idle again. The
screen's thread's own work is told in CPU milliseconds a second. Beside it ticks a process that
does nothing else: what it is late is the machine's own. `--anew` takes the kept index away first.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tui"))
from corpus import SHARED
from measure import percentile
from measure_keys import TimedDriver, settled
from textual import events
from textual.keys import _character_to_key

from store.casefile import CaseFile
from store.filters import make_filter
from store.search import cache
from tui.app import Dashboard, start_state
from tui.memory import give_back
from tui.screens.search import Search

_TICK = 0.01
_KEY = 1 / 30
_ALONE = """
import sys, time
end = time.monotonic() + float(sys.argv[1])
while (now := time.monotonic()) < end:
    time.sleep(0.01)
    print((time.monotonic() - now - 0.01) * 1000)
"""


async def ticks(work: Callable[[], Awaitable[None]]) -> tuple[list[float], float]:
    """Milliseconds by which ticks on this loop come late while the work is done, and its thread's CPU share."""
    late: list[float] = []
    doing = asyncio.ensure_future(work())
    began, cpu = time.monotonic(), time.thread_time()
    while not doing.done():
        now = time.monotonic()
        await asyncio.sleep(_TICK)
        late.append((time.monotonic() - now - _TICK) * 1000)
    await doing
    return late, (time.thread_time() - cpu) * 1000 / (time.monotonic() - began)


async def press(app: Dashboard, key: str) -> None:
    """A key, as the terminal sends it."""
    name = _character_to_key(key) if len(key) == 1 else key
    app.post_message(events.Key(name, key if len(key) == 1 else None))


async def typing(app: Dashboard, queries: list[str], seconds: float) -> None:
    """Type one query after the other, thirty keys a second."""
    end = time.monotonic() + seconds
    for query in queries:
        await press(app, "ctrl+u")
        for char in query:
            if time.monotonic() > end:
                return
            began = time.monotonic()
            await press(app, char)
            await asyncio.sleep(max(0.0, began + _KEY - time.monotonic()))


async def warmed(app: Dashboard) -> None:
    """Open the box, and wait until its index is whole."""
    await press(app, ":")
    while not isinstance(app.screen, Search):
        await asyncio.sleep(0.01)
    while True:
        searched, total = app.service.lookup.covers()
        if total and searched == total:
            return
        await asyncio.sleep(0.05)


async def states(app: Dashboard, queries: list[str], seconds: float) -> None:
    """Print a line a state."""
    await settled(app, 120)

    async def idle() -> None:
        await asyncio.sleep(seconds)

    alone = subprocess.Popen([sys.executable, "-u", "-c", _ALONE, str(600)], stdout=subprocess.PIPE, text=True)
    print("ticks | ms late: p50 | p95 | p99 | max | the screen's thread, ms of CPU a second", file=sys.__stdout__)
    for name, work in (
        ("idle", idle),
        ("while the index is made or opened", lambda: warmed(app)),
        ("typing", lambda: typing(app, queries, seconds)),
        ("idle again", idle),
    ):
        told(name, *await ticks(work))
    alone.terminate()
    told("a process that does nothing", [float(line) for line in alone.communicate()[0].split()], 0.0)


def told(name: str, late: list[float], busy: float) -> None:
    """One line, past the dashboard, which keeps what is printed to itself."""
    figures = " | ".join(f"{percentile(late, share):.1f}" for share in (0.5, 0.95, 0.99, 1.0))
    print(f"{name} ({len(late)}) | {figures} | {busy:.0f}", file=sys.__stdout__, flush=True)


def main() -> None:
    """Run the dashboard and measure it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", type=Path)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--queries", type=int, default=60)
    parser.add_argument("--anew", action="store_true")
    options = parser.parse_args()
    queries = [q["q"] for q in json.loads((SHARED / "queries.json").read_text(encoding="utf-8"))]
    queries = queries[:: max(1, len(queries) // options.queries)]
    give_back()
    with CaseFile(options.case) as case:
        if options.anew:
            cache.file_of(case).unlink(missing_ok=True)
        state, _ = start_state(case, make_filter({"min_support": "30"}), None)
        app = Dashboard(case, "bench", state)
        app.driver_class = TimedDriver

        async def pilot(_: object) -> None:
            while not TimedDriver.stamps:
                await asyncio.sleep(0.01)
            await states(app, queries, options.seconds)
            app.service.close()
            app.exit(0)

        asyncio.run(app.run_async(size=(120, 40), auto_pilot=pilot))


if __name__ == "__main__":
    main()
