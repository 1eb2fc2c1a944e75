"""Every screen as text, at three sizes in one file each, reviewed as diffs.

`SAIDBY_GOLDENS=write pytest tests/tui/test_goldens.py` writes them anew. Each screen is opened at 120x40 and then
shrunk, so they also show that nothing depends on the size that a screen was opened at.
"""

from __future__ import annotations

import asyncio
import importlib
import os
import pkgutil
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

import tui.screens
from store import ops
from store.casefile import CaseFile
from store.derive.anchors import anchor_op
from store.queries import articles, claims
from store.records.op import Target
from tui.desk import Desk
from tui.main_screen import MainScreen
from tui.screens.article import ArticleScreen
from tui.screens.modal import Modal

GOLDENS = Path(__file__).with_name("goldens")
SIZES = [(120, 40), (80, 24), (40, 12)]
ELSEWHERE = ("tui.screens.snapshots", "tui.screens.snapshots_look", "tui.screens.working", "tui.screens.confirm")
"""Screens that have goldens of their own, with the snapshots that they show."""

_CLOCK = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")


@dataclass(frozen=True)
class Shot:
    """The keys that lead to a screen, the class that it is of, and the case file: made, annotated,
    revised or empty."""

    keys: tuple[str, ...]
    screen: str = "MainScreen"
    case: str = "made"


SHOTS = {
    "start": Shot(()),
    "empty": Shot((), case="empty"),
    "timeline": Shot(("1", "g", "j")),
    "timeline-shelf": Shot(("1", "G", "k", "k", "k")),
    "timeline-weeks": Shot(("1", "]")),
    "sources": Shot(("3", "g")),
    "sources-silent": Shot(("3", "G", "h", "h")),
    "evidence": Shot(("2", "j", "4")),
    "evidence-zoomed": Shot(("2", "j", "4", "+")),
    "filtered": Shot(("&", *"quay", "enter")),
    "nothing-passes": Shot(("&", *"xyz", "enter")),
    "find": Shot(("/", *"barges")),
    "find-nothing": Shot(("/", *"xyz")),
    "filter-line": Shot(("&", *"qu")),
    "marked": Shot(("m", "j", "v", "j")),
    "annotated": Shot(("g",), case="annotated"),
    "article": Shot(("j", "enter", "]"), "ArticleScreen"),
    "article-undated": Shot(("G", "enter"), "ArticleScreen"),
    "article-found": Shot(("j", "enter", "/", *"barges"), "ArticleScreen"),
    "article-selecting": Shot(("j", "enter", "v", "j", "h", "h"), "ArticleScreen"),
    "add-claim": Shot(("j", "enter", "v", "a"), "ClaimForm"),
    "correct": Shot(("e",), "Choose"),
    "correct-selected": Shot(("j", "enter", "v", "h", "e"), "Choose"),
    "why": Shot(("w",), "Sheet"),
    "why-annotated": Shot(("g", "w"), "Sheet", "annotated"),
    "audit": Shot(("g", "A"), "Sheet", "annotated"),
    "audit-empty": Shot(("A",), "Sheet"),
    "disagreements": Shot(("D",), "Sheet", "annotated"),
    "disagreements-empty": Shot(("D",), "Sheet"),
    "confidence": Shot(("c", *["right"] * 6), "Confidence"),
    "confidence-digit": Shot(("c", "tab", "right", "space"), "Confidence"),
    "facets": Shot(("F",), "Choose"),
    "value": Shot(("@",), "Choose"),
    "sort": Shot(("S",), "Choose"),
    "views": Shot(("V",), "Choose"),
    "help-timeline": Shot(("1", "?"), "Choose"),
    "help-claims": Shot(("?",), "Choose"),
    "help-sources": Shot(("3", "?"), "Choose"),
    "help-evidence": Shot(("4", "?"), "Choose"),
    "help-article": Shot(("j", "enter", "?"), "Choose"),
    "help-signs": Shot(("?", *"sign"), "Choose"),
    "palette": Shot(("ctrl+p", *"grade"), "Choose"),
    "search-empty": Shot((":",), "Search"),
    "search": Shot((":", *"marow bargs", "wait"), "Search"),
    "search-article": Shot((":", *"ferry", "wait"), "Search"),
    "note": Shot(("b", *"hi"), "Form"),
    "tag": Shot(("t",), "Form"),
    "override": Shot(("o",), "Form"),
    "override-refused": Shot(("o", *"99", "enter", *"why", "enter"), "Form"),
    "stake": Shot(("p",), "Form"),
    "rate": Shot(("r",), "Choose"),
    "date": Shot(("d",), "Form"),
    "link": Shot(("j", "u"), "Choose"),
    "copy": Shot(("y",), "Choose"),
    "import": Shot(("i",)),
    "export": Shot(("E",)),
    "export-article": Shot(("j", "enter", "E"), "Ask"),
    "versions": Shot(("j", "enter", "="), "Revisions", "revised"),
    "theme": Shot(("T",), "Themes"),
    "leave": Shot(("q",), "Leave"),
}


def annotated(case: CaseFile) -> None:
    """What two analysts left: own grades that differ (mine on other evidence), a note, a star, a tag, a private note.

    Written beside the pipeline, so that no change of grading changes these screens.
    """
    first = claims.view(case, claims.Filter()).ids[0]
    detail = claims.details(case, [first])[0]
    place, article = claims.target(detail), articles.details(case, [detail.article.id])[0]
    wanted: list[tuple[str, Target, str, object, str | None, bool]] = [
        ("ana", place, "override", "3", "she was not there herself", False),
        ("bo", place, "override", "1", "confirmed on the quay", False),
        ("ana", place, "note", "ask the warden how many", None, False),
        ("ana", place, "note", "she owes me a call", None, True),
        ("ana", place, "star", True, None, False),
        ("bo", place, "tag", "arrivals", None, False),
        ("bo", Target("name", "the heron"), "rating", "B", "own people at the harbour", False),
        ("bo", Target("sighting", article.sighting_key), "note", "front page", None, False),
    ]
    stored = []
    for n, (author, target, field, value, reason, private) in enumerate(wanted):
        with case.read() as r:
            op = ops.make_op(r, author, target, field, value, reason=reason, private=private)
        op = replace(op, nonce=f"{n:016}", at=f"2024-05-06T07:08:{n:02}+00:00")
        with case.write() as w:
            stored.append(ops.append(w, op))
            anchor_op(w, stored[-1], op.target, op.field)
            w.execute("DELETE FROM stale")
    with case.write() as w:
        w.execute(
            "UPDATE standing SET override = ?, override_stale = 1, shown_digit = 3, shown_support = 55 WHERE claim = ?",
            (stored[0], first),
        )


def masked(screen: str) -> str:
    """The screen without what the clock says."""
    return _CLOCK.sub("2000-01-01 00:00", screen)


@pytest.mark.parametrize("name", SHOTS)
async def test_the_screen_is_as_reviewed(name: str, made_case, empty_case, walk_in, monkeypatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    shot = SHOTS[name]
    case = empty_case if shot.case == "empty" else made_case[0]
    if shot.case == "annotated":
        annotated(case)
    if shot.case == "revised":
        one, other = made_case[1].articles[:2]
        with case.write() as w:
            w.execute("INSERT INTO article_link (a, b, relation, score) VALUES (?, ?, 'revises', 1)", (other, one))
    shown = []
    async with walk_in(case, SIZES[0]) as walk:
        for key in shot.keys:
            await (asyncio.sleep(0.2) if key == "wait" else walk.press(key))
        for size in SIZES:
            await walk.pilot.resize_terminal(*size)
            await walk.settle()
            shown.append(f"== {size[0]}x{size[1]}\n{masked(walk.screen())}")
        assert type(walk.app.screen).__name__ == shot.screen
    text = "\n".join(shown)
    path = GOLDENS / f"{name}.txt"
    if os.environ.get("SAIDBY_GOLDENS") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def screens() -> set[str]:
    """The names of all screens that the dashboard has; those of snapshots are looked at with the snapshots."""
    for module in pkgutil.iter_modules(tui.screens.__path__):
        importlib.import_module(f"tui.screens.{module.name}")
    importlib.import_module("tui.theming")

    def below(kind: type[Any]) -> set[type[Any]]:
        return {kind} | {c for sub in kind.__subclasses__() for c in below(sub)}

    found = below(Modal) | {MainScreen, ArticleScreen}
    return {c.__name__ for c in found - {Modal, Desk} if c.__module__ not in ELSEWHERE}


def test_every_screen_has_a_golden() -> None:
    assert {shot.screen for shot in SHOTS.values()} == screens()


def test_no_golden_is_left_over() -> None:
    assert {p.stem for p in GOLDENS.glob("*.txt")} == set(SHOTS)


@pytest.mark.parametrize("name", ["start", "help-claims", "facets", "override", "copy", "why", "leave", "article"])
async def test_a_shrunk_screen_is_the_one_that_opens_small(name: str, made_case, walk_in) -> None:
    shot = SHOTS[name]
    async with walk_in(made_case[0], (80, 24)) as walk:
        await walk.press(*shot.keys)
        opened = masked(walk.screen())
    assert f"== 80x24\n{opened}" in (GOLDENS / f"{name}.txt").read_text(encoding="utf-8")
