"""Whether two articles tell of one event: a score of the two alone (pure; shipped figures only).

A sum of a few readings of what both tell, turned into 0..1 by a logistic curve; from 0.5 they are more likely one event.
The weights were fitted to labelled pairs of articles (tests/bench/related/fit.py makes them): what is counted is named,
so that a score can be told in words.
"""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass
from operator import mul

from store.derive.gist import HEADLINE, Gist

SAME_STORY = 0.5
"""Lowest score at which two articles are put into one story."""

_ENOUGH_NUMBERS = 2
_COMMONPLACE = 3.0
"""Lost where the two share no rare word: they are of one kind, not of one event."""
_SHORT = 0.7
"""Length, on the scale of Signs, of 65 words."""
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
    same_year: float
    other_years: float
    other_weekdays: float
    length: float
    """Of the longer one, on a logarithmic scale: a long text shares words with everything."""
    dated: float
    """Both days of publication are known (and so not far apart): by how much the longer text is more than a short one."""
    both: float
    """Lead times names: where the one is alike, the other adds less."""
    lead_long: float
    names_long: float
    """Lead and names times length: in a long text they tell more."""


_WEIGHTS = Signs(
    lead=0.13, names=-0.27, pairs=2.77, numbers=0.51, other_numbers=-0.91, same_day=1.59, same_year=1.83, other_years=-0.75,
    other_weekdays=-0.51, length=-12.76, dated=8.79, both=-8.18, lead_long=8.83, names_long=8.08,
)  # fmt: skip
_BIAS = 6.39
_PLAIN_WEIGHTS = astuple(_WEIGHTS)[3:-3]
"""Of all but words and names."""

_HEADLINE_WEIGHTS = (2.11, 0.99, 0.78, -0.75)
_HEADLINE_BIAS = -1.49


def signs(a: Gist, b: Gist) -> Signs:
    """What speaks for and against these two telling of one event."""
    lead, names, plain = _lead(a, b), a.names.cosine(b.names), _plain(a, b)
    length = plain[_LENGTH]
    return Signs(
        lead, names, a.pairs.cosine(b.pairs), *plain, both=lead * names, lead_long=lead * length, names_long=names * length
    )  # fmt: skip


_LENGTH = 6
"""Where the length stands among the plain signs."""


def _plain(a: Gist, b: Gist) -> tuple[float, float, float, float, float, float, float, float]:
    """The signs that cost little, in their order: all but the words."""
    shared = len(a.numbers & b.numbers)
    length = math.log1p(max(a.size, b.size)) / 6
    return (
        math.log1p(shared),
        float(not shared and min(len(a.numbers), len(b.numbers)) >= _ENOUGH_NUMBERS),
        float(not a.days.isdisjoint(b.days)),
        float(not a.years.isdisjoint(b.years)),
        _apart(a.years, b.years),
        _apart(a.weekdays, b.weekdays),
        length,
        max(0.0, length - _SHORT) if a.day is not None and b.day is not None else 0.0,
    )


def similarity(a: Gist, b: Gist, least: float = 0.0) -> float:
    """How surely two articles tell of one event, 0..1; the order of the two does not matter.

    Where it is less than `least` it may come out as 0: most pairs are told apart by what is soon looked at.
    """
    if max(a.size, b.size) <= HEADLINE:
        return _headlines(a, b)
    cut = math.log(least / (1 - least)) if 0 < least < 1 else -math.inf
    plain = _plain(a, b)
    by_names = _WEIGHTS.names + _WEIGHTS.names_long * plain[_LENGTH]
    by_lead = _WEIGHTS.lead + _WEIGHTS.lead_long * plain[_LENGTH]
    total = _BIAS - gap(a, b) + sum(map(mul, _PLAIN_WEIGHTS, plain))
    if a.rare.isdisjoint(b.rare):
        total -= _COMMONPLACE
    # what is left to look at adds at most its weight
    if total + by_names + by_lead + _WEIGHTS.pairs < cut:
        return 0.0
    names = a.names.cosine(b.names)
    total += by_names * names
    by_lead += _WEIGHTS.both * names
    if total + max(0.0, by_lead) + _WEIGHTS.pairs < cut:
        return 0.0
    total += by_lead * _lead(a, b)
    if total + _WEIGHTS.pairs < cut:
        return 0.0
    return _logistic(total + _WEIGHTS.pairs * a.pairs.cosine(b.pairs))


def headline_signs(a: Gist, b: Gist) -> tuple[float, ...]:
    """Of two headlines only the words can be compared: those both tell, numbers, and other numbers."""
    shared = len(a.numbers & b.numbers)
    others = float(not shared and bool(a.numbers and b.numbers))
    return (_lead(a, b), a.words.cosine(b.words), math.log1p(shared), others)


def _headlines(a: Gist, b: Gist) -> float:
    total = _HEADLINE_BIAS + sum(w * x for w, x in zip(_HEADLINE_WEIGHTS, headline_signs(a, b), strict=True))
    return _logistic(total - gap(a, b))


def _lead(a: Gist, b: Gist) -> float:
    """Share of each one's lead that the other tells."""
    return (_told(a, b) + _told(b, a)) / 2


def _told(a: Gist, b: Gist) -> float:
    """Share of a's lead that b tells."""
    whole = sum(a.lead.values())
    return sum(w for s, w in a.lead.items() if s in b.words.of) / whole if whole else 0.0


def _apart(a: frozenset[object], b: frozenset[object]) -> float:
    return float(bool(a and b) and a.isdisjoint(b))


def gap(a: Gist, b: Gist) -> float:
    """What is lost by the days between two publications; nothing where one is unknown, or they are near."""
    if a.day is None or b.day is None:
        return 0.0
    beyond = max(0, abs((a.day - b.day).days) - _NEAR_DAYS)
    return _PER_DOUBLING * math.log2(1 + beyond / _NEAR_DAYS)


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))
