"""What the last queries worked out: while typing, only the word under the cursor and the rows it brings are new."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from store.casefile import Reader
from store.records.rows import HitKind
from store.search import documents
from store.search.expand import Expansion
from store.search.recent import Recent
from store.search.score import Scores
from store.search.segments import Ids, Mask
from store.search.tokens import fold

_TEXTS = 4000
MAX_FOLDED = 600
"""Characters of a text that the rerank reads."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as a hit shows it, and as the rerank reads it; claims on one sentence have the same `sentence`."""

    kind: HitKind
    id: int
    key: str
    text: str
    folded: str
    sentence: int | None


class Memory:
    """What one index remembers: expansions and scores by (segment, word, …), filters, and texts of rows.

    Scores take two bytes a row, texts about a kilobyte each; all of it goes with the index.
    """

    def __init__(self) -> None:
        self.expansions: Recent[Expansion] = Recent(64)
        self.scores: Recent[Scores] = Recent(10)
        self.allowed: Recent[tuple[object, Ids]] = Recent(4)
        self.masks: Recent[tuple[Ids, Mask]] = Recent(8)
        self._texts: OrderedDict[tuple[HitKind, int], Shown] = OrderedDict()

    def texts(self, r: Reader, wanted: Sequence[tuple[HitKind, int]]) -> dict[tuple[HitKind, int], Shown]:
        """Rows by kind and id; those not read lately are read from the case file, those that are gone left out.

        Threads may both read the same rows: each has its own answer, and what is remembered is never changed.
        """
        found = {at: row for at in wanted if (row := self._texts.get(at)) is not None}
        missing: dict[HitKind, list[int]] = {}
        for kind, i in wanted:
            if (kind, i) not in found:
                missing.setdefault(kind, []).append(i)
        for kind, some in missing.items():
            for i, (key, text, sentence) in documents.shown(r, kind, some).items():
                row = Shown(kind, i, key, text, fold(text[:MAX_FOLDED]), sentence)
                found[kind, i] = self._texts[kind, i] = row
        while len(self._texts) > _TEXTS:
            try:
                self._texts.popitem(last=False)
            except KeyError:  # another thread took the last
                break
        return found
