"""Documents: PDF (pypdf), Word (the standard library) and RTF (striprtf). The day of making is no publication."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator

from importers.reader import ArticleDraft, Input, Reader, ReadOptions
from importers.readers.docx import docx_names, docx_paragraphs
from importers.readers.nexis import is_nexis, nexis_articles
from store.records.article import Problem

_MAX_PAGES = 3000
_FILE_TITLE = re.compile(r"\A(?:Microsoft (?:Word|PowerPoint) - |untitled)|\.(?:docx?|pdf|qxd|indd|rtf|tmp)\Z", re.I)
"""Titles that programs put into PDF files: names of files, not of articles."""


def _sniff(head: bytes, name: str) -> float:
    if head[:1024].lstrip().startswith(b"%PDF-") or head.startswith(b"{\\rtf"):
        return 0.95
    if head.startswith(b"PK\x03\x04") and b"word/" in head:
        return 0.95
    return 0.0


def _read(source: Input, options: ReadOptions) -> Iterator[ArticleDraft | Problem]:
    if source.data.startswith(b"PK"):
        yield from _docx(source.data)
    elif source.data.startswith(b"{\\rtf"):
        yield _rtf(source.data, options)
    else:
        yield _pdf(source.data)


def _pdf(data: bytes) -> ArticleDraft | Problem:
    from pypdf import PdfReader  # 150 ms
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return Problem("E_ENCRYPTED", "it is encrypted")
        if len(reader.pages) > _MAX_PAGES:
            return Problem("E_TOO_BIG", f"{len(reader.pages)} pages; the limit is {_MAX_PAGES}")
        text = "\n\n".join(page.extract_text() or "" for page in reader.pages)
        stated = reader.metadata
        title, author = (stated.title, stated.author) if stated else (None, None)
    except (PyPdfError, OSError, zlib.error, NotImplementedError) as error:
        return Problem("E_PARSE", f"this PDF can't be read: {error}")
    if not text.strip():
        return Problem("E_NO_TEXT_LAYER", "there is no text in it, only pictures of pages")
    if title and _FILE_TITLE.search(title.strip()):
        title = None
    return ArticleDraft("", _joined(text), title=title, author=author)


def _joined(text: str) -> str:
    """Lines of a printed page put together again: a line that ends in mid-sentence goes on in the next."""
    text = re.sub(r"(\w)-\n(?=[a-z])", r"\1", text)
    return re.sub(r"(?<![.!?:”\"\n])\n(?=[^\n])", " ", text)


def _docx(data: bytes) -> Iterator[ArticleDraft | Problem]:
    found = docx_paragraphs(data)
    if isinstance(found, Problem):
        yield found
        return
    paragraphs = [p.strip() for p in found if p.strip()]
    if is_nexis(paragraphs):
        yield from nexis_articles(paragraphs)
        return
    title, author = docx_names(data)
    yield ArticleDraft("", "\n\n".join(paragraphs), title=title, author=author)


def _rtf(data: bytes, options: ReadOptions) -> ArticleDraft | Problem:
    from striprtf.striprtf import rtf_to_text

    text = rtf_to_text(data.decode("latin-1"), encoding=options.encoding or "cp1252", errors="replace")
    return ArticleDraft("", text)


READER = Reader(
    "document", "1", (".pdf", ".docx", ".rtf"),
    ("application/pdf", "application/rtf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    _sniff, _read, sandboxed=True, names=("pdf", "docx", "rtf"),
)  # fmt: skip
