"""The dashboard measured from the inside: how soon a key is painted, a filter shown, and how much memory it takes.

    python tests/bench/tui/measure_keys.py FILE [--rounds 40] [--only keys|filters|open] [--first]

The app runs as it does for a person, panes linked and a filter on, into a driver that times what is written to the
terminal. A key's time ends with the first bytes after it (`seen`), and with the last ones before 60 ms of quiet
(`linked`: the evidence and the lit rows of other panes are there too). `stall` is the longest time for which the
screen's loop did nothing else: what a key pressed meanwhile would have waited.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from textual import events
from textual.drivers.headless_driver import HeadlessDriver

from store.casefile import CaseFile
from store.filters import make_filter
from tui.app import Dashboard, start_state
from tui.conditions import Place
from tui.memory import give_back
from tui.widgets.row_list import RowList

QUIET = 0.06
KEYS: dict[Place, tuple[str, ...]] = {
    "claims": ("j", "k", "pagedown", "pageup", "G", "g", "down", "tab", "shift+tab"),
    "timeline": ("j", "pagedown", "G", "pageup", "g", "tab", "shift+tab"),
    "sources": ("j", "l", "pagedown", "G", "pageup", "h", "g", "tab", "shift+tab"),
    "evidence": ("j", "k", "tab", "shift+tab"),
}
FILTERS = (
    {"min_support": "60"}, {"min_support": "90"}, {"kind": "denial"}, {"certainty": "PS,U"}, {"letter": "B"},
    {"speaker": "dreyer"}, {"source": "hesper courier"}, {"from": "2021-03", "to": "2021-04"}, {"proposition": "7"},
    {"article": "77"}, {"min_support": "40", "kind": "report", "certainty": "CT"},
)  # fmt: skip


class TimedDriver(HeadlessDriver):
    """Writes to nowhere, and remembers when."""

    stamps: list[float] = []

    @property
    def is_headless(self) -> bool:
        """No: what is painted is turned into bytes, as for a terminal."""
        return False

    def write(self, data: str) -> None:
        """Remember when."""
        self.stamps.append(time.perf_counter())


class Watch:
    """The longest time for which the loop did not come round."""

    def __init__(self) -> None:
        self.worst = 0.0

    async def run(self) -> None:
        """Tick until cancelled."""
        last = time.perf_counter()
        while True:
            await asyncio.sleep(0.001)
            now = time.perf_counter()
            self.worst = max(self.worst, now - last - 0.001)
            last = now


@asynccontextmanager
async def watched() -> AsyncIterator[Watch]:
    """A watch over what happens inside."""
    watch = Watch()
    task = asyncio.create_task(watch.run())
    try:
        yield watch
    finally:
        task.cancel()


def rss_mb() -> float:
    """Resident memory of this process, in millions of bytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def told(times: Sequence[float]) -> dict[str, float]:
    """Median, 95th percentile and worst, in milliseconds."""
    ordered = sorted(times)
    return {
        "median": round(statistics.median(ordered) * 1e3, 1),
        "p95": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))] * 1e3, 1),
        "max": round(ordered[-1] * 1e3, 1),
    }


async def settled(app: Dashboard, seconds: float = 60.0) -> float:
    """Wait until nothing was written for a while and nobody works; when the last bytes were written."""
    deadline = time.perf_counter() + seconds
    quiet_from = time.perf_counter()
    while time.perf_counter() < deadline:
        await asyncio.sleep(0.005)
        last = max(TimedDriver.stamps[-1] if TimedDriver.stamps else 0.0, quiet_from)
        if app.service.pending():
            quiet_from = time.perf_counter()
        elif time.perf_counter() - last > QUIET:
            return TimedDriver.stamps[-1] if TimedDriver.stamps else last
    raise TimeoutError("the screen did not come to rest")


async def press(app: Dashboard, key: str) -> tuple[float | None, float]:
    """One key; seconds until something was painted (None: nothing was), and until all was."""
    TimedDriver.stamps.clear()
    sent = time.perf_counter()
    app.post_message(events.Key(key, key if len(key) == 1 else None))
    while not TimedDriver.stamps and time.perf_counter() - sent < QUIET:
        await asyncio.sleep(0.0005)
    if not TimedDriver.stamps:
        return None, 0.0
    last = await settled(app)
    return TimedDriver.stamps[0] - sent, last - sent


async def keys(app: Dashboard, rounds: int) -> dict[str, Any]:
    """Each key of each pane, under a filter."""
    app.main.set_state(app.main.state.with_whole(make_filter({"min_support": "30"})))
    await settled(app)
    report: dict[str, Any] = {}
    for place, several in KEYS.items():
        seen: dict[str, list[float]] = {key: [] for key in several}
        linked: dict[str, list[float]] = {key: [] for key in several}
        async with watched() as watch:
            for _ in range(rounds):
                for key in several:
                    app.main.set_state(app.main.state.focus(place))
                    await settled(app)
                    first, last = await press(app, key)
                    if first is not None:
                        seen[key].append(first)
                        linked[key].append(last)
        report[place] = {}
        for key in several:
            if seen[key]:
                report[place] |= {f"{key} seen": told(seen[key]), f"{key} linked": told(linked[key])}
        report[place]["stall"] = round(watch.worst * 1e3, 1)
    return report


@contextmanager
def arrivals(app: Dashboard) -> Iterator[list[float]]:
    """When rows were handed to pane 2, inside."""
    rows, came = app.main.claims.list, list[float]()
    before = rows.show

    def show(*given: Any) -> None:
        before(*given)
        came.append(time.perf_counter())

    with mock.patch.object(rows, "show", show):
        yield came


async def filters(app: Dashboard) -> dict[str, Any]:
    """Each filter: until its first page is painted in pane 2, until all panes are, and the longest stall meanwhile."""
    report: dict[str, Any] = {}
    for values in FILTERS:
        app.main.set_state(app.main.state.reset())
        await settled(app)
        wanted = make_filter(values)
        TimedDriver.stamps.clear()
        async with watched() as watch:
            with arrivals(app) as arrived:
                began = time.perf_counter()
                app.main.set_state(app.main.state.with_whole(wanted))
                last = await settled(app)
        report[" ".join(f"{k}={v}" for k, v in values.items())] = {
            "claims": len(app.main.claims.list.ids),
            "first page": round((arrived[0] - began) * 1e3, 1) if arrived else None,
            "all ids": round((arrived[-1] - began) * 1e3, 1) if arrived else None,
            "all panes": round((last - began) * 1e3, 1),
            "stall": round(watch.worst * 1e3, 1),
        }
    return report


async def reopened(app: Dashboard, rounds: int) -> dict[str, Any]:
    """Pane 2 asked for anew without a filter: until its rows stand in the list."""
    times = []
    for _ in range(rounds):
        app.main.set_state(app.main.state.reset())
        await settled(app)
        began = time.perf_counter()
        with arrivals(app) as came:
            app.main.reload()
            while not came:
                await asyncio.sleep(0.001)
        times.append(came[0] - began)
    return told(times)


def _rows_came(app: Dashboard) -> bool:
    return any(rows.ids for rows in app.main.query("#claims-list").results(RowList))


def measure(path: Path, rounds: int, only: str | None) -> dict[str, Any]:
    """The whole report."""
    report: dict[str, Any] = {"file": path.name, "before": round(rss_mb(), 1)}
    give_back()
    with CaseFile(path) as case:
        state, _ = start_state(case, make_filter({"min_support": "30"}), None)
        app = Dashboard(case, "bench", state)
        app.driver_class = TimedDriver

        async def pilot(_: Any) -> None:
            began = time.perf_counter()
            while not TimedDriver.stamps or not _rows_came(app):  # a start paints nothing before its rows
                await asyncio.sleep(0.002)
            report["start, all panes"] = round((await settled(app) - began) * 1e3, 1)
            report["memory at start"] = round(rss_mb(), 1)
            if only in (None, "open"):
                report["view open"] = await reopened(app, max(3, rounds // 8))
            if only in (None, "keys"):
                report["keys"] = await keys(app, rounds)
            if only in (None, "filters"):
                report["filters"] = await filters(app)
            report["memory at the end"] = round(rss_mb(), 1)
            app.service.close()
            app.exit(0)

        asyncio.run(app.run_async(size=(120, 40), auto_pilot=pilot))
    return report


def lines(report: dict[str, Any], before: str = "") -> list[str]:
    """The report, one figure or one row of figures a line."""
    out = []
    for name, value in report.items():
        if isinstance(value, dict) and any(isinstance(v, dict) for v in value.values()):
            out += lines(value, f"{before}{name}: ")
        else:
            out.append(f"{before}{name}: {json.dumps(value).strip('{}')}")
    return out


def main() -> None:
    """Measure the file that the words name, and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--only", choices=("open", "keys", "filters"))
    parser.add_argument("--first", action="store_true", help="before other programs on this machine (needs root)")
    words = parser.parse_args()
    if words.first:
        os.nice(-15)
    print("\n".join(lines(measure(words.file, words.rounds, words.only))))


if __name__ == "__main__":
    main()
