"""What the steps before have read of one article, laid out for the steps that make claims and events of it."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field

from importers.extract.tokens import Token
from store.records.reading import Actor, Attribution, Mention, Sentence, Timex
from store.records.span import Span


@dataclass(frozen=True, slots=True)
class Material:
    """The text with its sentences, tokens (one list a sentence), dates, attributions and actors; look-ups by place."""

    text: str
    sentences: tuple[Sentence, ...]
    tokens: tuple[tuple[Token, ...], ...]
    timexes: tuple[Timex, ...]
    attributions: tuple[Attribution, ...]
    actors: dict[str, Actor]
    mentions: tuple[Mention, ...]
    leaders: frozenset[str] = frozenset()
    """Folded last names of heads of state and ministers that the article names with an office."""
    _starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._starts.extend(s.span.start for s in self.sentences)

    def sentence_at(self, place: int) -> int | None:
        """Index of the sentence that holds the place, if one does."""
        i = bisect.bisect_right(self._starts, place) - 1
        return i if i >= 0 and place < self.sentences[i].span.end else None

    def sentences_of(self, span: Span) -> range:
        """Indices of the sentences that the span touches."""
        first = max(0, bisect.bisect_right(self._starts, span.start) - 1)
        if first < len(self.sentences) and self.sentences[first].span.end <= span.start:
            first += 1
        last = bisect.bisect_left(self._starts, span.end)
        return range(first, last)

    def tokens_in(self, sentence: int, pieces: Sequence[Span]) -> list[Token]:
        """Tokens of a sentence that lie in one of the pieces."""
        line = self.tokens[sentence]
        if len(pieces) == 1:
            start, end = pieces[0]
            if line and start <= line[0].start and line[-1].end <= end:
                return list(line)
            return [t for t in line if start <= t.start and t.end <= end]
        return [t for t in line if any(p.start <= t.start and t.end <= p.end for p in pieces)]

    def timexes_in(self, span: Span) -> list[int]:
        """Indices of the time expressions that lie in the span."""
        first = bisect.bisect_left(self.timexes, span.start, key=lambda t: t.span.start)
        found: list[int] = []
        for i in range(first, len(self.timexes)):
            if self.timexes[i].span.start >= span.end:
                break
            if self.timexes[i].span.end <= span.end:
                found.append(i)
        return found

    def mentions_in(self, pieces: Sequence[Span]) -> list[Mention]:
        """Mentions of actors inside the pieces."""
        low, high = min(p.start for p in pieces), max(p.end for p in pieces)
        first = bisect.bisect_left(self.mentions, low, key=lambda m: m.span.start)
        found: list[Mention] = []
        for i in range(first, len(self.mentions)):
            mention = self.mentions[i]
            if mention.span.start >= high:
                break
            if any(p.holds(mention.span) for p in pieces):
                found.append(mention)
        return found

    def mention_at(self, place: int) -> Mention | None:
        """The mention that the place lies in, if one does."""
        i = bisect.bisect_right(self.mentions, place, key=lambda m: m.span.start) - 1
        return self.mentions[i] if i >= 0 and place < self.mentions[i].span.end else None
