"""An article as blocks to read: its head, and its text with claims, dates and selected words marked."""

from __future__ import annotations

from store.records.grade import band_of
from store.records.rows import ArticleDetail, DateDetail
from store.records.span import Span
from tui.forms.cells import date_words
from tui.safe import is_web, one_line, paragraph
from tui.widgets.lines import band_role
from tui.widgets.text_view import BLANK, Block, line

VERSIONS = ("revises", "revised-by")
"""How an article stands to another version of itself."""

MARGIN = 24
"""Columns of the right margin: what the dates of a line were resolved to."""

GUTTER = 8
"""Columns of the left margin: support and grade of the claim that begins in a line."""


def head_blocks(detail: ArticleDetail) -> list[Block]:
    """Title, outlet, date and byline; what the article says of its sources."""
    row = detail.row
    origin = f" ({row.published_origin})" if row.published_origin else ""
    where = (one_line(row.source or "outlet unknown"), "accent")
    blocks = [
        Block(one_line(row.title or row.first_line or row.name), "title"),
        line(
            where,
            (f" · {row.published or 'undated'}{origin}", "date" if row.published else "warn"),
            (f" · {one_line(row.name)}{'' if row.language in ('', 'und') else f' · {row.language}'}", "dim"),
        ),
    ]
    if detail.byline:
        blocks.append(line(("by ", "dim"), (one_line(detail.byline), "")))
    if row.url:
        blocks.append(line((one_line(row.url), "dim"), ("  O opens" if is_web(row.url) else "", "dim")))
    blocks += [line((f"{role.replace('_', ' ')}: ", "dim"), (one_line(party), "")) for party, role in detail.credits]
    return [*blocks, BLANK]


def body_block(detail: ArticleDetail, here: int | None, selected: Span | None = None) -> Block:
    """The text with its claims underlined by band and named in the margin; reversed are the selected words, or where
    none are, the claim under the cursor."""
    if detail.text is None:
        return Block("The text was withheld from the snapshot that this article came with.", "warn")
    text = paragraph(detail.text)
    marks: list[tuple[int, int, str]] = [(d.start, d.end, "date") for d in detail.dates]
    gutter: list[tuple[int, str, str]] = []
    for mark in detail.marks:
        current = mark.claim == here
        band = {"HIGH": "high", "MED": "med", "LOW": "low"}.get(band_of(mark.support), "none")
        role = "current" if current and selected is None else f"mark-{band}"
        marks += [(s, e, role) for s, e in mark.content]
        sign = "▶" if current else " "
        label = f"{sign}{'–' if mark.support is None else mark.support:>3} {mark.digit}"
        gutter.append((mark.content[0].start, label, "key" if current else band_role(mark.support)))
    if selected is not None:
        marks.append((selected.start, selected.end, "current"))
    gutter.sort(key=lambda g: (g[0], not g[1].startswith("▶")))
    notes = tuple((d.start, date_note(d), "date" if d.edtf else "warn") for d in detail.dates)
    return Block(text, "", tuple(marks), 0, tuple(gutter), notes=notes)


def date_note(date: DateDetail) -> str:
    """What a date of the text was resolved to, short enough for the margin; ~ where it could be another one."""
    words = date_words(date.edtf, date.precision) or "unresolved"
    return f"{'~' if date.alternatives else ''}{words}"
