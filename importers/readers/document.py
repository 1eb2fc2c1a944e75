"""Documents: PDF (pypdf), Word (the standard library) and RTF (striprtf). The day of making is no publication."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

from importers.reader import ArticleDraft, Input, Reader, ReadOptions
from store.records.article import Problem

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CORE = "{http://purl.org/dc/elements/1.1/}"
_MAX_XML = 60_000_000
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
        yield _docx(source.data)
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


def _docx(data: bytes) -> ArticleDraft | Problem:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            document = _part(archive, "word/document.xml")
            core = _part(archive, "docProps/core.xml") if "docProps/core.xml" in archive.namelist() else None
    except (zipfile.BadZipFile, KeyError, OSError, zlib.error, RuntimeError, NotImplementedError) as error:
        return Problem("E_PARSE", f"this document is broken: {error}")
    if document is None:
        return Problem("E_BOMB", "it swells too far")
    if b"<!DOCTYPE" in document or b"<!ENTITY" in document or (core and b"<!ENTITY" in core):
        return Problem("E_PARSE", "XML that defines entities of its own is refused")
    try:
        root = ElementTree.fromstring(document)
        stated = ElementTree.fromstring(core) if core else None
    except ElementTree.ParseError as error:
        return Problem("E_PARSE", f"this document is broken: {error}")
    text = "\n\n".join(p for e in root.iter(f"{_WORD}p") if (p := _paragraph(e)).strip())
    title = stated.findtext(f"{_CORE}title") if stated is not None else None
    author = stated.findtext(f"{_CORE}creator") if stated is not None else None
    return ArticleDraft("", text, title=title or None, author=author or None)


def _part(archive: zipfile.ZipFile, name: str) -> bytes | None:
    with archive.open(name) as stream:
        data = stream.read(_MAX_XML + 1)
    return data if len(data) <= _MAX_XML else None


def _paragraph(element: ElementTree.Element) -> str:
    marks = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n"}
    return "".join((e.text or "") if e.tag == f"{_WORD}t" else marks.get(e.tag, "") for e in element.iter())


def _rtf(data: bytes, options: ReadOptions) -> ArticleDraft | Problem:
    from striprtf.striprtf import rtf_to_text

    text = rtf_to_text(data.decode("latin-1"), encoding=options.encoding or "cp1252", errors="replace")
    return ArticleDraft("", text)


READER = Reader(
    "document", "1", (".pdf", ".docx", ".rtf"),
    ("application/pdf", "application/rtf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    _sniff, _read, sandboxed=True, names=("pdf", "docx", "rtf"),
)  # fmt: skip
