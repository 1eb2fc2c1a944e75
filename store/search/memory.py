"""What the last queries worked out: while typing, only the word under the cursor and the rows it brings are new."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple

from store.casefile import Reader
from store.records.rows import HitKind
from store.search import documents
from store.search.expand import Expansion
from store.search.recent import Recent
from store.search.score import Scores
from store.search.segments import Ids, Mask
from store.search.tokens import fold, terms

_TEXTS = 4000
MAX_FOLDED = 600
"""Characters of a text that the rerank reads."""


class Shown(NamedTuple):
    """A row as a hit shows it, and as the rerank reads it; claims on one sentence have the same `sentence`. `terms` are
    those of an article's title."""

    kind: HitKind
    id: int
    key: str
    text: str
    folded: str
    sentence: int | None
    terms: tuple[str, ...] = ()


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

    def texts(self, r: Reader, kind: HitKind, wanted: Sequence[int]) -> dict[int, Shown]:
        """Rows of a kind by id; those not read lately are read from the case file, those that are gone left out.

        Threads may both read the same rows: each has its own answer, and what is remembered is never changed.
        """
        held = self._texts
        found = {i: row for i in wanted if (row := held.get((kind, i))) is not None}
        missing = [i for i in wanted if i not in found]
        if missing:
            for i, (key, text, sentence) in documents.shown(r, kind, missing).items():
                title = tuple(terms(text)) if kind == "article" else ()
                found[i] = held[kind, i] = Shown(kind, i, key, text, fold(text[:MAX_FOLDED]), sentence, title)
        while len(held) > _TEXTS:
            try:
                held.popitem(last=False)
            except KeyError:  # another thread took the last
                break
        return found
