"""Every field that an analyst can say has its command, its place in the dashboard, and its line in the documentation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from store import ops
from store.casefile import CaseFile
from store.records.op import FIELDS
from tests.store.snapshot_cases import shared_case
from tui.cli.group import ANNOTATIONS, SUBCOMMANDS
from tui.cli.main import main
from tui.commands import BY_ID, COMMANDS

ROOT = Path(__file__).resolve().parents[2]
ROWS = {
    cells[0]: cells
    for line in (ROOT / "docs" / "annotations.md").read_text(encoding="utf-8").splitlines()
    if (cells := [c.strip() for c in line.strip("|").split("|")]) and cells[0] in FIELDS
}
NOWHERE = {"name"}
"""Kept, and shown by nothing yet."""


def test_the_page_has_a_line_for_every_field() -> None:
    assert set(ROWS) == set(FIELDS)


@pytest.mark.parametrize("field", sorted(set(FIELDS) - NOWHERE))
def test_its_command_is_there(field: str) -> None:
    (command,) = re.findall(r"`saidby ([a-z-]+)`", ROWS[field][2])
    assert command in SUBCOMMANDS
    assert ANNOTATIONS.get(command, field) == field


@pytest.mark.parametrize("field", sorted(set(FIELDS) - NOWHERE - {"tombstone"}))
def test_its_place_in_the_dashboard_is_there(field: str) -> None:
    cell = ROWS[field][3]
    if cell.startswith("palette: "):
        assert cell.removeprefix("palette: ") in {c.title for c in COMMANDS if not c.keys}
    else:
        keys = {k for c in BY_ID.values() if c.group == "annotate" or c.id == "views" for k in c.keys}
        assert set(re.findall("`(.)`", cell)) <= keys


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_it_says_whether_a_reason_is_needed(field: str) -> None:
    assert (ROWS[field][4] == "needed") == FIELDS[field].needs_reason


def held(case: CaseFile, field: str) -> list[object]:
    with case.read() as r:
        return [h.value for h in ops.heads(r, field=field)]


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CaseFile:
    from tests.store.small_corpus import derive

    monkeypatch.setattr("importers.refresh.refresh", lambda case, *_, **__: derive(case))
    return shared_case(tmp_path / "case.saidby")


@pytest.mark.parametrize(
    ("title", "typed", "field", "value"),
    [
        ("Outlet:", ("ctrl+u", *"Kiosk", "enter"), "outlet", "Kiosk"),
        ("Outlet family", (*"Kiosk Group", "enter", *"register", "enter"), "family", "Kiosk Group"),
        ("Same actor", (*"Delta", "enter", *"nickname", "enter"), "actor.merge", "Delta"),
        ("Another actor", (*"Moreau", "enter", *"namesake", "enter"), "actor.part", "Moreau"),
        ("Split a claim", (*"sold ships", "enter"), "claim.split", "sold ships"),
    ],
)
async def test_the_palette_writes_the_rarer_ones(case, walk_in, title: str, typed, field: str, value: str) -> None:
    async with walk_in(case) as walk:
        await walk.press("j", "j", "ctrl+p", *title, "enter", *typed)
        assert value in held(case, field)
        await walk.press("z")
        assert value not in held(case, field)


def test_a_view_saved_on_the_command_line_is_listed_and_opened(case, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(case.path)
    case.close()
    assert main(["--db", path, "views", "certain", "--kind", "report", "--as", "ann"]) == 0
    assert main(["--db", path, "views", "certain", "--min-support", "50", "--as", "ann"]) == 0
    capsys.readouterr()
    assert main(["--db", path, "views", "--format", "csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2, "one of the same name was replaced"
    assert "50" in lines[1]
    assert main(["--db", path, "views", "empty"]) == 2
    assert main(["--db", path, "views", "bound", "--article", "alpha.txt"]) == 2
