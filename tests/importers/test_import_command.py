"""`saidby import` as a person types it: last line, exit codes, what goes to which stream."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from store.casefile import CaseFile
from tui.cli.main import main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    for number in range(3):
        (made / f"a{number}.txt").write_text(f" date 2022-09-0{number + 1} Ferry {number} sank, the coast guard said.")
    return made


def run(tmp_path: Path, *words: str) -> int:
    return main(["--db", str(tmp_path / "case.saidby"), "import", *words])


def last_line(capsys: pytest.CaptureFixture[str]) -> str:
    out, err = capsys.readouterr()
    assert out == ""
    return err.strip().splitlines()[-1]


def test_the_last_line_counts_every_unit(tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "text", "--store-only", str(folder)) == 0
    assert last_line(capsys) == "3 units: 3 new, 0 changed, 0 same, 0 skipped, 0 failed   run 1"


def test_a_rejected_file_is_named_with_its_cause_and_the_code_is_1(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.txt").write_bytes(bytes(range(256)))
    assert run(tmp_path, "auto", "--store-only", str(folder)) == 1
    err = capsys.readouterr().err
    assert "bad.txt: these bytes are not text [E_BINARY]" in err.replace("of any form that is known ", "")
    assert err.splitlines()[-1].startswith("4 units: 3 new,")


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["auto"],
        ["auto", "/none/there"],
        ["klingon", "."],
        ["table", "--map", "nofield=x", "."],
        ["auto", "--date", "soon", "."],
    ],
    ids=lambda w: " ".join(w),
)
def test_words_that_are_off_give_2_and_one_sentence(
    tmp_path: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, *words) == 2
    err = capsys.readouterr().err
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err


def test_a_case_file_that_is_none_gives_3(tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "case.saidby").write_text("this is no database, and long enough to be looked at as one" * 20)
    assert run(tmp_path, "text", str(folder)) == 3


def test_a_dry_run_leaves_no_case_file(tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "text", "--dry-run", str(folder)) == 0
    assert last_line(capsys).startswith("3 units: 3 new")
    assert not (tmp_path / "case.saidby").exists()


def test_the_report_has_one_json_line_a_file(tmp_path: Path, folder: Path) -> None:
    run(tmp_path, "text", "--store-only", "--report", str(tmp_path / "report.jsonl"), str(folder))
    rows = [json.loads(line) for line in (tmp_path / "report.jsonl").read_text().splitlines()]
    assert [Path(r["file"]).name for r in rows] == ["a0.txt", "a1.txt", "a2.txt"]
    assert {r["status"] for r in rows} == {"new"}


def test_paths_come_from_a_list(tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "list").write_text(f"{folder / 'a0.txt'}\n{folder / 'a2.txt'}\n")
    run(tmp_path, "text", "--store-only", "--files-from", str(tmp_path / "list"))
    assert last_line(capsys).startswith("2 units: 2 new")


def test_a_failed_refresh_loses_no_article(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the extractor broke")

    monkeypatch.setattr("importers.refresh.refresh", broken)
    assert run(tmp_path, "text", str(folder)) == 1
    err = capsys.readouterr().err.splitlines()
    assert err[-2].startswith("3 units: 3 new")
    assert "the extractor broke" in err[-1]
    with CaseFile(tmp_path / "case.saidby", read_only=True) as case, case.read() as r:
        assert r.execute("SELECT count(*) FROM sighting").fetchone()[0] == 3


def test_no_control_character_reaches_a_pipe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "esc\x1b]0;x\x07.txt").write_bytes(bytes(range(256)))
    run(tmp_path, "auto", "--progress", "plain", str(tmp_path))
    err = capsys.readouterr().err
    assert "esc" in err
    assert not {c for c in err if c < " " and c != "\n"}


def test_the_ledger_can_be_listed_shown_and_undone(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.txt").write_text("")
    run(tmp_path, "auto", "--store-only", str(folder))
    capsys.readouterr()
    assert run(tmp_path, "runs") == 0
    assert "run 1" in capsys.readouterr().out
    assert run(tmp_path, "runs", "show", "1", "--failed") == 0
    shown = capsys.readouterr().out
    assert "bad.txt" in shown
    assert "a0.txt" not in shown
    assert run(tmp_path, "runs", "undo", "1") == 0
    assert run(tmp_path, "runs", "undo", "1") == 2


def test_sniff_tells_the_reader_and_the_first_article(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "sniff", str(folder / "a0.txt")) == 0
    out = capsys.readouterr().out
    assert "text/1" in out
    assert "2022-09-01" in out
    assert not (tmp_path / "case.saidby").exists()


def test_help_loads_no_reader() -> None:
    code = (
        "import sys\nfrom tui.cli.main import main\nmain(['import', '--help'])\n"
        "print(sorted(m for m in sys.modules if m.startswith(('importers', 'trafilatura', 'yaml', 'pluggy'))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_help_loads_no_readers_library() -> None:
    libraries = ["trafilatura", "feedparser", "pypdf", "yaml", "charset_normalizer", "striprtf", "python_calamine",
                 "pluggy", "textual", "numpy", "sqlite_utils", "distributed", "concurrent.futures.process"]  # fmt: skip
    code = (
        "import sys; from tui.cli.main import main; main(['import', '--help']); main(['watch', '--help']); "
        f"print(sorted(set(sys.modules) & {set(libraries)!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
