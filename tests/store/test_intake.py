"""The ledger and what it stores: units, places, undo of a run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store import intake, stale
from store.casefile import CaseFile
from store.errors import UsageError
from store.records.article import Body, Problem, Sighting
from store.records.text import frozen_text


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseFile]:
    with CaseFile(tmp_path / "case.saidby") as opened:
        yield opened


UNIT = intake.Unit("/articles/a.txt", "0" * 64, 10, 1, "text/1", "key")


def arrival(text: str = "The ferry sank.", place: str = "", **stated: str) -> intake.Arrival:
    body = Body(frozen_text(text))
    return intake.Arrival(place, body, Sighting(body.hash, "a.txt", **stated))  # type: ignore[arg-type]


def stored(case: CaseFile, *arrivals: intake.Arrival, unit: intake.Unit = UNIT) -> tuple[int, list[intake.Stored]]:
    with case.write() as w:
        run = intake.start_run(w, "import", "kim")
        number = intake.add_unit(w, run, unit, "new", [])
        return run, [intake.add(w, number, unit.path, a) for a in arrivals]


def live(case: CaseFile) -> int:
    with case.read() as r:
        return int(r.execute(f"SELECT count(*) FROM sighting s WHERE {intake.LIVE_SIGHTING}").fetchone()[0])


def waiting(case: CaseFile) -> list[int]:
    with case.read() as r:
        return stale.waiting(r, "group")


def test_an_article_waits_to_be_grouped_once_it_is_stored(case: CaseFile) -> None:
    stored(case, arrival())
    assert len(waiting(case)) == 1


def test_two_statements_of_one_text_share_its_body(case: CaseFile) -> None:
    stored(case, arrival(place="1", title="Ferry"), arrival(place="2", title="Ferry sinks"))
    with case.read() as r:
        assert r.execute("SELECT count(*) FROM body").fetchone()[0] == 1
    assert live(case) == 2


def test_a_place_that_comes_twice_keeps_both(case: CaseFile) -> None:
    stored(case, arrival("One.", "line 1"), arrival("Two.", "line 1"))
    with case.read() as r:
        places = [p for (p,) in r.execute("SELECT place FROM unit_sighting ORDER BY place")]
    assert places == ["line 1", "line 1 (2)"]


def test_row_numbers_of_two_tables_are_no_revision(case: CaseFile) -> None:
    stored(case, arrival("One.", external_id="1"))
    assert stored(case, arrival("Two.", external_id="1"))[1][0].status == "new"


def test_a_known_id_with_another_text_is_a_change(case: CaseFile) -> None:
    stored(case, arrival("One.", external_id="mer-0905"))
    assert stored(case, arrival("Two.", external_id="mer-0905"))[1][0].status == "changed"


def test_an_undone_run_hides_what_only_it_brought(case: CaseFile) -> None:
    stored(case, arrival("One."))
    run, _ = stored(case, arrival("One."), arrival("Two."), unit=intake.Unit("/b", "1" * 64, 1, 1, "text/1", "key"))
    with case.write() as w:
        assert intake.undo(w, run) == 1
    assert live(case) == 1


def test_nothing_leaves_the_file_when_a_run_is_undone(case: CaseFile) -> None:
    run, _ = stored(case, arrival())
    with case.write() as w:
        intake.undo(w, run)
    with case.read() as r:
        assert r.execute("SELECT count(*) FROM sighting").fetchone()[0] == 1


def test_importing_again_brings_an_undone_article_back_as_new(case: CaseFile) -> None:
    run, _ = stored(case, arrival())
    with case.write() as w:
        intake.undo(w, run)
        stale.done(w, "group", stale.waiting(w, "group"))
    assert stored(case, arrival())[1][0].status == "new"
    assert live(case) == 1
    assert len(waiting(case)) == 1


def test_files_of_an_undone_run_are_not_known(case: CaseFile) -> None:
    run, _ = stored(case, arrival())
    with case.read() as r:
        assert intake.known(r, UNIT.path, UNIT.size, UNIT.mtime_ns, UNIT.options, [UNIT.reader]) is not None
    with case.write() as w:
        intake.undo(w, run)
    with case.read() as r:
        assert intake.known(r, UNIT.path, UNIT.size, UNIT.mtime_ns, UNIT.options, [UNIT.reader]) is None


@pytest.mark.parametrize("changed", [{"size": 11}, {"mtime_ns": 2}, {"options": "other"}, {"readers": ["text/2"]}])
def test_a_file_is_known_only_as_it_was_and_by_the_reader_that_read_it(
    case: CaseFile, changed: dict[str, object]
) -> None:
    stored(case, arrival())
    asked = {"size": 10, "mtime_ns": 1, "options": "key", "readers": ["text/1"], **changed}
    with case.read() as r:
        assert intake.known(r, UNIT.path, **asked) is None  # type: ignore[arg-type]


def test_undoing_twice_or_nothing_is_said(case: CaseFile) -> None:
    run, _ = stored(case, arrival())
    with case.write() as w:
        intake.undo(w, run)
    with pytest.raises(UsageError, match="already"), case.write() as w:
        intake.undo(w, run)
    with pytest.raises(UsageError, match="no run"), case.write() as w:
        intake.undo(w, 99)


def test_problems_come_back_from_the_ledger_as_they_went_in(case: CaseFile) -> None:
    problems = [Problem("E_PARSE", "it is no JSON", where="line 3"), Problem("W_NO_DATE", "no date", "warning")]
    with case.write() as w:
        run = intake.start_run(w, "import", None)
        intake.add_unit(w, run, UNIT, "failed", problems)
    with case.read() as r:
        (row,) = intake.units(r, run)
    assert list(row.problems) == problems


def test_a_run_that_was_not_ended_shows_as_interrupted(case: CaseFile) -> None:
    with case.write() as w:
        intake.start_run(w, "import", None)
    with case.read() as r:
        assert intake.runs(r)[0].ended is None


def test_the_questions_of_every_file_use_an_index(case: CaseFile) -> None:
    with case.read() as r:
        plan = r.execute(
            "EXPLAIN QUERY PLAN SELECT u.id FROM import_unit u JOIN import_run n ON n.id = u.run WHERE u.path = ? AND "
            "u.size = ? AND u.mtime_ns = ? AND u.options = ? AND u.reader IN (?) AND NOT n.undone",
            ("p", 1, 1, "o", "r"),
        ).fetchall()
    assert any("import_unit_known" in row["detail"] for row in plan)
