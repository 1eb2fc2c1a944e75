"""Frames compared: candidate keys, and how alike two frames are (pure; shipped tables only).

A score is a function of the two claims alone, never of what else the case file holds: so that neither the order of
imports nor later ones change it (HOUSE.md, "How the derived layer is rebuilt").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from datetime import date
from functools import lru_cache
from itertools import combinations

from store.derive.facts import Facts
from store.derive.numbers import slot
from store.derive.tables import is_common, ladder_of, near_predicates, party, predicate_class, stem, thing_class
from store.derive.words import folded_stem, rarity
from store.filters import fold
from store.records.keys import parts_key
from store.records.reading import Claim, Frame

MAX_FEATURES = 6
_FEW_OBJECTS = 3
_RARE = 0.5
"""Objects of one frame that make keys."""

_WEIGHTS = {"actors": 0.3, "predicate": 0.25, "content": 0.45}
_LEAST_CONTENT = 0.25
"""What is told must meet at least this far: two parties and a verb are not yet one statement."""
_LEAST_WEIGHT = 0.45
"""Frames that tell less than this share of what is compared meet nobody."""
_PARTY_TELLS = 0.4
_DOING_TELLS = 0.3
"""What a shared party and a shared doing count for at most, where a word counts for up to 1."""
_MAX_KEYS = 40
_MAX_COUNTS = 16
"""Of them, those by numbers."""
_FEWEST_WORDS = 4
"""Shorter contents ("the invasion") stand in too many articles to be one statement by their words."""
_CACHED = 50_000
"""Frames whose sets are remembered: a claim is compared with many."""
_BLANKS = re.compile(r"\W+")
_NAME_WORD = re.compile(r"[^\W_]+")
_BEGINNING = 5
"""Letters by which a name and its adjective are one: "Armenia", "Armenian"."""


def twin_key(claim: Claim, content: str, dates: Iterable[tuple[str | None, str | None]], article: str) -> str:
    """Alike for claims of one content, sense and date, whatever the article: of forty copies, one is compared."""
    words = _BLANKS.sub(" ", fold(content)).strip()
    when = sorted([start or "", end or ""] for start, end in dates)
    where = article if words.count(" ") + 1 < _FEWEST_WORDS else ""
    return "=" + parts_key(words, claim.speaker, claim.polarity, claim.kind, when, where)[:32]


def candidate_keys(facts: Facts) -> list[str]:
    """Keys by which this claim can meet others: three features of its frame together, none of them too common."""
    frame = facts.frame
    parties = [f"a:{a}" for a in dict.fromkeys(map(party, (*frame.actors[:4], *frame.places[:2])))]
    predicate = predicate_class(frame.predicate)
    core = [f"p:{predicate}"] if not is_common(predicate) else []
    objects = [f"o:{o}" for o in _telling_objects(frame)]
    numbers = sorted({f"n:{q.low:g}:{thing_class(q.thing)}" for q in facts.quantities if q.low is not None and q.thing})
    counts: set[str] = set()
    for number in numbers[:3]:
        counts |= {joined_key(number, other) for other in (*parties, *core)}
    counted = sorted({place for q in facts.quantities if q.low is not None and (place := slot(q)) is not None})
    for thing, role in counted[:3]:  # other numbers of one thing meet too
        counts |= {joined_key(f"q:{thing}", f"r:{role}", o) for o in objects if o != f"o:{thing}"}
    keys: set[str] = set()
    for first, second in combinations(parties, 2):
        keys |= {joined_key(first, second, other) for other in (*core, *objects)}
    for who in parties:
        keys |= {joined_key(who, p, o) for p in core for o in objects}
        keys |= {joined_key(who, a, b) for a, b in combinations(objects[:4], 2)}
    if not parties:
        keys |= {joined_key(p, a, b) for p in core for a, b in combinations(objects, 2)}
    by_count = sorted(counts)[:_MAX_COUNTS]
    return by_count + sorted(keys)[: _MAX_KEYS - len(by_count)]


def _telling_objects(frame: Frame) -> list[str]:
    """The objects, and where there are few the rarest other words: what a claim is looked for by."""
    listed = list(objects_of(frame))[:MAX_FEATURES]
    known = {stem(o) for o in listed} | parties_of(frame)
    rest = {thing_class(w) for w in frame.words if not is_common(w) and stem(w) not in known and w != frame.predicate}
    rarest = sorted((w for w in rest if rarity(folded_stem(w)) >= _RARE), key=lambda w: (-rarity(folded_stem(w)), w))
    return listed + rarest[: max(0, _FEW_OBJECTS - len(listed))]


def joined_key(*features: str) -> str:
    """Features as one key, whatever their order."""
    return "␟".join(sorted(features))


def frame_score(a: Frame, b: Frame) -> float:
    """How alike two frames are, 0..1, over what both of them tell; 0 where what they tell of has nothing in common."""
    mine, theirs = content_words(a), content_words(b)
    objects = _overlap(set(objects_of(a)), set(objects_of(b))) if a.objects and b.objects else 0.0
    content = max(_overlap(mine, theirs), objects)
    if content < _LEAST_CONTENT:
        return 0.0
    got, weight = _WEIGHTS["content"] * content, _WEIGHTS["content"]
    parties_a, parties_b = parties_of(a), parties_of(b)
    if parties_a and parties_b:
        got += _WEIGHTS["actors"] * _overlap(parties_a, parties_b)
        weight += _WEIGHTS["actors"]
    elif parties_a or parties_b:
        weight += _WEIGHTS["actors"] / 2
    if a.predicate and b.predicate:
        got += _WEIGHTS["predicate"] * predicates_alike(a, b)
        weight += _WEIGHTS["predicate"]
    return got / weight if weight >= _LEAST_WEIGHT else 0.0


def information(a: Frame, b: Frame) -> float:
    """How much the two tell alike, in rarity of the shared words, parties and doing: what stands in every article of a
    matter is no sign that two claims say the same."""
    words = sum(rarity(w) for w in content_words(a) & content_words(b))
    parties = sum(min(_PARTY_TELLS, rarity(folded_stem(p))) for p in parties_of(a) & parties_of(b))
    return words + parties + _DOING_TELLS * predicates_alike(a, b)


@lru_cache(maxsize=_CACHED)
def content_words(frame: Frame) -> frozenset[str]:
    """Stems of what a frame tells, without what stands in too many claims."""
    return frozenset(stem(thing_class(w)) for w in (*frame.words, *frame.objects) if not is_common(w))


@lru_cache(maxsize=_CACHED)
def objects_of(frame: Frame) -> tuple[str, ...]:
    """Classes of the objects in order, without what stands in too many claims."""
    return tuple(sorted({thing_class(o) for o in frame.objects if not is_common(o)}))


@lru_cache(maxsize=_CACHED)
def parties_of(frame: Frame) -> frozenset[str]:
    """Who and where, as one set: a country is a place here and a party there."""
    return frozenset(party(x) for x in (*frame.actors, *frame.places))


def named(name: str, content: str) -> bool:
    """Whether a text has a name, or its adjective."""
    words = text_words(content)
    return all(any(w.startswith(part[:_BEGINNING]) for w in words) for part in _NAME_WORD.findall(name))


@lru_cache(maxsize=20_000)
def text_words(content: str) -> frozenset[str]:
    """The folded words of a text."""
    return frozenset(_NAME_WORD.findall(fold(content)))


def predicates_alike(a: Frame, b: Frame) -> float:
    """1 for one class, ½ for classes that tell stages of one matter, 0 else."""
    mine, theirs = predicate_class(a.predicate), predicate_class(b.predicate)
    if mine == theirs:
        return 0.0 if is_common(mine) else 1.0
    return 0.5 if near_predicates(mine, theirs) else 0.0


def rank(facts: Facts) -> int:
    """How high the claim stands on its ladder (ready 0, offered 1, promised 2); -1 where it stands on none."""
    doing = set(facts.frame.words) - set(facts.frame.objects)  # "a hundred volunteers" volunteer nothing
    by_words = [s[1] for w in doing if (s := ladder_of(w)) is not None and s[0] == "promise"]
    step = ladder_of(facts.frame.predicate)
    return max(by_words, default=step[1] if step is not None and step[0] == "promise" else -1)


def places_apart(a: Facts, b: Facts) -> bool:
    """Whether the two name places, and no place or party of one is a place of the other."""
    places_a, places_b = set(a.frame.places), set(b.frame.places)
    if not places_a or not places_b or places_a & places_b:
        return False
    return not (places_a & set(b.frame.actors) or places_b & set(a.frame.actors))


def days_apart(a: Facts, b: Facts, days: int) -> bool:
    """Whether the two were published further apart than so many days; unknown dates are not."""
    if a.published is None or b.published is None:
        return False
    one, two = (date.fromisoformat(x.published[:10]) for x in (a, b) if x.published is not None)
    return abs((one - two).days) > days


def _overlap(a: Set[str], b: Set[str]) -> float:
    """Mean of what both share and of how far the smaller one is covered."""
    if not a or not b:
        return 0.0
    shared = len(a & b)
    return (2 * shared / (len(a) + len(b)) + shared / min(len(a), len(b))) / 2
