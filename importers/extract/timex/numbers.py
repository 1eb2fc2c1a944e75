"""Numbers as news writes them: digits, words, fractions, and counts that say no number ("several")."""

from __future__ import annotations

import re
from functools import cache

from importers.extract.timex.lex import class_words

_PIECE = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?(?:/[0-9])?|[½¼¾]|[a-z]+")
_MAX_DIGITS = 12
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_FIXED = {"a": 1.0, "an": 1.0, "another": 1.0, "half": 0.5, "couple": 2.0, "dozen": 12.0, "quarter": 0.25}
_VAGUE = frozenset(
    ["few", "several", "many", "number", "handful", "some", "dozens", "hundreds", "countless", "numerous"]
)


def read_count(words: str) -> float | None:
    """The number that a phrase says ("two and a half": 2.5, "a couple of": 2), None where it says none ("several")."""
    total = 0.0
    seen = False
    pieces = _PIECE.findall(words)
    for at, piece in enumerate(pieces):
        if piece in _VAGUE:
            return None
        if piece[0].isdigit():
            if len(piece) > _MAX_DIGITS:
                return None
            total, seen = total + _digits(piece), True
        elif piece in _FRACTIONS:
            total, seen = total + _FRACTIONS[piece], True
        elif piece in ("hundred", "thousand"):
            total, seen = (total or 1) * (100 if piece == "hundred" else 1000), True
        elif piece in _number_words():
            total, seen = total + _number_words()[piece], True
        elif piece in ("a", "an"):
            last = at + 1 == len(pieces)
            total, seen = (total + 1 if last and not seen else total), seen or last
        elif piece in _FIXED:
            total, seen = total + _FIXED[piece], True
    return total if seen else None


def read_ordinal(words: str) -> int | None:
    """The place that an ordinal names ("21st", "twenty-first"), None for what is none."""
    if digits := re.match(r"[0-9]+", words):
        return int(digits[0])
    value = 0
    for piece in re.findall(r"[a-z]+", words):
        value += int(_ordinal_words().get(piece, 0) or _number_words().get(piece, 0))
    return value or None


def read_year_words(words: str) -> int | None:
    """A year in words ("nineteen ninety-six", "two thousand and four"), None for what is none."""
    pieces = [piece for piece in re.findall(r"[a-z]+", words) if piece not in ("and", "oh", "the", "year", "hundred")]
    if pieces[:2] == ["two", "thousand"]:
        return 2000 + int(sum(_number_words()[piece] for piece in pieces[2:]))
    if len(pieces) < 2 or any(piece not in _number_words() for piece in pieces):
        return None
    return int(_number_words()[pieces[0]] * 100 + sum(_number_words()[piece] for piece in pieces[1:]))


def _digits(piece: str) -> float:
    if "/" in piece:
        above, below = piece.split("/")
        return int(above) / int(below)
    return float(piece.replace(",", ""))


@cache
def _number_words() -> dict[str, float]:
    return {word: float(value) for name in ("ONES", "TEENS", "TENFOLD") for word, value in class_words(name).items()}


@cache
def _ordinal_words() -> dict[str, int]:
    return {word: int(value) for word, value in class_words("ORD").items()}
