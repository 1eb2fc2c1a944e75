"""Readings of durations, sets, references, times of day and holidays (lexicons/timex_spans, timex_clock, timex_holidays)."""

from __future__ import annotations

import re
from collections.abc import Callable

from importers.extract.timex.anchor import Context
from importers.extract.timex.answers import Answer, code_in, number_in, step_of, unit_of
from importers.extract.timex.find import Found
from importers.extract.timex.holidays import read_holiday
from importers.extract.timex.numbers import read_count
from importers.extract.timex.periods import duration, moved
from importers.extract.timex.relative_readings import counted, part_of, stretch

_RATE_BEFORE = re.compile(
    r"(?:[0-9$€£%]|\b(?:times|once|twice|million|billion|trillion|thousand|hundred|percent|cents|dollars|hours|days|one|two|three|four|five|six|seven|eight|nine|ten))[\s-]*$",
    re.IGNORECASE,
)
_RATE_NOUN_BEFORE = re.compile(r"[$€£0-9][0-9,.]*\s+(?:[a-z]+\s+){1,2}$", re.IGNORECASE)
_BARE_CUE = re.compile(r"\b(?:for|in|within|after|last|lasted|took|take|takes|over|of)\s+$", re.IGNORECASE)
_NOUN_AFTER = re.compile(r"\s(?!in\b|at\b|by\b|and\b|on\b|to\b)[a-z]")
_IN_BEFORE = re.compile(r"\b[Ii]n\s+$")
_CLOCK_CUE = re.compile(
    r"\b(?:at|from|by|until|till|to|around|about|before|after|since|and|or|between|of|,|on|[0-9])[\s,–-]*$",
    re.IGNORECASE,
)
_AGE = re.compile(r"[\s-]olds?\b")
_PRICE_WORDS = ("a", "an")


def read_duration(found: Found, ctx: Context) -> Answer | None:
    """A length of time. "A second" and "a quarter" are none, and "a day" after an amount is a rate."""
    unit, words = unit_of(found.get("unit")), found.get("count")
    if _AGE.match(ctx.text[found.span.end : found.span.end + 5]) or found.span.of(ctx.text)[-3:].lower() == "old":
        return None
    if words in _PRICE_WORDS:
        before = ctx.text[max(0, found.span.start - 40) : found.span.start]
        if _RATE_BEFORE.search(before) or _RATE_NOUN_BEFORE.search(before):
            return Answer("SET", duration(1, unit))
        if unit in ("S", "Q", "WE", "D") and not found.get("plus") and unit != "D":
            return None
    if words == "some" and found.get("unit") in ("day", "time", "year"):
        return None
    if unit == "S" and words in ("one", "1", "half a", "another"):
        return None
    if unit == "Q" and words in ("one", "two", "three") and ctx.text[found.span.end : found.span.end + 4] == " of ":
        return None
    count = read_count(words)
    if count is not None and found.get("plus"):
        count += float(found.get("plus"))
    if (
        count
        and ctx.day
        and not ctx.story
        and _IN_BEFORE.search(ctx.text[max(0, found.span.start - 6) : found.span.start])
    ):
        tense, sure = ctx.sure_tense(found.span)
        if tense == "future" and sure and unit in ("D", "W", "M", "Y") and not ctx.takes_so_long(found.span):
            return counted(ctx.day, count, unit, ctx)
    return Answer("DURATION", duration(count, unit))


def read_duration_bare(found: Found, ctx: Context) -> Answer | None:
    """Years, months: how many is not told. Only where a preposition of lasting leads in, or "-long" follows."""
    before = ctx.text[max(0, found.span.start - 10) : found.span.start]
    tail = ctx.text[found.span.start : found.span.end]
    if not _BARE_CUE.search(before) and "-" not in tail:
        return None
    return Answer("DURATION", duration(None, unit_of(found.get("unit"))))


def read_duration_step(found: Found, ctx: Context) -> Answer | None:
    """The past three months, the coming weeks: a length of time that ends or begins at the anchor."""
    step, unit = step_of(found.get("step")) or 0, unit_of(found.get("unit"))
    count = read_count(found.get("count")) if found.get("count") else None
    return stretch(ctx, step or -1, count, unit)


def read_recent_units(found: Found, ctx: Context) -> Answer | None:
    """Recent years: somewhere in the past."""
    return reference("PAST_REF", ctx)


def read_reference(found: Found, ctx: Context) -> Answer | None:
    """Now, recently, soon: open towards the past or the future, or about the anchor's day."""
    word = ctx.text[found.span.start : found.span.end].lower()
    if word == "of late" and re.match(r"\s+(?:[0-9]|[A-Z])", ctx.text[found.span.end : found.span.end + 2]):
        return None
    if word == "soon" and re.search(
        r"\bas\s+$", ctx.text[max(0, found.span.start - 4) : found.span.start], re.IGNORECASE
    ):
        return None
    if word == "soon" and ctx.sure_tense(found.span) == ("past", True):
        return None  # "was soon divided": counted from what was told, not from the publication
    return reference(found.get("ref"), ctx)


def read_reference_past(found: Found, ctx: Context) -> Answer | None:
    """The past, as a time ("in the past"): not "the past president"."""
    led = re.search(
        r"\b(?:in|from|of|than)\s+$", ctx.text[max(0, found.span.start - 6) : found.span.start], re.IGNORECASE
    )
    return reference("PAST_REF", ctx) if led else None


def reference(ref: str, ctx: Context) -> Answer:
    """The answer for PAST_REF, PRESENT_REF or FUTURE_REF."""
    if ctx.day is None or ctx.story:
        return Answer("DATE", ref)
    edtf = {"PAST_REF": f"../{ctx.day}", "FUTURE_REF": f"{ctx.day}/..", "PRESENT_REF": f"{ctx.day}~"}[ref]
    return Answer("DATE", ref, ctx.anchor, edtf=edtf)


def read_set_every(found: Found, ctx: Context) -> Answer | None:
    """Every day, each hour, every two weeks, every other week."""
    words = found.fields.get("count") or ctx.text[found.span.start : found.span.end].lower()
    if found.get("unit") == "second":
        return None
    count = 2.0 if " other " in f" {words} " else read_count(re.sub(r"^\W*(?:every|each)|\w+$", "", words))
    return Answer("SET", duration(count or 1, unit_of(found.get("unit"))))


def read_set_weekday(found: Found, ctx: Context) -> Answer | None:
    """Every Friday, Fridays."""
    weekday = number_in("WEEKDAY", found.get("wd")) or number_in("WEEKDAYS", found.get("wd"))
    return Answer("SET", f"XXXX-WXX-{weekday}{part_of(found.get('part'))}")


def read_set_month(found: Found, ctx: Context) -> Answer | None:
    """Every July."""
    return Answer("SET", f"XXXX-{number_in('MONTH', found.get('month')) or 0:02}")


def read_set_season(found: Found, ctx: Context) -> Answer | None:
    """Every summer."""
    return Answer("SET", f"XXXX-{code_in(('SEASON', 'FALL'), found.get('season'))}")


def read_set_fixed(found: Found, ctx: Context) -> Answer | None:
    """Daily, weekly: the value is the rule's. A quarterly dividend is one dividend, and "the daily Gazette" a paper."""
    after = ctx.text[found.span.end : found.span.end + 12]
    if re.match(r"\s[A-Z\"“„]", after) or (found.rule == "set-adverb-quarter" and _NOUN_AFTER.match(after)):
        return None
    return Answer("SET", found.get("value"))


def read_set_per(found: Found, ctx: Context) -> Answer | None:
    """Per day."""
    return Answer("SET", duration(1, unit_of(found.get("unit"))))


def read_clock(found: Found, ctx: Context) -> Answer | None:
    """A time of day; its day is the one told in the same sentence, else the anchor's."""
    time = clock_time(found)
    start = found.span.start
    if time is None:
        return None
    if (
        found.rule == "clock-24"
        and not found.get("zone")
        and not _CLOCK_CUE.search(ctx.text[max(0, start - 10) : start])
    ):
        return None
    if (
        found.reading == "clock_word"
        and ctx.text[start].isupper()
        and ctx.text[max(0, start - 2) : start - 1].isalpha()
    ):
        return None
    if time == "TNI" and ctx.day and not _told_day(found, ctx) and ctx.tense(found.span) != "future":
        eve = moved("D", ctx.day, -1)
        return Answer("TIME", f"{ctx.day}{time}", ctx.anchor, edtf=f"{eve}/{ctx.day}" if eve else None)
    return Answer(
        "TIME", _day_for(found, ctx) + time, "previous" if _told_day(found, ctx) else ctx.anchor if ctx.day else "none"
    )


def clock_time(found: Found) -> str | None:
    """THH:MM with its zone, of the fields `clock` or `hour`, `half` (a.m., p.m.), `zone`; None for no time of day."""
    if found.reading == "clock_word":
        return found.get("time")
    written = found.get("clock")
    if written.isdigit():
        written = f"{written[:-2] or '0'}:{written[-2:]}"
    hours, mark, rest = written.partition("." if found.rule == "clock-dotted" else ":")
    if mark == "." and not (len(rest) == 2 and rest.isdigit() and hours.isdigit()):
        return None
    hour = int(hours) if hours else int(read_count(found.get("hour")) or 0)
    minute = rest[:2] or "00"
    half = found.get("half").replace(".", "").replace(" ", "")
    if half and not 1 <= hour <= 12 and not (hour == 0 and half == "am"):
        return None
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    if found.get("part") in ("afternoon", "evening") and hour < 12:
        hour += 12
    if hour > 24 or int(minute) > 59:
        return None
    return f"T{hour % 24:02}:{minute}{code_in(('ZONE',), found.get('zone')) if found.get('zone') else ''}"


def read_day_part(found: Found, ctx: Context) -> Answer | None:
    """The morning, the night: of the day that follows (joined with it later), or told before, else of the anchor's."""
    before = ctx.text[max(0, found.span.start - 8) : found.span.start].lower()
    if re.match(r"\s+of\s+(?:the\s+)?(?:[0-9]|[A-Z])", ctx.text[found.span.end : found.span.end + 12]):
        return Answer("TIME", None)
    if not re.search(r"\b(?:in|during|into|by)\s+$", before):
        return None
    day = _day_for(found, ctx)
    return Answer(
        "TIME",
        day + part_of(found.get("part")) if day else None,
        "previous" if _told_day(found, ctx) else ctx.anchor if ctx.day else "none",
    )


def _told_day(found: Found, ctx: Context) -> str:
    told = ctx.before(found.span.start, ("day",), paragraphs=None if ctx.story else 0)
    if told and (ctx.story or ctx.sentence_at(found.span.start) == told.sentence):
        return told.value[:10]
    return ""


def _day_for(found: Found, ctx: Context) -> str:
    return _told_day(found, ctx) or (ctx.day.isoformat() if ctx.day else "XXXX-XX-XX")


READINGS: dict[str, Callable[[Found, Context], Answer | None]] = {
    "duration": read_duration,
    "duration_bare": read_duration_bare,
    "duration_step": read_duration_step,
    "recent_units": read_recent_units,
    "reference": read_reference,
    "reference_past": read_reference_past,
    "set_every": read_set_every,
    "set_weekday": read_set_weekday,
    "set_month": read_set_month,
    "set_season": read_set_season,
    "set_fixed": read_set_fixed,
    "set_per": read_set_per,
    "clock": read_clock,
    "clock_word": read_clock,
    "day_part": read_day_part,
    "holiday": read_holiday,
}
