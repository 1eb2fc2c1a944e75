"""Saved views: filters under a name, kept as annotations of their author, so that they travel with the case file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.errors import UsageError
from store.ops import Head
from store.records.op import Target
from tui.named_views import filter_of, saved
from tui.screens.choose import Choice, Choose
from tui.undo import Deed, Wish

if TYPE_CHECKING:
    from tui.main_screen import MainScreen


def views(screen: MainScreen) -> None:
    """Open a saved view, or save the filter that is on."""
    filter = screen.state.filter

    def show(found: list[Head]) -> None:
        choices = [
            Choice(h, str(h.value.get("name", "")), "open", after=_words(h, screen.service.analyst)) for h in found
        ]
        refusal = "" if filter else "no filter is active"
        choices.append(Choice("save", "save this filter under a name", "save", refusal=refusal))
        screen.show_box(Choose("Saved views", choices, before=6), lambda choice: chosen(choice))

    def chosen(choice: Head | str | None) -> None:
        if choice == "save":
            screen.ask_words("view", "name of the view")
        elif isinstance(choice, Head):
            try:
                screen.set_state(screen.state.with_whole(filter_of(choice)))
            except UsageError as error:
                screen.say(str(error), "warn")

    screen.ask("views", lambda: saved(screen.service.case, screen.service.analyst), show)


def _words(head: Head, me: str) -> str:
    try:
        words = " · ".join(chip for _, chip in filter_of(head).chips())
    except UsageError:
        words = "made by a newer program"
    return words if head.author == me else f"{words} ({head.author})"


def save(screen: MainScreen, name: str) -> None:
    """Keep the filter that is on under a name; one of mine with the same name is replaced."""
    filter, service = screen.state.filter, screen.service

    def work() -> Deed:
        same = [
            h.id for h in saved(service.case) if h.author == service.analyst and h.value.get("name") == name.strip()
        ]
        value = {"name": name.strip(), "filter": dict(filter.values)}
        return service.annotate([Wish("view", Target("author", service.analyst), value, supersedes=same)])

    def done(result: Deed) -> None:
        screen.dashboard.history.did(result)
        screen.say(f"view “{name.strip()}” saved · V opens it", "good")

    if name.strip() and filter:
        screen.ask("annotate", work, done)
