"""Paragraphs and sentences, aware of abbreviations, quotations and lines that are no prose."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

from importers.extract.layout import dateline_end, role_of_paragraph, signature_start
from importers.extract.lexicon import load
from store.records.reading import Sentence, SentenceRole
from store.records.span import Span

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_NEWLINE = re.compile(r"\n\s*")
_END = re.compile(
    r"(?:(?<![.!?…])[.!?…]++[”\"’'»)\]]{0,3}(?=\s)"  # full stops, once a run of them, and what closes with them, then a blank
    r"|(?<=[a-z]{3})[.!?][”\"’]?(?=[A-Z“\"][a-z]))"  # or no blank at all, as in badly copied text
)
_WORD_BEFORE = re.compile(r"[\w.&'’-]*$")
_INITIAL = re.compile(r"(?:^|[.\s(\"“])[A-Z]$")
_STARTS = re.compile(r"\s*[\"“‘'«(\[—–-]{0,3}\s?(?P<word>\S+)")
_LONGEST_WORD = 40


def read_paragraphs(text: str) -> tuple[Span, ...]:
    """Paragraphs without their blank edges: split at blank lines, or at every line end where there is no blank line.

    Text without blank lines whose lines are all broken at one width counts as one paragraph.
    """
    blocks = _split(text, Span(0, len(text)), _BLANK_LINE)
    if len(blocks) == 1 and "\n" in text and not _is_wrapped(text):
        blocks = _split(text, blocks[0], _NEWLINE)
    out: list[Span] = []
    for block in blocks:
        out.extend(_loose_lines(text, block))
    return tuple(out)


def read_sentences(text: str) -> tuple[Sentence, ...]:
    """Every sentence, heading and other line of the text, in order, not overlapping, with its paragraph and role."""
    out: list[Sentence] = []
    for number, paragraph in enumerate(read_paragraphs(text), start=1):
        role = role_of_paragraph(text, paragraph)
        head = dateline_end(text, paragraph) if role in ("prose", "heading") else None
        body = paragraph
        if head is not None:
            out.append(Sentence(_trim(text, Span(paragraph.start, head)), number, "dateline"))
            body = _trim(text, Span(head, paragraph.end))
            role = role_of_paragraph(text, body)
        tail = signature_start(text, body) if role in ("prose", "heading") else None
        if tail is not None:
            rest = _trim(text, Span(body.start, tail))
            out.extend(_sentences(text, rest, number, role_of_paragraph(text, rest)))
            out.append(Sentence(_trim(text, Span(tail, body.end)), number, "credit"))
        else:
            out.extend(_sentences(text, body, number, role))
    return tuple(out)


def _sentences(text: str, span: Span, number: int, role: SentenceRole) -> list[Sentence]:
    if role != "prose":
        return [Sentence(span, number, role)]
    out: list[Sentence] = []
    start = span.start
    for match in _END.finditer(text, span.start, span.end):
        if match.end() >= span.end or not _ends_here(text, match, start, span.end):
            continue
        piece = _trim(text, Span(start, match.end()))
        if piece.start < piece.end:
            out.append(Sentence(piece, number, role))
        start = match.end()
    piece = _trim(text, Span(start, span.end))
    if piece.start < piece.end:
        out.append(Sentence(piece, number, role))
    return out


def _ends_here(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Whether this full stop ends a sentence."""
    following = _STARTS.match(text, match.end(), min(end, match.end() + 80))
    if following is None:
        return True
    word = following.group("word")
    mark = match.group()
    first = word[0]
    if first.islower() or first in ",;":
        return False
    if mark[0] == "…" or mark.startswith(".."):
        return first.isupper() or first in "“\"'‘"
    if mark[0] != "." or len(mark) > 1:
        return True
    before = text[max(start, match.start() - _LONGEST_WORD) : match.start()]
    shape = _WORD_BEFORE.search(before)
    last = shape.group().lower() if shape else ""
    never, seldom, openers = _abbreviations()
    if last in never and first != "“":
        return False
    plain = word.lower().strip(".,;:!?\"”’'")
    if last in seldom or ("." in last and len(last) <= 8):
        return plain in openers and word[0].isupper()
    if _INITIAL.search(before):
        return plain in openers and len(last) <= 1 and last != "i" and word != "I"
    return True


def _loose_lines(text: str, block: Span) -> list[Span]:
    """A block of lines of its own (no wrapped prose) as one paragraph a line: each ends like a sentence or a heading."""
    if "\n" not in text[block.start : block.end]:
        return [block] if block.start < block.end else []
    lines = _split(text, block, _NEWLINE)
    continued = sum(
        1 for a, b in itertools.pairwise(lines) if text[a.end - 1] not in '.!?:”"’…)' and text[b.start].islower()
    )
    return [block] if continued or _is_wrapped(block.of(text)) else lines


def _is_wrapped(text: str) -> bool:
    lines = [line.rstrip() for line in text.split("\n") if line.strip()]
    if len(lines) < 3 or max(map(len, lines)) > 110:
        return False
    inner = lines[:-1]
    long_enough = sum(len(line) >= 45 for line in inner)
    unfinished = sum(line[-1] not in '.!?:”"' for line in inner)
    return long_enough >= 0.7 * len(inner) and unfinished >= 0.5 * len(inner)


def _split(text: str, span: Span, at: re.Pattern[str]) -> list[Span]:
    out: list[Span] = []
    start = span.start
    for match in at.finditer(text, span.start, span.end):
        out.append(_trim(text, Span(start, match.start())))
        start = match.end()
    out.append(_trim(text, Span(start, span.end)))
    return [piece for piece in out if piece.start < piece.end]


def _trim(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


@lru_cache(maxsize=1)
def _abbreviations() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    tables = load("abbreviations")
    never, seldom, openers = (frozenset(tables[k]["words"].split()) for k in ("never_final", "seldom_final", "openers"))
    return never, seldom, openers
