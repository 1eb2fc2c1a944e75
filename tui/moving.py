"""The verbs that move between panes and through what was found: what the main screen does itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tui import picking
from tui.conditions import PANES, Place

Verb = Callable[[Any], None]
"""Takes the main screen, which holds this table: its type can't be named here."""


def _focus(place: Place) -> Verb:
    return lambda screen: screen.set_state(screen.state.focus(place))


def _zoom(screen: Any) -> None:
    screen.set_state(replace(screen.state, zoomed=not screen.state.zoomed))


MOVING: dict[str, Verb] = {
    "pane.next": lambda screen: screen.set_state(screen.state.neighbour(1)),
    "pane.previous": lambda screen: screen.set_state(screen.state.neighbour(-1)),
    "pane.zoom": _zoom,
    **{f"pane.{place}": _focus(place) for place in PANES},
    "mark": picking.mark,
    "range": picking.stretch,
    "open": lambda screen: screen.open(),
    "back": lambda screen: screen.back(),
    "timeline.coarser": lambda screen: screen.rescale(-1),
    "timeline.finer": lambda screen: screen.rescale(1),
    "find": lambda screen: screen.ask_words("find", "find", screen.state.needle),
    "find.next": lambda screen: screen.finder.step(1),
    "find.previous": lambda screen: screen.finder.step(-1),
}
