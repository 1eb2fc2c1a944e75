"""Hostile text becomes safe text here, once: articles, notes, tags, file names and merged snapshots alike.

What must go (SHARING.md): anything that acts on a terminal (C0 less tab and line feed, DEL, C1), that reorders
what a reader sees (bidi overrides and isolates), that hides text (tag characters, interlinear annotation), what
is no text at all (lone surrogates), and piles of combining marks that overrun neighbouring lines. Each such
character becomes U+FFFD, visible, so that nothing vanishes in silence. Every kind of line end becomes a line feed.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NewType

Clean = NewType("Clean", str)
"""Text that went through `clean`."""

CLEAN_VERSION = 1
"""Kept beside what was cleaned: a later version may be stricter."""

MAX_COMBINING = 8
"""Combining marks kept on one base character; more is a rendering attack, not a language."""

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNSAFE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_MAYBE_MARK = re.compile("[^\x00-\u02ff\u0370-\u0482\u048a-\u0590\U00020000-\U0010ffff]")
"""Said by what it is not: a class of 130,000 characters takes eight milliseconds to compile."""
_BLANKS = re.compile(r"\s+")


def clean(text: str) -> Clean:
    """Make a text safe to store and to show; same text, same result, and cleaning twice changes nothing."""
    if text.isascii() and text.isprintable():  # most lines: seven times as fast
        return Clean(text)
    text = _LINE_ENDS.sub("\n", text)
    text = _UNSAFE.sub("\ufffd", text)
    return Clean(_limit_marks(text))


def clean_line(text: str, limit: int = 1000) -> Clean:
    """`clean` for what must stay on one line (titles, names, tags): blanks collapsed, at most `limit` characters."""
    line = _BLANKS.sub(" ", clean(text)).strip()
    return Clean(line if len(line) <= limit else line[: limit - 1].rstrip() + "…")


def frozen_text(text: str) -> Clean:
    """The form in which a body is stored and hashed: NFC, cleaned, without blank edges."""
    return Clean(clean(unicodedata.normalize("NFC", clean(text))).strip("\n\t "))


def is_clean(text: str) -> bool:
    """Whether `clean` would leave the text as it is."""
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return True
    return clean(text) == text


def _limit_marks(text: str) -> str:
    if not _MAYBE_MARK.search(text):
        return text
    out: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me") else 0
        if run <= MAX_COMBINING:
            out.append(char)
    return "".join(out)
