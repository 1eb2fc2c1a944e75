"""What an article says of one statement in several places, brought together for each of its claims (pure).

Chains and words about verification hold for the joined statement (GRADING.md): "the accusation, which lacks hard
evidence" counts for the accusation two sentences before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from store.derive.tables import family_of
from store.records.reading import Check, Claim, Hop

_PASSAGE = 500
"""Code points between two claims of one passage."""


@dataclass(frozen=True, slots=True)
class Joined:
    """`hops` is the chain that hearsay is counted on; `end` the one whose last link is the origin; `checks` all words
    about verification that speak of the claim."""

    hops: tuple[Hop, ...]
    end: tuple[Hop, ...]
    checks: tuple[Check, ...]


def join_statements(claims: Sequence[Claim], affiliations: Mapping[str, str]) -> list[Joined]:
    """For each claim what its joined statement brings. `affiliations` are those that the article names, by actor key."""
    out = []
    for index, claim in enumerate(claims):
        others = [claims[i] for i in _statement(claims, index)]
        hops = _carried_on(claim, others)
        end = hops or max((o.chain for o in others), key=len, default=()) or _passage(claims, index, affiliations)
        seen = dict.fromkeys((*claim.checks, *(c for o in others for c in o.checks)))
        out.append(Joined(hops, end, tuple(seen)))
    return out


def family_here(key: str, affiliations: Mapping[str, str]) -> str:
    """The family of an actor as the tables and this article's words have it: a minister is of his country."""
    for _ in range(5):
        known = family_of(key)
        if known is not None:
            return known[0]
        if key not in affiliations or affiliations[key] == key:
            break
        key = affiliations[key]
    return key


def _statement(claims: Sequence[Claim], index: int) -> list[int]:
    """The other claims that repeat this one's statement, through any number of steps."""
    seen, edge = {index}, [index]
    while edge:
        for other in claims[edge.pop()].same_statement:
            if 0 <= other < len(claims) and other not in seen:
                seen.add(other)
                edge.append(other)
    return sorted(seen - {index})


def _carried_on(claim: Claim, others: Sequence[Claim]) -> tuple[Hop, ...]:
    """The claim's own chain, carried on where another sentence tells where its last named link has it from."""
    best = claim.chain
    own = [h.actor for h in claim.chain]
    for other in others:
        if other.speaker is None:
            continue
        if other.speaker in own:
            longer = (*claim.chain[: own.index(other.speaker) + 1], *other.chain)
        elif other.speaker == claim.speaker:
            longer = other.chain
        else:
            continue
        best = longer if len(longer) > len(best) else best
    return best


def _passage(claims: Sequence[Claim], index: int, affiliations: Mapping[str, str]) -> tuple[Hop, ...]:
    """Where an office speaks, and then in the same passage its holder rests what he says on nobody named, so does the
    office."""
    claim = claims[index]
    if claim.speaker is None or claim.type != "institution":
        return ()
    family = family_here(claim.speaker, affiliations)
    for other in claims:
        if other.speaker in (None, claim.speaker) or not other.chain or other.kind == "meta":
            continue
        if not 0 <= other.sentence.start - claim.sentence.end <= _PASSAGE:
            continue
        unnamed = other.chain[-1].type in ("unnamed_described", "unspecified")
        if unnamed and family_here(other.speaker or "", affiliations) == family:
            return other.chain
    return ()
