"""The confidence control: a slider over the histogram of what is loaded, by support, digit, letter or certainty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from store.filters import Filter
from store.records.grade import band_of
from tui.panes.legend import VALUES
from tui.screens.modal import Box, Modal
from tui.widgets.histogram import bars
from tui.widgets.lines import Piece, band_role, fit, paint, palette

_WIDEST = 3
"""Columns of one bar, where there is room."""


@dataclass(frozen=True, slots=True)
class Scale:
    """One way to set confidence: the filter it sets, its values in order, how many claims each has.

    `least` scales keep everything from the chosen value on; the others keep exactly what is switched on.
    """

    name: str
    title: str
    values: tuple[str, ...]
    counts: tuple[int, ...]
    least: bool
    other: str = ""


class Slider(Widget, can_focus=True):
    """Bars with a mark under the chosen value."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("left,h,down,j", "step(-1)", show=False),
        Binding("right,l,up,k", "step(1)", show=False),
        Binding("home,g", "step(-99)", show=False),
        Binding("end,G", "step(99)", show=False),
        Binding("space", "switch", show=False),
    ]

    class Slid(Message):
        """Another value was chosen."""

    def __init__(self) -> None:
        super().__init__(id="slider")
        self.scale = Scale("", "", (), (), True)
        self.at = 0
        self.on: frozenset[str] = frozenset()

    def take(self, scale: Scale, value: str | None) -> None:
        """Show another scale with its filter's value."""
        self.scale = scale
        chosen = set((value or "").split(",")) - {""}
        if scale.least:
            self.at = scale.values.index(value) if value in scale.values else 0
            self.on = frozenset()
        else:
            self.on = frozenset(chosen or scale.values)
            self.at = next((n for n, v in enumerate(scale.values) if v in chosen), 0)
        self.refresh()

    @property
    def value(self) -> str | None:
        """The filter's value; None where everything passes."""
        if self.scale.least:
            return self.scale.values[self.at] if self.at else None
        kept = [v for v in self.scale.values if v in self.on]
        return None if len(kept) in (0, len(self.scale.values)) else ",".join(kept)

    def passing(self) -> int:
        """How many claims pass."""
        pairs = zip(self.scale.values, self.scale.counts, strict=True)
        if self.scale.least:
            return sum(n for place, (_, n) in enumerate(pairs) if place >= self.at)
        return sum(n for value, n in pairs if value in self.on)

    def action_step(self, step: int) -> None:
        """Move the mark."""
        self.at = max(0, min(len(self.scale.values) - 1, self.at + step))
        self.refresh()
        self.post_message(self.Slid())

    def action_switch(self) -> None:
        """Switch the marked value on or off."""
        if not self.scale.least and self.scale.values:
            self.on = self.on ^ {self.scale.values[self.at]}
            self.refresh()
            self.post_message(self.Slid())

    def render_line(self, y: int) -> Strip:
        """Bars, the mark, the values, and what passes."""
        width = self.size.width
        return Strip(paint(fit([(" ", ""), *self._line(y)], width), palette(self.app)), width)

    @property
    def each(self) -> int:
        """Columns of one bar in this width."""
        return max(1, min(_WIDEST, (self.size.width - 2) // max(1, len(self.scale.values))))

    def _line(self, y: int) -> Sequence[Piece]:
        scale, each = self.scale, self.each
        if y == 0:
            shown = bars(scale.counts) or " " * len(scale.counts)
            bar, gap = (each - 1, " ") if each > 1 else (1, "")
            return [(char * bar + gap, self._role(place)) for place, char in enumerate(shown)]
        if y == 1:
            if scale.least:
                return [
                    ("─" * (each * self.at), "dim"),
                    ("◆", "key"),
                    ("━" * max(0, each * (len(scale.values) - self.at) - 1), "key"),
                ]
            return [
                (("▲" if n == self.at else " ") + ("x" if v in self.on else " ") + " " * (each - 2), "key")
                for n, v in enumerate(scale.values)
            ]
        if y == 2:
            every = {3: 2, 2: 2}.get(each, 4) if scale.least else 1
            starts = range(0, len(scale.values), every)
            return [(f"{scale.values[n]:<{each * every}}", "strong" if n == self.at else "dim") for n in starts]
        if y == 4:
            return self._words()
        return []

    def _role(self, place: int) -> str:
        value = self.scale.values[place]
        kept = place >= self.at if self.scale.least else value in self.on
        if not kept:
            return "dim"
        return band_role(int(value)) if self.scale.name == "min_support" and value != "0" else "accent"

    def _meant(self) -> str:
        """What is on, and what the value under the mark means."""
        value = self.scale.values[self.at] if self.scale.values else ""
        meaning = VALUES.get(self.scale.name, {}).get(value, "")
        return f"{self.value or 'all'} ({value} {meaning})" if meaning else (self.value or "all")

    def _words(self) -> Sequence[Piece]:
        scale = self.scale
        passing = f"{self.passing():,} of {sum(scale.counts):,} pass"
        if not scale.least:
            return [(f"{scale.title} {self._meant()}   ", "title"), (passing, ""), ("   space switches", "dim")]
        value = scale.values[self.at] if scale.values else "0"
        words = "any support" if not self.at else f"support ≥ {value} ({band_of(int(value))} and up)"
        left_out = f"{scale.other} left out" if self.at and scale.other else scale.other
        return [(f"{words}   ", "title"), (passing, ""), (f"   {left_out}", "dim")]


class Confidence(Modal[tuple[str, str | None]]):
    """Gives back the name of a filter and its value."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("enter,c", "keep", show=False, priority=True),
        Binding("tab", "scale(1)", show=False, priority=True),
        Binding("shift+tab", "scale(-1)", show=False, priority=True),
        Binding("q", "close", show=False),
    ]

    def __init__(self, scales: Sequence[Scale], filter: Filter) -> None:
        super().__init__()
        self._scales = scales
        self._filter = filter
        active = [n for n, s in enumerate(scales) if s.name in filter.values]
        self._which = active[0] if active else 0

    def compose(self) -> ComposeResult:
        """A slider in a frame."""
        with Box("Confidence", "← → move · Tab digit, letter, certainty · Enter keeps", id="confidence-box"):
            yield Slider()

    def on_mount(self) -> None:
        """Show the first scale."""
        self.action_scale(0)
        self.query_one(Slider).focus()

    def action_scale(self, step: int) -> None:
        """Another scale."""
        self._which = (self._which + step) % len(self._scales)
        scale = self._scales[self._which]
        self.query_one(Slider).take(scale, self._filter.values.get(scale.name))
        from textual.content import Content

        least = "the least support a claim must have" if scale.least else f"by {scale.title}"
        self.query_one(Box).border_title = Content(f"Confidence: {least}")

    def action_keep(self) -> None:
        """Set the filter."""
        slider = self.query_one(Slider)
        self.finish((slider.scale.name, slider.value))
