"""Grades: parts that add up, digits, bands and letters (GRADING.md)."""

from __future__ import annotations

from typing import Literal

from store.records.record import record
from store.records.span import Span

PartName = Literal["C", "A", "H", "V", "N", "X", "P", "R", "gate"]
PART_ORDER: tuple[PartName, ...] = ("C", "A", "H", "V", "N", "X", "P", "gate", "R")
Letter = Literal["A", "B", "C", "D", "E", "F"]
LETTERS: tuple[Letter, ...] = ("A", "B", "C", "D", "E", "F")
Band = Literal["HIGH", "MED", "LOW", "—"]
Stance = Literal["asserts", "hedges", "denies", "caveats"]

HIGH_FROM = 70
MED_FROM = 30
"""STIX 2.1 appendix A, in steps of 5: LOW 5–25, MED 30–65, HIGH 70–95."""


@record
class Part:
    """One summand of a grade: its points, and the words that justify it with their place where they have one.

    `because_of` is the id of another claim where that one is the cause (corroboration, contradiction).
    """

    name: PartName
    points: int
    words: str
    span: Span | None = None
    because_of: int | None = None


@record
class Grade:
    """The digit and support of one claim. `points` is K after the gates; None, with support, for digit 6.

    `low` and `high` are the support that ratings D and B would give while the source is unrated.
    """

    letter: Letter
    digit: int
    points: int | None
    support: int | None
    low: int | None
    high: int | None
    parts: tuple[Part, ...]


def band_of(support: int | None) -> Band:
    """LOW, MED or HIGH of a support in 5..95; a dash where there is none."""
    if support is None:
        return "—"
    return "HIGH" if support >= HIGH_FROM else "MED" if support >= MED_FROM else "LOW"


def is_conflict(letter: Letter, digit: int) -> bool:
    """Whether reliability and credibility lie three steps or more apart (A5, E2): flagged, never resolved."""
    return letter != "F" and digit != 6 and abs(LETTERS.index(letter) + 1 - digit) >= 3
