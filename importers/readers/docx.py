"""Word documents by the standard library: their paragraphs, and what they state of themselves."""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.etree import ElementTree

from store.records.article import Problem

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CORE = "{http://purl.org/dc/elements/1.1/}"
_MAX_XML = 60_000_000
_MARKS = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n"}


def docx_paragraphs(data: bytes) -> list[str] | Problem:
    """The paragraphs of a Word document, empty ones too; or why they can't be had."""
    root = _part(data, "word/document.xml")
    if isinstance(root, Problem):
        return root
    return [_paragraph(e) for e in root.iter(f"{_WORD}p")]


def docx_names(data: bytes) -> tuple[str | None, str | None]:
    """Title and author that the document states; None where it does not."""
    root = _part(data, "docProps/core.xml")
    if isinstance(root, Problem):
        return None, None
    return root.findtext(f"{_CORE}title") or None, root.findtext(f"{_CORE}creator") or None


def _part(data: bytes, name: str) -> ElementTree.Element | Problem:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(name) as stream:
            xml = stream.read(_MAX_XML + 1)
    except (zipfile.BadZipFile, KeyError, OSError, zlib.error, RuntimeError, NotImplementedError) as error:
        return Problem("E_PARSE", f"this document is broken: {error}")
    if len(xml) > _MAX_XML:
        return Problem("E_BOMB", "it swells too far")
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        return Problem("E_PARSE", "XML that defines entities of its own is refused")
    try:
        return ElementTree.fromstring(xml)
    except ElementTree.ParseError as error:
        return Problem("E_PARSE", f"this document is broken: {error}")


def _paragraph(element: ElementTree.Element) -> str:
    return "".join((e.text or "") if e.tag == f"{_WORD}t" else _MARKS.get(e.tag, "") for e in element.iter())
