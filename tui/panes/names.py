"""Names of sources and speakers as they stand on the screen: short where a file's name is all that is known."""

from __future__ import annotations

import re
from functools import lru_cache

from store.records.rows import ArticleRef, ClaimRow
from tui.forms import cells
from tui.safe import one_line

_EXTENSION = re.compile(r"\.[a-z0-9]{1,5}$", re.IGNORECASE)
_HASH = re.compile(r"[_\-.][0-9a-f]{8,64}$", re.IGNORECASE)
_ARTICLE = re.compile(r"^the (?=\S)", re.IGNORECASE)


@lru_cache(maxsize=4096)
def short_name(name: str) -> str:
    """A file's name without its extension and a hash at its end; other names as they are, without a leading "The"."""
    line = one_line(name)
    stem = _EXTENSION.sub("", line)
    if stem != line:
        return _HASH.sub("", stem) or stem
    return _ARTICLE.sub("", line)


def short_names(names: list[str]) -> list[str]:
    """Short names of several sources; those that would come out alike stay long."""
    short = [short_name(n) for n in names]
    return [s if short.count(s) == 1 else one_line(n) for s, n in zip(short, names, strict=True)]


def speaker_name(row: ClaimRow) -> str:
    """Who says it; ‹…› is the outlet's or file's own voice."""
    if row.attribution == "outlet_voice" and not row.speaker and not row.speaker_text:
        return f"‹{short_name(row.source or row.article_name)}›"
    return one_line(cells.speaker(row))


def source_name(article: ArticleRef) -> str:
    """The outlet, or the file where none is known."""
    return short_name(article.source) if article.source else short_name(article.name)
