"""Two versions of an article side by side, and its text in the person's own editor."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui import editing
from tui.screens.revisions import below, beside, pairs

OLD = "One stays.\n\nForty came.\n\nThis goes."
NEW = "One stays.\n\nFifty came.\n\nThis is new.\n\nAnd this."


def revise(case, made) -> None:  # type: ignore[no-untyped-def]
    """Have the second article be a version of the first."""
    with case.write() as w:
        w.execute(
            "INSERT INTO article_link (a, b, relation, score) VALUES (?, ?, 'revises', 1)",
            (made.articles[1], made.articles[0]),
        )


def test_paragraphs_are_paired_and_signed() -> None:
    assert pairs(OLD, NEW) == [
        ("=", "One stays.", "One stays."),
        ("~", "Forty came.", "Fifty came."),
        ("~", "This goes.", "This is new."),
        ("+", "", "And this."),
    ]


@given(
    st.lists(st.text("ab ", min_size=1, max_size=4), max_size=6),
    st.lists(st.text("ab ", min_size=1, max_size=4), max_size=6),
)
def test_no_paragraph_is_lost(old: list[str], new: list[str]) -> None:
    found = pairs("\n\n".join(old), "\n\n".join(new))
    assert [a for _, a, _ in found if a] == [p.strip() for p in old if p.strip()]
    assert [b for _, _, b in found if b] == [p.strip() for p in new if p.strip()]


def test_side_by_side_no_line_is_wider_than_there_is_room() -> None:
    assert all(len(b.text) <= 40 for b in beside(pairs(OLD * 9, NEW * 9), 40))


def test_one_under_the_other_the_signs_say_which_is_which() -> None:
    shown = [b.text for b in below(pairs(OLD, NEW))]
    assert "- Forty came." in shown
    assert "+ Fifty came." in shown


@pytest.mark.parametrize(("size", "words"), [((120, 40), "   "), ((80, 24), "- 2023-04-12 · heron-0412.txt")])
async def test_the_other_version_opens_beside_this_one(made_case, walk_in, size, words: str) -> None:
    case, made = made_case
    revise(case, made)
    async with walk_in(case, size) as walk:
        screen = await walk.press("j", "enter", "=")
        assert "paragraphs differ" in screen
        assert words in screen
        assert "barges" in screen


async def test_an_article_of_one_version_says_so(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        await walk.press("j", "enter", "=")
        assert "no other version" in walk.status


@pytest.mark.parametrize(
    ("words", "ran"),
    [
        (["vim"], ["vim", "+3", "a.txt"]),
        (["/usr/bin/nano", "-v"], ["/usr/bin/nano", "-v", "+3", "a.txt"]),
        (["code", "--wait"], ["code", "--wait", "a.txt"]),
    ],
)
def test_the_editor_is_told_the_line_where_it_knows_lines(words: list[str], ran: list[str]) -> None:
    assert editing.command(words, Path("a.txt"), 3) == ran


@pytest.mark.parametrize(
    ("visual", "plain", "words"),
    [("", "", ["vi"]), ("", "nano -w", ["nano", "-w"]), ("code --wait", "nano", ["code", "--wait"])],
)
def test_the_editor_is_the_persons_own(monkeypatch, visual: str, plain: str, words: list[str]) -> None:
    monkeypatch.setenv("VISUAL", visual)
    monkeypatch.setenv("EDITOR", plain)
    assert editing.editor() == words


async def test_the_editor_gets_a_copy_that_is_gone_afterwards(made_case, walk_in, monkeypatch) -> None:
    from contextlib import nullcontext

    seen: list[tuple[str, str]] = []

    def run(words: list[str], check: bool) -> None:
        seen.append((words[-1], Path(words[-1]).read_text(encoding="utf-8")))

    monkeypatch.setattr(subprocess, "run", run)
    async with walk_in(made_case[0]) as walk:
        monkeypatch.setattr(walk.app, "suspend", nullcontext)
        await walk.press("j", "ctrl+e")
    ((path, text),) = seen
    assert text.startswith("The Osten line has ordered forty barges")
    assert not Path(path).exists()


async def test_a_terminal_that_cannot_be_handed_over_is_said(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        await walk.press("j", "ctrl+e")
        assert "can't be handed over" in walk.status
