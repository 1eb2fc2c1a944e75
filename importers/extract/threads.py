"""Claims of one article about the same statement: repeated ones are joined, and wording about verification finds what it is about.

Two relations are kept apart. The *same statement* is told twice (same number of the same thing, same frame). A *thread* is wider:
a statement and what its speaker adds to it after "the charge was made by …"; verification wording reaches the whole thread.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from importers.extract.checks import back_noun
from importers.extract.commitment import weakest_of
from importers.extract.frames import similarity
from importers.extract.lexicon import load
from importers.extract.material import Material
from importers.extract.pointing import antecedent, first_from, pointing_checks
from importers.extract.predicates import is_class
from importers.extract.resting import carried_chain, joined_chains
from importers.extract.tokens import Token
from importers.extract.tracing import find_traces, traced_chain
from store.records.reading import Claim, ClaimDate, Credit, Hedge, Hop, Quantity

ALIKE = 0.72
"""Similarity of frames from which two claims of one article repeat a statement without a number in common."""

NEAR = 40
"""How many claims back a statement may have been told before."""


WINDOW = 20
"""Claims before and behind that a claim names as the same statement."""


class _Addition(NamedTuple):
    """A claim that its speaker adds to an earlier statement, after the sentence that names him as the one who made it."""

    claim: int
    antecedent: int
    sentence: int


def join(material: Material, claims: Sequence[Claim], credits: Sequence[Credit]) -> tuple[Claim, ...]:
    """The claims with their same statements, joined chains, the checks that point to them and the hedges added further on."""
    same = _same_statements(claims)
    additions = _additions(material, claims)
    checks = pointing_checks(material, claims, _threads(len(claims), same, additions))
    chains = joined_chains(material, claims, same, credits)
    for addition in additions:
        carried = carried_chain(material, claims, addition.antecedent, addition.claim, chains.get(addition.claim, ()))
        if carried is not None and addition.antecedent not in chains:
            chains[addition.antecedent] = carried
    traced = _trace(material, claims, same, chains)
    remarks = _remarks(material, claims)
    dates = {a.claim: _day_of(material, claims[a.claim], a.sentence) for a in additions}
    out: list[Claim] = []
    for i, claim in enumerate(claims):
        if i in traced and claim.attribution is None and claim.kind == "report":
            claim = replace(claim, kind="meta")
        if i not in remarks and i not in checks and i not in chains and not dates.get(i) and len(same[i]) < 2:
            out.append(claim)
            continue
        hedges = tuple(sorted({*claim.hedges, *remarks.get(i, ())}, key=lambda h: h.span))
        out.append(
            replace(
                claim,
                same_statement=_neighbours(same[i], i),
                checks=tuple(dict.fromkeys((*claim.checks, *checks.get(i, ())))),
                chain=chains.get(i, claim.chain),
                hedges=hedges,
                commitment=weakest_of([claim.commitment, *(h.strength for h in remarks.get(i, ()))]),
                dates=claim.dates + dates.get(i, ()),
            )
        )
    return tuple(out)


def _trace(
    material: Material,
    claims: Sequence[Claim],
    same: Sequence[tuple[int, ...]],
    chains: dict[int, tuple[Hop, ...]],
) -> set[int]:
    """Carry the chains of statements on to where the article says that they come from; gives the claims that say so."""
    told: set[int] = set()
    for trace in find_traces(material, claims):
        for i in same[trace.target] or (trace.target,):
            longer = traced_chain(material, claims, claims[i], chains.get(i, claims[i].chain), trace)
            if longer is not None:
                chains[i] = longer
        span = material.sentences[trace.sentence].span
        told.update(range(first_from(claims, span.start), first_from(claims, span.start + 1)))
    return told


def _neighbours(members: Sequence[int], i: int) -> tuple[int, ...]:
    """The others of a group; of a very large one those nearest in the text, so that each still leads to all."""
    at = bisect.bisect_left(members, i)
    return (*members[max(0, at - WINDOW) : at], *members[at + 1 : at + 1 + WINDOW])


def _same_statements(claims: Sequence[Claim]) -> list[tuple[int, ...]]:
    groups = _Groups(len(claims))
    parties = [frozenset(c.frame.actors) | frozenset(c.frame.places) for c in claims]
    told = [c.kind not in ("meta", "denial", "opinion") for c in claims]
    for i, a in enumerate(claims):
        if not told[i]:
            continue
        for j in range(max(0, i - NEAR), i):
            b = claims[j]
            if not told[j] or a.polarity != b.polarity:
                continue
            shared = len(parties[i] & parties[j])
            if (shared >= 2 or (a.quantities and b.quantities)) and _is_same(a, b, shared):
                groups.unite(i, j)
    return groups.members()


def _is_same(a: Claim, b: Claim, shared: int) -> bool:
    """Whether two claims are one statement; `shared` is how many actors and places they have in common."""
    if (a.kind == "forecast") != (b.kind == "forecast"):
        return False
    for x in a.quantities:
        for y in b.quantities:
            if _same_number(x, y):
                return True
    if a.attribution is not None and a.attribution == b.attribution:
        return False
    if shared < 2 or min(len(a.frame.words), len(b.frame.words)) < 3:
        return False
    return (
        is_class(a.frame.predicate) and a.frame.predicate == b.frame.predicate and similarity(a.frame, b.frame) >= ALIKE
    )


def _same_number(a: Quantity, b: Quantity) -> bool:
    people = load("quantities")["people"]["words"]
    if (a.low, a.high) != (b.low, b.high) or a.thing is None or b.thing is None or (a.low or 0) < 2:
        return False
    alike = a.thing == b.thing or (a.thing in people and b.thing in people)
    return alike and (a.role == b.role or a.role is None or b.role is None)


def _threads(size: int, same: Sequence[tuple[int, ...]], additions: Sequence[_Addition]) -> list[tuple[int, ...]]:
    """Same statements together with what their speakers add to them."""
    groups = _Groups(size)
    for i, members in enumerate(same):
        groups.unite(i, members[0])
    for addition in additions:
        groups.unite(addition.claim, addition.antecedent)
    return groups.members()


def _additions(material: Material, claims: Sequence[Claim]) -> list[_Addition]:
    """What a speaker says in the paragraph of a sentence like "The charge was made by (him)"."""
    found: list[_Addition] = []
    for s, sentence in enumerate(material.sentences):
        tokens = material.tokens[s]
        noun = back_noun(tokens)
        if noun is None or sentence.role != "prose" or not _names_who(tokens, noun):
            continue
        earlier = antecedent(material, claims, sentence.span, noun)
        if earlier is None:
            continue
        speakers = {m.actor for m in material.mentions_in((sentence.span,))}
        for i in range(first_from(claims, sentence.span.start), len(claims)):
            if claims[i].paragraph != sentence.paragraph:
                break
            if claims[i].kind != "meta" and claims[i].speaker in speakers:
                found.append(_Addition(i, earlier, s))
    return found


def _day_of(material: Material, claim: Claim, sentence: int) -> tuple[ClaimDate, ...]:
    """The date of the sentence that tells who made the charge is the date of what he said."""
    if any(d.role == "utterance" for d in claim.dates):
        return ()
    dated = [
        t
        for t in material.timexes_in(material.sentences[sentence].span)
        if material.timexes[t].type in ("DATE", "TIME")
    ]
    return (ClaimDate(dated[0], "utterance"),) if len(dated) == 1 else ()


def _remarks(material: Material, claims: Sequence[Claim]) -> dict[int, tuple[Hedge, ...]]:
    """Hedges that a speaker adds in a remark on the reports behind his last statement ("He called the reports likely")."""
    found: dict[int, tuple[Hedge, ...]] = {}
    for i, claim in enumerate(claims):
        if claim.kind != "meta" or claim.attribution is None or not claim.hedges or claim.speaker is None:
            continue
        for j in range(i - 1, max(-1, i - 4), -1):
            before = claims[j]
            if before.speaker == claim.speaker and before.paragraph == claim.paragraph and before.kind == "report":
                found[j] = (*found.get(j, ()), *claim.hedges)
                break
    return found


def _names_who(tokens: Sequence[Token], noun: Token) -> bool:
    """ "The charge was made by …", "The claim came from …"."""
    after = [t.lower for t in tokens if t.start > noun.end][:8]
    return "by" in after or ("from" in after and "came" in after)


class _Groups:
    """Union of indices into groups."""

    def __init__(self, size: int) -> None:
        self._root = list(range(size))

    def unite(self, a: int, b: int) -> None:
        """Put two indices into one group."""
        x, y = self._find(a), self._find(b)
        if x != y:
            self._root[max(x, y)] = min(x, y)

    def members(self) -> list[tuple[int, ...]]:
        """For each index, its group, sorted."""
        groups: dict[int, list[int]] = {}
        for i in range(len(self._root)):
            groups.setdefault(self._find(i), []).append(i)
        return [tuple(groups[self._find(i)]) for i in range(len(self._root))]

    def _find(self, i: int) -> int:
        while self._root[i] != i:
            self._root[i] = self._root[self._root[i]]
            i = self._root[i]
        return i
