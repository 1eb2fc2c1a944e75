"""The digest: what the dashboard would show first, in at most 100 columns, without a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.casefile import CaseFile
from store.filters import Filter, make_filter
from store.records.comparison import NumberGroup
from tests.casefiles import PIECES, Piece, Told, write_case
from tui.forms.cells import date_words, width_of
from tui.forms.digest import differs, digest, no_file


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    case, _ = write_case(tmp_path_factory.mktemp("digest") / "ostrel.saidby")
    with case:
        return list(digest(case, Filter()))


def section(lines: list[str], title: str) -> list[str]:
    start = next(i for i, line in enumerate(lines) if line.startswith(title))
    rest = lines[start + 1 :]
    return rest[: rest.index("")] if "" in rest else rest


def test_the_header_names_the_file(lines: list[str]) -> None:
    assert lines[0] == "saidby  ostrel.saidby  3 articles · 4 claims · 1 undated"


def test_no_line_is_wider_than_a_hundred_columns(lines: list[str]) -> None:
    assert max(map(width_of, lines)) <= 100


def test_the_timeline_shows_what_has_a_date(lines: list[str]) -> None:
    assert section(lines, "Timeline") == ["  2031-05-05               The bridge at Ostrel fell"]


def test_each_claim_stands_with_its_why(lines: list[str]) -> None:
    first, why, *_ = section(lines, "Strongest claims")
    assert first.startswith("   65 F2    CT+  Ada Brandt, in gazette.txt: the bridge")
    assert why.strip().startswith("65 MED F2 = 50 +5 asserted +10 named official")


def test_numbers_that_differ_are_named(lines: list[str]) -> None:
    assert section(lines, "Disagreements in numbers") == ["  worker, hurt: seven workers / nine workers   in: bridge"]


def test_undated_articles_and_events_are_named(lines: list[str]) -> None:
    article, event = section(lines, "Undated")
    assert "leaflet.txt" in article
    assert event.endswith("The mayor denied it")


def test_what_one_source_alone_says_is_named(tmp_path: Path) -> None:
    alone = Piece(
        "wire.txt",
        "Officials said the ferry sank.",
        (Told("Officials said the ferry sank.", "the ferry sank", "Officials", "said", proposition="ferry"),),
        "Wire",
        "2031-05-09",
    )
    case, _ = write_case(tmp_path / "t.saidby", (*PIECES, alone))
    with case:
        found = section(list(digest(case, Filter())), "Only one source says")
    assert found == ["  Wire                      ferry"]


def test_a_filter_is_named_and_narrows(tmp_path: Path) -> None:
    case, _ = write_case(tmp_path / "t.saidby")
    with case:
        lines = list(digest(case, make_filter({"min_support": "60"})))
    assert "filter: ⟨support ≥ 60⟩" in lines
    assert next(line for line in lines if line.startswith("Strongest")) == "Strongest claims (1 of 4, +1 ungraded)"


def test_an_empty_case_file_names_the_next_step(tmp_path: Path) -> None:
    with CaseFile(tmp_path / "t.saidby") as case:
        assert any("saidby import" in line for line in digest(case, Filter()))


def test_no_case_file_names_the_next_step(tmp_path: Path) -> None:
    assert any("saidby import" in line for line in no_file(tmp_path / "t.saidby"))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([(6, 6), (6, 6)], False),
        ([(6, 6), (7, 7)], True),
        ([(100, None), (120, 120)], False),
        ([(5, 10), (8, 12)], False),
        ([(None, None), (3, 3)], False),
    ],
)
def test_numbers_differ_where_no_value_suits_all(
    values: list[tuple[float | None, float | None]], expected: bool
) -> None:
    group = NumberGroup("worker", "hurt", True, tuple(("n", low, high, 1) for low, high in values))
    assert differs(group) is expected


def test_numbers_of_different_things_never_differ() -> None:
    assert not differs(NumberGroup(None, None, False, (("6", 6, 6, 1), ("7", 7, 7, 2))))


@pytest.mark.parametrize(
    ("edtf", "precision", "words"),
    [
        ("2031-22", "season", "2031 summer"), ("2031-34", "quarter", "2031 Q2"), ("2031-05", "month", "2031-05"),
        ("2031-05-05/2031-05-11", "week", "2031-W19"), ("2031-05-05/..", "open", "from 2031-05-05"),
        ("../2019", "open", "until 2019"), ("2031-05-01/2031-05-03", "range", "2031-05-01/2031-05-03"),
        ("203X", "decade", "203X"), (None, "unknown", None),
    ],
)  # fmt: skip
def test_dates_are_written_for_people(edtf: str | None, precision: str, words: str | None) -> None:
    assert date_words(edtf, precision) == words
