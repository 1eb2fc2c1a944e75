"""Frames compared: candidate keys, and two claims to a score and a relation (pure; shipped tables only).

A score is a function of the two claims alone, never of what else the case file holds: so that neither the order of
imports nor later ones change it (HOUSE.md, "How the derived layer is rebuilt").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal

from store.derive.facts import Facts
from store.derive.numbers import compare, slot
from store.derive.tables import (
    is_broad,
    is_common,
    is_deed,
    ladder_of,
    near_group,
    near_predicates,
    party,
    predicate_class,
    stem,
    thing_class,
    thing_kind,
)
from store.filters import fold
from store.records.keys import parts_key
from store.records.reading import Claim, Frame

Relation = Literal["same-proposition", "contradicts"]

LINK_FROM = 0.55
"""Lowest score at which a link is suggested."""

_WEIGHTS = {"actors": 0.3, "predicate": 0.25, "objects": 0.25, "words": 0.2}
_LEAST_CONTENT = 0.3
"""Objects or words must meet at least this far: two parties and a verb are not yet one statement."""
_LEAST_WEIGHT = 0.45
"""Frames that tell less than this share of what is compared meet nobody."""
_AGREEING_NUMBER = 0.12
_SAME_DAY = 0.08
_SAME_PLACE = 0.05
_MAX_KEYS = 40
_MAX_FEATURES = 6
_BLANKS = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class Match:
    """How two claims meet. `numbers` tells that they contradict by their numbers, not by what they say."""

    relation: Relation
    score: float
    numbers: bool = False


def twin_key(claim: Claim, content: str, dates: Iterable[tuple[str | None, str | None]]) -> str:
    """Alike for claims of one content, sense and date, whatever the article: of forty copies, one is compared."""
    words = _BLANKS.sub(" ", fold(content)).strip()
    when = sorted([start or "", end or ""] for start, end in dates)
    return "=" + parts_key(words, claim.speaker, claim.polarity, claim.kind, when)[:32]


def candidate_keys(facts: Facts) -> list[str]:
    """Keys by which this claim can meet others: three features of its frame together, none of them too common."""
    frame = facts.frame
    parties = [f"a:{a}" for a in dict.fromkeys(map(party, (*frame.actors[:4], *frame.places[:2])))]
    predicate = predicate_class(frame.predicate)
    core = [f"p:{predicate}"] if not is_common(predicate) else []
    objects = [f"o:{o}" for o in _objects(frame)][:_MAX_FEATURES]
    numbers = sorted({f"n:{q.low:g}:{thing_class(q.thing)}" for q in facts.quantities if q.low is not None and q.thing})
    keys: set[str] = set()
    for number in numbers[:3]:
        keys |= {_key(number, other) for other in (*parties, *core)}
    for first, second in combinations(parties, 2):
        keys |= {_key(first, second, other) for other in (*core, *objects)}
    for who in parties:
        keys |= {_key(who, p, o) for p in core for o in objects}
        keys |= {_key(who, a, b) for a, b in combinations(objects[:4], 2)}
    if not parties:
        keys |= {_key(p, a, b) for p in core for a, b in combinations(objects, 2)}
    return sorted(keys)[:_MAX_KEYS] + denial_keys(facts)


def denial_keys(facts: Facts) -> list[str]:
    """Keys by which denials, told in few words, meet what they deny: `+` on the claims, `-` on the denials."""
    sign = "-" if facts.kind == "denial" else "+"
    if sign == "+" and facts.negative:
        return []
    parties = {party(a) for a in (*facts.frame.actors[:4], *facts.frame.places[:2])}
    doings = {_doing(facts.frame.predicate), *(f"o:{thing_kind(o)}" for o in _objects(facts.frame)[:_MAX_FEATURES])}
    return sorted(sign + _key(f"a:{p}", d) for p in parties for d in doings if d)


def mirrored(key: str) -> str | None:
    """The key on the other side of a denial; None for one by which claims of all sorts meet."""
    return {"+": "-", "-": "+"}[key[0]] + key[1:] if key[0] in "+-" else None


def _doing(predicate: str) -> str:
    """The group of predicates that tell stages of one matter, or the class itself."""
    name = predicate_class(predicate)
    return "" if is_common(name) else f"p:{near_group(name)}"


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
    score = frame_score(a.frame, b.frame)
    numbers = compare(a.quantities, b.quantities)
    if numbers:
        score += _AGREEING_NUMBER
    if a.exact_day and b.exact_day and a.event.overlaps(b.event):
        score += _SAME_DAY
    if set(a.frame.places) & set(b.frame.places):
        score += _SAME_PLACE
    score = round(min(score, 1.0), 3)
    if a.negative != b.negative:
        if _open(a) or _open(b):
            return None
        denial = next((x for x in (a, b) if x.kind == "denial"), None)
        covered = denial_score(denial, b if denial is a else a) if denial is not None else 0.0
        score = covered if covered >= DENIAL_FROM and covered > score else score
        return Match("contradicts", score) if score >= LINK_FROM else None
    if score < LINK_FROM:
        return None
    if numbers is False:
        return Match("contradicts", score, numbers=True)
    return Match("same-proposition", score)


DENIAL_FROM = 0.75
"""Lowest score at which a denial covers a claim: the parties, and what they do or what it is done with."""
_COVERED = 0.8
_NEAR_DAYS = 60
"""A denial in the widest words answers what is said in its weeks."""
_FAR_DAYS = 366
"""Statements without a date of their own speak of about when they were published."""


def denial_score(denial: Facts, other: Facts) -> float:
    """How far a denial covers a claim: the parties, and what they are said to do.

    A denial in the widest words ("any involvement") covers the deeds that its article tells of those whom it speaks
    for, and such as were told of them elsewhere in those weeks.
    """
    if _is_broad(denial.frame):
        accused = {party(a) for a in denial.frame.actors}
        if not accused or not accused <= parties_of(other.frame):
            return 0.0
        kin = _predicates(denial.frame, other.frame) > 0 and not _months_between(denial, other, _NEAR_DAYS)
        here = denial.article == other.article and is_deed(predicate_class(other.frame.predicate))
        return _COVERED if here or kin else 0.0
    parties = _cover(parties_of(denial.frame), parties_of(other.frame))
    doing = _predicates(denial.frame, other.frame)
    mine, theirs = _kinds(denial.frame), _kinds(other.frame)
    deeds = 0.4 * doing + 0.6 * _cover(mine, theirs) if mine and theirs else doing
    return round(0.5 * parties + 0.5 * deeds, 3) if parties and deeds else 0.0


def _is_broad(frame: Frame) -> bool:
    return any(is_broad(w) for w in frame.objects) or (not frame.objects and is_broad(frame.predicate))


def _kinds(frame: Frame) -> set[str]:
    return {stem(thing_kind(o)) for o in _objects(frame)}


def _months_between(a: Facts, b: Facts, days: int) -> bool:
    """Whether the two were published further apart than so many days; unknown dates are not."""
    if a.published is None or b.published is None:
        return False
    one, two = (date.fromisoformat(x.published[:10]) for x in (a, b) if x.published is not None)
    return abs((one - two).days) > days


def frame_score(a: Frame, b: Frame) -> float:
    """How alike two frames are, 0..1, over what both of them tell; 0 where what they tell of has nothing in common."""
    parties = _overlap(parties_of(a), parties_of(b))
    objects = _overlap(set(_objects(a)), set(_objects(b)))
    words = _overlap(_telling(a), _telling(b))
    if max(objects or 0.0, words or 0.0) < _LEAST_CONTENT:
        return 0.0
    got, weight = 0.0, 0.0
    for name, value in (("actors", parties), ("objects", objects), ("words", words)):
        if value is not None:
            got += _WEIGHTS[name] * value
            weight += _WEIGHTS[name]
    for name, one, two in (("actors", a.actors, b.actors), ("objects", a.objects, b.objects)):
        if bool(one) != bool(two):
            weight += _WEIGHTS[name] / 2
    if a.predicate and b.predicate:
        got += _WEIGHTS["predicate"] * _predicates(a, b)
        weight += _WEIGHTS["predicate"]
    return got / weight if weight >= _LEAST_WEIGHT else 0.0


def parties_of(frame: Frame) -> set[str]:
    """Who and where, as one set: a country is a place here and a party there."""
    return {party(x) for x in (*frame.actors, *frame.places)}


def _overlap(a: set[str], b: set[str]) -> float | None:
    """Mean of what both share and of how far the smaller one is covered; None where one tells nothing."""
    return (_dice(a, b) + _cover(a, b)) / 2 if a and b else None


def rank(facts: Facts) -> int:
    """How high the claim stands on its ladder (ready 0, offered 1, promised 2); -1 where it stands on none."""
    by_words = [s[1] for w in facts.frame.words if (s := ladder_of(w)) is not None and s[0] == "promise"]
    step = ladder_of(facts.frame.predicate)
    return max(by_words, default=step[1] if step is not None and step[0] == "promise" else -1)


def _apart(a: Facts, b: Facts) -> bool:
    """Another day, place or future: never joined, however alike the words."""
    if a.event.overlaps(b.event) is False:
        return True
    if (a.kind == "forecast") != (b.kind == "forecast"):
        return True
    if a.event.overlaps(b.event) is None and _months_between(a, b, _FAR_DAYS):
        return True
    return places_apart(a, b)


def places_apart(a: Facts, b: Facts) -> bool:
    """Whether the two name places, and no place or party of one is a place of the other."""
    places_a, places_b = set(a.frame.places), set(b.frame.places)
    if not places_a or not places_b or places_a & places_b:
        return False
    return not (places_a & set(b.frame.actors) or places_b & set(a.frame.actors))


def _open(facts: Facts) -> bool:
    return facts.polarity == "u" and facts.kind != "denial"


def _objects(frame: Frame) -> list[str]:
    return sorted({thing_class(o) for o in frame.objects if not is_common(o)})


def _all_things(frame: Frame) -> set[str]:
    return {stem(thing_class(w)) for w in (*frame.objects, *frame.words) if not is_common(w)}


def _telling(frame: Frame) -> set[str]:
    return {stem(thing_class(w)) for w in frame.words if not is_common(w)}


def _predicates(a: Frame, b: Frame) -> float:
    mine, theirs = predicate_class(a.predicate), predicate_class(b.predicate)
    if mine == theirs:
        return 0.0 if is_common(mine) else 1.0
    return 0.5 if near_predicates(mine, theirs) else 0.0


def _dice(a: set[str], b: set[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b))


def _cover(a: set[str], b: set[str]) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _key(*features: str) -> str:
    return "\x1f".join(sorted(features))


def numbers_conflict(members: Iterable[Facts]) -> bool:
    """Whether two of these claims give one slot other numbers."""
    listed = [m for m in members if any(slot(q) for q in m.quantities)]
    return any(compare(x.quantities, y.quantities) is False for x, y in combinations(listed, 2))
