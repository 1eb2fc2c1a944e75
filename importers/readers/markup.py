"""Markup to plain text, and the tags that state something of a page: linear, whatever the markup is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

_SILENT = ("script", "style", "noscript", "template", "svg", "object", "head", "select", "textarea")
"""Elements whose content is no text of the page."""
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_READABLE = ("object", "select", "noscript")
"""Of these, what comes after one that is never closed is shown by browsers, or better shown than lost."""
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]{0,40})")
_ENDS = {name: re.compile(f"</{name}", re.I) for name in _SILENT} | {"head": re.compile("</head|<body|<p[ >]", re.I)}
_BREAKS = re.compile(r"[ \t]*\n\s*")
_BLANKS = re.compile(r"[ \t\r\f]+")
_TAG = re.compile(r"<(meta|time|link)\b([^<>]{1,3000})>", re.I)
_ATTRIBUTE = re.compile(
    r"([A-Za-z:_-]{1,40})\s{0,5}=\s{0,5}(?:\"([^\"]{0,2500})\"|'([^']{0,2500})'|([^\s\"'>]{1,2500}))"
)
_MAX_TAGS = 500


@dataclass(frozen=True, slots=True)
class MetaTag:
    """Something that a page states of itself: a name in lower case ("article:published_time"), and the words."""

    name: str
    content: str


def plain_text(markup: str) -> str:
    """All text of some markup, without scripts, styles, comments and tags; blocks become paragraphs."""
    out: list[str] = []
    place, size = 0, len(markup)
    unclosed: set[str] = set()
    last_close = markup.rfind(">")
    while place < size:
        start = markup.find("<", place)
        if start < 0 or start > last_close:
            out.append(markup[place:])
            break
        out.append(markup[place:start])
        if markup.startswith("<!--", start):
            end = markup.find("-->", start + 4)
            if end < 0:
                break
            place = end + 3
            continue
        if markup.startswith("<![CDATA[", start):
            place = start + 9
            continue
        name = _NAME.match(markup, start)
        if name is None and not markup.startswith(("<!", "<?"), start):
            out.append("<")
            place = start + 1
            continue
        place = markup.find(">", start) + 1
        if name is None:
            continue
        word = name[1].lower()
        if word in _BLOCKS:
            out.append("\n")
        if word in _ENDS and markup[start + 1] != "/":
            if word in unclosed:
                continue
            closing = _ENDS[word].search(markup, place)
            if closing is not None:
                place = closing.start()
            elif word in _READABLE:
                unclosed.add(word)  # its own closing tag is missing: what follows is the page's text again
            else:
                break
    text = _BLANKS.sub(" ", unescape("".join(out)))
    return _BREAKS.sub("\n\n", text).strip()


def meta_tags(markup: str) -> list[MetaTag]:
    """What <meta>, <time> and <link rel=canonical> state, in order; at most 500 of them."""
    found: list[MetaTag] = []
    for match in _TAG.finditer(markup, 0, 1_000_000):
        values = {m[1].lower(): unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(match[2])}
        tag = match[1].lower()
        if tag == "meta":
            name = values.get("property") or values.get("name") or values.get("itemprop")
            words = values.get("content")
        elif tag == "link":
            name = "canonical" if values.get("rel", "").lower() == "canonical" else None
            words = values.get("href")
        else:
            stated = values.get("itemprop", "").lower()
            name = (
                stated
                if stated in ("datepublished", "datemodified")
                else "pubdate"
                if "pubdate" in match[2].lower()
                else None
            )
            words = values.get("datetime")
        if name and words:
            found.append(MetaTag(name.lower().strip(), words.strip()))
        if len(found) >= _MAX_TAGS:
            break
    return found
