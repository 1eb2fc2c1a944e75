"""On whose authority something is said: the class of an attribution's source (GRADING.md, part A)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from importers.extract.gazetteer import titles
from importers.extract.places import fold, place_key
from store.records.reading import Actor, Attribution, AttributionType

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_PRONOUNS = frozenset(
    {"he", "she", "his", "her", "i", "my", "we", "our", "they", "their", "who", "which", "you", "your"}
)
_NATIONAL_HEADS = frozenset(
    {
        "government",
        "administration",
        "ministry",
        "military",
        "army",
        "parliament",
        "authorities",
        "kremlin",
        "side",
        "sides",
    }
)


def attribution_type(text: str, attribution: Attribution, actors: Mapping[str, Actor]) -> AttributionType:
    """The class of an attribution's source, by its speaker where one is known, else by its words."""
    actor = actors.get(attribution.speaker) if attribution.speaker is not None else None
    phrase = attribution.source.of(text) if attribution.source is not None else None
    return authority(phrase, actor)


def authority(phrase: str | None, actor: Actor | None) -> AttributionType:
    """The class of a source: a phrase of the text, and the actor that it stands for where that is known.

    Without either nobody stands behind the words: unspecified. The outlet's own voice is no attribution at all.
    """
    if actor is not None:
        return _of_actor(actor)
    if phrase is None:
        return "unspecified"
    words = titles()
    found = [fold(w) for w in _WORD.findall(phrase)]
    if not found or all(w in words.anonymous for w in found):
        return "unspecified"
    head = _head(found)
    if head in words.institutions or head in words.media_heads or place_key(phrase) is not None:
        return "institution"
    if head in words.people or head.rstrip("s") in words.people:
        return "unnamed_described"
    if head in words.anonymous or head.rstrip("s") in words.anonymous:
        return "unspecified"
    if head in _PRONOUNS:
        return "unnamed_described" if head in ("he", "she", "his", "her", "who") else "unspecified"
    return "unnamed_described"


def _of_actor(actor: Actor) -> AttributionType:
    if actor.kind == "person":
        comments = is_commentator(actor.roles)
        return "commentator" if comments else "named_official"
    if actor.kind in ("organisation", "media", "place"):
        return "institution"
    if actor.kind == "group":
        named = bool(actor.affiliations) and ("both sides" in actor.aliases or actor.name in actor.aliases)
        return "institution" if named else "unnamed_described"
    head = _head([fold(w) for w in _WORD.findall(actor.name)])
    if head in titles().people or head in titles().offices or actor.name.split()[-1].islower():
        return authority(actor.name, None)
    return "named_official"


def is_commentator(roles: tuple[str, ...]) -> bool:
    """Whether the roles are those of one who comments, with no office beside."""
    words = titles()
    heads = [_head([fold(w) for w in _WORD.findall(role)]) for role in roles]
    comments = any(h in words.commentators for h in heads)
    holds_office = any(h in words.offices and h not in words.commentators for h in heads)
    return comments and not holds_office


def _head(found: list[str]) -> str:
    """The head of a noun phrase: the last word before a preposition."""
    for i, word in enumerate(found):
        if i and word in (
            "of",
            "for",
            "in",
            "at",
            "from",
            "to",
            "with",
            "on",
            "who",
            "which",
            "that",
            "by",
            "familiar",
            "close",
            "about",
        ):
            return found[i - 1]
    return found[-1] if found else ""
