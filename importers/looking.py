"""What an import would make of one input, told without storing anything: `saidby import sniff`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from importers import archives, sniff
from importers.freeze import Frozen, read_frozen
from importers.reader import Input, Reader, ReadOptions
from importers.sandbox import Sandbox
from importers.sources import Choosing, Refused, Skipped, Source, walk
from store.errors import RejectedError
from store.records.article import Problem
from store.records.text import clean_line

_SHOWN = 300


def look(path: str, options: ReadOptions) -> Iterator[str]:
    """Lines for a person: the readers that could take the input, and the first article of the surest one.

    Of a folder or archive only the first file is looked at. Raises RejectedError where nothing can be read.
    """
    source, data = _first(path, options)
    choice = sniff.choose(data, source.name)
    yield f"{source.path}  {len(data):,} bytes"
    if isinstance(choice, Problem):
        raise RejectedError(f"{source.name}: {choice.line()}")
    for other in sniff.ranking(data, source.name):
        mark = "→" if other.reader is choice.reader else " "
        yield f"{mark} {other.reader.ident:<12} {other.score:.2f}  {other.why}"
    for item in _items(Input(source.name, data), choice.reader, options):
        if isinstance(item, Problem):
            yield f"  {item.line()}"
        else:
            yield from _article(item)
            return


def _items(source: Input, reader: Reader, options: ReadOptions) -> Iterable[Frozen | Problem]:
    if not reader.sandboxed:
        return read_frozen(source, reader, options)
    with Sandbox() as sandbox:
        return sandbox.read(source, reader, options)


def _article(item: Frozen) -> Iterator[str]:
    s = item.sighting
    for name, value in (
        ("place", item.place), ("title", s.title), ("published", s.published), ("stated as", s.published_raw),
        ("stated by", s.published_origin), ("outlet", s.outlet), ("byline", s.byline), ("url", s.url),
        ("language", s.language),
    ):  # fmt: skip
        if value:
            yield f"  {name:<10} {value}"
    for problem in item.problems:
        yield f"  {'flag':<10} {problem.line()}"
    if item.body is not None:
        yield f"  {'text':<10} {clean_line(item.body.text, _SHOWN)}"


def _first(path: str, options: ReadOptions) -> tuple[Source, bytes]:
    for found in walk([path], Choosing()):
        if isinstance(found, Skipped):
            continue
        if isinstance(found, Refused):
            raise RejectedError(f"{found.path}: {found.problem.line()}")
        data = found.load(options.max_bytes)
        if isinstance(data, Problem):
            raise RejectedError(f"{found.path}: {data.line()}")
        if not archives.is_archive(data):
            return found, data
        for member in archives.members(found, data, options.max_bytes):
            inner = member.load(options.max_bytes) if isinstance(member, archives.Member) else member
            if isinstance(inner, Source) and inner.data is not None:
                return inner, inner.data
            if isinstance(inner, Refused):
                raise RejectedError(f"{inner.path}: {inner.problem.line()}")
    raise RejectedError(f"{clean_line(path)}: there is no file in it")
