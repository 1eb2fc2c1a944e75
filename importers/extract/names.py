"""Names in a sentence: people with their offices, institutions, media and countries, by gazetteers and capital letters."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from importers.extract.attribution.lines import TIME_NOUNS
from importers.extract.lexicon import load
from importers.extract.places import fold, place_key
from importers.extract.tokens import Token
from store.records.reading import ActorKind

_JOINERS = frozenset(
    {
        "of",
        "for",
        "de",
        "del",
        "der",
        "den",
        "van",
        "von",
        "bin",
        "ibn",
        "al",
        "la",
        "le",
        "da",
        "dos",
        "du",
        "el",
        "ul",
    }
)
_ORG_JOINERS = frozenset({"of", "for", "and", "&", "on"})
_LONGEST = 9


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


class Titles(NamedTuple):
    """Word lists of titles.toml."""

    before: frozenset[str]
    offices: frozenset[str]
    commentators: frozenset[str]
    people: frozenset[str]
    anonymous: frozenset[str]
    institutions: frozenset[str]
    media_heads: frozenset[str]


@lru_cache(maxsize=1)
def titles() -> Titles:
    """Offices, callings and heads of names, read once."""
    tables = load("titles")
    keys = ("before_names", "offices", "commentators", "people", "anonymous", "institutions", "media_heads")
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


def find_names(tokens: Sequence[Token]) -> list[NameAt]:
    """Names of a sentence, left to right, not overlapping."""
    found: list[NameAt] = []
    i, n = 0, len(tokens)
    while i < n:
        token = tokens[i]
        if not _can_start(token):
            i += 1
            continue
        listed = _listed(tokens, i)
        if listed is not None:
            found.append(listed)
            i = listed.end
            continue
        if token.tag != "NNP":
            i += 1
            continue
        name = _spelled(tokens, i)
        if name is None:
            i += 1
            continue
        found.append(name)
        i = name.end
    return found


def _can_start(token: Token) -> bool:
    if token.lemma in TIME_NOUNS or (
        "-" in token.text and token.text.rsplit("-", 1)[1].islower() and place_key(token.text.split("-", 1)[0])
    ):
        return False
    return token.text[:1].isupper() and (
        token.tag in ("NNP", "NN", "NNS", "JJ", "DT", "CD") or token.lower in ("us", "west", "north")
    )


def _listed(tokens: Sequence[Token], i: int) -> NameAt | None:
    """The longest institution, medium or country that begins here."""
    known = known_names()
    for size in range(min(6, len(tokens) - i), 0, -1):
        words = tokens[i : i + size]
        text = _text(words)
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


def _text(words: Sequence[Token]) -> str:
    out = ""
    for k, word in enumerate(words):
        if k and words[k - 1].end < word.start:
            out += " "
        out += word.text
    return out


def _spelled(tokens: Sequence[Token], i: int) -> NameAt | None:
    """A run of capitalised words: titles in front are taken off, the rest is the name."""
    words = titles()
    end = i
    organisation = False
    while end < len(tokens) and end - i < _LONGEST:
        token = tokens[end]
        low = token.lower.strip(".")
        if token.tag == "NNP" or (token.tag in ("NN", "JJ", "NNS") and token.text[:1].isupper()):
            organisation = organisation or low in words.institutions
            end += 1
        elif (low in _JOINERS and end > i and _goes_on(tokens, end) and (organisation or low not in _ORG_JOINERS)) or (
            low == "and"
            and organisation
            and _goes_on(tokens, end)
            and any(t.lower in ("of", "for") for t in tokens[i:end])
        ):
            end += 1
        else:
            break
    start = i
    while start < end - 1 and tokens[start].lower.strip(".") in words.before | words.offices:
        start += 1
    if start == end - 1 and tokens[start].lower.strip(".") in words.before | words.offices and start > i:
        pass
    last = tokens[end - 1].lower.strip(".")
    name = _text(tokens[start:end])
    if tokens[start].lower.strip(".") in words.before | words.offices and end - start == 1:
        return None
    if last in words.media_heads and end - start > 1:
        return NameAt(start, end, name, "media")
    if (last in words.institutions or organisation) and not (start > i and not organisation):
        return NameAt(
            i if organisation and start > i and tokens[i].lower not in words.before else start,
            end,
            name,
            "organisation",
        )
    role, affiliation = _office_before(tokens, start)
    titled = start > i or role is not None
    if role is None:
        role, affiliation_after = _office_after(tokens, end)
        affiliation = affiliation or affiliation_after
    kind: ActorKind = (
        "person" if titled or role is not None or (end - start > 1 and is_given_name(tokens[start].text)) else "unknown"
    )
    return NameAt(start, end, name, kind, role, affiliation, titled)


def _goes_on(tokens: Sequence[Token], i: int) -> bool:
    return i + 1 < len(tokens) and tokens[i + 1].tag == "NNP"


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


def _office_before(tokens: Sequence[Token], start: int) -> tuple[str | None, str | None]:
    """The office right before a name and whose it is: Lima's defense minister NAME."""
    words = titles()
    i = start
    while i > 0 and start - i < 8:
        token = tokens[i - 1]
        low = token.lower.strip(".")
        if i == start:
            if low not in words.offices and low not in words.commentators and low not in words.before:
                return None, None
        elif token.tag not in ("NN", "NNP", "JJ", "NNS", "POS", "VBN") and low != "us":
            break
        i -= 1
    if i == start:
        return None, None
    return _split_office(tokens, i, start)


def _split_office(tokens: Sequence[Token], first: int, end: int) -> tuple[str | None, str | None]:
    """An office phrase as (role, affiliation)."""
    affiliation: str | None = None
    begin = first
    k = first
    while k < end:
        listed = _listed(tokens, k) if _can_start(tokens[k]) else None
        if listed is not None and listed.end <= end:
            affiliation = listed.name if listed.kind != "place" else listed.country
            begin = k = listed.end
            continue
        if tokens[k].tag == "POS":
            begin = k + 1
        k += 1
    role = _text(tokens[begin:end]).strip()
    if fold(role).strip(".") in ("mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "lady", "lord", "prof"):
        role = ""
    return role or None, affiliation


def _office_after(tokens: Sequence[Token], end: int) -> tuple[str | None, str | None]:
    """The office in an apposition: NAME, the head of the agency,."""
    k = end
    if k < len(tokens) and tokens[k].lower == "(":
        close = next((j for j in range(k, min(k + 6, len(tokens))) if tokens[j].lower == ")"), None)
        k = close + 1 if close is not None else k
    if k + 1 >= len(tokens) or tokens[k].lower != ",":
        return None, None
    words = titles()
    start = k + 1
    if tokens[start].tag in ("DT", "PRP$"):
        start += 1
    head: int | None = None
    for j in range(start, min(start + 8, len(tokens))):
        if tokens[j].tag not in ("NN", "NNP", "JJ", "POS", "NNS", "VBG", "CC") and tokens[j].lower != "us":
            break
        if tokens[j].lower in words.offices or tokens[j].lower in words.commentators:
            head = j
    if head is None:
        return None, None
    role, affiliation = _split_office(tokens, start, head + 1)
    if affiliation is None:
        for j in range(head + 1, min(head + 6, len(tokens))):
            listed = _listed(tokens, j) if _can_start(tokens[j]) else None
            if listed is not None:
                affiliation = listed.name
                break
            if tokens[j].tag in ("PUNCT", "VBD", "VBZ"):
                break
    return role, affiliation
