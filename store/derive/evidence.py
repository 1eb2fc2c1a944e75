"""What speaks for and against the claims of one proposition, as evidence for their grades."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from store.derive.components import TWINS, Link, camps
from store.derive.context import Context
from store.derive.facts import Facts
from store.derive.matching import BACKS_FROM
from store.derive.origins import OWN_VOICE, End, backs, ends, parties, told_by
from store.grading.parts import UNGRADED_KINDS, Against, Backing, Evidence
from store.records.grade import Letter

_FAMILY_CUT = 40


@dataclass(frozen=True, slots=True)
class Matter:
    """One proposition as the grades see it: its members, all links that touch them, and the claims at their other
    ends (`facts` has both)."""

    members: frozenset[int]
    facts: Mapping[int, Facts]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Set:
    """What analysts set on one claim."""

    letter: Letter = "F"
    rated: bool = False
    staked: bool = False


def evidence_of(
    matter: Matter, wanted: Iterable[int], settings: Mapping[int, Set], context: Context
) -> dict[int, Evidence]:
    """The evidence of the wanted members."""
    facts = matter.facts
    camp_of = {i: camp for camp in camps({i: facts[i] for i in matter.members}, matter.links) for i in camp}
    opposed = _opposed(matter, camp_of)
    beside = _beside(matter)
    found = ends([facts[i] for i in matter.members], context)
    found |= {i: e for i, e in ends(list(facts.values()), context).items() if i not in found}
    out = {}
    for claim in wanted:
        f = facts[claim]
        camp = camp_of[claim]
        given = settings.get(claim, Set())
        against = [facts[i] for i in sorted(opposed.get(camp, ()))]
        out[claim] = Evidence(
            kind=f.kind,
            commitment=f.commitment,
            type=f.type,
            cue=f.cue,
            hedges=f.hedges,
            hops=f.hops,
            checks=f.checks,
            backing=_backing(f, [facts[i] for i in sorted(beside[claim] & camp)], found, context),
            against=_against(f, [facts[i] for i in camp], against, found, context),
            staked="stake" if given.staked else _accused(f, against, context),
            letter=given.letter,
            rated=given.rated,
        )
    return out


def _beside(matter: Matter) -> dict[int, set[int]]:
    """For each member the claims that a link of one step joins to it: from near to near, two ends may be far apart.

    Copies have one link, to the claim that stands for all of them, and are linked to what that one is linked to.
    """
    same = [
        x for x in matter.links
        if x.relation == "same-proposition" and x.state != "rejected" and (x.score >= BACKS_FROM or x.state == "confirmed")
    ]  # fmt: skip
    twins: dict[int, set[int]] = {i: {i} for i in matter.members}
    for link in same:
        if link.score == TWINS and link.a in twins and link.b in twins:
            both = twins[link.a] | twins[link.b]
            for i in both:
                twins[i] = both
    beside: dict[int, set[int]] = {i: set(of) for i, of in twins.items()}
    for link in same:
        if link.a in twins and link.b in twins:
            for i in twins[link.a]:
                beside[i] |= twins[link.b]
            for i in twins[link.b]:
                beside[i] |= twins[link.a]
    return beside


def _opposed(matter: Matter, camp_of: Mapping[int, frozenset[int]]) -> dict[frozenset[int], set[int]]:
    """For each camp the claims that contradict one of its members, with those that say the same as these."""
    out: dict[frozenset[int], set[int]] = {}
    for link in matter.links:
        if link.relation != "contradicts" or link.state == "rejected":
            continue
        for mine, theirs in ((link.a, link.b), (link.b, link.a)):
            if mine in camp_of and theirs in matter.facts:
                out.setdefault(camp_of[mine], set()).update(camp_of.get(theirs, (theirs,)))
    return out


def _backing(f: Facts, camp: Iterable[Facts], found: Mapping[int, End], context: Context) -> tuple[Backing, ...]:
    """Other origins that say the same of a time that can be the same: one a family, the smallest claim key for each; `camp`
    are the claims that are linked to this one.

    A text's own voice and those whom it quotes do not back each other: the one rests on the others.
    """
    mine = found[f.id]
    seen: dict[str, Backing] = {}
    for other in sorted(camp, key=lambda o: o.key):
        if other.id == f.id or other.kind in UNGRADED_KINDS or f.event.overlaps(other.event) is False:
            continue
        if "u" in (f.polarity, other.polarity):  # whether it is so is left open
            continue
        own = f.type in OWN_VOICE or other.type in OWN_VOICE
        if own and context.cluster(f.article) == context.cluster(other.article):
            continue
        end = found[other.id]
        how = backs(mine, end)
        if how is not None and not told_by(f, end) and not told_by(other, mine):
            seen.setdefault(end.family or end.identity, Backing(end.label, other.id, how))
    return tuple(seen.values())


def _against(
    f: Facts, camp: Iterable[Facts], opposed: Iterable[Facts], found: Mapping[int, End], context: Context
) -> tuple[Against, ...]:
    accused = frozenset(p for member in camp for p in _named(member, context))
    mine = found[f.id]
    out: dict[str, Against] = {}
    for other in sorted(opposed, key=lambda o: o.key):
        end = found[other.id]
        if end.identity == mine.identity:
            continue
        deniers = parties(other, context) if other.negative and not f.negative else frozenset()
        # "both sides deny": where one of them is accused, they answer together
        denying = len(deniers) if deniers & accused else 0
        known = out.get(end.identity)
        if known is None or denying > known.parties:
            out[end.identity] = Against(end.label, other.id, denying)
    return tuple(out.values())


def _accused(f: Facts, opposed: Iterable[Facts], context: Context) -> str:
    """The words of part P where somebody denies what is said of himself."""
    if f.kind != "denial":
        return ""
    named = _named(f, context).union(*(_named(o, context) for o in opposed))
    return "accused denies" if parties(f, context) & named else ""


def _named(f: Facts, context: Context) -> frozenset[str]:
    return frozenset(context.family(a, f.article) for a in (*f.frame.actors, *f.frame.places)[:_FAMILY_CUT])
