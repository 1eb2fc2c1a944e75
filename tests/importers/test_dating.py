"""Dates as files state them: read, refused or told apart; never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.dating import Ambiguous, choose, in_file_name, in_url, order_of, to_edtf
from importers.reader import Stated
from store.records.edtf import parse_edtf


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("2022-09-06", "2022-09-06"),
        ("2022-9-6", "2022-09-06"),
        ("2022-09", "2022-09"),
        ("2022", "2022"),
        ("2022-09-06T14:05:00+03:00", "2022-09-06T14:05:00+03:00"),
        ("2022-09-06 14:05:00.123456", "2022-09-06T14:05:00"),
        ("2022-09-06T14:05:00+0000", "2022-09-06T14:05:00Z"),
        ("20220906T090000Z", "2022-09-06T09:00:00Z"),
        ("20220906", "2022-09-06"),
        ("2022/09/06", "2022-09-06"),
        ("Tue, 06 Sep 2022 14:05:00 +0000", "2022-09-06T14:05:00Z"),
        ("6 September 2022", "2022-09-06"),
        ("Sept. 6, 2022", "2022-09-06"),
        ("Tuesday, September 6th, 2022", "2022-09-06"),
        ("September 2022", "2022-09"),
        ("25/01/2022", "2022-01-25"),
        ("1/25/2022", "2022-01-25"),
        ("05.05.2022", "2022-05-05"),
        ("1662473100", "2022-09-06T14:05:00Z"),
        ("2022-09-06T25:61:00", "2022-09-06"),
    ],
)
def test_forms_of_dates(words: str, edtf: str) -> None:
    assert to_edtf(words) == edtf


@pytest.mark.parametrize(
    "words",
    [
        "2022-13-45",
        "2025-02-30",
        "yesterday",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31",
        "1e400",
        "２０２５-０３-０４",
        "-5",
        "June",
    ],
)
def test_what_is_no_date_is_refused(words: str) -> None:
    with pytest.raises(ValueError):
        to_edtf(words)


def test_day_and_month_that_could_change_places_are_not_guessed() -> None:
    with pytest.raises(Ambiguous, match="date-order"):
        to_edtf("03/04/2022")


def test_the_order_that_a_person_gives_is_believed() -> None:
    assert to_edtf("03/04/2022", "dmy") == "2022-04-03"
    assert to_edtf("03/04/2022", "mdy") == "2022-03-04"


@given(st.text(max_size=80))
def test_any_words_give_edtf_or_a_value_error(words: str) -> None:
    try:
        edtf = to_edtf(words)
    except ValueError:
        return
    parse_edtf(edtf)


def test_a_declared_date_comes_before_one_in_the_file_name() -> None:
    dated = choose([Stated("2022-01-01", "filename"), Stated("2022-09-06", "declared")])
    assert (dated.edtf, dated.origin) == ("2022-09-06", "declared")


def test_the_order_of_origins_can_be_set() -> None:
    stated = [Stated("2022-01-01", "filename"), Stated("2022-09-06", "declared")]
    assert choose(stated, date_from=("filename", "declared")).origin == "filename"


def test_a_date_in_the_future_is_kept_as_stated() -> None:
    dated = choose([Stated("2199-01-01", "declared")])
    assert (dated.edtf, dated.problems) == ("2199-01-01", ())


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (["03/04/2022", "17/04/2022"], "dmy"),
        (["03/04/2022", "04/17/2022"], "mdy"),
        (["03/04/2022", "05/06/2022"], None),
        (["17/04/2022", "04/17/2022"], None),
        (["2022-04-17", "soon"], None),
    ],
)
def test_one_row_decides_the_order_of_day_and_month_for_its_column(column: list[str], order: str | None) -> None:
    assert order_of(column) == order


def test_a_bad_date_is_kept_as_words_only() -> None:
    dated = choose([Stated("2022-13-45", "declared")])
    assert (dated.edtf, dated.raw, dated.origin) == (None, "2022-13-45", None)


def test_no_statement_no_date() -> None:
    assert choose([]).edtf is None


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2022-09-06-shells.txt", "2022-09-06"),
        ("20220906T090000Z_x.txt", "2022-09-06"),
        ("report_2022_09_06.md", "2022-09-06"),
        ("id_120220906.txt", None),
        ("2022-09-06_2022-09-07.txt", None),
        ("20221345.txt", None),
    ],
)
def test_the_day_in_a_file_name(name: str, day: str | None) -> None:
    stated = in_file_name(name)
    assert (stated.value if stated else None) == day


def test_the_day_in_an_address() -> None:
    stated = in_url("https://paper.example/2022/9/06/shells")
    assert stated is not None
    assert (stated.value, stated.origin) == ("2022-09-06", "url")


def test_numbers_in_an_address_are_no_day() -> None:
    assert in_url("https://paper.example/story/20229912345") is None
