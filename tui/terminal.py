"""The terminal comes back as it was, whatever ends the program: signals, a terminal that is gone, an error of ours."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

WATCH_SECONDS = 0.5
GONE_AFTER_SECONDS = 1.5
CRASH_VARIABLE = "SAIDBY_CRASH_KEY"
"""Names a key that raises inside the app: for the test kit's terminal suite, never bound without it."""


def crash_key() -> str:
    """The key that the test kit asked for, or ''."""
    return os.environ.get(CRASH_VARIABLE, "")


def on_signals(leave: Callable[[int], None]) -> None:
    """Let SIGTERM and SIGHUP end the app in good order: `leave` is called with 128 + the signal's number.

    A second one ends the process at once. Textual has no handlers of its own for these.
    """

    def handle(number: int, frame: FrameType | None) -> None:
        for name in _SIGNALS:
            signal.signal(name, signal.SIG_DFL)
        leave(128 + number)

    for name in _SIGNALS:
        signal.signal(name, handle)


_SIGNALS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


def terminal_gone() -> bool:
    """Whether the terminal that we were started on has been closed."""
    try:
        return not sys.__stdin__ or not os.isatty(sys.__stdin__.fileno())
    except (OSError, ValueError):
        return True


def has_size() -> bool:
    """Whether the terminal says how large it is; some that programs make say 0 by 0. True where there is none."""
    try:
        return all(os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else 1))
    except (OSError, ValueError):
        return True


def watch_terminal(leave: Callable[[int], None]) -> None:
    """In a thread: once the terminal is gone, ask the app to leave; if it hasn't after 1.5 seconds, end the process."""
    if terminal_gone():
        return

    def watch() -> None:
        while not terminal_gone():
            time.sleep(WATCH_SECONDS)
        leave(128 + 1)
        time.sleep(GONE_AFTER_SECONDS)
        os._exit(128 + 1)

    threading.Thread(target=watch, name="terminal-watch", daemon=True).start()


def report_crash(error: BaseException, folder: Path) -> str:
    """Keep the traceback in a file beside the cache and give one sentence for the terminal; never article text on it."""
    import traceback

    words = f"saidby stopped on an error of its own: {type(error).__name__}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "crash.txt"
        path.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        return f"{words}. The case file is unharmed."
    return f"{words}. The case file is unharmed. What happened is in {path}"
