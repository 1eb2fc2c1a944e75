"""What a claim tells, as weighed features, and how far one claim covers another (pure; shipped tables only).

Words meet by what they mean (classes, synonyms, phrases), weigh by how rare they are in the news, and who takes part is
left to the parties: that two claims are about Russia and Ukraine says nothing of whether they say the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import lru_cache

from store.derive.facts import Facts
from store.derive.frames import named, parties_of, text_words
from store.derive.tables import (
    is_common,
    is_title,
    ladder_of,
    party,
    predicate_class,
    stem,
    table,
    thing_class,
    thing_kind,
)
from store.derive.words import folded_stem, rarity
from store.filters import fold
from store.records.reading import Frame

_LEAST_WEIGHT = 0.1
_PHRASE_WEIGHT = 0.5
_RISING = "promise"
"""The ladder whose steps (ready, offered, promised) are one thing told ever more surely."""
_CACHED = 50_000
_POINTING = frozenset(
    ("it", "its", "he", "his", "him", "she", "her", "they", "their", "them", "we", "our", "us", "i", "my")
)
"""Words by which who speaks can stand in what is said."""
_PART = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How two contents meet: `most` is the share of what the one tells that the other tells too, for the one that is
    covered best, `least` for the other; `shared` is the rarity of what both tell, added up over so many features."""

    most: float
    least: float
    shared: float
    features: int


def coverage(a: Facts, b: Facts, extra: float = 0.0) -> Coverage:
    """How far each of two claims covers the other; `extra` is the weight of what both tell besides words (a number)."""
    mine = _without(features_of(a.frame, a.content), names_of(b.frame))
    theirs = _without(features_of(b.frame, b.content), names_of(a.frame))
    both = mine.keys() & theirs.keys()
    shared = extra + sum(min(mine[k], theirs[k]) for k in both)
    one = _share(extra + sum(mine[k] for k in both), extra + sum(mine.values()))
    two = _share(extra + sum(theirs[k] for k in both), extra + sum(theirs.values()))
    return Coverage(max(one, two), min(one, two), shared, len(both))


def parties_alike(a: Facts, b: Facts) -> float:
    """Share of the parties of both that the other one has too, 0..1: as a party, by name, or as who
    speaks and says "its ships".

    A half where neither names anybody.
    """
    mine, theirs = parties_of(a.frame), parties_of(b.frame)
    whole = len(mine) + len(theirs)
    return (_met(mine, b) + _met(theirs, a)) / whole if whole else 0.5


def _met(parties: Set[str], other: Facts) -> int:
    there = parties_of(other.frame)
    if other.speaker is not None and not _POINTING.isdisjoint(text_words(other.content)):
        there = there | {other.speaker}
    return sum(p in there or named(p, other.content) for p in parties)


@lru_cache(maxsize=_CACHED)
def features_of(frame: Frame, content: str) -> Mapping[str, float]:
    """What a claim tells besides its parties: a weight, 0.1 to 1, for each feature."""
    names = names_of(frame)
    out: dict[str, float] = {}
    phrased: set[str] = set()
    for match in _phrases().finditer(fold(content)):
        out[_synonyms().get(_meanings()[match.group()], _meanings()[match.group()])] = _PHRASE_WEIGHT
        phrased.update(stem(w) for w in match.group().split())
    for word in (*frame.words, *frame.objects):
        if is_common(word) or is_title(word) or word in names or party(word) in names or stem(word) in phrased:
            continue
        feature, weight = sense(word), max(rarity(folded_stem(word)), _LEAST_WEIGHT)
        out[feature] = max(out.get(feature, 0.0), weight)
    return out


@lru_cache(maxsize=_CACHED)
def names_of(frame: Frame) -> frozenset[str]:
    """The words of which the names of a frame's parties are made."""
    return frozenset(part for p in (*frame.actors, *frame.places) for part in _PART.findall(p))


@lru_cache(maxsize=65_536)
def sense(word: str) -> str:
    """A word as contents compare it: its class of things, the first of its synonyms, its class of doings, or its stem."""
    thing = thing_class(word)
    if thing in _things():
        return thing
    step = ladder_of(word)
    if step is not None and step[0] == _RISING:
        return _RISING
    known = _synonyms()
    for form in (word, stem(word), thing):
        if form in known:
            return known[form]
    doing = predicate_class(word)
    return stem(doing if doing != word else thing)


@lru_cache(maxsize=_CACHED)
def things_in(content: str) -> frozenset[str]:
    """The wider kinds of the counted things that a text names: people, weapons …"""
    return frozenset(thing_kind(w) for w in text_words(content) if thing_class(w) in _things())


def _without(features: Mapping[str, float], names: frozenset[str]) -> Mapping[str, float]:
    """The features less the other one's names: who is a party there is no word here."""
    if names.isdisjoint(features):
        return features
    return {k: v for k, v in features.items() if k not in names}


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, str]:
    groups: list[list[str]] = table("synonyms")["synonyms"]["groups"]
    words = {word: group[0] for group in groups for word in group}
    return {stem(word): first for word, first in words.items()} | words  # "plan" is no "plane", though it is its stem


@lru_cache(maxsize=1)
def _meanings() -> dict[str, str]:
    return {phrase: word for word, phrases in table("synonyms")["phrases"].items() for phrase in phrases}


@lru_cache(maxsize=1)
def _phrases() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(_meanings(), key=len, reverse=True)))})\b")


@lru_cache(maxsize=1)
def _things() -> frozenset[str]:
    return frozenset(row["name"] for row in table("classes")["thing"])
