"""What kind of file some first bytes are: enough to name a form that no reader here takes, and to refuse pictures."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

BINARY_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"PAR1", "a Parquet table"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xfd7zXZ\0", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a zstd file"),
    (b"BZh", "a bzip2 file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"OggS", "a sound or film"),
    (b"ID3", "a sound"),
    (b"\x1aE\xdf\xa3", "a film"),
)
"""First bytes of forms that are no text: https://en.wikipedia.org/wiki/List_of_file_signatures"""

_TEXT_KINDS = (
    (re.compile(rb"%PDF-"), "a PDF document"),
    (re.compile(rb"\{\\rtf"), "an RTF document"),
    (re.compile(rb"WARC/[01]"), "a web archive"),
    (re.compile(rb"From [^\n]{3,200}\n[A-Za-z-]+: "), "a mailbox"),
    (
        re.compile(rb"<\?xml[^>]{0,200}\?>\s{0,50}(?:<!--.{0,500}?-->\s{0,50}){0,3}<svg|<svg[\s>]", re.I | re.S),
        "an SVG picture",
    ),
    (re.compile(rb"<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]|<title[\s>]", re.I), "an HTML page"),
    (re.compile(rb"<\?php", re.I), "an HTML page"),
    (re.compile(rb"<opml[\s>]|<\?xml[^>]{0,200}\?>\s{0,50}<opml", re.I), "a list of feeds (OPML)"),
    (re.compile(rb"<rss[\s>]|<feed[\s>]|<rdf:RDF", re.I), "a feed"),
    (re.compile(rb"<\?xml|<!doctype", re.I), "an XML document"),
    (re.compile(rb"MIME-Version: |Content-Type: multipart/|Received: from ", re.I), "a mail"),
    (re.compile(rb"@(?:article|book|misc|inproceedings|online)\s?\{", re.I), "a BibTeX list"),
    (re.compile(rb"TY  - [A-Z]"), "an RIS list"),
)
"""Beginnings of text forms (after a byte order mark and blanks), in the order in which they are tried."""


def kind(head: bytes) -> tuple[str, bool] | None:
    """What the first bytes are, in words, and whether that is no text at all; None for nothing in particular."""
    for mark, words in BINARY_KINDS:
        if head.startswith(mark):
            return words, True
    if head[4:8] == b"ftyp":
        return "a film", True
    if head[:4] == b"RIFF":
        return "a picture or sound", True
    if head[257:262] == b"ustar":
        return "a tar archive", True
    start = head[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = start[:4096].replace(b"\0", b"")[2:].lstrip()
    for pattern, words in _TEXT_KINDS:
        if pattern.match(start):
            return words, words == "a PDF document"
    return None


def is_gzip(head: bytes) -> bool:
    """Whether the bytes are compressed with gzip."""
    return head.startswith(b"\x1f\x8b\x08")


def is_zip(head: bytes) -> bool:
    """Whether the bytes are a ZIP archive (documents of office programs are too: see `office_kind`)."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def office_kind(data: bytes) -> str | None:
    """The document that a ZIP archive is, or None for a plain archive (or a broken one)."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = {i.filename for i in archive.infolist()[:5000]}  # Nexis puts the text after fifty headers
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        return None
    if "word/document.xml" in names:
        return "a Word document"
    if any(n.startswith("xl/") for n in names):
        return "an Excel table"
    if any(n.startswith("ppt/") for n in names):
        return "a presentation"
    if "META-INF/container.xml" in names or any(n == "mimetype" for n in names):
        return "an e-book or OpenDocument file"
    if "datapackage.json" in names and any(n.startswith("archive/") for n in names):
        return "a web archive (WACZ)"
    return None
