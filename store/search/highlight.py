"""Where a query's words stand in a text, by the same expansion that found it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from store.records.span import Span
from store.search.expand import Expansion, Group
from store.search.tokens import MAX_TERM, places_of
from store.search.vocabulary import Vocabulary

_MAX_CHARS = 4000
_MAX_BODY = 20_000
_WIDTH = 160
_LEAD = 30  # characters before the first match: a narrow column still shows it


@dataclass(frozen=True, slots=True)
class Needle:
    """What a query may mean, as terms and beginnings of terms: marks any text, also rows of a list as they are drawn."""

    terms: frozenset[str]
    beginnings: tuple[str, ...]
    _by_letter: dict[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        letters = dict.fromkeys(start[:1] for start in self.beginnings)
        by_letter = {c: tuple(start for start in self.beginnings if start[:1] == c) for c in letters}
        object.__setattr__(self, "_by_letter", by_letter)

    def spans(self, text: str, limit: int = _MAX_CHARS) -> tuple[Span, ...]:
        """Places of matching words in the first `limit` characters of a text, in order, overlapping ones made one."""
        return tuple(places_of(text[:limit], self.meant))

    def meant(self, names: Sequence[str]) -> list[str]:
        """Those of these terms (or longer words) that are meant, in their order."""
        terms, by_letter = self.terms, self._by_letter
        return [
            name
            for name in names
            if name in terms
            or ((starts := by_letter.get(name[:1])) and name.startswith(starts))
            or (len(name) > MAX_TERM and name[:MAX_TERM] in terms)
        ]


def needle(parts: Iterable[tuple[Vocabulary, Iterable[Expansion], Iterable[Group]]]) -> Needle:
    """The needle of one query: for each segment its vocabulary and what the words were expanded to."""
    terms: set[str] = set()
    beginnings: set[str] = set()
    for vocabulary, expansions, groups in parts:
        ranges = [span for e in expansions for span, _ in e.ranges]
        ranges += [span for e in expansions for pair in e.pairs for span in pair]
        ranges += [span for g in groups for span in g.ranges]
        terms.update(vocabulary.terms[place] for g in groups for places in g.terms for place in places)
        for low, high in ranges:
            if high - low == 1:
                terms.add(vocabulary.terms[low])
            else:  # a range of terms is all that begins alike; the ends of a sorted range share what all share
                beginnings.add(_shared(vocabulary.terms[low], vocabulary.terms[high - 1]))
    return Needle(frozenset(terms), tuple(beginnings))


def passage(mark: Needle, text: str, width: int = _WIDTH) -> str:
    """The stretch of a text, about `width` characters on one line, that holds the most different matching words.

    Empty where none matches in the first 20,000 characters.
    """
    spans = mark.spans(text, _MAX_BODY)
    best, most = Span(0, 0), 0
    for place, span in enumerate(spans):
        inside = [s for s in spans[place : place + width] if s.end <= span.start + width]
        different = len({s.of(text).lower() for s in inside})
        if different > most:
            best, most = Span(span.start, inside[-1].end), different
    if not most:
        return ""
    start = max(0, best.start - min(_LEAD, (width - (best.end - best.start)) // 2))
    end = min(len(text), start + width)
    start = start if start == 0 else text.find(" ", start, best.start) + 1 or best.start
    end = end if end == len(text) else max(text.rfind(" ", best.end, end), best.end)
    return " ".join(text[start:end].split())


def _shared(first: str, last: str) -> str:
    """What two words begin with alike."""
    length = next((n for n, (a, b) in enumerate(zip(first, last)) if a != b), min(len(first), len(last)))
    return first[:length]
