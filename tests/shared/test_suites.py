"""Real inputs with gold values: the suites that our forms are for, held to what they reached."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from importers.decoding import Decoded, decode
from store.records.text import frozen_text

pytestmark = pytest.mark.shared

ROOT = Path(__file__).resolve().parents[2]
SQL = (
    "SELECT CASE WHEN instr(u.path, char(33)) THEN substr(u.path, 1, instr(u.path, char(33)) - 1) ELSE u.path END AS file, "
    "(SELECT count(*) FROM unit_sighting o WHERE o.unit = us.unit AND (length(o.place), o.place) < "
    "(length(us.place), us.place)) AS unit, s.title, s.byline AS author, s.published AS date, s.outlet, s.url, "
    "s.language AS lang, s.external_id AS ext_id, b.text FROM unit_sighting us JOIN import_unit u ON u.id = us.unit "
    "JOIN sighting s ON s.id = us.sighting LEFT JOIN body b ON b.id = s.body"
)

ARTICLES = (
    "SELECT CASE WHEN instr(u.path, char(33)) THEN substr(u.path, 1, instr(u.path, char(33)) - 1) ELSE u.path END, "
    "count(*) FROM unit_sighting us JOIN import_unit u ON u.id = us.unit GROUP BY 1"
)
"""How many articles each file gave, those of its members with it."""
UTC_DAYS = SQL.replace(
    "s.published AS date", "CASE WHEN length(s.published) > 19 THEN date(s.published) ELSE s.published END AS date"
)
"""Where the gold dates are days of UTC: ours keep the zone that was stated."""
AS_MARKUP = UTC_DAYS.replace("s.title,", "replace(replace(s.title, '<', '&lt;'), '>', '&gt;') AS title,").replace(
    "b.text FROM", "replace(replace(b.text, '<', '&lt;'), '>', '&gt;') AS text FROM"
)
"""Where the gold values are HTML: ours are plain text."""
AT_THE_RUN = SQL.replace(
    "s.published AS date",
    "CASE WHEN s.published > date((SELECT started FROM import_run n WHERE n.id = u.run), '+2 days') THEN NULL "
    "ELSE s.published END AS date",
)
"""Where the gold has no date for a day in the future: ours keeps what is stated, and counts it when the day has come."""


def score(shared: Path, suite: str, tmp_path: Path, sql: str = SQL, options: str = "") -> dict[str, Any]:
    """What the suites' own harness makes of our command."""
    command = f"{sys.executable} -m tui --db {{db}} import auto {{dir}} -r --progress none --store-only --report {{report}} {options}"
    adapter = tmp_path / "adapter.json"
    adapter.write_text(json.dumps({"cmd": command, "ok_codes": [0, 1], "sql": sql}))
    out = tmp_path / "out.json"
    words = [sys.executable, str(shared / "suites" / "harness.py"), suite, "--adapter", str(adapter), "--out", str(out)]
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True, env={**os.environ, "TMPDIR": str(tmp_path)})
    found = json.loads(out.read_text())
    assert found["perf"]["crashes"] == []
    assert lost(shared, suite, next(tmp_path.glob("imp_*"))) == []
    result: dict[str, Any] = found["score"]
    return result


def lost(shared: Path, suite: str, made: Path) -> list[str]:
    """What an import dropped in silence: files of a suite that gave no article and no problem, and counts that are not
    those of the articles and problems kept. `made` holds its case file and report."""
    reported: dict[str, list[dict[str, Any]]] = {}
    for line in (made / "report.json").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        reported.setdefault(row["file"].split("!", 1)[0], []).append(row)
    with contextlib.closing(sqlite3.connect(made / "out.db")) as db:
        articles = Counter(dict(db.execute(ARTICLES).fetchall()))
        counts = json.loads(db.execute("SELECT counts FROM import_run").fetchone()[0])
    missing = []
    with tarfile.open(shared / "suites" / suite / "files.tar.xz") as archive:
        names = [m.name.removeprefix("./") for m in archive.getmembers() if m.isfile()]
    for name in names:
        found = [path for path in reported if path.endswith(f"/{name}")]
        rows = [row for path in found for row in reported[path]]
        told = any(p["level"] == "error" for row in rows for p in row["problems"])
        if not (told or any(row["status"] == "skipped" for row in rows) or any(articles[path] for path in found)):
            missing.append(name)
    errors = sum(p["level"] == "error" for rows in reported.values() for row in rows for p in row["problems"])
    units = sum(n for status, n in counts.items() if status != "skipped")
    if units != sum(articles.values()) + errors:
        missing.append(f"{units} units, {sum(articles.values())} articles and {errors} problems")
    return missing


def test_seeds_and_their_variants(shared: Path, tmp_path: Path) -> None:
    got = score(shared, "seeds", tmp_path, AT_THE_RUN)
    assert got["date"]["accuracy"] == 1.0
    assert got["wrong"] == []
    assert got["rejected"] == "4/4"
    assert got["body_exact"] == "3/3"


def test_exports_of_news_services(shared: Path, tmp_path: Path) -> None:
    got = score(shared, "exports", tmp_path)
    titles, years = (int(got[k].split("/")[0]) for k in ("title", "year"))
    assert titles >= 420
    assert years >= 410, "but for GDELT, whose dates are days of finding"


def test_csv_in_the_wild(shared: Path, tmp_path: Path) -> None:
    columns = "--map title=a --map text=b --map text=c --map title=first --map text=address --map title=key"
    mismatches = [m[0] for m in score(shared, "csv", tmp_path, options=columns)["mismatches"]]
    assert [m for m in mismatches if m.startswith("own/")] == ["own/ragged.csv"], "a row with too many cells is refused"
    assert len(mismatches) <= 2, "tables of no articles are read where a person says which columns count"


def test_feeds_as_feedparser_expects_them(shared: Path, tmp_path: Path) -> None:
    got = score(shared, "feedparser", tmp_path, AS_MARKUP)
    assert got["total"] >= 0.965, "feedparser itself: .976, with two addresses that a transport completed"


def test_mail(shared: Path, tmp_path: Path) -> None:
    got = score(shared, "mail", tmp_path, UTC_DAYS)
    assert (got["subject"], got["date"]) == ("114/114", "111/111")


def test_titles_and_dates_of_saved_pages(shared: Path, tmp_path: Path) -> None:
    got = score(shared, "saved", tmp_path)
    assert got["segments"]["f1"] >= 0.96
    assert got["title"]["accuracy"] >= 0.85
    assert got["date"]["accuracy"] >= 0.95


def test_the_main_text_of_pages(shared: Path, tmp_path: Path) -> None:
    assert round(score(shared, "aeb", tmp_path)["text"]["f1"], 3) >= 0.96


def test_press_databases(shared: Path, tmp_path: Path) -> None:
    got = score(shared, "pressdb", tmp_path)
    assert got["count_exact"] >= 25


def test_old_encodings_are_found_out(shared: Path, tmp_path: Path) -> None:
    folder = shared / "suites" / "charset"
    with tarfile.open(folder / "files.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    right = total = 0
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        data = (tmp_path / gold["file"]).read_bytes()
        if gold.get("binary"):
            continue
        total += 1
        found = decode(data)
        expected = data.decode(gold["encoding"], "surrogatepass" if gold["encoding"].startswith("utf") else "strict")
        right += isinstance(found, Decoded) and frozen_text(found.text) == frozen_text(expected.lstrip("\ufeff"))
    assert total > 450
    assert right / total >= 0.94, "charset-normalizer alone reaches .923"


@pytest.mark.parametrize("suite", ["docs", "refs", "readlater", "warc", "blns", "charset"])
def test_nothing_is_dropped_in_silence(shared: Path, tmp_path: Path, suite: str) -> None:
    """The suites without a figure here; the others are held to it by `score`."""
    folder = tmp_path / "in"
    with tarfile.open(shared / "suites" / suite / "files.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    made = tmp_path / "imp_here"
    made.mkdir()
    words = ["--db", str(made / "out.db"), "import", "auto", "-r", "--progress", "none", "--store-only"]
    words += ["--report", str(made / "report.json"), str(folder)]
    done = subprocess.run([sys.executable, "-m", "tui", *words], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode in (0, 1)
    assert lost(shared, suite, made) == []
