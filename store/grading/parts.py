"""A claim and its evidence to the parts of its grade, with the words that justify each (pure; GRADING.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from store.grading.profile import Profile
from store.records.grade import Letter, Part, PartName
from store.records.reading import AttributionType, Check, Commitment, Hedge, Hop, Kind, Verification
from store.records.span import Span

UNGRADED_KINDS: tuple[Kind, ...] = ("forecast", "opinion", "meta")
"""Gate 4: digit 6, no support."""

_WORD_LIMIT = 18
"""The one line has at most 100 columns."""

_C_WORDS: dict[Commitment, str] = {
    "explicit": "confirmed",
    "asserted": "asserted",
    "very_likely": "very likely",
    "likely": "likely",
    "distanced": "distanced",
    "possible": "possible",
    "rumour": "rumour",
}
_A_WORDS: dict[AttributionType, str] = {
    "named_official": "named official",
    "institution": "institution",
    "outlet_voice": "own voice",
    "commentator": "commentator",
    "unnamed_described": "unnamed",
    "unspecified": "unspecified",
}
_V_WORDS: dict[Verification, str] = {
    "official_act": "official act",
    "no_detail": "no detail",
    "unverified": "unverified",
    "no_evidence": "no hard evidence",
}
_STRENGTH: tuple[Commitment, ...] = (
    "explicit", "asserted", "very_likely", "likely", "distanced", "possible", "rumour",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Backing:
    """Another origin of the same proposition. `claim` is the one that stands for it."""

    label: str
    claim: int
    independence: Literal["independent", "unclear"]


@dataclass(frozen=True, slots=True)
class Against:
    """An origin that says otherwise; `parties` counts the named parties of the proposition that deny through it,
    0 where it is anybody else's contradiction."""

    label: str
    claim: int
    parties: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a grade is made of: the reading of the claim (hops and checks of its joined statement), what other
    claims say, and what analysts set. `letter` is the weakest rating of the chain, `rated` whether there is one."""

    kind: Kind
    commitment: Commitment
    type: AttributionType
    cue: Span | None = None
    hedges: tuple[Hedge, ...] = ()
    hops: tuple[Hop, ...] = ()
    checks: tuple[Check, ...] = ()
    backing: tuple[Backing, ...] = ()
    against: tuple[Against, ...] = ()
    staked: str = ""
    letter: Letter = "F"
    rated: bool = False
    notes: tuple[str, ...] = field(default=())


def parts_of(evidence: Evidence, profile: Profile) -> tuple[Part, ...]:
    """The summands C A H V N X P R, zero ones left out; empty for what is not graded (gate 4)."""
    if evidence.kind in UNGRADED_KINDS:
        return ()
    parts = [
        *_certainty(evidence, profile),
        Part("A", profile.attribution[evidence.type], _A_WORDS[evidence.type]),
        *_hearsay(evidence.hops, profile),
        *_verification(evidence.checks, profile),
        *_corroboration(evidence.backing, profile),
        *_contradiction(evidence.against, profile),
        *([Part("P", profile.stake, evidence.staked)] if evidence.staked else ()),
        Part("R", profile.reliability[evidence.letter], f"src {evidence.letter}" if evidence.rated else "unrated"),
    ]
    return tuple(p for p in parts if p.points)


def short(label: str, limit: int = _WORD_LIMIT) -> str:
    """A label cut to what a one-line part can hold."""
    label = " ".join(label.split())
    return label if len(label) <= limit else label[: limit - 1].rstrip() + "…"


def _certainty(evidence: Evidence, profile: Profile) -> list[Part]:
    commitment, hedge = evidence.commitment, _deciding(evidence.hedges, evidence.commitment)
    if commitment == "distanced" and evidence.type == "unspecified":
        # one cue is charged once: "reportedly" alone is the attribution, and part A has charged it
        rest = [h for h in evidence.hedges if h.strength != "distanced"]
        commitment = max((h.strength for h in rest), key=_STRENGTH.index, default="asserted")
        hedge = _deciding(tuple(rest), commitment)
    words = short(hedge.text.casefold()) if hedge is not None and commitment != "asserted" else _C_WORDS[commitment]
    return [Part("C", profile.certainty[commitment], words, hedge.span if hedge else None)]


def _deciding(hedges: Iterable[Hedge], commitment: Commitment) -> Hedge | None:
    return next((h for h in hedges if h.strength == commitment), None)


def _hearsay(hops: Iterable[Hop], profile: Profile) -> list[Part]:
    found = []
    for hop in hops:
        if hop.type == "unspecified":
            found.append(Part("H", profile.hearsay_unspecified, "on “reports”", hop.span))
        else:
            found.append(Part("H", profile.hearsay_named, f"via {short(hop.label, 14)}", hop.span))
    return _floored(found, profile.hearsay_floor)


def _verification(checks: Iterable[Check], profile: Profile) -> list[Part]:
    first: dict[Verification, Check] = {}
    for check in checks:
        first.setdefault(check.kind, check)
    found = [Part("V", profile.verification[k], _V_WORDS[k], c.span) for k, c in first.items()]
    found.sort(key=lambda p: (-p.points, p.words))
    return _floored(found, profile.verification_floor)


def _corroboration(backing: Iterable[Backing], profile: Profile) -> list[Part]:
    out = []
    for sort, steps in (("independent", profile.independent), ("unclear", profile.unclear)):
        others = [b for b in backing if b.independence == sort]
        mark = "also " if sort == "independent" else "also? "
        out += [Part("N", points, mark + short(b.label, 14), None, b.claim) for points, b in zip(steps, others)]
    return out


def _contradiction(against: tuple[Against, ...], profile: Profile) -> list[Part]:
    found = []
    denials = [a for a in against if a.parties]
    others = [a for a in against if not a.parties]
    if denials:
        times = sum(a.parties for a in denials)
        words = "denied" if times == 1 else f"denied x{times}"
        found.append(Part("X", profile.denial_by_party * times, words, None, denials[0].claim))
    if others:
        words = "contradicted" if len(others) == 1 else f"contradicted x{len(others)}"
        found.append(Part("X", profile.contradiction * len(others), words, None, others[0].claim))
    return _floored(found, profile.contradiction_floor)


def _floored(parts: list[Part], floor: int) -> list[Part]:
    """The parts, the later ones cut so that their sum does not go below the floor: the line always adds up."""
    out, total = [], 0
    for part in parts:
        points = max(part.points, floor - total)
        total += points
        out.append(Part(part.name, points, part.words, part.span, part.because_of))
    return out


def points_by_part(parts: Iterable[Part]) -> dict[PartName, int]:
    """The sum of each part."""
    out: dict[PartName, int] = {}
    for part in parts:
        out[part.name] = out.get(part.name, 0) + part.points
    return out
