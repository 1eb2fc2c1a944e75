"""What the forms of press databases share: numbering, dates with an edition behind them, and the draft."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from importers.dating import to_edtf
from importers.reader import ArticleDraft, Stated
from importers.readers.markup import plain_text
from store.records.article import Problem


def numbered(drafts: Iterable[ArticleDraft | Problem]) -> Iterator[ArticleDraft | Problem]:
    """The articles of one file, each with its number as its place."""
    for number, draft in enumerate(drafts, 1):
        place = f"article {number}"
        if isinstance(draft, Problem):
            yield Problem(draft.code, draft.message, draft.level, place)
        else:
            yield replace(draft, locator=place)


def paragraphs_of(markup: str) -> list[str]:
    """The paragraphs of some markup, without blank ones."""
    return [p for p in plain_text(markup).split("\n\n") if p.strip()]


def date_in(words: str) -> str | None:
    """The date that a line is, with or without the edition behind it."""
    line = " ".join(words.split()).rstrip(".")
    if not 6 <= len(line) <= 80:
        return None
    try:
        return to_edtf(line)
    except ValueError:
        return None


def press_article(
    title: str | None, outlet: str | None, date: str | None, fields: dict[str, str], body: list[str]
) -> ArticleDraft | Problem:
    """One article of the parts that its form names; E_EMPTY where there is neither text nor title."""
    if not body and not title:
        return Problem("E_EMPTY", "there is no text in it")
    kept = tuple((n.lower(), fields[n]) for n in ("SECTION", "LENGTH", "DATELINE", "SERIES") if fields.get(n))
    edtf = date_in(date) if date else None
    return ArticleDraft(
        "",
        "\n\n".join(body),
        title=title,
        published=(Stated(edtf or date, "declared", raw=date),) if date else (),
        outlet=outlet.rstrip(". ") if outlet else None,
        author=fields.get("BYLINE") or fields.get("AUTHOR"),
        language=None,
        extra=kept,
    )
