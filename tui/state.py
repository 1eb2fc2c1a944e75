"""What is looked at: filter, pane, sort, zoom; transitions are pure, so that the Esc ladder can be tested as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any, Literal

from store.errors import UsageError
from store.filters import Filter, make_filter
from store.records.record import record
from tui.conditions import PANES, Place

Step = Literal["needle", "suspended", "zoom", "filter", "focus", "top"]
"""What one step back undid; 'top' when nothing was left to undo."""

HOME: Place = "claims"

SORTS: dict[Place, tuple[tuple[str, str], ...]] = {
    "claims": (
        ("support", "support, highest first"),
        ("event", "date of what happened"),
        ("published", "date of publication"),
        ("speaker", "speaker, A to Z"),
        ("source", "source, A to Z"),
    ),
    "timeline": (("event", "date, earliest first"), ("title", "words, A to Z")),
    "sources": (
        ("sources", "told by most sources first"),
        ("support", "best supported first"),
        ("claims", "most claims first"),
    ),
}
"""(name, words) of the orders that each list can be put in; the first is the one it starts with."""


@record
class State:
    """Everything about the dashboard that is not data. `suspended` is the filter that a search hit put aside."""

    filter: Filter = field(default_factory=Filter)
    suspended: Filter | None = None
    pane: Place = HOME
    zoomed: bool = False
    needle: str = ""
    sorts: Mapping[str, str] = field(default_factory=lambda: {place: SORTS[place][0][0] for place in SORTS})

    def with_filter(self, name: str, value: str | None) -> State:
        """One filter set or, with None, taken off; a suspended filter is given up. Raises UsageError."""
        return replace(self, filter=self.filter.with_value(name, value), suspended=None)

    def with_whole(self, filter: Filter) -> State:
        """Under another filter altogether."""
        return replace(self, filter=filter, suspended=None)

    def with_sort(self, place: Place, name: str) -> State:
        """A pane in another order."""
        return replace(self, sorts={**self.sorts, place: name})

    def suspend(self) -> State:
        """Put the filter aside, because what was gone to lies outside it."""
        return replace(self, suspended=self.filter, filter=Filter()) if self.filter else self

    def reset(self) -> State:
        """Without any filter."""
        return replace(self, filter=Filter(), suspended=None)

    def focus(self, pane: Place) -> State:
        """With another pane in focus."""
        return replace(self, pane=pane)

    def neighbour(self, step: int) -> State:
        """With the focus `step` panes further, around the corner where needed."""
        return self.focus(PANES[(PANES.index(self.pane) + step) % len(PANES)])

    def back(self) -> tuple[State, Step]:
        """One step back: found words, a suspended filter, the zoom, the youngest filter, the focus."""
        if self.needle:
            return replace(self, needle=""), "needle"
        if self.suspended is not None:
            return replace(self, filter=self.suspended, suspended=None), "suspended"
        if self.zoomed:
            return replace(self, zoomed=False), "zoom"
        if self.filter:
            return self.with_filter(list(self.filter.values)[-1], None), "filter"
        if self.pane != HOME:
            return self.focus(HOME), "focus"
        return self, "top"

    def as_session(self) -> dict[str, object]:
        """The state as the case file remembers it."""
        return {"filter": dict(self.filter.values), "pane": self.pane, "sorts": dict(self.sorts), "zoomed": self.zoomed}


def from_session(data: Mapping[str, Any]) -> State:
    """The state of an earlier session; what can't be read, or is no longer known, falls back to the start."""
    state = State()
    wanted = data.get("filter")
    if isinstance(wanted, Mapping):
        for name, value in wanted.items():
            try:
                state = replace(state, filter=Filter({**state.filter.values, **make_filter({name: str(value)}).values}))
            except (UsageError, ValueError):
                continue
    if data.get("pane") in PANES:
        state = state.focus(data["pane"])
    sorts = data.get("sorts")
    if isinstance(sorts, Mapping):
        for place, known in SORTS.items():
            if sorts.get(place) in {name for name, _ in known}:
                state = state.with_sort(place, str(sorts[place]))
    return replace(state, zoomed=data.get("zoomed") is True)
