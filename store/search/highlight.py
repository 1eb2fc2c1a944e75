"""Where a query's words stand in a text, by the same expansion that found it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from store.records.span import Span
from store.search.expand import Expansion, Group
from store.search.tokens import tokens
from store.search.vocabulary import Vocabulary

_MAX_CHARS = 4000
_LAST = 1 << 62


@dataclass(frozen=True, slots=True)
class Needle:
    """What a query may mean in each segment, so that any text can be marked, also rows of a list as they are drawn."""

    parts: tuple[tuple[Vocabulary, tuple[tuple[int, int], ...]], ...]
    _known: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    def spans(self, text: str) -> tuple[Span, ...]:
        """Places of matching words in the first 4,000 characters of a text, in order, neighbours not joined."""
        known = self._known
        found: list[Span] = []
        for span, names in tokens(text[:_MAX_CHARS]):
            for name in names:
                means = known.get(name)
                if means is None:
                    means = known[name] = any(_holds(ranges, v.find(name)) for v, ranges in self.parts)
                if means:
                    found.append(span)
                    break
        return tuple(_merged(found))


def _holds(ranges: tuple[tuple[int, int], ...], place: int | None) -> bool:
    if place is None:
        return False
    at = bisect_right(ranges, (place, _LAST)) - 1
    return at >= 0 and place < ranges[at][1]


def needle(parts: Sequence[tuple[Vocabulary, Sequence[Expansion], Sequence[Group]]]) -> Needle:
    """The needle of one query: for each segment its vocabulary and what the words were expanded to."""
    made = []
    for vocabulary, expansions, groups in parts:
        ranges = [span for e in expansions for span, _ in e.ranges]
        ranges += [span for e in expansions for pair in e.pairs for span in pair]
        ranges += [span for g in groups for span in g.ranges]
        ranges += [(place, place + 1) for g in groups for places in g.terms for place in places]
        made.append((vocabulary, _joined(ranges)))
    return Needle(tuple(made))


def _joined(ranges: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Sorted ranges, overlapping ones made one."""
    kept: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if kept and low <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(kept[-1][1], high))
        else:
            kept.append((low, high))
    return tuple(kept)


def _merged(spans: list[Span]) -> list[Span]:
    """Overlapping spans made one (pairs of CJK characters overlap)."""
    kept: list[Span] = []
    for span in spans:
        if kept and span.start < kept[-1].end:
            kept[-1] = Span(kept[-1].start, max(kept[-1].end, span.end))
        else:
            kept.append(span)
    return kept
