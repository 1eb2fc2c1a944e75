"""Which of several analysts' heads the derived layer follows, where it can follow one only."""

from __future__ import annotations

from collections.abc import Iterable

from store.ops import Head
from store.records.grade import Letter

WEAKEST_FIRST: tuple[Letter, ...] = ("E", "D", "F", "C", "B", "A")
"""Letters from the least to the most reliable; F, cannot be judged, stands between."""


def preferred(heads: Iterable[Head], analyst: str | None) -> Head | None:
    """My own head, else the one with the smallest id: the same choice in every copy of the file."""
    ordered = sorted(heads, key=lambda h: (h.author != analyst, h.id))
    return ordered[0] if ordered else None


def weakest(letters: Iterable[str]) -> Letter | None:
    """The weakest of several ratings; None where there are none."""
    given = set(letters)
    return next((letter for letter in WEAKEST_FIRST if letter in given), None)
