"""A run of the importer: counts, the ledger, second and broken-off runs, dry runs, assertions."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from importers import pipeline
from importers.pipeline import RunOptions, run
from importers.progress import Event, FileDone, RunResult
from store import intake
from store.casefile import CaseFile
from store.errors import UsageError
from store.ops import heads


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseFile]:
    with CaseFile(tmp_path / "case.saidby") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    for number in range(5):
        (made / f"a{number}.txt").write_text(f" date 2022-09-0{number + 1} Ferry {number} sank, the coast guard said.")
    return made


def content(case: CaseFile) -> list[tuple[object, ...]]:
    with case.read() as r:
        rows = r.execute("SELECT s.key, b.hash FROM sighting s LEFT JOIN body b ON b.id = s.body ORDER BY s.key")
        return [tuple(row) for row in rows]


def counts(result: RunResult) -> dict[str, int]:
    return {status: n for status, n in result.counts.items() if n}


def test_each_file_is_a_unit_and_the_last_line_adds_up(case: CaseFile, folder: Path) -> None:
    result = run(case, "auto", [str(folder)])
    assert result.line() == "5 units: 5 new, 0 changed, 0 same, 0 skipped, 0 failed   run 1"


def test_a_second_run_adds_nothing_and_reads_nothing(
    case: CaseFile, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(case, "auto", [str(folder)])
    before = content(case)
    monkeypatch.setattr("importers.pipeline.look", lambda *_: pytest.fail("read again"))
    assert counts(run(case, "auto", [str(folder)])) == {"same": 5}
    assert content(case) == before


def test_a_copy_in_another_folder_is_the_same(case: CaseFile, folder: Path, tmp_path: Path) -> None:
    run(case, "auto", [str(folder)])
    before = content(case)
    other = tmp_path / "copy"
    other.mkdir()
    (other / "a1.txt").write_bytes((folder / "a1.txt").read_bytes())
    assert counts(run(case, "auto", [str(other)])) == {"same": 1}
    assert content(case) == before


def test_a_copy_under_another_name_counts_as_the_same(case: CaseFile, folder: Path) -> None:
    run(case, "auto", [str(folder)])
    (folder / "copy.txt").write_bytes((folder / "a1.txt").read_bytes())
    assert counts(run(case, "auto", [str(folder)])) == {"same": 6}


def test_a_changed_file_is_changed(case: CaseFile, folder: Path) -> None:
    run(case, "auto", [str(folder)])
    (folder / "a1.txt").write_text(" date 2022-09-02 Ferry 1 sank; nobody was hurt, the coast guard said.")
    assert counts(run(case, "auto", [str(folder)])) == {"same": 4, "changed": 1}


def test_another_text_under_a_known_address_is_changed(case: CaseFile, tmp_path: Path) -> None:
    for name, text in (("one.jsonl", "It sank."), ("two.jsonl", "It sank; nobody was hurt.")):
        item = {"title": "Ferry", "url": "https://coast.example/1", "text": text}
        (tmp_path / name).write_text(json.dumps(item))
    run(case, "table", [str(tmp_path / "one.jsonl")])
    assert counts(run(case, "table", [str(tmp_path / "two.jsonl")])) == {"changed": 1}


def test_a_run_that_is_broken_off_goes_on_to_the_same_content(
    case: CaseFile, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with CaseFile(tmp_path / "whole.saidby") as whole:
        run(whole, "auto", [str(folder)])
        expected = content(whole)
    real, calls = intake.add, []

    def breaking(*arguments: object) -> intake.Stored:
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(intake, "add", breaking)
    monkeypatch.setattr(pipeline, "_STORE_SECONDS", -1.0)
    broken = run(case, "auto", [str(folder)])
    assert broken.interrupted
    assert len(content(case)) == 2
    monkeypatch.undo()
    assert counts(run(case, "auto", [str(folder)])) == {"same": 2, "new": 3}
    assert content(case) == expected


def test_a_dry_run_counts_alike_and_keeps_nothing(case: CaseFile, folder: Path) -> None:
    dry = run(case, "auto", [str(folder)], RunOptions(dry_run=True))
    assert content(case) == []
    with case.read() as r:
        assert intake.runs(r) == []
    assert counts(dry) == counts(run(case, "auto", [str(folder)]))


def test_a_failed_file_is_named_and_the_rest_are_in(case: CaseFile, folder: Path) -> None:
    (folder / "b.txt").write_bytes(bytes(range(256)))
    (folder / "c.txt").write_text("")
    told: list[Event] = []
    result = run(case, "auto", [str(folder), str(folder / "none.txt")], tell=told.append)
    assert counts(result) == {"new": 5, "failed": 3}
    failed = {Path(e.path).name: e.problems[0].code for e in told if isinstance(e, FileDone) and e.status == "failed"}
    assert failed == {"b.txt": "E_BINARY", "c.txt": "E_EMPTY", "none.txt": "E_MISSING"}


def test_the_ledger_answers_which_failed_and_why(case: CaseFile, folder: Path) -> None:
    (folder / "b.txt").write_bytes(bytes(range(256)))
    result = run(case, "auto", [str(folder)])
    assert result.run is not None
    with case.read() as r:
        (unit,) = intake.units(r, result.run, failed=True)
    assert Path(unit.path).name == "b.txt"
    assert unit.problems[0].code == "E_BINARY"


def test_a_row_that_failed_is_counted_again_without_being_read(case: CaseFile, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"title": "Ferry", "text": "It sank."}\n{broken\n')
    assert counts(run(case, "auto", [str(tmp_path / "a.jsonl")])) == {"new": 1, "failed": 1}
    assert counts(run(case, "auto", [str(tmp_path / "a.jsonl")])) == {"same": 1, "failed": 1}


def test_no_reader_for_a_form_is_a_named_failure(case: CaseFile, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    told: list[Event] = []
    run(case, "auto", [str(tmp_path / "a.png")], tell=told.append)
    (done,) = [e for e in told if isinstance(e, FileDone)]
    assert done.problems[0].line() == "no reader for a PNG picture [E_NO_READER]"


def test_a_form_that_can_be_saved_as_another_says_so(case: CaseFile, tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1" + bytes(200))
    told: list[Event] = []
    run(case, "auto", [str(tmp_path / "a.parquet")], tell=told.append)
    (done,) = [e for e in told if isinstance(e, FileDone)]
    assert done.problems[0].message == "no reader for a Parquet table; save it as CSV or JSON lines"


def test_members_of_an_archive_are_units_of_their_own(case: CaseFile, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(3):
            archive.writestr(f"d/{number}.txt", f"Ferry {number} sank.")
    assert counts(run(case, "auto", [str(tmp_path / "a.zip")])) == {"new": 3}
    assert counts(run(case, "auto", [str(tmp_path / "a.zip")])) == {"same": 3}


def test_none_of_the_paths_being_there_is_a_slip_of_the_command(case: CaseFile, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        run(case, "auto", [str(tmp_path / "none")])


def test_an_unknown_form_names_those_there_are(case: CaseFile, folder: Path) -> None:
    with pytest.raises(UsageError, match="auto"):
        run(case, "klingon", [str(folder)])


def test_strict_keeps_nothing_of_the_file_with_a_problem_and_stops(case: CaseFile, tmp_path: Path) -> None:
    good = '{"title": "Ferry", "text": "It sank."}\n'
    (tmp_path / "1.jsonl").write_text(good + "{broken\n")
    (tmp_path / "2.jsonl").write_text(good)
    run(case, "auto", [str(tmp_path / "1.jsonl"), str(tmp_path / "2.jsonl")], RunOptions(strict=True))
    assert content(case) == []


def test_a_limit_stops_inside_a_file_and_the_next_run_reads_the_rest(case: CaseFile, tmp_path: Path) -> None:
    lines = [json.dumps({"title": f"Ferry {i}", "text": f"It sank {i}."}) for i in range(10)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    assert run(case, "auto", [str(tmp_path / "a.jsonl")], RunOptions(limit=4)).units == 4
    assert counts(run(case, "auto", [str(tmp_path / "a.jsonl")])) == {"same": 4, "new": 6}


def test_a_date_that_a_person_gives_is_an_annotation_and_no_part_of_the_identity(case: CaseFile, folder: Path) -> None:
    plain = folder.parent / "plain.saidby"
    with CaseFile(plain) as other:
        run(other, "auto", [str(folder)])
        expected = content(other)
    options = RunOptions(date="2022-10", outlet="Courier", tags=("ferry",), analyst="kim")
    run(case, "auto", [str(folder)], options)
    assert content(case) == expected
    with case.read() as r:
        said = {(h.field, h.value) for h in heads(r, target=str(expected[0][0]), author="kim")}
    assert said == {("date", "2022-10"), ("outlet", "Courier"), ("tag", "ferry")}


def test_saying_it_twice_adds_no_annotation(case: CaseFile, folder: Path) -> None:
    options = RunOptions(tags=("ferry",), analyst="kim", force=True)
    for _ in range(2):
        run(case, "auto", [str(folder)], options)
    with case.read() as r:
        assert r.execute("SELECT count(*) FROM op").fetchone()[0] == 5


def test_the_order_of_files_does_not_matter(case: CaseFile, folder: Path, tmp_path: Path) -> None:
    paths = sorted(map(str, folder.iterdir()))
    run(case, "auto", paths)
    with CaseFile(tmp_path / "other.saidby") as other:
        run(other, "auto", paths[::-1])
        assert content(other) == content(case)


def test_standard_input_is_read(case: CaseFile, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stream:
        buffer = io.BytesIO(b" date 2022-09-06 The ferry sank.")

    monkeypatch.setattr("sys.stdin", Stream())
    assert counts(run(case, "auto", ["-"])) == {"new": 1}


def test_the_case_file_itself_is_never_read_as_an_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry sank.")
    with CaseFile(tmp_path / "case.saidby") as case:
        assert counts(run(case, "auto", [str(tmp_path)])) == {"new": 1}


def test_a_file_that_is_left_alone_is_told_with_the_reason(case: CaseFile, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / ".hidden.txt").write_text("Nobody asked for this.")
    (tmp_path / "in" / "one.txt").write_text("Three boats are missing, the coast guard said.")
    told: list[Event] = []
    run(case, "auto", [str(tmp_path / "in")], tell=told.append)
    (skipped,) = [e for e in told if isinstance(e, FileDone) and e.status == "skipped"]
    assert [(p.code, p.message) for p in skipped.problems] == [("W_SKIPPED", "hidden, or no article by its name")]
