"""What wording about verification is about: the claims of its own sentence, or those that it points back to."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence

from importers.extract.checks import back_noun, find_checks
from importers.extract.clauses import verb_groups
from importers.extract.frames import frame_of
from importers.extract.lexicon import load
from importers.extract.material import Material
from importers.extract.predicates import class_of_word, is_class
from importers.extract.tokens import Token
from store.records.reading import Check, Claim, Frame
from store.records.span import Span

NEAR_CLAIMS = 12
"""How many claims back an anaphor is followed."""

NEAR_CHARACTERS = 1500
"""How far from an unverified subject the claims lie that it can mean."""

_LIKELY_EMPTY = 3
"""Words behind a check up to which it has no content of its own; "did not detail how much …" has one."""


def antecedent(material: Material, claims: Sequence[Claim], sentence: Span, noun: Token) -> int | None:
    """The claim that "the accusation" points back to: the nearest earlier one of that family of nouns, else the nearest attributed."""
    family = _family(noun.lemma)
    earlier = _earlier(claims, sentence, attributed=True)
    for i in reversed(earlier):
        place = material.sentence_at(claims[i].sentence.start)
        if place is None:
            continue
        contents = claims[i].content
        said = {t.lemma for t in material.tokens[place] if not any(p.start <= t.start < p.end for p in contents)}
        if said & family:
            return i
    return earlier[-1] if earlier else None


def first_from(claims: Sequence[Claim], place: int) -> int:
    """Index of the first claim whose sentence begins at `place` or behind it: claims stand in the order of the text."""
    return bisect.bisect_left(claims, place, key=lambda c: c.sentence.start)


def _earlier(claims: Sequence[Claim], sentence: Span, attributed: bool = False) -> list[int]:
    """The last claims before a sentence that state something, in the order of the text."""
    found: list[int] = []
    for i in range(first_from(claims, sentence.start) - 1, -1, -1):
        if claims[i].kind not in ("meta", "opinion") and (not attributed or claims[i].attribution is not None):
            found.append(i)
            if len(found) == NEAR_CLAIMS:
                break
    return found[::-1]


def _in_sentence(claims: Sequence[Claim], sentence: Span) -> list[int]:
    first = first_from(claims, sentence.start)
    return [i for i in range(first, first_from(claims, sentence.start + 1)) if claims[i].sentence == sentence]


def _family(lemma: str) -> frozenset[str]:
    families: list[list[str]] = load("checks")["families"]["families"]
    return next((frozenset(f) for f in families if lemma in f), frozenset({lemma}))


def pointing_checks(
    material: Material, claims: Sequence[Claim], threads: Sequence[tuple[int, ...]]
) -> dict[int, list[Check]]:
    found: dict[int, list[Check]] = {}
    for s, sentence in enumerate(material.sentences):
        if sentence.role != "prose":
            continue
        for check in find_checks(material.text, sentence.span):
            for target in _targets(material, claims, s, check):
                for member in _near(threads[target] or (target,), target):
                    if claims[member].kind != "meta":
                        found.setdefault(member, []).append(check)
    return found


def _near(members: Sequence[int], target: int) -> Sequence[int]:
    """Of a very large thread the part round the claim that is meant."""
    at = bisect.bisect_left(members, target)
    return members[max(0, at - 2 * NEAR_CLAIMS) : at + 2 * NEAR_CLAIMS]


def _targets(material: Material, claims: Sequence[Claim], s: int, check: Check) -> list[int]:
    """The claims that wording about verification is about: those of its own sentence, or those that it points back to."""
    sentence = material.sentences[s].span
    tokens = material.tokens[s]
    before = [t for t in tokens if t.end <= check.span.start]
    after = [t for t in tokens if t.start >= check.span.end]
    same = _in_sentence(claims, sentence)
    inside = any(
        claims[i].attribution is not None and any(p.holds(check.span) for p in claims[i].content) for i in same
    )
    if inside and check.kind != "official_act":
        return []
    if check.kind == "official_act":
        return [i for i in same if claims[i].kind != "meta"]
    noun = back_noun(before, len(before))
    if noun is not None:
        back = antecedent(material, claims, sentence, noun)
        return [back] if back is not None else []
    behind = back_noun(after[:4], 4) if check.kind == "unverified" else None
    if behind is not None:
        first = antecedent(material, claims, sentence, behind)
        both = any(t.lower in ("either", "both") for t in after[:2])
        return _with_rival(claims, first, sentence) if both else [first] if first is not None else []
    here = [i for i in same if claims[i].kind != "meta" and claims[i].attribution is not None]
    if check.kind == "no_detail":
        return _undetailed(material, claims, s, here, before, after)
    if here:
        return here
    return _unverified(material, claims, s, before)


def _with_rival(claims: Sequence[Claim], first: int | None, sentence: Span) -> list[int]:
    """ "either account": the last one, and the nearest before it by somebody else."""
    if first is None:
        return []
    last = first_from(claims, sentence.start) - 1
    for i in range(last, max(-1, last - 4 * NEAR_CLAIMS), -1):
        other = claims[i]
        apart = other.speaker_span is not None and other.speaker != claims[first].speaker
        if i != first and apart and other.kind not in ("meta", "opinion"):
            return sorted((first, i))
    return [first]


def _undetailed(
    material: Material,
    claims: Sequence[Claim],
    s: int,
    here: list[int],
    before: Sequence[Token],
    after: Sequence[Token],
) -> list[int]:
    """ "did not detail how much X buys": the earlier claims that X buys. With nothing behind it: the speaker's last claim."""
    sentence = material.sentences[s]
    earlier = _earlier(claims, sentence.span)
    if len(after) > _LIKELY_EMPTY:
        frame = frame_of(
            after, verb_groups(after), material.mentions_in((Span(after[0].start, after[-1].end),)), material.actors
        )
        said = [i for i in earlier[-NEAR_CLAIMS:] if claims[i].attribution is not None]
        found = [i for i in said if _about(claims[i].frame, frame)] or [i for i in said if _by_party(claims[i], frame)]
        if found:
            return found
    speakers = {m.actor for m in material.mentions_in((sentence.span,))}
    if here:
        return here
    pronoun = any(t.lower in ("he", "she", "they", "it") for t in before[:3])
    for i in reversed(earlier[-3:]):
        if claims[i].attribution is not None and (pronoun or claims[i].speaker in speakers):
            return [i]
    return []


def _about(claim: Frame, asked: Frame) -> bool:
    shared = (set(claim.actors) | set(claim.places)) & (set(asked.actors) | set(asked.places))
    if claim.predicate == asked.predicate and is_class(claim.predicate):
        return bool(shared) or not asked.actors
    return len(shared) >= 2 and bool(set(claim.objects) & set(asked.objects))


def _by_party(claim: Claim, asked: Frame) -> bool:
    """Whether the claim is by one of those in the question, on one of its things: "how the League learned of the drones"."""
    words = {w for actor in asked.actors for w in actor.split()}
    return bool(words & set((claim.speaker or "").split())) and bool(set(claim.frame.objects) & set(asked.objects))


def _unverified(material: Material, claims: Sequence[Claim], s: int, before: Sequence[Token]) -> list[int]:
    """What an unverified subject is about: claims round it that share its words, else the attributed claim before it."""
    words = {t.lemma for t in before if t.tag in ("NN", "NNS", "VBG", "NNP")}
    classes = {c for c in (class_of_word(t.lemma) for t in before) if c is not None}
    paragraph = material.sentences[s].paragraph
    sentence = material.sentences[s].span
    near = [
        i
        for i, c in _between(claims, sentence.start - NEAR_CHARACTERS, sentence.start + NEAR_CHARACTERS)
        if c.kind in ("report", "intent", "denial")
        and (0 <= paragraph - c.paragraph <= 2 or c.paragraph == paragraph)
        and c.sentence != sentence
    ]
    scored: list[tuple[float, int]] = []
    for i in near:
        frame = claims[i].frame
        score = len(words & set(frame.words)) + len(classes & {frame.predicate, *_classes_of(frame.words)})
        if score >= (1 if claims[i].attribution is not None else 2):
            scored.append((score, i))
    # what is said right behind it in the paragraph is meant too: the outlet warns of it before it quotes
    said = [i for i in near if claims[i].attribution is not None]
    behind = [i for i in said if claims[i].paragraph == paragraph and claims[i].sentence.start > sentence.start]
    ahead = [i for i in said if claims[i].sentence.start < sentence.start]
    chosen = {i for _, i in scored}
    if ahead and not any(i in chosen for i in ahead):
        chosen.add(ahead[-1])
    elif behind and not ahead:
        chosen.update(behind[:1])
    return sorted(chosen)


def _between(claims: Sequence[Claim], start: int, end: int) -> list[tuple[int, Claim]]:
    first = first_from(claims, start + 1)
    return list(enumerate(claims[first : first_from(claims, end)], first))


def _classes_of(words: Iterable[str]) -> set[str]:
    return {c for c in (class_of_word(w) for w in words) if c is not None}
