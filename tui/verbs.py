"""Which function does what a command says: by name, imported when it is first needed, so that the start pays for none."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

ANYWHERE: dict[str, str] = {
    "note": "tui.annotating:note",
    "tag": "tui.annotating:tag",
    "star": "tui.annotating:star",
    "rate": "tui.annotating:rate",
    "stake": "tui.annotating:stake",
    "override": "tui.annotating:override",
    "hide": "tui.annotating:hide",
    "correct": "tui.correcting:correct",
    "add": "tui.correcting:add",
    "date": "tui.annotating:date",
    "link.confirm": "tui.pairing:confirm",
    "link.reject": "tui.pairing:reject",
    "outlet": "tui.asserting:outlet",
    "family": "tui.asserting:family",
    "actor.merge": "tui.asserting:same_actor",
    "actor.part": "tui.asserting:another_actor",
    "claim.split": "tui.asserting:split",
    "undo": "tui.annotating:undo",
    "redo": "tui.annotating:redo",
    "why": "tui.looking:why",
    "audit": "tui.auditing:audit",
    "disagreements": "tui.auditing:disagreements",
    "copy": "tui.looking:copy",
    "editor": "tui.editing:open_editor",
    "url": "tui.looking:open_url",
    "export": "tui.exporting:ask_path",
    "theme": "tui.theming:choose",
    "help": "tui.looking:help_",
    "palette": "tui.looking:palette",
    "search": "tui.screens.search:open_search",
}
"""On every screen."""

IN_PANES: dict[str, str] = {
    "confidence": "tui.narrowing:confidence",
    "value": "tui.narrowing:by_value",
    "facets": "tui.narrowing:facets",
    "sort": "tui.narrowing:sort",
    "filter.text": "tui.narrowing:by_words",
    "import": "tui.importing:ask_path",
    "share": "tui.sharing:share",
    "snapshot.create": "tui.sharing:create",
    "snapshot.look": "tui.sharing:look",
    "snapshot.merges": "tui.sharing:merges",
    "views": "tui.saved_views:views",
    "reset": "tui.narrowing:reset",
}
"""On the main screen only."""


IN_ARTICLES: dict[str, str] = {"revisions": "tui.screens.revisions:show"}
"""In the article reader only."""


def function(name: str) -> Callable[..., None]:
    """The function that `module:name` stands for."""
    module, _, attribute = name.partition(":")
    found: Callable[..., None] = getattr(import_module(module), attribute)
    return found


def handlers(names: dict[str, str]) -> dict[str, Callable[[Any], None]]:
    """Handlers that import what they do on the first call."""

    def later(name: str) -> Callable[[Any], None]:
        return lambda desk: function(name)(desk)

    return {command: later(name) for command, name in names.items()}
