"""What the main screen and the article reader share: a claim under the cursor, commands by name, words for the status line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.screen import Screen

from store.records.rows import ArticleRef, ClaimDetail
from tui.asking import Failure
from tui.commands import BY_ID, footer
from tui.conditions import Place, Situation
from tui.service import Service
from tui.widgets.status import Level, Status

if TYPE_CHECKING:
    from store.records.op import Target
    from store.records.span import Span
    from tui.app import Dashboard
    from tui.screens.modal import Modal

Handler = Callable[[Any], None]


SCREEN_HANDLERS: dict[str, Handler] = {
    "suspend": lambda desk: desk.app.action_suspend_process(),
    "quit": lambda desk: desk.dashboard.leave(),
}


class Desk(Screen[None]):
    """A screen on which commands work."""

    HANDLERS: ClassVar[dict[str, Handler]] = {}
    """Command id to the function that does it; the functions take the screen."""

    @property
    def dashboard(self) -> Dashboard:
        """The app."""
        from tui.app import Dashboard

        return cast(Dashboard, self.app)

    @property
    def service(self) -> Service:
        """The case file."""
        return self.dashboard.service

    # what stands under the cursor; the screens say it

    @property
    def place(self) -> Place:
        """Where the cursor is."""
        raise NotImplementedError

    @property
    def claim(self) -> ClaimDetail | None:
        """The claim that the cursor stands for."""
        raise NotImplementedError

    @property
    def article(self) -> ArticleRef | None:
        """The article that the cursor stands for."""
        raise NotImplementedError

    @property
    def url(self) -> str | None:
        """The address that the article states."""
        raise NotImplementedError

    @property
    def marked(self) -> int:
        """How many rows are marked, that annotations go onto in place of the one under the cursor."""
        return 0

    def marked_claims(self) -> list[ClaimDetail]:
        """The claims of the marked rows; for a thread."""
        return []

    def shown_text(self) -> str:
        """What the text under the cursor shows, as plain lines."""
        return ""

    @property
    def selected(self) -> Target | None:
        """The words that are selected in the article."""
        return None

    def select(self, span: Span | None, then: Span | None = None) -> None:
        """Select other words, or none; `then` names the claim to go to when it has been read. Only in the article."""

    def claim_around(self, span: Span) -> ClaimDetail | None:
        """A claim whose sentence holds this place. Only in the article."""
        return None

    def situation(self) -> Situation:
        """What conditions of commands may ask."""
        raise NotImplementedError

    def changed(self) -> None:
        """The case file was written by us: show it as it is now."""
        raise NotImplementedError

    # commands

    def run_command(self, name: str) -> None:
        """Do what a command says, or say why it can't be done now."""
        command = BY_ID[name]
        if self.place not in command.where:
            self.say(f"{command.title} has no meaning here", "warn")
            return
        if refusal := command.refusal(self.situation()):
            self.say(f"{command.title}: {refusal}", "warn")
            return
        self.HANDLERS[name](self)

    def show_box(self, box: Modal[Any], then: Callable[[Any], None] | None = None) -> None:
        """Open a box over this screen; not where another one was opened meanwhile."""
        if self.is_current:
            self.app.push_screen(box, then)

    def back(self) -> None:
        """One step back."""
        raise NotImplementedError

    def say(self, words: str, level: Level = "info") -> None:
        """Put words in the status line."""
        for status in self.query(Status):
            status.say(words, level)

    def hint(self) -> None:
        """Name the keys of the place in the status line."""
        for status in self.query(Status):
            status.keys(footer(self.place, self.situation()))

    def ask(self, topic: str, work: Callable[[], object], then: Callable[[Any], None], *, heavy: bool = False) -> None:
        """Ask the case file; a failure goes to the status line."""
        self.service.ask(topic, work, lambda value: self._take(value, then), heavy=heavy)

    def ask_soon(self, topic: str, work: Callable[[], object], then: Callable[[Any], None]) -> None:
        """As `ask`, for what is mostly found in a few milliseconds."""
        self.service.ask_soon(topic, work, lambda value: self._take(value, then))

    def stream(self, topic: str, work: Callable[[], Iterable[object]], then: Callable[[Any], None]) -> None:
        """As `ask`, for what has several answers, one better than the other."""
        self.service.stream(topic, work, lambda value: self._take(value, then))

    def _take(self, value: Any, then: Callable[[Any], None]) -> None:
        if not self.is_attached or not self.app.is_running:
            return
        if isinstance(value, Failure):
            self.say(value.words, "warn")
        else:
            then(value)
