"""The clause that a content asserts, under words that only tell how it is known: "he has reason to believe that (…)"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from importers.extract.clauses import FINITE, NOUNS, VERBS, verb_groups
from importers.extract.embedding import lookup
from importers.extract.polarity import is_negated
from importers.extract.tokens import Token

MAX_MATRIX = 14
"""Words that a matrix clause may have before the clause that it holds."""

MAX_LAYERS = 3

_STRIPPED = frozenset({"claiming", "saying", "proof and finding", "knowledge"})
_SIGNS = frozenset(
    {
        "sign",
        "indication",
        "evidence",
        "proof",
        "hint",
        "suggestion",
        "report",
        "reports",
        "claim",
        "allegation",
        "signs",
        "indications",
    }
)
_SUBJECT_START = NOUNS | {"PRP", "PRP$", "DT", "JJ", "CD", "EX"}


class Core(NamedTuple):
    """Index of the first token of the clause that is asserted, and whether what stands above it is negated."""

    start: int
    negated: bool


def core_of(tokens: Sequence[Token]) -> Core:
    """Where the asserted clause begins: 0 where nothing stands above it."""
    start, negated = 0, False
    for _ in range(MAX_LAYERS):
        below = _below(tokens, start)
        if below is None:
            break
        groups = [g for g in verb_groups(tokens[start:below]) if g.form == "finite"]
        negated = negated or any(is_negated(tokens[start:below], g) for g in groups)
        start = below
    return Core(start, negated)


def _below(tokens: Sequence[Token], start: int) -> int | None:
    """Where the clause under the matrix clause at `start` begins, if there is a matrix."""
    limit = min(len(tokens) - 2, start + MAX_MATRIX)
    seen_finite = False
    for i in range(start, limit):
        token = tokens[i]
        if token.text in (",", ";", ":", "—", "–") and i > start + 1 and seen_finite:
            return None
        if token.lower == "that" and token.tag in ("IN", "WDT", "DT") and i > start:
            if not _has_clause(tokens, i + 1):
                return None
            governor = i - 1
            while governor > start and tokens[governor].tag == "RB":
                governor -= 1
            if tokens[governor].lemma == "be" and seen_finite:
                return i + 1  # "our reading is that …"
            signature = lookup(tokens, governor, "that")
            noun_only = not seen_finite and tokens[governor].lemma in _SIGNS and governor - start <= 4
            stripped = signature is not None and signature.name in _STRIPPED
            return i + 1 if (seen_finite and stripped) or noun_only else None
        if token.tag in FINITE or token.tag == "MD" or token.lower in ("'s", "’s"):
            seen_finite = True
        if (
            seen_finite
            and token.tag in VERBS
            and not (token.tag == "VBN" and tokens[i - 1].tag in ("DT", "JJ", "PRP$"))
        ):
            signature = lookup(tokens, i, "that")
            if signature is not None and signature.name in _STRIPPED and _bare_clause(tokens, i + 1):
                return i + 1
    return None


def _has_clause(tokens: Sequence[Token], start: int) -> bool:
    return any(g.form == "finite" for g in verb_groups(tokens[start : start + 40]))


def _bare_clause(tokens: Sequence[Token], start: int) -> bool:
    """A subject right behind the verb and a finite verb soon after it: "believed the Finns would …"."""
    if start >= len(tokens) or tokens[start].tag not in _SUBJECT_START or tokens[start].lower in ("that", "as", "to"):
        return False
    for i in range(start, min(len(tokens), start + 7)):
        token = tokens[i]
        if (token.tag in FINITE or token.tag == "MD") and i > start:
            return True
        if token.tag in ("PUNCT", "IN", "TO", "CC", "WDT", "VBG", "VBN"):
            return False
    return False
