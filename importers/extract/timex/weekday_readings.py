"""Readings of weekdays: bare, stepped ("last Friday"), and of a week that is named or was told before."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from importers.extract.timex.anchor import Context, Told
from importers.extract.timex.answers import UNPLACED, Answer, number_in, pick, step_of
from importers.extract.timex.find import Found
from importers.extract.timex.periods import moved, period
from importers.extract.timex.relative_readings import part_of
from store.records.reading import TimexType

_TURN = re.compile(r"\b(?:and|but|then|now)\s+(?:on\s+)?$", re.IGNORECASE)
"""Words that lead on to another day ("but on Tuesday"), away from the week told before."""


def read_weekday(found: Found, ctx: Context) -> Answer | None:
    """A weekday by its bare name: of the week told just before, else the publication day itself, else by tense."""
    weekday, part = number_in("WEEKDAY", found.get("wd")), part_of(found.get("part"))
    kind: TimexType = "TIME" if part else "DATE"
    if weekday is None:
        return None
    if ctx.day is None:
        told = _week_before(found, ctx)
        return _in_week(told, weekday, part) if told else Answer(kind, None)
    tense = ctx.tense(found.span)
    days = [ctx.day + timedelta(days=offset) for offset in range(-7, 8) if _in_calendar(ctx.day, offset)]
    picked = pick(
        [day for day in days if day.isoweekday() == weekday][-2:] if ctx.day.isoweekday() != weekday else [ctx.day],
        tense or "past",
        ctx,
    )
    if picked is None:
        return UNPLACED
    told = _week_before(found, ctx)
    if (
        told
        and (tense or "past") == ("past" if told.day <= ctx.day else "future")
        and period("W", ctx.day) != told.value
    ):
        inside, outside = _in_week(told, weekday, part), Answer(kind, f"{picked[0]}{part}", ctx.anchor)
        turned = _TURN.search(ctx.text[max(0, found.span.start - 12) : found.span.start])
        best, other = (outside, inside) if turned else (inside, outside)
        return replace(best, alternatives=(str(other.value)[:10],) if other.value != best.value else ())
    week_off = picked[0] + timedelta(days=7 if picked[0] < ctx.day else -7)
    unsure = tense is None and picked[0] != ctx.day
    return Answer(kind, f"{picked[0]}{part}", ctx.anchor, alternatives=(week_off.isoformat(),) if unsure else ())


def read_weekday_step(found: Found, ctx: Context) -> Answer | None:
    """Last, this, next Friday. "Last" is the latest before the anchor's day, "next" the first after it."""
    weekday, step = number_in("WEEKDAY", found.get("wd")), step_of(found.get("step"))
    if weekday is None:
        return None
    if ctx.day is None:
        return UNPLACED
    part = part_of(found.get("part"))
    gap = weekday - ctx.day.isoweekday()
    if step == -1:
        gap -= 7 if gap >= 0 else 0
    elif step == 0:
        gap = gap if gap >= 0 or ctx.tense(found.span) == "past" else gap + 7
    else:
        gap += 7 if gap <= 0 else 0
    there = moved("D", ctx.day, gap + 7 * int(found.get("weeks") or 0))
    further = moved("D", there, 7 * step) if there and step and found.get("step") in ("last", "next") else None
    return Answer(
        "TIME" if part else "DATE",
        f"{there}{part}",
        ctx.anchor,
        alternatives=(further.isoformat(),) if further and abs(gap) < 4 else (),
    )


def read_weekday_back(found: Found, ctx: Context) -> Answer | None:
    """The following, the previous Friday: counted from the last day told."""
    weekday, step = number_in("WEEKDAY", found.get("wd")), step_of(found.get("back"))
    told = ctx.before(found.span.start, ("day",), paragraphs=None if ctx.story else 1)
    base = told.day if told else ctx.day
    if weekday is None or base is None:
        return UNPLACED
    gap = weekday - base.isoweekday()
    gap = gap - 7 if step == -1 and gap >= 0 else gap + 7 if step == 1 and gap <= 0 else gap
    there = moved("D", base, gap)
    return (
        Answer("DATE", f"{there}{part_of(found.get('part'))}", "previous" if told else ctx.anchor)
        if there
        else UNPLACED
    )


def read_weekday_of_week(found: Found, ctx: Context) -> Answer | None:
    """Friday of last week, Monday next week."""
    weekday, step = number_in("WEEKDAY", found.get("wd")), step_of(found.get("step"))
    if weekday is None or ctx.day is None:
        return UNPLACED
    there = moved("D", ctx.day, weekday - ctx.day.isoweekday() + 7 * (step or 0))
    return Answer("DATE", there.isoformat(), ctx.anchor) if there else UNPLACED


def _week_before(found: Found, ctx: Context) -> Told | None:
    """The week that the text is in: the last expression told, if it is a week and stands in this sentence or the one before."""
    told = ctx.before(found.span.start, paragraphs=1)
    if told is None or told.grain != "week":
        return None
    return told if 0 <= ctx.sentence_at(found.span.start) - told.sentence <= 1 else None


def _in_week(told: Told, weekday: int, part: str) -> Answer:
    year, week, _ = told.day.isocalendar()
    return Answer("TIME" if part else "DATE", f"{date.fromisocalendar(year, week, weekday)}{part}", "previous")


def _in_calendar(day: date, offset: int) -> bool:
    return moved("D", day, offset) is not None


READINGS: dict[str, Callable[[Found, Context], Answer | None]] = {
    "weekday": read_weekday,
    "weekday_step": read_weekday_step,
    "weekday_back": read_weekday_back,
    "weekday_of_week": read_weekday_of_week,
}
