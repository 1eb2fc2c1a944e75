"""How fast articles come in: documents per CPU second, with and without reading them for claims, and as a share of the
bare libraries' own speed. CPU seconds count children too, so that a busy machine changes little.

Run: python tests/bench/import/bench_import.py [FOLDER]   with the shared material beside the repository.
"""

from __future__ import annotations

import json
import lzma
import resource
import sys
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

from importers.pipeline import RunOptions, run
from importers.refresh import refresh
from store.casefile import CaseFile

SHARED = Path(__file__).resolve().parents[4] / "shared"


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of some work, those of ended children with it."""

    def used() -> float:
        both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(u.ru_utime + u.ru_stime for u in both)

    before = used()
    work()
    return used() - before


def lay_out(folder: Path) -> int:
    """The Reuters corpus as one text file an article, with its date at the head."""
    count = 0
    with lzma.open(SHARED / "corpora" / "reuters21578.jsonl.xz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            item = json.loads(line)
            place = folder / f"{number % 50:02}"
            place.mkdir(parents=True, exist_ok=True)
            text = f"{item.get('title') or ''}\n\n{item.get('text') or ''}"
            head = f" date {item['date'][:10]} " if item.get("date") else ""
            (place / f"r{number:05}.txt").write_text(head + text, encoding="utf-8")
            count += 1
    return count


def say(what: str, count: int, seconds: float) -> None:
    """One line of the bench."""
    print(f"{what:58} {count / seconds:10,.0f} a CPU second  ({count:,} in {seconds:.2f} s)", flush=True)


def pages(folder: Path) -> int:
    """The pages of the article-extraction benchmark."""
    with tarfile.open(SHARED / "suites" / "aeb" / "files.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    return sum(1 for p in folder.rglob("*") if p.is_file())


def bare_pages(folder: Path) -> None:
    """trafilatura by itself on these pages."""
    import gzip

    from trafilatura import bare_extraction

    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        data = path.read_bytes()
        data = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
        bare_extraction(
            data, with_metadata=True, include_comments=False, date_extraction_params={"extensive_search": False}
        )


def rows(path: Path, count: int) -> None:
    """A table of so many short articles, as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        for n in range(count):
            item = {
                "title": f"Ferry {n}",
                "date": "2022-09-06",
                "url": f"https://coast.example/{n}",
                "text": "It sank. " * 20,
            }
            file.write(json.dumps({**item, "text": f"{item['text']}{n}"}) + "\n")


def bare_rows(path: Path) -> None:
    """The standard library by itself on such a table: parsed and put into one table of SQLite."""
    import sqlite3

    with sqlite3.connect(path.with_suffix(".bare")) as db, path.open(encoding="utf-8") as file:
        db.execute("CREATE TABLE a (title, date, url, text)")
        every = (json.loads(line) for line in file)
        db.executemany("INSERT INTO a VALUES (:title, :date, :url, :text)", every)


def main(folder: Path) -> None:
    """All measures, with the case files and inputs in a folder."""
    reuters, web, table = folder / "reuters", folder / "web", folder / "rows.jsonl"
    count = lay_out(reuters)
    one = RunOptions(jobs=1)
    with CaseFile(folder / "reuters.db") as case:
        say("texts, stored", count, cpu(lambda: run(case, "auto", [str(reuters)], one)))
        say("the same again, nothing new", count, cpu(lambda: run(case, "auto", [str(reuters)], one)))
    part = [str(reuters / f"{n:02}") for n in range(2)]
    few = sum(1 for p in part for _ in Path(p).iterdir())
    with CaseFile(folder / "part.db") as case:
        stored = cpu(lambda: run(case, "auto", part, one))
        say("texts, stored, read, linked and graded", few, stored + cpu(lambda: refresh(case, jobs=1)))
    count = pages(web)
    with CaseFile(folder / "web.db") as case:
        ours = cpu(lambda: run(case, "auto", [str(web)], one))
    say("web pages, stored", count, ours)
    bare = cpu(lambda: bare_pages(web))
    say("web pages, trafilatura alone", count, bare)
    print(f"{'share of the bare library':58} {bare / ours:10.0%}")
    rows(table, 20_000)
    with CaseFile(folder / "rows.db") as case:
        ours = cpu(lambda: run(case, "auto", [str(table)], one))
    say("rows of JSON lines, stored", 20_000, ours)
    bare = cpu(lambda: bare_rows(table))
    say("rows of JSON lines, json and sqlite3 alone", 20_000, bare)
    print(f"{'share of the bare library':58} {bare / ours:10.0%}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory(prefix="saidby-bench-") as made:
            main(Path(made))
