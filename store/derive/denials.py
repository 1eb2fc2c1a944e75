"""Denials: told in few words ("any involvement"), they meet what they deny by their own keys and their own score (pure)."""

from __future__ import annotations

from collections.abc import Set

from store.derive.contents import features_of, sense
from store.derive.facts import Facts
from store.derive.frames import (
    MAX_FEATURES,
    days_apart,
    joined_key,
    objects_of,
    parties_of,
    predicates_alike,
    text_words,
)
from store.derive.tables import (
    family_of,
    is_broad,
    is_common,
    is_deed,
    near_group,
    party,
    predicate_class,
    stem,
    table,
    thing_kind,
)
from store.records.reading import Frame

DENIAL_FROM = 0.75
"""Lowest score at which a denial covers a claim: the parties, and what they do or what it is done with."""

_COVERED = 0.8
_TOLD = 0.6
"""Share of what a denial tells that a claim of another article must tell too, by rarity."""
_TOLD_DONE = 0.4
"""The same where the doing is one."""
_TELLING = 0.4
_PASSAGE = 600
"""Code points before a denial in which what it points at stands."""
_POINTING = frozenset(("these", "this", "those", "such", "claims", "allegations", "accusations", "reports", "charges"))
_WEEKS = 60
"""Days on either side: a denial answers what is said in its weeks."""


def denial_keys(facts: Facts) -> list[str]:
    """Keys by which denials meet what they deny: `+` on the claims, `-` on the denials."""
    sign = "-" if facts.kind == "denial" else "+"
    if sign == "+" and facts.negative:
        return []
    parties = {party(a) for a in (*facts.frame.actors[:4], *facts.frame.places[:2])}
    if sign == "-":
        parties |= speakers(facts)
    doings = {_doing(facts.frame.predicate), *(f"o:{thing_kind(o)}" for o in objects_of(facts.frame)[:MAX_FEATURES])}
    return sorted(sign + joined_key(f"a:{p}", d) for p in parties for d in doings if d)


def mirrored(key: str) -> str | None:
    """The key on the other side of a denial; None for one by which claims of all sorts meet."""
    return {"+": "-", "-": "+"}[key[0]] + key[1:] if key[0] in "+-" else None


def denial_score(denial: Facts, other: Facts) -> float:
    """How far a denial covers a claim, 0..1: the parties, and what they are said to do.

    A denial in the widest words covers the deeds that its article tells of those whom it speaks for, and such as were
    told of them elsewhere in those weeks; one that only points ("these accusations") covers what stands before it. Any
    other one must be told by the claim for the greater part, and be about the same parties.
    """
    here = denial.article == other.article
    if other.kind == "opinion" or _stands_in(denial, other) or _stands_in(other, denial):
        return 0.0
    if not here and days_apart(denial, other, _WEEKS):
        return 0.0
    doing = predicates_alike(denial.frame, other.frame)
    if _is_broad(denial.frame):
        return _COVERED if _meets_broadly(denial, other, here, doing) else 0.0
    mine, theirs = parties_of(denial.frame), parties_of(other.frame)
    told, there = features_of(denial.frame, denial.content), _with_kinds(other)
    done = sense(denial.frame.predicate) if doing else ""
    shared = sum(w for k, w in told.items() if k in there or k == done)
    share = shared / sum(told.values()) if told else 0.0
    one, two = _kinds(denial.frame), _kinds(other.frame)
    of_a_kind = len(one & two) / len(one) if one else 0.0
    deeds = 0.4 * doing + 0.6 * max(share, of_a_kind)
    if not here and (share < (_TOLD_DONE if doing == 1 else _TOLD) or shared < _TELLING):
        return 0.0
    if not doing and _doings(denial.frame) and _doings(denial.frame).isdisjoint(there):
        return 0.0
    of_speaker = bool(_families(speakers(denial)) & _families(theirs))
    if _of_himself(denial) and not of_speaker:
        return 0.0
    if of_speaker:
        parties = 1.0 if not mine or mine & theirs or mine <= speakers(denial) else 0.0
    else:
        alike = one & two or share >= _TOLD or (here and doing == 1)
        parties = len(mine & theirs) / len(mine) if mine and alike else 0.0
    return round(0.5 * parties + 0.5 * deeds, 3) if parties and deeds else 0.0


def _meets_broadly(denial: Facts, other: Facts, here: bool, doing: float) -> bool:
    is_deed_of = is_deed(predicate_class(other.frame.predicate))
    if not _POINTING.isdisjoint(text_words(denial.content)):
        before = denial.sentence.start - other.sentence.start
        return here and is_deed_of and 0 <= before <= _PASSAGE
    accused, theirs = {party(a) for a in denial.frame.actors}, parties_of(other.frame)
    if not accused and _of_himself(denial):
        accused = speakers(denial)
    return bool(accused) and accused <= theirs and is_deed_of and (here or doing > 0)


def _with_kinds(f: Facts) -> frozenset[str]:
    """What a claim tells, and the wider kinds of it: of drones also weapons."""
    told = features_of(f.frame, f.content)
    return frozenset(told).union(map(thing_kind, told))


def _stands_in(a: Facts, b: Facts) -> bool:
    """Whether what a tells is a part of b's very words: a sentence does not deny its own clause."""
    return a.article == b.article and a.content in b.content


def _of_himself(denial: Facts) -> bool:
    """Whether a denial is of what its speaker is said to do: "it would attack"."""
    first = denial.content.split(maxsplit=1)[:1]
    return bool(first) and first[0].strip("“\"'").casefold() in table("guards")["himself"]["words"]


def _doings(frame: Frame) -> frozenset[str]:
    """What a frame tells that is no thing, but what is done with it."""
    return frozenset(sense(w) for w in frame.words if w not in frame.objects and not is_common(w))


def speakers(facts: Facts) -> set[str]:
    """The names that a speaker stands for: "Moscow and Pyongyang" are two."""
    names = (facts.speaker or "").replace(",", " and ").split(" and ")
    return {party(n.strip()) for n in names if n.strip()}


def _families(names: Set[str]) -> set[str]:
    return {known[0] if (known := family_of(n)) else n for n in names}


def _doing(predicate: str) -> str:
    """The group of predicates that tell stages of one matter, or the class itself."""
    name = predicate_class(predicate)
    return "" if is_common(name) else f"p:{near_group(name)}"


def _is_broad(frame: Frame) -> bool:
    return any(is_broad(w) for w in frame.objects) or (not frame.objects and is_broad(frame.predicate))


def _kinds(frame: Frame) -> set[str]:
    return {stem(thing_kind(o)) for o in objects_of(frame)}
