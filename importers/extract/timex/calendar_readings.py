"""Readings of dates that name their place in the calendar, wholly or in part (lexicons/timex_calendar.toml)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

from importers.extract.timex.anchor import Context, Tense
from importers.extract.timex.answers import UNPLACED, Answer, lookup, number_in, pick, step_of, two_digit_year
from importers.extract.timex.find import Found
from importers.extract.timex.guards import is_attribute, is_fall, is_month, is_short_year, is_title, is_to_come, is_year
from importers.extract.timex.numbers import read_ordinal, read_year_words
from importers.extract.timex.periods import SEASON_START, period, safe_date
from store.records.reading import Anchor


def month_number(found: Found, name: str = "month") -> int | None:
    """The number of the month in a field."""
    word = found.get(name)
    return number_in("MONTH", word) if word else None


def stated_year(found: Found, ctx: Context) -> tuple[int, Anchor] | None:
    """The year that the expression tells, in digits, in words, or by pointing ("of last year")."""
    words = found.get("year") or found.get("tail")[-4:]
    if words:
        digits = re.sub(r"[^0-9]", "", words)
        if not digits:
            year = read_year_words(words)
            return (year, "none") if year else None
        return (int(digits) if len(digits) > 2 else two_digit_year(int(digits), ctx)), "none"
    words = found.get("yearstep")
    if not words:
        return None
    step = step_of(words)
    if words.split()[-1] in ("last", "past", "next", "coming", "this", "current") and not ctx.story:
        return (ctx.day.year + (step or 0), ctx.anchor) if ctx.day else None
    told = ctx.before(found.span.start)
    return (told.day.year + (step or 0), "previous") if told else None


def points_at_year(found: Found) -> bool:
    """Whether the expression points at a year that another expression tells."""
    return bool(found.get("yearstep"))


def read_calendar(found: Found, ctx: Context) -> Answer | None:
    """A month, or a day of a month, with or without its year."""
    month = month_number(found)
    if month is None:
        return None
    ordinal = found.get("day") or found.get("dayword")
    day = read_ordinal(ordinal) if ordinal else None
    if ordinal and (day is None or not 1 <= day <= 31):
        return None
    if found.rule == "month" and not is_month(found, ctx):
        return None
    stated = stated_year(found, ctx)
    if stated is None and points_at_year(found):
        return UNPLACED
    if stated:
        year, anchor = stated
        return dated(year, month, day, anchor, whole=bool(found.get("year") or found.get("tail")))
    return place_in_year(found, ctx, month, day)


def place_in_year(found: Found, ctx: Context, month: int, day: int | None) -> Answer | None:
    """A month or day without its year: beside the date told before where the text is a story, else by tense."""
    if day is not None and safe_date(2024, month, day) is None:
        return None
    if ctx.story or ctx.day is None:
        told = ctx.story_base(found.span.start) if ctx.story else ctx.before(found.span.start, paragraphs=1)
        if told and told.grain not in ("decade", "century"):
            turned = told.grain in ("day", "month") and told.day.month - month >= _NEW_YEAR
            return dated(told.day.year + turned, month, day, "previous")
        if ctx.day is None:
            return UNPLACED
    assert ctx.day is not None
    years = range(max(1, ctx.day.year - 5), min(9999, ctx.day.year + 5))
    days = [there for year in years if (there := safe_date(year, month, day or 1))]
    weekday = number_in("WEEKDAY", found.get("wd")) or number_in("WEEKDAYABBR", found.get("wd"))
    if weekday and day:
        days = [there for there in days if there.isoweekday() == weekday] or days
    tense, sure = _attribute_tense(found, ctx) if is_attribute(found, ctx) else ctx.sure_tense(found.span)
    if told_year := None if sure else _year_beside(found, ctx, days):
        return told_year
    picked = pick(days, tense, ctx, 0 if day else 30, sure and tense == "past")
    if picked is None:
        return UNPLACED
    best, others = picked
    shape = (lambda d: d.isoformat()) if day else (lambda d: f"{d:%Y-%m}")
    return Answer("DATE", shape(best), ctx.anchor, alternatives=tuple(shape(other) for other in others))


def _attribute_tense(found: Found, ctx: Context) -> tuple[Tense | None, bool]:
    return ("future" if is_to_come(found, ctx) else "past"), False


def _year_beside(found: Found, ctx: Context, days: list[date]) -> Answer | None:
    """Where no verb tells, and a full date of another year was told just before: the first such day after it, if gone by."""
    told = ctx.before(found.span.start, ("day", "month"), paragraphs=1)
    if told is None or not told.whole or ctx.day is None or told.day.year >= ctx.day.year:
        return None
    there = next((day for day in days if told.day <= day <= ctx.day), None)
    if there is None:
        return None
    return Answer(
        "DATE", there.isoformat() if found.get("day") or found.get("dayword") else f"{there:%Y-%m}", "previous"
    )


def read_year(found: Found, ctx: Context) -> Answer | None:
    """A year by itself."""
    stated = stated_year(found, ctx)
    if stated is None:
        return None
    year, anchor = stated
    if found.rule == "year-short" and not is_short_year(found, ctx):
        return None
    if found.rule == "year" and found.span.end - found.span.start == 4 and not is_year(found, ctx, year):
        return None
    return Answer("DATE", f"{year:04}", anchor, whole=True)


def read_year_bc(found: Found, ctx: Context) -> Answer | None:
    """A year before Christ, as TIMEX3 writes it; EDTF's years here begin with 1."""
    year = int(re.sub(r"[^0-9]", "", found.get("year")) or 0)
    return Answer("DATE", f"BC{year:04}") if year else None


def read_decade(found: Found, ctx: Context) -> Answer | None:
    """A decade in digits ("1980s", "'90s") or in words ("the nineties", of the last century that has them behind it)."""
    words = found.get("decade")
    digits = re.sub(r"[^0-9]", "", words)
    if len(digits) == 4:
        return Answer("DATE", digits[:3], whole=True)
    tens = int(digits) if digits else number_in("DECADEWORD", words)
    if tens is None:
        return None
    year = 1900 + tens if not ctx.day or 1900 + tens + 100 > ctx.day.year else 2000 + tens
    return Answer("DATE", f"{year // 10:03}", whole=True)


def read_century(found: Found, ctx: Context) -> Answer | None:
    """A century by its ordinal."""
    number = read_ordinal(found.get("century"))
    if number is None or not 1 <= number <= 30 or found.get("era"):
        return Answer("DATE", f"BC{number:02}") if number and found.get("era") else None
    return Answer("DATE", f"{number - 1:02}", whole=True)


def read_season(found: Found, ctx: Context) -> Answer | None:
    """A season with its year, or placed by tense."""
    if found.rule in ("season-the", "season-fall") and is_title(found, ctx):
        return None
    if found.rule == "season-fall" and not is_fall(found, ctx):
        return None
    code = str(lookup("SEASON", found.get("season")) or lookup("FALL", found.get("season")) or "")
    stated = stated_year(found, ctx)
    if stated:
        return Answer("DATE", f"{stated[0]:04}-{code}", stated[1], whole=bool(found.get("year")))
    if points_at_year(found):
        return UNPLACED
    if ctx.story or ctx.day is None:
        told = ctx.story_base(found.span.start) if ctx.story else ctx.before(found.span.start, paragraphs=1)
        if told:
            return Answer("DATE", f"{told.day.year:04}-{code}", "previous")
    if ctx.day is None:
        return UNPLACED
    days = [
        there
        for year in range(max(1, ctx.day.year - 3), ctx.day.year + 3)
        if (there := safe_date(year, SEASON_START[code], 1))
    ]
    picked = pick(days, ctx.tense(found.span), ctx, 90)
    if picked is None:
        return UNPLACED
    return Answer(
        "DATE",
        f"{picked[0].year:04}-{code}",
        ctx.anchor,
        alternatives=tuple(f"{o.year:04}-{_EDTF_SEASON[code]}" for o in picked[1]),
    )


def read_quarter(found: Found, ctx: Context) -> Answer | None:
    """A quarter of a year; without the year the latest that has begun, or the next one where the clause looks ahead."""
    words = found.get("quarter") or found.get("code")
    number = read_ordinal(re.sub(r"[^0-9]", "", words) or words)
    if number is None or not 1 <= number <= 4:
        return None
    stated = stated_year(found, ctx)
    if stated:
        return Answer("DATE", f"{stated[0]:04}-Q{number}", stated[1], whole=bool(found.get("year")))
    if points_at_year(found) or ctx.day is None:
        return UNPLACED
    days = [date(year, 3 * number - 2, 1) for year in range(max(1, ctx.day.year - 2), ctx.day.year + 3)]
    begun = [day for day in days if day <= ctx.day]
    ahead = [day for day in days if day > ctx.day]
    old = not begun or (ctx.day - begun[-1]).days > _OLD_QUARTER
    best = ahead[0] if ahead and old and ctx.tense(found.span) == "future" else begun[-1]
    return Answer("DATE", period("Q", best), ctx.anchor)


def read_half(found: Found, ctx: Context) -> Answer | None:
    """A half of a year."""
    stated = stated_year(found, ctx)
    first = found.get("half") == "first" or found.get("code").endswith("1")
    if stated is None:
        return UNPLACED
    return Answer("DATE", f"{stated[0]:04}-H{1 if first else 2}", stated[1], whole=bool(found.get("year")))


def read_fixed_date(found: Found, ctx: Context) -> Answer | None:
    """A day known by its name alone: the value is the rule's."""
    return Answer("DATE", found.get("value"), whole=True)


def read_numeric(found: Found, ctx: Context) -> Answer | None:
    """An ISO date, with hyphens or slashes."""
    year, month, day = map(int, re.split(r"[-/]", found.get("date")))
    return dated(year, month, day, "none", whole=True)


def read_stamp(found: Found, ctx: Context) -> Answer | None:
    """An ISO date and time."""
    written = found.get("date").upper().replace(" ", "T")
    try:
        datetime.fromisoformat(written)
    except ValueError:
        return None
    return Answer("TIME", written, whole=True)


def read_slashed(found: Found, ctx: Context) -> Answer | None:
    """Month/day/year where that can be; the day first where it must be, and as the alternative where it could."""
    first, second, year = (int(part) for part in re.split(r"[/-]", found.get("date")))
    if year < 100:
        year = two_digit_year(year, ctx)
    american, european = safe_date(year, first, second), safe_date(year, second, first)
    best = american or european
    if best is None:
        return None
    other = european if american and european and european != american else None
    return Answer("DATE", best.isoformat(), alternatives=(other.isoformat(),) if other else (), whole=True)


def read_dotted(found: Found, ctx: Context) -> Answer | None:
    """Day.month.year."""
    day, month, year = (int(part) for part in found.get("date").split("."))
    return dated(year, month, day, "none", whole=True)


def read_fiscal_code(found: Found, ctx: Context) -> Answer | None:
    """FY2018, FY18; FY 2018-19 runs over both years, from a month that differs by country."""
    first, *rest = re.findall(r"[0-9]+", found.get("code"))
    year = int(first) if len(first) == 4 else two_digit_year(int(first), ctx)
    if not rest:
        return Answer("DATE", f"{year:04}", whole=True)
    last = int(rest[0]) if len(rest[0]) == 4 else year - year % 100 + int(rest[0])
    return Answer("DATE", f"{year:04}/{last:04}", whole=True) if year < last else None


_NEW_YEAR = 9
"""Months back from the date told before at which a story has passed into the next year (December, then January)."""
_OLD_QUARTER = 270
"""Days after which a quarter that began is no longer the one that a firm is about to report on."""
_EDTF_SEASON = {"SP": "21", "SU": "22", "FA": "23", "WI": "24"}


def dated(year: int, month: int, day: int | None, anchor: Anchor, whole: bool = False) -> Answer | None:
    """The answer for a month or day of a year, None where the calendar has none."""
    if not 1 <= month <= 12 or not 1 <= year <= 9999:
        return None
    if day is None:
        return Answer("DATE", f"{year:04}-{month:02}", anchor, whole=whole)
    there = safe_date(year, month, day)
    return Answer("DATE", there.isoformat(), anchor, whole=whole) if there else None


READINGS: dict[str, Callable[[Found, Context], Answer | None]] = {
    "calendar": read_calendar,
    "calendar_shared": read_calendar,
    "year": read_year,
    "year_bc": read_year_bc,
    "decade": read_decade,
    "century": read_century,
    "season": read_season,
    "season_fall": read_season,
    "quarter": read_quarter,
    "half": read_half,
    "fixed_date": read_fixed_date,
    "numeric_date": read_numeric,
    "stamp": read_stamp,
    "slash_date": read_slashed,
    "dot_date": read_dotted,
    "fiscal_code": read_fiscal_code,
}
