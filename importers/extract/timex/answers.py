"""What a reading answers: type and value of one expression, and what it was counted from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importers.extract.timex.anchor import Context, Tense
from importers.extract.timex.find import Found
from importers.extract.timex.lex import class_words
from store.records.reading import Anchor, TimexType


@dataclass(frozen=True, slots=True)
class Answer:
    """`value` is TIMEX3, None where it can't be told; `edtf` only where it is not the value's own; `whole` dates told their year."""

    type: TimexType
    value: str | None
    anchor: Anchor = "none"
    edtf: str | None = None
    alternatives: tuple[str, ...] = ()
    whole: bool = False


UNPLACED = Answer("DATE", None)


def lookup(name: str, word: str) -> int | str | None:
    """The value of a word in a class of the lexicon, a full stop at its end left aside."""
    return class_words(name).get(word.rstrip("."))


def number_in(name: str, word: str) -> int | None:
    """As `lookup`, for classes whose values are numbers."""
    value = lookup(name, word)
    return value if isinstance(value, int) else None


def code_in(names: tuple[str, ...], word: str) -> str:
    """The letter of a word in the first of these classes that knows it, empty where none does."""
    return next((str(value) for name in names if (value := lookup(name, word)) is not None), "")


def unit_of(word: str) -> str:
    """The letter of a unit of time, one or many."""
    return code_in(("UNIT", "UNITS", "CLOCKUNIT", "CLOCKUNITS"), word)


def two_digit_year(number: int, ctx: Context) -> int:
    """The full year of two digits: the latest that is not more than ten years past the anchor (past 2030 without one)."""
    limit = ctx.day.year + 10 if ctx.day else 2030
    year = limit - limit % 100 + number
    return year if year <= limit else year - 100


def step_of(words: str) -> int | None:
    """-1, 0 or 1 for "last", "this", "next" and their like; the last such word of a phrase decides."""
    for word in reversed(words.replace("-", " ").split()):
        if word == "that":
            return 0
        for name in ("STEP", "BACKSTEP"):
            if (value := number_in(name, word)) is not None:
                return value
    return None


_FAR = 200
_MUCH_NEARER = 4
"""Days, and times nearer: past these the nearer candidate wins over the tense, which may be another clause's."""


def pick(
    candidates: list[date], tense: Tense | None, ctx: Context, reach: int = 0, sure: bool = False
) -> tuple[date, tuple[date, ...]] | None:
    """The candidate that the tense points to, and the others that it might have been.

    `candidates` are first days in order; `reach` is how many days one lasts beyond its first. The past takes the
    latest that has begun, the future the first that has not ended; without a tense the nearest, and the other is kept.
    Unless the tense is `sure`, a candidate that is much nearer wins over it.
    """
    if ctx.day is None or not candidates:
        return None
    begun = [day for day in candidates if day <= ctx.day]
    to_end = [day for day in candidates if (day - ctx.day).days >= -reach]
    back, ahead = begun[-1] if begun else None, to_end[0] if to_end else None
    if back is None or ahead is None or back == ahead:
        only = back or ahead
        return (only, ()) if only else None
    gone, to_come = max((ctx.day - back).days - reach, 1), max((ahead - ctx.day).days, 1)
    near, far = (back, ahead) if gone <= to_come else (ahead, back)
    if not sure and max(gone, to_come) > _FAR and max(gone, to_come) >= _MUCH_NEARER * min(gone, to_come):
        return near, ()
    if tense == "past":
        return back, ()
    if tense == "future":
        return ahead, ()
    return near, (far,)


def has_year(found: Found) -> bool:
    """Whether the expression tells its year itself."""
    return any(found.get(name) for name in ("year", "from_year", "decade", "century", "date", "era"))
