"""One segment of the index: rows in blocks by kind, their vocabulary and postings; made whole, never changed."""

from __future__ import annotations

from array import array
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


class Builder:
    """Rows on their way to a segment: of any order of kinds, inside a kind by id.

    `add` is Python and shares the interpreter with the screen in slices of five milliseconds; the sorting in
    `segment` is numpy's, which lets go of it. A segment may be taken while more rows are to come.
    """

    def __init__(self) -> None:
        self.rows = 0
        self._seen: dict[str, int] = {}
        self._found: dict[HitKind, array[int]] = {kind: array("i") for kind in KINDS}
        self._counts: dict[HitKind, array[int]] = {kind: array("i") for kind in KINDS}
        self._ids: dict[HitKind, array[int]] = {kind: array("q") for kind in KINDS}

    def add(self, document: Document) -> None:
        """Read one row's terms."""
        held = terms(f"{document.text} {document.more}" if document.more else document.text)
        seen = self._seen
        self._found[document.kind].extend([seen.setdefault(t, len(seen)) for t in held])
        self._counts[document.kind].append(len(held))
        self._ids[document.kind].append(document.id)
        self.rows += 1

    def segment(self) -> Segment:
        """What has been added so far."""
        blocks: dict[HitKind, tuple[int, int]] = {}
        at = 0
        for kind in KINDS:
            blocks[kind] = (at, at + len(self._ids[kind]))
            at += len(self._ids[kind])
        names = sorted(self._seen)
        places = np.empty(len(names), dtype=np.int32)
        places[np.fromiter((self._seen[t] for t in names), dtype=np.int32, count=len(names))] = np.arange(
            len(names), dtype=np.int32
        )
        owners = np.repeat(np.arange(at, dtype=np.int32), _one(self._counts))
        postings = make_postings(owners, places[_one(self._found)], len(names))
        vocabulary = Vocabulary(names, np.diff(postings.offsets).astype(np.int32))
        return Segment(_one(self._ids), blocks, vocabulary, postings)


def _one(by_kind: dict[HitKind, array[int]]) -> Ids:
    """The values of all kinds, one kind after the other."""
    return np.concatenate([np.array(by_kind[kind], dtype=np.int64) for kind in KINDS])
