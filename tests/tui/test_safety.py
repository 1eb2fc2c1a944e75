"""Hostile text in every pane and box: nothing acts on the terminal, nothing is taken for markup, nothing crashes."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from textual.color import Color

from store.casefile import CaseFile
from tui.commands import COMMANDS
from tui.safe import CONTROL, Net, one_line, paragraph
from tui.widgets.text_view import Block, TextView

PAYLOADS = {
    "clipboard": "\x1b]52;c;UFdO\x07",
    "title": "\x1b]2;PWN\x1b\\",
    "c1": "\x9b2J\x9d52;c;UFdO\x9c",
    "bidi": "\u202egnp.exe\u202c\u2066\u2067",
    "controls": "\x00\x05\x07\x08\r\x0e\x7f",
    "breaks": "a\u2028b\u2029c\x85d\x0be",
    "closing tag": "oops [/] and [/nope]",
    "open tag": "oops [bold and [red]red[/red] tail \\",
    "link": "[@click=app.quit]click[/] [link=https://pwn.example]x[/link]",
    "variable": "$primary [$error]x :smile:",
    "marks": "a" + "\u0301" * 500,
    "joined": "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 20 + "1\ufe0f\u20e3",
    "wide": "漢字" * 200,
    "endless": "x" * 5000,
    "tags": "\U000e0041\U000e007f\ufff9\ufeff",
}
KEYS = ("1", "j", "G", "2", "j", "w", "escape", "A", "escape", "@", "escape", "F", "escape", "3", "l", "j", "4", "j")
MORE = (
    "2",
    "g",
    "y",
    "escape",
    "b",
    "escape",
    "/",
    "o",
    "escape",
    ":",
    "o",
    "escape",
    "enter",
    "]",
    "w",
    "escape",
    "v",
    "a",
    "escape",
    "e",
    "escape",
    "y",
    "escape",
    "escape",
    "E",
    "escape",
    "?",
    "escape",
    "escape",
    "m",
    "m",
    "b",
    "escape",
    "y",
    "escape",
    "escape",
    "1",
    "G",
    "k",
)


GROUPS = {"acting": tuple(PAYLOADS)[:6], "markup": tuple(PAYLOADS)[6:10], "shape": tuple(PAYLOADS)[10:]}


@pytest.mark.parametrize("group", GROUPS)
async def test_hostile_text_is_shown_and_nothing_more(group: str, tmp_path: Path, fill_case, walk_in) -> None:
    payload = " ".join(PAYLOADS[name] for name in GROUPS[group])
    with CaseFile(tmp_path / "hostile.saidby") as case:
        fill_case(case, lambda text: f"{text[:24]} {payload} {text[24:]}")
        async with walk_in(case, (100, 30)) as walk:
            for key in (*KEYS, *MORE):
                screen = await walk.press(key)
                assert not CONTROL.search(screen.replace("\n", ""))
                assert all(_styled_safely(strip) for strip in walk.app.screen._compositor.render_strips(walk.app.size))
            assert walk.app.is_running


def _styled_safely(strip: object) -> bool:
    """No segment carries a link or an action that data could have written."""
    return all(
        segment.style is None or (segment.style.link is None and "@click" not in (segment.style.meta or {}))
        for segment in strip
    )


async def test_markup_is_shown_literally(tmp_path: Path, fill_case, walk_in) -> None:
    with CaseFile(tmp_path / "markup.saidby") as case:
        fill_case(case, lambda text: f"[red]{text}[/red]")
        async with walk_in(case) as walk:
            assert "[red]Ilse" in walk.screen()


@given(st.text())
def test_a_list_line_has_nothing_that_acts(text: str) -> None:
    assert not CONTROL.search(one_line(text))


@given(st.text())
def test_a_paragraph_keeps_its_length(text: str) -> None:
    shown = paragraph(text)
    assert len(shown) == len(text)
    assert not CONTROL.search(shown.replace("\n", ""))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_the_net_lets_no_control_character_through(text: str) -> None:
    segments = Net().apply([Segment(text)], Color(0, 0, 0))
    assert not CONTROL.search("".join(s.text for s in segments))


def test_the_net_leaves_clean_lines_alone() -> None:
    segments = [Segment("as it was")]
    assert Net().apply(segments, Color(0, 0, 0)) is segments


def test_a_text_view_never_wraps_a_control_character() -> None:
    view = TextView()
    view.blocks = [Block(paragraph("a\x1b[31mb"))]
    assert view.text() == "a\ufffd[31mb"


def test_versions_of_hostile_articles_are_shown_and_nothing_more() -> None:
    from tui.screens.revisions import below, beside, pairs

    old, new = ("\n\n".join(f"{p} {n}" for p in PAYLOADS.values()) for n in (1, 2))
    view = TextView()
    for blocks in (beside(pairs(old, new), 60), below(pairs(old, new))):
        view.blocks = [Block(paragraph(b.text)) for b in blocks]
        assert not CONTROL.search(view.text().replace("\n", ""))


def test_no_screen_builds_markup_from_data() -> None:
    """Static, Label and notify parse markup: the dashboard has none of them."""
    root = Path(__file__).resolve().parents[2] / "tui"
    for path in root.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"\b(Static|Label|Markdown|OptionList|DataTable)\(", source), path
        assert "from_markup" not in source, path
        assert ".notify(" not in source, path


@pytest.mark.parametrize("seed", range(3))
async def test_no_burst_of_keys_ends_the_program(seed: int, made_case, walk_in, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)  # E writes where one stands
    dice = random.Random(seed)
    keys = [k for c in COMMANDS for k in c.keys if c.id not in ("quit", "suspend", "url", "editor")]
    async with walk_in(made_case[0], (100, 30)) as walk:
        for _ in range(60):
            walk.send(dice.choice([*keys, "enter", "escape", "a"]))
            if dice.random() < 0.3:
                await walk.settle()
        await walk.settle()
        assert walk.app.crash is None
