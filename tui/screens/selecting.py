"""A selection of words in an article's text, moved by keys: whole sentences, then either end word by word (pure)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from store.records.span import Span

_WORD = re.compile(r"\w[\w'’-]*|[^\w\s]")

KEYS = (
    ("j k", "sentence"), ("h l", "word"), ("v", "other end"), ("a", "add claim"), ("e", "correct"), ("y", "copy"),
    ("Esc", "drop"),
)  # fmt: skip
"""What the keys mean while words are selected, for the status line."""


@dataclass(frozen=True, slots=True)
class Selection:
    """A stretch of a text; `at_start` says which end the word keys move."""

    span: Span
    at_start: bool = False


@dataclass(frozen=True, slots=True)
class Units:
    """Where the words and sentences of a text stand, in order."""

    words: Sequence[Span]
    sentences: Sequence[Span]

    def around(self, place: int) -> Selection | None:
        """The sentence at a place, or the next one; None in a text without any."""
        if not self.sentences:
            return None
        index = bisect_right(self.sentences, place, key=lambda s: s.start) - 1
        if index < 0 or (self.sentences[index].end <= place and index + 1 < len(self.sentences)):
            index += 1
        return Selection(self.sentences[index])

    def sentence(self, chosen: Selection, step: int) -> Selection:
        """The sentence so many further; kept inside the text."""
        here = bisect_right(self.sentences, chosen.span.start, key=lambda s: s.start) - 1
        return Selection(self.sentences[max(0, min(len(self.sentences) - 1, here + step))])

    def widened(self, chosen: Selection, step: int) -> Selection:
        """The selection with its end a sentence further, or nearer; never less than one word."""
        ends = [s.end for s in self.sentences]
        if step > 0:
            at = bisect_right(ends, chosen.span.end)
            end = ends[min(at, len(ends) - 1)]
        else:
            at = bisect_left(ends, chosen.span.end) - 1
            end = ends[max(at, 0)]
        return replace(chosen, span=Span(chosen.span.start, end)) if end > chosen.span.start else chosen

    def word(self, chosen: Selection, step: int) -> Selection:
        """One end a word further or back; at least one word stays selected."""
        start, end = chosen.span
        if chosen.at_start:
            starts = [w.start for w in self.words]
            at = bisect_right(starts, start) if step > 0 else bisect_left(starts, start) - 1
            if 0 <= at < len(starts) and starts[at] < end:
                start = starts[at]
        else:
            ends = [w.end for w in self.words]
            at = bisect_right(ends, end) if step > 0 else bisect_left(ends, end) - 1
            if 0 <= at < len(ends) and ends[at] > start:
                end = ends[at]
        return replace(chosen, span=Span(start, end))


def units_of(text: str) -> Units:
    """The words of a text, and its sentences as the extractor sees them."""
    from importers.extract.sentences import read_sentences

    words = [Span(m.start(), m.end()) for m in _WORD.finditer(text)]
    return Units(words, [s.span for s in read_sentences(text)])


def other_end(chosen: Selection) -> Selection:
    """The same words, with the other end to be moved."""
    return replace(chosen, at_start=not chosen.at_start)
