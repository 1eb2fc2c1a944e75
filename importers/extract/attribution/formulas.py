"""Attributions in fixed forms: according to X, reportedly, NAME: ..., "..." — NAME, as announced by X."""

from __future__ import annotations

from importers.extract.attribution import sources
from importers.extract.attribution.boundaries import best_begin, best_end
from importers.extract.attribution.candidate import Candidate, make_candidate
from importers.extract.attribution.contents import line_end
from importers.extract.attribution.cues import Cue, lexicon
from importers.extract.attribution.headlines import asserts, is_headline, speaks
from importers.extract.attribution.lines import FINITE, Line, clause_follows, noun_phrase_right
from importers.extract.attribution.phrases import labelled
from importers.extract.attribution.quoted import Page, quotation_pieces
from importers.extract.attribution.sources import Source
from store.records.span import Span


def signed(page: Page, line: Line, cue: Cue) -> list[Candidate]:
    """A quotation signed with a name: "..." — Jane Doe."""
    end = line_end(line)
    if is_headline(page, line) and not (cue.start and line.tag(cue.start - 1) == "''"):
        return _behind(page, line, cue)
    pieces = quotation_pieces(page, line, 0, cue.start) if cue.start else page.quotation_before(line, True)
    if not pieces or end <= cue.end:
        return []
    return make_candidate(page, line, cue, Source(cue.end, end, "subject"), "signed", pieces, 0, cue.start)


def _behind(page: Page, line: Line, cue: Cue) -> list[Candidate]:
    """A headline with its source behind a dash or colon: Bridge is safe – mayor."""
    end = line_end(line)
    if not asserts(line, 0, cue.start) or not speaks(page, line, cue.end, end):
        return []
    source = Source(cue.end, end, "subject")
    pieces = quotation_pieces(page, line, 0, cue.start)
    return make_candidate(page, line, cue, source, "headline_signed", pieces, 0, cue.start)


def according(page: Page, line: Line, cue: Cue) -> list[Candidate]:
    """According to X, before, after or amid what he says."""
    source = sources.object_of(line, cue.end)
    if source is None or (cue.start > 0 and line.low(cue.start - 1) != "," and _is_measure(line, source)):
        return []
    pieces: list[Span] = []
    begin = end = 0
    if cue.start > 1:
        stop = cue.start - 1 if line.low(cue.start - 1) in (",", "—", "(") else cue.start
        begin, end = best_begin(line, cue, stop), stop
        points_back = stop <= 2 and line.low(0) in ("that", "this", "it") and line.index > 0
        if (
            points_back and page.lines[line.index - 1].role == "prose"
        ):  # That's according to X: the sentence before is X's
            pieces.append(page.lines[line.index - 1].span)
        else:
            pieces += quotation_pieces(page, line, begin, stop)
        frame = "acc_post"
        if line.low(source.end) == "," and line_end(line) - source.end > 4 and not clause_follows(line, source.end + 2):
            pieces += quotation_pieces(page, line, source.end + 1, line_end(line))
            frame = "acc_mid"
        elif line.low(source.end) == ":" and line_end(line) - source.end > 2:
            pieces += quotation_pieces(page, line, source.end + 1, line_end(line))
            frame = "acc_colon"
        return make_candidate(page, line, cue, source, frame, pieces, begin, end)
    start = source.end + (line.low(source.end) in (",", ":"))
    if line.low(start) in ("citing", "quoting"):
        closing = next((k for k in range(start, min(start + 14, len(line.tokens))) if line.low(k) == ","), start)
        start = closing + 1 if closing > start else start
    if start >= line_end(line):
        return []
    end = best_end(line, cue, start, "acc")
    pieces = quotation_pieces(page, line, start, end)
    return make_candidate(page, line, cue, source, "acc_pre", pieces, start, end)


def _is_measure(line: Line, source: Source) -> bool:
    """Whether what stands behind "according to" is a measure and no speaker: went according to plan."""
    head = next((i for i in range(source.start, source.end) if line.tag(i) in ("IN", "TO")), source.end)
    return line.lemma(head - 1) in lexicon().measures


def adverb(page: Page, line: Line, cue: Cue) -> list[Candidate]:
    """Reportedly, allegedly: the clause around it, with nobody behind it."""
    begin = best_begin(line, cue, cue.start) if cue.start > 1 else 0
    end = best_end(line, cue, cue.end, "adverb") if cue.end < line_end(line) else cue.end
    pieces = []
    if begin < cue.start:
        pieces.append(line.chars(begin, cue.start))
    if cue.end < end:
        pieces.append(line.chars(cue.end, end))
    return make_candidate(page, line, cue, None, "adverb", pieces, begin, end)


def after_colon(page: Page, line: Line, cue: Cue) -> list[Candidate]:
    """Headlines and transcripts: NAME: what is said."""
    under_label = labelled(page, line, cue)
    if under_label:
        return under_label
    if is_headline(page, line) and line.tag(cue.end) != "``":
        signed_by = _behind(page, line, cue)
        if signed_by:
            return signed_by
    if not 0 < cue.start <= 10 or cue.end >= len(line.tokens):
        return []
    begin = int(line.low(0) == "from" and line.tag(cue.end) == "``")  # From the mayor's diary: "…"
    first = line.tag(begin)
    if (
        first not in ("NNP", "NN", "NNS", "DT", "JJ", "CD", "PRP$")
        or noun_phrase_right(line, begin, cue.start) < cue.start - 1
        or any(line.tag(i) in FINITE for i in range(begin, cue.start))
    ):
        return []
    source = Source(begin, cue.start, "subject")
    if is_headline(page, line):
        end = line_end(line)
        said = speaks(page, line, begin, cue.start) and asserts(line, cue.end, end)
        frame = "headline_said" if said else "headline"
        return make_candidate(page, line, cue, source, frame, [line.chars(cue.end, end)], cue.end, end)
    rest = page.rest_of_paragraph(line, cue.end)
    return make_candidate(page, line, cue, source, "transcript", rest, cue.end, line_end(line))


def as_said(page: Page, line: Line, cue: Cue, agent: Source) -> list[Candidate]:
    """X happened, as announced by Y."""
    stop = cue.start - 1
    while stop > 0 and line.low(stop - 1) in (",", "(", "—"):
        stop -= 1
    if stop == 0:
        start = agent.end + (line.low(agent.end) == ",")
        end = line_end(line)
        return (
            make_candidate(page, line, cue, agent, "as_pre", [line.chars(start, end)], start, end)
            if start < end
            else []
        )
    begin = best_begin(line, cue, stop)
    return make_candidate(page, line, cue, agent, "as_post", quotation_pieces(page, line, begin, stop), begin, stop)
