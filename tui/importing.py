"""Import from within: a path is asked for, files come in with progress, Esc stops and keeps what is in."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.asking import Failure
from tui.safe import one_line

if TYPE_CHECKING:
    from tui.main_screen import MainScreen


def ask_path(screen: MainScreen) -> None:
    """Open the line for a file or folder."""
    if screen.importing is not None:
        screen.say("an import is running · Esc stops it", "warn")
    else:
        screen.ask_words("import", "import file or folder")


def start(screen: MainScreen, typed: str) -> None:
    """Import a file or folder in a thread, then read what came in."""
    if not typed.strip():
        return
    run = screen.importing = Import(screen)
    path = str(Path(typed.strip()).expanduser())
    screen.service.ask("import", lambda: run.go(path), run.ended)


class Import:
    """One import that is running."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._stop = threading.Event()

    def stop(self) -> None:
        """Stop after the file at hand; what is in stays."""
        self._stop.set()
        self._screen.say("stopping; what is in stays")

    def go(self, path: str) -> str:
        """Do it; gives the words that tell how it ended. For a thread."""
        from importers import pipeline, refresh
        from store.errors import SaidbyError

        service = self._screen.service
        try:
            options = pipeline.RunOptions(command="import auto", analyst=service.analyst)
            result = pipeline.run(service.case, "auto", [path], options, self._tell)
            if not self._stop.is_set():
                self._say("reading what came in")
                refresh.refresh(service.case, analyst=service.analyst)
        except SaidbyError as error:
            return f"! {error}"
        return result.line()

    def _tell(self, event: Any) -> None:
        if self._stop.is_set():
            raise KeyboardInterrupt  # how a run learns that it is to end between two files
        if hasattr(event, "done"):
            self._say(f"imported {event.done:,}/{event.files:,} · {one_line(Path(event.path).name)} · Esc stops")

    def _say(self, words: str) -> None:
        self._screen.dashboard.call_from_anywhere(lambda: self._screen.say(words))

    def ended(self, answer: str | Failure) -> None:
        """Show what came in, or why nothing did."""
        self._screen.importing = None
        words = f"! {answer.words}" if isinstance(answer, Failure) else answer
        self._screen.say(words.removeprefix("! "), "warn" if words.startswith("! ") else "good")
        self._screen.changed()
