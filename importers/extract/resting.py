"""On whom a claim rests that the article names elsewhere: a guest of a broadcaster, reports that a speaker calls likely."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from importers.extract.lexicon import load
from importers.extract.material import Material
from importers.extract.pointing import first_from
from store.records.reading import Claim, Credit, Hop

NEAR = 20
"""Claims of the same statement before and behind one that are looked at for a guest of a broadcaster."""


def joined_chains(
    material: Material, claims: Sequence[Claim], same: Sequence[tuple[int, ...]], credits: Sequence[Credit]
) -> dict[int, tuple[Hop, ...]]:
    chains: dict[int, tuple[Hop, ...]] = {}
    for i in range(len(claims)):
        at = bisect.bisect_left(same[i], i)
        hops = _through_guest(material, claims, i, same[i][max(0, at - NEAR) : at + NEAR])
        if hops is None:
            hops = _resting_on(material, claims, i, credits)
        if hops is not None:
            chains[i] = hops
    return chains


def carried_chain(
    material: Material, claims: Sequence[Claim], statement: int, addition: int, behind: tuple[Hop, ...]
) -> tuple[Hop, ...] | None:
    """The chain of a statement that a person made for a body ("The charge was made by the minister"): through him to what he
    rests on. None where he rests on nothing that the article names, or speaks for himself."""
    claim, other = claims[statement], claims[addition]
    if not behind or claim.chain or other.speaker is None or other.speaker == claim.speaker:
        return None
    return (Hop(_label(material, other), "via", other.type, other.speaker, other.speaker_span), *behind)


def _through_guest(
    material: Material, claims: Sequence[Claim], i: int, members: Sequence[int]
) -> tuple[Hop, ...] | None:
    """A broadcaster that tells what somebody told a broadcaster rests on that person: "state television", "told Channel One"."""
    claim = claims[i]
    if not _is_medium(material, claim):
        return None
    for j in members:
        other = claims[j]
        if j == i or other.speaker_span is None or _is_medium(material, other) or other.speaker == claim.speaker:
            continue
        if _told_a_medium(material, other, claim):
            label = _label(material, other)
            first = Hop(label, "citing", other.type, other.speaker, other.speaker_span)
            if any(h.actor == other.speaker for h in claim.chain):
                return None
            return (*claim.chain, first, *other.chain)
    return None


def _label(material: Material, claim: Claim) -> str:
    actor = material.actors.get(claim.speaker) if claim.speaker is not None else None
    if actor is not None:
        return actor.name
    return claim.speaker_span.of(material.text) if claim.speaker_span is not None else ""


def _is_medium(material: Material, claim: Claim) -> bool:
    if claim.speaker_span is None:
        return False
    actor = material.actors.get(claim.speaker) if claim.speaker is not None else None
    if actor is not None and actor.kind == "media":
        return True
    words = claim.speaker_span.of(material.text).lower().split()
    return any(w.strip(".,'’s") in _media_words() for w in words)


def _told_a_medium(material: Material, other: Claim, claim: Claim) -> bool:
    """Whether the cue's clause names a medium as the one spoken to: a proper name, or a word for one."""
    if other.cue is None:
        return False
    sentence = material.sentence_at(other.cue.start)
    if sentence is None:
        return False
    tokens = [
        t
        for t in material.tokens[sentence]
        if t.start >= other.cue.end and not any(p.start <= t.start < p.end for p in other.content)
    ][:10]
    cue = other.cue.of(material.text).lower()
    for k, token in enumerate(tokens):
        mention = material.mention_at(token.start)
        actor = material.actors.get(mention.actor) if mention is not None else None
        if actor is not None and actor.kind == "media":
            return True
        if token.lower in _media_words():
            return True
        if (
            token.tag == "NNP"
            and ("told" in cue or tokens[max(0, k - 1)].lower in ("on", "to", "with"))
            and actor is None
        ):
            return True
    return False


def _resting_on(
    material: Material, claims: Sequence[Claim], i: int, credits: Sequence[Credit]
) -> tuple[Hop, ...] | None:
    """The speaker's own next sentence names where it came from: "He called reports which first surfaced in …"."""
    claim = claims[i]
    if claim.speaker is None or claim.kind in ("meta", "opinion", "forecast"):
        return None
    place = material.sentence_at(claim.sentence.start)
    if place is None or place + 1 >= len(material.sentences):
        return None
    following = material.sentences[place + 1]
    if following.paragraph != claim.paragraph:
        return None
    its_claims = claims[first_from(claims, following.span.start) : first_from(claims, following.span.end)]
    speaks = any(c.speaker == claim.speaker for c in its_claims) or any(
        m.actor == claim.speaker and m.span.start < following.span.start + 12
        for m in material.mentions_in((following.span,))
    )
    if not speaks:
        return None
    for credit in credits:
        if credit.role == "first_report" and following.span.holds(credit.span):
            named = (credit.party[:1].isupper() and " " not in credit.party.strip()) or credit.party.istitle()
            hop = Hop(
                credit.party, "first_reported_by", "institution" if named else "unnamed_described", None, credit.span
            )
            return (*claim.chain, hop) if not any(h.label == hop.label for h in claim.chain) else None
    return None


def _media_words() -> frozenset[str]:
    return frozenset(load("checks")["media"]["words"])
