"""EDTF strings and the stretches of the calendar that they name."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.records.edtf import edtf_of_interval, edtf_of_timex3, parse_edtf
from store.records.span import Interval


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("2021", "2021-01-01", "2021-12-31", "year"),
        ("2020-02", "2020-02-01", "2020-02-29", "month"),
        ("2020-02-29", "2020-02-29", "2020-02-29", "day"),
        ("2020-02-28T09:30:00Z", "2020-02-28T09:30:00Z", "2020-02-28T09:30:00Z", "instant"),
        ("2020-02-28T09:30", "2020-02-28T09:30", "2020-02-28T09:30", "instant"),
        ("2020-02-28T09:30:00+05:30", "2020-02-28T09:30:00+05:30", "2020-02-28T09:30:00+05:30", "instant"),
        ("2021-21", "2021-03-01", "2021-05-31", "season"),
        ("2021-24", "2021-12-01", "2022-02-28", "season"),
        ("2021-33", "2021-01-01", "2021-03-31", "quarter"),
        ("2021-36", "2021-10-01", "2021-12-31", "quarter"),
        ("2021-41", "2021-07-01", "2021-12-31", "range"),
        ("197X", "1970-01-01", "1979-12-31", "decade"),
        ("19XX", "1900-01-01", "1999-12-31", "range"),
        ("2021-XX", "2021-01-01", "2021-12-31", "year"),
        ("2021-06-XX", "2021-06-01", "2021-06-30", "month"),
        ("2021-05/2021-06-03", "2021-05-01", "2021-06-03", "range"),
        ("../2021", None, "2021-12-31", "open"),
        ("2021-05-02/..", "2021-05-02", None, "open"),
        ("2021/", "2021-01-01", None, "open"),
        ("2021-05~", "2021-05-01", "2021-05-31", "month"),
        ("2021?/2022~", "2021-01-01", "2022-12-31", "range"),
    ],
)
def test_a_string_names_its_stretch(text: str, start: str | None, end: str | None, precision: str) -> None:
    assert parse_edtf(text) == (Interval(start, end), precision)


@pytest.mark.parametrize(
    "text",
    [
        "", "/", "../..", "..", "soon", "2021-13", "2021-02-30", "0000", "21", "2021-20", "2022/2021", "1/2/3",
        "2021-02-28T25:00", "２０２１", "2021-1-1", "20210101", "~", "9" * 200, "2021-06-01\n2", "9999-24",
    ],
)  # fmt: skip
def test_nonsense_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):
        parse_edtf(text)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_by_value_error(text: str) -> None:
    try:
        interval, _ = parse_edtf(text)
    except ValueError:
        return
    assert interval.start or interval.end


@given(st.dates(), st.dates())
def test_an_interval_survives_writing_and_reading(one: date, other: date) -> None:
    first, last = sorted((one.isoformat(), other.isoformat()))
    written = edtf_of_interval(Interval(first, last))
    assert written is not None
    assert parse_edtf(written)[0] == Interval(first, last)


@pytest.mark.parametrize(
    ("value", "edtf"),
    [
        ("2021-W05", "2021-02-01/2021-02-07"),
        ("2021-W05-WE", "2021-02-06/2021-02-07"),
        ("2021-W05-2", "2021-02-02"),
        ("2021-SU", "2021-22"),
        ("2021-Q2", "2021-34"),
        ("2021-H1", "2021-40"),
        ("2021-03-04TMO", "2021-03-04"),
        ("2021-03-04T10:00", "2021-03-04T10:00"),
        ("197", "197X"),
        ("19", "19XX"),
        ("2021-03/2021-04", "2021-03/2021-04"),
        ("../2021", "../2021"),
        ("P3D", None),
        ("PAST_REF", None),
        ("XXXX-06", None),
        ("2021-W60", None),
    ],
)
def test_timex3_becomes_edtf(value: str, edtf: str | None) -> None:
    assert edtf_of_timex3(value) == edtf


def test_an_unknown_interval_has_no_edtf() -> None:
    assert edtf_of_interval(Interval(None, None)) is None
