"""From the speaker towards the origin: what he cites, whose reports he passes on, who was told of first reporting it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from importers.extract.attribution.cues import lexicon
from importers.extract.authority import authority
from importers.extract.lexicon import load
from importers.extract.places import fold
from store.records.reading import Actor, Attribution, Hop
from store.records.span import Span

MAX_HOPS = 6
_REACH = 250
"""Characters behind an attribution in which "citing" still belongs to it."""
_NEAR = 80
"""Places in the list of attributions within which a nested one is looked for."""
_MARKS = ' "“”‘’«»'
_FULL_STOP = re.compile(r"[.!?](?=[\s\"”]|$)|\n")


def chain_of(
    text: str, index: int, attributions: Sequence[Attribution], actors: Mapping[str, Actor]
) -> tuple[Hop, ...]:
    """The links behind one attribution, from its speaker on; empty where the speaker says it of his own.

    They come from attributions inside its content, and from words in the content and its sentence that name where a
    report comes from. A link back to the speaker himself is none.
    """
    top = attributions[index]
    if _denies(top):
        return ()
    hops: list[Hop] = []
    seen: set[str | None] = {top.speaker} if top.speaker else set()
    for inner in _inside(index, attributions):
        nested = attributions[inner]
        if _denies(nested) or (nested.speaker is not None and nested.speaker in seen):
            continue
        hop = _hop_of(text, nested, actors)
        if hop is not None:
            hops.append(hop)
            seen.add(hop.actor)
    hops.extend(_stated(text, top, actors, seen, [h.span for h in hops if h.span]))
    return tuple(hops[:MAX_HOPS])


def _denies(attribution: Attribution) -> bool:
    """Whether it denies something: then what stands inside is no origin of it."""
    return attribution.rule.split(" + ")[0] in lexicon().denials


def _inside(index: int, attributions: Sequence[Attribution]) -> list[int]:
    """Attributions nested in this one, outer before inner."""
    out: list[int] = []
    level = [index]
    near = range(max(0, index - _NEAR), min(len(attributions), index + _NEAR))
    while level and len(out) < MAX_HOPS:
        level = [n for n in near if attributions[n].inside in level and n not in out]
        out.extend(level)
    return out


def _hop_of(text: str, nested: Attribution, actors: Mapping[str, Actor]) -> Hop | None:
    actor = actors.get(nested.speaker) if nested.speaker is not None else None
    if nested.form == "noun" and nested.source is None and nested.cue is not None:
        return Hop(nested.cue.of(text).lower(), "reports", "unspecified", None, nested.cue)
    if nested.source is None:
        return None
    phrase = nested.source.of(text).strip(_MARKS)
    if actor is None and fold(phrase) in _pronouns():
        return None
    label = actor.name if actor is not None else phrase
    return Hop(label, "citing", authority(phrase, actor), actor.key if actor else None, nested.source)


def _stated(
    text: str, top: Attribution, actors: Mapping[str, Actor], seen: set[str | None], taken: list[Span]
) -> list[Hop]:
    """Links that words name: reports which surfaced in X, first reported by X, citing X, reports in X."""
    regions = [*top.content]
    if top.source is not None:
        regions.append(top.source)
        if top.cue is not None and top.cue.start - top.source.end > 3:
            regions.append(Span(top.source.end, top.cue.start))
    after = _rest_of_sentence(text, top)
    out: list[Hop] = []
    for region in [*regions, *after]:
        for relation, pattern in _patterns():
            if region in after and relation != "citing":
                continue
            for match in pattern.finditer(text, region.start, region.end):
                found = Span(*match.span("party"))
                found = Span(found.start, found.start + len(found.of(text).rstrip(" .,;")))
                party = found.of(text)
                if any(found.overlaps(t) for t in taken):
                    continue
                actor = _actor_named(party, actors)
                if actor is not None and actor.key in seen:
                    continue
                kind = authority(party, actor)
                if kind == "unnamed_described" and fold(party).split()[-1] in (
                    "media",
                    "press",
                    "television",
                    "newspapers",
                ):
                    kind = "institution"
                if relation == "reports":
                    out.append(Hop(party.lower(), "reports", "unspecified", None, found))
                elif relation == "citing":
                    out.append(Hop(actor.name if actor else party, "citing", kind, actor.key if actor else None, found))
                elif relation == "first":
                    out.append(
                        Hop(
                            actor.name if actor else party,
                            "first_reported_by",
                            kind,
                            actor.key if actor else None,
                            found,
                        )
                    )
                else:
                    out.append(Hop(actor.name if actor else party, "via", kind, actor.key if actor else None, found))
                seen.add(actor.key if actor else None)
                taken.append(found)
    return out


def _rest_of_sentence(text: str, top: Attribution) -> list[Span]:
    """What follows an attribution up to the next full stop: ..., X said on Friday, citing Y."""
    ends = [s.end for s in (*top.content, top.source, top.cue) if s is not None]
    start = max(ends)
    stop = _FULL_STOP.search(text, start, start + _REACH)
    return [Span(start, stop.start() if stop else min(len(text), start + _REACH))]


def _actor_named(party: str, actors: Mapping[str, Actor]) -> Actor | None:
    folded = fold(party).removeprefix("the ")
    for actor in actors.values():
        if folded in (actor.key, actor.key.removeprefix("the ")) or folded in (fold(a) for a in actor.aliases):
            return actor
    return None


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((rule["relation"], re.compile(rule["pattern"])) for rule in load("chains")["link"])


@lru_cache(maxsize=1)
def _pronouns() -> frozenset[str]:
    return frozenset(load("chains")["pronouns"]["words"].split())
