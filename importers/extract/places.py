"""Countries by any of their names: "Seoul", "South Korean" and "South Korea" have one key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from importers.extract.lexicon import load
from importers.extract.tokens import Token

_LONGEST = 4
_LOCATIVE = frozenset({"in", "near", "inside", "across", "throughout", "at", "around", "outside", "within"})


class PlaceAt(NamedTuple):
    """A country named by tokens first..last: its key, and whether it only tells where ("in Peru")."""

    key: str
    first: int
    last: int
    locative: bool


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Lower case, no accents, one blank between words."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"\s+", " ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def place_key(name: str) -> str | None:
    """The country's key for one of its names, adjectives or cities; a leading "the" does not matter."""
    folded = fold(name)
    table = _names()
    return table.get(folded) or table.get(folded.removeprefix("the "))


def places_in(tokens: Sequence[Token]) -> list[PlaceAt]:
    """Countries named in these tokens, left to right, by the longest name; "Russian-North Korean" names two."""
    names, openers = _names(), _openers()
    words: list[tuple[str, int]] = []
    for i, token in enumerate(tokens):
        if "-" in token.text and token.text[0].isupper() and token.lower not in openers:
            words.extend((part, i) for part in token.lower.split("-"))
        else:
            words.append((token.lower, i))
    found: list[PlaceAt] = []
    at, n = 0, len(words)
    while at < n:
        word, i = words[at]
        if word not in openers or not _is_name(tokens[i]):
            at += 1
            continue
        for size in range(min(_LONGEST, n - at), 0, -1):
            key = names.get(fold(" ".join(w for w, _ in words[at : at + size])))
            if key is not None:
                last = words[at + size - 1][1]
                found.append(PlaceAt(key, i, last, _is_locative(tokens, i, last)))
                at += size
                break
        else:
            at += 1
    return found


def _is_locative(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the name only tells where ("in Peru"), and is not an adjective ("in Peruvian hands")."""
    before = first - 1
    while before >= 0 and tokens[before].tag in ("DT", "JJ"):
        before -= 1
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    adjective = after is not None and after.tag in ("NN", "NNS", "JJ") and not tokens[last].text.endswith("s")
    return before >= 0 and tokens[before].lower in _LOCATIVE and not adjective


def _is_name(token: Token) -> bool:
    return token.text[0].isupper() or token.lower in ("the",)


def place_names() -> frozenset[str]:
    """All names, adjectives and cities of countries, folded."""
    return frozenset(_names())


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    table: dict[str, str] = {}
    for key, entry in load("places")["place"].items():
        for name in (key, *entry.get("names", ()), *entry.get("adj", ()), *entry.get("cities", ())):
            table.setdefault(fold(name), key)
            if "-" in name:
                table.setdefault(fold(name.replace("-", " ")), key)
    return table


@lru_cache(maxsize=1)
def _openers() -> frozenset[str]:
    return frozenset(name.split()[0] for name in _names())
