"""Whether a number, a month or a season is one at all, by the words around it (lexicons/timex_guards.toml)."""

from __future__ import annotations

import re
from functools import cache

from importers.extract.lexicon import alternation, load
from importers.extract.timex.anchor import Context
from importers.extract.timex.find import Found

_NOT_A_YEAR_BEFORE = re.compile(r"(?:[$€£#/.]|\bNo\.\s?|[0-9][-–.,]|\b[A-Z]{1,4}-)$")
_BEFORE = 14
_AFTER = 24
"""Characters that are looked at on each side."""
_GIVEN_NAME = re.compile(r"(?<![A-Za-z])[A-Z][a-z]{1,7}-$")
"""What stands before the second half of a name in two syllables: "Min-jun" is nobody's June."""


def is_month(found: Found, ctx: Context) -> bool:
    """Whether a month that stands alone is one, not a name, a verb or a person."""
    text, span, month = ctx.text, found.span, found.get("month").rstrip(".")
    if text[max(0, span.start - 1) : span.start] in ("$", "#", "@") or text[span.end : span.end + 1] in ("(", "@"):
        return False
    if text[span.start].islower() and _GIVEN_NAME.search(text[max(0, span.start - _BEFORE) : span.start]):
        return False
    if month not in _words("ambiguous") or span.end - span.start > len(found.get("month")):
        return True
    named = bool(re.match(r"\s+[A-Z][a-z]", text[span.end : span.end + 4]))
    if named and found.get("month") in _words("names"):
        return False
    if _cued("month_cues", ctx, span.start) or (month in _words("shy") and is_attribute(found, ctx)):
        return True
    return month not in _words("shy") and not named


def is_year(found: Found, ctx: Context, year: int) -> bool:
    """Whether four digits alone are a year: they count nothing, and before 1900 a word says so."""
    text, span = ctx.text, found.span
    before, after = text[max(0, span.start - _BEFORE) : span.start], text[span.end : span.end + _AFTER]
    if _NOT_A_YEAR_BEFORE.search(before) or _not_a_year_after().match(after) or _cued("numbered", ctx, span.start):
        return False
    cued = _cued("year_cues", ctx, span.start) or before[-1:] in ("(", "–", "—", "-")
    if year > 2100 or (year < 1800 and not _cued("old_year_cues", ctx, span.start)):
        return False
    return cued or 1900 <= year <= 2060 or after[:1] in (")", ",", "–", "-", ".")


def is_short_year(found: Found, ctx: Context) -> bool:
    """Whether an apostrophe and two digits are a year."""
    return _cued("short_year_cues", ctx, found.span.start)


def is_fall(found: Found, ctx: Context) -> bool:
    """Whether the fall is the season, not a defeat or a tumble: after a preposition of time, and not "of" something."""
    told = found.span.of(ctx.text).lower().split()
    if ctx.text[found.span.end : found.span.end + 3] == " of":
        return False
    return "early" in told or "late" in told or _cued("fall_cues", ctx, found.span.start)


def is_title(found: Found, ctx: Context) -> bool:
    """Whether a season is part of a name: capitalised, and so is the word after it ("the Winter Games")."""
    season = found.get("season")
    written = found.span.of(ctx.text)
    return written[-len(season)].isupper() and bool(re.match(r"\s[A-Z]", ctx.text[found.span.end : found.span.end + 2]))


def is_attribute(found: Found, ctx: Context) -> bool:
    """Whether a date stands before a noun that it describes ("the June accord"): the clause's verb then says nothing of it."""
    before, after = (
        ctx.text[max(0, found.span.start - 8) : found.span.start],
        ctx.text[found.span.end : found.span.end + 6],
    )
    led = _cued("determiners", ctx, found.span.start) or re.search(r"['’]s\s+$", before)
    return bool(led and re.match(r"\s[a-z]{3}", after))


def is_named_after_day(found: Found, ctx: Context) -> bool:
    """Whether "Today" is a title: a capital inside a sentence that is no headline ("the Today programme", "Peru Today")."""
    if not ctx.text[found.span.start : found.span.start + 1].isupper() or found.span.end - found.span.start > 9:
        return False
    at = ctx.sentence_at(found.span.start)
    if at < 0 or ctx.sentences[at].role == "heading":
        return False
    before = ctx.text[ctx.sentences[at].span.start : found.span.start].rstrip(" ")
    return before != "" and (before[-1].isalnum() or before[-2:] in ("'s", "’s"))


def is_to_come(found: Found, ctx: Context) -> bool:
    """Whether a date describes something that is to come ("the November election")."""
    after = ctx.text[found.span.end : found.span.end + _AFTER].split()
    return any(word.strip('.,;:!?"”').lower() in _words("to_come") for word in after[:2])


def _cued(name: str, ctx: Context, place: int) -> bool:
    return bool(_cue(name).search(ctx.text[max(0, place - _BEFORE) : place]))


@cache
def _cue(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b{alternation(_words(name))}[\s-]{{1,3}}$", re.IGNORECASE)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(load("timex_guards")[name])


@cache
def _not_a_year_after() -> re.Pattern[str]:
    measured = (
        r"-(?:[0-9]{3}|[a-z]{0,12}-(?:foot|mile|meter|metre|man|member|seat|strong|page|word|year|day|pound|square))"
    )
    return re.compile(rf"(?:[0-9%]|[.,][0-9]|{measured}|\s{alternation(_words('counted'))}\b)", re.IGNORECASE)
