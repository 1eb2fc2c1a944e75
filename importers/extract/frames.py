"""What a content asserts in a form that can be compared without its wording: who, what, to what, where."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from functools import lru_cache

from importers.extract.clauses import NOUNS, VERBS, VerbGroup, main_group
from importers.extract.lexicon import load
from importers.extract.places import PlaceAt, fold, place_key, places_in
from importers.extract.predicates import class_of_word, predicate_of
from importers.extract.tokens import Token
from store.records.reading import Actor, Frame, Mention
from store.records.span import Span

_WORD_TAGS = NOUNS | VERBS | {"JJ"}
MAX_WORDS = 40
"""Words kept of one content: a frame stays small whatever the sentence."""


def frame_of(
    tokens: Sequence[Token],
    groups: Sequence[VerbGroup],
    mentions: Sequence[Mention] = (),
    actors: dict[str, Actor] | None = None,
    timexes: Sequence[Span] = (),
) -> Frame:
    """The frame of the content that these tokens make up.

    `mentions` are those inside it; countries meet under one key whether named by adjective, capital or name.
    Words of time expressions are left out: when is told by dates.
    """
    main = main_group(tokens, groups)
    countries = places_in(tokens)
    parties, places = _parties(tokens, countries, mentions, actors or {}, main)
    predicate = predicate_of(tokens, main) if main is not None else _noun_predicate(tokens)
    named = {i for place in countries for i in range(place.first, place.last + 1)}
    words: set[str] = set()
    objects: set[str] = set()
    stop = _stop()
    dates, date = sorted(timexes), 0
    for i, token in enumerate(tokens):
        if token.tag not in _WORD_TAGS or i in named or token.lemma in stop or len(token.lower) < 2:
            continue
        while date < len(dates) and dates[date].end <= token.start:
            date += 1
        if date < len(dates) and dates[date].start <= token.start:
            continue
        word = fold(token.lemma)
        words.add(word)
        if token.tag in ("NN", "NNS") and not (i + 1 < len(tokens) and tokens[i + 1].tag in ("NN", "NNS")):
            objects.add(word)
    return Frame(
        actors=parties,
        predicate=fold(predicate),
        objects=tuple(sorted(objects)[:MAX_WORDS]),
        places=places,
        words=tuple(sorted(words)[:MAX_WORDS]),
    )


def similarity(a: Frame, b: Frame) -> float:
    """How alike two frames are, 0..1: shared actors and places, predicate, words."""
    parties_a, parties_b = set(a.actors) | set(a.places), set(b.actors) | set(b.places)
    actors = _overlap(parties_a, parties_b)
    words = _overlap(set(a.words), set(b.words))
    return 0.4 * actors + 0.25 * (a.predicate == b.predicate) + 0.35 * words


def _overlap(a: set[str], b: set[str]) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _parties(
    tokens: Sequence[Token],
    countries: Sequence[PlaceAt],
    mentions: Sequence[Mention],
    actors: dict[str, Actor],
    main: VerbGroup | None,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Keys of who takes part (the agent first) and of where."""
    found: list[tuple[int, str]] = []
    where: set[str] = set()
    for mention in mentions:
        actor = actors.get(mention.actor)
        key = place_key(actor.name) if actor is not None else None
        if "-" in mention.actor and place_key(mention.actor.split("-")[0]) is not None:
            continue  # "Russian-North Korean": the countries are found by themselves
        if actor is not None and key is None and actor.kind in ("place", "unknown") and _stands_in(tokens, mention):
            where.add(mention.actor)
            continue
        if key is None and not (actor is not None and actor.kind == "place"):
            found.append((mention.span.start, people_of(mention.actor, actors)))
    for place in countries:
        if place.locative:
            where.add(place.key)
        else:
            found.append((tokens[place.first].start, place.key))
    for i, token in enumerate(tokens):
        named = token.tag == "NNP" and i > 0 and tokens[i - 1].lower in ("in", "near", "at") and token.text.isalpha()
        if not named or place_key(token.text) is not None or fold(token.text) in _stop():
            continue
        if not any(m.span.start <= token.start < m.span.end for m in mentions):
            where.add(fold(token.text))
    keys = [key for _, key in sorted(found)]
    if main is not None and main.passive:
        agent = _agent_by(tokens, found, main)
        if agent is not None:
            keys.insert(0, agent)
    ordered = tuple(dict.fromkeys(keys))
    return ordered, tuple(sorted(where))


def people_of(key: str, actors: Mapping[str, Actor]) -> str:
    """The key of the land that an adjective is made of where the article names it ("ruritanian" → "ruritania"), else the key."""
    for ending in _DEMONYMS:
        if key.endswith(ending) and len(key) - len(ending) >= 4:
            stem = key[: -len(ending)]
            for land in (stem, stem + "a", stem + "ia", stem + "y", stem + "e"):
                if land != key and land in actors:
                    return land
    return key


_DEMONYMS = ("ians", "ian", "ans", "an", "ese", "ish", "ns", "n", "is", "i")


def _stands_in(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether the mention tells where: "in Harfleur"."""
    k = bisect.bisect_left(tokens, mention.span.start, key=lambda token: token.start) - 1
    return k >= 0 and tokens[k].lower in ("in", "near", "at", "inside", "outside", "around")


def _agent_by(tokens: Sequence[Token], found: Sequence[tuple[int, str]], main: VerbGroup) -> str | None:
    """Whom a passive names with "by"."""
    for i in range(main.last + 1, min(len(tokens), main.last + 12)):
        if tokens[i].lower == "by":
            start = tokens[i].end
            near = [key for at, key in sorted(found) if start <= at <= start + 40]
            return near[0] if near else None
    return None


def _noun_predicate(tokens: Sequence[Token]) -> str:
    """Of a content with no verb: the class of the head of its first noun phrase, else of any noun, else that head."""
    nouns = [t.lemma for t in tokens if t.tag in ("NN", "NNS")]
    head = _first_head(tokens)
    for noun in ([head] if head else []) + nouns:
        name = class_of_word(noun)
        if name is not None:
            return name
    return head or (nouns[-1] if nouns else "")


def _first_head(tokens: Sequence[Token]) -> str | None:
    """The last noun of the first run of nouns."""
    head: str | None = None
    for token in tokens:
        if token.tag in ("NN", "NNS"):
            head = token.lemma
        elif head is not None and token.tag not in ("NNP", "POS"):
            return head
    return head


@lru_cache(maxsize=1)
def _stop() -> frozenset[str]:
    return frozenset(load("predicates")["stop"]["words"].split())
