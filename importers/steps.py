"""What a run has to look at, one step a file: archives opened, files known from earlier runs marked, unread."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from importers import archives
from importers.sources import Found, Refused, Source
from store import intake
from store.casefile import CaseFile, Reader
from store.records.article import Problem

AT_ONCE = 64
"""Files that are looked up, read by one worker and stored together."""
CHUNK_BYTES = 300_000
"""Fewer where they are large: a page of the web takes as long as fifty short texts."""


@dataclass(frozen=True, slots=True)
class Step:
    """One file, or one member of an archive. `ends` is the number of bytes of the file that is through with it,
    None for a member that others follow."""

    found: Found
    known: intake.Known | None = None
    ends: int | None = 0


Lookup = Callable[[Reader, Source], intake.Known | None]


def steps(case: CaseFile, found: Iterable[Found], lookup: Lookup, max_bytes: int) -> Iterator[Step]:
    """All files in order, and the members of archives in their place. What is known is not opened."""
    every = iter(found)
    while batch := list(islice(every, AT_ONCE)):
        with case.read() as r:
            looked = [(one, lookup(r, one) if isinstance(one, Source) else None) for one in batch]
        for one, known in looked:
            size = one.size if isinstance(one, Source) else 0
            data = _archive(one, max_bytes) if isinstance(one, Source) and known is None else None
            if data is None or not isinstance(one, Source):
                yield Step(one, known, size)
                continue
            for inner, inside in _members(case, one, data, lookup, max_bytes):
                yield Step(inner, inside, None)
            yield Step(_THROUGH, None, size)


def _archive(source: Source, max_bytes: int) -> bytes | None:
    """The bytes of a file that is an archive; None for any other."""
    if source.data is None and not _begins_like_one(source):
        return None
    data = source.load(max_bytes)
    return data if isinstance(data, bytes) and archives.is_archive(data) else None


def _begins_like_one(source: Source) -> bool:
    assert source.real is not None
    try:
        handle = os.open(source.real, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_CLOEXEC", 0))
        try:
            start = os.read(handle, 2)
        finally:
            os.close(handle)
    except OSError:
        return False
    return start in (b"PK", b"\x1f\x8b")


def _members(
    case: CaseFile, source: Source, data: bytes, lookup: Lookup, max_bytes: int
) -> Iterator[tuple[Found, intake.Known | None]]:
    for member in archives.members(source, data, max_bytes):
        if isinstance(member, archives.Member):
            with case.read() as r:
                known = lookup(r, member.source)
            yield (member.source, known) if known else (member.load(max_bytes), None)
        else:
            yield member, None


_THROUGH = Refused("", Problem("E_EMPTY", "the end of an archive"))


def is_through(step: Step) -> bool:
    """Whether a step only says that an archive is through."""
    return step.found is _THROUGH


def chunks(every: Iterable[Step]) -> Iterator[list[Step]]:
    """Steps in groups of at most AT_ONCE files and about CHUNK_BYTES to be read."""
    group: list[Step] = []
    size = 0
    for step in every:
        group.append(step)
        size += step.found.size if isinstance(step.found, Source) and step.known is None else 0
        if len(group) >= AT_ONCE or size >= CHUNK_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group
