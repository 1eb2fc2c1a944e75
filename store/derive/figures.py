"""The figures that a claim's words hold, whatever they count, and whether two claims tell the same ones (pure)."""

from __future__ import annotations

import math
import re
from collections.abc import Set
from functools import lru_cache

from store.derive.facts import Facts

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}(?![a-z])|\b{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?\b|\b(?:19|20)\d\d\b"
)
_FIGURE = re.compile(r"(?<![\w.,/-])\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,4})?|(?<![\w.,/-])\d{1,12}(?:\.\d{1,6})?")
_FRACTION = re.compile(r"(?<![\w.,/-])(?:(\d{1,6})-)?(\d{1,2})/(\d{1,3})(?![\w/-])")
_OF_NAME = re.compile(r"[A-Z][\w-]{1,30}\s$")
_ONE_FIGURE = 10
"""Below it a figure after a name is a part of the name: "Leopard 2"."""
_SCALES = {"thousand": 1e3, "million": 1e6, "mln": 1e6, "billion": 1e9, "bln": 1e9, "trillion": 1e12}
_SCALE = re.compile(r"\s?(thousand|million|mln|billion|bln|trillion)\b")
_SHARE = 0.5
_MOST = 40


def other_figures(a: Facts, b: Facts) -> bool:
    """Whether both tell figures, and no more than half of the fewer are also the other's: one formula, other numbers.

    A figure and its rounding are one; open ones ("more than 100", "hundreds") meet what they take in.
    """
    mine, theirs = figures_of(a.content), figures_of(b.content)
    mine |= {q.low for q in a.quantities if q.low is not None and q.high == q.low}
    theirs |= {q.low for q in b.quantities if q.low is not None and q.high == q.low}
    few, many = (mine, theirs) if len(mine) <= len(theirs) else (theirs, mine)
    if not few:
        return False
    shared = sum(any(_is_one(x, y) for y in many) or _is_open(x, a, b) for x in few)
    return shared <= _SHARE * len(few)


@lru_cache(maxsize=20_000)
def figures_of(content: str) -> frozenset[float]:
    """The numbers that stand in figures in a text, with their scale, but no dates and no parts of names; the first 40."""
    text = _DATE.sub(lambda m: "-" * len(m.group()), content)
    found = {int(m[1] or 0) + int(m[2]) / int(m[3]) for m in _FRACTION.finditer(text) if int(m[3])}
    text = _FRACTION.sub(lambda m: "-" * len(m.group()), text)
    for match in _FIGURE.finditer(text):
        value = float(match.group().replace(",", ""))
        if value < _ONE_FIGURE and _OF_NAME.search(text, max(0, match.start() - 32), match.start()):
            continue
        scale = _SCALE.match(text, match.end())
        found.add(value * (_SCALES[scale.group(1)] if scale else 1))
        if len(found) >= _MOST:
            break
    return frozenset(found)


def names_a_unit(f: Facts) -> bool:
    """Whether a number of a claim is a part of a name: "the 82 Airborne"."""
    return any(re.search(rf"\b[Tt]he {re.escape(q.text)} [A-Z]", f.content) for q in f.quantities)


def _is_one(x: float, y: float) -> bool:
    """Whether two numbers are one, or one is the other rounded to its own figures."""
    return x == y or _rounded(x, _figures(y)) == y or _rounded(y, _figures(x)) == x


def _figures(x: float) -> int:
    """How many significant figures a number is told with."""
    return len(f"{x:.10g}".replace(".", "").strip("0")) or 1


def _rounded(x: float, figures: int) -> float:
    if not x:
        return x
    return round(x, figures - 1 - math.floor(math.log10(abs(x))))


def _is_open(x: float, a: Facts, b: Facts) -> bool:
    """Whether an open number of either claim takes this one in: "hundreds", "at least 20"."""
    ends: Set[tuple[float, float | None]] = {
        (q.low, q.high) for q in (*a.quantities, *b.quantities) if q.low is not None and q.high != q.low
    }
    return any(low <= x <= (high if high is not None else 3 * low) for low, high in ends)
