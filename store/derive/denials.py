"""Denials: told in few words ("any involvement"), they meet what they deny by their own keys and their own score (pure)."""

from __future__ import annotations

from collections.abc import Set

from store.derive.facts import Facts
from store.derive.frames import (
    MAX_FEATURES,
    content_words,
    days_apart,
    joined_key,
    objects_of,
    parties_of,
    predicates_alike,
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
    thing_kind,
)
from store.records.reading import Frame

DENIAL_FROM = 0.75
"""Lowest score at which a denial covers a claim: the parties, and what they do or what it is done with."""

_COVERED = 0.8
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
    told of them elsewhere in those weeks. Any other one must be of the same doing or thing: by one whom the claim is
    about, or of the same things.
    """
    if denial.article != other.article and days_apart(denial, other, _WEEKS):
        return 0.0
    mine, theirs = parties_of(denial.frame), parties_of(other.frame)
    doing = predicates_alike(denial.frame, other.frame)
    if _is_broad(denial.frame):
        accused = {party(a) for a in denial.frame.actors}
        here = denial.article == other.article and is_deed(predicate_class(other.frame.predicate))
        return _COVERED if accused and accused <= theirs and (here or doing > 0) else 0.0
    one, two = _kinds(denial.frame), _kinds(other.frame)
    here = denial.article == other.article
    if not (here or one & two or content_words(denial.frame) & content_words(other.frame)):
        return 0.0
    deeds = 0.4 * doing + 0.6 * len(one & two) / len(one) if one and two else doing
    if _families(speakers(denial)) & _families(theirs):
        parties = 1.0 if not mine or mine & theirs or mine <= speakers(denial) else 0.0
    else:
        parties = len(mine & theirs) / len(mine) if mine and one & two else 0.0
    return round(0.5 * parties + 0.5 * deeds, 3) if parties and deeds else 0.0


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
