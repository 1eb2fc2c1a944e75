"""The index of one case file as it stands: a large segment, small ones for what came since, and what has gone.

An `Index` is a value: searches keep the one they began with while a newer one is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from store.casefile import CaseFile, Reader
from store.records.rows import HitKind
from store.search import documents
from store.search.aliases import Aliases
from store.search.builder import Builder
from store.search.memory import Memory
from store.search.query import KINDS
from store.search.segments import Document, Ids, Mask, Segment, Stamps, among

Tell = Callable[[int, int], None]
"""Told (rows read, rows in all) while an index is made."""

Standing = dict[HitKind, tuple[Ids, Stamps]]
"""Ids, ascending, and stamps of the rows that the case file holds."""

MOST_DELTAS = 4
_MOST_FRESH = 20_000
_LEAST_FRESH = 2000
_SHARE_FRESH = 0.1
PARTS = (20_000, 200_000)
"""Rows after which what has been read so far is handed out. Each costs once what sorting so many rows takes."""
_STEP = 2000


@dataclass(frozen=True)
class Index:
    """`alive[i]` masks the rows of `segments[i]` that still stand (None: all). `claims` is the print of the claims that
    it was last compared with, `total` how many rows there are: more than `rows` while not all have been read."""

    generation: int
    segments: tuple[Segment, ...]
    alive: tuple[Mask | None, ...]
    aliases: Aliases
    claims: tuple[int, ...]
    rows: int
    total: int
    memory: Memory = field(default_factory=Memory, compare=False)

    @property
    def whole(self) -> bool:
        """Whether every row was read."""
        return self.rows == self.total


def make_index(
    case: CaseFile, tell: Tell, cancelled: Callable[[], bool], publish: Callable[[Index], None] = lambda index: None
) -> Index | None:
    """Read the whole case file; None when cancelled. Of a large one parts are published as they are read."""
    with case.read() as r:
        generation = case.generation()
        standing: Standing = {kind: documents.stamps(r, kind) for kind in KINDS}
        stamps = {kind: held for kind, (_, held) in standing.items()}
        total = sum(len(held) for held in stamps.values())
        aliases = documents.aliases(r)
        claims = documents.claims_print(r)
        builder = Builder()
        for document in _all(r):
            builder.add(document)
            if builder.rows % _STEP == 0:
                if cancelled():
                    return None
                tell(builder.rows, total)
            if builder.rows in PARTS and total > 2 * builder.rows:
                part = builder.segment(stamps)
                publish(Index(generation, (part,), (None,), aliases, claims, len(part), total))
    segment = builder.segment(stamps)
    return Index(generation, (segment,), (None,), aliases, claims, len(segment), total)


def refresh_index(case: CaseFile, old: Index) -> Index | None:
    """A whole index brought up to what the case file holds now; None where so much is new that it is better made anew."""
    with case.read() as r:
        generation = case.generation()
        standing, claims = _standing(r, old)
        segments = list(old.segments)
        alive, fresh = _compared(segments, standing)
        kept = sum(int(mask.sum()) for mask in alive[1:])
        new = sum(len(ids) for ids in fresh.values())
        if kept + new > max(_LEAST_FRESH, min(_MOST_FRESH, _SHARE_FRESH * len(segments[0]))):
            return None
        if new and len(segments) > MOST_DELTAS:
            segments = segments[:1]
            alive, fresh = _compared(segments, standing)
        builder = Builder()
        for kind in KINDS:
            for document in documents.some(r, kind, fresh[kind].tolist()):
                builder.add(document)
        aliases = documents.aliases(r)
    if builder.rows:
        stamps = {kind: ids_stamps[1][among(ids_stamps[0], fresh[kind])] for kind, ids_stamps in standing.items()}
        segments.append(builder.segment(stamps))
        alive.append(np.ones(builder.rows, dtype=np.bool_))
    masks: list[Mask | None] = [None if mask.all() else mask for mask in alive]
    held = [place for place, mask in enumerate(alive) if place == 0 or mask.any()]
    total = sum(len(ids) for ids, _ in standing.values())
    return Index(
        generation,
        tuple(segments[place] for place in held),
        tuple(masks[place] for place in held),
        aliases,
        claims,
        total,
        total,
    )


def grown(case: CaseFile, old: Index) -> Index:
    """The old index, that says how many rows there are by now: it answers while a new one is made."""
    with case.read() as r:
        total = sum(documents.sizes(r).values())
    return replace(old, total=max(total, old.rows + 1), memory=old.memory)


def _standing(r: Reader, old: Index) -> tuple[Standing, tuple[int, ...]]:
    """What the case file holds; old claims are taken as they were where their print hasn't moved."""
    standing: Standing = {kind: documents.stamps(r, kind) for kind in KINDS if kind != "claim"}
    last = old.claims[0]
    before = _held(old, "claim")
    claims = documents.claims_print(r, last)
    if claims == old.claims and _same(_held(old, "article"), standing["article"]):
        ids, stamps = documents.stamps(r, "claim", last)
        standing["claim"] = np.concatenate([before[0], ids]), np.concatenate([before[1], stamps])
        return standing, documents.claims_print(r) if len(ids) else claims
    standing["claim"] = documents.stamps(r, "claim")
    return standing, documents.claims_print(r)


def _same(before: tuple[Ids, Stamps], now: tuple[Ids, Stamps]) -> bool:
    """Whether the articles that were there are there as they were: one that was read anew has other claims."""
    known = np.isin(now[0], before[0], assume_unique=True)
    return np.array_equal(now[0][known], before[0]) and np.array_equal(now[1][known], before[1])


def _held(index: Index, kind: HitKind) -> tuple[Ids, Stamps]:
    """The ids, ascending, and stamps of the rows of a kind that stand in an index."""
    ids: list[Ids] = []
    stamps: list[Stamps] = []
    for segment, alive in zip(index.segments, index.alive):
        low, high = segment.blocks[kind]
        some = slice(None) if alive is None else alive[low:high]
        ids.append(segment.ids[low:high][some])
        stamps.append(segment.stamps[low:high][some])
    if len(ids) == 1:
        return ids[0], stamps[0]
    joined = np.concatenate(ids)
    order = np.argsort(joined, kind="stable")
    return joined[order], np.concatenate(stamps)[order]


def _compared(segments: Sequence[Segment], standing: Standing) -> tuple[list[Mask], dict[HitKind, Ids]]:
    """Which rows of each segment still stand, the newest segment first asked, and the ids that none holds."""
    alive = [np.zeros(len(segment), dtype=np.bool_) for segment in segments]
    fresh: dict[HitKind, Ids] = {}
    for kind, (ids, stamps) in standing.items():
        covered = np.zeros(len(ids), dtype=np.bool_)
        for segment, mask in zip(reversed(segments), reversed(alive)):
            low, high = segment.blocks[kind]
            if low == high or not len(ids):
                continue
            held, held_stamps = segment.block(kind)
            places = np.minimum(np.searchsorted(ids, held), len(ids) - 1)
            same = (ids[places] == held) & (stamps[places] == held_stamps) & ~covered[places]
            mask[low:high] = same
            covered[places[same]] = True
        fresh[kind] = ids[~covered]
    return alive, fresh


def _all(r: Reader) -> Iterator[Document]:
    """Every row; the small kinds first, so that the first rows published hold all of them."""
    for kind in reversed(KINDS):
        yield from documents.documents(r, kind)
