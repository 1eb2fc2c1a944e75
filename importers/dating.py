"""Which of the stated publication dates holds, and what it says in EDTF.

No source of dates is certain (IMPORT.md), so each keeps its origin and words. A date that can't be read, or can be read
in two ways, leaves the article undated, with a flag: never a default.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from importers.reader import Stated
from store.records.article import DateOrigin, Problem
from store.records.text import clean_line

ORIGINS: tuple[DateOrigin, ...] = ("user", "declared", "structured", "url", "filename", "text")
"""The usual order of belief; `--date-from` sets another."""

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_OTHER_MONTHS = tuple(
    names.split()
    for names in (
        "januar februar märz april mai juni juli august september oktober november dezember",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    )
)
"""As the interfaces of press databases write them; in full only."""
_FIRST_YEAR, _LAST_YEAR = 1600, 3999

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ]+([0-9].*))?")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T?([0-9]{2})([0-9]{2})([0-9]{2})?(Z)?)?")
_YEAR_FIRST = re.compile(r"([0-9]{4})[/.]([0-9]{1,2})[/.]([0-9]{1,2})(?:[T ]+([0-9].*))?")
_PARTIAL = re.compile(r"[0-9]{4}(?:-[0-9]{2})?")
_NUMERIC = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4})(?:[,T ]+([0-9].*))?")
_CLOCK = re.compile(
    r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]{1,9})?)? ?([AaPp][Mm])? ?(Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?"
)
_DAY_MONTH = re.compile(
    r"(?:[^\W\d_]{3,10},? )?([0-9]{1,2})(?:st|nd|rd|th)?\.? ([^\W\d_]{3,10})\.?,? ([0-9]{4})(?:,? .*)?"
)
_MONTH_DAY = re.compile(
    r"(?:[^\W\d_]{3,10},? )?([^\W\d_]{3,10})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})(?:,? .*)?"
)
_CHINESE = re.compile(r"([0-9]{4}) ?年 ?([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?日(?: ([0-9:]{4,8}))?")
_MONTH_YEAR = re.compile(r"([^\W\d_]{3,10})\.? ([0-9]{4})")
_EPOCH = re.compile(r"([0-9]{9,10})(?:\.[0-9]+|[0-9]{3})?")
_IN_NAME = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})([-_.]?)([01][0-9])\2([0-3][0-9])(?![0-9])")
_IN_URL = re.compile(
    r"/((?:19|20)[0-9]{2})[/-]([01]?[0-9])[/-]([0-3]?[0-9])(?=[/-]|$)|[/-]((?:19|20)[0-9]{2})-?([01][0-9])-?([0-3][0-9])(?![0-9])"
)


@dataclass(frozen=True, slots=True)
class Dated:
    """The date that holds (EDTF, or None), the words and the origin it comes from, and the flags that go with it."""

    edtf: str | None = None
    raw: str | None = None
    origin: DateOrigin | None = None
    problems: tuple[Problem, ...] = ()


class Ambiguous(ValueError):
    """A date that can be read in two ways."""


def choose(
    stated: Iterable[Stated],
    *,
    order: str | None = None,
    date_from: tuple[DateOrigin, ...] = (),
) -> Dated:
    """The first readable date, in order of origin, then of confidence; flags for those before it that are not.

    What day it is today has no part in it: the same bytes state the same next year.
    """
    ranks = {o: i for i, o in enumerate(date_from or ORIGINS)}
    candidates = sorted((s for s in stated if s.origin in ranks), key=lambda s: (ranks[s.origin], -s.confidence))
    problems: list[Problem] = []
    first_raw: str | None = None
    for one in candidates:
        words = clean_line(one.value, 80)
        if not words:
            continue
        first_raw = first_raw or clean_line(one.raw or one.value, 120)
        try:
            edtf = to_edtf(words, order)
        except Ambiguous as error:
            problems.append(Problem("W_AMBIGUOUS_DATE", str(error), "warning"))
            continue
        except ValueError:
            problems.append(Problem("W_BAD_DATE", f"'{words}' is no date that can be read", "warning"))
            continue
        return Dated(edtf, clean_line(one.raw or one.value, 120), one.origin, tuple(problems))
    return Dated(None, first_raw, None, tuple(problems))


def to_edtf(words: str, order: str | None = None) -> str:
    """A date as files state it, in EDTF: a day, a month, a year, or an instant with the zone that was stated.

    Reads ISO 8601, compact forms, RFC 2822, English names of months, day/month/year where the order is plain or given
    ("dmy", "mdy"), and seconds since 1970. Raises Ambiguous, or ValueError for what is no date.
    """
    words = " ".join(words.split())
    if match := _ISO.fullmatch(words) or _YEAR_FIRST.fullmatch(words):
        return _instant(_day(match[1], match[2], match[3]), match[4])
    if match := _COMPACT.fullmatch(words):
        clock = f"{match[4]}:{match[5]}:{match[6] or '00'}{match[7] or ''}" if match[4] else None
        return _instant(_day(match[1], match[2], match[3]), clock)
    if _PARTIAL.fullmatch(words):
        _day(words[:4], words[5:] or "1", "1")
        return words
    if match := _NUMERIC.fullmatch(words):
        return _instant(_ordered(match[1], match[2], match[3], order), match[4])
    if match := _CHINESE.fullmatch(words):
        return _instant(_day(match[1], match[2], match[3]), match[4])
    if match := _EPOCH.fullmatch(words):
        return dt.datetime.fromtimestamp(int(match[1]), dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return _named(words)


def _named(words: str) -> str:
    if ":" in words:
        try:
            moment = parsedate_to_datetime(words)
            return _instant(_day(moment.year, moment.month, moment.day), moment.isoformat()[11:])
        except (ValueError, TypeError, IndexError, OverflowError):
            pass
    if match := _DAY_MONTH.fullmatch(words):
        return _day(match[3], _month(match[2]), match[1])
    if match := _MONTH_DAY.fullmatch(words):
        return _day(match[3], _month(match[1]), match[2])
    if match := _MONTH_YEAR.fullmatch(words):
        return _day(match[2], _month(match[1]), 1)[:7]
    raise ValueError("no date")


def _month(name: str) -> int:
    for number, month in enumerate(_MONTHS, 1):
        if month.startswith(name.lower()):
            return number
    for names in _OTHER_MONTHS:
        if name.lower() in names:
            return names.index(name.lower()) + 1
    raise ValueError("no month")


def _ordered(first: str, second: str, year: str, order: str | None) -> str:
    a, b = int(first), int(second)
    if order == "dmy":
        return _day(year, b, a)
    if order == "mdy":
        return _day(year, a, b)
    if a > 12 or a == b:
        return _day(year, b, a)
    if b > 12:
        return _day(year, a, b)
    raise Ambiguous(
        f"'{first}/{second}/{year}' can be {_day(year, b, a)} or {_day(year, a, b)}; --date-order says which"
    )


def _day(year: str | int, month: str | int, day: str | int) -> str:
    found = dt.date(int(year), int(month), int(day))
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise ValueError("a year no newspaper saw")
    return found.isoformat()


def _instant(day: str, clock: str | None) -> str:
    """The day with its time of day, or the day alone where the time can't be read."""
    match = _CLOCK.fullmatch(clock.strip()) if clock else None
    if match is None:
        return day
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[4]:
        hour = hour % 12 + (12 if match[4].lower() == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return day
    zone = match[5] or ""
    if zone in ("UTC", "GMT", "+00:00", "+0000"):
        zone = "Z"
    elif zone and zone != "Z" and ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:]}"
    return f"{day}T{hour:02}:{minute:02}:{second:02}{zone}"


def order_of(column: Iterable[str]) -> str | None:
    """The order of day and month in a column of dates, where some of them decide it and none says otherwise."""
    found: set[str] = set()
    for words in column:
        match = _NUMERIC.fullmatch(" ".join(words[:80].split()))
        if match is not None and int(match[1]) <= 12 < int(match[2]) <= 31:
            found.add("mdy")
        elif match is not None and int(match[2]) <= 12 < int(match[1]) <= 31:
            found.add("dmy")
    return found.pop() if len(found) == 1 else None


def in_file_name(name: str) -> Stated | None:
    """The one day that a file's name holds (2022-09-06, 20220906, 2022_09_06); None for none, or for two."""
    days = {(m[1], m[3], m[4]) for m in _IN_NAME.finditer(name)}
    if len(days) != 1:
        return None
    try:
        return Stated(_day(*days.pop()), "filename", raw=name, confidence=0.8, precision="day")
    except ValueError:
        return None


def in_url(url: str) -> Stated | None:
    """The day that a web address holds (/2022/09/06/), which is right in .969 of news pages (IMPORT.md)."""
    match = _IN_URL.search(url[:2000])
    if match is None:
        return None
    year, month, day = match.group(1, 2, 3) if match[1] else match.group(4, 5, 6)
    try:
        return Stated(_day(year, month, day), "url", raw=match[0], confidence=0.9, precision="day")
    except ValueError:
        return None
