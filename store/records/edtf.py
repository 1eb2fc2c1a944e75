"""EDTF (ISO 8601-2): reading it, and writing it from TIMEX3 values and intervals.

The subset that news needs: days, months, years and date-times; seasons (21–24), quarters (33–36), halves (40, 41);
decades and centuries as unspecified digits (197X, 19XX); intervals with open or unknown ends; the marks ~ ? %
(approximate, uncertain, both), which do not move an interval's ends. Seasons are those of the north by whole months:
spring is March to May, winter December to the February after. Source: https://www.loc.gov/standards/datetime/
"""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, timedelta

from store.records.span import Interval, Precision

_MARKS = "~?%"
_YEAR = re.compile(r"[0-9]{2}(?:[0-9]{2}|[0-9]X|XX)")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2}|XX)")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2}|XX)")
_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T[0-9]{2}(?::[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
_PARTS: dict[str, tuple[int, int, Precision]] = {
    "21": (3, 3, "season"),
    "22": (6, 3, "season"),
    "23": (9, 3, "season"),
    "24": (12, 3, "season"),
    "33": (1, 3, "quarter"),
    "34": (4, 3, "quarter"),
    "35": (7, 3, "quarter"),
    "36": (10, 3, "quarter"),
    "40": (1, 6, "range"),
    "41": (7, 6, "range"),
}
"""Codes that stand in the place of a month: first month, months, precision."""
_TIMEX_PARTS = {
    "SP": "21",
    "SU": "22",
    "FA": "23",
    "AU": "23",
    "WI": "24",
    "Q1": "33",
    "Q2": "34",
    "Q3": "35",
    "Q4": "36",
    "H1": "40",
    "H2": "41",
}
_MAX_LENGTH = 80


def parse_edtf(text: str) -> tuple[Interval, Precision]:
    """The stretch of the calendar that an EDTF string names, both ends inclusive, and how exact it is.

    `a/b` runs from the start of a to the end of b ("range"); an end that is `..` or empty is None ("open").
    Centuries and halves are "range". ValueError for what is no EDTF of the subset, or no date of the calendar.
    """
    if len(text) > _MAX_LENGTH:
        raise ValueError("too long for an EDTF date")
    first, slash, last = text.strip().partition("/")
    if not slash:
        return _single(first)
    open_ends = ("", "..")
    start = None if first in open_ends else _single(first)[0].start
    end = None if last in open_ends else _single(last)[0].end
    if start is None and end is None:
        raise ValueError(f"an interval without any end: {text!r}")
    if start is None or end is None:
        return Interval(start, end), "open"
    if start[:10] > end[:10]:
        raise ValueError(f"an interval that ends before it starts: {text!r}")
    return Interval(start, end), "range"


def lies_ahead(edtf: str, today: date | None = None) -> bool:
    """Whether a publication date begins more than two days after today (UTC): a day that has begun somewhere, and one
    for clocks that are off. What a file states stays; the article counts as undated until the day has come."""
    limit = (today or datetime.now(UTC).date()) + timedelta(days=2)
    return edtf[:10] > limit.isoformat()[: len(edtf[:10])]


def edtf_of_interval(interval: Interval) -> str | None:
    """The plainest EDTF of an interval: one day, `a/b`, `a/..` or `../b`; None where neither end is known."""
    if interval.start is None and interval.end is None:
        return None
    if interval.start == interval.end:
        return interval.start
    return f"{interval.start or '..'}/{interval.end or '..'}"


def edtf_of_timex3(value: str) -> str | None:
    """The EDTF of a TIMEX3 value, None for what names no place in the calendar (P3D, XXXX-06, PAST_REF).

    ISO weeks and weekends, which EDTF lacks, become intervals of days. Parts of a day ("TMO") become their day.
    """
    head, slash, tail = value.partition("/")
    if slash:
        first, last = _timex_end(head), _timex_end(tail)
        return f"{first}/{last}" if first and last and _is_edtf(f"{first}/{last}") else None
    written = _timex_single(value)
    return written if written is not None and _is_edtf(written) else None


def _timex_end(value: str) -> str | None:
    return value if value == ".." else _timex_single(value)


def _timex_single(value: str) -> str | None:
    if match := re.fullmatch(r"([0-9]{4})-W([0-9]{2})(?:-(WE|[1-7]))?", value):
        return _week(int(match[1]), int(match[2]), match[3])
    if match := re.fullmatch(r"([0-9]{4})-(SP|SU|FA|AU|WI|Q[1-4]|H[12])", value):
        return f"{match[1]}-{_TIMEX_PARTS[match[2]]}"
    if match := re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T(?:MO|MI|AF|EV|NI|DT)", value):
        return match[1]
    if re.fullmatch(r"[0-9]{3}", value):
        return value + "X"
    if re.fullmatch(r"[0-9]{2}", value):
        return value + "XX"
    return value


def _week(year: int, week: int, part: str | None) -> str | None:
    try:
        days = [date.fromisocalendar(year, week, day) for day in range(1, 8)]
    except ValueError:
        return None
    if part is None:
        return f"{days[0]}/{days[6]}"
    return f"{days[5]}/{days[6]}" if part == "WE" else days[int(part) - 1].isoformat()


def _is_edtf(text: str) -> bool:
    try:
        parse_edtf(text)
    except ValueError:
        return False
    return True


def _single(text: str) -> tuple[Interval, Precision]:
    bare = text.rstrip(_MARKS)
    if _INSTANT.fullmatch(bare):
        datetime.fromisoformat(bare)
        return Interval(bare, bare), "instant"
    if match := _DAY.fullmatch(bare):
        if match[3] == "XX":
            return _months(int(match[1]), int(match[2]), 1, "month")
        day = date(int(match[1]), int(match[2]), int(match[3])).isoformat()
        return Interval(day, day), "day"
    if match := _MONTH.fullmatch(bare):
        if match[2] == "XX":
            return _years(int(match[1]), 1, "year")
        if match[2] in _PARTS:
            first, count, precision = _PARTS[match[2]]
            return _months(int(match[1]), first, count, precision)
        return _months(int(match[1]), int(match[2]), 1, "month")
    if _YEAR.fullmatch(bare):
        if bare.endswith("XX"):
            return _years(int(bare[:2]) * 100, 100, "range")
        if bare.endswith("X"):
            return _years(int(bare[:3]) * 10, 10, "decade")
        return _years(int(bare), 1, "year")
    raise ValueError(f"not an EDTF date: {text!r}")


def _years(first: int, count: int, precision: Precision) -> tuple[Interval, Precision]:
    start, end = date(max(first, 1) if count > 1 else first, 1, 1), date(first + count - 1, 12, 31)
    return Interval(start.isoformat(), end.isoformat()), precision


def _months(year: int, first: int, count: int, precision: Precision) -> tuple[Interval, Precision]:
    start = date(year, first, 1)
    years, month = divmod(first + count - 2, 12)
    last_year, last_month = year + years, month + 1
    end = date(last_year, last_month, calendar.monthrange(last_year, last_month)[1])
    return Interval(start.isoformat(), end.isoformat()), precision
