"""One article read: the order of the steps, from sentences to the event that it is about.

A pure function of the text, its publication date and its language: no input, no output, the same every time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from importers.extract.actors import read_actors
from importers.extract.attribution.read import read_attributions
from importers.extract.claims import read_claims
from importers.extract.credits import read_credits
from importers.extract.events import read_events
from importers.extract.leaders import leaders_of
from importers.extract.lexicon import fingerprint
from importers.extract.main_event import choose_main
from importers.extract.material import Material
from importers.extract.retag import retag
from importers.extract.sentences import read_sentences
from importers.extract.threads import join
from importers.extract.timex.resolve import find_timexes, reanchor
from importers.extract.tokens import Token, tokenize
from store.records.reading import Attribution, Claim, Reading, Timex
from store.records.span import Span

VERSION = "1"
"""Raised when the code, and not only its data files, reads differently."""

RULES = f"{VERSION}-{fingerprint()}"
"""Names the rule set: version of the code and a hash over the bytes of all lexicons."""


Tagger = Callable[[str, Sequence[Sequence[Token]]], list[list[Token]]]
"""Gives the words of each sentence other tags and lemmas; the words stay."""


def rules_of(name: str, version: str) -> str:
    """The name of our rule set over the tags of somebody else's tagger."""
    digest = hashlib.sha256(f"{RULES}\0{name}\0{version}".encode()).hexdigest()
    return f"{VERSION}-{digest[:12]}"


def read(
    text: str,
    published: str | None = None,
    language: str | None = "en",
    title: str | None = None,
    *,
    tagger: Tagger | None = None,
    rules: str = RULES,
) -> Reading:
    """All that is read in a text; spans are places in the text as it was given.

    `published` is EDTF; without it relative dates stay unresolved. `language` is a BCP 47 tag: of a text that is stated to
    be in another language than English only the sentences are read. `title` helps to tell the main event. With a `tagger`
    the words have its tags instead of ours, and `rules` names the two together.
    """
    sentences = read_sentences(text)
    if language is not None and language.split("-")[0].lower() not in ("en", "und", ""):
        return Reading(sentences, (), (), (), (), (), (), (), None, rules)
    tokens = [tokenize(text, s.span) for s in sentences]
    if tagger is not None:
        tokens = tagger(text, tokens)
    timexes = find_timexes(text, sentences, published)
    found = read_attributions(text, sentences, tokens)
    actors, mentions, attributions = read_actors(text, sentences, tokens, found)
    credits = read_credits(text, sentences)
    lines = tuple(tuple(retag(line) if tagger is None else line) for line in tokens)
    by_key = {actor.key: actor for actor in actors}
    material = Material(
        text,
        sentences,
        lines,
        timexes,
        attributions,
        by_key,
        mentions,
        leaders_of(text, sentences, lines, actors, mentions),
    )
    claims = read_claims(material)
    timexes = reanchor(timexes, _utterance_anchors(claims, timexes, attributions), text, sentences)
    material = Material(text, sentences, material.tokens, timexes, attributions, by_key, mentions, material.leaders)
    claims = join(material, claims, credits)
    events, main = choose_main(material, claims, read_events(material, claims), published, title)
    return Reading(
        sentences=sentences,
        timexes=timexes,
        attributions=attributions,
        actors=actors,
        mentions=mentions,
        claims=claims,
        credits=credits,
        events=events,
        main_event=main,
        rules=rules,
    )


def _utterance_anchors(
    claims: Sequence[Claim], timexes: Sequence[Timex], attributions: Sequence[Attribution]
) -> list[tuple[Span, int]]:
    """Contents of direct speech with the expression that dates the saying; a speaker's day holds for what he says further on."""
    anchors: list[tuple[Span, int]] = []
    last: dict[str, int] = {}
    for claim in claims:
        if claim.attribution is None:
            continue
        attribution = attributions[claim.attribution]
        uttered = [d.timex for d in claim.dates if d.role == "utterance" and timexes[d.timex].type in ("DATE", "TIME")]
        if uttered and claim.speaker is not None:
            last[claim.speaker] = uttered[0]
        index = uttered[0] if uttered else last.get(claim.speaker) if claim.speaker is not None else None
        if index is not None and attribution.form in ("direct", "mixed", "continued"):
            anchors.extend((piece, index) for piece in claim.content)
    return anchors
