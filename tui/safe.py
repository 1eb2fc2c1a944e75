"""Text from data on its way to the screen: plain pieces, one line where a list needs one, and the last net on strips.

Markup never runs on data: panes draw from (text, role) pieces, and nothing here parses either. The net is the same
promise once more, at the border: whatever a widget draws, no control character leaves the program.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rich.segment import Segment
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter

from store.records.text import clean

CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
"""What acts on a terminal or reorders what is read; in a strip, line ends and tabs too."""

_UNSTEADY = re.compile("[\u200b-\u200d\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff\ufeff]")
"""Variation selectors, keycaps, skin tones, joiners: terminals and Python disagree on their width."""

_BLANKS = re.compile(r"\s+")


@lru_cache(maxsize=8192)
def one_line(text: str) -> str:
    """A text as it can stand in a list: one line, no characters of unsure width, nothing that acts."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text
    return CONTROL.sub("\ufffd", _BLANKS.sub(" ", _UNSTEADY.sub("", clean(text)))).strip()


def paragraph(text: str) -> str:
    """A text as it can stand in a reader: same length, so that spans hold; what would act is replaced one for one."""
    if text.isascii() and text.isprintable():
        return text
    return CONTROL.sub(lambda m: "\n" if m[0] == "\n" else " " if m[0] in "\t\u2028\u2029" else "\ufffd", text)


def content(text: str) -> Content:
    """A text for a title or label of Textual's, never parsed as markup."""
    return Content(one_line(text))


def is_web(url: str | None) -> bool:
    """Whether an address may be opened: http and https, printable, nothing else."""
    return (
        bool(url)
        and str(url).lower().startswith(("http://", "https://"))
        and str(url).isprintable()
        and " " not in str(url)
    )


class Net(LineFilter):
    """The last net: a control character that still stands in a segment is dropped before it is written."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, none with a control character."""
        if not any(CONTROL.search(text) for text, _, control in segments if not control):
            return segments
        return [
            segment if segment.control else Segment(CONTROL.sub("", segment.text), segment.style)
            for segment in segments
        ]
