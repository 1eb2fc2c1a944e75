"""Figures that weigh readings against each other: log-odds of features, read from weights.toml.

A feature is a short word such as `lf=say|that` (template, then values); a reading's score is the sum of its features'
figures. In the file each template has one string of entries "figure key", two blanks apart, in hundredths.
The figures were fitted by logistic regression on the training half of PolNeAR; tools for that are no part of the package.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache

from importers.extract.lexicon import load


@lru_cache(maxsize=8)
def table(name: str) -> dict[str, float]:
    """The figures of one model: "accept", "end" or "begin"."""
    out: dict[str, float] = {}
    for template, listed in load("weights").get(name, {}).items():
        prefix = "" if template == "plain" else f"{template}="
        for entry in listed.replace("\n", "  ").split("  "):
            figure, blank, key = entry.partition(" ")
            if blank:
                out[prefix + key] = int(figure) / 100
    return out


def score(name: str, features: Iterable[str]) -> float:
    """The log-odds of a reading with these features."""
    figures = table(name)
    total = figures.get("bias", 0.0)
    for figure in map(figures.get, features):
        if figure is not None:
            total += figure
    return total


def probability(log_odds: float) -> float:
    """Log-odds as a share between 0 and 1."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))
