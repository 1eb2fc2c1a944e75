"""Sentences that tell where a statement told before comes from ("The claim comes from X"), as links of its chain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from importers.extract.attribution.cues import lexicon
from importers.extract.attribution.lines import TIME_NOUNS
from importers.extract.authority import authority
from importers.extract.checks import back_noun
from importers.extract.gazetteer import titles
from importers.extract.lexicon import load
from importers.extract.material import Material
from importers.extract.places import place_key
from importers.extract.pointing import NEAR_CLAIMS, antecedent, first_from
from importers.extract.predicates import class_of_word, is_class
from importers.extract.tokens import Token
from store.records.reading import Claim, Hop
from store.records.span import Span

MAX_PARTY = 90
"""Characters behind the verb in which the party is named."""

MAX_SENTENCE = 600
"""Characters of a sentence that are looked at."""

NEAR_SENTENCES = 3
"""Sentences, from the one that names the party on, in which what the party says itself carries the chain on."""

_NOUN_TAGS = ("NN", "NNS", "NNP", "NNPS")
_STOPS = re.compile(r"[,;:()—–\"“”]|\.(?=\s|$)")
_WORD = re.compile(r"[\w’'-]+")
_BETWEEN = frozenset({"at", "of", "in", "on", "from", "to", "for", "with", "near", "behind", "inside", "among"})
_ARTICLE = re.compile(r"^(?:the|a|an|its|his|her|their)\s", re.IGNORECASE)


class Trace(NamedTuple):
    """A sentence that tells where the claim at index `target` comes from: the link, and the sentence's place."""

    target: int
    hop: Hop
    sentence: int


class _Rule(NamedTuple):
    pattern: re.Pattern[str]
    pronoun: bool
    before: bool


def find_traces(material: Material, claims: Sequence[Claim]) -> list[Trace]:
    """Every sentence that names the origin of an earlier statement, in the order of the text."""
    found: list[Trace] = []
    for s, sentence in enumerate(material.sentences):
        if sentence.role != "prose":
            continue
        span = Span(sentence.span.start, min(sentence.span.end, sentence.span.start + MAX_SENTENCE))
        for rule in _rules():
            match = rule.pattern.search(material.text, span.start, span.end)
            if match is None:
                continue
            place = (
                _party_before(material, s, match.start()) if rule.before else _party_behind(material, s, match.end())
            )
            hop = _hop(material, *place) if place is not None else None
            subject = [t for t in material.tokens[s] if t.start < match.end()]
            about = [t for t in material.tokens[s] if t.start >= match.end()] if rule.before else subject
            target = _target(material, claims, s, about, rule) if hop is not None else None
            if hop is not None and target is not None and claims[target].speaker_span != hop.span:
                found.append(Trace(target, hop, s))
                break
    return found


def traced_chain(
    material: Material, claims: Sequence[Claim], claim: Claim, so_far: tuple[Hop, ...], trace: Trace
) -> tuple[Hop, ...] | None:
    """The claim's chain with the traced link, and with what that party itself rests on; None where nothing is new.

    "There are reports … The reports go back to X": what was nobody's is X's.
    """
    hop = trace.hop
    if hop.actor is not None and hop.actor in {claim.speaker, *(h.actor for h in so_far)}:
        return None
    if any(h.label == hop.label for h in so_far):
        return None
    base = so_far[:-1] if so_far and so_far[-1].type == "unspecified" else so_far
    return (*base, hop, *_behind(material, claims, trace))


def _behind(material: Material, claims: Sequence[Claim], trace: Trace) -> tuple[Hop, ...]:
    """What the party says right there that it has from others: "X, who told the paper that there were reports"."""
    if trace.hop.actor is None:
        return ()
    last = material.sentences[min(trace.sentence + NEAR_SENTENCES, len(material.sentences)) - 1].span.end
    start = material.sentences[trace.sentence].span.start
    for claim in claims[first_from(claims, start) : first_from(claims, last)]:
        if claim.speaker == trace.hop.actor and claim.chain:
            return tuple(h for h in claim.chain if h.actor is None or h.actor != trace.hop.actor)
    return ()


def _party_behind(material: Material, s: int, start: int) -> tuple[Span, str | None] | None:
    """Words that name a party, from a place on, and the actor that they mean; None where they name a time or a place."""
    end = min(start + MAX_PARTY, material.sentences[s].span.end)
    stop = _STOPS.search(material.text, start, end)
    end = stop.start() if stop is not None else end
    words = list(_WORD.finditer(material.text, start, end))
    for word in words[1:]:
        if word.group().lower() in _listed("ends"):
            end = word.start()
            break
    while end > start and material.text[end - 1].isspace():
        end -= 1
    kept = [w.group() for w in words if w.start() < end]
    if not kept or kept[0][0].isdigit() or {w.lower() for w in kept[:3]} & TIME_NOUNS:
        return None
    for mention in material.mentions_in((Span(start, end),)):
        before = [w.group().lower() for w in words if w.start() < mention.span.start]
        if "by" in before or not _BETWEEN & set(before) or _listed("pieces") & set(before):
            return mention.span, mention.actor
        break
    span = Span(start, end)
    named = any(w[0].isupper() for w in kept)
    people = authority(span.of(material.text), None)
    known = {w.lower() for w in kept} & _listed("pieces")
    return (span, None) if named or known or people == "unspecified" or _is_somebody(kept) else None


def _party_before(material: Material, s: int, end: int) -> tuple[Span, str | None] | None:
    start = material.sentences[s].span.start
    mention = next((m for m in reversed(material.mentions_in((Span(start, max(end, start + 1)),)))), None)
    if mention is None or _STOPS.search(material.text, mention.span.end, end) is not None:
        return None
    return (mention.span, mention.actor) if end - mention.span.end <= 4 else None


def _is_somebody(words: Sequence[str]) -> bool:
    """Whether words without a name speak of somebody who says things: "a former customs clerk", "two officials"."""
    phrase = " ".join(words)
    cut = next((i for i, w in enumerate(words) if i and w.lower() in _BETWEEN), len(words))
    head = words[cut - 1].lower()
    known = titles()
    people = known.people | known.offices | known.commentators
    return head in people or head.rstrip("s") in people or authority(phrase, None) == "institution"


def _hop(material: Material, span: Span, key: str | None) -> Hop | None:
    actor = material.actors.get(key) if key is not None else None
    phrase = span.of(material.text)
    if (actor is not None and actor.kind == "place") or (actor is None and place_key(phrase) is not None):
        return None
    label = actor.name if actor is not None else _ARTICLE.sub("", phrase)
    kind = authority(phrase, actor)
    if actor is None and kind == "unnamed_described" and label.istitle():
        kind = "institution"
    return Hop(label, "via", kind, actor.key if actor is not None else None, span)


def _target(material: Material, claims: Sequence[Claim], s: int, about: Sequence[Token], rule: _Rule) -> int | None:
    """The claim that a trace is about: by the noun that points back to it, else what "it" can mean."""
    sentence = material.sentences[s].span
    near = about[:6]
    noun = back_noun(near, len(near)) or _told_noun(near)
    earlier = [
        i for i in range(first_from(claims, sentence.start) - 1, -1, -1) if claims[i].kind not in ("meta", "opinion")
    ][:NEAR_CLAIMS]
    if noun is not None:
        if noun.lemma in _listed("figures"):
            return next((i for i in earlier if claims[i].quantities), None)
        wanted = class_of_word(noun.lemma)
        alike = [i for i in earlier if wanted is not None and is_class(wanted) and claims[i].frame.predicate == wanted]
        return alike[0] if alike else antecedent(material, claims, sentence, noun)
    pronoun = near[0].lower if near else ""
    if pronoun not in ("it", "this", "that") or not (rule.pronoun or rule.before):
        return None
    if s and not rule.before:
        before = material.tokens[s - 1][:8]
        pointed = back_noun(before) or _told_noun(before)
        if pointed is not None:
            return _target(material, claims, s - 1, before, rule)
    # "it" is a statement only where somebody made it, right before
    place = material.sentences[s - 1].span.start if s else sentence.start
    return next((i for i in earlier if claims[i].attribution is not None and claims[i].sentence.start == place), None)


def _told_noun(tokens: Sequence[Token]) -> Token | None:
    """A noun of saying behind a definite word: "the promise", "this offer"."""
    for before, token in pairwise(tokens):
        if before.lower in ("the", "this", "that", "these", "such") and token.tag in _NOUN_TAGS:
            known = token.lemma in lexicon().nouns or class_of_word(token.lemma) is not None
            return token if known or token.lemma in _listed("figures") else None
    return None


@lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(re.compile(r["pattern"]), r.get("pronoun", False), r.get("before", False))
        for r in load("tracing")["trace"]
    )


@lru_cache(maxsize=4)
def _listed(name: str) -> frozenset[str]:
    return frozenset(load("tracing")[name]["words"].split())
