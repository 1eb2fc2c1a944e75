"""One segment of the index: rows in blocks by kind, their vocabulary and postings; made whole, never changed."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from store.records.rows import HitKind
from store.search.postings import Postings, make_postings
from store.search.query import KINDS
from store.search.tokens import terms
from store.search.vocabulary import Vocabulary

Ids = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_STEP = 2000


@dataclass(frozen=True, slots=True)
class Document:
    """One row that can be found: `text` is shown, `more` is only searched (a speaker's full name, an article's body)."""

    kind: HitKind
    id: int
    text: str
    more: str = ""


@dataclass(frozen=True)
class Segment:
    """Rows of kind k are `blocks[k]`, and `ids[row]` is the row's id in the case file, ascending inside a block."""

    ids: Ids
    blocks: dict[HitKind, tuple[int, int]]
    vocabulary: Vocabulary
    postings: Postings

    def __len__(self) -> int:
        return len(self.ids)

    def kind_of(self, row: int) -> HitKind:
        """The kind of a row."""
        return next(k for k, (low, high) in self.blocks.items() if low <= row < high)

    def mask(self, kind: HitKind, ids: Ids) -> Mask:
        """The rows of one kind with one of these ids (`ids` ascending)."""
        mask = np.zeros(len(self), dtype=np.bool_)
        low, high = self.blocks[kind]
        mask[low:high] = np.isin(self.ids[low:high], ids, assume_unique=True)
        return mask


def build(
    documents: Iterable[Document],
    tell: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Segment | None:
    """Make a segment; None when cancelled. `tell` is given how many rows have been read, every two thousand.

    Documents may come in any order of kinds; inside a kind by id. The reading is Python and shares the interpreter
    with the screen in slices of five milliseconds; the sorting is numpy's and lets go of it.
    """
    seen: dict[str, int] = {}
    counts: dict[HitKind, array[int]] = {k: array("i") for k in KINDS}
    ids: dict[HitKind, array[int]] = {k: array("q") for k in KINDS}
    found: dict[HitKind, array[int]] = {k: array("i") for k in KINDS}
    for number, document in enumerate(documents, 1):
        held = terms(f"{document.text} {document.more}" if document.more else document.text)
        found[document.kind].extend([seen.setdefault(t, len(seen)) for t in held])
        counts[document.kind].append(len(held))
        ids[document.kind].append(document.id)
        if number % _STEP == 0:
            if cancelled():
                return None
            if tell is not None:
                tell(number)
    return _join(seen, counts, found, ids)


def _join(
    seen: dict[str, int],
    counts: dict[HitKind, array[int]],
    found: dict[HitKind, array[int]],
    ids: dict[HitKind, array[int]],
) -> Segment:
    blocks: dict[HitKind, tuple[int, int]] = {}
    at = 0
    for kind in KINDS:
        blocks[kind] = (at, at + len(ids[kind]))
        at += len(ids[kind])
    names = sorted(seen)
    places = np.empty(len(names), dtype=np.int32)
    places[np.fromiter((seen[t] for t in names), dtype=np.int32, count=len(names))] = np.arange(
        len(names), dtype=np.int32
    )
    held, lengths = _one(found).astype(np.int32), _one(counts)
    owners = np.repeat(np.arange(at, dtype=np.int32), lengths)
    postings = make_postings(owners, places[held], len(names))
    vocabulary = Vocabulary(names, np.diff(postings.offsets).astype(np.int32))
    return Segment(_one(ids), blocks, vocabulary, postings)


def _one(by_kind: dict[HitKind, array[int]]) -> Ids:
    """The values of all kinds, one kind after the other."""
    return np.concatenate([np.array(by_kind[kind], dtype=np.int64) for kind in KINDS])
