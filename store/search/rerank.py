"""The best rows read once more by their text: how well the query as it was typed stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

_TEXT = 0.45
"""Share of the text's likeness beside the words' score (1.0)."""
_SHORT = 0.20
"""What a text as short as the query gains: an actor's name is not drowned by sentences that hold it."""
_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row with what its words gave it, 0..1 of what all words could give; `text` is folded."""

    place: int
    base: float
    text: str


def rerank(query: str, candidates: Sequence[Candidate]) -> list[tuple[float, Candidate]]:
    """Scores and candidates, best first. `query` is folded.

    `cdist` lets other threads run while it measures; chunks keep what one call holds small.
    """
    scored: list[tuple[float, Candidate]] = []
    for first in range(0, len(candidates), _CHUNK):
        chunk = candidates[first : first + _CHUNK]
        texts = [c.text for c in chunk]
        likeness = process.cdist([query], texts, scorer=fuzz.partial_ratio, dtype=np.float32, workers=1)[0]
        for candidate, ratio in zip(chunk, likeness.tolist()):
            short = min(1.0, len(query) / max(1, len(candidate.text)))
            score = candidate.base * (1.0 + _SHORT * short) + _TEXT * candidate.base * ratio / 100.0
            scored.append((score, candidate))
    scored.sort(key=lambda item: (-item[0], item[1].place))
    return scored
