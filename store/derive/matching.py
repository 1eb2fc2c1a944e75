"""Two claims to a relation and a score (pure): the same, one against the other, or nothing to do with each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from store.derive.denials import DENIAL_FROM, denial_score
from store.derive.facts import Facts
from store.derive.frames import days_apart, frame_score, information, parties_of, places_apart
from store.derive.guards import kept_apart
from store.derive.numbers import compare, same_count
from store.records.span import Interval

Relation = Literal["same-proposition", "contradicts"]

LINK_FROM = 0.55
"""Lowest score at which a link is suggested inside one article, where what is spoken of goes on."""

ACROSS_FROM = 0.65
"""The same across articles."""

_TELLING = 1.0
"""What claims of two articles must share, in rarity (words.py), unless a number of the same thing and role agrees: that
there are troops at a border is told in every article of a war."""
_COUNTED = 0.5
"""What one number of one thing adds to that, whatever the roles."""
_NAMELESS_FROM = 0.75
_NAMELESS_TELLING = 1.7
"""The same where they share no party: profits rise everywhere."""
_WINDOW = 45
"""Days: a statement without a date of its own speaks of about when it was published."""
_LONGEST_EVENT = 62
"""Days: a stretch as long as this, or open, does not show that two claims speak of one time."""
_AGREEING_NUMBER = 0.12
_SAME_DAY = 0.08
_SAME_PLACE = 0.05


@dataclass(frozen=True, slots=True)
class Match:
    """How two claims meet. `numbers` tells that they contradict by their numbers, not by what they say."""

    relation: Relation
    score: float
    numbers: bool = False


def match(a: Facts, b: Facts, twins: bool = False) -> Match | None:
    """The link that two claims suggest, or None: other day, place or party, or too little in common.

    `twins` have one twin key: the same words in the same sense. Symmetric: match(a, b) == match(b, a).
    """
    if a.hidden or b.hidden or _apart(a, b):
        return None
    if twins:
        return Match("same-proposition", 1.0)
    if "meta" in (a.kind, b.kind):
        return None
    numbers = compare(a.quantities, b.quantities)
    score = _score(a, b, numbers)
    if a.negative != b.negative:
        return _against(a, b, score)
    if not score:
        return None
    if numbers is False:
        return Match("contradicts", score, numbers=True)
    if kept_apart(a, b):
        return None
    return Match("same-proposition", score)


def _score(a: Facts, b: Facts, numbers: bool | None) -> float:
    """0 where it does not reach what two claims must have in common."""
    score = frame_score(a.frame, b.frame)
    if numbers:
        score += _AGREEING_NUMBER
    if a.exact_day and b.exact_day and a.event.overlaps(b.event):
        score += _SAME_DAY
    if set(a.frame.places) & set(b.frame.places):
        score += _SAME_PLACE
    score = round(min(score, 1.0), 3)
    if a.article == b.article:
        return score if score >= LINK_FROM else 0.0
    shared = information(a.frame, b.frame) + (_COUNTED if same_count(a.quantities, b.quantities) else 0.0)
    if not parties_of(a.frame) & parties_of(b.frame):
        return score if score >= _NAMELESS_FROM and shared >= _NAMELESS_TELLING else 0.0
    return score if score >= ACROSS_FROM and (numbers or shared >= _TELLING) else 0.0


def _against(a: Facts, b: Facts, score: float) -> Match | None:
    if any(f.polarity == "u" and f.kind != "denial" for f in (a, b)):
        return None
    denial = next((x for x in (a, b) if x.kind == "denial"), None)
    covered = denial_score(denial, b if denial is a else a) if denial is not None else 0.0
    best = max(score, covered if covered >= DENIAL_FROM else 0.0)
    return Match("contradicts", best) if best else None


def _apart(a: Facts, b: Facts) -> bool:
    """Another day, place or future, or too far apart in time: never joined, however alike the words."""
    if a.event.overlaps(b.event) is False or (a.kind == "forecast") != (b.kind == "forecast"):
        return True
    one_time = _is_short(a.event) and _is_short(b.event)
    if a.article != b.article and not one_time and days_apart(a, b, _WINDOW):
        return True
    return places_apart(a, b)


def _is_short(event: Interval) -> bool:
    if event.start is None or event.end is None:
        return False
    return (date.fromisoformat(event.end[:10]) - date.fromisoformat(event.start[:10])).days <= _LONGEST_EVENT
