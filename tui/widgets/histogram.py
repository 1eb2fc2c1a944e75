"""Bars: counts in order as one line of blocks, and a count as a bar beside a word."""

from __future__ import annotations

from collections.abc import Sequence

_BLOCKS = "▁▂▃▄▅▆▇█"


def bars(counts: Sequence[int]) -> str:
    """A block for each count, the highest one full; a blank for none, and never a blank for some."""
    top = max(counts, default=0)
    return "".join(_BLOCKS[round((len(_BLOCKS) - 1) * n / top)] if n else " " for n in counts) if top else ""


def bar(count: int, top: int, width: int) -> str:
    """One bar of at most `width` columns, in half columns; at least a half for what is not nothing."""
    if not count or not top:
        return ""
    halves = max(1, round(2 * width * count / top))
    return "━" * (halves // 2) + "╸" * (halves % 2)


def squeezed(bins: Sequence[tuple[str, int]], width: int) -> list[tuple[str, int]]:
    """At most `width` bins: neighbours are added up, under the name of the first."""
    if len(bins) <= width or width <= 0:
        return list(bins)
    each = -(-len(bins) // width)
    return [(bins[start][0], sum(n for _, n in bins[start : start + each])) for start in range(0, len(bins), each)]


def skyline(bins: Sequence[tuple[str, int]], width: int) -> str:
    """Bins as one line: the first name, the bars, the last name, in at most `width` columns."""
    if not bins:
        return ""
    first, last = bins[0][0], bins[-1][0]
    room = width - len(first) - len(last) - 2
    if room < 3:
        return bars([n for _, n in squeezed(bins, width)])
    shown = bars([n for _, n in squeezed(bins, room)])
    return f"{first} {shown}" + (f" {last}" if last != first else "")
