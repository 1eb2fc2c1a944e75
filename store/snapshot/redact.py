"""What is withheld: private annotations become stubs, texts their hash and length. And the scan of what was written."""

from __future__ import annotations

import json
import mmap
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from store.records.keys import canonical_json
from store.records.op import FIELDS
from store.snapshot.checks import STUB_KEYS

Part = Literal["private", "text"]
PARTS: tuple[Part, ...] = ("private", "text")

WINDOW = 24
"""Bytes: any run of 47 bytes of a withheld text that stood in the file would be found."""

_FEW = 200
_UNGRADED = frozenset(name for name, f in FIELDS.items() if f.stage is None)


def stub(text: str) -> str:
    """The JSON of a withheld annotation: a white list, so that a field of a later program is withheld too."""
    data = json.loads(text)
    return canonical_json({name: data[name] for name in sorted(STUB_KEYS)})


def colours_derived(field: str) -> bool:
    """Whether an annotation of this field shows in the derived rows, which then can't travel without telling of it."""
    return field not in _UNGRADED


def leaks(path: Path, withheld: Iterable[str], written: sqlite3.Connection) -> list[bytes]:
    """Pieces of withheld strings that stand in the bytes of a file, though no row of it may hold them.

    A piece that a row of the snapshot states itself (a title that repeats the first line) is no leak. Strings under
    WINDOW bytes can't be told from chance and are not looked for: that no column takes them is what `stub` is for.
    """
    needles = set(_pieces(withheld))
    if not needles or not path.stat().st_size:
        return []
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if len(needles) <= _FEW:
            hits = {n for n in needles if data.find(n) >= 0}
        else:
            hits = set(_hits(data, needles))
    return sorted(hits - _stated(written, hits)) if hits else []


def _pieces(withheld: Iterable[str]) -> Iterator[bytes]:
    for text in withheld:
        data = text.encode("utf-8")
        for start in range(0, len(data) - WINDOW + 1, WINDOW):
            yield data[start : start + WINDOW]


def _hits(data: mmap.mmap, needles: set[bytes]) -> Iterator[bytes]:
    step = 1 << 22
    for start in range(0, len(data), step):
        block = data[start : start + step + WINDOW - 1]
        yield from {block[i : i + WINDOW] for i in range(len(block) - WINDOW + 1)} & needles


def _stated(written: sqlite3.Connection, hits: set[bytes]) -> set[bytes]:
    """Those of the pieces that a cell of the written rows holds."""
    found: set[bytes] = set()
    tables = [t for (t,) in written.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    for table in tables:
        for row in written.execute(f"SELECT * FROM {table}"):
            for cell in row:
                if isinstance(cell, str):
                    data = cell.encode("utf-8")
                    found |= {h for h in hits - found if h in data}
    return found
