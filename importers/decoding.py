"""Bytes to text: byte order marks, UTF-8, UTF-16 without a mark, then charset-normalizer's guess."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from store.records.article import Problem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""The marks of UTF-32 come before those of UTF-16, which they begin with."""
_CONTROLS = bytes(b for b in range(32) if b not in (9, 10, 12, 13, 27)) + b"\x7f"
_SAMPLE = 131_072
_BINARY_SHARE = 0.05
_FEW = 8
_BINARY_SHARE_NOT_UTF8 = 0.02
_NOT_ASCII = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding that it was read as, and a warning where bytes had to be replaced by U+FFFD."""

    text: str
    encoding: str
    problem: Problem | None = None


def decode(data: bytes, encoding: str | None = None) -> Decoded | Problem:
    """The text of some bytes, or the problem (E_ENCODING, E_BINARY) that they are not text.

    `encoding` is what a person said; it is believed.
    """
    if encoding is not None:
        try:
            codecs.lookup(encoding)
            return _as(data, encoding)
        except (LookupError, ValueError):
            return Problem("E_ENCODING", f"there is no encoding '{encoding}'")
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _as(data[len(mark) :], name)
    if wide := _wide(data[:4096]):
        return _as(data, wide)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        if _share_of_controls(data) > _BINARY_SHARE_NOT_UTF8:
            return Problem("E_BINARY", "these bytes are not text")
        return _guessed(data)
    if _share_of_controls(data) > _BINARY_SHARE:
        return Problem("E_BINARY", "these bytes are not text")
    return Decoded(text, "utf-8")


def _as(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    replaced = text.count("\ufffd")
    if not replaced:
        return Decoded(text, encoding)
    what = f"{replaced} character{'s' if replaced > 1 else ''} could not be read as {encoding}"
    return Decoded(text, encoding, Problem("W_ENCODING", what, "warning"))


def _wide(head: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: ASCII letters and blanks leave zeros at every second or fourth place."""
    if len(head) < 4 or b"\0" not in head:
        return None
    fours = head[: len(head) // 4 * 4]
    zeros = [fours[i::4].count(0) / (len(fours) // 4) for i in range(4)]
    if zeros[1] > 0.9 and zeros[2] > 0.9 and zeros[3] > 0.9 and zeros[0] < 0.1:
        return "utf-32-le"
    if zeros[0] > 0.9 and zeros[1] > 0.9 and zeros[2] > 0.9 and zeros[3] < 0.1:
        return "utf-32-be"
    if zeros[1] > 0.3 and zeros[3] > 0.3 and zeros[0] < 0.02 and zeros[2] < 0.02:
        return "utf-16-le"
    if zeros[0] > 0.3 and zeros[2] > 0.3 and zeros[1] < 0.02 and zeros[3] < 0.02:
        return "utf-16-be"
    return None


def _share_of_controls(data: bytes) -> float:
    """Control characters per byte; a handful of them make no short text binary."""
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls / len(sample) if controls >= _FEW or controls > len(sample) / 3 else 0.0


def _guessed(data: bytes) -> Decoded:
    lenient = data.decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    whole = sum(1 for c in lenient[:_SAMPLE] if c > "\x7f" and c != "\ufffd")
    if whole >= 10 * broken or (broken == 1 and lenient.endswith("\ufffd")):
        return _as(data, "utf-8")
    from charset_normalizer import from_bytes  # 60 ms, and only for files in old encodings

    first = _NOT_ASCII.search(data)
    start = max(0, first.start() - 2000) if first and len(data) > _SAMPLE else 0
    best = from_bytes(data[start : start + _SAMPLE]).best()
    return _as(data, best.encoding if best is not None else "cp1252")


def rough(head: bytes) -> str | None:
    """The first characters of a text, good enough to tell its form; None where the bytes are not text.

    No guess at old encodings is made: their ASCII is right, the rest is Latin-1.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode(name, "replace")
    if wide := _wide(head[:4096]):
        return head.decode(wide, "replace")
    share = _share_of_controls(head)
    try:
        return head.decode("utf-8") if share <= _BINARY_SHARE else None
    except UnicodeDecodeError as error:
        if error.start >= len(head) - 4:
            return head[: error.start].decode("utf-8")
        return head.decode("latin-1") if share <= _BINARY_SHARE_NOT_UTF8 else None
