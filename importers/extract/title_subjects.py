"""Who the pronoun stands for that would open a line: the speaker, or the one whom the sentences before are about."""

from __future__ import annotations

from collections.abc import Sequence

from importers.extract.attribution.lines import TIME_NOUNS
from importers.extract.clauses import VerbGroup, main_group
from importers.extract.gazetteer import gender
from importers.extract.material import Material
from importers.extract.tokens import Token
from store.records.reading import Actor, Claim

REACH = 3
"""Sentences that a pronoun looks back for the one it stands for."""

_SEX = {"he": "m", "she": "f"}
_OWNERS = {"his": "he", "her": "she", "its": "it", "their": "they"}


def named_subject(
    material: Material, claim: Claim, tokens: Sequence[Token], main: VerbGroup, speaker: Actor | None
) -> str:
    """The name, as it opens the line in place of the first word ("Vera Holm", "Vera Holm's"); "" where it is not known."""
    low = tokens[0].lower
    owner = _OWNERS.get(low) if tokens[0].tag == "PRP$" else None
    pronoun = owner or low
    if pronoun not in ("he", "she", "it", "they") or (owner is None and main.first > 2) or _is_dummy(tokens, main):
        return ""
    if len(tokens) > 1 and tokens[1].lower in ("'s", "’s", "'ll", "’ll", "'re", "’re", "'d", "’d", "'ve", "’ve"):
        return ""
    direct = claim.attribution is not None and material.attributions[claim.attribution].form in ("direct", "continued")
    leads = claim.speaker_span is not None and claim.speaker_span.start < tokens[0].start
    name = ""
    if speaker is not None and not direct and leads and _fits(speaker, pronoun):
        name = speaker.name
    elif claim.attribution is None:
        name = _told_before(material, claim, pronoun)
    if not name or owner is None:
        return name
    return name + ("’" if name.endswith("s") else "’s")


def _told_before(material: Material, claim: Claim, pronoun: str) -> str:
    """The only one of the sentences before whom the pronoun fits; of several the one known as he or she who is the subject there."""
    here = material.sentence_at(claim.sentence.start) or 0
    for s in range(here - 1, max(-1, here - 1 - REACH), -1):
        found: list[tuple[int, Actor]] = []
        for mention in material.mentions_in((material.sentences[s].span,)):
            actor = material.actors.get(mention.actor)
            if actor is not None and _fits(actor, pronoun) and actor not in [a for _, a in found]:
                found.append((mention.span.start, actor))
        if len(found) == 1:
            return found[0][1].name
        if found:
            main = main_group(material.tokens[s])
            known = [(at, actor.name) for at, actor in found if gender(actor.name) == _SEX.get(pronoun, "")]
            if len(known) == 1 and main is not None and known[0][0] < material.tokens[s][main.first].start:
                return known[0][1]
            return ""
    return ""


def _is_dummy(tokens: Sequence[Token], main: VerbGroup) -> bool:
    """ "It is not clear that", "it rained": an it that stands for nothing."""
    if tokens[0].lower != "it":
        return False
    if tokens[main.head].lemma == "be" and any(t.lemma in TIME_NOUNS for t in tokens[main.last + 1 : main.last + 6]):
        return True  # "it was a quiet weekend"
    rest = tokens[main.last + 1 : main.last + 8]
    return tokens[main.head].lemma in ("be", "seem", "appear", "take", "rain", "snow") and (
        not rest or rest[0].tag in ("JJ", "RB", "VBN", "PRP") or any(t.lower in ("that", "to", "who") for t in rest)
    )


def _fits(actor: Actor, pronoun: str) -> bool:
    if pronoun in _SEX:
        return actor.kind == "person" and gender(actor.name) in (None, _SEX[pronoun])
    if pronoun == "it":
        return actor.kind in ("organisation", "place", "media", "unknown")
    return actor.kind == "group"
