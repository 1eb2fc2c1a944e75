"""Words of an article as articles are compared by: folded stems, and how rare each is in the news (a shipped table).

The table counts words in two public news corpora (tests/bench/related/count_words.py makes it); it never counts the
case file, so that what else was imported changes no score.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from importlib.resources import files

from store.derive.tables import stem

OF = 10_000
"""The shares of the table are in so many articles."""

_UNSEEN = 1.0
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_MOST_WORDS = 20_000


def words_of(text: str) -> list[str]:
    """The words of a text as they stand, without a possessive ending; of a very long text the first 20,000."""
    return [_bare(m.group()) for m, _ in zip(_WORD.finditer(text), range(_MOST_WORDS))]


def stems_of(text: str) -> list[str]:
    """The folded stems of a text's words, in order."""
    return [folded_stem(w) for w in words_of(text)]


@lru_cache(maxsize=65_536)
def folded_stem(word: str) -> str:
    """A word without capitals and inflection."""
    low = word.casefold()
    return stem(low[:-3] + "y" if low.endswith("ies") and len(low) > 5 else low)


def _bare(word: str) -> str:
    for mark in ("'", "’"):
        head, found, tail = word.partition(mark)
        if found:
            return head if len(head) > 1 else tail
    return word


@lru_cache(maxsize=1)
def _shares() -> dict[str, float]:
    lines = files(__package__).joinpath("frequencies.txt").read_text(encoding="utf-8").splitlines()
    return {word: float(count) for word, count in (line.split() for line in lines)}


@lru_cache(maxsize=65_536)
def rarity(word: str) -> float:
    """How much a stem tells, 0 (in every article) to 1 (in one of ten thousand, or none)."""
    return min(1.0, max(0.0, 1.0 - math.log(_shares().get(word, _UNSEEN) + 1.0) / math.log(OF + 1.0)))
