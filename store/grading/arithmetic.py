"""Parts to K, gates, digit and support, in whole numbers: two machines always agree (pure; GRADING.md).

A gate or a clamp is a part of its own, so that the line always adds up: 50 + all parts = support.
"""

from __future__ import annotations

from store.grading.parts import UNGRADED_KINDS, Evidence, parts_of
from store.grading.profile import HIGHEST, LOWEST, Profile
from store.records.grade import PART_ORDER, Grade, Part

RANGE_LETTERS = ("D", "B")
"""While the source is unrated, the support that these two ratings would give is shown beside it."""


def grade(evidence: Evidence, profile: Profile) -> Grade:
    """The grade of one claim, its parts in the order in which the line tells them."""
    if evidence.kind in UNGRADED_KINDS:
        return Grade(evidence.letter, 6, None, None, None, None, ())
    parts = parts_of(evidence, profile)
    raw = profile.base + sum(p.points for p in parts if p.name != "R")
    points, cap, gates = _gated(raw, evidence, profile)
    reliability = profile.reliability[evidence.letter]
    support = _clamp(points + reliability, LOWEST, cap)
    closing: tuple[Part, ...] = ()
    if support != points + reliability:
        words = "cap" if support < points + reliability else "floor"
        closing = (Part("gate", support - points - reliability, words),)
    low = high = None
    if not evidence.rated:
        low, high = (
            _clamp(points + profile.reliability["D"], LOWEST, cap),
            _clamp(points + profile.reliability["B"], LOWEST, cap),
        )
    ordered = sorted((*parts, *gates), key=lambda p: PART_ORDER.index(p.name))
    return Grade(evidence.letter, digit_of(points, profile), points, support, low, high, (*ordered, *closing))


def digit_of(points: int, profile: Profile) -> int:
    """1 (confirmed) to 5 (improbable) of a K in 5..95."""
    return next((n for n, lowest in enumerate(profile.digits, 1) if points >= lowest), 5)


def points_range(digit: int, profile: Profile) -> tuple[int, int] | None:
    """The lowest and highest K of a digit 1 to 5; None for 6."""
    ends = (HIGHEST + 5, *profile.digits, LOWEST)
    return (ends[digit], ends[digit - 1] - 5) if 1 <= digit <= 5 else None


def _gated(raw: int, evidence: Evidence, profile: Profile) -> tuple[int, int, list[Part]]:
    """K after clamp and gates, the cap that also holds for support, and the gates that changed something."""
    gates: list[Part] = []
    points = _clamp(raw, LOWEST, HIGHEST)
    if points != raw:
        gates.append(Part("gate", points - raw, "ceiling" if points < raw else "floor"))
    cap = HIGHEST
    independent = any(b.independence == "independent" for b in evidence.backing)
    if not independent:
        cap, words = profile.lone_origin_cap, "cap lone origin"
        blocked = next((c for c in evidence.checks if c.kind in ("unverified", "no_evidence")), None)
        if blocked is not None and profile.unverified_cap < cap:
            cap, words = profile.unverified_cap, "cap unverified"
        if points > cap:
            gates.append(Part("gate", cap - points, words, blocked.span if blocked is not None else None))
            points = cap
    if not evidence.against and points < profile.uncontradicted_floor:
        gates.append(Part("gate", profile.uncontradicted_floor - points, "nobody contradicts"))
        points = profile.uncontradicted_floor
    return points, cap, gates


def _clamp(value: int, low: int, high: int) -> int:
    return max(low, min(high, value))
