"""How a text stands to a claim (pure): it agrees, disagrees, only discusses it, or is about something else.

A text is about the claim where it tells the claim's rare words, together or at its beginning. Which side it takes is told
by refuting, hedging and reporting words near those places; a claim that itself refutes ("… is a hoax") turns them round.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache
from typing import Literal

from store.derive.tables import table
from store.derive.words import folded_stem, rarity, words_of

Stance = Literal["agree", "disagree", "discuss", "unrelated"]

_TELLING = 0.15
_LEAD = 3
_HEAD = 5
_NEAR = 0.25
"""Least share of the claim that a sentence must tell to be about it."""
_FEWEST_WORDS = 3
_MOST_SENTENCES = 400
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")


@dataclass(frozen=True, slots=True)
class Sides:
    """What a text does with a claim; shares are 0..1, yes or no is 1 or 0. How much of it a text tells takes no side."""

    refuting: float
    """Sentences with a refuting word, on a logarithmic scale."""
    refuting_near: float
    """Share of the sentences about the claim that have one."""
    refuting_turned: float
    """As refuting; negative where the claim refutes as well: who refutes a refutation."""
    hedging_lead: float
    hedging_near: float
    hedging: float
    """Share of sentences with a hedging word: among the first, those about the claim, all."""
    reporting_lead: float
    claim_hedges: float
    claim_negates: float
    claim_refutes: float
    length: float


@dataclass(frozen=True, slots=True)
class _Sentence:
    words: frozenset[str]
    stems: frozenset[str]


@lru_cache(maxsize=512)
def _read(text: str) -> tuple[_Sentence, ...]:
    found = []
    for match, _ in zip(_SENTENCE.finditer(text), range(_MOST_SENTENCES)):
        words = [w.casefold() for w in words_of(match.group())]
        if len(words) >= _FEWEST_WORDS:
            found.append(_Sentence(frozenset(words), frozenset(map(folded_stem, words))))
    return tuple(found)


@lru_cache(maxsize=1)
def _words() -> Mapping[str, frozenset[str]]:
    return {row["name"]: frozenset(row["words"].split()) for row in table("stance")["words"]}


def speaks(kind: str, text: str) -> bool:
    """Whether a text has a word of a kind of stance.toml ("refuting", "hedging", "reporting", "negating")."""
    return any(_has(s.words, kind) for s in _read(text)) or _has({w.casefold() for w in words_of(text)}, kind)


def _has(words: Iterable[str], kind: str) -> bool:
    return not _words()[kind].isdisjoint(words)


def sides(claim: str, text: str) -> Sides:
    """What a text does with a claim."""
    sentences = _read(text)
    said = [w.casefold() for w in words_of(claim)]
    telling = {s: r for s in map(folded_stem, said) if (r := rarity(s)) > _TELLING}
    told = [_share(telling, s.stems) for s in sentences] or [0.0]
    least = max(_NEAR, max(told) / 2)
    at = {j for i, share in enumerate(told) if share >= least for j in (i, i + 1)}
    near = [s for i, s in enumerate(sentences) if i in at]
    lead = sentences[:_LEAD]
    refutes = _has(said, "refuting")
    refuting = math.log1p(sum(_has(s.words, "refuting") for s in sentences))
    return Sides(
        refuting=refuting,
        refuting_near=_often(near, "refuting", len(near)),
        refuting_turned=-refuting if refutes else refuting,
        hedging_lead=_often(lead, "hedging", _LEAD),
        hedging_near=_often(near, "hedging", len(near)),
        hedging=_often(sentences, "hedging", len(sentences)),
        reporting_lead=_often(lead, "reporting", _LEAD),
        claim_hedges=float(_has(said, "hedging")),
        claim_negates=float(_has(said, "negating")),
        claim_refutes=float(refutes),
        length=math.log1p(len(sentences)) / 4,
    )


def related_share(claim: str, text: str) -> float:
    """How far a text is about a claim, 0..1: what it tells of it anywhere, and in one of its first sentences."""
    telling = {s: r for s in map(folded_stem, words_of(claim)) if (r := rarity(s)) > _TELLING}
    sentences = _read(text)
    head = max((_share(telling, s.stems) for s in sentences[:_HEAD]), default=0.0)
    return (head + _share(telling, frozenset().union(*(s.stems for s in sentences)))) / 2


def stance(claim: str, text: str) -> Stance:
    """How a text stands to a claim."""
    weights = table("stance")["weights"]
    if related_share(claim, text) < weights["related_from"]:
        return "unrelated"
    signs = (*astuple(sides(claim, text)), 1.0)
    scores: dict[Stance, float] = {
        "agree": _sum(weights["agree"], signs),
        "disagree": _sum(weights["disagree"], signs),
        "discuss": _sum(weights["discuss"], signs),
    }
    return max(scores, key=lambda s: scores[s])


def _sum(weights: Sequence[float], signs: Sequence[float]) -> float:
    return sum(w * x for w, x in zip(weights, signs, strict=True))


def _share(telling: Mapping[str, float], stems: frozenset[str]) -> float:
    whole = sum(telling.values())
    return sum(r for s, r in telling.items() if s in stems) / whole if whole else 0.0


def _often(sentences: Sequence[_Sentence], kind: str, of: int) -> float:
    return sum(_has(s.words, kind) for s in sentences) / of if of else 0.0
