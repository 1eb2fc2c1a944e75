"""Holidays: their day in a year, and which year is meant."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from dateutil.easter import EASTER_ORTHODOX, easter

from importers.extract.lexicon import load
from importers.extract.timex.anchor import Context
from importers.extract.timex.answers import UNPLACED, Answer, pick, step_of
from importers.extract.timex.calendar_readings import points_at_year, stated_year
from importers.extract.timex.find import Found
from importers.extract.timex.periods import period, safe_date, shifted

_OWNER = 24
"""Characters before a holiday in which its nation is looked for."""
_NTH = re.compile(r"([0-9]{2})\.([1-7])\.(-?[0-9])(?:\+([0-9]+))?")


def holiday_date(name: str, year: int) -> date | None:
    """The day of a holiday of the lexicon in a year; None outside the calendar. Easter is the western one."""
    general, _, nation = name.partition(" of ")
    nations = load("timex_holidays")["nations"].get(general, {})
    when: str = nations[nation] if nation in nations else load("timex_holidays")["holiday"][name]
    if when == "election":
        first = nth_weekday(year, 11, 1, 1)
        return first + timedelta(days=1) if first else None
    if when.startswith("orthodox"):
        return easter(year, EASTER_ORTHODOX) if 1583 <= year <= 4099 else None
    if when.startswith("easter"):
        return easter(year) + timedelta(days=int(when[6:])) if 1583 <= year <= 4099 else None
    if match := _NTH.fullmatch(when):
        day = nth_weekday(year, int(match[1]), int(match[2]), int(match[3]))
        return day + timedelta(days=int(match[4] or 0)) if day else None
    month, day_of_month = map(int, when.split("-"))
    return safe_date(year, month, day_of_month)


@cache
def _names() -> dict[str, str]:
    return {_fold(name): name for name in load("timex_holidays")["holiday"]}


def _fold(words: str) -> str:
    """Letters only: an apostrophe more or less is no other holiday, nor is its final s."""
    return re.sub(r"[^a-z]", "", re.sub(r"['’]s\b|s['’](?!\w)|s\b", "", words))


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The nth Monday (1) to Sunday (7) of a month, the last where nth is -1."""
    days = [day for number in range(1, 32) if (day := safe_date(year, month, number)) and day.isoweekday() == weekday]
    return days[nth - 1 if nth > 0 else nth] if days else None


def read_holiday(found: Found, ctx: Context) -> Answer | None:
    """A holiday with its year, or placed by tense; "Easter week" is the week after, "Christmas week" the one that holds it."""
    name = _of_nation(
        _names().get(_fold(found.get("holiday")), ""), ctx.text[max(0, found.span.start - _OWNER) : found.span.start]
    )
    written = ctx.text[found.span.start : found.span.end]
    if not written[-1:].isdigit() and written == written.lower():
        return None
    stated = stated_year(found, ctx)
    if stated is None and points_at_year(found):
        return UNPLACED
    if stated:
        day = holiday_date(name, stated[0])
        return _shaped(found, day, Answer("DATE", None, stated[1], whole=bool(found.get("year")))) if day else None
    if ctx.story or ctx.day is None:
        told = ctx.before(found.span.start, paragraphs=None if ctx.story else 1)
        day = holiday_date(name, told.day.year) if told else None
        return _shaped(found, day, Answer("DATE", None, "previous")) if day else UNPLACED
    days = [day for year in range(ctx.day.year - 2, ctx.day.year + 3) if (day := holiday_date(name, year))]
    step = step_of(written.lower().split()[0])
    tense = {-1: "past", 1: "future"}.get(step or 0) or ctx.tense(found.span)
    picked = pick(days, "past" if tense == "past" else "future" if tense == "future" else None, ctx)
    if picked is None:
        return UNPLACED
    return _shaped(found, picked[0], Answer("DATE", None, ctx.anchor, alternatives=tuple(map(str, picked[1]))))


def _of_nation(name: str, before: str) -> str:
    """The same holiday of the nation that is named before it: "Ukraine's Independence Day"."""
    words = before.lower()
    return next(
        (f"{name} of {nation}" for nation in load("timex_holidays")["nations"].get(name, ()) if nation in words), name
    )


def _shaped(found: Found, day: date, answer: Answer) -> Answer:
    unit = found.get("unit")
    value: str | None = day.isoformat()
    if unit == "week":
        value = period("W", day) if found.get("holiday") != "easter" else shifted("W", day, 0)
    elif unit == "weekend":
        value = period("WE", day)
    return Answer("DATE", value, answer.anchor, alternatives=answer.alternatives, whole=answer.whole)
