"""Factiva: saved pages (with or without field tags) and XML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree

from importers.reader import ArticleDraft, Stated
from importers.readers.markup import plain_text
from importers.readers.press_parts import date_in, numbered, paragraphs_of, press_article
from store.records.article import Problem

_FACTIVA_PAGE = re.compile(r"<title>\s{0,20}(?:Dow Jones )?Factiva\s{0,20}</title>|class=\"factivalogo\"", re.I)
_FACTIVA_ARTICLE = re.compile(r'<div[^<>]{0,200}\sclass="article\s{1,5}[a-z]{2,5}Article"[^<>]{0,200}>')
_FACTIVA_HEADLINE = re.compile(r"class=[\"'][a-z]{2,5}Headline[^\"'<>]{0,40}[\"'][^<>]{0,40}>")
_FACTIVA_AUTHOR = re.compile(r'<div class="author">([^<]{1,300})<')
_FACTIVA_PARAGRAPH = re.compile(r'<p\s{1,5}class="articleParagraph')
_FACTIVA_CODES = frozenset(
    [
        "HD",
        "BY",
        "CR",
        "WC",
        "PD",
        "ET",
        "SN",
        "SC",
        "ED",
        "PG",
        "LA",
        "CY",
        "LP",
        "TD",
        "CT",
        "RF",
        "CO",
        "IN",
        "NS",
        "RE",
        "IPC",
        "IPD",
        "PUB",
        "AN",
        "VOL",
        "CLM",
        "SE",
    ]
)
"""Field codes of Factiva's "field tags" layout."""


def is_factiva(text: str) -> bool:
    """Whether a text is one of Factiva's forms."""
    return bool(is_factiva_xml(text) or _FACTIVA_PAGE.search(text) or _FACTIVA_ARTICLE.search(text))


def is_factiva_xml(text: str) -> bool:
    """Whether it is Factiva's XML."""
    return "http://global.factiva.com/" in text[:5000]


def factiva_articles(text: str) -> Iterator[ArticleDraft | Problem]:
    """The articles of a Factiva file, in order."""
    if is_factiva_xml(text):
        yield from _xml(text)
    elif _FACTIVA_ARTICLE.search(text):
        yield from _pages(text)
    else:
        yield Problem("E_EMPTY", "there is no article on this page of Factiva")


def _pages(text: str) -> Iterator[ArticleDraft | Problem]:
    yield from numbered(_article(piece) for piece in _FACTIVA_ARTICLE.split(text)[1:])


def _tagged(paragraphs: list[str]) -> ArticleDraft | Problem:
    """One article of Factiva's layout with field tags: HD headline, PD date, SN source, LP and TD text, AN number."""
    fields: dict[str, list[str]] = {}
    code = ""
    for paragraph in paragraphs:
        word = paragraph.strip()
        if word in _FACTIVA_CODES:
            code = word
        elif code:
            fields.setdefault(code, []).append(word)
    one = {c: " ".join(words) for c, words in fields.items()}
    body = [*fields.get("LP", []), *fields.get("TD", [])]
    named = {"BYLINE": one["BY"]} if "BY" in one else {}
    return press_article(one.get("HD"), one.get("SN"), one.get("PD", ""), named, body)


def _article(markup: str) -> ArticleDraft | Problem:
    if re.search(r">\s{0,50}HD\s{0,50}<", markup):
        return _tagged(paragraphs_of(markup))
    start = _FACTIVA_PARAGRAPH.search(markup)
    head = paragraphs_of(markup[: start.start()] if start else markup)
    rest = plain_text(markup[start.start() :]) if start else ""
    body, _, tail = rest.partition("\n\nDocument ")
    heading = _FACTIVA_HEADLINE.search(markup)
    title = plain_text(markup[heading.end() : heading.end() + 2000].split("</", 1)[0]) if heading else None
    place = next((i for i, p in enumerate(head) if date_in(p)), None)
    following = (
        [p for p in head[place + 1 :] if not re.fullmatch(r"\d{1,2}:\d{2}(?: GMT)?", p)] if place is not None else []
    )
    author = _FACTIVA_AUTHOR.search(markup)
    fields = {"BYLINE": plain_text(author[1])} if author else {}
    date = head[place] if place is not None else None
    draft = press_article(title, following[0] if following else None, date, fields, [body] if body.strip() else [])
    if isinstance(draft, Problem):
        return draft
    return replace(draft, external_id=tail.split()[0] if tail.split() else None)


def _xml(text: str) -> Iterator[ArticleDraft | Problem]:
    if "<!ENTITY" in text or "<!DOCTYPE" in text[:2000]:
        yield Problem("E_PARSE", "XML that defines entities of its own is refused")
        return
    try:
        root = ElementTree.fromstring(re.sub(r"\A\s*<\?xml[^>]{0,200}\?>", "", text.lstrip("\ufeff")))
    except ElementTree.ParseError as error:
        yield Problem("E_PARSE", f"this file is broken: {error}")
        return
    for number, element in enumerate((e for e in root.iter() if _local(e) == "article"), 1):
        parts = {_local(e): e for e in element}
        words = {n: " ".join("".join(e.itertext()).split()) for n, e in parts.items()}
        body = [w for n in ("leadParagraph", "tailParagraphs") if n in parts for w in _paragraphs(parts[n])]
        date = words.get("publicationDate")
        yield ArticleDraft(
            f"article {number}",
            "\n\n".join(p for p in body if p),
            title=words.get("headline"),
            published=(Stated(date, "declared", raw=date),) if date else (),
            outlet=words.get("sourceName"),
            author=words.get("byline"),
            language=(words.get("baseLanguage") or "").lower() or None,
            external_id=words.get("accessionNo"),
        )


def _paragraphs(element: ElementTree.Element) -> list[str]:
    """The paragraphs of a lead or tail: elements of their own, or indented lines of one text."""
    if len(element):
        return [" ".join("".join(p.itertext()).split()) for p in element]
    return [" ".join(p.split()) for p in re.split(r"\n {4,}", element.text or "") if p.strip()]


def _local(element: ElementTree.Element) -> str:
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""
