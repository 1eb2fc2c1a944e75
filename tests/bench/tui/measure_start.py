"""From the command to the full screen, beside a minimal Textual app and other programs, in turns of one run.

    python tests/bench/tui/measure_start.py [--case FILE]... [--other NAME 'READY' COMMAND]... [--rounds 7]

`saidby --db FILE` is full when its claims, its evidence and its comparison are painted. Each round starts every program
once, so that what else the machine does falls on all of them alike; figures are medians, and ratios to the minimal app.
Programs run as they are installed, with their bytecode kept: a checkout where PYTHONDONTWRITEBYTECODE is set compiles
saidby's own modules at every start, which no installed program does (`--as-is` measures that). The first round is not
counted. The terminal comes from the `shared` folder beside the checkout; it needs pyte.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shlex
import statistics
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

TERMINAL = Path(__file__).resolve().parents[4] / "shared" / "tools" / "pty_latency.py"
FULL = (r"sup grade", r"claim \S{6}|= 50|not graded", r"propositions|ranking")
MINIMAL = """
from textual.app import App
from textual.widgets import Static
class Minimal(App[None]):
    def compose(self):
        yield Static("ready to go")
Minimal().run()
"""


def terminal() -> ModuleType:
    """The harness that paints what a program writes."""
    if not TERMINAL.is_file():
        sys.exit(f"skipped: {TERMINAL.name} is not beside the checkout")
    spec = importlib.util.spec_from_file_location("pty_latency", TERMINAL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_installed(folder: Path) -> None:
    """Let every program keep its bytecode, in this folder."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")


def minimal_app(folder: Path) -> list[str]:
    """The command of the least app that Textual can show, in the environment of saidby."""
    path = folder / "minimal.py"
    path.write_text(MINIMAL, encoding="utf-8")
    return [sys.executable, str(path)]


def start(
    harness: ModuleType, command: list[str], ready: tuple[str, ...], env: dict[str, str] | None = None
) -> tuple[float, float]:
    """Seconds from the command to the last of what must be seen, and megabytes then."""
    program = harness.Terminal(command, 120, 40, {"SAIDBY_ANALYST": "bench", **(env or {})})
    try:
        seen = max(program.wait_for(pattern, 90) for pattern in ready)
        program.wait_settled(0.5, 5)
        return seen - program.started, program.rss_mb()
    finally:
        program.stop()


def main() -> None:
    """Measure what the words name, and print a row for each program."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--case", type=Path, action="append", default=[])
    parser.add_argument("--other", nargs=3, action="append", default=[], metavar=("NAME", "READY", "COMMAND"))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--as-is", action="store_true", help="leave the environment's settings of bytecode alone")
    words = parser.parse_args()
    harness = terminal()
    sys.setswitchinterval(0.0005)
    programs: dict[str, tuple[list[str], tuple[str, ...]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        if not words.as_is:
            as_installed(Path(folder))
        programs["minimal"] = (minimal_app(Path(folder)), ("ready to go",))
        for case in words.case:
            programs[case.name] = ([str(Path(sys.executable).with_name("saidby")), "--db", str(case)], FULL)
        for name, ready, command in words.other:
            programs[name] = (shlex.split(command), (ready,))
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
        for turn in range(words.rounds + 1):
            for name, (command, ready) in programs.items():
                taken = start(harness, command, ready)
                if turn:
                    times[name].append(taken)
    base = statistics.median(t for t, _ in times["minimal"])
    for name, several in times.items():
        row: dict[str, Any] = {"ms": round(statistics.median(t for t, _ in several) * 1e3)}
        row["ratio"] = round(statistics.median(t for t, _ in several) / base, 2)
        row["best ratio"] = round(min(t for t, _ in several) / min(t for t, _ in times["minimal"]), 2)
        row["rss_mb"] = round(statistics.median(m for _, m in several), 1)
        print(name, json.dumps(row))


if __name__ == "__main__":
    main()
