"""Speech set with dashes, as in papers read in translation: "– We are ready, – said Doe. – But not yet."

A paragraph that opens with a dash is spoken from there on, but for the words of saying; what has no cue of its own goes on.
"""

from __future__ import annotations

from dataclasses import replace

from importers.extract.attribution.cues import DASHES
from importers.extract.attribution.lines import Line
from importers.extract.attribution.quoted import Page
from store.records.reading import Attribution
from store.records.span import Span

_FRAMES = ("inv_clause", "post_clause", "inv_dash", "post_dash")


def add_dialogue(page: Page, found: list[Attribution]) -> list[Attribution]:
    """The attributions with spoken paragraphs taken whole: direct, from their dash on, and what runs on behind the cue."""
    spoken = _spoken(page)
    if not spoken:
        return found
    taken = {n for a in found if a.cue is not None and not _by_speaker(page, a) for n in page.lines_in(a.cue)}
    out = list(found)
    extra: list[Attribution] = []
    for number, attribution in enumerate(found):
        if attribution.cue is None or attribution.inside is not None or not attribution.rule.endswith(_FRAMES):
            continue
        here = page.lines_in(attribution.cue).start
        first = spoken.get(page.lines[here].paragraph)
        if first is None or attribution.content[0].start > page.lines[here].at(0).end + 1:
            continue
        begin = here
        while begin > first and begin - 1 not in taken:
            begin -= 1
        start = _behind_dash(page.lines[begin]) if begin < here else attribution.content[0].start
        piece = Span(start, attribution.content[0].end)
        out[number] = replace(attribution, form="direct", content=(piece, *attribution.content[1:]))
        for line in page.lines[here + 1 :]:
            if line.paragraph != page.lines[here].paragraph or line.index in taken or not line.tokens:
                break
            if not extra and line.index == here + 1 and line.low(0) not in DASHES:
                break
            span = Span(_behind_dash(line), line.span.end)
            extra.append(
                Attribution(attribution.source, None, (span,), "continued", "run-on dialogue", None, None, number, 0.6)
            )
    return [*out, *extra]


def _spoken(page: Page) -> dict[int, int]:
    """Paragraph → its first line, of those that open with a dash and a blank."""
    out: dict[int, int] = {}
    last = -1
    for line in page.lines:
        if line.paragraph != last and line.tokens and line.low(0) in DASHES and line.role == "prose":
            out[line.paragraph] = line.index
        last = line.paragraph
    return out


def _by_speaker(page: Page, attribution: Attribution) -> bool:
    """Whether its source is the one who speaks: "we think" within his words."""
    return attribution.source is not None and attribution.source.of(page.text).lower() in ("i", "we")


def _behind_dash(line: Line) -> int:
    i = 0
    while i + 1 < len(line.tokens) and line.low(i) in DASHES:
        i += 1
    return line.at(i).start
