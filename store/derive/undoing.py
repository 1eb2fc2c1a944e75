"""Words by which a claim says that something is not so, is only wished for, or is undertaken (pure; guards.toml)."""

from __future__ import annotations

import re
from functools import lru_cache

from store.derive.contents import features_of, names_of, sense
from store.derive.facts import Facts
from store.derive.frames import text_words
from store.derive.tables import stem, table
from store.filters import fold

_CLAUSE = re.compile(r"[.,;:!?–—]|\b(?:but|while|although|though|because)\b")
_WORD = re.compile(r"[^\W_]+")
_REACH = 6
"""Words after one that undoes that it can undo."""
_SHORT = 8
"""Words of a clause that is undone as a whole."""


def undoes(a: Facts, b: Facts) -> bool:
    """Whether a has a word that undoes something of what b tells: failed to, ruled out, without, not."""
    if _listed("undoing").isdisjoint(text_words(a.content)):
        return False
    told, parties = features_of(b.frame, b.content), names_of(b.frame)
    for clause in _CLAUSE.split(fold(a.content)):
        words = _WORD.findall(clause)
        for at, word in enumerate(words):
            if word not in _listed("undoing") or words[at + 1 : at + 2] in (["only"], ["just"], ["least"]):
                continue
            whole = len(words) <= _SHORT
            reached = (w for w in (words if whole else words[at + 1 : at + 1 + _REACH]) if w not in parties)
            if any(sense(w) in told or sense(stem(w)) in told for w in reached):
                return True
    return False


def is_undone(f: Facts) -> bool:
    """Whether a claim has any word that undoes."""
    return not _listed("undoing").isdisjoint(text_words(f.content))


def begins_undone(f: Facts) -> bool:
    """Whether a claim begins by undoing: "there is no sign that …"."""
    return not _listed("undoing").isdisjoint(_WORD.findall(fold(f.content))[:_REACH])


def called_for(f: Facts) -> bool:
    """Whether what a claim tells is only wished for: who says that troops must leave does not say that they left."""
    return not _listed("wish").isdisjoint(text_words(f.content))


def is_promised(f: Facts) -> bool:
    """Whether a claim tells that somebody undertook something: who agreed to sell will sell."""
    return not _listed("promised").isdisjoint(text_words(f.content))


@lru_cache(maxsize=4)
def _listed(name: str) -> frozenset[str]:
    return frozenset(table("guards")[name]["words"])
