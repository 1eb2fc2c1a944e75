"""Find in a pane, as you type: matches marked, counted, and gone through with n and N. The same line takes filter words."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tui.conditions import Place
from tui.panes import claims, sources, timeline
from tui.verbs import function
from tui.widgets.entry import Entry
from tui.widgets.text_view import TextView

if TYPE_CHECKING:
    from tui.main_screen import MainScreen

_ELSEWHERE = {
    "import": "tui.importing:start",
    "export": "tui.exporting:start",
    "view": "tui.saved_views:save",
}
"""Who is handed the words of other topics."""

_NO_MATCH = "no match here · : searches everything, misspelt words too"

LOOKED_AT = 200_000
"""Lines in which matches are looked for; more would keep a thread busy for seconds."""
_CHUNK = 512

SEARCHABLE: dict[Place, Callable[[Any], str]] = {
    "claims": claims.searchable,
    "timeline": timeline.searchable,
    "sources": sources.searchable,
}


def matching_lines(
    ids: Sequence[int], fetch: Callable[[Sequence[int]], Sequence[Any]], words_of: Callable[[Any], str], needle: str
) -> array[int]:
    """The lines whose words hold the needle, whatever the case of their letters."""
    found, wanted = array("q"), needle.lower()
    for start in range(0, min(len(ids), LOOKED_AT), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        place_of = {row: line for line, row in enumerate(chunk, start)}
        found.extend(sorted(place_of[r.id] for r in fetch(chunk) if wanted in words_of(r).lower()))
    return found


def next_line(lines: Sequence[int], cursor: int, step: int) -> int | None:
    """The matching line after (or before) the cursor, around the end; None where nothing matches."""
    if not lines:
        return None
    place = bisect_right(lines, cursor) if step > 0 else bisect_left(lines, cursor) - 1
    return lines[place % len(lines)]


class Finder:
    """The line for words of the main screen, and what was found with it."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._topic = ""
        self._before = ""
        self._from = 0
        self._lines: Sequence[int] = ()

    def ask(self, topic: str, prompt: str, value: str) -> None:
        """Open the line."""
        screen = self._screen
        self._topic, self._before = topic, value
        rows = screen.list_of(screen.place)
        self._from = rows.cursor if rows is not None else 0
        entry = screen.query_one(Entry)
        entry.ask(prompt, value)
        entry.display = True
        entry.focus()

    def changed(self, value: str) -> None:
        """Find as it is typed."""
        if self._topic == "find":
            self._set(value)

    def given(self, value: str) -> None:
        """Enter."""
        self._close()
        if self._topic == "filter":
            self._screen.set_filter("text", value or None)
        elif self._topic in _ELSEWHERE:
            function(_ELSEWHERE[self._topic])(self._screen, value)
        else:
            self._set(value)

    def withdrawn(self) -> None:
        """Esc: as it was before."""
        self._close()
        if self._topic == "find":
            self._set("")
            rows = self._screen.list_of(self._screen.place)
            if rows is not None:
                rows.go(self._from)

    def _close(self) -> None:
        self._screen.query_one(Entry).display = False
        self._screen.pane(self._screen.place).take_focus()

    def _set(self, needle: str) -> None:
        self._screen.set_state(replace(self._screen.state, needle=needle))

    def seek(self, needle: str) -> None:
        """Mark the needle in every pane, and look for its lines in the one of the cursor."""
        screen = self._screen
        for place in SEARCHABLE:
            if (rows := screen.list_of(place)) is not None:
                rows.seek(needle)
        screen.evidence.view.seek(needle)
        self._lines = ()
        self._tell()
        if needle:
            self._look(needle, lambda: self._first())

    def _look(self, needle: str, then: Callable[[], None]) -> None:
        screen = self._screen
        rows = screen.list_of(screen.place)
        if rows is None:
            view = screen.evidence.view
            self._lines = view.matches()
            then()
            return
        ids, words = rows.ids, SEARCHABLE[screen.place]
        fetch = screen.service.labels if screen.place == "sources" else rows.fetch

        def came(lines: array[int]) -> None:
            self._lines = lines
            then()

        screen.ask("find", lambda: matching_lines(ids, fetch, words, needle), came)

    def _first(self) -> None:
        rows = self._screen.list_of(self._screen.place)
        if rows is not None and self._lines:
            line = next_line(self._lines, self._from - 1, 1)
            if line is not None:
                rows.go(line)
        self._tell()

    def step(self, step: int) -> None:
        """To the next match, or the one before."""
        self._look(self._screen.state.needle, lambda: self._go(step))

    def _go(self, step: int) -> None:
        screen = self._screen
        rows = screen.list_of(screen.place)
        if rows is None:
            view: TextView = screen.evidence.view
            if self._lines:
                view.go_to(self._lines[0])
        elif (line := next_line(self._lines, rows.cursor, step)) is not None:
            rows.go(line)
        self._tell()

    def _tell(self) -> None:
        needle = self._screen.state.needle
        if not needle:
            words = ""
        elif not self._lines:
            words = _NO_MATCH
        else:
            rows = self._screen.list_of(self._screen.place)
            here = bisect_right(self._lines, rows.cursor) if rows is not None else 1
            words = f"match {max(1, here):,} of {len(self._lines):,}"
        self._screen.query_one(Entry).tell(words)
        ends = "" if not words or words == _NO_MATCH else " · n N"
        self._screen.say(f"“{needle}”: {words}{ends}" if words else "")
