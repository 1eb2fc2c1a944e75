"""One file to what is in it: loaded, told apart, hashed and read. No case file here: this runs in workers too."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from importers import sniff
from importers.freeze import Frozen, read_frozen
from importers.plugins import reader_named
from importers.reader import Input, Reader, ReadOptions
from importers.sandbox import Sandbox
from importers.sources import Source
from store.records.article import Problem


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that is loaded and told apart, but not read."""

    name: str
    data: bytes
    sha256: str
    reader: Reader


@dataclass(frozen=True, slots=True)
class FileRead:
    """What is in one file: the hash of its bytes, the reader (name/version), articles and problems in their order."""

    sha256: str
    reader: str
    items: tuple[Frozen | Problem, ...]


def look(source: Source, forced: Reader | None, options: ReadOptions) -> Looked | Problem:
    """A file's bytes and the reader for them; or why there are none."""
    data = source.load(options.max_bytes)
    if isinstance(data, Problem):
        return data
    choice = sniff.choose(data, source.name, forced)
    if isinstance(choice, Problem):
        return choice
    return Looked(source.name, data, hashlib.sha256(data).hexdigest(), choice.reader)


def read_looked(
    looked: Looked, options: ReadOptions, sandbox: Sandbox, limit: int | None = None, careful: bool = False
) -> FileRead:
    """Read a file, up to `limit` units; in the sandbox where its reader is risky, or where `careful` says so."""
    source = Input(looked.name, looked.data)
    found: Iterable[Frozen | Problem]
    if looked.reader.sandboxed or careful:
        found = sandbox.read(source, looked.reader, options)
    else:
        found = read_frozen(source, looked.reader, options)
    return FileRead(looked.sha256, looked.reader.ident, tuple(islice(found, limit)))


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some files for one worker. `form` is the reader that a person named; None to tell each file apart."""

    sources: tuple[Source, ...]
    form: str | None
    options: ReadOptions


_here = threading.local()
"""A worker's sandbox: one for each of its threads, kept from chunk to chunk."""


def read_chunk(chunk: Chunk, careful: bool = False) -> list[FileRead | Problem]:
    """Read a chunk's files: the task of a worker."""
    if not hasattr(_here, "sandbox"):
        _here.sandbox = Sandbox()
    forced = reader_named(chunk.form) if chunk.form is not None else None
    out: list[FileRead | Problem] = []
    for source in chunk.sources:
        looked = look(source, forced, chunk.options)
        read = (
            looked if isinstance(looked, Problem) else read_looked(looked, chunk.options, _here.sandbox, None, careful)
        )
        out.append(read)
    return out


def read_carefully(chunk: Chunk) -> list[FileRead | Problem]:
    """The same, with every reader in a child with limits: for a chunk on which a worker died."""
    return read_chunk(chunk, careful=True)


def shipped(source: Source, options: ReadOptions) -> Source:
    """A source with its bytes, for workers that may not see the file; as it stands where they can't be had."""
    data = source.load(options.max_bytes)
    return source if isinstance(data, Problem) else replace(source, data=data)
