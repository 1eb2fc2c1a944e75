"""Two claims to a relation and a score (pure): the same, one against the other, or nothing to do with each other."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Literal

from store.derive.contents import coverage, parties_alike, things_in
from store.derive.denials import DENIAL_FROM, denial_score
from store.derive.facts import Facts
from store.derive.figures import names_a_unit
from store.derive.frames import days_apart, joined_key, parties_of, places_apart, predicates_alike
from store.derive.guards import elsewhere, kept_apart, other_things
from store.derive.numbers import compare, same_count
from store.derive.tables import is_deed, predicate_class
from store.derive.undoing import begins_undone, is_promised, is_undone, undoes
from store.records.span import Interval

Relation = Literal["same-proposition", "contradicts"]

LINK_FROM = 0.6
"""Lowest score at which a link is suggested."""

BACKS_FROM = 0.65
"""Lowest score of a suggested link by which one claim counts for the grade of another."""

_WEIGHTS = {
    "most": 0.8,
    "least": 1.78,
    "shared": 1.17,
    "features": 0.93,
    "parties": 0.76,
    "doing": 0.62,
    "number": 0.37,
}
_BIAS = -4.27
"""A logistic curve over how far two claims cover each other, how much and how many things both tell, and whether the
parties, the doing and a number meet. Fitted to 190 pairs judged by eye; with a tenth of them left out at a time, 90 in a
hundred that reach 0.6 were the same, and 82 in a hundred of the same reached it."""
_HERE_AGAINST = 0.3
"""The same for what one article says and undoes, where the doing is one: a heading, and the text that takes it back."""
_PEOPLE = "people"
_MOST_PARTIES = 4
_NUMBERS_FROM = 0.7
"""Lowest score at which other numbers of one thing and role are a contradiction, and not numbers of two matters."""
_COUNT_HOLDS = 3
"""Days for which a count stands: a week later there are more troops at the border, and more dead."""
_MOST_SHARED = 2.5
_COUNTED = 0.5
"""What one number of one thing weighs among what both tell, where a word weighs up to 1."""
_NAMELESS_TELLING = 1.8
_TELLING = 1.3
"""What claims that share no party must share, in rarity, the latter where one and the same speaks: "one person was
killed" stands anywhere."""
_WINDOW = 45
"""Days: a statement without a date of its own speaks of about when it was published."""
_LONGEST_EVENT = 62
"""Days: a stretch as long as this, or open, does not show that two claims speak of one time."""


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
    if score < LINK_FROM and a.negative == b.negative:
        score = BACKS_FROM if _likewise(a, b) else 0.0
    if a.negative != b.negative:
        return _against(a, b, score)
    if not score:
        return None
    if numbers is False:
        return Match("contradicts", score, numbers=True) if _tell_one_count(a, b, score) else None
    if kept_apart(a, b):
        return None
    return Match("same-proposition", score)


def _score(a: Facts, b: Facts, numbers: bool | None) -> float:
    """How surely two claims tell one thing, 0..1; 0 where they have too little in common to tell."""
    counted = numbers is False or same_count(a.quantities, b.quantities)  # other numbers of one thing are about it too
    cover = coverage(a, b, _COUNTED if counted else 0.0)
    if not cover.shared:
        return 0.0
    telling = _TELLING if a.speaker is not None and a.speaker == b.speaker else _NAMELESS_TELLING
    if a.article != b.article and cover.shared < telling and not parties_of(a.frame) & parties_of(b.frame):
        return 0.0
    z = (
        _BIAS
        + _WEIGHTS["most"] * cover.most
        + _WEIGHTS["least"] * cover.least
        + _WEIGHTS["shared"] * math.sqrt(min(cover.shared, _MOST_SHARED))
        + _WEIGHTS["features"] * math.log1p(cover.features)
        + _WEIGHTS["parties"] * parties_alike(a, b)
        + _WEIGHTS["doing"] * predicates_alike(a.frame, b.frame)
        + _WEIGHTS["number"] * (counted or bool(numbers))
    )
    return round(1 / (1 + math.exp(-z)), 3)


def likewise_keys(facts: Facts) -> list[str]:
    """Keys by which claims of one article meet that tell of people in stages of one matter, whatever their words."""
    if facts.type == "outlet_voice" or not _tells_of_people(facts):
        return []
    return [joined_key(f"h:{facts.article_key}", p) for p in sorted(parties_of(facts.frame))[:_MOST_PARTIES]]


def _tell_one_count(a: Facts, b: Facts, score: float) -> bool:
    """Whether two claims whose numbers differ are about one count, and not alike as two lines of a table are."""
    if score < _NUMBERS_FROM or names_a_unit(a) or names_a_unit(b):
        return False
    if elsewhere(a, b) or undoes(a, b) or undoes(b, a):
        return False
    one_time = a.event.overlaps(b.event) is True and _is_short(a.event) and _is_short(b.event)
    if parties_of(a.frame) & parties_of(b.frame):
        return not other_things(a, b) and (one_time or not days_apart(a, b, _COUNT_HOLDS))
    return one_time  # who is counted is not named: then the time must be told by both


def _likewise(a: Facts, b: Facts) -> bool:
    """Whether in one article two who are not its own voice tell stages of one matter of the same party: one that people
    are sent, the other that they fight."""
    if a.article != b.article or (a.speaker is not None and a.speaker == b.speaker):
        return False
    if "outlet_voice" in (a.type, b.type) or not predicates_alike(a.frame, b.frame):
        return False
    mine, theirs = parties_of(a.frame), parties_of(b.frame)
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine) and _tells_of_people(a) and _tells_of_people(b)


def _tells_of_people(f: Facts) -> bool:
    return is_deed(predicate_class(f.frame.predicate)) and _PEOPLE in things_in(f.content)


def _against(a: Facts, b: Facts, score: float) -> Match | None:
    """One says it, the other that it is not so: a denial, or the same words with one that undoes them."""
    if any(f.polarity == "u" and f.kind != "denial" for f in (a, b)):
        return None
    no, yes = (a, b) if a.negative else (b, a)
    covered = denial_score(no, yes) if no.kind == "denial" and not begins_undone(yes) else 0.0
    if covered >= DENIAL_FROM:
        return Match("contradicts", covered)
    same_party = bool(parties_of(a.frame) & parties_of(b.frame))
    same_doing = a.article == b.article and predicates_alike(a.frame, b.frame) == 1 and same_party
    if (
        score < (_HERE_AGAINST if same_doing else LINK_FROM)
        or not undoes(no, yes)
        or is_undone(yes)
        or elsewhere(no, yes)
    ):
        return None
    return Match("contradicts", score) if a.speaker is None or a.speaker != b.speaker else None


def _apart(a: Facts, b: Facts) -> bool:
    """Another day, place or future, or too far apart in time: never joined, however alike the words."""
    if a.event.overlaps(b.event) is False or _to_come(a, b) or _to_come(b, a):
        return True
    one_time = _is_short(a.event) and _is_short(b.event)
    if a.article != b.article and not one_time and days_apart(a, b, _WINDOW):
        return True
    return places_apart(a, b)


def _to_come(a: Facts, b: Facts) -> bool:
    """Whether a tells what is to come, and b what has happened: an agreement to do it tells of what is to come as well."""
    return a.kind == "forecast" and b.kind not in ("forecast", "intent") and not is_promised(b)


def _is_short(event: Interval) -> bool:
    if event.start is None or event.end is None:
        return False
    return (date.fromisoformat(event.end[:10]) - date.fromisoformat(event.start[:10])).days <= _LONGEST_EVENT
