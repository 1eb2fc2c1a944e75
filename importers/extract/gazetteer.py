"""Names that are known beforehand: institutions, media, countries, spellings, given names; and lists of offices."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from importers.extract.attribution.lines import TIME_NOUNS
from importers.extract.lexicon import load
from importers.extract.places import fold, place_key, place_names
from importers.extract.tokens import Token
from store.records.reading import ActorKind

_MONTHS = frozenset({"jan.", "feb.", "mar.", "apr.", "jun.", "jul.", "aug.", "sep.", "sept.", "oct.", "nov.", "dec."})


class NameAt(NamedTuple):
    """A name at tokens [first, end): what it names, and what stands beside it of office and country."""

    first: int
    end: int
    name: str
    kind: ActorKind
    role: str | None = None
    affiliation: str | None = None
    titled: bool = False
    country: str | None = None
    sex: str | None = None
    """What the form of address before it says: "m" for Mr, "f" for Ms."""


class Titles(NamedTuple):
    """Word lists of titles.toml."""

    before: frozenset[str]
    offices: frozenset[str]
    commentators: frozenset[str]
    people: frozenset[str]
    anonymous: frozenset[str]
    institutions: frozenset[str]
    media_heads: frozenset[str]
    domains: frozenset[str]


@lru_cache(maxsize=1)
def titles() -> Titles:
    """Offices, callings and heads of names, read once."""
    tables = load("titles")
    keys = ("before_names", "offices", "commentators", "people", "anonymous", "institutions", "media_heads", "domains")
    return Titles(*(frozenset(tables[key]["words"].split()) for key in keys))


@lru_cache(maxsize=1)
def known_names() -> dict[str, tuple[str, ActorKind, str | None]]:
    """Folded name → canonical name, kind and country, of institutions and media."""
    out: dict[str, tuple[str, ActorKind, str | None]] = {}
    kinds: tuple[tuple[str, ActorKind], ...] = (("institutions", "organisation"), ("media", "media"))
    for table, kind in kinds:
        for name, (country, *others) in load("names")[table].items():
            for form in (name, *others):
                out.setdefault(fold(form), (name, kind, country or None))
    return out


@lru_cache(maxsize=1)
def spellings() -> dict[str, str]:
    """Folded variant of a family name → its common spelling, folded."""
    return {variant: row[0] for row in load("names")["spellings"]["words"] for variant in row}


def place_name(key: str) -> str:
    """A country's key as one writes it: "south korea" as South Korea."""
    if key == "west":
        return "The West"
    return " ".join(word if word in ("and", "of", "the") else word.capitalize() for word in key.split())


def national(name: str, country: str | None) -> str:
    """The name of a country's institution, with the country's adjective in front."""
    if country is None:
        return name
    entry = load("places")["place"].get(place_key(country) or "", {})
    adjectives = entry.get("adj", ())
    return f"{place_name(adjectives[0])} {name}" if adjectives else f"{country} {name}"


def can_start(token: Token) -> bool:
    """Whether a name may begin with this token: capitals, and neither a date nor an adjective made of a country."""
    if (
        token.lemma in TIME_NOUNS
        or token.lower in _MONTHS
        or ("-" in token.text and token.text.rsplit("-", 1)[1].islower() and place_key(token.text.split("-", 1)[0]))
    ):
        return False
    return token.text[:1].isupper() and (
        token.tag in ("NNP", "NN", "NNS", "JJ", "DT", "CD") or token.lower in ("us", "west", "north")
    )


def listed_name(tokens: Sequence[Token], i: int) -> NameAt | None:
    """The longest institution, medium or country that begins here."""
    if fold(tokens[i].text).rstrip(".") not in _beginnings():
        return None
    known = known_names()
    for size in range(min(6, len(tokens) - i), 0, -1):
        words = tokens[i : i + size]
        text = text_of(words)
        folded = fold(text)
        if size == 1 and tokens[i].tag == "DT":
            break
        hit = known.get(folded) or (known.get(folded.removeprefix("the ")) if folded.startswith("the ") else None)
        if hit is not None and _whole(tokens, i, i + size):
            return NameAt(i, i + size, hit[0], hit[1], affiliation=hit[2], country=hit[2])
        key = place_key(text) if words[-1].text[:1].isupper() or "." in folded else None
        if key is not None and tokens[i].tag != "DT":
            return NameAt(i, i + size, place_name(key), "place", country=place_name(key))
    return None


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    """All beginnings, to the letter, of the names of institutions, media and countries: most words begin none."""
    names = {*known_names(), *place_names()}
    names |= {f"the {name}" for name in names}
    return frozenset(name[:end].rstrip(".") for name in names for end in range(1, len(name) + 1))


def _whole(tokens: Sequence[Token], first: int, end: int) -> bool:
    """Whether the name doesn't go on into a longer one: Time, but not Time Warner."""
    if end - first > 1 or end >= len(tokens) or tokens[first].text.isupper():
        return True
    following = tokens[end]
    return (
        following.tag != "NNP"
        or following.lower.strip(".") in titles().before
        or fold(tokens[first].text) in ("pentagon", "kremlin")
    )


def text_of(words: Sequence[Token]) -> str:
    """Tokens as one writes them, with a blank where one stood."""
    out = ""
    for k, word in enumerate(words):
        if k and words[k - 1].end < word.start:
            out += " "
        out += word.text
    return out


def is_given_name(word: str) -> bool:
    """Whether a word is a common given name of English or of the news."""
    names = load("names")
    return fold(word) in _words(names["female"]["words"]) or fold(word) in _words(names["male"]["words"])


@lru_cache(maxsize=16)
def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


def gender(name: str) -> str | None:
    """ "f" or "m" where the given name tells, else None."""
    first = fold(name).split(" ")[0]
    if first in _words(load("names")["female"]["words"]):
        return "f"
    return "m" if first in _words(load("names")["male"]["words"]) else None
