"""What is withheld: private annotations become stubs, texts their hash and length. And the scan of what was written."""

from __future__ import annotations

import json
import mmap
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from store.records.keys import canonical_json
from store.records.op import FIELDS
from store.snapshot.checks import STUB_KEYS

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Part = Literal["private", "text"]
PARTS: tuple[Part, ...] = ("private", "text")

WINDOW = 24
"""Bytes: any run of 47 bytes of a withheld text that stood in the file would be found."""

_FEW = 200
_BLOCK = 1 << 22
_UNGRADED = frozenset(name for name, f in FIELDS.items() if f.stage is None)


def stub(text: str) -> str:
    """The JSON of a withheld annotation: a white list, so that a field of a later program is withheld too."""
    data = json.loads(text)
    return canonical_json({name: data[name] for name in sorted(STUB_KEYS)})


def repeats(extra: str, text: str | None) -> bool:
    """Whether what a file states beside an article's text says a stretch of that text again (a column of a table may)."""
    if text is None or len(extra) < WINDOW:
        return False
    words = " ".join(text.split())
    values = (" ".join(str(v).split()) for v in json.loads(extra).values())
    return any(v[i : i + WINDOW] in words for v in values for i in range(0, len(v) - WINDOW + 1, WINDOW))


def colours_derived(field: str) -> bool:
    """Whether an annotation of this field shows in the derived rows, which then can't travel without telling of it."""
    return field not in _UNGRADED


def leaks(
    path: Path, withheld: Iterable[str], written: sqlite3.Connection, tables: Collection[str] | None = None
) -> list[bytes]:
    """Pieces of withheld strings that stand in the bytes of a file, though no row of it may hold them.

    A piece that a row of the snapshot (of these tables, where they are named) states itself, such as a title that repeats
    the first line, is no leak. Strings under
    WINDOW bytes can't be told from chance and are not looked for: that no column takes them is what `stub` is for.
    """
    needles = set(_pieces(withheld))
    if not needles or not path.stat().st_size:
        return []
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        hits = _found(data, needles)
    for cells in _cells(written, tables) if hits else ():
        hits -= _found(cells, hits)
    return sorted(hits)


def _pieces(withheld: Iterable[str]) -> Iterator[bytes]:
    for text in withheld:
        data = text.encode("utf-8")
        for start in range(0, len(data) - WINDOW + 1, WINDOW):
            yield data[start : start + WINDOW]


def _found(data: mmap.mmap | bytes, needles: set[bytes]) -> set[bytes]:
    """Those of the needles, all of WINDOW bytes, that stand anywhere in the data."""
    if len(needles) <= _FEW:
        return {n for n in needles if data.find(n) >= 0}
    import numpy as np  # 100 ms, and only where much is withheld

    slots = 1 << (len(needles) * 8).bit_length()
    taken = np.zeros(slots, dtype=bool)
    taken[_hashes(b"".join(needles))[:: WINDOW // 8] % np.uint64(slots)] = True
    found: set[bytes] = set()
    for start in range(0, len(data), _BLOCK):
        block = data[start : start + _BLOCK + WINDOW - 1]
        for offset in range(min(8, max(0, len(block) - WINDOW + 1))):
            for place in np.flatnonzero(taken[_hashes(block[offset:]) % np.uint64(slots)]).tolist():
                at = offset + place * 8
                if (piece := block[at : at + WINDOW]) in needles:
                    found.add(piece)
    return found


def _hashes(data: bytes) -> npt.NDArray[np.uint64]:
    """A number for the window of three words that begins at each eighth byte."""
    import numpy as np

    words = np.frombuffer(data, dtype="<u8", count=len(data) // 8)
    mixed = words[:-2] * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= words[1:-1] * np.uint64(0xC2B2AE3D27D4EB4F)
    mixed ^= words[2:] * np.uint64(0x165667B19E3779F9)
    return mixed >> np.uint64(20)


def _cells(written: sqlite3.Connection, only: Collection[str] | None) -> Iterator[bytes]:
    """What the schema and the rows of a snapshot state, some million bytes at a time; a row's cells lie side by side."""
    known = [t for (t,) in written.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    tables = [t for t in known if only is None or t in only]
    batch, size = list[bytes](), 0
    for table in ("sqlite_schema", *tables):
        for row in written.execute(f"SELECT * FROM {table}"):
            batch.append(b"".join(cell.encode("utf-8") for cell in row if isinstance(cell, str)))
            size += len(batch[-1])
            if size > _BLOCK:
                yield b"\0".join(batch)
                batch, size = [], 0
    yield b"\0".join(batch)
