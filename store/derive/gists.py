"""Gists of articles, each made once: the last ones as they are, the others packed, as many as a limit of memory lets."""

from __future__ import annotations

import pickle

from store.casefile import Reader
from store.derive.gist import Gist, gist

_LIVE = 4_000
_PACKED = 96_000_000
"""Bytes: some 20,000 articles of agency length. Beyond that a gist is made again when it is asked for."""

_ARTICLE = """SELECT a.title, a.published_from, a.published_precision, b.text
FROM article a JOIN body b ON b.id = a.body WHERE a.id = ?"""


class Gists:
    """Gists by article, for one run."""

    def __init__(self, live: int = _LIVE, packed: int = _PACKED) -> None:
        self._live: dict[int, Gist] = {}
        self._packed: dict[int, bytes] = {}
        self._most, self._left = live, packed

    def of(self, r: Reader, article: int) -> Gist:
        """The gist of an article that is there."""
        known = self._live.pop(article, None)
        if known is None:
            kept = self._packed.get(article)
            # unpacked are bytes that this very process packed
            known = pickle.loads(kept) if kept is not None else self._made(r, article)
            if len(self._live) >= self._most:
                del self._live[next(iter(self._live))]
        self._live[article] = known
        return known

    def _made(self, r: Reader, article: int) -> Gist:
        title, published, precision, text = r.execute(_ARTICLE, (article,)).fetchone()
        made = gist(text or "", title, published if precision in ("day", "instant") else None)
        kept = pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL)
        if len(kept) <= self._left:
            self._left -= len(kept)
            self._packed[article] = kept
        return made
