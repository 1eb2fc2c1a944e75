"""The best rows read once more by their text: how well the query as it was typed stands in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

_TEXT = 0.45
"""Share of the text's likeness beside the words' score (1.0)."""
_SHORT = 0.20
"""What a text as short as the query gains: an actor's name is not drowned by sentences that hold it."""
_CHUNK = 2000

Floats = npt.NDArray[np.float32]


def rerank(query: str, texts: Sequence[str], bases: Floats) -> Floats:
    """The score of each text. `query` and the texts are folded, `bases` what the words gave: 0..1 of what all could.

    `cdist` lets other threads run while it measures; chunks keep what one call holds small.
    """
    ratios = [
        process.cdist([query], texts[first : first + _CHUNK], scorer=fuzz.partial_ratio, dtype=np.float32, workers=1)[0]
        for first in range(0, len(texts), _CHUNK)
    ]
    if not ratios:
        return np.zeros(0, dtype=np.float32)
    lengths = np.fromiter(map(len, texts), dtype=np.float32, count=len(texts))
    short = np.minimum(1.0, len(query) / np.maximum(lengths, 1.0))
    return (bases * (1.0 + _SHORT * short + (_TEXT / 100.0) * np.concatenate(ratios))).astype(np.float32)
