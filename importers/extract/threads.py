"""Claims of one article about the same statement: repeated ones are joined, and wording about verification finds what it is about.

Two relations are kept apart. The *same statement* is told twice (same number of the same thing, same frame). A *thread* is wider:
a statement and what its speaker adds to it after "the charge was made by …"; verification wording reaches the whole thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from importers.extract.checks import back_noun, find_checks
from importers.extract.clauses import verb_groups
from importers.extract.frames import frame_of, similarity
from importers.extract.lexicon import load
from importers.extract.material import Material
from importers.extract.predicates import class_of_word, is_class
from importers.extract.tokens import Token
from store.records.reading import Check, Claim, Credit, Frame, Hop, Quantity
from store.records.span import Span

ALIKE = 0.72
"""Similarity of frames from which two claims of one article repeat a statement without a number in common."""

NEAR_SENTENCES = 12
"""How many claims back an anaphor is followed."""

_LIKELY_EMPTY = 3
"""Words behind a check from which it has a content of its own ("did not detail how much …")."""


def join(material: Material, claims: Sequence[Claim], credits: Sequence[Credit]) -> tuple[Claim, ...]:
    """The claims with their same statements, joined chains and the checks that point to them."""
    same = _same_statements(claims)
    threads = _threads(material, claims, same)
    checks = _pointing_checks(material, claims, threads)
    chains = _joined_chains(material, claims, same, credits)
    out: list[Claim] = []
    for i, claim in enumerate(claims):
        others = tuple(j for j in same[i] if j != i)
        found = tuple(dict.fromkeys((*claim.checks, *checks.get(i, ()))))
        out.append(replace(claim, same_statement=others, checks=found, chain=chains.get(i, claim.chain)))
    return tuple(out)


def _same_statements(claims: Sequence[Claim]) -> list[tuple[int, ...]]:
    groups = _Groups(len(claims))
    for i, a in enumerate(claims):
        if a.kind in ("meta", "denial", "opinion"):
            continue
        for j in range(max(0, i - 40), i):
            b = claims[j]
            if b.kind not in ("meta", "denial", "opinion") and a.polarity == b.polarity and _is_same(a, b):
                groups.unite(i, j)
    return groups.members()


def _is_same(a: Claim, b: Claim) -> bool:
    if (a.kind == "forecast") != (b.kind == "forecast"):
        return False
    for x in a.quantities:
        for y in b.quantities:
            if _same_number(x, y):
                return True
    if a.attribution is not None and a.attribution == b.attribution:
        return False
    shared = (set(a.frame.actors) | set(a.frame.places)) & (set(b.frame.actors) | set(b.frame.places))
    if len(shared) < 2 or min(len(a.frame.words), len(b.frame.words)) < 3:
        return False
    return (
        is_class(a.frame.predicate) and a.frame.predicate == b.frame.predicate and similarity(a.frame, b.frame) >= ALIKE
    )


def _same_number(a: Quantity, b: Quantity) -> bool:
    people = load("quantities")["people"]["words"]
    if (a.low, a.high) != (b.low, b.high) or a.thing is None or b.thing is None or (a.low or 0) < 2:
        return False
    alike = a.thing == b.thing or (a.thing in people and b.thing in people)
    return alike and (a.role == b.role or a.role is None or b.role is None)


def _threads(material: Material, claims: Sequence[Claim], same: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Same statements, and what a named speaker adds after a sentence that points back and names him as the one who said it."""
    groups = _Groups(len(claims))
    for i, members in enumerate(same):
        for j in members:
            groups.unite(i, j)
    for s, sentence in enumerate(material.sentences):
        tokens = material.tokens[s]
        noun = back_noun(tokens)
        if noun is None or sentence.role != "prose" or not _names_who(tokens, noun):
            continue
        antecedent = _antecedent(material, claims, sentence.span, noun)
        if antecedent is None:
            continue
        speakers = {m.actor for m in material.mentions_in((sentence.span,))}
        for i, claim in enumerate(claims):
            if (
                claim.speaker in speakers
                and claim.speaker is not None
                and _follows(material, claim, s, sentence.paragraph)
            ):
                groups.unite(i, antecedent)
    return groups.members()


def _names_who(tokens: Sequence[Token], noun: Token) -> bool:
    """ "The charge was made by …", "The claim came from …"."""
    after = [t.lower for t in tokens if t.start > noun.end][:8]
    return "by" in after or ("from" in after and "came" in after)


def _follows(material: Material, claim: Claim, sentence: int, paragraph: int) -> bool:
    return claim.paragraph == paragraph and claim.sentence.start >= material.sentences[sentence].span.start


def _pointing_checks(
    material: Material, claims: Sequence[Claim], threads: Sequence[tuple[int, ...]]
) -> dict[int, list[Check]]:
    found: dict[int, list[Check]] = {}
    for s, sentence in enumerate(material.sentences):
        if sentence.role != "prose":
            continue
        for check in find_checks(material.text, sentence.span):
            for target in _targets(material, claims, s, check):
                for member in threads[target] or (target,):
                    if claims[member].kind != "meta":
                        found.setdefault(member, []).append(check)
    return found


def _targets(material: Material, claims: Sequence[Claim], s: int, check: Check) -> list[int]:
    """The claims that wording about verification is about: those of its own sentence, or those that it points back to."""
    sentence = material.sentences[s].span
    tokens = material.tokens[s]
    before = [t for t in tokens if t.end <= check.span.start]
    after = [t for t in tokens if t.start >= check.span.end]
    inside = [
        i for i, c in enumerate(claims) if c.attribution is not None and any(p.holds(check.span) for p in c.content)
    ]
    if inside and check.kind != "official_act":
        return []
    if check.kind == "official_act":
        return [i for i, c in enumerate(claims) if c.sentence == sentence and c.kind != "meta"]
    noun = back_noun(before, len(before))
    if noun is not None:
        antecedent = _antecedent(material, claims, sentence, noun)
        return [antecedent] if antecedent is not None else []
    earlier = [
        i for i, c in enumerate(claims) if c.sentence.start < sentence.start and c.kind not in ("meta", "opinion")
    ]
    if check.kind == "no_detail":
        return _undetailed(material, claims, s, earlier, before, after)
    here = [
        i for i, c in enumerate(claims) if c.sentence == sentence and c.kind != "meta" and c.attribution is not None
    ]
    if here:
        return here
    return _unverified(material, claims, s, before, earlier)


def _undetailed(
    material: Material,
    claims: Sequence[Claim],
    s: int,
    earlier: Sequence[int],
    before: Sequence[Token],
    after: Sequence[Token],
) -> list[int]:
    """ "did not detail how much X buys": the earlier claims that X buys. With nothing behind it: the speaker's last claim."""
    if len(after) > _LIKELY_EMPTY:
        frame = frame_of(
            after, verb_groups(after), material.mentions_in((Span(after[0].start, after[-1].end),)), material.actors
        )
        return [
            i for i in earlier[-NEAR_SENTENCES:] if claims[i].attribution is not None and _about(claims[i].frame, frame)
        ]
    sentence = material.sentences[s]
    speakers = {m.actor for m in material.mentions_in((sentence.span,))}
    here = [
        i
        for i, c in enumerate(claims)
        if c.sentence == sentence.span and c.attribution is not None and c.kind != "meta"
    ]
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


def _unverified(
    material: Material, claims: Sequence[Claim], s: int, before: Sequence[Token], earlier: Sequence[int]
) -> list[int]:
    """What an unverified subject is about: claims round it that share its words, else the attributed claim before it."""
    words = {t.lemma for t in before if t.tag in ("NN", "NNS", "VBG", "NNP")}
    classes = {c for c in (class_of_word(t.lemma) for t in before) if c is not None}
    paragraph = material.sentences[s].paragraph
    sentence = material.sentences[s].span
    near = [
        i
        for i, c in enumerate(claims)
        if c.attribution is not None
        and c.kind in ("report", "intent", "denial")
        and (0 <= paragraph - c.paragraph <= 2 or c.paragraph == paragraph)
        and abs(c.sentence.start - sentence.start) < 1500
    ]
    scored: list[tuple[float, int]] = []
    for i in near:
        frame = claims[i].frame
        score = len(words & set(frame.words)) + len(classes & {frame.predicate, *_classes_of(frame.words)})
        if score:
            scored.append((score, i))
    # what is said right behind it in the paragraph is meant too: the outlet warns of it before it quotes
    behind = [i for i in near if claims[i].paragraph == paragraph and claims[i].sentence.start > sentence.start]
    ahead = [i for i in near if claims[i].sentence.start < sentence.start]
    chosen = {i for _, i in scored}
    if ahead and not any(i in chosen for i in ahead):
        chosen.add(ahead[-1])
    elif behind and not ahead:
        chosen.update(behind[:1])
    return sorted(chosen)


def _classes_of(words: Iterable[str]) -> set[str]:
    return {c for c in (class_of_word(w) for w in words) if c is not None}


def _antecedent(material: Material, claims: Sequence[Claim], sentence: Span, noun: Token) -> int | None:
    """The claim that "the accusation" points back to: the nearest earlier one of that family of nouns, else the nearest attributed."""
    family = _family(noun.lemma)
    earlier = [
        i
        for i, c in enumerate(claims)
        if c.attribution is not None and c.sentence.start < sentence.start and c.kind != "meta" and c.kind != "opinion"
    ][-NEAR_SENTENCES:]
    for i in reversed(earlier):
        place = material.sentence_at(claims[i].sentence.start)
        if place is None:
            continue
        contents = claims[i].content
        said = {t.lemma for t in material.tokens[place] if not any(p.start <= t.start < p.end for p in contents)}
        if said & family:
            return i
    return earlier[-1] if earlier else None


def _family(lemma: str) -> frozenset[str]:
    families: list[list[str]] = load("checks")["families"]["families"]
    return next((frozenset(f) for f in families if lemma in f), frozenset({lemma}))


def _joined_chains(
    material: Material, claims: Sequence[Claim], same: Sequence[tuple[int, ...]], credits: Sequence[Credit]
) -> dict[int, tuple[Hop, ...]]:
    chains: dict[int, tuple[Hop, ...]] = {}
    for i, claim in enumerate(claims):
        hops = _through_guest(material, claims, i, same[i])
        if hops is None:
            hops = _resting_on(material, claims, i, credits)
        if hops is not None:
            chains[i] = hops
    return chains


def _through_guest(
    material: Material, claims: Sequence[Claim], i: int, members: Sequence[int]
) -> tuple[Hop, ...] | None:
    """A broadcaster that tells what somebody told a broadcaster rests on that person: "state television", "told Channel One"."""
    claim = claims[i]
    if not _is_medium(material, claim):
        return None
    for j in members:
        other = claims[j]
        if j == i or other.speaker_span is None or _is_medium(material, other) or other.speaker == claim.speaker:
            continue
        if _told_a_medium(material, other, claim):
            label = _label(material, other)
            first = Hop(label, "told", other.type, other.speaker, other.speaker_span)
            if any(h.actor == other.speaker for h in claim.chain):
                return None
            return (*claim.chain, first, *other.chain)
    return None


def _label(material: Material, claim: Claim) -> str:
    actor = material.actors.get(claim.speaker) if claim.speaker is not None else None
    if actor is not None:
        return actor.name
    return claim.speaker_span.of(material.text) if claim.speaker_span is not None else ""


def _is_medium(material: Material, claim: Claim) -> bool:
    if claim.speaker_span is None:
        return False
    actor = material.actors.get(claim.speaker) if claim.speaker is not None else None
    if actor is not None and actor.kind == "media":
        return True
    words = claim.speaker_span.of(material.text).lower().split()
    return any(w.strip(".,'’s") in _media_words() for w in words)


def _told_a_medium(material: Material, other: Claim, claim: Claim) -> bool:
    """Whether the cue's clause names a medium as the one spoken to: a proper name, or a word for one."""
    if other.cue is None:
        return False
    sentence = material.sentence_at(other.cue.start)
    if sentence is None:
        return False
    tokens = [
        t
        for t in material.tokens[sentence]
        if t.start >= other.cue.end and not any(p.start <= t.start < p.end for p in other.content)
    ][:10]
    cue = other.cue.of(material.text).lower()
    for k, token in enumerate(tokens):
        mention = next((m for m in material.mentions if m.span.start <= token.start < m.span.end), None)
        actor = material.actors.get(mention.actor) if mention is not None else None
        if actor is not None and actor.kind == "media":
            return True
        if token.lower in _media_words():
            return True
        if (
            token.tag == "NNP"
            and ("told" in cue or tokens[max(0, k - 1)].lower in ("on", "to", "with"))
            and actor is None
        ):
            return True
    return False


def _resting_on(
    material: Material, claims: Sequence[Claim], i: int, credits: Sequence[Credit]
) -> tuple[Hop, ...] | None:
    """The speaker's own next sentence names where it came from: "He called reports which first surfaced in …"."""
    claim = claims[i]
    if claim.speaker is None or claim.kind in ("meta", "opinion", "forecast"):
        return None
    place = material.sentence_at(claim.sentence.start)
    if place is None or place + 1 >= len(material.sentences):
        return None
    following = material.sentences[place + 1]
    if following.paragraph != claim.paragraph:
        return None
    speaks = any(c.sentence == following.span and c.speaker == claim.speaker for c in claims) or any(
        m.actor == claim.speaker and m.span.start < following.span.start + 12
        for m in material.mentions_in((following.span,))
    )
    if not speaks:
        return None
    for credit in credits:
        if credit.role == "first_report" and following.span.holds(credit.span):
            named = credit.party[:1].isupper() and " " not in credit.party.strip() or credit.party.istitle()
            hop = Hop(
                credit.party, "first_reported_by", "institution" if named else "unnamed_described", None, credit.span
            )
            return (*claim.chain, hop) if not any(h.label == hop.label for h in claim.chain) else None
    return None


def _media_words() -> frozenset[str]:
    return frozenset(load("checks")["media"]["words"])


class _Groups:
    """Union of indices into groups."""

    def __init__(self, size: int) -> None:
        self._root = list(range(size))

    def unite(self, a: int, b: int) -> None:
        """Put two indices into one group."""
        x, y = self._find(a), self._find(b)
        if x != y:
            self._root[max(x, y)] = min(x, y)

    def members(self) -> list[tuple[int, ...]]:
        """For each index, its group, sorted."""
        groups: dict[int, list[int]] = {}
        for i in range(len(self._root)):
            groups.setdefault(self._find(i), []).append(i)
        return [tuple(groups[self._find(i)]) for i in range(len(self._root))]

    def _find(self, i: int) -> int:
        while self._root[i] != i:
            self._root[i] = self._root[self._root[i]]
            i = self._root[i]
        return i
