"""Real inputs with gold values: the suites that our forms are for, held to what they reached."""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
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


def score(shared: Path, suite: str, tmp_path: Path) -> dict[str, Any]:
    """What the suites' own harness makes of our command."""
    command = f"{sys.executable} -m tui --db {{db}} import auto {{dir}} -r --progress none --store-only"
    adapter = tmp_path / "adapter.json"
    adapter.write_text(json.dumps({"cmd": command, "ok_codes": [0, 1], "sql": SQL}))
    out = tmp_path / "out.json"
    words = [sys.executable, str(shared / "suites" / "harness.py"), suite, "--adapter", str(adapter), "--out", str(out)]
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
    found = json.loads(out.read_text())
    assert found["perf"]["crashes"] == []
    result: dict[str, Any] = found["score"]
    return result


def test_seeds_and_their_variants(shared: Path, tmp_path: Path) -> None:
    got = score(shared, "seeds", tmp_path)
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
    mismatches = [m[0] for m in score(shared, "csv", tmp_path)["mismatches"]]
    assert [m for m in mismatches if m.startswith("own/")] == ["own/ragged.csv"], "a row with too many cells is refused"


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
