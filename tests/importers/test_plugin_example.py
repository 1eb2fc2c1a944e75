"""docs/readers.md suffices to write a plugin: the one that stands there is installed, found and used, in the child too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from importers import plugins
from importers.pipeline import RunOptions, run
from store import intake
from store.casefile import CaseFile

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "readers.md").read_text(encoding="utf-8")


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The plugin of the page, as pip would lay it out."""
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    (project,) = re.findall(r"```toml\n(.*?)```", PAGE, re.S)
    entry = project[project.index("[project.entry-points.saidby]") :]
    site = tmp_path / "site"
    info = site / "saidby_harbour-1.dist-info"
    info.mkdir(parents=True)
    (site / "saidby_harbour.py").write_text(code)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: saidby-harbour\nVersion: 1\n")
    (info / "entry_points.txt").write_text(entry.replace("[project.entry-points.saidby]", "[saidby]").replace('"', ""))
    monkeypatch.syspath_prepend(str(site))
    for cache in (plugins.manager, plugins.readers):
        cache.cache_clear()
    yield
    for cache in (plugins.manager, plugins.readers):
        cache.cache_clear()


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("jobs", [1, 2])
def test_the_plugin_of_the_documentation_reads_its_form(tmp_path: Path, jobs: int) -> None:
    (tmp_path / "today.txt").write_text(
        "HARBOUR RADIO 2022-09-06\nThe ferry is late, the pilot said.***   ***The pier is closed."
    )
    with CaseFile(tmp_path / "case.saidby") as case:
        result = run(case, "auto", [str(tmp_path / "today.txt")], RunOptions(jobs=jobs))
        with case.read() as r:
            stated = r.execute("SELECT DISTINCT outlet, published FROM sighting").fetchall()
            (failed,) = intake.units(r, 1, failed=True)
    assert {s: n for s, n in result.counts.items() if n} == {"new": 2, "failed": 1}
    assert [tuple(s) for s in stated] == [("Harbour Radio", "2022-09-06")]
    assert failed.problems[0].where == "bulletin 2"
