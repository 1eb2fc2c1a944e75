"""The three articles that the case starts from: imported as they are, dated as they say, nothing invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from importers.pipeline import run
from store.casefile import CaseFile

pytestmark = pytest.mark.shared


def test_the_seeds_are_in_with_the_dates_that_they_state(shared: Path, tmp_path: Path) -> None:
    with CaseFile(tmp_path / "case.saidby") as case:
        result = run(case, "auto", [str(shared / "seeds")])
        with case.read() as r:
            rows = r.execute("SELECT name, published, title, outlet, url FROM sighting ORDER BY name").fetchall()
    assert result.line() == "3 units: 3 new, 0 changed, 0 same, 0 skipped, 0 failed   run 1"
    assert [(row["name"][:3], row["published"]) for row in rows] == [
        ("000", "2022-09-06"),
        ("001", "2024-10-15"),
        ("002", None),
    ]
    assert all((row["title"], row["outlet"], row["url"]) == (None, None, None) for row in rows)


def test_their_bodies_are_their_bytes_without_the_head(shared: Path, tmp_path: Path) -> None:
    with CaseFile(tmp_path / "case.saidby") as case:
        run(case, "text", [str(shared / "seeds")])
        with case.read() as r:
            texts = dict(r.execute("SELECT s.name, b.text FROM sighting s JOIN body b ON b.id = s.body"))
    for path in (shared / "seeds").iterdir():
        words = path.read_text(encoding="utf-8").replace("\r\n", "\n").strip()
        assert words.endswith(texts[path.name])
        assert len(words) - len(texts[path.name]) in (0, len("date 2022-09-06 "))
