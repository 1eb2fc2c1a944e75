"""One speaker with two verbs: "She said that it rained, and warned that it would freeze".

The content of the first verb must not swallow the second, which has the first one's source.
"""

from __future__ import annotations

from collections.abc import Sequence

from importers.extract.attribution.candidate import Candidate
from importers.extract.attribution.cues import lexicon
from importers.extract.attribution.lines import FINITE, Line
from importers.extract.attribution.quoted import Page
from store.records.span import Span

FRAMES = frozenset({"that", "clause", "quote"})
"""How the second verb's content must begin: other contents say too little about whose verb it is."""


def coordinated(page: Page, kept: Sequence[Candidate], groups: Sequence[Sequence[Candidate]]) -> list[Candidate]:
    """The readings with the contents cut where a second verb of the same speaker follows, and those second verbs."""
    by_line: dict[int, list[Sequence[Candidate]]] = {}
    for readings in groups:
        if readings[0].cue.kind == "verb":
            by_line.setdefault(readings[0].line, []).append(readings)
    out: list[Candidate] = []
    for reading in kept:
        second = _second(page.lines[reading.line], reading, by_line.get(reading.line, []))
        if second is None:
            out.append(reading)
            continue
        line = page.lines[reading.line]
        cut = second.cue.start - 1
        while cut > reading.start + 1 and line.tag(cut - 1) == "PUNCT":
            cut -= 1
        end = line.tokens[cut - 1].end
        pieces = tuple(Span(p.start, min(p.end, end)) for p in reading.pieces if p.start < end)
        rest = tuple(p for p in reading.pieces if p.start >= line.span.end)
        out.append(reading._replace(pieces=pieces, end=cut))
        out.append(
            second._replace(source=reading.source, source_span=reading.source_span, pieces=second.pieces + rest)
            if rest and second.pieces[-1].end >= line.span.end - 2
            else second._replace(source=reading.source, source_span=reading.source_span)
        )
    return out


def _second(line: Line, reading: Candidate, groups: Sequence[Sequence[Candidate]]) -> Candidate | None:
    first = reading.cue
    if first.kind != "verb" or not first.finite or reading.source is None or reading.frame not in FRAMES:
        return None
    if line.tag(first.head) not in FINITE or first.lemma not in lexicon().speech or reading.end <= reading.start:
        return None
    for readings in groups:
        cue = readings[0].cue
        if not reading.start + 2 < cue.start < reading.end or line.low(cue.start - 1) not in ("and", "but"):
            continue
        if not cue.finite or cue.passive or line.tag(cue.head) != line.tag(first.head) or line.quoted[cue.head] >= 0:
            continue
        if cue.lemma not in lexicon().speech or not _apart(line, reading, cue.start - 1):
            continue
        fitting = [r for r in readings if r.frame in FRAMES and r.start >= cue.end]
        if fitting:
            return fitting[0]
    return None


def _apart(line: Line, reading: Candidate, conjunction: int) -> bool:
    """Whether the verb behind the conjunction can't go with the content's own: a comma or quotation mark stands between, the
    content has another tense, or its subject is a pronoun."""
    if line.low(conjunction - 1) == "," or line.tag(conjunction - 1) == "''":
        return True
    if line.low(reading.start + (line.low(reading.start) == "that")) in ("it", "he", "she", "they"):
        return True
    tags = {line.tag(i) for i in range(reading.start, conjunction) if line.tag(i) in FINITE}
    return bool(tags) and line.tag(reading.cue.head) not in tags
