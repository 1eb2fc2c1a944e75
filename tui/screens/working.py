"""A box while long work goes on: what is being done now, for how long; Esc stops it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult

from tui.asking import Failure
from tui.safe import one_line
from tui.screens.modal import Box, Modal
from tui.widgets.text_view import Block, TextView

if TYPE_CHECKING:
    from store.snapshot.watch import Watch
    from tui.desk import Desk


class Working(Modal[None]):
    """It stays until the work has ended: Esc asks for the end, and the work leaves nothing half done."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self._words = "beginning"
        self._began = time.monotonic()
        self._stop = threading.Event()

    def compose(self) -> ComposeResult:
        """A line."""
        with Box(self._title, "Esc stops, nothing is half done", id="working-box"):
            yield TextView(id="working")

    def on_mount(self) -> None:
        """Count the seconds."""
        self.query_one(TextView).can_focus = False
        self._show()
        self.set_interval(1.0, self._show)

    def tell(self, words: str) -> None:
        """What is being done now."""
        self._words = words
        if self.is_mounted:
            self._show()

    def _show(self) -> None:
        waited = int(time.monotonic() - self._began)
        words = f"{one_line(self._words)}{f' · {waited} s' if waited else ''}"
        self.query_one(TextView).show([Block(words, "dim")])

    def action_close(self) -> None:
        """Ask for the end."""
        self._stop.set()
        self.tell("stopping")

    @property
    def stopped(self) -> bool:
        """Whether it is to end; asked from the thread that works."""
        return self._stop.is_set()


def work(desk: Desk, title: str, job: Callable[[Watch], object], then: Callable[[Any], None]) -> None:
    """Do long work in a thread, under a box that tells of it; `then` gets its result, the status line its failure."""
    from store.snapshot.watch import Watch

    if not desk.is_current:
        return
    box = Working(title)
    app = desk.dashboard
    watch = Watch(lambda words: app.call_from_anywhere(lambda: box.tell(words)), lambda: box.stopped)

    def done(answer: Any) -> None:
        ended.append(answer)
        box.finish(None)

    def closed(_: None) -> None:
        for answer in ended:
            if isinstance(answer, Failure):
                desk.say(answer.words, "warn")
            else:
                then(answer)

    ended: list[Any] = []
    app.push_screen(box, closed)
    desk.service.ask("snapshot", lambda: job(watch), done)
