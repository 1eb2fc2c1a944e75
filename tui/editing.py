"""The article's text in the person's own editor: a copy to read and search in, never written back."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from tui.desk import Desk

if TYPE_CHECKING:
    from store.records.rows import ArticleDetail

_COUNTS_LINES = ("vi", "vim", "nvim", "nano", "emacs", "micro", "kak", "helix", "hx", "ne", "joe")
"""Editors that take +LINE before the file."""


def editor() -> list[str]:
    """The editor's words: VISUAL, else EDITOR, else vi."""
    return shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi") or ["vi"]


def command(words: list[str], path: Path, line: int) -> list[str]:
    """What is run: the editor on the file, at the line where it is one that knows lines."""
    known = Path(words[0]).name in _COUNTS_LINES
    return [*words, *([f"+{line}"] if known else []), str(path)]


def open_editor(desk: Desk) -> None:
    """Fetch the text, and hand the terminal over."""
    article, claim = desk.article, desk.claim
    if article is None:
        return

    def work() -> ArticleDetail | None:
        return desk.service.article(article.id)[0]

    def came(found: ArticleDetail | None) -> None:
        if found is None or found.text is None:
            desk.say("this article's text is not here", "warn")
            return
        place = claim.span.start if claim is not None and claim.article.id == article.id else 0
        _edit(desk, found.text, found.text.count("\n", 0, place) + 1)

    desk.ask("editor", work, came)


def _edit(desk: Desk, text: str, line: int) -> None:
    with tempfile.TemporaryDirectory(prefix="saidby-") as folder:
        path = Path(folder) / "article.txt"
        path.write_text(text, encoding="utf-8")
        path.chmod(0o400)
        words = command(editor(), path, line)
        try:
            with desk.app.suspend():
                subprocess.run(words, check=False)
        except SuspendNotSupported:
            desk.say("this terminal can't be handed over to an editor", "warn")
        except (OSError, ValueError) as error:
            desk.say(f"{words[0]} can't be opened: {error}; EDITOR names another one", "warn")
