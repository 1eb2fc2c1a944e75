"""Names that the reading of one article joined to an actor, parted by analysts (pure): here these words mean another.

An op `actor.part` holds on to the first place where its words stand. It counts for the whole article: for every speaker
and link of a chain named in these words, and, where they are an actor's name, for all that was read as that actor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from store.derive.heads import preferred
from store.derive.overlay import Placed
from store.filters import fold
from store.ops import Head
from store.records.reading import Actor, ActorKind, Claim, Hop, Reading
from store.records.span import Span

PART = "actor.part"


def words_at(text: str, words: str) -> Span | None:
    """The first place where words stand whole, however they are capitalised or spaced; None where they do not."""
    parts = [re.escape(part) for part in words.split()]
    spaced = r"\s+".join(parts)
    found = re.search(rf"(?<!\w){spaced}(?!\w)", text, re.IGNORECASE) if parts else None
    return Span(*found.span()) if found is not None else None


def part(
    text: str, reading: Reading, placed: Iterable[Placed], analyst: str | None
) -> tuple[Reading, Mapping[int, tuple[str, ...]]]:
    """The reading with its names parted, and the ops that touched each claim, by its index."""
    chosen = _chosen(placed, analyst)
    if not chosen:
        return reading, {}
    whole = {a.key: chosen[n] for a in reading.actors for n in (a.key, fold(a.name)) if n in chosen}
    whole |= {words: head for words, head in chosen.items() if words not in whole}
    claims, touched = [], dict[int, tuple[str, ...]]()
    for index, claim in enumerate(reading.claims):
        changed, by = _claim(text, claim, reading.actors, chosen, whole)
        claims.append(changed)
        if by:
            touched[index] = tuple(sorted({head.id for head in by}))
    return replace(reading, claims=tuple(claims), actors=_actors(reading.actors, chosen, whole)), touched


def _chosen(placed: Iterable[Placed], analyst: str | None) -> dict[str, Head]:
    """Folded words to the head that holds for them."""
    heads: dict[str, list[Head]] = {}
    for p in placed:
        if p.head.field == PART and p.head.target.quote:
            heads.setdefault(fold(p.head.target.quote), []).append(p.head)
    held = {words: preferred(of_words, analyst) for words, of_words in sorted(heads.items())}
    return {words: head for words, head in held.items() if head is not None and fold(str(head.value)) != words}


def _key(head: Head) -> str:
    return fold(str(head.value))


def _claim(
    text: str, claim: Claim, actors: Sequence[Actor], chosen: Mapping[str, Head], whole: Mapping[str, Head]
) -> tuple[Claim, list[Head]]:
    by: list[Head] = []
    speaker = None
    if claim.speaker_span is not None:
        speaker = chosen.get(fold(claim.speaker_span.of(text)))
    speaker = speaker or (whole.get(claim.speaker) if claim.speaker else None)
    if speaker is not None:
        by.append(speaker)
        named = claim.type if claim.type not in ("outlet_voice", "unspecified") else "institution"
        claim = replace(claim, speaker=_key(speaker), type=named)
    hops: list[Hop] = []
    for hop in claim.chain:
        head = chosen.get(fold(hop.label)) or (whole.get(hop.actor) if hop.actor else None)
        hops.append(replace(hop, actor=_key(head)) if head is not None else hop)
        by += [head] if head is not None else []
    keys: list[str] = []
    for key in claim.frame.actors:
        head = whole.get(key)
        added, kept = ([_key(head)], False) if head is not None else _told(text, claim, key, actors, chosen, by)
        by += [head] if head is not None else []
        keys += [*added, *([key] if kept else [])]
    frame = replace(claim.frame, actors=tuple(dict.fromkeys(keys)))
    return replace(claim, chain=tuple(hops), frame=frame), by


def _told(
    text: str, claim: Claim, key: str, actors: Sequence[Actor], chosen: Mapping[str, Head], by: list[Head]
) -> tuple[list[str], bool]:
    """Whom the content means by an actor of its frame: others by the parted words, and whether the actor itself too."""
    actor = next((a for a in actors if a.key == key), None)
    names = {key, fold(actor.name), *(fold(a) for a in actor.aliases)} - {""} if actor is not None else set()
    parted = names & set(chosen)
    if not parted:
        return [], True
    content = fold(" ".join(piece.of(text) for piece in claim.content))
    longest_first = "|".join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n)))
    told = set(re.findall(rf"(?<!\w)(?:{longest_first})(?!\w)", content))
    heads = [chosen[words] for words in sorted(told & parted)]
    by += heads
    return [_key(head) for head in heads], not told or bool(told - parted)


def _actors(actors: Sequence[Actor], chosen: Mapping[str, Head], whole: Mapping[str, Head]) -> tuple[Actor, ...]:
    """The article's actors: those parted as a whole under their new name, the others without the words parted from them."""
    out: dict[str, Actor] = {}
    kinds: dict[str, ActorKind] = {}
    for actor in actors:
        head = whole.get(actor.key)
        aliases = tuple(a for a in actor.aliases if fold(a) not in chosen)
        for words in {fold(n) for n in (actor.key, actor.name, *actor.aliases)} & set(chosen):
            kinds.setdefault(_key(chosen[words]), actor.kind)
        if head is not None:
            actor = replace(actor, key=_key(head), name=str(head.value))
        _put(out, replace(actor, aliases=aliases))
    for head in chosen.values():
        _put(out, Actor(_key(head), str(head.value), kinds.get(_key(head), "unknown")))
    return tuple(out.values())


def _put(out: dict[str, Actor], actor: Actor) -> None:
    """Add an actor, to the one of its key where there is one."""
    there = out.get(actor.key)
    if there is None:
        out[actor.key] = actor
        return
    kind = there.kind if there.kind != "unknown" else actor.kind
    out[actor.key] = replace(
        there,
        kind=kind,
        roles=tuple(dict.fromkeys((*there.roles, *actor.roles))),
        affiliations=tuple(dict.fromkeys((*there.affiliations, *actor.affiliations))),
        aliases=tuple(dict.fromkeys((*there.aliases, *actor.aliases))),
    )
