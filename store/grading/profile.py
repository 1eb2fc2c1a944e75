"""The profile of points: read, checked, hashed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, get_args

from store.errors import UsageError
from store.records.grade import Letter
from store.records.keys import canonical_json, text_key
from store.records.reading import AttributionType, Commitment, Verification

STEP = 5
LOWEST, HIGHEST = 5, 95
"""The ends of K and support."""


@dataclass(frozen=True)
class Profile:
    """All points by which claims are graded. `hash` is that of its values: comments and layout do not count."""

    name: str
    base: int
    certainty: Mapping[Commitment, int]
    attribution: Mapping[AttributionType, int]
    hearsay_named: int
    hearsay_unspecified: int
    hearsay_floor: int
    verification: Mapping[Verification, int]
    verification_floor: int
    independent: tuple[int, ...]
    unclear: tuple[int, ...]
    denial_by_party: int
    contradiction: int
    contradiction_floor: int
    stake: int
    reliability: Mapping[Letter, int]
    lone_origin_cap: int
    unverified_cap: int
    uncontradicted_floor: int
    digits: tuple[int, int, int, int]
    hash: str
    source: str
    """Canonical JSON of the values: from it the profile can be read again."""


@lru_cache(maxsize=1)
def shipped_profile() -> Profile:
    """The profile that comes with the program."""
    return read_profile(files(__package__).joinpath("profile.toml").read_text(encoding="utf-8"))


def read_profile(text: str) -> Profile:
    """A profile from TOML; UsageError, saying what is wrong, for one that can't be used."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError("The grading profile is no TOML", str(error)) from error
    return profile_of(data)


def profile_of(data: Mapping[str, Any]) -> Profile:
    """A profile from its values; UsageError for missing ones, other steps than 5, or letters out of order."""
    try:
        digits = {str(k): int(v) for k, v in data["digits"].items()}
        profile = Profile(
            name=str(data["name"]),
            base=_points(data["base"]),
            certainty={c: _points(data["certainty"][c]) for c in get_args(Commitment)},
            attribution={a: _points(data["attribution"][a]) for a in get_args(AttributionType)},
            hearsay_named=_points(data["hearsay"]["named"]),
            hearsay_unspecified=_points(data["hearsay"]["unspecified"]),
            hearsay_floor=_points(data["hearsay"]["floor"]),
            verification={v: _points(data["verification"][v]) for v in get_args(Verification)},
            verification_floor=_points(data["verification"]["floor"]),
            independent=tuple(_points(p) for p in data["corroboration"]["independent"]),
            unclear=tuple(_points(p) for p in data["corroboration"]["unclear"]),
            denial_by_party=_points(data["contradiction"]["denial_by_party"]),
            contradiction=_points(data["contradiction"]["other"]),
            contradiction_floor=_points(data["contradiction"]["floor"]),
            stake=_points(data["stake"]["party"]),
            reliability={letter: _points(data["reliability"][letter]) for letter in get_args(Letter)},
            lone_origin_cap=_points(data["gates"]["lone_origin_cap"]),
            unverified_cap=_points(data["gates"]["unverified_cap"]),
            uncontradicted_floor=_points(data["gates"]["uncontradicted_floor"]),
            digits=(digits["1"], digits["2"], digits["3"], digits["4"]),
            hash=text_key(canonical_json(dict(data))),
            source=canonical_json(dict(data)),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError("The grading profile can't be used", f"{type(error).__name__}: {error}") from error
    _check(profile)
    return profile


def _points(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value % STEP:
        raise ValueError(f"{value!r} is no multiple of {STEP}")
    return value


def _check(profile: Profile) -> None:
    r = profile.reliability
    if not r["A"] >= r["B"] >= r["C"] >= r["F"] >= r["D"] >= r["E"]:
        raise UsageError("The grading profile can't be used", "letters must order A ≥ B ≥ C ≥ F ≥ D ≥ E")
    if list(profile.digits) != sorted(profile.digits, reverse=True):
        raise UsageError("The grading profile can't be used", "digits must come down from 1 to 4")
    if min((*profile.independent, *profile.unclear)) < 0:
        raise UsageError("The grading profile can't be used", "corroboration never lowers K")
    lowering = (
        profile.hearsay_named, profile.hearsay_unspecified, profile.hearsay_floor, profile.denial_by_party,
        profile.contradiction, profile.contradiction_floor, profile.stake, profile.verification_floor,
    )  # fmt: skip
    if max(lowering) > 0:
        raise UsageError("The grading profile can't be used", "hearsay, contradiction and stake never raise K")
    if profile.lone_origin_cap >= profile.digits[0]:
        raise UsageError("The grading profile can't be used", "a lone origin must stay below digit 1")
