"""What a query word may mean: terms of the vocabulary with a weight for how near each is.

Expansion runs over the vocabulary, not over rows: some ten thousand terms stand for a hundred thousand sentences.
The weights are those that SEARCH.md measured; they order kinds of nearness and are no probabilities.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from store.search.aliases import Aliases
from store.search.vocabulary import Vocabulary

EXACT = 1.0
PREFIX = 0.9
ALIAS = 0.88
JOINED = 0.9
SPLIT = 0.85
ONE_EDIT = 0.8
ALIKE = 0.78
TWO_EDITS = 0.65
PREFIX_EDIT = 0.55
INFIX = 0.55
SHORT_INFIX = 0.5

_MIN_EDIT = 4
_MIN_TWO_EDITS = 8
_MIN_PREFIX_EDIT = 5
_MIN_INFIX = 4
_MIN_SPLIT = 5
_MIN_ALIKE_RATIO = 55.0

Range = tuple[int, int]
_Add = Callable[[Range, float], None]


@dataclass(frozen=True, slots=True)
class Expansion:
    """One word's ranges of terms with their weights, ascending, so that the best of a row's terms is set last.

    `pairs` are two ranges that a row must hold both of (a word that was written as one); `frequency` is how common
    the word is, blended over its near spellings, so that a rare misspelling in the data doesn't outrank the right word.
    """

    word: str
    ranges: tuple[tuple[Range, float], ...]
    pairs: tuple[tuple[Range, Range], ...] = ()
    frequency: float = 0.0


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring words `first` to `last` (inclusive) that together mean each of `terms` (places, all needed)."""

    first: int
    last: int
    terms: tuple[tuple[int, ...], ...] = ()
    ranges: tuple[Range, ...] = field(default=())
    weight: float = JOINED


def expand(vocabulary: Vocabulary, word: str, aliases: Aliases) -> Expansion:
    """The terms that one word may mean."""
    weights: dict[Range, float] = {}

    def add(span: Range, weight: float) -> None:
        if span[0] < span[1] and weights.get(span, 0.0) < weight:
            weights[span] = weight

    near = 0.0
    exact = vocabulary.find(word)
    if exact is not None:
        add((exact, exact + 1), EXACT)
        near += vocabulary.count(exact, exact + 1)
    prefix = vocabulary.prefix(word)
    add(prefix, PREFIX)
    if not word.isdigit():
        near += _spellings(vocabulary, word, add)
    for other in aliases.of_word(word):
        place = vocabulary.find(other)
        if place is not None:
            add((place, place + 1), ALIAS)
    if exact is None and _can_be_infix(word):
        weight = INFIX if len(word) > _MIN_INFIX else SHORT_INFIX
        for place in vocabulary.infix(word):
            add((place, place + 1), weight)
    pairs = _splits(vocabulary, word) if len(word) >= _MIN_SPLIT else ()
    ranges = tuple(sorted(weights.items(), key=lambda item: item[1]))
    if not near:
        near = sum(vocabulary.count(*span) * weight for span, weight in ranges)
    return Expansion(word, ranges, pairs, near)


def _spellings(vocabulary: Vocabulary, word: str, add: _Add) -> float:
    """Near spellings and transliterations; gives how many rows hold them, each counted by its weight."""
    held = 0.0
    digits = _digits(word)
    if len(word) >= _MIN_EDIT:
        for place, edits in vocabulary.near(word, 2 if len(word) >= _MIN_TWO_EDITS else 1):
            if _digits(vocabulary.terms[place]) == digits:
                weight = ONE_EDIT if edits == 1 else TWO_EDITS
                add((place, place + 1), weight)
                held += weight * vocabulary.count(place, place + 1)
    if len(word) >= _MIN_PREFIX_EDIT:
        for span in vocabulary.prefix_near(word):
            if not digits:
                add(span, PREFIX_EDIT)
    for place in vocabulary.alike(word):
        term = vocabulary.terms[place]
        if term != word and fuzz.ratio(word, term) >= _MIN_ALIKE_RATIO:
            add((place, place + 1), ALIKE)
            held += ALIKE * vocabulary.count(place, place + 1)
    return held


def _splits(vocabulary: Vocabulary, word: str) -> tuple[tuple[Range, Range], ...]:
    """Two words written as one; the second may be half-typed. Rarest first, at most three."""
    found: list[tuple[int, tuple[Range, Range]]] = []
    for cut in range(2, len(word) - 1):
        first = vocabulary.find(word[:cut])
        second = vocabulary.find(word[cut:])
        if first is None:
            continue
        if second is not None:
            after = (second, second + 1)
        elif len(word) - cut >= _MIN_EDIT:
            after = vocabulary.prefix(word[cut:])
        else:
            continue
        if after[0] < after[1]:
            rows = min(vocabulary.count(first, first + 1), vocabulary.count(*after))
            found.append((rows, ((first, first + 1), after)))
    return tuple(pair for _, pair in sorted(found)[:3])


def groups(vocabulary: Vocabulary, words: Sequence[str], aliases: Aliases) -> tuple[Group, ...]:
    """Neighbouring words that are one term in the texts, or another name in the table of aliases."""
    found: list[Group] = []
    for i in range(len(words) - 1):
        joined = words[i] + words[i + 1]
        place = vocabulary.find(joined)
        if place is not None:
            found.append(Group(i, i + 1, ranges=((place, place + 1),)))
        elif len(joined) >= _MIN_PREFIX_EDIT and not joined.isdigit():
            ranges = [vocabulary.prefix(joined)]
            ranges += [
                (p, p + 1) for p, _ in vocabulary.near(joined, 1) if _digits(vocabulary.terms[p]) == _digits(joined)
            ]
            kept = tuple(span for span in ranges if span[0] < span[1])
            if kept:
                found.append(Group(i, i + 1, ranges=kept, weight=ONE_EDIT))
    for first, last, others in aliases.of_phrases(words):
        known = [tuple(p for w in other if (p := vocabulary.find(w)) is not None) for other in others]
        whole = tuple(places for places, other in zip(known, others) if places and len(places) == len(other))
        if whole:
            found.append(Group(first, last, terms=whole, weight=ALIAS))
    return tuple(found)


def _can_be_infix(word: str) -> bool:
    """Latin words from four letters; words of other scripts from two characters, since their particles are joined on."""
    return len(word) >= (_MIN_INFIX if word.isascii() else 2) and not word.isdigit()


def _digits(word: str) -> str:
    """The digits alone: 1986 and 1987, Su-34 and Su-35 are no misspellings of each other."""
    return "".join(c for c in word if c.isdigit())
