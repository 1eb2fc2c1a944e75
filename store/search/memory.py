"""What the last queries worked out, word by word: while typing, only the word under the cursor is new."""

from __future__ import annotations

from store.search.expand import Expansion
from store.search.recent import Recent
from store.search.score import Scores


class Memory:
    """What one index remembers: expansions and scores by (segment, word, …). Scores take two bytes a row."""

    def __init__(self) -> None:
        self.expansions: Recent[Expansion] = Recent(64)
        self.scores: Recent[Scores] = Recent(16)
