"""Whether two articles tell of one event: a score of the two alone (pure; shipped figures only).

A sum of a few readings of what both tell, turned into 0..1 by a logistic curve; from 0.5 they are more likely one event.
The weights were fitted to labelled pairs of articles (tests/bench/related/fit.py makes them): what is counted is named,
so that a score can be told in words.
"""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass

from store.derive.gist import HEADLINE, Gist

SAME_STORY = 0.5
"""Lowest score at which two articles are put into one story."""

_ENOUGH_NUMBERS = 2
_COMMONPLACE = 3.0
"""Lost where the two share no rare word: they are of one kind, not of one event."""
_NEAR_DAYS = 14
_PER_DOUBLING = 0.3
"""Lost for each doubling of the days between two publications: a story is told for weeks, seldom for months."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for and against one event; shares are 0..1, yes or no is 1 or 0."""

    lead: float
    """Share of each one's lead that the other tells anywhere, by rarity."""
    names: float
    """How alike the names are, those that come first and often above all."""
    pairs: float
    """How alike they are in runs of two rare words."""
    numbers: float
    """Shared numbers, on a logarithmic scale."""
    other_numbers: float
    """Both have several numbers and share none."""
    same_day: float
    """A calendar day stands in both."""
    other_days: float
    """Both have calendar days, and none is the same."""
    same_year: float
    other_years: float
    other_weekdays: float
    length: float
    """Of the longer one, on a logarithmic scale: a long text shares words with everything."""


_WEIGHTS = Signs(
    lead=3.24, names=4.15, pairs=1.97, numbers=0.41, other_numbers=-0.83, same_day=1.19, other_days=-0.24,
    same_year=1.72, other_years=-0.72, other_weekdays=-0.65, length=-2.07,
)  # fmt: skip
_BIAS = -1.28

_HEADLINE_WEIGHTS = (2.11, 0.99, 0.78, -0.75)
_HEADLINE_BIAS = -1.49


def signs(a: Gist, b: Gist) -> Signs:
    """What speaks for and against these two telling of one event."""
    shared = len(a.numbers & b.numbers)
    return Signs(
        lead=(_told(a, b) + _told(b, a)) / 2,
        names=a.names.cosine(b.names),
        pairs=a.pairs.cosine(b.pairs),
        numbers=math.log1p(shared),
        other_numbers=float(not shared and min(len(a.numbers), len(b.numbers)) >= _ENOUGH_NUMBERS),
        same_day=float(bool(a.days & b.days)),
        other_days=_apart(a.days, b.days),
        same_year=float(bool(a.years & b.years)),
        other_years=_apart(a.years, b.years),
        other_weekdays=_apart(a.weekdays, b.weekdays),
        length=math.log1p(max(a.size, b.size)) / 6,
    )


def similarity(a: Gist, b: Gist) -> float:
    """How surely two articles tell of one event, 0..1; the order of the two does not matter."""
    if max(a.size, b.size) <= HEADLINE:
        return _headlines(a, b)
    total = _BIAS + sum(w * x for w, x in zip(astuple(_WEIGHTS), astuple(signs(a, b)), strict=True))
    if a.rare.isdisjoint(b.rare):
        total -= _COMMONPLACE
    return _logistic(total - gap(a, b))


def headline_signs(a: Gist, b: Gist) -> tuple[float, ...]:
    """Of two headlines only the words can be compared: those both tell, numbers, and other numbers."""
    shared = len(a.numbers & b.numbers)
    others = float(not shared and bool(a.numbers and b.numbers))
    return ((_told(a, b) + _told(b, a)) / 2, a.words.cosine(b.words), math.log1p(shared), others)


def _headlines(a: Gist, b: Gist) -> float:
    total = _HEADLINE_BIAS + sum(w * x for w, x in zip(_HEADLINE_WEIGHTS, headline_signs(a, b), strict=True))
    return _logistic(total - gap(a, b))


def _told(a: Gist, b: Gist) -> float:
    """Share of a's lead that b tells."""
    whole = sum(a.lead.values())
    return sum(w for s, w in a.lead.items() if s in b.words.of) / whole if whole else 0.0


def _apart(a: frozenset[object], b: frozenset[object]) -> float:
    return float(bool(a and b) and not a & b)


def gap(a: Gist, b: Gist) -> float:
    """What is lost by the days between two publications; nothing where one is unknown, or they are near."""
    if a.day is None or b.day is None:
        return 0.0
    beyond = max(0, abs((a.day - b.day).days) - _NEAR_DAYS)
    return _PER_DOUBLING * math.log2(1 + beyond / _NEAR_DAYS)


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))
