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


def fold(text: str) -> str:
    """Lower case, no accents, one blank between words."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"\s+", " ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def place_key(name: str) -> str | None:
    """The country's key for one of its names, adjectives or cities; a leading "the" does not matter."""
    folded = fold(name)
    table = _names()
    return table.get(folded) or table.get(folded.removeprefix("the "))


def places_in(tokens: Sequence[Token]) -> list[PlaceAt]:
    """Countries named in these tokens, left to right, by the longest name."""
    found: list[PlaceAt] = []
    names, openers = _names(), _openers()
    i, n = 0, len(tokens)
    while i < n:
        if tokens[i].lower not in openers or not _is_name(tokens[i]):
            i += 1
            continue
        for size in range(min(_LONGEST, n - i), 0, -1):
            key = names.get(fold(" ".join(t.lower for t in tokens[i : i + size])))
            if key is not None:
                before = i - 1
                while before >= 0 and tokens[before].tag in ("DT", "JJ"):
                    before -= 1
                after = tokens[i + size] if i + size < n else None
                adjective = (
                    after is not None
                    and after.tag in ("NN", "NNS", "JJ")
                    and not tokens[i + size - 1].text.endswith("s")
                )
                locative = before >= 0 and tokens[before].lower in _LOCATIVE and not adjective
                found.append(PlaceAt(key, i, i + size - 1, locative))
                i += size
                break
        else:
            i += 1
    return found


def _is_name(token: Token) -> bool:
    return token.text[0].isupper() or token.lower in ("the",)


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
