"""Probability words and the points that surveys give them (likelihood.toml), found round a predicate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from importers.extract.clauses import VERBS, VerbGroup
from importers.extract.lexicon import alternation, load
from importers.extract.tokens import Token


def has_probability_word(text: str) -> bool:
    """Whether any probability word stands in the text."""
    return _band_pattern().search(text.lower()) is not None


def point_before_that(tokens: Sequence[Token], first: int) -> float | None:
    """The probability phrase before the "that" of the clause: "the chances are better than even that …"."""
    for i in range(first - 1, max(0, first - 25), -1):
        if tokens[i].lower == "that" and tokens[i].tag == "IN":
            point = point_at(tokens, i - 1)
            return (
                point if point is not None else point_at(tokens, i - 2) if i > 1 and tokens[i - 1].tag != "NN" else None
            )
        if tokens[i].tag in ("MD", "VBD", "VBZ", "VBP") or tokens[i].lower in (";", ":"):
            break
    return None


def point_in_clause(tokens: Sequence[Token], group: VerbGroup) -> float | None:
    """The point of a probability word in the group itself or at the head of its clause ("Probably the two …")."""
    for i in range(group.first, min(len(tokens), group.last + 2)):
        if i <= group.last or tokens[i].tag == "RB":
            point = point_at(tokens, i) if tokens[i].tag == "RB" else None
            if point is not None:
                return point
    i = group.first - 1
    while i >= 0 and group.first - i <= 14:
        token = tokens[i]
        if token.tag in VERBS or token.tag in ("MD", "WDT", "WP") or token.lower in (";", ":", "that", "if"):
            return None
        if token.tag == "RB":
            point = point_at(tokens, i)
            if point is not None:
                return point
        i -= 1
    return None


def point_at(tokens: Sequence[Token], index: int) -> float | None:
    """The point of the probability phrase that ends at or reaches this word, if it is part of one."""
    low, high = max(0, index - 5), min(len(tokens), index + 4)
    words = " ".join(t.lower for t in tokens[low:high])
    at = len(" ".join(t.lower for t in tokens[low:index])) + (1 if index > low else 0)
    for match in _band_pattern().finditer(words):
        if match.start() <= at + len(tokens[index].lower) - 1 and match.end() > at:
            return _bands()[re.sub(r"\s+", " ", match.group())]
        if (
            match.group() in ("probably not", "unlikely", "likely")
            and match.end() <= at
            and words[match.end() : at].strip() in ("the",)
        ):
            return _bands()[match.group()]
    return None


@lru_cache(maxsize=1)
def _bands() -> dict[str, float]:
    return {word: entry["point"] for entry in load("likelihood")["band"] for word in entry["words"]}


@lru_cache(maxsize=1)
def _band_pattern() -> re.Pattern[str]:
    return re.compile(r"\b" + alternation(_bands()) + r"\b")
