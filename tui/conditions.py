"""Where a command may be asked for and what it may need: places, the situation of the cursor, and conditions by name.

Plain values that know no Textual; each condition gives the reason why something can't be done now.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from store.records.record import record

Place = Literal["timeline", "claims", "sources", "evidence", "article"]
"""The four panes, and the article reader."""

PANES: tuple[Place, ...] = ("timeline", "claims", "sources", "evidence")
ROWS: tuple[Place, ...] = ("timeline", "claims", "sources")
EVERYWHERE: tuple[Place, ...] = (*PANES, "article")


@record
class Situation:
    """What a command's condition may ask: where the cursor is, and what stands under it."""

    place: Place = "claims"
    claim: bool = False
    marked: int = 0
    selected: bool = False
    event: bool = False
    row: bool = False
    shelf: bool = False
    article: bool = False
    dated: bool = False
    link: bool = False
    source: bool = False
    url: bool = False
    revised: bool = False
    filtered: bool = False
    needle: bool = False
    undo: bool = False
    redo: bool = False
    read_only: bool = False
    loaded: bool = True


Condition = Callable[[Situation], str]
"""Gives the reason why a command can't run now, '' where it can."""


def _can_write(s: Situation) -> str:
    return "the case file is open for reading only" if s.read_only else ""


def _claim(s: Situation) -> str:
    return "" if s.claim else "no claim under the cursor"


def _claims(s: Situation) -> str:
    return "" if s.marked else _claim(s)


def _claim_written(s: Situation) -> str:
    return _claims(s) or _can_write(s)


def _selection_written(s: Situation) -> str:
    if s.place != "article":
        return "open the article first: Enter, then v selects words in it"
    return ("" if s.selected else "select words first: v") or _can_write(s)


def _article_written(s: Situation) -> str:
    return ("" if s.article else "no article under the cursor") or _can_write(s)


def _source_written(s: Situation) -> str:
    return ("" if s.source or s.marked else "no named source under the cursor") or _can_write(s)


def _link_written(s: Situation) -> str:
    return ("" if s.link or s.marked > 1 else "no suggested link on this claim") or _can_write(s)


CONDITIONS: dict[str, Condition] = {
    "": lambda s: "",
    "claim": _claim,
    "claims": _claims,
    "row": lambda s: "" if (s.row and not s.shelf) or s.place == "article" else "no row under the cursor",
    "selection written": _selection_written,
    "article": lambda s: "" if s.article else "no article under the cursor",
    "thing": lambda s: "" if s.claim or s.event or s.article else "nothing under the cursor",
    "value": lambda s: "" if s.claim or s.event or s.article or s.shelf else "nothing under the cursor",
    "url": lambda s: "" if s.url else "this article states no http or https address",
    "revised": lambda s: "" if s.revised else "no other version of this article is loaded",
    "filtered": lambda s: "" if s.filtered else "no filter is active",
    "needle": lambda s: "" if s.needle else "find something first: /",
    "claim written": _claim_written,
    "article written": _article_written,
    "source written": _source_written,
    "link written": _link_written,
    "writable": _can_write,
    "undo": lambda s: ("" if s.undo else "nothing of this session to undo") or _can_write(s),
    "redo": lambda s: ("" if s.redo else "nothing to redo") or _can_write(s),
}
