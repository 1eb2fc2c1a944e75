"""Numbers in figures and words, their ranges and bounds: "at least 40", "tens of thousands", "two-thirds", "$2.3bn"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from importers.extract.lexicon import load
from importers.extract.tokens import Token

_FIGURE = re.compile(
    r"(?P<sign>[$€£¥]?)(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<tail>%|bn|mn|tn|[mk])?", re.IGNORECASE
)
_RANGE_WORDS = frozenset({"to", "and", "-", "–", "or"})
ABOUT = 0.1
"""Half the width of "about", as a share of the number."""


class Number(NamedTuple):
    """A number that stands at tokens first..last; `high` is None where it is open upwards."""

    low: float
    high: float | None
    first: int
    last: int
    currency: str | None
    percent: bool


def number_at(tokens: Sequence[Token], i: int) -> Number | None:
    """The number that begins at this token: figures, words, magnitudes."""
    token = tokens[i]
    if not _may_be_number(token.lower):
        return None
    data = lists()
    currency: str | None = None
    percent = False
    figure = _FIGURE.fullmatch(token.lower)
    low: float
    high: float | None
    if figure:
        low = float(figure["number"].replace(",", ""))
        if figure["tail"] == "%":
            percent = True
        elif figure["tail"]:
            low *= data["scales"][figure["tail"].lower()]
        high = low
        currency = data["currencies"].get(figure["sign"]) if figure["sign"] else None
        if currency is None and i and tokens[i - 1].text in data["currencies"]:
            currency = data["currencies"][tokens[i - 1].text]
    elif token.lower in data["vague"]:
        bounds = data["vague"][token.lower]
        low, high = float(bounds[0]), float(bounds[1]) if len(bounds) > 1 else None
    elif (
        token.lower in ("a", "an")
        and i + 1 < len(tokens)
        and tokens[i + 1].lower in ("hundred", "thousand", "million", "billion", "dozen")
    ):
        low = high = 1.0
    else:
        value = _word_value(token.lower)
        if value is None:
            return None
        low = high = value
    last = i
    # "two hundred thousand", "tens of thousands", "several hundred", "1.5 million"
    while last + 1 < len(tokens):
        following = tokens[last + 1].lower
        scale = data["scales"].get(following) if len(following) > 2 or figure else None
        if scale is not None and not percent:
            low *= scale
            high = high * scale if high is not None else None
            last += 1
        elif (
            following == "of"
            and token.lower == "couple"
            and last + 2 < len(tokens)
            and tokens[last + 2].lower in data["scales"]
        ):
            last += 1  # "a couple of hundred"
        elif (
            following == "of"
            and last + 2 < len(tokens)
            and tokens[last + 2].lower in data["vague"]
            and token.lower in data["vague"]
        ):
            magnitude = data["scales"].get(tokens[last + 2].lower.rstrip("s"))
            if magnitude is None:
                break
            low *= magnitude
            high = None
            last += 2
        elif following in ("percent", "pc") or (
            following == "per" and last + 2 < len(tokens) and tokens[last + 2].lower == "cent"
        ):
            percent = True
            last += 1 if following != "per" else 2
            break
        elif not figure and (small := _word_value(following)) is not None and low >= 100 and small < low:
            low += small
            high = low
            last += 1
        elif (
            following == "and"
            and not figure
            and last + 2 < len(tokens)
            and low >= 100
            and (small := _word_value(tokens[last + 2].lower)) is not None
        ):
            low += small
            high = low
            last += 2
        else:
            break
    return Number(low, high, i, last, currency, percent)


def fraction_at(tokens: Sequence[Token], i: int) -> Number | None:
    """Half of, a third of, two-thirds of: as a share in percent. Only before what it is a share of."""
    first = tokens[i].lower
    if first != "half" and "-" not in first and not _may_be_number(first):
        return None
    parts, last = first.split("-"), i
    if len(parts) == 1 and i + 1 < len(tokens) and (first in ("a", "an") or _word_value(first) is not None):
        parts, last = [first, *tokens[i + 1].lower.split("-")], i + 1
        if parts[1:] == ["-"] and i + 2 < len(tokens):
            parts, last = [first, tokens[i + 2].lower], i + 2
    share = _share(parts)
    following = tokens[last + 1].lower if last + 1 < len(tokens) else ""
    if share is None or not (following == "of" or (parts == ["half"] and following in _WHOLES)):
        return None
    return Number(share, share, i, last, None, True)


def _share(parts: Sequence[str]) -> float | None:
    """Percent of a fraction in words."""
    fractions = lists()["fractions"]
    if len(parts) == 1:
        return 50.0 if parts[0] == "half" else None
    if len(parts) != 2 or parts[1] not in fractions:
        return None
    count = 1.0 if parts[0] in ("a", "an") else _word_value(parts[0])
    return round(100 * count / fractions[parts[1]], 1) if count is not None and count < fractions[parts[1]] else None


_WHOLES = frozenset({"the", "its", "his", "her", "their", "our", "all", "those", "these", "that", "this"})


def range_from(tokens: Sequence[Token], number: Number) -> Number:
    """ "20 to 30", "20-30", "between 20 and 30"."""
    i = number.last + 1
    if i + 1 >= len(tokens) or tokens[i].lower not in _RANGE_WORDS:
        return number
    joined = tokens[i].lower
    if joined == "and" and not (number.first and tokens[number.first - 1].lower == "between"):
        return number
    other = number_at(tokens, i + 1)
    if other is None or number.high is None or (number.percent and not other.percent):
        return number  # "rose 12% to $4.5bn" is no range
    if other.low <= number.low or (other.high is not None and other.high < number.high):
        return number
    low = number.low
    if other.low / max(low, 1) >= 1000 and other.last > other.first:  # "two to three million"
        scale = lists()["scales"].get(tokens[other.last].lower, 1)
        low *= scale
    return Number(
        low, other.high, number.first, other.last, number.currency or other.currency, number.percent or other.percent
    )


def bounded(tokens: Sequence[Token], number: Number) -> tuple[float | None, float | None, int]:
    """The range after what stands before the number ("at least", "up to", "about"), and where it begins."""
    for size in (3, 2, 1):
        first = number.first - size
        if first < 0:
            continue
        words = " ".join(t.lower for t in tokens[first : number.first])
        bound = _bounds().get(words)
        if bound == "low_open":
            return None, number.high, first
        if bound == "high_open":
            return number.low, None, first
        if bound == "about" and number.high is not None:
            return number.low * (1 - ABOUT), number.high * (1 + ABOUT), first
    return number.low, number.high, number.first


@lru_cache(maxsize=20_000)
def _may_be_number(word: str) -> bool:
    """Whether a number may begin with this word: most words begin none."""
    return (
        _FIGURE.fullmatch(word) is not None
        or word in lists()["vague"]
        or word in ("a", "an")
        or _word_value(word) is not None
    )


def _word_value(word: str) -> float | None:
    numbers = lists()["numbers"]
    if word in numbers:
        return float(numbers[word])
    if "-" in word:
        tens, _, ones = word.partition("-")
        if tens in numbers and ones in numbers and numbers[tens] >= 20 and numbers[ones] < 10:
            return float(numbers[tens] + numbers[ones])
    if word in ("hundred", "thousand", "million", "billion", "dozen"):
        return float(lists()["scales"][word])
    return None


@lru_cache(maxsize=1)
def _bounds() -> dict[str, str]:
    bounds = load("quantities")["bounds"]
    return {word: kind for kind in ("low_open", "high_open", "about") for word in bounds[kind]}


@lru_cache(maxsize=1)
def lists() -> dict[str, Any]:
    data = load("quantities")
    return {
        "numbers": data["numbers"],
        "scales": data["scales"],
        "vague": data["vague"],
        "units": data["units"],
        "fractions": data["fractions"],
        "casualties": frozenset(data["casualties"]["classes"]),
        "people_verbs": frozenset(data["casualties"]["verbs"]),
        "taken": frozenset(data["casualties"]["taken"]),
        "adjectives": data["casualties"]["adjectives"],
        "tolls": frozenset(data["casualties"]["tolls"]),
        "roles": data["roles"],
        "people": frozenset(data["people"]["words"]),
        "currencies": data["currencies"],
        "not_things": frozenset(data["not_things"]["words"]),
        "before": frozenset(data["not_things"]["before"]),
    }
