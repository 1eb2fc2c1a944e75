"""The index of one case file as it stands: a large segment, a small one for what came since, and what has gone.

An `Index` is a value: searches keep the one they began with while a newer one is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from store.casefile import CaseFile, Reader
from store.records.rows import HitKind
from store.search import documents
from store.search.aliases import Aliases
from store.search.memory import Memory
from store.search.query import KINDS
from store.search.segments import Builder, Document, Ids, Mask, Segment

Tell = Callable[[int, int], None]
"""Told (rows read, rows in all) while an index is made."""

_DELTA_SHARE = 0.1
_DELTA_LEAST = 2000
_FIRST = 20_000
_STEP = 2000


@dataclass(frozen=True)
class Index:
    """`alive[i]` masks the rows of `segments[i]` that still stand (None: all); `stamps` are of the first
    segment's rows, for the kinds whose rows can change under their id."""

    generation: int
    segments: tuple[Segment, ...]
    alive: tuple[Mask | None, ...]
    aliases: Aliases
    stamps: dict[HitKind, dict[int, int]]
    rows: int
    total: int
    memory: Memory = field(default_factory=Memory, compare=False)


def make_index(
    case: CaseFile, tell: Tell, cancelled: Callable[[], bool], publish: Callable[[Index], None] = lambda index: None
) -> Index | None:
    """Read the whole case file; None when cancelled.

    Of a large file the first rows are published as soon as they are read, so that the box can answer from them.
    """
    with case.read() as r:
        generation = case.generation()
        counted = {kind: len(documents.ids(r, kind)) for kind in KINDS}
        total = sum(counted.values())
        aliases = documents.aliases(r)
        stamps = _stamps(r)
        builder = Builder()
        for document in _all(r):
            builder.add(document)
            if builder.rows % _STEP == 0:
                if cancelled():
                    return None
                tell(builder.rows, total)
            if builder.rows == _FIRST and total > 2 * _FIRST:
                publish(Index(generation, (builder.segment(),), (None,), aliases, stamps, _FIRST, total))
    segment = builder.segment()
    return Index(generation, (segment,), (None,), aliases, stamps, len(segment), total)


def refresh_index(case: CaseFile, old: Index, tell: Tell, cancelled: Callable[[], bool]) -> Index | None:
    """The index brought up to what the case file holds now; made anew where much has changed; None when cancelled."""
    if old.rows < old.total:
        return make_index(case, tell, cancelled)
    with case.read() as r:
        generation = case.generation()
        stamps = _stamps(r)
        standing: dict[HitKind, Ids] = {
            "claim": np.array(documents.ids(r, "claim"), dtype=np.int64),
            **{kind: np.array(sorted(held), dtype=np.int64) for kind, held in stamps.items()},
        }
        base = old.segments[0]
        kept: dict[HitKind, Ids] = {}
        fresh: dict[HitKind, list[int]] = {}
        for kind in KINDS:
            low, high = base.blocks[kind]
            same = np.intersect1d(base.ids[low:high], standing[kind], assume_unique=True)
            if kind != "claim":
                before, now = old.stamps[kind], stamps[kind]
                same = np.array([i for i in same.tolist() if before[i] == now[i]], dtype=np.int64)
            kept[kind] = same
            fresh[kind] = np.setdiff1d(standing[kind], same, assume_unique=True).tolist()
        total = sum(len(held) for held in standing.values())
        new = sum(len(held) for held in fresh.values())
        if new > max(_DELTA_LEAST, _DELTA_SHARE * len(base)):
            return make_index(case, tell, cancelled)
        builder = Builder()
        for kind in KINDS:
            for document in documents.some(r, kind, fresh[kind]):
                builder.add(document)
        aliases = documents.aliases(r)
    delta = builder.segment()
    alive = np.zeros(len(base), dtype=np.bool_)
    for kind in KINDS:
        alive |= base.mask(kind, kept[kind])
    everything = bool(alive.all())
    segments = (base, delta) if len(delta) else (base,)
    masks: tuple[Mask | None, ...] = (None if everything else alive, None)
    return Index(generation, segments, masks[: len(segments)], aliases, old.stamps, total, total)


def _stamps(r: Reader) -> dict[HitKind, dict[int, int]]:
    return {kind: documents.stamps(r, kind) for kind in KINDS if kind != "claim"}


def _all(r: Reader) -> Iterator[Document]:
    """Every row; the small kinds first, so that the first rows published hold all of them."""
    for kind in reversed(KINDS):
        yield from documents.documents(r, kind)
