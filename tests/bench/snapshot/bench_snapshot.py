"""Time, memory and size of snapshots, as ratios to copying: python tests/bench/snapshot/bench_snapshot.py [ARTICLES].

The case file is made row by row, ten claims an article, as refreshing would leave it; one annotation an article.
"""

from __future__ import annotations

import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from store import ops
from store.casefile import CaseFile
from store.records.article import Body, Sighting
from store.records.keys import parts_key
from store.records.op import Op, span_target
from store.records.span import Span
from store.records.text import frozen_text
from store.snapshot.create import create
from store.snapshot.diff import diff
from store.snapshot.inspect import inspect
from store.snapshot.merge import merge, preview
from store.snapshot.opening import Derived

CLAIMS = 10
FILLER = "The harbour was quiet that day and nothing more was heard of the matter for a while. "


def build(path: Path, articles: int) -> None:
    """A case file of so many articles of about 3 kB."""
    with CaseFile(path) as case, case.write() as w:
        w.execute("INSERT INTO outlet (id, key, name, family, kind) VALUES (1, 'post', 'Post', 'post', 'press')")
        for a in range(1, articles + 1):
            lines = [f"Minister {a}-{c} said the ship of row {a * c} sailed. {FILLER * 2}" for c in range(CLAIMS)]
            text = frozen_text("\n".join(lines))
            body = Body(text)
            w.execute("INSERT INTO body (id, hash, chars, text) VALUES (?, ?, ?, ?)", (a, body.hash, len(text), text))
            s = Sighting(body.hash, f"a{a}.txt", f"Ships of row {a}", outlet="Post", published="2024-01-01", published_raw="2024-01-01", published_origin="declared")  # fmt: skip
            w.execute(
                "INSERT INTO sighting (id, key, body, name, title, outlet, published, published_raw, published_origin) "
                "VALUES (?, ?, ?, ?, ?, 'Post', '2024-01-01', '2024-01-01', 'declared')",
                (a, s.key, a, s.name, s.title),
            )
            key = parts_key(body.hash, "2024-01-01", "post")
            w.execute(
                "INSERT INTO article (id, key, body, outlet, name, language, rules) VALUES (?, ?, ?, 1, ?, 'en', 'bench')",
                (a, key, a, s.name),
            )
            w.execute("INSERT INTO article_sighting (sighting, article) VALUES (?, ?)", (a, a))
            start = 0
            for c, line in enumerate(lines):
                _claim(w, a, a * CLAIMS + c, key, start, line)
                start += len(line) + 1
            words = lines[0][:40]
            ops.append(
                w, Op("ann", span_target(body.hash, Span(0, 40), words), "note", f"Seen in row {a}", nonce=str(a))
            )
        w.execute("DELETE FROM stale")


def _claim(w: object, article: int, claim: int, key: str, start: int, line: str) -> None:
    end = start + line.index(". ") + 1
    run = w.execute  # type: ignore[attr-defined]
    run(
        "INSERT INTO claim (id, key, article, start_char, end_char, quote, content_start, content_end, attribution, kind, certainty, "
        "polarity, quality, reading) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'named_official', 'report', 'CT', '+', 0.9, '{}')",
        (claim, parts_key(key, claim), article, start, end, line[: end - start], start, end),
    )
    run(
        "INSERT INTO standing (claim, article, outlet, attribution, kind, certainty, polarity, points, digit, letter, support, inputs, "
        "shown_digit, shown_support) VALUES (?, ?, 1, 'named_official', 'report', 'CT', '+', 50, 3, 'F', 50, '', 3, 50)",
        (claim, article),
    )
    for seq, part in enumerate("CAHN"):
        run("INSERT INTO grade_part VALUES (?, ?, ?, 5, 'some words of it', NULL, NULL, NULL)", (claim, seq, part))


def timed(name: str, work: Callable[[], object], unit: float, size: str = "") -> float:
    """Print how long some work takes, as a ratio to copying."""
    began, worked = time.perf_counter(), _cpu()
    work()
    taken, cpu = time.perf_counter() - began, _cpu() - worked
    peaks = " and ".join(f"{resource.getrusage(who).ru_maxrss / 1024:4.0f}" for who in WHOSE)
    print(
        f"{name:28} {taken:7.2f} s  x{taken / unit if unit else 1:5.1f}  {cpu:7.2f} CPU s  {peaks} MB  {size}",
        flush=True,
    )
    return taken


WHOSE = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
"""This process, and the children that check: their highest memory so far."""


def _cpu() -> float:
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, WHOSE))


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def main(articles: int) -> None:
    """Make, measure, print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, sent = folder / "case.saidby", folder / "sent.saidby"
        build(path, articles)
        size = path.stat().st_size
        print(f"{articles:,} articles, {articles * CLAIMS:,} claims, {size / 1e6:.0f} MB")
        unit = timed("copy the case file", lambda: _copy(path, folder / "copy"), 0)
        with CaseFile(path) as case, CaseFile(folder / "empty.saidby") as empty:
            timed("create", lambda: create(case, sent), unit, f"{sent.name}")
            print(f"{'':28} the snapshot has {sent.stat().st_size / size:.2f} of the case file's size")
            timed("create --redact text", lambda: create(case, folder / "held", redact=["text"]), unit)
            timed("info", lambda: _open(sent, "leave"), unit)
            timed("verify", lambda: _open(sent, "check"), unit)
            timed("diff with itself", lambda: diff(case, sent), unit)
            timed("preview into an empty file", lambda: preview(empty, sent), unit)
            timed("merge into an empty file", lambda: merge(empty, sent), unit)
            timed("merge again", lambda: merge(empty, sent), unit)


def _open(path: Path, derived: Derived) -> None:
    with inspect(path, derived=derived) as theirs:
        assert derived == "leave" or theirs.derived == "ok", theirs.derived


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)
