"""Readings of stretches told by their ends or by a part: 3–5 May, 1931–34, the week of June 10, the first Monday in May."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from importers.extract.timex.anchor import Context
from importers.extract.timex.answers import UNPLACED, Answer, number_in, pick
from importers.extract.timex.calendar_readings import month_number, place_in_year, read_calendar, stated_year
from importers.extract.timex.find import Found
from importers.extract.timex.holidays import nth_weekday
from importers.extract.timex.numbers import read_count, read_ordinal
from importers.extract.timex.periods import period, safe_date


def read_year_range(found: Found, ctx: Context) -> Answer | None:
    """Two years and all between them."""
    first, last = int(found.get("from_year")), int(found.get("to_year"))
    if last < 100:
        last += first - first % 100
    if (
        ctx.text[max(0, found.span.start - 1) : found.span.start] in ("-", "–", "/")
        or last <= first
        or last - first > 400
    ):
        return None
    return Answer("DATE", f"{first:04}/{last:04}", whole=True)


def read_school_year(found: Found, ctx: Context) -> Answer | None:
    """An academic year: September to August."""
    first = int(found.get("from_year"))
    return Answer("DATE", f"{first:04}-09/{first + 1:04}-08", whole=True)


def read_day_range(found: Found, ctx: Context) -> Answer | None:
    """Two days of one month and all between them."""
    last = read_ordinal(found.get("day_to")) or 0
    first = read_calendar(found, ctx)
    if first is None or first.value is None or len(first.value) != 10:
        return first
    start = date.fromisoformat(first.value)
    end = safe_date(start.year, start.month, last)
    if end is None or end <= start:
        return None
    return Answer("DATE", f"{start}/{end}", first.anchor, whole=first.whole)


def read_month_range(found: Found, ctx: Context) -> Answer | None:
    """Two months and all between them; a year that is told belongs to the later one."""
    first, last = month_number(found), month_number(found, "month_to")
    if first is None or last is None:
        return None
    stated = stated_year(found, ctx)
    if stated:
        year, anchor = stated
    else:
        placed = place_in_year(found, ctx, last, None)
        if placed is None or placed.value is None:
            return placed
        year, anchor = int(placed.value[:4]), placed.anchor
    return Answer(
        "DATE", f"{year - (first > last):04}-{first:02}/{year:04}-{last:02}", anchor, whole=stated is not None
    )


def read_months_of_year(found: Found, ctx: Context) -> Answer | None:
    """The first six months of 2019, the last two of this year."""
    stated, count = stated_year(found, ctx), read_count(found.get("count"))
    if stated is None or count is None or not 1 < count < 12:
        return UNPLACED if stated is None else None
    first, last = (1, int(count)) if found.get("end") == "first" else (13 - int(count), 12)
    return Answer(
        "DATE", f"{stated[0]:04}-{first:02}/{stated[0]:04}-{last:02}", stated[1], whole=bool(found.get("year"))
    )


def read_week_of(found: Found, ctx: Context) -> Answer | None:
    """The ISO week that holds the day named."""
    answer = read_calendar(found, ctx)
    if answer is None or answer.value is None or len(answer.value) != 10:
        return answer
    return Answer("DATE", period("W", date.fromisoformat(answer.value)), answer.anchor, whole=answer.whole)


def read_day_of_month(found: Found, ctx: Context) -> Answer | None:
    """A day told by its number alone, in the month of the anchor or of the date before; with its weekday, in a month where it falls so."""
    day = read_ordinal(found.get("day"))
    if day is None or not 1 <= day <= 31:
        return None
    told = ctx.before(found.span.start, ("day", "month"), paragraphs=1)
    if told and (ctx.story or ctx.day is None):
        there = safe_date(told.day.year, told.day.month, day)
        return Answer("DATE", there.isoformat(), "previous") if there else None
    if ctx.day is None:
        return UNPLACED
    base = ctx.day.replace(day=1)
    weekday = number_in("WEEKDAY", found.get("wd"))
    months = (base + relativedelta(months=step) for step in (range(-8, 9) if weekday else (-1, 0, 1)))
    days = [there for month in months if (there := safe_date(month.year, month.month, day))]
    if weekday:
        days = [there for there in days if there.isoweekday() == weekday]
    picked = pick(days, ctx.tense(found.span), ctx)
    return (
        Answer("DATE", picked[0].isoformat(), ctx.anchor, alternatives=tuple(map(str, picked[1])))
        if picked
        else UNPLACED
    )


def read_week_of_month(found: Found, ctx: Context) -> Answer | None:
    """The first, the last week of May: the ISO weeks that have most of their days in it, counted."""
    month = read_calendar(found, ctx)
    if month is None or month.value is None or len(month.value) != 7:
        return month
    nth = 0 if found.get("nth") in ("last", "final") else read_ordinal(found.get("nth")) or 0
    first = date.fromisoformat(f"{month.value}-01")
    if nth > 4:
        return None
    day = (
        first + timedelta(days=3 + 7 * (nth - 1))
        if nth
        else (first + timedelta(days=31)).replace(day=1) - timedelta(days=4)
    )
    return Answer("DATE", period("W", day), month.anchor, alternatives=(), whole=month.whole)


def read_weekday_of_month(found: Found, ctx: Context) -> Answer | None:
    """The first Monday in May, the last Friday of 2021's June."""
    month, weekday = read_calendar(found, ctx), number_in("WEEKDAY", found.get("wd"))
    if month is None or month.value is None or len(month.value) != 7 or weekday is None:
        return month
    nth = -1 if found.get("nth") in ("last", "final") else read_ordinal(found.get("nth")) or 0
    if nth == 0 or nth > 4:
        return None
    day = nth_weekday(int(month.value[:4]), int(month.value[5:]), weekday, nth)
    return Answer("DATE", day.isoformat(), month.anchor, whole=month.whole) if day else None


READINGS: dict[str, Callable[[Found, Context], Answer | None]] = {
    "year_range": read_year_range,
    "school_year": read_school_year,
    "day_range": read_day_range,
    "month_range": read_month_range,
    "months_of_year": read_months_of_year,
    "week_of": read_week_of,
    "week_of_month": read_week_of_month,
    "weekday_of_month": read_weekday_of_month,
    "day_of_month": read_day_of_month,
}
