"""Quotations across sentences and paragraphs: which belong to one utterance."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field

from importers.extract.attribution.lines import Line
from importers.extract.quotations import Quotation
from store.records.span import Span


@dataclass(frozen=True, slots=True)
class Page:
    """A text made ready: its lines in order and its quotations."""

    text: str
    lines: list[Line]
    quotations: tuple[Quotation, ...]
    _quote_starts: list[int] = field(default_factory=list)
    _line_starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._quote_starts.extend(q.outer.start for q in self.quotations)
        self._line_starts.extend(line.span.start for line in self.lines)

    def quotations_in(self, span: Span) -> list[int]:
        """Numbers of the quotations that touch a place."""
        k = max(0, bisect.bisect_right(self._quote_starts, span.start) - 1)
        out = []
        while k < len(self.quotations) and self.quotations[k].outer.start < span.end:
            if self.quotations[k].outer.overlaps(span):
                out.append(k)
            k += 1
        return out

    def lines_in(self, span: Span) -> range:
        """Indices of the lines that a place touches."""
        first = max(0, bisect.bisect_right(self._line_starts, span.start) - 1)
        if first < len(self.lines) and self.lines[first].span.end <= span.start:
            first += 1
        return range(first, bisect.bisect_left(self._line_starts, span.end))

    def next_line(self, line: Line) -> Line | None:
        """The line after this one, or None."""
        return self.lines[line.index + 1] if line.index + 1 < len(self.lines) else None

    def quotation_before(self, line: Line, across: bool = False) -> list[Span]:
        """The quotation that ends right before this line, with those it runs on from; in its own paragraph or, `across`, in
        the one above.
        """
        if line.index == 0:
            return []
        earlier = self.lines[line.index - 1]
        if line.paragraph - earlier.paragraph > int(across) or not earlier.tokens or earlier.quoted[-1] < 0:
            return []
        return self.run(earlier.quoted[-1])

    def is_alone(self, line: Line) -> bool:
        """Whether the line is the only one of its paragraph."""
        following = self.next_line(line)
        return following is None or following.paragraph != line.paragraph

    def quotation_next(self, line: Line) -> list[Span]:
        """The quotation that fills the next line of the same paragraph, with those that follow it."""
        following = self.next_line(line)
        if (
            following is None
            or following.paragraph != line.paragraph
            or not following.tokens
            or following.quoted[0] < 0
        ):
            return []
        if not _stands_alone(self, following, following.quoted[0]):
            return []
        first = self.quotations[following.quoted[0]].outer
        return [first, *following_pieces(self, following, first)]

    def is_quoted_next(self, line: Line) -> bool:
        """Whether the line after this one begins with a quotation."""
        following = self.next_line(line)
        return following is not None and bool(following.tokens) and following.quoted[0] >= 0

    def run(self, number: int) -> list[Span]:
        """A quotation with the pieces that it runs on from in the paragraphs before."""
        out = [self.quotations[number].outer]
        while self.quotations[number].runs_on and number > 0 and len(out) < 12:
            number -= 1
            if self.quotations[number].single:
                continue
            out.insert(0, self.quotations[number].outer)
        return out

    def block_after(self, line: Line) -> list[Span]:
        """What follows a line that ends in a colon: the quotation there, else the next paragraph."""
        following = self.next_line(line)
        if following is None or not following.tokens:
            return []
        if following.quoted[0] >= 0:
            first = self.quotations[following.quoted[0]].outer
            return [first, *following_pieces(self, following, first)]
        return self.rest_of_paragraph(following, 0)

    def rest_of_paragraph(self, line: Line, start: int) -> list[Span]:
        """From a token of a line to the end of the line's paragraph, as one piece."""
        last = line
        while (
            (following := self.next_line(last)) is not None
            and following.paragraph == line.paragraph
            and following.role == "prose"
        ):
            last = following
        return [Span(line.tokens[start].start, last.span.end)]


def quotation_pieces(page: Page, line: Line, start: int, end: int) -> list[Span]:
    """Tokens [start, end) as characters; a quotation cut by the line's edges is taken whole, with what it runs on from."""
    span = line.chars(start, end)
    pieces = [span]
    first = line.quoted[start]
    if first >= 0 and start == 0 and _is_speech(page, first):
        run = page.run(first)
        if run[-1].start < span.start or len(run) > 1:
            pieces = [*run[:-1], Span(min(run[-1].start, span.start), span.end)]
    last = line.quoted[end - 1]
    if last >= 0 and _is_speech(page, last):
        outer = page.quotations[last].outer
        if outer.end > pieces[-1].end and (outer.end > line.span.end - 2 or end == len(line.tokens)):
            pieces[-1] = Span(pieces[-1].start, outer.end)
    return pieces


def _is_speech(page: Page, number: int) -> bool:
    """Whether a quotation is surely one: double marks, or single ones that close behind a mark, as no apostrophe does."""
    quotation = page.quotations[number]
    return not quotation.single or page.text[quotation.inner.end - 1] in ".!?,…"


def following_pieces(page: Page, line: Line, last: Span) -> list[Span]:
    """Quotations after an attributed one that nobody else is given for: sentences of the same paragraph, and run-ons."""
    out: list[Span] = []
    number = _number_at(page, last)
    current = line
    while (following := page.next_line(current)) is not None and len(out) < 12:
        if not following.tokens or following.span.end <= last.end:
            current = following
            continue
        quote = following.quoted[0]
        if quote < 0:
            break
        if following.paragraph != line.paragraph:
            runs_on = page.quotations[quote].runs_on
            if not runs_on:
                break
        outer = page.quotations[quote].outer
        if quote != number and (not out or out[-1] != outer) and outer.start >= last.end:
            if not _stands_alone(page, following, quote):
                break
            out.append(outer)
            number = quote
        current = following
    return out


def _number_at(page: Page, span: Span) -> int:
    for number in page.quotations_in(Span(span.end - 1, span.end)):
        if page.quotations[number].outer.end == span.end and not page.quotations[number].single:
            return number
    return -1


def _stands_alone(page: Page, line: Line, quote: int) -> bool:
    """Whether nothing but marks follows the quotation on the line where it ends: no cue of its own."""
    end = page.quotations[quote].outer.end
    current: Line | None = line
    while current is not None and current.span.end < end:
        current = page.next_line(current)
    if current is None:
        return True
    return not any(t.start >= end and t.tag not in ("PUNCT", "''", "``") for t in current.tokens)
