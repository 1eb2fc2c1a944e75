"""Questions off the screen's thread: the latest one of a topic wins, answers come back as messages."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from textual.message import Message

from store.errors import SaidbyError
from store.records.record import record

if TYPE_CHECKING:
    from textual.app import App


THREADS = 8
"""Who waits for a turn keeps a thread, so there are more than can be at work."""

HEAVY_AT_ONCE = 2
SOON = 0.006
"""Seconds for which the screen waits for what is mostly found sooner: less than half of a frame."""

SWITCH = 0.001
"""Seconds after which a thread at work hands over to the screen's, five times sooner than by itself: reading a page of
rows asks for the interpreter anew at each row."""

MOST_AWAITED = 1.0
"""Seconds for which heavy work waits for the first paint."""


@record
class Failure:
    """Why a question has no answer, as a sentence for the status line."""

    words: str


class Answer(Message):
    """What a worker found out, with what is to be done with it."""

    def __init__(self, topic: str, serial: int, value: object, then: Callable[[Any], None]) -> None:
        super().__init__()
        self.topic = topic
        self.serial = serial
        self.value = value
        self.then = then


class _Reply:
    """An answer that somebody waits for, up to a point; then it has to be sent."""

    def __init__(self) -> None:
        self.value: object = None
        self._came = threading.Event()
        self._lock = threading.Lock()
        self._late = False

    def give(self, value: object) -> bool:
        """Hand the answer over; False where nobody waits any more."""
        with self._lock:
            if not self._late:
                self.value = value
                self._came.set()
            return not self._late

    def awaited(self, seconds: float) -> bool:
        """Wait; whether the answer is there."""
        self._came.wait(seconds)
        with self._lock:
            self._late = not self._came.is_set()
            return not self._late


def _failure(error: Exception) -> Failure:
    """An error as an answer: one of ours ends the question, never the program."""
    if isinstance(error, SaidbyError):
        return Failure(str(error))
    return Failure(f"This could not be done: {type(error).__name__}: {error}")


class Asker:
    """Who asks by topic; a newer question makes older answers void."""

    def __init__(self, app: App[Any]) -> None:
        sys.setswitchinterval(SWITCH)
        self._app = app
        self._serials: dict[str, int] = {}
        self._closing = False
        self._heavy = threading.Semaphore(HEAVY_AT_ONCE)
        self.calm = threading.Event()
        self.at_once = False
        """Whether light work is done where it is asked for, not in a thread: until the first paint, which shows all that
        is quickly found. Threads that fetch rows while the screen is built wait for each other more than they work."""
        self._later: list[Callable[[], None]] = []
        self._quick_thread = ThreadPoolExecutor(1, "quick")
        self._quick: list[Future[None]] = []

    def ask(self, topic: str, work: Callable[[], object], then: Callable[[Any], None], *, heavy: bool = False) -> None:
        """Do the work in a thread, then call `then` with its result, or with a Failure, unless a newer question came.

        Heavy work waits until the first screen is painted, and for other heavy work.
        """
        self.stream(topic, lambda: (work() for _ in "1"), then, heavy=heavy, several=False)

    def stream(
        self,
        topic: str,
        work: Callable[[], Iterable[object]],
        then: Callable[[Any], None],
        *,
        heavy: bool = False,
        several: bool = True,
    ) -> None:
        """As `ask`, for work that has several answers, one better than the other: `then` is called with each. All but
        the first are heavy work."""
        serial = self._serials[topic] = self._serials.get(topic, 0) + 1
        if not self.at_once or heavy:
            self._in_thread(topic, lambda: self._answer(topic, serial, work, then, heavy))
            return
        try:
            answers = iter(work())
            value = next(answers, self)
        except Exception as error:
            then(_failure(error))
            return
        if several:
            self._in_thread(topic, lambda: self._answer(topic, serial, lambda: answers, then, True))
        if value is not self:
            then(value)

    def ask_soon(self, topic: str, work: Callable[[], object], then: Callable[[Any], None]) -> None:
        """As `ask`, for what is mostly found in a few milliseconds: the screen waits so long, and shows it with the same
        frame. What takes longer comes as any other answer."""
        if self.at_once:
            self.ask(topic, work, then)
            return
        serial = self._serials[topic] = self._serials.get(topic, 0) + 1
        reply = _Reply()

        def run() -> None:
            if self._serials[topic] != serial:
                return
            try:
                value = work()
            except Exception as error:
                value = _failure(error)
            if not reply.give(value) and self._serials[topic] == serial:
                self._app.post_message(Answer(topic, serial, value, then))

        self._quick = [running for running in self._quick if not running.done()]
        self._quick.append(self._quick_thread.submit(run))
        if reply.awaited(SOON):
            then(reply.value)

    def _in_thread(self, topic: str, work: Callable[[], None]) -> None:
        if self.at_once:
            self._later.append(lambda: self._in_thread(topic, work))
        else:
            self._app.run_worker(work, thread=True, group=topic)

    def go_on(self) -> None:
        """The first screen is painted: from now on all is asked for in threads, and heavy work may begin."""
        self.at_once = False
        later, self._later = self._later, []
        for start in later:
            start()
        self.calm.set()

    def _answer(
        self, topic: str, serial: int, work: Callable[[], Iterable[object]], then: Callable[[Any], None], heavy: bool
    ) -> None:
        """In a thread: post what comes of the work, until a newer question makes it void."""
        if self._serials[topic] != serial:
            return
        try:
            answers = iter(work())
            while self._serials[topic] == serial:
                with self._turn(heavy):
                    value = next(answers, self) if self._serials[topic] == serial else self
                if value is self or self._serials[topic] != serial:
                    return
                self._app.post_message(Answer(topic, serial, value, then))
                heavy = True
        except Exception as error:
            if self._serials[topic] == serial:
                self._app.post_message(Answer(topic, serial, _failure(error), then))

    @contextmanager
    def _turn(self, heavy: bool) -> Iterator[None]:
        if not heavy:
            yield
            return
        self.calm.wait(MOST_AWAITED)
        with self._heavy:
            yield

    def drop(self, topic: str) -> None:
        """Answers to what was asked on this topic are void."""
        self._serials[topic] = self._serials.get(topic, 0) + 1

    def is_latest(self, answer: Answer) -> bool:
        """Whether nobody asked anew since."""
        return self._serials.get(answer.topic) == answer.serial

    def pending(self) -> bool:
        """Whether a worker of ours is at work."""
        return (
            bool(self._later)
            or not all(q.done() for q in self._quick)
            or any(not w.is_finished for w in self._app.workers)
        )

    def silence(self) -> None:
        """Answer no more."""
        self._closing = True
        self._quick_thread.shutdown(wait=False, cancel_futures=True)
        for topic in self._serials:
            self._serials[topic] += 1
