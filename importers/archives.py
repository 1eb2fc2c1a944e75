"""Members of ZIP and gzip files: read in memory by their exact entry, with caps on size and ratio; nothing is written."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath
from typing import Protocol

from importers import magic
from importers.sources import Refused, Source, shown, too_big
from store.records.article import Problem
from store.records.text import clean_line

MAX_RATIO = 100
"""Bytes out for each byte in; more is a bomb (SHARING.md)."""
_FREE = 1_000_000
"""What may come out of a member before its ratio counts: small files of one character compress better than any text."""
MAX_MEMBERS = 100_000
_CHUNK = 1 << 20


def is_archive(data: bytes) -> bool:
    """Whether bytes are a gzip file, or a ZIP archive that is no document."""
    return magic.is_gzip(data) or (magic.is_zip(data) and magic.office_kind(data) is None)


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Member:
    """One entry of an archive: its source, whose bytes come when they are asked for."""

    def __init__(self, source: Source, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        self.source = source
        self._archive, self._entry = archive, entry

    def load(self, max_bytes: int) -> Source | Refused:
        """The member with its bytes, or why they can't be had."""
        if _leads_out(self._entry.filename):
            return Refused(self.source.path, Problem("E_BAD_NAME", "its name leads out of the archive"))
        if self._entry.flag_bits & 1:
            return Refused(self.source.path, Problem("E_ENCRYPTED", "it is encrypted"))
        if self._entry.file_size > max_bytes:
            return Refused(self.source.path, too_big(self._entry.file_size, max_bytes))
        try:
            with self._archive.open(self._entry) as stream:
                data = _capped(stream, self._entry.compress_size, max_bytes)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as error:
            return Refused(
                self.source.path, Problem("E_PARSE", f"this member is broken: {clean_line(str(error), 120)}")
            )
        return Refused(self.source.path, data) if isinstance(data, Problem) else replace(self.source, data=data)


def members(source: Source, data: bytes, max_bytes: int) -> Iterator[Member | Source | Refused]:
    """The members of an archive, in the order of its directory. A gzip file has one."""
    if magic.is_gzip(data):
        yield _gunzipped(source, data, max_bytes)
        return
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError) as error:
        yield Refused(source.path, Problem("E_PARSE", f"the archive is broken: {clean_line(str(error), 120)}"))
        return
    with archive:
        if len(entries) > MAX_MEMBERS:
            yield Refused(source.path, Problem("E_TOO_BIG", f"{len(entries):,} members; the limit is {MAX_MEMBERS:,}"))
            return
        if all(e.is_dir() for e in entries):
            yield Refused(source.path, Problem("E_EMPTY", "there is nothing in the archive"))
        pages = {_stem(e.filename) for e in entries if e.filename.lower().endswith((".html", ".htm"))}
        for entry in entries:
            if any(f"{p}_files/" in entry.filename for p in _parents(entry.filename) & pages):
                continue  # what a browser saved beside a page
            name = PurePosixPath(entry.filename.replace("\\", "/")).name
            if entry.is_dir() or name.startswith((".", "~$")) or name == "Thumbs.db":
                continue
            inner = Source(
                shown(f"{source.path}!{entry.filename}"),
                clean_line(name, 255) or "unnamed",
                entry.file_size,
                source.mtime_ns,
                exact=source.exact and clean_line(entry.filename) == entry.filename,
            )
            yield Member(inner, archive, entry)


def _stem(name: str) -> str:
    return str(PurePosixPath(name).with_suffix(""))


def _parents(name: str) -> set[str]:
    """The pages that a member could lie beside: "d/page" for "d/page_files/x.js"."""
    folders = (str(p) for p in PurePosixPath(name).parents)
    return {f.removesuffix("_files") for f in folders if f.endswith("_files")}


def _leads_out(name: str) -> bool:
    """Whether a member would land outside the folder it is unpacked to. Nothing is unpacked here, but who packs such
    names is after something."""
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or parts[0] == "" or parts[0].endswith(":")


def _gunzipped(source: Source, data: bytes, max_bytes: int) -> Source | Refused:
    try:
        with gzip.GzipFile(fileobj=BytesIO(data)) as stream:
            inner = _capped(stream, len(data), max_bytes)
    except (OSError, EOFError, zlib.error) as error:
        return Refused(source.path, Problem("E_PARSE", f"the gzip file is broken: {clean_line(str(error), 120)}"))
    if isinstance(inner, Problem):
        return Refused(source.path, inner)
    name = source.name[:-3] if source.name.lower().endswith(".gz") else source.name
    return replace(source, name=name, data=inner)


def _capped(stream: _Readable, packed: int, max_bytes: int) -> bytes | Problem:
    parts: list[bytes] = []
    size = 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > max_bytes:
            return too_big(size, max_bytes)
        if size > _FREE and size > MAX_RATIO * max(1, packed):
            return Problem("E_BOMB", f"it swells to more than {MAX_RATIO} times its size")
        parts.append(chunk)
    return b"".join(parts)
