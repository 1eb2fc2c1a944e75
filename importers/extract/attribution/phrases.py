"""Attributions by fixed words: in the words of X; in X's opinion; as X put it; a label before a quotation (Quote from X: "…")."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from importers.extract.attribution.boundaries import best_begin, best_end
from importers.extract.attribution.candidate import Candidate, make_candidate
from importers.extract.attribution.contents import line_end
from importers.extract.attribution.cues import Cue, lexicon
from importers.extract.attribution.lines import FINITE, Line, noun_phrase_left, noun_phrase_right, phrase_left
from importers.extract.attribution.quoted import Page, quotation_pieces
from importers.extract.attribution.sources import Source, object_of
from importers.extract.lexicon import load
from store.records.span import Span

MAX_LABEL = 10
"""Tokens that a label and its name may have before the colon."""
ABOVE = 6
"""Lines above a bare "Quote:" in which a line "Source: X" names who is quoted."""


class _Words(NamedTuple):
    nouns: frozenset[str]
    put: frozenset[str]
    labels: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    tables = load("formulas")
    return _Words(
        frozenset(tables["words"]["nouns"].split()),
        frozenset(tables["put"]["verbs"].split()),
        frozenset(tables["labels"]["words"].split()),
    )


def phrase(page: Page, line: Line, cue: Cue) -> list[Candidate]:
    """Readings of "in the words of X", "in X's view" and "as X put it": what stands beside it is the content."""
    found = (_put(line, cue) or _told(line, cue)) if line.low(cue.start) == "as" else _view(line, cue)
    if found is None:
        return []
    source, end = found
    whole = cue._replace(end=end)
    named = cue._replace(start=source.end, end=end) if end > source.end else cue._replace(end=source.start)
    before = _before(page, line, cue)
    after = _after(page, line, whole)
    pieces = [*before, *after]
    if after and page.text[after[0].start] in '“"‘«':
        return make_candidate(page, line, named, source, "phrase", after, 0, line_end(line))
    if line.low(cue.start - 1) == "," and before and after:
        return make_candidate(page, line, named, source, "phrase", pieces, 0, line_end(line))
    pieces = before or after
    return make_candidate(page, line, named, source, "phrase", pieces, 0, line_end(line))


def _put(line: Line, cue: Cue) -> tuple[Source, int] | None:
    """As X put it: the source between, and where the phrase ends."""
    for i in range(cue.start + 2, min(cue.start + 12, len(line.tokens) - 1)):
        if (
            line.low(i + 1) == "it"
            and line.lemma(i) in _words().put
            and line.tag(i) in ("VBD", "VBZ", "VBP", "VBN", "VB")
        ):
            end = i
            while end > cue.start + 1 and (
                line.lemma(end - 1) in ("have", "once", "later") or line.tag(end - 1) == "RB"
            ):
                end -= 1
            start = noun_phrase_left(line, end, cue.start + 1)
            return (Source(start, end, "subject"), i + 2) if start == cue.start + 1 else None
        if line.tag(i) == "PUNCT" and line.low(i) != ",":
            return None
    return None


def _told(line: Line, cue: Cue) -> tuple[Source, int] | None:
    """As X told reporters, …: at the head of a sentence, up to the comma."""
    if cue.start > 0:
        return None
    for i in range(2, min(12, len(line.tokens) - 2)):
        if line.tag(i) in ("VBD", "VBZ", "VBP") and line.lemma(i) in lexicon().speech:
            start = noun_phrase_left(line, i, 1)
            comma = next((k for k in range(i + 1, min(i + 14, len(line.tokens))) if line.low(k) == ","), None)
            clear = comma is not None and not any(line.tag(k) in FINITE for k in range(i + 1, comma))
            return (Source(1, i, "subject"), comma) if start == 1 and comma is not None and clear else None
        if line.tag(i) == "PUNCT":
            return None
    return None


def _view(line: Line, cue: Cue) -> tuple[Source, int] | None:
    """In the words of X; in X's words: the source, and where the phrase ends."""
    nouns = _words().nouns
    if line.low(cue.start + 1) == "the" and line.low(cue.start + 2) in nouns and line.low(cue.start + 3) == "of":
        source = object_of(line, cue.start + 4)
        return (source, source.end) if source is not None else None
    for i in range(cue.start + 2, min(cue.start + 9, len(line.tokens))):
        if line.low(i) in nouns and line.tag(i - 1) in ("POS", "PRP$") and line.low(i + 1) in (",", ":"):
            start = i - 1 if line.tag(i - 1) == "PRP$" else phrase_left(line, i, cue.start + 1)
            return (Source(start, i, "owner"), i + 1) if start == cue.start + 1 else None
    return None


def _before(page: Page, line: Line, cue: Cue) -> list[Span]:
    if cue.start < 2:
        return []
    stop = cue.start - 1 if line.low(cue.start - 1) in (",", "—", "–", "(") else cue.start
    return quotation_pieces(page, line, best_begin(line, cue, stop), stop)


def _after(page: Page, line: Line, whole: Cue) -> list[Span]:
    start = whole.end
    comma = next((k for k in range(start, min(start + MAX_LABEL, len(line.tokens))) if line.low(k) in (",", ":")), None)
    led = comma is not None and line.tag(start) in ("IN", "TO", "RB") and line.tag(comma + 1) == "``"
    if comma is not None and (comma == start or led):
        start = comma + 1  # as X put it in a letter, "…"
    if start >= line_end(line):
        return []
    return quotation_pieces(page, line, start, best_end(line, whole, start, "acc"))


def labelled(page: Page, line: Line, cue: Cue) -> list[Candidate]:
    """Quote from X: "…"; Quote: "…" under a line that names the source."""
    if not 0 < cue.start <= MAX_LABEL or cue.end >= len(line.tokens) or line.low(0) not in _words().labels:
        return []
    named = next((i for i in range(1, cue.start) if line.low(i) in ("from", "of", "by")), None)
    end = line_end(line)
    pieces = (
        quotation_pieces(page, line, cue.end, end)
        if line.quoted[cue.end] >= 0
        else page.rest_of_paragraph(line, cue.end)
    )
    if named is not None:
        source = Source(named + 1, cue.start, "object")
        if noun_phrase_right(line, named + 1, cue.start) <= named + 1:
            return []
        return make_candidate(page, line, cue, source, "label", pieces, cue.end, end)
    if cue.start > 2:
        return []
    above = _named_above(page, line)
    return [c._replace(source_span=above) for c in make_candidate(page, line, cue, None, "label", pieces, cue.end, end)]


def _named_above(page: Page, line: Line) -> Span | None:
    """What a line "Source: X" above names."""
    for other in reversed(page.lines[max(0, line.index - ABOVE) : line.index]):
        if other.low(0) == "source" and other.low(1) == ":" and len(other.tokens) > 2:
            end = noun_phrase_right(other, 2)
            return other.chars(2, end if end > 2 else len(other.tokens))
    return None
