"""Where an op's quote stands in a text (pure): exact, then the unique same quote, then fuzzy, else an orphan.

Never silently elsewhere: a quote that could stand in two places stands nowhere until a person says where.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from store.records.span import Span

How = Literal["exact", "same-quote", "fuzzy"]

FUZZY_FROM = 90.0
"""Lowest similarity, in percent of edits, at which changed words count as the same quote."""

_CLEARLY_BEST = 3.0
"""How far, in the same percent, the best place must be ahead of the next one."""

_MIN_FUZZY = 12
"""Shorter quotes are found only as they are: a few letters resemble too much."""

_MAX_FUZZY = 2_000
_MAX_TEXT = 200_000


class Anchor(NamedTuple):
    """A place, and how it was found."""

    span: Span
    how: How


def anchor(text: str, span: Span, quote: str | None) -> Anchor | None:
    """The place of a quote in a text, None for an orphan. `span` is where it stood in the text that it was made on.

    Without a quote the span itself is taken, where the text is long enough for it.
    """
    if quote is None:
        return Anchor(span, "exact") if 0 <= span.start < span.end <= len(text) else None
    if not quote:
        return None
    if 0 <= span.start <= span.end <= len(text) and span.of(text) == quote:
        return Anchor(span, "exact")
    first = text.find(quote)
    if first >= 0:
        if text.find(quote, first + 1) >= 0:
            return None
        return Anchor(Span(first, first + len(quote)), "same-quote")
    return _fuzzy(text, quote)


def _fuzzy(text: str, quote: str) -> Anchor | None:
    if not _MIN_FUZZY <= len(quote) <= _MAX_FUZZY or len(text) > _MAX_TEXT or len(text) < len(quote) // 2:
        return None
    from rapidfuzz import fuzz  # 25 ms, and only needed where a text has changed

    best = fuzz.partial_ratio_alignment(quote, text, score_cutoff=FUZZY_FROM)
    if best is None or best.dest_end - best.dest_start < len(quote) // 2:
        return None
    masked = text[: best.dest_start] + "\0" * (best.dest_end - best.dest_start) + text[best.dest_end :]
    second = fuzz.partial_ratio_alignment(quote, masked, score_cutoff=FUZZY_FROM)
    if second is not None and second.score > best.score - _CLEARLY_BEST:
        return None
    return Anchor(_whole_words(text, Span(best.dest_start, best.dest_end)), "fuzzy")


def _whole_words(text: str, span: Span) -> Span:
    """The span grown to the ends of the words that it cuts, without blanks at its edges."""
    start, end = span
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
