"""Where a quotation opens and closes: straight, curly and mixed marks, and quotations that run over paragraphs.

A quotation that runs on opens anew in each paragraph and closes only in the last; each paragraph's part is a piece.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from store.records.span import Span

_MARK = re.compile("[\"“”„«»]|``|''")
_OPENERS = frozenset({"“", "„", "«", "``"})
_CLOSERS = frozenset({"”", "»"})
_SINGLE_OPEN = re.compile(r"(?:(?<=^)|(?<=[\s(\[—–:-]))['‘](?=[\w…$£€])")
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?…;])['’](?![\w])")
MAX_SINGLE = 400
"""Characters within which a single-quoted passage must close; beyond it the mark was an apostrophe."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation of a text. `outer` holds the marks, `inner` what stands between them.

    `closed` is False where the paragraph ended first; `runs_on` where it was opened anew without having been closed.
    """

    outer: Span
    inner: Span
    closed: bool
    runs_on: bool
    single: bool = False


def read_quotations(text: str, paragraphs: tuple[Span, ...]) -> tuple[Quotation, ...]:
    """All quotations, paragraph by paragraph, in order; none crosses a paragraph's end and none stands in another."""
    found: list[Quotation] = []
    pending = ""
    for paragraph in paragraphs:
        here = _double(text, paragraph, pending)
        pending = _style(text[here[-1].outer.start]) if here and not here[-1].closed else ""
        found.extend(here)
        found.extend(_singles(text, paragraph, here))
    return tuple(sorted(found, key=lambda q: q.outer))


def _style(mark: str) -> str:
    """Straight or not: a quotation that runs on opens anew with the same kind of mark."""
    return "straight" if mark in "\"'" else "curly"


def _is_block(text: str, place: int, paragraph: Span) -> bool:
    """Whether a straight mark only says that its paragraph is quoted from elsewhere: it never closes, and curly pairs stand inside."""
    if text[paragraph.start : place].strip() or text[place] != '"':
        return False
    if text.find('"', place + 1, paragraph.end) >= 0:
        return False
    opening = text.find("“", place, paragraph.end)
    return opening >= 0 and text.find("”", opening, paragraph.end) >= 0


def _double(text: str, paragraph: Span, pending: str) -> list[Quotation]:
    found: list[Quotation] = []
    start: int | None = None
    width = 1
    runs_on = False
    for match in _MARK.finditer(text, paragraph.start, paragraph.end):
        mark, place = match.group(), match.start()
        first = not text[paragraph.start : place].strip()
        turned = mark == "“" and start is not None and _closes(text, place, paragraph.end)
        opening = (mark in _OPENERS and not turned) or (
            mark not in _CLOSERS and not turned and _looks_opening(text, match, paragraph, start is None)
        )
        if opening and start is None:
            if mark == '"' and first and _is_block(text, place, paragraph):
                continue
            start, width = place, len(mark)
            runs_on = first and pending == _style(mark[0])
        elif start is not None and not opening:
            end = match.end()
            if mark == "''" and text[end : end + 1] == "'" and not text[end + 1 : end + 2].isalnum():
                end += 1  # a quotation inside closes with it: 'like this,'''
            found.append(Quotation(Span(start, end), Span(start + width, place), True, runs_on))
            start = None
        elif opening and start is not None and mark in _OPENERS and _is_new_start(text, place):
            # the one before was never closed: it ends where this one begins
            found.append(Quotation(Span(start, place), Span(start + width, place), True, runs_on))
            start, width, runs_on = place, len(mark), False
    if start is not None:
        end = paragraph.end
        found.append(Quotation(Span(start, end), Span(start + width, end), False, runs_on))
    return found


def _closes(text: str, place: int, end: int) -> bool:
    """Whether an opening curly mark stands where only a closing one can: behind a comma or full stop, before a blank."""
    return text[place - 1] in ",.!?" and (place + 1 >= end or text[place + 1].isspace())


def _looks_opening(text: str, mark: re.Match[str], paragraph: Span, none_open: bool) -> bool:
    """A straight mark opens where a blank or bracket stands before it and a word after."""
    before = text[mark.start() - 1] if mark.start() > paragraph.start else " "
    after = text[mark.end()] if mark.end() < paragraph.end else " "
    if before in " \t\n\xa0([—–-/" and not after.isspace():
        return True
    if after.isspace() or after in ".,;:!?)]":
        return False
    return none_open


def _is_new_start(text: str, place: int) -> bool:
    return text[place - 1 : place].isspace() and text[:place].rstrip()[-1:] in ".!?:"


def _singles(text: str, paragraph: Span, doubles: list[Quotation]) -> list[Quotation]:
    found: list[Quotation] = []
    at = paragraph.start
    while True:
        opening = _SINGLE_OPEN.search(text, at, paragraph.end)
        if opening is None:
            return found
        at = opening.end()
        inside = any(q.outer.start < opening.start() < q.outer.end for q in doubles)
        closing = _SINGLE_CLOSE.search(text, at, min(paragraph.end, at + MAX_SINGLE))
        if inside or closing is None or "\n" in text[at : closing.start()]:
            continue
        found.append(
            Quotation(Span(opening.start(), closing.end()), Span(opening.end(), closing.start()), True, False, True)
        )
        at = closing.end()
