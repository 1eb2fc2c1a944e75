"""Who in an article leads a state or a ministry: those with such an office, and those whom "the two leaders" points back to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from importers.extract.lexicon import load
from importers.extract.places import fold, place_key
from importers.extract.tokens import Token
from store.records.reading import Actor, Mention, Sentence

_DEFINITE = frozenset({"the", "both", "two", "these", "those"})


def leaders_of(
    text: str,
    sentences: Sequence[Sentence],
    tokens: Sequence[Sequence[Token]],
    actors: Sequence[Actor],
    mentions: Sequence[Mention],
) -> frozenset[str]:
    """Folded last names of the leaders that the article names."""
    names: set[str] = set()
    for actor in actors:
        if actor.kind == "person" and any(_is_office(role) for role in actor.roles):
            names.add(fold(actor.name).split()[-1])
    people = {actor.key: actor for actor in actors if actor.kind in ("person", "unknown")}
    for i, line in enumerate(tokens):
        if i == 0 or not _points_to_leaders(line):
            continue
        before = sentences[i - 1].span
        for mention in mentions:
            if before.holds(mention.span) and mention.actor in people:
                names.add(fold(people[mention.actor].name).split()[-1])
        names.update(_bare_names(tokens[i - 1]))
    return frozenset(names)


def _points_to_leaders(line: Sequence[Token]) -> bool:
    """ "The two leaders", "both presidents": a plural office with a word that points back, and no name in it."""
    for i, token in enumerate(line[:6]):
        if token.tag == "NNS" and token.lemma in _plural_offices() and i and line[i - 1].lower in _DEFINITE:
            return True
    return False


def _bare_names(line: Sequence[Token]) -> set[str]:
    """Single capitalised names that act: "(Okoro) even made", "and (Lind) has visited"."""
    found: set[str] = set()
    for i, token in enumerate(line):
        if token.tag != "NNP" or place_key(token.text) is not None:
            continue
        j = i + 1
        while j < len(line) and line[j].tag == "RB":
            j += 1
        if j < len(line) and line[j].tag in ("VBD", "VBZ", "VBP", "MD"):
            found.add(fold(token.text))
    return found


def _is_office(role: str) -> bool:
    low = role.lower()
    return any(low == office or low.endswith(" " + office) for office in _offices()) and not low.startswith(
        ("former", "ex-")
    )


@lru_cache(maxsize=1)
def _offices() -> tuple[str, ...]:
    return tuple(load("official_acts")["leaders"]["offices"])


@lru_cache(maxsize=1)
def _plural_offices() -> frozenset[str]:
    return frozenset(office for office in _offices() if " " not in office)
