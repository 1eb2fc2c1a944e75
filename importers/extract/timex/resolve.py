"""Time expressions of an article, found and placed: two passes, before and after the utterances are known."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from importers.extract.timex import (
    calendar_readings,
    range_readings,
    relative_readings,
    span_readings,
    weekday_readings,
)
from importers.extract.timex.anchor import Context
from importers.extract.timex.answers import Answer, has_year
from importers.extract.timex.combine import joined
from importers.extract.timex.find import Found, find
from importers.extract.timex.periods import FINENESS, countable, grain_of
from store.records.edtf import edtf_of_timex3, parse_edtf
from store.records.reading import Anchor, Sentence, Timex
from store.records.span import Interval, Precision, Span

_READINGS: dict[str, Callable[[Found, Context], Answer | None]] = {
    **calendar_readings.READINGS,
    **range_readings.READINGS,
    **relative_readings.READINGS,
    **weekday_readings.READINGS,
    **span_readings.READINGS,
}
_NOWHERE = Interval(None, None)
_OPENING = re.compile(r"\b(by|until|till|since|no later than|up to)\s+(?:the\s+)?$", re.IGNORECASE)
_ON_TIME = frozenset({"calendar", "year", "season", "month_range", "day_range", "year_range", "numeric_date"})
_RELATIVE = frozenset({*relative_readings.READINGS, *weekday_readings.READINGS}) | {
    "reference",
    "duration_step",
    "recent_units",
    "holiday",
    "clock",
    "clock_word",
    "day_part",
}
_FROM_STORY = frozenset({"weekday_step", "season_step", "month_step", "unit_step", "offset"})
"""What a story counts from where it stands, not from the publication."""
_ASIDE = frozenset({"year_earlier", "year_unit"})
"""Comparisons: what follows does not count from them."""
_STORY_DATES = 8
_STORY_YEARS = 2


def find_timexes(text: str, sentences: Sequence[Sentence], published: str | None) -> tuple[Timex, ...]:
    """All time expressions of a text in its order, resolved against the publication date and against each other.

    `published` is EDTF. From a month or a year one counts only what is as long ("last year"); without a date
    relative expressions stay unresolved (no value but a PAST_REF or its like, no interval, anchor "none").
    """
    found = find(text)
    day, within = anchor_day(published)
    ctx = Context(text, sentences, day, "publication" if day else "none", is_story(found, day), within)
    return _placed(found, ctx)


def reanchor(
    timexes: Sequence[Timex], utterance_anchors: Sequence[tuple[Span, int]], text: str, sentences: Sequence[Sentence]
) -> tuple[Timex, ...]:
    """The same expressions, those inside an utterance counted from its date.

    Each pair is the span of what was said and the index, in `timexes`, of the expression that dates the saying;
    only one that names a day counts, and only relative expressions move. Meant for direct speech: in a paraphrase
    the writer counts from publication.
    """
    result = list(timexes)
    starts = [timex.span.start for timex in timexes]
    for content, index in utterance_anchors:
        if not 0 <= index < len(timexes):
            continue
        day = _single_day(timexes[index])
        if day is None:
            continue
        for at in range(bisect_left(starts, content.start), bisect_left(starts, content.end)):
            timex = timexes[at]
            if at != index and content.holds(timex.span) and timex.anchor in ("publication", "none"):
                moved = _again(timex, Context(text, sentences, day, "utterance"))
                result[at] = moved or result[at]
    return tuple(result)


def anchor_day(published: str | None) -> tuple[date | None, str | None]:
    """The day from which a publication date lets one count, and the date itself where it is a month or a year.

    None where it is neither (a range, an open end, nonsense).
    """
    try:
        interval, precision = parse_edtf(published or "")
    except ValueError:
        return None, None
    if interval.start is None or precision not in ("day", "instant", "month", "year"):
        return None, None
    day = date.fromisoformat(interval.start[:10])
    if not countable(day):
        return None, None
    return day, published if precision in ("month", "year") else None


def is_story(found: Sequence[Found], day: date | None) -> bool:
    """Whether a text tells of another time than its own: many full dates, years away from the anchor, few of "Friday" or "last week".

    In such a text, "in May" belongs to the year told before, not to that of the publication.
    """
    years = [int(match[0]) for item in found if item.reading in _ON_TIME and (match := re.search(r"(?<![0-9])1[0-9]{3}|2[01][0-9]{2}", item.get("year") or item.get("from_year")))]  # fmt: skip
    if len(years) < _STORY_DATES:
        return False
    deictic = sum(map(_is_deictic, found))
    if deictic * 16 > len(years):
        return False
    return day is None or sum(abs(day.year - year) >= _STORY_YEARS for year in years) * 2 >= len(years)


def _is_deictic(item: Found) -> bool:
    """Whether an expression is one of the day's news: "Friday", "yesterday", "last week"; not "today", "the next year", "the past decade"."""
    if item.reading == "deictic_day":
        return item.get("day") in ("yesterday", "tomorrow")
    if item.reading == "unit_step":
        return item.get("step") in ("last", "this") and item.get("unit") in ("week", "weekend", "month", "year")
    return item.reading in ("weekday", "weekday_step")


def _again(timex: Timex, ctx: Context) -> Timex | None:
    """One expression read anew in another context; None where it is not relative or its words do not stand alone."""
    inside = find(timex.text)
    if (
        len(inside) != 1
        or inside[0].span != Span(0, len(timex.text))
        or inside[0].reading not in _RELATIVE | {"calendar"}
    ):
        return None
    item = replace(inside[0], span=timex.span)
    if has_year(item):
        return None
    answer = _READINGS[item.reading](item, ctx)
    return _timex(item, answer, ctx) if answer and answer.value else None


def _placed(found: Sequence[Found], ctx: Context) -> tuple[Timex, ...]:
    answered: list[tuple[Found, Answer]] = []
    for item in found:
        told = ctx.story_base(item.span.start) if ctx.story and item.reading in _FROM_STORY else None
        answer = _READINGS[item.reading](item, ctx.at(told) if told else ctx)
        if answer is None:
            continue
        if ctx.within and answer.anchor == "publication":
            answer = _coarsened(answer, ctx.within)
        if answer.type in ("DATE", "TIME") and item.reading not in _ASIDE:
            ctx.tell(answer.value, item.span.start, answer.whole)
        answered.append((item, answer))
    return tuple(_timex(item, answer, ctx) for item, answer in joined(answered, ctx, _READINGS))


def _coarsened(answer: Answer, within: str) -> Answer:
    """What is left of an answer that was counted from the first day of a month or year: nothing shorter than that."""
    if answer.type == "DATE" and answer.value in ("PAST_REF", "PRESENT_REF", "FUTURE_REF"):
        edtf = {"PAST_REF": f"../{within}", "PRESENT_REF": f"{within}~", "FUTURE_REF": f"{within}/.."}[answer.value]
        return replace(answer, edtf=edtf)
    if answer.type == "DURATION":
        return Answer("DURATION", answer.value)
    grain, limit = grain_of(answer.value), grain_of(within.rstrip("~?%"))
    if grain is None or limit is None or FINENESS.index(grain) < FINENESS.index(limit):
        return Answer(answer.type, None)
    return replace(answer, alternatives=())


def _timex(item: Found, answer: Answer, ctx: Context) -> Timex:
    edtf = answer.edtf or (edtf_of_timex3(answer.value) if answer.value and answer.type in ("DATE", "TIME") else None)
    interval, precision = _NOWHERE, _unknown()
    if edtf:
        edtf = _opened(edtf, item, ctx) if answer.type == "DATE" and answer.edtf is None else edtf
        try:
            interval, precision = parse_edtf(edtf)
        except ValueError:
            edtf = None
    if (
        edtf
        and answer.value
        and "-W" in answer.value
        and "/" not in answer.value
        and precision == "range"
        and not answer.value.endswith("WE")
    ):
        precision = "week"
    anchor: Anchor = answer.anchor if edtf else "none"
    return Timex(
        item.span, item.span.of(ctx.text), answer.type, answer.value, edtf, interval, precision, anchor, item.rule, answer.alternatives
    )  # fmt: skip


def _unknown() -> Precision:
    return "unknown"


def _opened(edtf: str, item: Found, ctx: Context) -> str:
    """By 2019 is open towards the past, since 2019 towards the future: the value stays, the interval opens."""
    match = _OPENING.search(ctx.text[max(0, item.span.start - 18) : item.span.start])
    if match is None:
        return edtf
    first, _, last = edtf.partition("/")
    return f"{first}/.." if match[1].lower() == "since" else f"../{last or first}"


def _single_day(timex: Timex) -> date | None:
    start, end = timex.interval.start, timex.interval.end
    if start is None or end is None or start[:10] != end[:10]:
        return None
    day = date.fromisoformat(start[:10])
    return day if countable(day) else None
