"""Lexis and Nexis: pages and texts of numbered documents, and the Word documents of Nexis Uni."""

from __future__ import annotations

import re
from collections.abc import Iterator

from importers.reader import ArticleDraft
from importers.readers.press_parts import date_in, numbered, paragraphs_of, press_article
from store.records.article import Problem

_DOC_HTML = re.compile(r"<DOC NUMBER=\d{1,4}>")
_COUNT = re.compile(r"^\s*\d{1,4} of \d{1,4} DOCUMENTS\s*$", re.M)
_FIELD = re.compile(
    r"^([A-ZÀ-Þ][A-ZÀ-Þ-]{2,25}|Length|Byline|Section|Dateline|Highlight|Graphic|Load-Date|Language|Series):\s(.*)",
    re.S,
)
_SAME_FIELD = {
    "AUTOR": "BYLINE", "AUTEUR": "BYLINE", "RUBRIK": "SECTION", "RUBRIQUE": "SECTION", "LÄNGE": "LENGTH",
    "LONGUEUR": "LENGTH", "UPDATE": "LOAD-DATE", "DATE-CHARGEMENT": "LOAD-DATE", "SPRACHE": "LANGUAGE", "LANGUE": "LANGUAGE",
}  # fmt: skip
"""Labels of the German and French interfaces."""
_END = re.compile(r"^\s*(?:End of Document|Copyright \d{4}|\(c\) \d{4}|Classification$)")
_AFTER = (
    "LOAD-DATE",
    "LANGUAGE",
    "PUBLICATION-TYPE",
    "GRAPHIC",
    "DOCUMENT-TYPE",
    "JOURNAL-CODE",
    "CLASSIFICATION",
    "URL",
)
_BEFORE = ("BYLINE", "SECTION", "LENGTH", "DATELINE", "HIGHLIGHT", "SERIES", "COLUMN", "TYPE", "SOURCE", "AUTHOR")
_MAX_HEAD = 12
"""Paragraphs at the start of an article among which outlet, date and title are looked for."""


def is_lexis(text: str) -> bool:
    """Whether a page or text is one of LexisNexis: documents that are counted."""
    return bool(_DOC_HTML.search(text)) or bool(_COUNT.search(text) and "\nLENGTH: " in text.replace("\r", ""))


def lexis_articles(text: str) -> Iterator[ArticleDraft | Problem]:
    """The articles of a page or text of LexisNexis, in order."""
    if _DOC_HTML.search(text):
        yield from numbered(_lexis(paragraphs_of(p.replace("-->", "", 1))) for p in _DOC_HTML.split(text)[1:])
    else:
        yield from numbered(_lexis(_wrapped(p)) for p in _COUNT.split(text)[1:])


def _wrapped(text: str) -> list[str]:
    return [" ".join(p.split()) for p in re.split(r"\n\s*\n", text) if p.strip()]


def _lexis(paragraphs: list[str]) -> ArticleDraft | Problem:
    """One article of LexisNexis: (count,) outlet, date, title, FIELD: lines, text, FIELD: lines."""
    paragraphs = [p for p in paragraphs if not _COUNT.match(p)]
    place = next((i for i, p in enumerate(paragraphs[:_MAX_HEAD]) if date_in(p)), None)
    if place is None:
        return Problem("E_PARSE", "neither outlet nor date is where this form has them")
    outlet = paragraphs[place - 1] if place else None
    fields, title, body = _fields(paragraphs[place + 1 :])
    return press_article(title, outlet, paragraphs[place], fields, body)


def _fields(paragraphs: list[str]) -> tuple[dict[str, str], str | None, list[str]]:
    fields: dict[str, str] = {}
    title: str | None = None
    body: list[str] = []
    for paragraph in paragraphs:
        match = _FIELD.match(paragraph)
        name = _SAME_FIELD.get(match[1], match[1].upper()) if match else ""
        if match and name in (*_BEFORE, *_AFTER):
            fields.setdefault(name, match[2].strip())
        elif _END.match(paragraph):
            if body:
                break
        elif title is None and not body and not fields:
            title = paragraph
        elif "LOAD-DATE" not in fields:
            body.append(paragraph)
    return fields, title, body


def is_nexis(paragraphs: list[str]) -> bool:
    """Whether a Word document is one of Nexis Uni: each article ends in "End of Document"."""
    return "End of Document" in paragraphs and any(p.startswith("Length:") for p in paragraphs)


def nexis_articles(paragraphs: list[str]) -> Iterator[ArticleDraft | Problem]:
    """The articles of a Word document of Nexis Uni, from its paragraphs."""
    yield from numbered(_nexis_uni(piece) for piece in _until_end(paragraphs))


def _until_end(paragraphs: list[str]) -> Iterator[list[str]]:
    piece: list[str] = []
    for paragraph in paragraphs:
        if paragraph == "End of Document":
            yield piece
            piece = []
        else:
            piece.append(paragraph)


def _nexis_uni(paragraphs: list[str]) -> ArticleDraft | Problem:
    """One article of Nexis Uni: title, outlet, date, copyright, Field: lines, Body, text, Load-Date."""
    length = next((i for i, p in enumerate(paragraphs) if p.startswith("Length:")), len(paragraphs))
    place = next((i for i in range(length - 1, -1, -1) if date_in(paragraphs[i])), None)
    date = paragraphs[place] if place is not None else None
    if place is None:  # some articles state none: then the copyright stands where it would
        place = next((i for i, p in enumerate(paragraphs[:length]) if p.startswith("Copyright")), 0)
        place -= paragraphs[place - 1] == "Correction Appended"
    if place < 2:
        return Problem("E_PARSE", "neither outlet nor date is where this form has them")
    start = next((i for i, p in enumerate(paragraphs) if p == "Body"), place)
    fields: dict[str, str] = {}
    for paragraph in paragraphs[place:start]:
        if match := _FIELD.match(paragraph):
            fields.setdefault(match[1].upper(), match[2].strip())
    body = []
    for paragraph in paragraphs[start + 1 :]:
        if paragraph.startswith(("Load-Date:", "Classification")):
            break
        body.append(paragraph)
    return press_article(paragraphs[place - 2], paragraphs[place - 1], date, fields, body)
