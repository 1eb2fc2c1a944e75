"""What modals, adverbs and adjectives leave of a predicate's truth, and how readers take it (modality.toml)."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from importers.extract.lexicon import load


def as_read(truth: float) -> float:
    """The truth that readers give where the rules give this one: linear between the points of the calibration."""
    points = _calibration()
    for (x0, y0), (x1, y1) in pairwise(points):
        if truth <= x1:
            return y0 + (y1 - y0) * (max(truth, x0) - x0) / (x1 - x0)
    return points[-1][1]


@lru_cache(maxsize=1)
def _calibration() -> tuple[tuple[float, float], ...]:
    return tuple((float(x), float(y)) for x, y in load("modality")["calibration"]["points"])


@lru_cache(maxsize=1)
def operators() -> dict[str, float]:
    """Truth that the words of a verb group leave, by the name of the operator."""
    return {name: float(value) for name, value in load("modality")["operators"].items()}


@lru_cache(maxsize=1)
def modals() -> dict[str, str]:
    """The operator that each modal stands for."""
    return {word: kind for kind, words in load("modality")["words"].items() for word in words}


@lru_cache(maxsize=1)
def softeners() -> dict[str, float]:
    """Truth that an adverb or adjective leaves."""
    return {word: float(value) for word, value in load("modality")["softeners"].items()}
