"""One segment of the index: rows in blocks by kind, their vocabulary and postings; made whole, never changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from store.records.rows import HitKind
from store.search.common import Common
from store.search.postings import Postings
from store.search.vocabulary import Vocabulary

Ids = npt.NDArray[np.int64]
Stamps = npt.NDArray[np.uint32]
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
    """Rows of kind k are `blocks[k]`, and `ids[row]` is the row's id in the case file, ascending inside a block.

    `stamps[row]` is a short print of what was read, to see whether it still stands.
    """

    ids: Ids
    stamps: Stamps
    blocks: dict[HitKind, tuple[int, int]]
    vocabulary: Vocabulary
    postings: Postings
    common: Common

    def __len__(self) -> int:
        return len(self.ids)

    def block(self, kind: HitKind) -> tuple[Ids, Stamps]:
        """The ids and stamps of one kind's rows."""
        rows = slice(*self.blocks[kind])
        return self.ids[rows], self.stamps[rows]

    def mask(self, kind: HitKind, ids: Ids) -> Mask:
        """The rows of one kind with one of these ids."""
        mask = np.zeros(len(self), dtype=np.bool_)
        low, high = self.blocks[kind]
        mask[low:high] = among(self.ids[low:high], ids)
        return mask


def among(held: Ids, wanted: Ids) -> Mask:
    """Which of `held` (ascending) are wanted: by a table of the ids' range, since sorting a million takes ten times as long."""
    if not len(held) or not len(wanted):
        return np.zeros(len(held), dtype=np.bool_)
    first, last = int(held[0]), int(held[-1])
    if last - first > 20 * len(held) + 1000:
        return np.isin(held, wanted)
    table = np.zeros(last - first + 1, dtype=np.bool_)
    table[wanted[(wanted >= first) & (wanted <= last)] - first] = True
    found: Mask = table[held - first]
    return found
