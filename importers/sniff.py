"""Which reader takes an input: by its first bytes; its name only settles between equals."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from importers import magic
from importers.decoding import rough
from importers.plugins import readers
from importers.reader import HEAD_BYTES, Reader
from store.records.article import Problem

MIN_SCORE = 0.1
_NAME_BONUS = 0.05


_UNPACK = "; unpack it first"
_INSTEAD = {
    **dict.fromkeys(("a ZIP archive inside another", "a gzip file inside another", "a tar archive"), _UNPACK),
    **dict.fromkeys(("a 7-Zip archive", "a RAR archive", "an xz file", "a zstd file", "a bzip2 file"), _UNPACK),
    "a Parquet table": "; save it as CSV or JSON lines",
    "an SQLite database": "; save the table that holds the articles as CSV",
    "an old Office document": "; save it as DOCX or PDF",
    "a presentation": "; save it as PDF",
    "an e-book or OpenDocument file": "; save it as DOCX or PDF",
    "a list of feeds (OPML)": "; it names feeds, not articles: save those and import them",
}
"""What helps with a form that no reader takes."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The reader for an input, how sure that is (0 to 1), and why."""

    reader: Reader
    score: float
    why: str


def ranking(data: bytes, name: str) -> list[Choice]:
    """Every reader that could take the input, the surest first."""
    head = data[:HEAD_BYTES]
    suffix = PurePath(name.lower()).suffix
    found = []
    for reader in readers().values():
        score = reader.sniff(head, name)
        if score <= 0:
            continue
        named = suffix in reader.extensions
        why = "by its content and its name" if named else "by its content"
        found.append(Choice(reader, min(1.0, score + (_NAME_BONUS if named else 0)), why))
    return sorted(found, key=lambda c: -c.score)


def choose(data: bytes, name: str, forced: Reader | None = None) -> Choice | Problem:
    """The reader for an input, or the problem that there is none (E_NO_READER, E_BINARY, E_EMPTY).

    A form that a person named is believed, but for bytes that are no text to a reader that takes text only.
    """
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        return Problem("E_EMPTY", "the file is empty" if not data.strip(b"\0") else "there is nothing but blanks in it")
    if forced is not None and forced.sniff(data[:HEAD_BYTES], name) >= MIN_SCORE:
        return Choice(forced, 1.0, "as you said")
    what = magic.kind(data[:HEAD_BYTES])
    if what is None and magic.is_zip(data):
        what = (magic.office_kind(data) or "a ZIP archive inside another", True)
    if what is None and magic.is_gzip(data):
        what = ("a gzip file inside another", True)
    if forced is not None and (what is None or not what[1]):
        return Choice(forced, 1.0, "as you said")
    best = ranking(data, name) if forced is None else []
    if best and best[0].score >= MIN_SCORE:
        return best[0]
    if what is None and rough(data[:HEAD_BYTES]) is not None:
        return Problem("E_NO_READER", f"no reader for a {PurePath(name).suffix or 'nameless'} file in this form")
    if what is None:
        return Problem("E_BINARY", "these bytes are not text of any form that is known")
    return Problem("E_NO_READER", f"no reader for {what[0]}{_INSTEAD.get(what[0], '')}")
