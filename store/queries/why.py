"""The one line of a grade in at most 100 columns: words may be shortened, points never left out (GRADING.md)."""

from __future__ import annotations

from collections.abc import Sequence

from store.records.grade import Part

WIDTH = 100
_BASE = " = 50"
_LONGEST = 60


def fitted(why: str, parts: Sequence[Part], width: int = WIDTH) -> str:
    """The line as the view `whys` adds it up, its words shortened alike until it fits; the points alone if nothing else does."""
    head, base, _ = why.partition(_BASE)
    if len(why) <= width or not base:
        return why
    summands = [p for p in parts if p.points]
    for limit in range(_LONGEST, 1, -1):
        line = head + base + "".join(f" {p.points:+d} {_short(p.words, limit)}" for p in summands)
        if len(line) <= width:
            return line
    return head + base + "".join(f" {p.points:+d}" for p in summands)


def _short(words: str, limit: int) -> str:
    return words if len(words) <= limit else words[: limit - 1].rstrip(" ,…") + "…"
