"""One reading of a cue: source, cue and content, a frame that names how it is built, and features to weigh it by."""

from __future__ import annotations

from typing import NamedTuple

from importers.extract.attribution.cues import Cue, lexicon
from importers.extract.attribution.features import reading_features
from importers.extract.attribution.lines import Line
from importers.extract.attribution.quoted import Page
from importers.extract.attribution.sources import Source
from store.records.span import Span


class Candidate(NamedTuple):
    """One reading of one cue; spans are characters of the text."""

    line: int
    cue: Cue
    cue_span: Span
    source: Source | None
    source_span: Span | None
    frame: str
    pieces: tuple[Span, ...]
    start: int
    end: int
    features: tuple[str, ...]
    over_noun: bool = False
    """Whether the content is a word of saying itself: the charge was made by X."""


def make_candidate(
    page: Page,
    line: Line,
    cue: Cue,
    source: Source | None,
    frame: str,
    pieces: list[Span],
    start: int,
    end: int,
    gap: int = 0,
    cue_end: int | None = None,
) -> list[Candidate]:
    """One reading, with its features; none where the content is empty."""
    pieces = [p for p in pieces if p.start < p.end]
    if not pieces:
        return []
    span = line.chars(cue.start, cue.end if cue_end is None else cue_end)
    where = line.chars(source.start, source.end) if source else None
    features = reading_features(line, cue, source, frame, start, end, gap, len(pieces))
    over_noun = frame == "subject.pass" and line.lemma(end - 1) in lexicon().nouns
    return [Candidate(line.index, cue, span, source, where, frame, tuple(pieces), start, end, features, over_noun)]
