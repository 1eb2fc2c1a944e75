"""Other names of one thing, of the case file's actors and of places written in several ways: one finds the others."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files

from store.search.tokens import words

Phrase = tuple[str, ...]

MAX_PHRASE = 8
"""Words of the longest name that is looked for."""


class Aliases:
    """Names as folded words, each with the other names of its groups."""

    def __init__(self, names: Iterable[Iterable[str]] = ()) -> None:
        self._others: dict[Phrase, dict[Phrase, None]] = {}
        for group in names:
            phrases = [p for name in group if 0 < len(p := tuple(words(name))) <= MAX_PHRASE]
            for phrase in phrases:
                others = self._others.setdefault(phrase, {})
                others.update((other, None) for other in phrases if other != phrase)

    def of_word(self, word: str) -> list[str]:
        """Other names of one word that are one word too."""
        return [p[0] for p in self._others.get((word,), ()) if len(p) == 1]

    def of_phrases(self, typed: Sequence[str]) -> Iterator[tuple[int, int, list[Phrase]]]:
        """(first, last, other names) of each run of words that is a name; other names of one word by one word left out."""
        for first in range(len(typed)):
            for last in range(first, min(first + MAX_PHRASE, len(typed))):
                others = [p for p in self._others.get(tuple(typed[first : last + 1]), ()) if len(p) > 1 or last > first]
                if others:
                    yield first, last, others


@lru_cache(maxsize=1)
def spellings() -> tuple[tuple[str, ...], ...]:
    """The groups of names in spellings.toml."""
    table = tomllib.loads(files("store.search").joinpath("spellings.toml").read_text(encoding="utf-8"))
    return tuple(tuple(group) for groups in table.values() for group in groups)
