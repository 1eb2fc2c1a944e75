"""GRADING.md's arithmetic and its properties, over any evidence."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import UsageError
from store.grading.arithmetic import digit_of, grade, points_range
from store.grading.parts import Against, Backing, Evidence, parts_of, points_by_part
from store.grading.profile import profile_of, read_profile, shipped_profile
from store.records.grade import LETTERS, Letter
from store.records.reading import AttributionType, Check, Commitment, Hedge, Hop, Kind, Verification
from store.records.span import Span

PROFILE = shipped_profile()
HERE = Span(0, 4)

hops = st.lists(
    st.builds(Hop, st.sampled_from(["Courier", "a clerk", "reports"]), st.just("citing"),
              st.sampled_from(["institution", "unspecified", "unnamed_described"])), max_size=4,
).map(tuple)  # fmt: skip
checks = st.lists(
    st.builds(Check, st.just(HERE), st.just("x"), st.sampled_from(get_args(Verification))), max_size=4
).map(tuple)
backing = st.lists(st.builds(Backing, st.text("abc", min_size=1, max_size=3), st.integers(1, 9),
                             st.sampled_from(["independent", "unclear"])), max_size=5).map(tuple)  # fmt: skip
against = st.lists(st.builds(Against, st.just("m"), st.integers(1, 9), st.integers(0, 3)), max_size=4).map(tuple)
evidence = st.builds(
    Evidence, kind=st.sampled_from(["report", "intent", "denial"]), commitment=st.sampled_from(get_args(Commitment)),
    type=st.sampled_from(get_args(AttributionType)), hops=hops, checks=checks, backing=backing, against=against,
    staked=st.sampled_from(["", "stake"]), letter=st.sampled_from(LETTERS), rated=st.booleans(),
).map(lambda e: e if e.rated else replace(e, letter="F"))  # fmt: skip


@given(evidence)
def test_every_value_is_a_multiple_of_five_within_its_ends(e: Evidence) -> None:
    g = grade(e, PROFILE)
    values = [g.points, g.support, *(p.points for p in g.parts), *(v for v in (g.low, g.high) if v is not None)]
    assert all(v is not None and v % 5 == 0 for v in values)
    assert g.support is not None
    assert 5 <= g.support <= 95


@given(evidence)
def test_fifty_and_all_parts_add_up_to_the_support(e: Evidence) -> None:
    g = grade(e, PROFILE)
    assert 50 + sum(p.points for p in g.parts) == g.support


@given(evidence)
def test_parts_add_up_to_k_before_the_gates(e: Evidence) -> None:
    g = grade(e, PROFILE)
    gate = sum(p.points for p in g.parts[: _index_of_r(g.parts)] if p.name == "gate")
    assert 50 + sum(p.points for p in parts_of(e, PROFILE) if p.name != "R") == (g.points or 0) - gate


def _index_of_r(parts: tuple) -> int:  # type: ignore[type-arg]
    return next((n for n, p in enumerate(parts) if p.name == "R"), len(parts))


@given(evidence, st.sampled_from(["independent", "unclear"]))
def test_another_origin_never_lowers_k(e: Evidence, sort: str) -> None:
    more = replace(e, backing=(*e.backing, Backing("z", 99, sort)))  # type: ignore[arg-type]
    assert (grade(more, PROFILE).points or 0) >= (grade(e, PROFILE).points or 0)


@given(evidence, st.integers(0, 2))
def test_another_contradiction_never_raises_k(e: Evidence, parties: int) -> None:
    more = replace(e, against=(*e.against, Against("z", 99, parties)))
    assert (grade(more, PROFILE).points or 0) <= (grade(e, PROFILE).points or 0)


@given(evidence, st.sampled_from(["institution", "unspecified"]))
def test_another_hop_never_raises_k(e: Evidence, sort: AttributionType) -> None:
    more = replace(e, hops=(*e.hops, Hop("z", "citing", sort)))
    assert (grade(more, PROFILE).points or 0) <= (grade(e, PROFILE).points or 0)


@given(evidence)
def test_letters_order_the_support(e: Evidence) -> None:
    order: tuple[Letter, ...] = ("A", "B", "C", "F", "D", "E")
    supports = [grade(replace(e, letter=letter, rated=True), PROFILE).support or 0 for letter in order]
    assert supports == sorted(supports, reverse=True)


@given(evidence)
def test_no_digit_one_without_an_independent_origin(e: Evidence) -> None:
    lone = replace(e, backing=tuple(b for b in e.backing if b.independence == "unclear"))
    assert grade(lone, PROFILE).digit != 1


@given(evidence)
def test_unverified_stays_at_45_until_an_independent_origin_exists(e: Evidence) -> None:
    lone = replace(e, backing=(), checks=(Check(HERE, "x", "unverified"), *e.checks))
    g = grade(lone, PROFILE)
    assert max(g.points or 0, g.support or 0) <= 45


@given(evidence)
def test_digit_five_needs_a_contradiction(e: Evidence) -> None:
    assert grade(replace(e, against=()), PROFILE).digit != 5


@given(evidence, st.sampled_from(["forecast", "opinion", "meta"]))
def test_forecasts_opinions_and_meta_have_digit_six_and_no_support(e: Evidence, kind: Kind) -> None:
    g = grade(replace(e, kind=kind), PROFILE)
    assert (g.digit, g.support, g.points, g.parts) == (6, None, None, ())


@given(evidence)
def test_the_letter_never_moves_the_digit(e: Evidence) -> None:
    digits = {grade(replace(e, letter=letter, rated=True), PROFILE).digit for letter in LETTERS}
    assert len(digits) == 1


@given(evidence)
def test_the_range_is_shown_while_unrated_only(e: Evidence) -> None:
    g = grade(e, PROFILE)
    assert (g.low is None) == e.rated
    if g.low is not None and g.high is not None and g.support is not None:
        assert g.low <= g.support <= g.high


def test_the_line_of_the_design_page() -> None:
    e = Evidence(
        "report", "very_likely", "named_official",
        hops=(Hop("Ukr. media", "citing", "unnamed_described"),), checks=(Check(HERE, "lacks hard evidence", "no_evidence"),),
        against=(Against("both", 1, 2),), letter="B", rated=True,
    )  # fmt: skip
    told = " ".join(f"{p.points:+d} {p.words}" for p in grade(e, PROFILE).parts)
    assert told == "+10 named official -5 via Ukr. media -10 no hard evidence -10 denied x2 +10 src B"
    assert grade(e, PROFILE).support == 45


def test_reportedly_alone_is_charged_to_the_attribution_only() -> None:
    e = Evidence("report", "distanced", "unspecified", hedges=(Hedge(HERE, "reportedly", "distanced", "outlet"),))
    assert points_by_part(parts_of(e, PROFILE)) == {"C": 5, "A": -10, "R": -5}


def test_distance_beside_a_named_source_is_charged_to_the_certainty() -> None:
    e = Evidence("report", "distanced", "institution", hedges=(Hedge(HERE, "claims", "distanced"),))
    assert points_by_part(parts_of(e, PROFILE)) == {"C": -5, "A": 5, "R": -5}


def test_floors_hold_for_hearsay_verification_and_contradiction() -> None:
    e = Evidence(
        "report", "asserted", "institution", hops=tuple(Hop(str(n), "citing", "institution") for n in range(9)),
        checks=tuple(Check(HERE, "x", k) for k in ("no_detail", "unverified", "no_evidence")),
        against=tuple(Against(str(n), n, 0) for n in range(5)),
    )  # fmt: skip
    sums = points_by_part(parts_of(e, PROFILE))
    assert (sums["H"], sums["V"], sums["X"]) == (-15, -20, -30)


@pytest.mark.parametrize(
    ("k", "digit"), [(95, 1), (80, 1), (75, 2), (60, 2), (55, 3), (40, 3), (35, 4), (20, 4), (15, 5), (5, 5)]
)
def test_digits_follow_the_scale(k: int, digit: int) -> None:
    assert digit_of(k, PROFILE) == digit
    low, high = points_range(digit, PROFILE) or (0, 0)
    assert low <= k <= high


def test_the_profile_hash_is_that_of_its_values() -> None:
    text = "# another comment\n" + _profile_text()
    assert read_profile(text).hash == PROFILE.hash
    assert read_profile(text.replace("explicit = 10", "explicit = 15")).hash != PROFILE.hash


@pytest.mark.parametrize(
    "change", [("explicit = 10", "explicit = 7"), ("A = 15", "A = -5"), ("independent = [15, 10, 5]", "independent = [-5]"),
               ("[stake]", "[stakes]"), ("lone_origin_cap = 75", "lone_origin_cap = 80"), ("other = -15", "other = 15")],
)  # fmt: skip
def test_a_profile_that_breaks_the_rules_is_refused(change: tuple[str, str]) -> None:
    with pytest.raises(UsageError):
        read_profile(_profile_text().replace(*change))


def test_a_profile_can_be_read_again_from_its_source() -> None:
    import json

    assert profile_of(json.loads(PROFILE.source)).hash == PROFILE.hash


def _profile_text() -> str:
    from importlib.resources import files

    text = files("store.grading").joinpath("profile.toml").read_text(encoding="utf-8")
    assert re.search("explicit = 10", text)
    return text
