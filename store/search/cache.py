"""The large segment kept on disk between runs, so that a start reads it instead of every row.

It lies in the user's cache folder, under a name made of the case file's path; it is derived, may be deleted at any
time, and is in no snapshot. Claims are compared by id alone when an index is brought up to date, so a segment is
only taken where it was made of this very file: the inode, a generation not ahead of the file's, and the keys of
sampled claims must agree.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from store.casefile import CaseFile
from store.records.rows import HitKind
from store.search import documents
from store.search.index import Index
from store.search.postings import Postings
from store.search.segments import Segment
from store.search.tokens import TOKENS_VERSION
from store.search.vocabulary import Vocabulary

FORMAT = 1
MIN_ROWS = 5000
"""Smaller case files are read faster than a cache is kept."""

_SAMPLE = 64


def folder_of(case: CaseFile) -> Path:
    """Where a case file's segment is kept."""
    from platformdirs import user_cache_path

    name = sha256(os.fspath(case.path.absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:20]
    return user_cache_path("saidby") / "search" / name


def load(case: CaseFile) -> Index | None:
    """The index as it was when it was kept (its generation may be older than the file's); None where there is none."""
    folder = folder_of(case)
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        if meta["format"] != [FORMAT, TOKENS_VERSION] or meta["inode"] != case.path.stat().st_ino:
            return None
        terms = (folder / "terms.txt").read_text(encoding="utf-8").split("\n")
        arrays = {
            name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
            for name in ("offsets", "rows", "ids")
        }
        if len(arrays["offsets"]) != len(terms) + 1 or arrays["offsets"][-1] != len(arrays["rows"]):
            return None
        blocks: dict[HitKind, tuple[int, int]] = {kind: (low, high) for kind, (low, high) in meta["blocks"].items()}
        stamps: dict[HitKind, dict[int, int]] = {
            kind: {int(i): stamp for i, stamp in held.items()} for kind, held in meta["stamps"].items()
        }
        sample = {int(i): key for i, key in meta["sample"].items()}
        with case.read() as r:
            if meta["generation"] > case.generation() or any(
                sample[i] != key for i, key in documents.keys(r, list(sample)).items()
            ):
                return None
            aliases = documents.aliases(r)
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError):
        return None
    frequencies = np.diff(arrays["offsets"]).astype(np.int32)
    segment = Segment(
        arrays["ids"], blocks, Vocabulary(terms, frequencies), Postings(arrays["offsets"], arrays["rows"])
    )
    return Index(meta["generation"], (segment,), (None,), aliases, stamps, len(segment), len(segment))


def save(case: CaseFile, index: Index) -> None:
    """Keep a whole index; a cache that can't be written is no error."""
    segment = index.segments[0]
    if len(segment) < MIN_ROWS or len(index.segments) > 1:
        return
    with contextlib.suppress(OSError):
        folder = folder_of(case)
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = Path(tempfile.mkdtemp(dir=folder.parent))
        try:
            _write(made, case, index)
            shutil.rmtree(folder, ignore_errors=True)
            made.rename(folder)
            _prune(folder.parent)
        finally:
            shutil.rmtree(made, ignore_errors=True)


def _write(folder: Path, case: CaseFile, index: Index) -> None:
    segment = index.segments[0]
    low, high = segment.blocks["claim"]
    picked = segment.ids[low:high][:: max(1, (high - low) // _SAMPLE)].tolist() + segment.ids[low:high][-1:].tolist()
    with case.read() as r:
        sample = documents.keys(r, sorted(set(picked)))
    meta: dict[str, Any] = {
        "format": [FORMAT, TOKENS_VERSION],
        "path": os.fspath(case.path.absolute()),
        "inode": case.path.stat().st_ino,
        "generation": index.generation,
        "blocks": segment.blocks,
        "stamps": index.stamps,
        "sample": sample,
    }
    (folder / "terms.txt").write_text("\n".join(segment.vocabulary.terms), encoding="utf-8")
    np.save(folder / "offsets.npy", segment.postings.offsets)
    np.save(folder / "rows.npy", segment.postings.rows)
    np.save(folder / "ids.npy", segment.ids)
    (folder / "meta.json").write_text(json.dumps(meta), encoding="utf-8")


def _prune(parent: Path) -> None:
    """Drop what was kept of case files that are gone."""
    for meta in parent.glob("*/meta.json"):
        with contextlib.suppress(OSError, ValueError, KeyError):
            if not Path(json.loads(meta.read_text(encoding="utf-8"))["path"]).exists():
                shutil.rmtree(meta.parent, ignore_errors=True)
