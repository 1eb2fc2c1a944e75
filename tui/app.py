"""The Textual application: screens, theme, service; and how it starts and ends."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, ClassVar

from textual.app import App
from textual.binding import Binding
from textual.filter import LineFilter, NoColor

from store import settings
from store.casefile import CaseFile
from store.errors import UsageError
from store.filters import Filter
from tui import memory, terminal
from tui.asking import THREADS, Answer
from tui.conditions import PANES
from tui.main_screen import MainScreen
from tui.safe import Net
from tui.service import Service
from tui.state import State, from_session
from tui.undo import History

MOST_HELD = 0.3
"""Seconds for which a start may show nothing."""


class Dashboard(App[int]):
    """The dashboard over one case file."""

    CSS_PATH = "saidby.tcss"
    TITLE = "saidby"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[Any]] = [
        Binding("ctrl+q", "leave", show=False, priority=True),
        Binding("ctrl+c", "hint_quit", show=False),
    ]

    def __init__(self, case: CaseFile, analyst: str, state: State) -> None:
        plain = "NO_COLOR" in os.environ
        super().__init__(watch_css=False)
        self._net = Net()
        self._colourless = NoColor()
        self.service = Service(self, case, analyst)
        self.history = History()
        self.main = MainScreen(state)
        self._painted = False
        self._held: AbstractContextManager[None] | None = None
        self.crash: BaseException | None = None
        self.animation_level = "none"
        if plain:
            self.theme = "ansi-dark"
        if key := terminal.crash_key():
            self._bindings.bind(key, "crash", show=False, priority=True)

    def wear(self, theme: str | None) -> None:
        """Take the configured theme, unless NO_COLOR asks for none; UsageError for one that there isn't."""
        if theme is None or "NO_COLOR" in os.environ:
            return
        if theme not in self.available_themes:
            raise UsageError(
                f"The configuration names the theme '{theme}', which there isn't",
                hint=f"there are {', '.join(sorted(self.available_themes))}",
            )
        self.theme = theme

    def get_default_screen(self) -> MainScreen:
        """The four panes, at once."""
        return self.main

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The last net; under NO_COLOR the one that takes colours away. Textual's own turn ANSI colours into others:
        our themes have none, or (the ANSI theme) mean the terminal's."""
        return [self._colourless, self._net] if self.no_color else [self._net]

    def on_answer(self, answer: Answer) -> None:
        """A worker is done: hand the answer on, unless it came too late."""
        if self.service.is_latest(answer):
            answer.then(answer.value)

    def hold_paint(self) -> None:
        """Paint nothing until all is in its place, or a moment has passed: an empty screen takes as long to paint as a
        full one, and three of them stood between the start and the rows."""
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS, "asker"))
        if terminal.has_size():  # one without is laid out again and again while it is held
            self._held = self.batch_update()
            self._held.__enter__()
            self.set_timer(MOST_HELD, self.painted)

    def on_ready(self) -> None:
        """The screen is laid out; what was quickly found stands in it."""
        if not self.main.awaits:
            self.painted()

    def painted(self) -> None:
        """The first rows are there: what was loaded until now is left alone by the garbage collector."""
        if not self._painted:
            self._painted = True
            if self._held is not None:
                held, self._held = self._held, None
                held.__exit__(None, None, None)
                self.main.paint()
            self.call_after_refresh(self._settle)

    @property
    def held(self) -> bool:
        """Whether nothing is painted yet."""
        return self._held is not None

    def _settle(self) -> None:
        gc.freeze()  # no collection before it: looking through all that was imported takes 45 ms of a start
        gc.enable()
        memory.give_back()
        self.set_timer(0.05, self.service.go_on)
        if (done := self.service.case.upgraded) is not None:
            self.main.say(done.words(), "good")
            if done.anew:
                self.main.changed()

    # commands and leaving

    def action_command(self, name: str) -> None:
        """Do a command of the table on the screen that is open."""
        from tui.desk import Desk

        if isinstance(self.screen, Desk):
            self.screen.run_command(name)

    def action_leave(self) -> None:
        """Leave at once."""
        self.leave()

    def action_hint_quit(self) -> None:
        """ctrl+c is not quit: it is pressed by habit, to copy."""
        self.main.say("ctrl+q quits; y copies")

    def action_crash(self) -> None:
        """Raise, for the test kit."""
        raise RuntimeError("crash key")

    def ask_to_leave(self) -> None:
        """The question at the top of the Esc ladder."""
        from tui.screens.leave import Leave

        def answered(leave: bool | None) -> None:
            if leave:
                self.leave()

        if self.screen is self.main:
            self.push_screen(Leave(), answered)

    def leave(self, code: int = 0) -> None:
        """Remember the view, and end."""
        if code == 0:
            self._remember()
        self.service.close()
        self.exit(code, return_code=code)

    def _remember(self) -> None:
        from store.errors import SaidbyError

        session = self.main.state.as_session()
        session["claim"] = self.main.claims.list.current_id
        try:
            self.service.keep_session(session)
        except SaidbyError:
            return

    def call_from_anywhere(self, work: Callable[[], None]) -> None:
        """Do something on the app's own thread, asked from a signal handler or another thread."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self.call_later, work)

    def _fatal_error(self) -> None:
        """An error of ours: no traceback over the screen, and no article text in it; `run` tells of it."""
        self.crash = sys.exc_info()[1] or self._exception
        self.service.close()
        self._close_messages_no_wait()


def start_state(case: CaseFile, filter: Filter | None, view: str | None) -> tuple[State, int | None]:
    """Where the last session left off, unless a filter or a pane was asked for; and the claim under the cursor."""
    with case.read() as r:
        session = settings.session(r)
    state = from_session(session)
    if filter is not None and filter:
        state = State(filter=filter, pane=state.pane, sorts=state.sorts)
    if view in PANES:
        state = state.focus(view)
    elif view is not None:
        from tui.named_views import named

        state = state.with_whole(named(case, view))
    claim = session.get("claim")
    return state, claim if isinstance(claim, int) else None


def run(
    case_path: Path,
    *,
    analyst: str,
    filter: Filter | None = None,
    view: str | None = None,
    read_only: bool = False,
    theme: str | None = None,
) -> int:
    """Open the dashboard over a case file and give the exit status: 0, or 128 + a signal, or 1 after an error of ours.

    Raises CaseFileError before anything is drawn when the file can't be opened, UsageError for a theme that there isn't.
    """
    with CaseFile(case_path, read_only=read_only) as case:
        state, claim = start_state(case, filter, view)
        app = Dashboard(case, analyst, state)
        app.wear(theme)
        app.main.keep("claims", claim)

        def leave(code: int) -> None:
            app.call_from_anywhere(lambda: app.leave(code))

        terminal.on_signals(leave)
        terminal.watch_terminal(leave)
        gc.disable()  # until the first rows are there
        try:
            app.run()
        finally:
            gc.enable()
        if app.crash is not None:
            from platformdirs import user_cache_path

            print(terminal.report_crash(app.crash, user_cache_path("saidby")), file=sys.stderr)
            return 1
        return app.return_code or 0
