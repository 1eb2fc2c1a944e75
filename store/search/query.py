"""What was typed in the search box: words, kinds, and a filter made of field words.

Everything else is plain text: there are no operators, so no query is a syntax error.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from store.filters import Filter, field_word
from store.records.rows import HitKind
from store.records.text import clean_line
from store.search.tokens import fold, words

MAX_CHARS = 200
MAX_WORDS = 12
NO_FILTER = Filter()
KINDS: tuple[HitKind, ...] = get_args(HitKind)


@dataclass(frozen=True, slots=True)
class Query:
    """`text` is the plain text, folded, for the rerank; `kinds` is empty where none was named."""

    words: tuple[str, ...]
    text: str
    kinds: tuple[HitKind, ...] = ()
    filter: Filter = NO_FILTER


def parse(typed: str) -> Query:
    """Read a query: `actor:` alone or before a word names a kind, `speaker:kim` and the like filter claims.

    At most 200 characters and 12 words are read. A field word whose value makes no sense is plain text.
    """
    plain: list[str] = []
    kinds: list[HitKind] = []
    filters = Filter()
    for piece in clean_line(typed, MAX_CHARS).split():
        named = _kind_prefix(piece)
        if named is not None:
            kinds.append(named)
            piece = piece[len(named) + 1 :]
        field = field_word(piece)
        if field is not None:
            filters = filters.with_value(*field)
        elif piece:
            plain.append(piece)
    text = " ".join(plain)
    return Query(tuple(words(text)[:MAX_WORDS]), fold(text), tuple(dict.fromkeys(kinds)), filters)


def _kind_prefix(piece: str) -> HitKind | None:
    for kind in KINDS:
        if piece.lower().startswith(kind + ":"):
            return kind
    return None
