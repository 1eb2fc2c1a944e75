"""The lines that a list shows first, fetched before it is handed its ids: the screen's thread reads nothing for them.

A page of rows asks for the interpreter at each row: beside threads at work that takes the screen a tenth of a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from store.view import View
from tui.widgets.row_list import WINDOW

At = tuple[int | None, int]
"""Where a cursor will stand: on a row, or, where that is not among the others, on its line as before."""

_AROUND = 48
"""Lines before and after the cursor: more than half of any screen."""
_MOST = 16
"""Windows that are held."""


class Fetched:
    """Fetches rows; what was fetched ahead is handed out once, and dropped when somebody has written."""

    def __init__(self, fetch: Callable[[Sequence[int]], list[Any]]) -> None:
        self._fetch = fetch
        self._held: dict[tuple[int, ...], list[Any]] = {}
        self._generation = -1

    def __call__(self, ids: Sequence[int]) -> list[Any]:
        """The rows of these ids."""
        held = self._held.pop(tuple(ids), None) if self._held else None
        return self._fetch(ids) if held is None else held

    def ready(self, views: Iterable[View], at: At) -> Iterator[View]:
        """The views as they come, each with the windows around its first line and where the cursor will stand; in a
        thread."""
        for view in views:
            if view.generation != self._generation:
                self._generation, self._held = view.generation, {}
            self.around(view.ids, 0)
            wanted, line = at
            place = view.place(wanted) if wanted is not None else None
            self.around(view.ids, max(0, min(line, len(view) - 1)) if place is None else place)
            yield view

    def around(self, ids: Sequence[int], line: int) -> None:
        """Fetch the windows of a list's ids around a line; in a thread."""
        held = self._held
        for number in sorted({max(0, place) // WINDOW for place in (line - _AROUND, line, line + _AROUND)}):
            some = tuple(ids[number * WINDOW : (number + 1) * WINDOW])
            if some and some not in held:
                held[some] = self._fetch(some)
        while len(held) > _MOST:
            held.pop(next(iter(held)), None)
