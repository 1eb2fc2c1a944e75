"""Readings of dates that name their place in the calendar, wholly or in part (lexicons/timex_calendar.toml)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

from importers.extract.timex.anchor import Context
from importers.extract.timex.answers import UNPLACED, Answer, lookup, number_in, pick, step_of, two_digit_year
from importers.extract.timex.find import Found
from importers.extract.timex.numbers import read_ordinal, read_year_words
from importers.extract.timex.periods import SEASON_START, period, safe_date
from store.records.reading import Anchor

_NOT_A_YEAR_BEFORE = re.compile(r"(?:[$€£#/.]|\bNo\.\s?|[0-9][-–.,]|\b[A-Z]{1,4}-)$")
_NOT_A_YEAR_AFTER = re.compile(
    r"(?:[0-9%]|[.,][0-9]|-(?:[0-9]{3}|[a-z]*-(?:foot|mile|meter|metre|man|member|seat|strong|page|word|year|day|pound|square))"
    r"|\s(?:people|men|women|troops|soldiers|miles|feet|dollars|pounds|tons|tonnes|km|kilometers|kilometres|meters|metres|members|employees"
    r"|jobs|seats|shares|votes|years|days|hours|points|units|percent|per\s?cent|cases|copies|words|homes|houses|workers|students|euros|"
    r"square|cubic|mph|calories|barrels|volunteers|refugees|prisoners|casualties|dead|deaths|aircraft|planes|vehicles|tanks|guns|bales)\b)",
    re.IGNORECASE,
)
_SHORT_YEAR_CUE = re.compile(
    r"\b(?:in|of|since|from|by|until|till|late|early|mid|and|to|before|after|summer|spring|fall|winter)[\s-]+$",
    re.IGNORECASE,
)
_YEAR_CUE = re.compile(r"(?:\b(?:in|since|by|until|till|from|of|during|before|after|through|late|early|mid|year|to|for|between|and|or|around|circa|fiscal|than)\s+|[(–—-])$", re.IGNORECASE)  # fmt: skip


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
    if found.rule == "month" and not _is_month(found, ctx):
        return None
    stated = stated_year(found, ctx)
    if stated is None and points_at_year(found):
        return UNPLACED
    if stated:
        year, anchor = stated
        return _dated(year, month, day, anchor, whole=bool(found.get("year") or found.get("tail")))
    return place_in_year(found, ctx, month, day)


def place_in_year(found: Found, ctx: Context, month: int, day: int | None) -> Answer | None:
    """A month or day without its year: beside the date told before where the text is a story, else by tense."""
    if day is not None and safe_date(2024, month, day) is None:
        return None
    if ctx.story or ctx.day is None:
        told = ctx.story_base(found.span.start) if ctx.story else ctx.before(found.span.start, paragraphs=1)
        if told and told.grain not in ("decade", "century"):
            turned = told.grain in ("day", "month") and told.day.month - month >= _NEW_YEAR
            return _dated(told.day.year + turned, month, day, "previous")
        if ctx.day is None:
            return UNPLACED
    assert ctx.day is not None
    years = range(max(1, ctx.day.year - 5), min(9999, ctx.day.year + 5))
    days = [there for year in years if (there := safe_date(year, month, day or 1))]
    weekday = number_in("WEEKDAY", found.get("wd")) or number_in("WEEKDAYABBR", found.get("wd"))
    if weekday and day:
        days = [there for there in days if there.isoweekday() == weekday] or days
    tense, sure = (None, False) if _is_attribute(found, ctx) else ctx.sure_tense(found.span)
    picked = pick(days, tense, ctx, 0 if day else 30, sure and tense == "past")
    if picked is None:
        return UNPLACED
    best, others = picked
    shape = (lambda d: d.isoformat()) if day else (lambda d: f"{d:%Y-%m}")
    return Answer("DATE", shape(best), ctx.anchor, alternatives=tuple(shape(other) for other in others))


def read_year(found: Found, ctx: Context) -> Answer | None:
    """A year by itself."""
    stated = stated_year(found, ctx)
    if stated is None:
        return None
    year, anchor = stated
    if found.rule == "year-short" and not _SHORT_YEAR_CUE.search(
        ctx.text[max(0, found.span.start - 12) : found.span.start]
    ):
        return None
    if found.rule == "year" and found.span.end - found.span.start == 4 and not _is_year(found, ctx, year):
        return None
    return Answer("DATE", f"{year:04}", anchor, whole=True)


def read_year_bc(found: Found, ctx: Context) -> Answer | None:
    """A year before Christ, as TIMEX3 writes it; EDTF's years here begin with 1."""
    year = int(re.sub(r"[^0-9]", "", found.get("year")) or 0)
    return Answer("DATE", f"BC{year:04}") if year else None


def read_year_range(found: Found, ctx: Context) -> Answer | None:
    """Two years and all between them."""
    first, last = int(found.get("from_year")), int(found.get("to_year"))
    if last < 100:
        last += first - first % 100
    if last <= first or last - first > 400:
        return None
    return Answer("DATE", f"{first:04}/{last:04}", whole=True)


def read_school_year(found: Found, ctx: Context) -> Answer | None:
    """An academic year: September to August."""
    first = int(found.get("from_year"))
    return Answer("DATE", f"{first:04}-09/{first + 1:04}-08", whole=True)


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
    if found.rule == "season-fall" and not _is_fall(found, ctx):
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


def read_week_of(found: Found, ctx: Context) -> Answer | None:
    """The ISO week that holds the day named."""
    answer = read_calendar(found, ctx)
    if answer is None or answer.value is None or len(answer.value) != 10:
        return answer
    return Answer("DATE", period("W", date.fromisoformat(answer.value)), answer.anchor, whole=answer.whole)


def read_day_of_month(found: Found, ctx: Context) -> Answer | None:
    """A day told by its number alone, in the month of the anchor or of the date before."""
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
    months = [(base - timedelta(days=1)).replace(day=1), base, (base + timedelta(days=32)).replace(day=1)]
    picked = pick(
        [there for month in months if (there := safe_date(month.year, month.month, day))], ctx.tense(found.span), ctx
    )
    return (
        Answer("DATE", picked[0].isoformat(), ctx.anchor, alternatives=tuple(map(str, picked[1])))
        if picked
        else UNPLACED
    )


def read_numeric(found: Found, ctx: Context) -> Answer | None:
    """An ISO date, with hyphens or slashes."""
    year, month, day = map(int, re.split(r"[-/]", found.get("date")))
    return _dated(year, month, day, "none", whole=True)


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
    return _dated(year, month, day, "none", whole=True)


def read_fiscal_code(found: Found, ctx: Context) -> Answer | None:
    """FY2018, FY18."""
    digits = re.sub(r"[^0-9]", "", found.get("code"))
    year = int(digits) if len(digits) == 4 else two_digit_year(int(digits), ctx)
    return Answer("DATE", f"{year:04}", whole=True)


_NEW_YEAR = 9
"""Months back from the date told before at which a story has passed into the next year (December, then January)."""
_OLD_QUARTER = 270
"""Days after which a quarter that began is no longer the one that a firm is about to report on."""
_EDTF_SEASON = {"SP": "21", "SU": "22", "FA": "23", "WI": "24"}


def _dated(year: int, month: int, day: int | None, anchor: Anchor, whole: bool = False) -> Answer | None:
    if not 1 <= month <= 12 or not 1 <= year <= 9999:
        return None
    if day is None:
        return Answer("DATE", f"{year:04}-{month:02}", anchor, whole=whole)
    there = safe_date(year, month, day)
    return Answer("DATE", there.isoformat(), anchor, whole=whole) if there else None


_FALL_CUE = re.compile(r"\b(?:in|during|by|since|until|till|this)\s+$", re.IGNORECASE)
_DETERMINER = re.compile(r"(?:\b(?:a|an|the|its|his|her|their|our|this|that)|['’]s)\s+$", re.IGNORECASE)
_AMBIGUOUS_MONTHS = frozenset({"may", "march", "jan", "dec", "mar", "june", "april", "august", "sept", "jul", "jun"})
_MONTH_CUE = re.compile(
    r"\b(?:in|by|since|until|till|through|from|to|of|and|or|early|late|mid|during|for|between|before|after|around|this|on|about|into|every|each)[\s-]*$",
    re.IGNORECASE,
)


def _is_fall(found: Found, ctx: Context) -> bool:
    """The fall as a season, not a defeat or a tumble: after a preposition of time, and not "of" something."""
    before, after = (
        ctx.text[max(0, found.span.start - 8) : found.span.start],
        ctx.text[found.span.end : found.span.end + 4],
    )
    told = ctx.text[found.span.start : found.span.end].lower().split()
    return after[:3] != " of" and ("early" in told or "late" in told or bool(_FALL_CUE.search(before)))


def _is_attribute(found: Found, ctx: Context) -> bool:
    """Whether a date stands before a noun that it describes ("the June accord"): the clause's verb then says nothing of it."""
    before, after = (
        ctx.text[max(0, found.span.start - 8) : found.span.start],
        ctx.text[found.span.end : found.span.end + 6],
    )
    return bool(_DETERMINER.search(before) and re.match(r"\s[a-z]{3}", after))


def _is_month(found: Found, ctx: Context) -> bool:
    """A month that stands alone is none where it may be a name, a verb or a person."""
    text, span = ctx.text, found.span
    if text[span.start - 1 : span.start] in ("$", "#", "@") or text[span.end : span.end + 1] in ("(", "@"):
        return False
    if found.get("month").rstrip(".") not in _AMBIGUOUS_MONTHS or span.end - span.start > len(found.get("month")):
        return True
    before = text[max(0, span.start - 12) : span.start]
    if found.get("month") in ("jan", "mar", "dec") and re.match(r"\s+[A-Z]", text[span.end : span.end + 2]):
        return False
    if found.get("month").rstrip(".") in ("may", "march", "jan", "mar", "dec"):
        return bool(_MONTH_CUE.search(before)) or _is_attribute(found, ctx)
    return not re.match(r"\s+[A-Z][a-z]", text[span.end : span.end + 3]) or bool(_MONTH_CUE.search(before))


def _is_year(found: Found, ctx: Context, year: int) -> bool:
    """Four digits alone are a year unless they count something; before 1900 they need a word that says so."""
    text, span = ctx.text, found.span
    before, after = text[max(0, span.start - 14) : span.start], text[span.end : span.end + 24]
    if _NOT_A_YEAR_BEFORE.search(before) or _NOT_A_YEAR_AFTER.match(after):
        return False
    cued = bool(_YEAR_CUE.search(before))
    if year > 2100 or (year < 1800 and not cued):
        return False
    return cued or 1900 <= year <= 2060 or after[:1] in (")", ",", "–", "-", ".")


READINGS: dict[str, Callable[[Found, Context], Answer | None]] = {
    "calendar": read_calendar,
    "calendar_shared": read_calendar,
    "year": read_year,
    "year_bc": read_year_bc,
    "year_range": read_year_range,
    "school_year": read_school_year,
    "decade": read_decade,
    "century": read_century,
    "season": read_season,
    "season_fall": read_season,
    "quarter": read_quarter,
    "half": read_half,
    "day_range": read_day_range,
    "month_range": read_month_range,
    "week_of": read_week_of,
    "day_of_month": read_day_of_month,
    "numeric_date": read_numeric,
    "stamp": read_stamp,
    "slash_date": read_slashed,
    "dot_date": read_dotted,
    "fiscal_code": read_fiscal_code,
}
