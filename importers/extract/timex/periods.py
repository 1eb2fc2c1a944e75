"""Stretches of the calendar as TIMEX3 values: which one a day lies in, and which lies n further.

Units are those of the lexicon: D day, W ISO week, WE weekend, F fortnight, M month, Q quarter, Y year, DE decade,
CE century; H, MIN and S of the clock. Calendar arithmetic is dateutil's.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

from dateutil.relativedelta import relativedelta

from store.records.edtf import edtf_of_timex3, parse_edtf

Grain = Literal["day", "week", "weekend", "month", "quarter", "season", "half", "year", "decade", "century"]
FINENESS: tuple[Grain, ...] = (
    "day", "weekend", "week", "month", "season", "quarter", "half", "year", "decade", "century",
)  # fmt: skip
"""From the shortest to the longest."""
GRAIN_OF_UNIT: dict[str, Grain] = {
    "D": "day", "W": "week", "F": "week", "WE": "weekend", "M": "month", "Q": "quarter", "Y": "year", "DE": "decade", "CE": "century",
}  # fmt: skip
SEASON_START = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_SHAPES: tuple[tuple[re.Pattern[str], Grain], ...] = (
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T.*)?"), "day"),
    (re.compile(r"[0-9]{4}-[0-9]{2}"), "month"),
    (re.compile(r"[0-9]{4}-W[0-9]{2}"), "week"),
    (re.compile(r"[0-9]{4}-W[0-9]{2}-WE"), "weekend"),
    (re.compile(r"[0-9]{4}-Q[1-4]"), "quarter"),
    (re.compile(r"[0-9]{4}-H[12]"), "half"),
    (re.compile(r"[0-9]{4}-(?:SP|SU|FA|WI)"), "season"),
    (re.compile(r"[0-9]{4}"), "year"),
    (re.compile(r"[0-9]{3}"), "decade"),
    (re.compile(r"[0-9]{2}"), "century"),
)


def countable(day: date) -> bool:
    """Whether one can count from a day without leaving the calendar (years 1000 to 9000); news has no other."""
    return 1000 <= day.year <= 9000


def grain_of(value: str | None) -> Grain | None:
    """How long a stretch a TIMEX3 value names; None for durations, references and intervals."""
    if value is None:
        return None
    return next((grain for shape, grain in _SHAPES if shape.fullmatch(value)), None)


def first_day(value: str) -> date | None:
    """The first day of a TIMEX3 value that has a place in the calendar."""
    ends = days_of(value)
    return ends[0] if ends else None


def days_of(value: str) -> tuple[date, date] | None:
    """The first and last day of a TIMEX3 value, None where it has none or is open."""
    edtf = edtf_of_timex3(value)
    if edtf is None:
        return None
    interval, _ = parse_edtf(edtf)
    if interval.start is None or interval.end is None:
        return None
    return date.fromisoformat(interval.start[:10]), date.fromisoformat(interval.end[:10])


def period(unit: str, day: date) -> str:
    """The stretch of this unit that holds the day."""
    if unit in ("W", "F", "WE"):
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}" + ("-WE" if unit == "WE" else "")
    if unit == "M":
        return f"{day:%Y-%m}"
    if unit == "Q":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    if unit == "Y":
        return f"{day.year:04}"
    if unit == "DE":
        return f"{day.year // 10:03}"
    if unit == "CE":
        return f"{day.year // 100:02}"
    return day.isoformat()


def moved(unit: str, day: date, count: float) -> date | None:
    """The day this many units on (back where negative), fractions of months and years in whole smaller units; None past year 1 or 9999."""
    try:
        if unit in ("D", "W", "WE", "F"):
            return day + timedelta(days=round(count * {"D": 1, "W": 7, "WE": 7, "F": 14}[unit]))
        if unit == "M":
            return day + relativedelta(months=round(count))
        months = {"Q": 3, "Y": 12, "DE": 120, "CE": 1200, "ML": 12000}.get(unit)
        if months is None:
            return day
        return day + relativedelta(months=round(count * months))
    except (OverflowError, ValueError):
        return None


def shifted(unit: str, day: date, count: float) -> str | None:
    """The stretch of this unit that lies `count` units from the one holding the day."""
    if unit == "CE":
        century = day.year // 100 + round(count)
        return f"{century:02}" if 0 <= century <= 99 else None
    if unit == "DE":
        decade = day.year // 10 + round(count)
        return f"{decade:03}" if 0 <= decade <= 999 else None
    base = day.replace(day=1) if unit in ("M", "Q", "Y") else day
    there = moved(unit, base, count)
    return period(unit, there) if there else None


def season_of(day: date) -> str:
    """The season that holds the day, by whole months; January belongs to the winter of the year before."""
    if day.month < 3:
        return f"{day.year - 1:04}-WI"
    return f"{day.year:04}-{ {3: 'SP', 4: 'SP', 5: 'SP', 6: 'SU', 7: 'SU', 8: 'SU', 9: 'FA', 10: 'FA', 11: 'FA', 12: 'WI'}[day.month] }"


def duration(count: float | None, unit: str) -> str:
    """A TIMEX3 duration; X where the count is not told. Decades and centuries are told in years, fortnights in weeks."""
    scale = {"DE": 10, "CE": 100, "ML": 1000, "F": 2, "H": 1, "MIN": 1, "S": 1}
    letter = {"DE": "Y", "CE": "Y", "ML": "Y", "F": "W", "MIN": "M"}.get(unit, unit)
    if count is None:
        return ("PT" if unit in ("H", "MIN", "S") else "P") + "X" + (unit if unit in ("DE", "CE") else letter)
    number = count * scale.get(unit, 1)
    finer = {"Y": (12, "M"), "H": (60, "M"), "MIN": (60, "S")}.get(unit)
    if finer and number != int(number) and number < 1000:
        whole, rest = int(number), round((number - int(number)) * finer[0])
        return ("P" if unit == "Y" else "PT") + (f"{whole}{letter}" if whole else "") + f"{rest}{finer[1]}"
    written = f"{number:g}" if number < 1e6 else f"{number:.0f}"
    return ("PT" if unit in ("H", "MIN", "S") else "P") + written + letter


def safe_date(year: int, month: int, day: int) -> date | None:
    """The date, None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
