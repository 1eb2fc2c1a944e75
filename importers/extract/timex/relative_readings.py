"""Readings of dates counted from another date (lexicons/timex_relative.toml)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date

from importers.extract.timex.anchor import Context, Told
from importers.extract.timex.answers import UNPLACED, Answer, code_in, number_in, step_of, unit_of
from importers.extract.timex.find import Found
from importers.extract.timex.guards import is_named_after_day
from importers.extract.timex.numbers import read_count, read_ordinal
from importers.extract.timex.periods import (
    FINENESS,
    GRAIN_OF_UNIT,
    SEASON_START,
    duration,
    moved,
    period,
    safe_date,
    season_of,
    shifted,
)

_PARTS = {"midday": "MI", "noon": "MI", "midnight": "NI", "lunchtime": "MI", "dawn": "MO", "dusk": "EV"}


_TITLE_OF = re.compile(
    r"\b(?:[A-Z]\w*|man|woman|person|player|team|song|book|word|time|part|one|most|day|night)\s+of\s+$"
)
_OVER = re.compile(r"\b(?:over|for|during|within|in)\s+$", re.IGNORECASE)
_OWNER = re.compile(r"['’]s\s$")
_TIED = (" before", " after", " that", " of ", "-long")
"""Words after "the week" that tie it to something else than the anchor."""


def part_of(words: str) -> str:
    """The TIMEX3 ending of a part of a day ("TMO"), empty where none is told."""
    if not words:
        return ""
    code = code_in(("DAYPART",), words) or _PARTS.get(words, "")
    return f"T{code}" if code else ""


def read_deictic_day(found: Found, ctx: Context) -> Answer | None:
    """Yesterday, today, tomorrow, tonight, and parts of them."""
    word = found.get("day")
    if is_named_after_day(found, ctx):
        return None
    if ctx.story and not found.get("part"):
        return Answer("DATE", "PRESENT_REF") if word == "today" else UNPLACED
    offset = int(found.get("days") or {"yesterday": -1, "tomorrow": 1}.get(word, 0))
    part = "TNI" if word == "tonight" else part_of(found.get("part"))
    if ctx.day is None:
        return Answer("TIME" if part else "DATE", None)
    there = moved("D", ctx.day, offset)
    return Answer("TIME" if part else "DATE", f"{there}{part}", ctx.anchor) if there else UNPLACED


def read_unit_step(found: Found, ctx: Context) -> Answer | None:
    """Last week, this month, next year: whole units counted from the one that holds the anchor's day."""
    unit, step = unit_of(found.get("unit")), step_of(found.get("step"))
    further, part = int(found.get("further") or 0), part_of(found.get("unit"))
    if part and further:
        there = moved("D", ctx.day, -2) if ctx.day else None
        return Answer("TIME", f"{there}{part}", ctx.anchor) if there else Answer("TIME", None)
    if not unit or step is None or unit == "ML":
        return None
    if found.get("step") == "last" and _is_final(found, ctx, unit):
        return None
    if unit == "D" and found.get("step") in ("last", "past"):
        led = _OVER.search(ctx.text[max(0, found.span.start - 8) : found.span.start])
        return stretch(ctx, -1, 1.0, unit) if led else None
    step -= further
    if unit in ("DE", "CE") and found.get("step") in ("last", "past"):
        return stretch(ctx, -1, 1.0, unit)
    if (
        found.get("step") == "past"
        and unit in ("W", "M", "Y")
        and _OVER.search(ctx.text[max(0, found.span.start - 8) : found.span.start])
    ):
        return stretch(ctx, -1, 1.0, unit)
    if ctx.day is None:
        return UNPLACED
    if unit == "WE":
        step = _weekend_step(found, ctx, step)
    value = shifted(unit, ctx.day, step)
    return Answer("DATE", value, ctx.anchor) if value else UNPLACED


def read_this_time(found: Found, ctx: Context) -> Answer | None:
    """This time last year: the month of the anchor's day in another year."""
    if ctx.day is None:
        return UNPLACED
    there = moved("Y", ctx.day, step_of(found.get("step")) or 0)
    return Answer("DATE", f"{there:%Y-%m}", ctx.anchor) if there else UNPLACED


def read_this_day_in(found: Found, ctx: Context) -> Answer | None:
    """On this day in 1991: the anchor's day and month in that year."""
    if ctx.day is None:
        return Answer("DATE", found.get("year"), whole=True)
    there = safe_date(int(found.get("year")), ctx.day.month, ctx.day.day)
    return Answer("DATE", there.isoformat(), ctx.anchor, whole=True) if there else UNPLACED


def _is_final(found: Found, ctx: Context, unit: str) -> bool:
    """Whether "last" closes a row of somebody's own: "the season's last week"."""
    owned = _OWNER.search(ctx.text[max(0, found.span.start - 3) : found.span.start])
    return owned is not None and unit in ("D", "W", "WE", "M", "Y")


def read_month_step(found: Found, ctx: Context) -> Answer | None:
    """Last April, next April, this April."""
    month, step = number_in("MONTH", found.get("month")), step_of(found.get("step"))
    if month is None or step is None:
        return None
    if ctx.day is None:
        return UNPLACED
    year = ctx.day.year
    if step == -1:
        year -= month >= ctx.day.month
    elif step == 1:
        year += month <= ctx.day.month
    return Answer("DATE", f"{year:04}-{month:02}", ctx.anchor)


def read_season_step(found: Found, ctx: Context) -> Answer | None:
    """Last fall, this past summer, next spring."""
    code, step = code_in(("SEASON", "FALL"), found.get("season")), step_of(found.get("step"))
    if ctx.day is None or step is None:
        return UNPLACED
    start = SEASON_START[code]
    if step == 0:
        year = ctx.day.year - (code == "WI" and ctx.day.month < 6)
        return Answer("DATE", f"{year:04}-{code}", ctx.anchor)
    now = season_of(ctx.day)
    years = [year for year in range(ctx.day.year - 2, ctx.day.year + 3) if safe_date(year, start, 1)]
    if step == -1:
        begun = [year for year in years if date(year, start, 1) <= ctx.day and f"{year:04}-{code}" != now]
        year = begun[-1]
    else:
        year = next(year for year in years if date(year, start, 1) > ctx.day)
    return Answer("DATE", f"{year:04}-{code}", ctx.anchor)


def read_unit_back(found: Found, ctx: Context) -> Answer | None:
    """The same day, the following month, that year: counted from the expression before."""
    part = part_of(found.get("unit"))
    unit, step = "D" if part else unit_of(found.get("unit")), step_of(found.get("back"))
    if not unit or step is None:
        return None
    told = base_for(unit, found, ctx)
    if told is None:
        return Answer("TIME" if part else "DATE", None)
    value = shifted(unit, told.day, step)
    return Answer("TIME" if part else "DATE", f"{value}{part}", "previous") if value else UNPLACED


def read_unit_beside(found: Found, ctx: Context) -> Answer | None:
    """The day before, the year after, at the end of a clause: beside the expression told before."""
    if not re.match(r"\s*(?:[,.;:!?)\"”]|$|and\b|when\b)", ctx.text[found.span.end : found.span.end + 8]):
        return None
    part, step = part_of(found.get("unit")), 1 if found.get("back") == "after" else -1
    unit = "D" if part else unit_of(found.get("unit"))
    told = base_for(unit, found, ctx)
    value = shifted(unit, told.day, step) if told else None
    return Answer("TIME" if part else "DATE", f"{value}{part}", "previous") if value else UNPLACED


def read_unit_the(found: Found, ctx: Context) -> Answer | None:
    """The quarter, the week: the one told before, else the one that holds the anchor's day."""
    after = ctx.text[found.span.end : found.span.end + 8].lower()
    if _TITLE_OF.search(ctx.text[max(0, found.span.start - 16) : found.span.start]) or after.startswith(_TIED):
        return None
    word = found.get("unit")
    unit = "Q" if word == "period" else unit_of(word)
    told = ctx.before(found.span.start, (GRAIN_OF_UNIT[unit],), paragraphs=None if ctx.story else 4)
    if told:
        return Answer("DATE", told.value, "previous")
    if word == "period":
        return UNPLACED
    if ctx.day is None or ctx.story:
        return UNPLACED
    if unit == "WE":
        return Answer("DATE", shifted("WE", ctx.day, _weekend_step(found, ctx, 0)), ctx.anchor)
    if unit == "Q":
        return Answer("DATE", shifted("Q", ctx.day, -1), ctx.anchor)
    return Answer("DATE", period(unit, ctx.day), ctx.anchor)


def read_unit_part(found: Found, ctx: Context) -> Answer | None:
    """The end of the month: of the one told before in a story, else of the anchor's."""
    unit = unit_of(found.get("unit"))
    told = base_for(unit, found, ctx) if ctx.story or ctx.day is None else None
    base = told.day if told else ctx.day
    if base is None or (ctx.story and told is None):
        return UNPLACED
    return Answer("DATE", period(unit, base), "previous" if told else ctx.anchor)


def read_year_unit(found: Found, ctx: Context) -> Answer | None:
    """The 1988 quarter: the quarter told before, in that year."""
    told = ctx.before(found.span.start, ("quarter",), paragraphs=4)
    year = found.get("year")
    return Answer("DATE", f"{year}-{told.value[5:]}", "previous") if told else Answer("DATE", year)


def read_offset(found: Found, ctx: Context) -> Answer | None:
    """Two months ago, three days from now: as exact as the unit is."""
    sign, count, unit = int(found.get("sign")), read_count(found.get("count")), unit_of(found.get("unit"))
    if count is None:
        return _vague(sign, ctx)
    count += 0.5 if found.get("plus") else 0
    if ctx.day is None:
        return UNPLACED
    return counted(ctx.day, sign * count, unit, ctx)


def read_offset_vague(found: Found, ctx: Context) -> Answer | None:
    """Years ago."""
    return _vague(int(found.get("sign")), ctx)


def read_offset_back(found: Found, ctx: Context) -> Answer | None:
    """Three days earlier, two years later: counted from the expression before."""
    sign, count, unit = int(found.get("sign")), read_count(found.get("count")), unit_of(found.get("unit"))
    if count is None or unit in ("H", "MIN", "S"):
        return UNPLACED
    told = base_for("Y" if unit in ("DE", "CE") else unit, found, ctx)
    if told is None:
        return UNPLACED
    there = moved(unit, told.day, sign * count)
    if there is None or (
        ctx.day and not ctx.story and told.day <= ctx.day < there and sign > 0 and unit in ("Y", "DE")
    ):
        return UNPLACED
    return Answer("DATE", counted(told.day, sign * count, unit, ctx).value, "previous")


def read_year_earlier(found: Found, ctx: Context) -> Answer | None:
    """A year ago, the year-earlier quarter: the stretch told just before, a year back."""
    asked = found.get("unit")
    near = ctx.before(found.span.start, ("quarter",), paragraphs=1 if not asked else 5)
    if near is None and asked in ("quarter", "period"):
        return UNPLACED
    if near and (asked or _is_measure(found, ctx, near)):
        quarter = read_ordinal(found.get("quarter")) if found.get("quarter") else int(near.value[-1])
        return Answer("DATE", f"{near.day.year - 1:04}-Q{quarter}", "previous")
    back = (
        ctx.before(found.span.start, paragraphs=1)
        if "earlier" in ctx.text[found.span.start : found.span.end] or ctx.story
        else None
    )
    if back and back.grain in ("month", "year", "day", "season", "half"):
        return Answer(
            "DATE", f"{back.day.year - 1:04}" + (back.value[4:7] if back.grain == "month" else ""), "previous"
        )
    return Answer("DATE", f"{ctx.day.year - 1:04}", ctx.anchor) if ctx.day else UNPLACED


def stretch(ctx: Context, step: int, count: float | None, unit: str) -> Answer:
    """A duration that ends (-1) or begins (1) at the anchor: the past three months, the coming weeks."""
    value = duration(count, unit)
    if ctx.day is None or ctx.story:
        return Answer("DURATION", value)
    there = moved(unit, ctx.day, step * count) if count is not None else None
    if count is not None and unit == "H":
        there = moved("D", ctx.day, step * math.ceil(count / 24))  # a day is the finest that an interval tells here
    here = ctx.day.isoformat()
    if step < 0:
        return Answer("DURATION", value, ctx.anchor, edtf=f"{there or '..'}/{here}")
    return Answer("DURATION", value, ctx.anchor, edtf=f"{here}/{there or '..'}")


def base_for(unit: str, found: Found, ctx: Context) -> Told | None:
    """The last expression told that is at least as exact as the unit; in a dated text from this paragraph or the one before."""
    limit = FINENESS.index(GRAIN_OF_UNIT.get(unit, "day"))
    told = ctx.before(found.span.start, paragraphs=None if ctx.story else 2)
    if told and FINENESS.index(told.grain) > limit:
        return (
            ctx.before(found.span.start, FINENESS[: limit + 1], paragraphs=None if ctx.story else 1)
            if unit == "D"
            else None
        )
    return told


def _is_measure(found: Found, ctx: Context, near: Told) -> bool:
    """Business texts compare a quarter with that of a year ago: the quarter is told in the same sentence or the one before."""
    return ctx.sentence_at(found.span.start) - near.sentence <= 3


def counted(base: date, count: float, unit: str, ctx: Context) -> Answer:
    """So many units from a day, as exact as the unit is; hours and minutes stay on about the same day."""
    if unit in ("H", "MIN", "S"):
        return Answer("DATE", base.isoformat(), ctx.anchor, edtf=f"{base}~")
    there = moved(unit, base, count)
    if there is None:
        return UNPLACED
    grain = {"D": "D", "W": "W", "F": "W", "WE": "WE", "M": "M", "Q": "Q"}.get(unit, "Y")
    return Answer("DATE", period(grain, there), ctx.anchor)


def _vague(sign: int, ctx: Context) -> Answer:
    ref = "PAST_REF" if sign < 0 else "FUTURE_REF"
    if ctx.day is None or ctx.story:
        return Answer("DATE", ref)
    return Answer("DATE", ref, ctx.anchor, edtf=f"../{ctx.day}" if sign < 0 else f"{ctx.day}/..")


def _weekend_step(found: Found, ctx: Context, step: int) -> int:
    """Weeks from the anchor's to the weekend meant: early in a week, "this weekend" of a past clause is the one gone by."""
    assert ctx.day is not None
    words = found.get("step")
    if words in ("coming", "upcoming", "forthcoming"):
        return 0 if ctx.day.isoweekday() < 6 else 1
    if (
        step == 0
        and ctx.day.isoweekday() < 5
        and ctx.tense(found.span) != "future"
        and (words != "this" or ctx.day.isoweekday() < 4)
    ):
        return -1
    return step


READINGS: dict[str, Callable[[Found, Context], Answer | None]] = {
    "deictic_day": read_deictic_day,
    "unit_step": read_unit_step,
    "month_step": read_month_step,
    "this_time": read_this_time,
    "this_day_in": read_this_day_in,
    "season_step": read_season_step,
    "unit_back": read_unit_back,
    "unit_beside": read_unit_beside,
    "unit_the": read_unit_the,
    "unit_part": read_unit_part,
    "year_unit": read_year_unit,
    "offset": read_offset,
    "offset_vague": read_offset_vague,
    "offset_back": read_offset_back,
    "year_earlier": read_year_earlier,
}
