"""How much a text hedges as a whole: the words by which a writer leaves open who, how many or whether (hedges.toml)."""

from __future__ import annotations

import re
from functools import lru_cache

from importers.extract.lexicon import alternation, load


@lru_cache(maxsize=1)
def _weasels() -> tuple[tuple[re.Pattern[str], float], ...]:
    return tuple(
        (re.compile(r"\b" + alternation(entry["words"]) + r"\b", re.IGNORECASE), float(entry["weight"]))
        for entry in load("hedges")["weasel"]
    )


def certainty_of_whole(text: str) -> float:
    """Certainty of a sentence or text as a whole, 1/2 (wide open) to 1, by the weasel words in it."""
    sure = 1.0
    for pattern, weight in _weasels():
        for _ in pattern.finditer(text):
            sure *= 1 - weight
            if sure < 0.01:
                return 0.5
    return 0.5 + sure / 2
