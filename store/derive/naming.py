"""Who is named, who is only pointed to, and which two names may be one (pure; shipped tables only).

Independence is claimed only of those who are surely two: "he", "the minister" and "the document" may be anybody whom the
text names, and Medwedew is Medvedev.
"""

from __future__ import annotations

import re
from functools import lru_cache

from store.derive.frames import text_words
from store.derive.tables import country_of, family_of, table
from store.filters import fold

_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 3
"""Words of the longest name that is looked for in a description."""
_LONGEST = 12
_SPELLED_ALIKE = 0.8
"""Jaro-Winkler similarity from which two surnames may be one in two spellings."""
_SHORTEST = 3
_SPELLINGS = (
    ("cz", "ch"),
    ("sz", "sh"),
    ("zh", "z"),
    ("kh", "h"),
    ("ł", "l"),
    ("w", "v"),
    ("y", "i"),
    ("j", "i"),
    ("x", "ks"),
)


def points(label: str | None) -> bool:
    """Whether a speaker's words name nobody and only point: "he", "the minister", "Ruritania's envoy"."""
    words = (label or "").split()
    if not words or words[0].casefold().strip("“\"'") in _listed("pronouns"):
        return True
    first = words[0].casefold()
    return first in _listed("definite") or any(w.endswith(("'s", "’s")) for w in words[:-1])


def is_name(label: str | None) -> bool:
    """Whether a speaker's words hold a name: one with a capital, a beginning sentence aside."""
    words = (label or "").split()
    return any(w.strip("“”\"'(‘")[:1].isupper() for w in words[1:]) or (
        len(words) > 0
        and words[0][:1].isupper()
        and words[0].casefold() not in _listed("pronouns") | _listed("definite")
    )


def tells(content: str) -> bool:
    """Whether a text in nobody's name tells what somebody said."""
    return not _listed("telling").isdisjoint(text_words(content))


def is_person_pronoun(label: str | None) -> bool:
    """Whether a speaker's words are a pronoun of one person."""
    return (label or "").casefold() in _listed("persons")


def tells_name(label: str | None, key: str) -> bool:
    """Whether a speaker's words have any word of the name that they were found to stand for."""
    return not set(_WORD.findall(fold(label or ""))).isdisjoint(_WORD.findall(key))


@lru_cache(maxsize=20_000)
def kin(label: str) -> frozenset[str]:
    """The families for which somebody who is described speaks: a "White House official" for that of the White House."""
    if _listed("office").isdisjoint(text_words(label)):
        return frozenset()
    words = [w.removesuffix("'s").removesuffix("’s") for w in fold(label).split()[:_LONGEST]]
    found: set[str] = set()
    for size in range(1, _MOST_WORDS + 1):
        for at in range(len(words) - size + 1):
            name = " ".join(words[at : at + size])
            known = family_of(name) or family_of(country_of(name) or "")
            if known is not None:
                found.add(known[0])
    return frozenset(found)


@lru_cache(maxsize=20_000)
def may_be_one(a: str, b: str) -> bool:
    """Whether two folded names may be of one: a surname and the whole name, or two spellings.

    Not where an analyst told two bearers of one name apart: "ivo kell" and "ivo kell (economist)".
    """
    if a != b and a.partition(" (")[0] == b.partition(" (")[0]:
        return False
    one, two = _WORD.findall(a), _WORD.findall(b)
    if not one or not two:
        return False
    if set(one) <= set(two) or set(two) <= set(one):
        return True
    if len(one) > _MOST_WORDS or len(two) > _MOST_WORDS or _sounded(one[-1])[0] != _sounded(two[-1])[0]:
        return False
    given = len(one) == 1 or len(two) == 1 or one[0][0] == two[0][0]
    if not given or min(len(one[-1]), len(two[-1])) < _SHORTEST:
        return bool(given and one[-1] == two[-1])
    from rapidfuzz.distance import JaroWinkler  # needed by few pairs only, never to show what is there

    return bool(JaroWinkler.similarity(_sounded(one[-1]), _sounded(two[-1])) >= _SPELLED_ALIKE)


def names(label: str, text: str) -> bool:
    """Whether a text has the last of the names that a label is made of."""
    words = [w for w in _WORD.findall(label) if w[0].isupper() and len(w) >= _SHORTEST]
    return bool(words) and fold(words[-1]) in text_words(text)


def _sounded(name: str) -> str:
    """A surname with the letters that one script's several Latin spellings tell apart put together."""
    for letters, one in _SPELLINGS:
        name = name.replace(letters, one)
    return name


@lru_cache(maxsize=8)
def _listed(name: str) -> frozenset[str]:
    return frozenset(table("naming")[name]["words"])
