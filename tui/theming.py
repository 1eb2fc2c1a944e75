"""The theme chooser: each theme is put on as the cursor comes to it; Enter keeps it in the configuration, Esc takes it off."""

from __future__ import annotations

from textual.app import App

from store.errors import UsageError
from tui.config import config_path, keep_theme
from tui.desk import Desk
from tui.screens.choose import Choice, Choose
from tui.widgets.row_list import RowList

_WORDS = {
    "textual-dark": "the one to start with",
    "textual-light": "for bright rooms",
    "ansi-dark": "the terminal's own colours, on dark",
    "ansi-light": "the terminal's own colours, on light",
}


def wear(app: App[object], theme: str) -> None:
    """Put a theme on; lists have their lines painted anew."""
    if app.theme == theme:
        return
    app.theme = theme
    for screen in app.screen_stack:
        for rows in screen.query(RowList):
            rows.redraw()


class Themes(Choose):
    """A list whose cursor puts on what it stands on."""

    KEYS = "↓ ↑ try · Enter keeps it · Esc as it was"

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Put it on."""
        if (choice := message.list.current) is not None and self.open:
            wear(self.app, choice.value)


def choose(desk: Desk) -> None:
    """Choose a theme, seen as the cursor moves."""
    if desk.app.no_color:
        desk.say("NO_COLOR is set: there are no colours to choose", "warn")
        return
    before = desk.app.theme
    names = sorted(desk.app.available_themes)

    def chosen(theme: str | None) -> None:
        wear(desk.app, theme or before)
        if theme is None or theme == before:
            return
        try:
            keep_theme(theme)
        except UsageError as error:
            desk.say(str(error), "warn")
        else:
            desk.say(f"{theme} kept in {config_path()}", "good")

    choices = [Choice(name, _WORDS.get(name, ""), name) for name in names]
    desk.show_box(Themes("Theme", choices, before=22, at=names.index(before)), chosen)
