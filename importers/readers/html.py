"""Saved web pages: a browser's "save as", SingleFile, MHTML, and .html.gz by way of the archives.

trafilatura finds the main text. The day of saving is never the day of publication; the address that the page was saved
from comes before what the page says of itself.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from itertools import islice
from urllib.parse import urlsplit

from importers import magic
from importers.dating import to_edtf
from importers.decoding import Decoded, decode, rough
from importers.reader import ArticleDraft, Input, Reader, ReadOptions, Stated
from importers.readers.markup import MetaTag, meta_tags, plain_text
from store.records.article import Problem
from store.records.text import clean_line

_MAX_CHARS = 3_000_000
_MAX_TAGS = 60_000
"""Beyond these the main text is not looked for (trees of such pages take minutes): all text of the page is taken."""
_H1 = re.compile(r"<h1[^<>]{0,500}>(.{1,1000}?)</h1", re.I | re.S)
_SEPARATOR = re.compile(r"\s[-|–—:·»]\s")
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{50000}")
_EMBEDDED = re.compile(r"data:[^\s\"'<>()]{2000,}")
"""Pictures and fonts inside the page, as SingleFile writes them: megabytes in one tag, none of it text."""
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d{4,5}\)(http[^\s>]{1,2000}) -->")
_SINGLE_FILE = re.compile(r"Page saved with SingleFile\s{1,20}url: (http[^\s>]{1,2000})")
_CHARSET = re.compile(rb"<meta[^<>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_.:-]{2,40})", re.I)
_XML_ENCODING = re.compile(rb"\A\s{0,100}<\?xml[^<>]{0,100}?encoding\s{0,5}=\s{0,5}[\"']([A-Za-z0-9_.:-]{2,40})", re.I)
_LANGUAGE = re.compile(r"<html[^<>]{0,1000}?\slang\s{0,5}=\s{0,5}[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2})", re.I)
_FRAME = re.compile(r"<frame\s[^<>]{0,500}?src\s{0,5}=\s{0,5}[\"']?([^\s\"'<>]{1,300})", re.I)
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{1,3000})", re.I)
_LD = re.compile(r'"(datePublished|dateCreated|dateModified)"\s{0,5}:\s{0,5}"([^"]{4,60})"')
_PAGE_TAGS = re.compile(r"<(?:html|body|head|title|p|div|article|h1|table)[\s>]", re.I)

_PUBLISHED = {
    "article:published_time": 0.95, "og:article:published_time": 0.95, "og:published_time": 0.9, "datepublished": 0.95,
    "parsely-pub-date": 0.9, "sailthru.date": 0.9, "pubdate": 0.9, "publishdate": 0.9, "publish-date": 0.9,
    "article.published": 0.9, "dc.date.issued": 0.9, "dcterms.issued": 0.9, "dc.date": 0.8, "dcterms.created": 0.8,
    "citation_publication_date": 0.9, "date": 0.7, "article_date_original": 0.9,
}  # fmt: skip
"""Names of <meta> that state a publication, and how far they are right (after htmldate's lists,
https://github.com/adbar/htmldate/blob/master/htmldate/core.py)."""
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified")


@dataclass(frozen=True, slots=True)
class _Page:
    text: str
    url: str | None
    problems: tuple[Problem, ...]


def _sniff(head: bytes, name: str) -> float:
    if _is_mhtml(head, name.lower()):
        return 0.95
    what = magic.kind(head)
    if what is not None and what[0] == "an HTML page":
        return 0.9
    if what is not None and what[0] != "an XML document":
        return 0.0
    text = rough(head)
    if text is None or not text.lstrip("\ufeff \t\r\n").startswith("<"):
        return 0.0
    if re.search(r"<html[\s>]", text[:20_000], re.I):
        return 0.9
    if what is None and _PAGE_TAGS.search(text[:20_000]):
        return 0.6
    return 0.0


def _is_mhtml(head: bytes, name: str) -> bool:
    start = head[:3000].lower()
    if b"multipart/related" not in start and b"text/html" not in start:
        return False
    return b"snapshot-content-location:" in start or b"from: <saved by " in start or name.endswith((".mht", ".mhtml"))


def _why_empty(page: str) -> str:
    """Why there is no text on a page: it only frames others, or none was saved with it."""
    framed = [clean_line(unescape(one[1]), 60) for one in islice(_FRAME.finditer(page), 3)]
    if framed:
        return f"the page only frames others ({', '.join(framed)}): save and import those"
    return "there is no text on the page"


def _read(source: Input, options: ReadOptions) -> Iterator[ArticleDraft | Problem]:
    page = _unwrapped(source, options)
    if isinstance(page, Problem):
        yield page
        return
    tags = meta_tags(page.text)
    draft = _main_text(page.text) if _is_ordinary(page.text) else None
    problems = list(page.problems)
    if draft is None:
        words = plain_text(page.text)
        if not words.strip():
            yield Problem("E_EMPTY", _why_empty(page.text))
            return
        problems.append(Problem("W_WHOLE_PAGE", "no main text was found: all text of the page was taken", "warning"))
        title = _TITLE.search(page.text)
        draft = ArticleDraft("", words, title=unescape(title[1]) if title else None)
    language = _LANGUAGE.search(page.text[:50_000])
    url = page.url or _own_address(tags, draft.url)
    yield replace(
        draft,
        title=headline(draft.title, page.text, tags, draft.outlet, url),
        published=(*_published(page.text, tags), *draft.published),
        updated=tuple(Stated(t.content, "structured", raw=t.name) for t in tags if t.name in _MODIFIED),
        url=url,
        language=language[1] if language else draft.language,
        problems=tuple(problems),
    )


def _is_ordinary(markup: str) -> bool:
    return len(markup) <= _MAX_CHARS and markup.count("<") <= _MAX_TAGS and _LONG_TAG.search(markup) is None


def _unwrapped(source: Input, options: ReadOptions) -> _Page | Problem:
    """The page's markup and the address that it was saved from."""
    data, url, declared = source.data, None, None
    if _is_mhtml(data, source.name.lower()):
        part = _mhtml(data)
        if isinstance(part, Problem):
            return part
        data, url, declared = part
    decoded = _decoded(data, options.encoding or declared)
    if isinstance(decoded, Problem):
        return decoded
    text = _EMBEDDED.sub("data:,", decoded.text.replace("\0", "\ufffd"))
    saved = _SAVED_FROM.search(text[:20_000]) or _SINGLE_FILE.search(text[:20_000])
    if url is None and saved:
        url = unescape(saved[1])
    return _Page(text, url, (decoded.problem,) if decoded.problem else ())


def _mhtml(data: bytes) -> tuple[bytes, str | None, str | None] | Problem:
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    url = message.get("Snapshot-Content-Location")
    for part in message.walk():
        if part.get_content_type() == "text/html":
            body = part.get_payload(decode=True)
            where = url or part.get("Content-Location")
            return (body if isinstance(body, bytes) else b""), str(where) if where else None, part.get_content_charset()
    return Problem("E_PARSE", "there is no page in this web archive")


def _decoded(data: bytes, encoding: str | None) -> Decoded | Problem:
    """The page as the browser would read it: mark, then what it declares (where that can be), then what it looks like."""
    declared = _CHARSET.search(data[:5000]) or _XML_ENCODING.search(data[:500])
    named = encoding or (declared[1].decode("ascii") if declared else None)
    if named is None or data[:2] in (b"\xff\xfe", b"\xfe\xff") or data.startswith(b"\xef\xbb\xbf"):
        return decode(data)
    if encoding is None and named.lower().replace("_", "-").startswith(("utf-16", "utf-32", "ucs-")):
        return decode(data)  # it could be read as ASCII, so it is not what it says
    if named.lower() in ("iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii"):
        named = "cp1252"  # as browsers read it: https://encoding.spec.whatwg.org/#names-and-labels
    found = decode(data, named)
    guessed = decode(data) if isinstance(found, Problem) or found.problem else None
    return (
        guessed
        if isinstance(guessed, Decoded) and guessed.problem is None
        else found
        if isinstance(found, Decoded)
        else decode(data)
    )


def _main_text(markup: str) -> ArticleDraft | None:
    """What trafilatura makes of a page; None where it finds nothing, or breaks on it."""
    from trafilatura import bare_extraction  # 440 ms
    from trafilatura.settings import Document

    found = None
    for metadata in (True, False):  # what trips over an odd head may still find the text
        try:
            found = bare_extraction(
                markup,
                with_metadata=metadata,
                include_comments=False,
                date_extraction_params={"extensive_search": False, "original_date": True},
            )
        except (ValueError, TypeError, AttributeError, LookupError, RecursionError, ArithmeticError):
            continue
        if found is not None:
            break
    if not isinstance(found, Document) or not found.text or not found.text.strip():
        return None
    text = "\n\n".join(line for line in found.text.split("\n") if line.strip())
    stated = (Stated(found.date, "structured", raw=found.date, confidence=0.6),) if found.date else ()
    return ArticleDraft(
        "", text, title=found.title, author=found.author, outlet=found.sitename, url=found.url, published=stated
    )


def _published(markup: str, tags: list[MetaTag]) -> Iterator[Stated]:
    for match in _LD.finditer(markup[:_MAX_CHARS]):
        if match[1] != "dateModified" and _is_date(match[2]):
            yield Stated(match[2], "structured", raw=match[0], confidence=0.97 if match[1] == "datePublished" else 0.75)
            break
    for tag in tags:
        if tag.name in _PUBLISHED and _is_date(tag.content):
            yield Stated(tag.content, "structured", raw=f"{tag.name}: {tag.content}", confidence=_PUBLISHED[tag.name])


def _is_date(words: str) -> bool:
    try:
        to_edtf(words)
    except ValueError:
        return False
    return True


def headline(found: str | None, markup: str, tags: list[MetaTag], outlet: str | None, url: str | None) -> str | None:
    """The article's title, without the name of the site.

    `found` is a heading that the extraction took; where it is no part of what the page calls itself (a heading of a
    menu), or only the site's name, the page's own title counts. A single <h1> that is a part of that title is the title.
    """
    declared = _TITLE.search(markup)
    own = " ".join(unescape(declared[1]).split()) if declared else ""
    shared = next((" ".join(t.content.split()) for t in tags if t.name == "og:title"), "")
    calls = f"{own} {shared}".casefold()
    parts = [p.strip() for p in _SEPARATOR.split(shared or own) if p.strip()]
    heads = {h for m in _H1.finditer(markup[:_MAX_CHARS]) if (h := " ".join(plain_text(m[1]).split()))}
    if len(heads) == 1 and len(parts) > 1 and (head := next(iter(heads))) in parts and not _is_site(head, outlet, url):
        return head
    if found and own and ((shared and found.casefold() not in calls) or _is_site(found, outlet, url)):
        others = [p for p in parts if not _is_site(p, outlet, url)]
        found = without_site(shared or own, outlet, url) if others == parts else max(others, key=len, default=found)
    return without_site(found, outlet, url) if found else None


def _is_site(words: str, outlet: str | None, url: str | None) -> bool:
    name = _letters(words)
    host = _letters(urlsplit(url).hostname or "") if url else ""
    return bool(name) and (name == _letters(outlet or "") or (len(name) > 3 and name in host))


def without_site(title: str, outlet: str | None, url: str | None) -> str:
    """A page's title without the name of the site before or after it ("Ferry sinks | Coast Courier")."""
    site = {_letters(outlet)} if outlet else set()
    host = _letters(urlsplit(url).hostname or "") if url else ""
    parts = _SEPARATOR.split(title)
    for part, rest in ((parts[-1], parts[:-1]), (parts[0], parts[1:])):
        name = _letters(part)
        if len(parts) > 1 and name and (name in site or (len(name) > 3 and name in host)):
            start = title.index(rest[0])
            return title[start : title.rindex(rest[-1]) + len(rest[-1])].strip()
    return title


def _letters(words: str) -> str:
    return re.sub(r"[\W_]+", "", words.casefold())


def _own_address(tags: list[MetaTag], found: str | None) -> str | None:
    stated = [t.content for n in ("canonical", "og:url") for t in tags if t.name == n]
    return next((u for u in stated if u.lower().startswith(("http://", "https://"))), found)


READER = Reader(
    "html",
    "2",
    (".html", ".htm", ".xhtml", ".mhtml", ".mht"),
    ("text/html", "multipart/related"),
    _sniff,
    _read,
    sandboxed=True,
)
