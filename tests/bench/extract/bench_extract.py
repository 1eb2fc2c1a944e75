"""Every figure of the extractor in one table: quality against the shared development sets, speed, linearity.

    python tests/bench/extract/bench_extract.py [--only speed|quality]

Quality is measured by the shared scorers on what `saidby extract` prints, so it is what the panes show. They are looked
for in ../shared/eval beside the repository; without them only the speed is measured, and the table says so.
Times are seconds of processor time of this process or its children, not of the clock: other work on the machine does
not count. "aim" is the aim of the design page; a figure marked * falls short of it. About two minutes.
"""

from __future__ import annotations

import argparse
import itertools
import json
import lzma
import os
import resource
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

HOUSE = Path(__file__).resolve().parents[3]
SHARED = HOUSE.parent / "shared" / "eval"
SAMPLE = HOUSE / "sample_data" / "articles"
SAIDBY = f"{shlex.quote(sys.executable)} -c 'from tui.cli.main import run; run()'"
TRIES = 4
"""Times that a speed is measured; the best stands."""
BASE = 50_000
"""Characters of the smallest text of the linearity series."""


class Figure(NamedTuple):
    """One line of the table; `path` leads to the figure in the scorer's answer."""

    name: str
    path: tuple[str, ...]
    aim: float | None = None
    least: bool = False
    """Whether less is better."""


class Run(NamedTuple):
    """One scorer on one set."""

    scorer: str
    role: str
    set: str | None
    figures: tuple[Figure, ...]


TIMEX = (
    Figure("calendar dates on the right interval, F1", ("date", "value", "F1"), 87),
    Figure("all expressions, strict", ("all", "strict", "F1"), 85),
    Figure("all expressions, relaxed", ("all", "relaxed", "F1"), 92),
    Figure("all expressions, value", ("all", "value", "F1"), 80),
)
RUNS = (
    Run("eval_timex.py", "timex", "tbaq", TIMEX),
    Run("eval_timex.py", "timex", "wikiwars", tuple(f._replace(aim=None) for f in TIMEX)),
    Run(
        "eval_attribution.py",
        "attribution",
        "polnear_dev",
        (
            Figure("who said what, F1", ("who_said_what", "F1"), 52),
            Figure("who said what, cues of saying, F1", ("speech", "who_said_what", "F1"), 70),
            Figure("content exact", ("content", "exact", "F1"), 45),
            Figure("content overlap", ("content", "overlap", "F1"), 80),
            Figure("source exact", ("source", "exact", "F1"), 60),
            Figure("cue exact", ("cue", "exact", "F1"), 60),
            Figure("a sentence holds an attribution, F1", ("sentence", "F1"), 88),
            Figure("direct quotations found", ("recall_by_kind", "direct", "R"), 97),
        ),
    ),
    Run(
        "eval_certainty.py",
        "certainty",
        "uw",
        (Figure("certainty, r", ("pearson",), 0.70), Figure("certainty, MAE on -3..3", ("mae",), 0.42, True)),
    ),
    Run("eval_certainty.py", "certainty", "meantime", (Figure("certainty, r", ("pearson",), 0.45),)),
    Run("eval_certainty.py", "certainty", "commitmentbank", (Figure("certainty, r", ("pearson",), 0.45),)),
    Run("eval_certainty.py", "certainty", "megaveridicality", (Figure("certainty, r", ("pearson",), 0.50),)),
    Run(
        "eval_certainty.py",
        "certainty",
        "wikiweasel",
        (Figure("hedged sentence or not, AUC", ("uncertain_auc",), 0.80),),
    ),
    Run("eval_certainty.py", "certainty", "wep", (Figure("probability words, MAE on 0..1", ("mae",), 0.05, True),)),
    Run(
        "eval_eventdate.py",
        "eventdate",
        None,
        (
            Figure("day of the main event", ("day",), 68),
            Figure("within one day", ("day1",)),
            Figure("its phrase", ("phrase",), 70),
        ),
    ),
)


def main() -> int:
    """Print the table; 0 also where a figure falls short: this measures, it does not judge."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=("speed", "quality"))
    asked = parser.parse_args()
    print(f"{'set':<18} {'figure':<44} {'value':>9} {'aim':>7}")
    if asked.only != "speed":
        for line in quality():
            print(line, flush=True)
    if asked.only != "quality":
        for line in speed():
            print(line, flush=True)
    used = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"{'all of this':<18} {'processor seconds':<44} {used:>9.1f} {300:>7}")
    return 0


def quality() -> Iterator[str]:
    """Lines of the shared scorers."""
    if not (SHARED / "adapter.py").exists():
        yield _line("quality", f"not measured: no {SHARED.parent.name}/{SHARED.name} beside the repository", None, None)
        return
    for run in RUNS:
        try:
            found = _scored(run)
        except (subprocess.SubprocessError, ValueError, OSError) as error:
            yield _line(run.set or run.role, f"not measured: {type(error).__name__}", None, None)
            continue
        for figure in run.figures:
            value: Any = found
            for key in figure.path:
                value = value.get(key) if isinstance(value, dict) else None
            yield _line(run.set or run.role, figure.name, value, figure.aim, figure.least)


def _scored(run: Run) -> dict[str, Any]:
    adapter = f"{shlex.quote(sys.executable)} {shlex.quote(str(SHARED / 'adapter.py'))} {run.role}"
    command = [sys.executable, str(SHARED / run.scorer), "--split", "dev", "--boot", "0", "--cmd", adapter]
    if run.set is not None:
        command += ["--set", run.set]
    environment = {**os.environ, "SAIDBY": SAIDBY, "PYTHONPATH": str(HOUSE)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, cwd=HOUSE)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def speed() -> Iterator[str]:
    """Lines of speed, and of how the time grows with the text."""
    from importers.extract.read import read

    articles = _articles()
    for text in articles[:2]:
        read(text, "2023-10-11")  # the lexicons are read once
    yield from _rates("sample articles", articles)
    for name, texts in _corpora():
        yield from _rates(name, texts)
    one = "\n\n".join(articles)
    for factor in (1, 4, 20):
        text = _of_length(one, BASE * factor)
        yield _line("linearity", f"article of {len(text) / 1e6:.2f} MB, seconds", _seconds(read, text), None)
    words = "the mayor of the town and the bridge that the river took away in May, "
    for label, hard in (
        ("one sentence of 60 kB, seconds", _of_length(words, 60_000)),
        ("one sentence of 60 kB in one quotation, seconds", '"' + _of_length(words, 60_000) + '," he said.'),
        ("10,000 quotation marks, seconds", '"so" ' * 5_000),
        ("10,000 opening quotation marks, seconds", "“so " * 10_000),
        ("one paragraph of 10,000 short quotations, seconds", '"It rains," she said. ' * 10_000),
        ("20,000 dates, seconds", "On Monday, 3 May 2021. " * 20_000),
    ):
        yield _line("hard texts", label, _seconds(read, hard, "2023-10-11"), None)


def _rates(name: str, texts: Sequence[str]) -> Iterator[str]:
    """Speed of everything and of the dates alone, and both over a fixed loop in plain Python in the same run.

    Processor time too passes more slowly or faster with what else the machine does; the quotient changes less.
    """
    from importers.extract.read import read
    from importers.extract.sentences import read_sentences
    from importers.extract.timex.resolve import find_timexes

    size = sum(map(len, texts))
    rows: tuple[tuple[str, Callable[[str], object], float], ...] = (
        ("everything", lambda text: read(text, "2023-10-11"), 100),
        ("dates alone", lambda text: find_timexes(text, read_sentences(text), "2023-10-11"), 200),
    )
    for what, work, aim in rows:
        tries = [(_loop(), sum(_seconds(work, text) for text in texts)) for _ in range(TRIES)]
        yield _line(name, f"{what}, thousand characters a second", size / min(t for _, t in tries) / 1000, aim)
        yield _line(name, f"{what}, thousand characters a loop", size * max(c / t for c, t in tries) / 1000, None)


def _loop() -> float:
    """Seconds of a fixed piece of plain Python."""

    def work() -> None:
        total, kept = 0, {}
        for i in range(300_000):
            total += i * i % 7
            kept[i & 1023] = total

    return _seconds(work)


def _corpora() -> Iterator[tuple[str, list[str]]]:
    """Texts of the shared corpora, where they are: every tenth of the ordinary news, long articles, short wire pieces."""
    folder = SHARED.parent / "corpora"
    news, wire = folder / "russia_ukraine_300.jsonl", folder / "reuters21578.jsonl.xz"
    if news.exists():
        texts = [json.loads(line)["text"] for line in news.read_text(encoding="utf-8").splitlines()]
        yield "news", texts[::10]
        yield "the longest of it", sorted(texts, key=len)[-6:]
    if wire.exists():
        with lzma.open(wire, "rt", encoding="utf-8") as lines:
            first = [json.loads(line)["text"] for line in itertools.islice(lines, 0, 3000, 40)]
        yield "wire pieces", first


def _articles() -> list[str]:
    """The prose of the sample corpus, by name."""
    files = sorted((*SAMPLE.glob("text/*.txt"), *SAMPLE.glob("markdown/*.md")))
    found = [path.read_text(encoding="utf-8") for path in files]
    archive = (SAMPLE / "archive.jsonl").read_text(encoding="utf-8").splitlines()
    return found + [json.loads(line)["body"] for line in archive]


def _of_length(text: str, length: int) -> str:
    return (text * (length // len(text) + 1))[:length]


def _seconds(work: Callable[..., object], *given: str) -> float:
    began = time.process_time()
    work(*given)
    return time.process_time() - began


def _line(name: str, figure: str, value: float | None, aim: float | None, least: bool = False) -> str:
    if value is None:
        return f"{name:<18} {figure}"
    short = aim is not None and (value > aim if least else value < aim)
    return f"{name:<18} {figure:<44} {value:>9.3f} {'' if aim is None else f'{aim:g}':>7}{' *' if short else ''}"


if __name__ == "__main__":
    sys.exit(main())
