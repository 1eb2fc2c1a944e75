"""Quotations that run on without a cue of their own: the speaker of the one before goes on."""

from __future__ import annotations

import bisect
from dataclasses import replace

from importers.extract.attribution.lines import Line
from importers.extract.attribution.quoted import Page
from store.records.reading import Attribution
from store.records.span import Span, hull

MAX_PARAGRAPHS = 3
"""Paragraphs that may lie between an attributed quotation and one that runs on from it."""


def add_continued(page: Page, found: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """Add quotations that fill their sentence and follow an attributed one without a cue."""
    covered = sorted(piece for a in found for piece in a.content)
    reach: list[int] = []
    for piece in covered:
        reach.append(max(piece.end, reach[-1] if reach else 0))
    heads = sorted((hull(a.content).end, n) for n, a in enumerate(found) if _speaks(a))
    cues = sorted((a.cue.start, n) for n, a in enumerate(found) if a.cue is not None and a.inside is None)
    extra: list[Attribution] = []
    for number, quotation in enumerate(page.quotations):
        if quotation.single or _is_covered(covered, reach, quotation.outer):
            continue
        touched = page.lines_in(quotation.outer)
        first = page.lines[touched.start] if touched else None
        if first is None or first.role != "prose" or not _fills(first, number):
            continue
        head = _speaking_before(page, heads, quotation.outer.start, first.paragraph)
        if head is not None and not _another_spoke(page, found, cues, head, quotation.outer.start):
            extra.append(
                Attribution(
                    found[head].source,
                    None,
                    (quotation.outer,),
                    "continued",
                    "run-on quotation",
                    continues=head,
                    quality=0.7,
                )
            )
    if not extra and all(a.continues is None for a in found):
        return found
    merged = sorted([*found, *extra], key=lambda a: a.cue or a.content[0])
    where = {id(a): n for n, a in enumerate(merged)}
    moved = {n: where[id(a)] for n, a in enumerate(found)}
    return tuple(_renumber(a, moved) for a in merged)


def _is_covered(covered: list[Span], reach: list[int], span: Span) -> bool:
    k = bisect.bisect_left(covered, span.end, key=lambda piece: piece.start)
    return k > 0 and reach[k - 1] > span.start


def _another_spoke(
    page: Page, found: tuple[Attribution, ...], cues: list[tuple[int, int]], head: int, start: int
) -> bool:
    """Whether somebody else by name is given for something between an attributed quotation and a place behind it."""
    first = bisect.bisect_right(cues, (hull(found[head].content).end, len(found)))
    own = found[head].source
    for at, n in cues[first : first + 8]:
        if at >= start:
            break
        other = found[n].source
        if n == head or other is None or own is None:
            continue
        name = other.of(page.text)
        if name[:1].isupper() and name.split()[-1] not in own.of(page.text) and name.lower() not in _PRONOUNS:
            return True
    return False


_PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i"})


def _speaks(a: Attribution) -> bool:
    return a.form in ("direct", "mixed") and a.inside is None and a.source is not None


def _renumber(a: Attribution, moved: dict[int, int]) -> Attribution:
    inside = None if a.inside is None else moved[a.inside]
    continues = None if a.continues is None else moved[a.continues]
    return replace(a, inside=inside, continues=continues)


def _fills(line: Line, number: int) -> bool:
    """Whether the sentence begins with this quotation and holds nothing else."""
    return (
        bool(line.tokens)
        and line.quoted[0] == number
        and all(q == number or t.tag == "PUNCT" for q, t in zip(line.quoted, line.tokens))
    )


def _speaking_before(page: Page, heads: list[tuple[int, int]], start: int, paragraph: int) -> int | None:
    """The attribution with quoted words that ends last before a place, at most a few paragraphs up."""
    k = bisect.bisect_right(heads, start, key=lambda head: head[0]) - 1
    if k < 0:
        return None
    end, head = heads[k]
    last = page.lines_in(Span(end - 1, end))
    return head if last and paragraph - page.lines[last.start].paragraph <= MAX_PARAGRAPHS else None
