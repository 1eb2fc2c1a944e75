"""Frames compared: candidate keys, and two claims to a score and a relation (pure; shipped tables only).

A score is a function of the two claims alone, never of what else the case file holds: so that neither the order of
imports nor later ones change it (HOUSE.md, "How the derived layer is rebuilt").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from store.derive.facts import Facts
from store.derive.numbers import compare, slot
from store.derive.tables import is_common, ladder_of, near_predicates, predicate_class, thing_class
from store.filters import fold
from store.records.keys import parts_key
from store.records.reading import Claim, Frame

Relation = Literal["same-proposition", "contradicts"]

LINK_FROM = 0.5
"""Lowest score at which a link is suggested."""

_WEIGHTS = {"actors": 0.3, "predicate": 0.25, "objects": 0.25, "words": 0.2}
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
    actors = [f"a:{a}" for a in frame.actors[:4]]
    places = [f"l:{p}" for p in frame.places[:2]]
    predicate = predicate_class(frame.predicate)
    core = [f"p:{predicate}"] if not is_common(predicate) else []
    objects = [f"o:{o}" for o in _objects(frame)][:_MAX_FEATURES]
    numbers = sorted({f"n:{q.low:g}:{thing_class(q.thing)}" for q in facts.quantities if q.low is not None and q.thing})
    keys: set[str] = set()
    for number in numbers[:3]:
        keys |= {_key(number, other) for other in (*actors, *places, *core)}
    for first, second in combinations(actors, 2):
        keys |= {_key(first, second, other) for other in (*core, *objects)}
    for actor in (*actors, *places):
        keys |= {_key(actor, p, o) for p in core for o in objects}
        keys |= {_key(actor, a, b) for a, b in combinations(objects[:4], 2)}
    if not actors:
        keys |= {_key(p, a, b) for p in core for a, b in combinations(objects, 2)}
    return sorted(keys)[:_MAX_KEYS]


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
        floor = DENIAL_FROM if "denial" in (a.kind, b.kind) else LINK_FROM
        score = max(score, denial_score(a, b)) if "denial" in (a.kind, b.kind) else score
        return Match("contradicts", score) if score >= floor else None
    if score < LINK_FROM:
        return None
    if numbers is False:
        return Match("contradicts", score, numbers=True)
    return Match("same-proposition", score)


DENIAL_FROM = 0.4
"""Denials are told in few words ("any involvement"): they need less in common than two full statements."""


def denial_score(a: Facts, b: Facts) -> float:
    """How far a denial covers a claim: the parties, and what they are said to do, in the widest words."""
    mine, theirs = set(a.frame.actors) | set(a.frame.places), set(b.frame.actors) | set(b.frame.places)
    parties = _cover(mine, theirs)
    deeds = max(_predicates(a.frame, b.frame), _cover(_all_things(a.frame), _all_things(b.frame)))
    return round(0.5 * parties + 0.5 * deeds, 3) if parties and deeds else 0.0


def frame_score(a: Frame, b: Frame) -> float:
    """How alike two frames are, 0..1, over what both of them tell."""
    actors_a, actors_b = set(a.actors) | set(a.places), set(b.actors) | set(b.places)
    got, weight = 0.0, 0.0
    if actors_a and actors_b:
        got += _WEIGHTS["actors"] * (0.6 * _dice(actors_a, actors_b) + 0.4 * _cover(actors_a, actors_b))
        weight += _WEIGHTS["actors"]
    elif actors_a or actors_b:
        weight += _WEIGHTS["actors"] / 2
    if a.predicate and b.predicate:
        got += _WEIGHTS["predicate"] * _predicates(a, b)
        weight += _WEIGHTS["predicate"]
    things_a, things_b = set(_objects(a)), set(_objects(b))
    if things_a and things_b:
        got += _WEIGHTS["objects"] * (0.5 * _dice(things_a, things_b) + 0.5 * _cover(things_a, things_b))
        weight += _WEIGHTS["objects"]
    elif things_a or things_b:
        weight += _WEIGHTS["objects"] / 2
    words_a, words_b = _telling(a), _telling(b)
    if words_a and words_b:
        got += _WEIGHTS["words"] * (0.5 * _dice(words_a, words_b) + 0.5 * _cover(words_a, words_b))
        weight += _WEIGHTS["words"]
    if not (things_a & things_b or words_a & words_b):
        return 0.0
    return got / weight if weight >= 0.45 else 0.0


def rank(facts: Facts) -> int:
    """How high the claim stands on its ladder (ready 0, offered 1, promised 2); -1 where it stands on none."""
    steps = [s for w in (facts.frame.predicate, *facts.frame.words) if (s := ladder_of(w)) is not None]
    return max((r for name, r in steps if name == "promise"), default=-1)


def _apart(a: Facts, b: Facts) -> bool:
    """Another day, place or future: never joined, however alike the words."""
    if a.event.overlaps(b.event) is False:
        return True
    if (a.kind == "forecast") != (b.kind == "forecast"):
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
    return {thing_class(w) for w in (*frame.objects, *frame.words) if not is_common(w)}


def _telling(frame: Frame) -> set[str]:
    return {w for w in frame.words if not is_common(w)}


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
