"""How far a speaker commits to a claim, by the words used: the weakest hedge wins (GRADING.md, part C)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, get_args

from importers.extract.clauses import NOUNS, VERBS, VerbGroup, main_group
from importers.extract.lexicon import alternation, load, lowered
from importers.extract.tokens import Token
from store.records.reading import Commitment, Hedge
from store.records.span import Span

ORDER: tuple[Commitment, ...] = get_args(Commitment)
"""Strongest first."""

REACH = 8
"""Tokens behind the main predicate in which a hedge still belongs to it."""

_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "cannot", "no"})


class Committed(NamedTuple):
    """The commitment, the hedges it rests on (by place), the ICD 203 range, and whether a probability word denies."""

    commitment: Commitment
    hedges: tuple[Hedge, ...]
    likelihood: tuple[int, int] | None
    negative: bool


class Words(NamedTuple):
    """The hedge lexicon by form."""

    verbs: dict[str, Commitment]
    nouns: dict[str, Commitment]
    adverbs: dict[str, Commitment]
    modals: dict[str, Commitment]
    adjectives: dict[str, Commitment]
    phrases: dict[str, Commitment]
    pattern: re.Pattern[str]


def committed(
    text: str,
    cue: Sequence[Token],
    content: Sequence[Token],
    groups: Sequence[VerbGroup],
    sourced: bool,
    own_voice: bool,
    extra: Sequence[Token] = (),
    core: int = 0,
) -> Committed:
    """Commitment of a claim from its cue, its content and what stands between them.

    `sourced`: somebody is named or described as the source, so that "reportedly" is the outlet's distance; without a source the
    word is the attribution itself and is not charged here. `own_voice`: the outlet speaks. `extra`: words of the sentence that
    are neither cue nor content, where an adverb of hearsay may stand. `core`: index of the token at which the asserted clause
    begins, under words like "he believes that".
    """
    hedges: dict[tuple[int, int], Hedge] = {}
    who = "outlet" if own_voice else "speaker"
    for hedge in _cue_hedges(text, cue, sourced):
        hedges[hedge.span] = hedge
    region = _region(content, groups, core)
    likelihood, negative = _likelihood(text, content, region, hedges, who)
    _content_hedges(text, content, groups, region, sourced, who, hedges, core)
    for token in extra:
        if _words().adverbs.get(token.lower) == "distanced" and sourced:
            span = Span(token.start, token.end)
            hedges[span] = Hedge(span, token.text, "distanced", "outlet")
    ordered = tuple(hedges[key] for key in sorted(hedges))
    counted = [h.strength for h in ordered]
    weakest = weakest_of(counted)
    if weakest == "explicit" and any(h.strength == "asserted" for h in ordered):
        weakest = "asserted"
    return Committed(weakest, ordered, likelihood, negative)


def weakest_of(strengths: Sequence[Commitment]) -> Commitment:
    """The weakest of several commitments; asserted where there is none."""
    weakest: Commitment = "asserted"
    return max(strengths, key=ORDER.index) if strengths else weakest


def hedges_in(text: str, tokens: Sequence[Token], who: str = "speaker") -> Committed:
    """Probability words and hedging phrases anywhere in these tokens, of which nothing else is known."""
    hedges: dict[tuple[int, int], Hedge] = {}
    likelihood, negative = _likelihood(text, tokens, len(tokens), hedges, who)
    ordered = tuple(hedges[key] for key in sorted(hedges))
    return Committed(weakest_of([h.strength for h in ordered]), ordered, likelihood, negative)


def _cue_hedges(text: str, cue: Sequence[Token], sourced: bool) -> list[Hedge]:
    found: list[Hedge] = []
    if not cue:
        return found
    words = _words()
    span = Span(cue[0].start, cue[-1].end)
    if span.start < span.end:
        for match in words.pattern.finditer(lowered(text), span.start, span.end):
            place = Span(match.start(), match.end())
            degree = words.phrases[_plain(match.group())]
            found.append(Hedge(place, place.of(text), degree, "outlet" if degree == "distanced" else "speaker"))
    for i, token in enumerate(cue):
        table = words.verbs if token.tag in VERBS else words.nouns if token.tag in NOUNS else words.adverbs
        strength: Commitment | None = table.get(token.lemma) or table.get(token.lower)
        if strength is None and token.tag == "MD":
            strength = words.modals.get(token.lower)
        if strength is None:
            continue
        negated = any(t.lower in _NEGATIONS for t in cue[:i])
        if strength == "explicit" and negated:
            continue
        if strength == "distanced" and token.tag == "RB" and not sourced:
            strength = "asserted"
        place = Span(token.start, token.end)
        if not any(h.span.overlaps(place) for h in found):
            found.append(Hedge(place, token.text, strength, "outlet" if strength == "distanced" else "speaker"))
    return found


def _region(content: Sequence[Token], groups: Sequence[VerbGroup], core: int) -> int:
    """How many tokens of the content belong to its main predicate: up to it and a little behind."""
    main = main_group(content, [g for g in groups if g.first >= core])
    if main is None:
        return min(len(content), 2 * REACH)
    return min(len(content), main.last + 1 + REACH)


def _likelihood(
    text: str, content: Sequence[Token], region: int, hedges: dict[tuple[int, int], Hedge], who: str
) -> tuple[tuple[int, int] | None, bool]:
    if not content or region <= 0:
        return None, False
    low, high = content[0].start, content[region - 1].end
    result: tuple[int, int] | None = None
    negative = False
    for match in _band_pattern().finditer(lowered(text), low, high):
        band = _bands()[_plain(match.group())]
        strength, bounds, inner, denies = band
        span = Span(match.start(), match.end())
        hedges[span] = Hedge(span, span.of(text), strength, "outlet" if who == "outlet" else "speaker")
        if not inner and result is None:
            result, negative = bounds, denies
    return result, negative


def _content_hedges(
    text: str,
    content: Sequence[Token],
    groups: Sequence[VerbGroup],
    region: int,
    sourced: bool,
    who: str,
    hedges: dict[tuple[int, int], Hedge],
    core: int,
) -> None:
    if not content or region <= 0:
        return
    words = _words()
    main = main_group(content, groups)
    inner = main_group(content, [g for g in groups if g.first >= core]) if core else main
    by = "outlet" if who == "outlet" else "speaker"

    def add(span: Span, strength: Commitment, outlet: bool = False) -> None:
        if not any(span.overlaps(h.span) for h in hedges.values()):
            hedges[span] = Hedge(span, span.of(text), strength, "outlet" if outlet or by == "outlet" else "speaker")

    for match in words.pattern.finditer(lowered(text), content[0].start, content[region - 1].end):
        degree = words.phrases[_plain(match.group())]
        add(Span(match.start(), match.end()), degree, outlet=degree == "distanced")
    for i, token in enumerate(content):
        span = Span(token.start, token.end)
        if token.tag == "RB" or token.lower in ("maybe", "perhaps"):
            adverb = words.adverbs.get(token.lower)
            if adverb == "distanced":
                # without a source, an adverb of hearsay is the attribution itself, and is charged there
                add(span, "distanced" if sourced else "asserted", outlet=True)
            elif adverb is not None and i < region:
                add(span, adverb)
        elif inner is not None and i == inner.modal:
            modal = words.modals.get(token.lower)
            unable = any(t.lower in ("not", "n't", "n’t") for t in content[i + 1 : i + 3]) and token.lower == "could"
            if modal is not None and token.lower != "can" and not unable:
                add(span, modal)
        elif main is not None and i == main.head and token.tag in VERBS:
            strength_of = words.verbs.get(token.lemma)
            if strength_of is not None and strength_of not in ("explicit", "distanced") and _embeds(content, i):
                add(span, strength_of)
        elif token.tag == "JJ" and i < region and (main is None or i < main.first or content[main.head].lemma == "be"):
            adjective = words.adjectives.get(token.lower)
            if adjective is not None:
                add(span, adjective)


def _embeds(tokens: Sequence[Token], i: int) -> bool:
    """Whether a clause or an infinitive follows the verb: only then does it hedge something."""
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following is None:
        return False
    return following.tag in ("TO", "IN", "DT", "PRP", "PRP$", "NNP", "NNS", "NN", "JJ") and (
        following.lower in ("that", "to", "as") or any(t.tag in VERBS or t.tag == "MD" for t in tokens[i + 1 : i + 12])
    )


@lru_cache(maxsize=1)
def _words() -> Words:
    tables: dict[str, dict[str, Commitment]] = {form: {} for form in ("verb", "noun", "adverb", "modal", "adjective")}
    phrases: dict[str, Commitment] = {}
    for entry in load("hedges")["hedge"]:
        table = phrases if entry["as"] == "phrase" else tables[entry["as"]]
        for word in entry["words"]:
            table.setdefault(word, entry["strength"])
    pattern = re.compile(r"\b" + alternation(phrases) + r"\b")
    return Words(
        tables["verb"], tables["noun"], tables["adverb"], tables["modal"], tables["adjective"], phrases, pattern
    )


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words.lower())


@lru_cache(maxsize=1)
def _bands() -> dict[str, tuple[Commitment, tuple[int, int], bool, bool]]:
    return {
        word: (
            entry["strength"],
            (entry["range"][0], entry["range"][1]),
            bool(entry.get("inner")),
            bool(entry.get("negative")),
        )
        for entry in load("likelihood")["band"]
        for word in entry["words"]
    }


@lru_cache(maxsize=1)
def _band_pattern() -> re.Pattern[str]:
    return re.compile(r"\b" + alternation(_bands()) + r"\b")
