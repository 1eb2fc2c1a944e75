"""The screen as text, at three sizes, reviewed as diffs. `SAIDBY_GOLDENS=write pytest tests/tui/test_goldens.py` renews them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

GOLDENS = Path(__file__).with_name("goldens")
WALKS = {
    "start": (),
    "timeline": ("1", "g", "j"),
    "sources": ("3",),
    "evidence": ("2", "j", "4"),
    "article": ("j", "enter", "]"),
    "why": ("w",),
    "confidence": ("c", "right", "right", "right", "right", "right", "right"),
    "filtered": ("&", "q", "u", "a", "y", "enter"),
    "help": ("?",),
    "note": ("b", "h", "i"),
}
SIZES = [(120, 40), (80, 24), (40, 12)]


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("name", WALKS)
async def test_the_screen_is_as_reviewed(name: str, size: tuple[int, int], made_case, walk_in) -> None:
    async with walk_in(made_case[0], size) as walk:
        shown = await walk.press(*WALKS[name])
    path = GOLDENS / f"{name}-{size[0]}x{size[1]}.txt"
    if os.environ.get("SAIDBY_GOLDENS") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")
