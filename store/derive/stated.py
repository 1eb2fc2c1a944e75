"""What a claim says, as words that a person understands without the verb of saying (pure; for display alone).

"accused | Dovania of hiding the ships" is a fragment: it is shown as "accused: Dovania of hiding the ships". Spans and the
JSON's `content` stay what the article says.
"""

from __future__ import annotations

import re
from functools import lru_cache

from store.derive.tables import table

_WITHIN = 12
"""Words of a content among which the link must stand: an object is seldom longer."""
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")


def stated(content: str, cue: str | None) -> str:
    """The content, with the verb of saying before it where it can't be understood alone."""
    words = cue.lower().split() if cue else []
    verb = next((w for w in words if w in _verbs()), None)
    if verb is None:
        return content
    links = _verbs()[verb]
    if words[-1] in links and words[-1] != verb:
        return f"{verb} {words[-1]} {content}"
    return f"{verb}: {content}" if _is_fragment(content, links) else content


def is_statement(content: str, cue: str | None) -> bool:
    """Whether a content can be understood alone."""
    return stated(content, cue) == content


def _is_fragment(content: str, links: frozenset[str]) -> bool:
    """Whether an object and a link begin the content, with no clause before the link."""
    for number, match in enumerate(_WORD.finditer(content[:400])):
        word = match[0].lower()
        if word in links:
            return True
        if number >= _WITHIN or word in _clause() or (number > 0 and word.endswith("ed") and "-" not in word):
            return False
    return False


@lru_cache(maxsize=1)
def _verbs() -> dict[str, frozenset[str]]:
    return {form: frozenset(row["links"]) for row in table("stated")["verb"] for form in row["forms"]}


@lru_cache(maxsize=1)
def _clause() -> frozenset[str]:
    return frozenset(table("stated")["clause"]["words"])
