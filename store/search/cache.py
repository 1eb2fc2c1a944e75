"""The large segment kept on disk between runs, so that a start maps a file instead of reading every row.

It lies in the user's cache folder, under a name made of the case file's path; it is derived, may be deleted at any
time, and is in no snapshot. A file is put in place whole by one rename, so that several processes on one case file
never see half of one. It is only taken where it was made of this very case file: the inode, a generation not ahead of
the file's, and the keys of sampled claims must agree; and only where its check sums do.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any

from store.casefile import CaseFile
from store.search import documents
from store.search.index import Index
from store.search.segment_file import Meta, read_header, read_segment, write_segment
from store.search.segments import Segment

MIN_WEIGHT = 6000
"""A case file of less (sentences, see documents.weight) is read faster than a child starts and a cache is kept."""

_SAMPLE = 64
_LEFT_OVER = 3600  # seconds after which a part that nobody took is nobody's


def file_of(case: CaseFile) -> Path:
    """Where a case file's segment is kept."""
    from platformdirs import user_cache_path

    name = sha256(os.fspath(case.path.absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:20]
    return user_cache_path("saidby") / "search" / f"{name}.segment"


def part_of(kept: Path) -> Path:
    """A new name beside the kept file, for one that is being written."""
    return kept.with_suffix(f".{token_hex(8)}.part")


def load(case: CaseFile, path: Path | None = None) -> Index | None:
    """The index that a file holds (its generation may be older than the case file's); None where it can't be used."""
    try:
        segment, meta = read_segment(path or file_of(case))
        if meta["inode"] != case.path.stat().st_ino or meta["generation"] > case.generation():
            return None
        sample = {int(i): key for i, key in meta["sample"].items()}
        with case.read() as r:
            if any(sample[i] != key for i, key in documents.keys(r, list(sample)).items()):
                return None
            aliases = documents.aliases(r)
        claims = tuple(int(n) for n in meta["claims"])
        return Index(int(meta["generation"]), (segment,), (None,), aliases, claims, len(segment), int(meta["total"]))
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError):
        return None


def save(case: CaseFile, index: Index, path: Path) -> None:
    """Write an index of one segment under a new name. Raises OSError."""
    write_segment(path, index.segments[0], _meta(case, index))


def put(made: Path, kept: Path) -> None:
    """Let a whole file be the one that is kept, and drop what is of no use any more. Raises OSError."""
    made.replace(kept)
    _prune(kept.parent)


def _meta(case: CaseFile, index: Index) -> Meta:
    ids, _ = index.segments[0].block("claim")
    with case.read() as r:
        sample = documents.keys(r, sorted({*_sampled(index.segments[0]), *ids[-1:].tolist()}))
    meta: dict[str, Any] = {
        "path": os.fspath(case.path.absolute()),
        "inode": case.path.stat().st_ino,
        "generation": index.generation,
        "claims": index.claims,
        "total": index.total,
        "sample": sample,
    }
    return meta


def _sampled(segment: Segment) -> Iterable[int]:
    ids, _ = segment.block("claim")
    found: list[int] = ids[:: max(1, len(ids) // _SAMPLE)].tolist()
    return found


def _prune(folder: Path) -> None:
    """Drop what was kept of case files that are gone, and parts that nobody took."""
    for path in folder.glob("*.part"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _LEFT_OVER:
                path.unlink()
    for path in folder.glob("*.segment"):
        with contextlib.suppress(OSError, ValueError):
            if not Path(read_header(path)["meta"]["path"]).exists():
                path.unlink()
