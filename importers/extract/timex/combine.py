"""Expressions that stand side by side and mean one thing: a time and its day, the two ends of a range."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from importers.extract.timex.anchor import Context
from importers.extract.timex.answers import Answer, has_year, unit_of
from importers.extract.timex.find import Found
from importers.extract.timex.numbers import read_count
from importers.extract.timex.periods import days_of, grain_of, moved, period
from importers.extract.timex.relative_readings import part_of
from importers.extract.timex.span_readings import clock_time
from store.records.span import Span

Readings = Mapping[str, Callable[[Found, Context], Answer | None]]
Placed = tuple[Found, Answer]

_TIME_TO_DAY = re.compile(r"\s*(?:,\s*|\s(?:on|of)\s+)?(?:the\s+)?", re.IGNORECASE)
_AT = re.compile(r"\s*,?\s*at\s+(?:about\s+|around\s+)?|,\s+", re.IGNORECASE)
_OF = re.compile(r"\s+of\s+(?:the\s+)?", re.IGNORECASE)
_TO = re.compile(r"\s*(?:to|through|thru|until|till|–|—|-)\s*", re.IGNORECASE)
_AFTER = re.compile(r"\s+(after|before|from)\s+(?:the\s+)?", re.IGNORECASE)
_ENDED = re.compile(
    r"\s+(?:to|ended|ending|through|that\s+ended)(?:\s+in|\s+on)?\s+(?:the\s+end\s+of\s+)?", re.IGNORECASE
)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_FROM_BEFORE = re.compile(r"\bfrom\s+(?:the\s+)?$", re.IGNORECASE)
_BETWEEN_BEFORE = re.compile(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE)
_ENDS = frozenset(
    {"calendar", "year", "numeric_date", "slash_date", "dot_date", "quarter", "season", "weekday", "decade"}
)


def joined(placed: Sequence[Placed], ctx: Context, readings: Readings) -> list[Placed]:
    """The expressions with neighbours joined where they mean one thing."""
    result: list[Placed] = []
    for current in placed:
        if result and (
            one := _timed(result[-1], current, ctx)
            or _ranged(result[-1], current, ctx, readings)
            or _apart(result[-1], current, ctx)
        ):
            result[-1] = one
            if len(result) > 1 and one[1].type == "TIME":
                result[-2] = _sharing(result[-2], one, ctx)
        else:
            if result:
                result[-1] = _ending(result[-1], current, ctx)
            result.append(current)
    return [(item, answer) for item, answer in result if item.reading != "day_part" or answer.value or ctx.day is None]


def _timed(first: Placed, second: Placed, ctx: Context) -> Placed | None:
    """9 a.m. Tuesday, noon on 3 May: one time on one day."""
    (clock, said), (day, answer) = first, second
    gap = ctx.text[clock.span.end : day.span.start]
    if (
        clock.reading == "day_part"
        and said.value is None
        and answer.value
        and _OF.fullmatch(gap)
        and grain_of(answer.value) == "day"
    ):
        span, part = Span(clock.span.start, day.span.end), part_of(clock.get("part"))
        return replace(day, span=span), replace(answer, type="TIME", value=answer.value[:10] + part)
    if day.reading in ("clock", "clock_word") and said.type == "DATE" and grain_of(said.value) == "day" and said.value:
        time = clock_time(day)
        if time is None or not _AT.fullmatch(gap):
            return None
        return replace(clock, span=Span(clock.span.start, day.span.end)), replace(
            said, type="TIME", value=said.value[:10] + time
        )
    if (
        clock.reading not in ("clock", "clock_word")
        or answer.type != "DATE"
        or grain_of(answer.value) != "day"
        or answer.value is None
    ):
        return None
    if not _TIME_TO_DAY.fullmatch(gap):
        return None
    time = clock_time(clock)
    if time is None:
        return None
    span = Span(clock.span.start, day.span.end)
    return replace(day, span=span), Answer(
        "TIME", answer.value[:10] + time, answer.anchor, alternatives=answer.alternatives, whole=answer.whole
    )


def _sharing(first: Placed, second: Placed, ctx: Context) -> Placed:
    """Between 2 a.m. and 4 a.m. on 14 October: the first time is of the day that is told with the second."""
    (clock, said), (day, answer) = first, second
    gap = ctx.text[clock.span.end : day.span.start]
    if (
        clock.reading != "clock"
        or said.type != "TIME"
        or answer.value is None
        or not (_AND.fullmatch(gap) or _TO.fullmatch(gap))
    ):
        return first
    time, day_of = clock_time(clock), days_of(answer.value[:10])
    if time is None or day_of is None:
        return first
    there = moved(
        "D", day_of[0], -1 if time > answer.value[10:] else 0
    )  # 10 p.m. to 6 a.m. on Friday began on Thursday
    return (clock, replace(answer, value=f"{there}{time}", alternatives=())) if there else first


def _ending(first: Placed, second: Placed, ctx: Context) -> Placed:
    """The 12 months to June: a length of time with the stretch that it covers; both stay expressions of their own."""
    (length, said), (_, answer) = first, second
    gap = ctx.text[length.span.end : second[0].span.start]
    if (
        said.type != "DURATION"
        or said.edtf
        or answer.type != "DATE"
        or answer.value is None
        or not _ENDED.fullmatch(gap)
    ):
        return first
    count, unit, days = read_count(length.get("count")), unit_of(length.get("unit")), days_of(answer.value)
    if (
        not count
        or unit not in ("D", "W", "M", "Y")
        or days is None
        or grain_of(answer.value) not in ("day", "month", "quarter")
    ):
        return first
    begin = moved(unit, days[1] + timedelta(days=1), -count)
    return (length, replace(said, edtf=f"{begin}/{days[1]}", anchor=answer.anchor)) if begin else first


def _apart(first: Placed, second: Placed, ctx: Context) -> Placed | None:
    """Ten days after 4 May, two weeks before Easter: a day counted from the day that follows."""
    (length, _), (day, answer) = first, second
    match = _AFTER.fullmatch(ctx.text[length.span.end : day.span.start])
    if length.reading != "duration" or match is None or answer.value is None or grain_of(answer.value) != "day":
        return None
    count, unit, base = read_count(length.get("count")), unit_of(length.get("unit")), days_of(answer.value)
    if count is None or unit not in ("D", "W", "M", "Y") or base is None or len(answer.value) != 10:
        return None
    there = moved(unit, base[0], -count if match[1].lower() == "before" else count)
    if there is None:
        return None
    span = Span(length.span.start, day.span.end)
    return replace(day, span=span, rule=length.rule), Answer(
        "DATE", period("D" if unit == "W" else unit, there), answer.anchor, whole=answer.whole
    )


def _ranged(first: Placed, second: Placed, ctx: Context, readings: Readings) -> Placed | None:
    """From March to June, between 1990 and 1995, 2 May – 4 June 2020: all from the first to the last."""
    (start, a), (end, b) = first, second
    if start.reading not in _ENDS or end.reading not in _ENDS or a.value is None or b.value is None:
        return None
    gap, before = ctx.text[start.span.end : end.span.start], ctx.text[max(0, start.span.start - 14) : start.span.start]
    to, both = _TO.fullmatch(gap), _AND.fullmatch(gap)
    dated = start.reading == end.reading == "calendar" and grain_of(a.value) == "day"
    if not (to and (dated or _FROM_BEFORE.search(before) or gap.strip() in ("–", "—", "-", "through"))) and not (
        both and _BETWEEN_BEFORE.search(before)
    ):
        return None
    if b.whole and not a.whole and end.get("year"):
        again = readings[start.reading](replace(start, fields={**start.fields, "year": end.get("year")}), ctx)
        a = again or a
    if (
        a.value is None
        or grain_of(a.value) != grain_of(b.value)
        or (start.reading == "weekday") != (end.reading == "weekday")
    ):
        return None
    left, right = days_of(a.value), days_of(b.value)
    if (
        start.reading == "weekday"
        and left
        and right
        and left[0] > right[0]
        and (back := moved("D", left[0], -7))
        and len(a.value) == 10
    ):
        a, left = replace(a, value=back.isoformat()), (back, back)
    if left is None or right is None or left[0] >= right[0]:
        return None
    whole = b.whole or has_year(end)
    return replace(start, span=Span(start.span.start, end.span.end)), Answer(
        "DATE", f"{a.value}/{b.value}", b.anchor, whole=whole
    )
