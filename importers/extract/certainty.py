"""How sure a text is that what a predicate tells is so: 0 surely false, 1/2 open, 1 surely true.

A predicate's truth is what its own verb group leaves of it (negation, modal, adverb), carried up through what governs it
("failed to", "denied that", "if"): where the governor is true with chance p, its complement has p·yes + (1 - p)·no.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from importers.extract.clauses import VERBS, VerbGroup, copula_of, group_of, verb_groups
from importers.extract.embedding import Governor, Signature, clause_governor, gerund_governor, infinitive_governor
from importers.extract.leanings import leaning
from importers.extract.likelihood import has_probability_word, point_at, point_before_that, point_in_clause
from importers.extract.modality import as_read, modals, operators, softeners
from importers.extract.polarity import is_negated
from importers.extract.retag import retag
from importers.extract.tokens import Token, tokenize
from importers.extract.weasel import certainty_of_whole
from store.records.span import Span

MAX_DEPTH = 6
"""Governors above one another that are followed."""

WINDOW = 1500
"""Characters on either side of a predicate that are looked at when its sentence is not delimited before."""

_BOUNDARY = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9])|\n\s*\n|\b[A-Z]: ")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sen|Rep|Gov|St|Inc|Corp|Co|Ltd|vs|No|Jr|Sr|Prof)|\b[A-Z]|\.[A-Za-z])\.$"
)
_NEG_RAISING = frozenset({"think", "believe", "suppose", "expect", "feel", "guess", "imagine", "figure", "reckon"})
_UNABLE = frozenset({"could", "can", "ca", "cannot", "hardly", "scarcely"})
_UNSAID = frozenset({"know", "remember", "say", "see", "find", "recall"})
_FIRST_PERSON = frozenset({"i", "we", "you"})


def certainty_at(text: str, span: Span | None) -> float:
    """Certainty of the predicate at `span`, or of the sentence or text as a whole where `span` is None or holds all of it.

    A whole is weighed by its hedges alone, between 1/2 (wide open) and 1: it has no one predicate to be false of.
    """
    if span is None or _is_whole(text, span):
        part = text if span is None else span.of(text)
        return certainty_of_whole(part)
    low, high = _sentence_around(text, span)
    tokens = _tokens(text[low:high])
    start, end = span.start - low, span.end - low
    inside = [i for i, t in enumerate(tokens) if t.start < end and start < t.end]
    if not inside:
        return 1.0
    target = next((i for i in reversed(inside) if tokens[i].tag in VERBS), inside[-1])
    groups = verb_groups(tokens)
    truth = truth_of(tokens, target, groups)
    if not has_probability_word(text[low:high]):
        truth = as_read(truth) + leaning(tokens, target, groups, truth)
    return min(1.0, max(0.0, (truth + 1) / 2))


def truth_of(tokens: Sequence[Token], target: int, groups: Sequence[VerbGroup], depth: int = 0) -> float:
    """Truth of the predicate at a token index, -1 surely false to 1 surely true."""
    values = operators()
    group = group_of(groups, target)
    nominal = group is None and tokens[target].tag not in VERBS
    if nominal:
        copula = copula_of(tokens, groups, target)
        if copula is not None:
            return (
                truth_of(tokens, copula.head, groups, depth + 1) * _softened(tokens, target)
                if depth < MAX_DEPTH
                else 1.0
            )
        return _nominal(tokens, target, groups, depth)
    if group is None:
        group = VerbGroup(target, target, target, "participle", True, None)
    band = point_in_clause(tokens, group)
    truth = 1.0
    if band is not None:
        truth = 2 * band - 1
    else:
        truth = _modal_value(tokens, group, values)
        truth *= _adverb_value(tokens, group)
    if is_negated(tokens, group) and band is None:
        if group.modal is not None:
            strong = modals().get(tokens[group.modal].lower) in ("will", "would", "could", "can")
            truth = -values["negated_modal"] if strong else -0.3
        else:
            truth = values["negated"] * truth if truth > 0.5 else -truth
    if depth >= MAX_DEPTH:
        return truth
    return _governed(tokens, group, truth, groups, depth)


def _governed(
    tokens: Sequence[Token], group: VerbGroup, truth: float, groups: Sequence[VerbGroup], depth: int
) -> float:
    values = operators()
    if group.form == "infinitive":
        to = group.first
        if tokens[to].tag != "TO":
            shared = _shared_head(tokens, groups, group)
            if shared is not None:
                return truth * truth_of(tokens, shared, groups, depth + 1)
            bare = _bare_infinitive(tokens, group, groups, depth)
            return truth * (values["imperative"] if bare is None else bare)
        governor = infinitive_governor(tokens, to)
        if governor is None:
            return truth * values["purpose"]
        return truth * _complement(tokens, governor, groups, depth)
    if group.form in ("gerund", "participle") and group.modal is None:
        before = tokens[group.first - 1].lower if group.first else ""
        if before in ("without", "instead"):
            return -0.9 * truth
        found = gerund_governor(tokens, group.first) if group.form == "gerund" else None
        if found is not None:
            return truth * _complement(tokens, found, groups, depth)
        if group.form == "gerund" and before in ("for", "of", "from", "against", "about"):
            return truth * values["gerund_object"]
        outer = _outer_group(tokens, groups, group)
        if outer is not None and before in ("by", "after", "in", "while", "before", "with", ","):
            return truth * max(0.3, min(1.0, truth_of(tokens, outer, groups, depth + 1)))
        return truth
    band = point_before_that(tokens, group.first)
    if band is not None:
        return (2 * band - 1) * (-1.0 if truth < 0 else 1.0)
    above = clause_governor(tokens, group.first)
    if above == "condition":
        return truth * values["condition"]
    if above == "open":
        return truth * values["question"]
    if isinstance(above, Governor):
        return truth * _complement(tokens, above, groups, depth)
    if tokens[-1].lower == "?" or (len(tokens) > 1 and tokens[-2].lower == "?"):
        return truth * values["question"]
    return truth


def _complement(tokens: Sequence[Token], governor: Governor, groups: Sequence[VerbGroup], depth: int) -> float:
    """Truth that the governor lends to its complement."""
    band = point_at(tokens, governor.at)
    if band is not None:
        return 2 * band - 1
    signature = governor.signature
    if signature is None:
        signature = _DEFAULTS[governor.frame]
    own = truth_of(tokens, governor.at, groups, depth + 1)
    chance = (own + 1) / 2
    no = signature.no
    lemma = tokens[governor.at].lemma
    if own < 0.2 and governor.frame == "that":
        before = {t.lower for t in tokens[max(0, governor.at - 5) : governor.at]}
        mine = bool(before & _FIRST_PERSON)
        if lemma == "believe" and before & _UNABLE:
            return 0.8  # "can't believe that …": it happened
        if lemma in _NEG_RAISING:
            no = -0.75 if mine else -0.25
        elif lemma == "mean" or (mine and lemma in _UNSAID and not before & {"did", "had"}):
            no = -0.6
    return chance * signature.yes + (1 - chance) * no


_DEFAULTS = {
    "that": Signature("unknown", 0.6, 0.15),
    "to": Signature("unknown", 0.45, -0.3),
    "obj_to": Signature("unknown", 0.55, -0.25),
    "ing": Signature("unknown", 0.8, 0.0),
}


def _nominal(tokens: Sequence[Token], target: int, groups: Sequence[VerbGroup], depth: int) -> float:
    """Truth of an event that is named by a noun or adjective: its determiner and adjectives, and the verb that it depends on."""
    truth = _softened(tokens, target)
    first = target
    while first > 0 and tokens[first - 1].tag in ("DT", "JJ", "NN", "NNP", "POS", "PRP$", "CD", "VBN", "VBG", "NNS"):
        first -= 1
        if tokens[first].lower in ("no", "neither"):
            truth = -0.9 * truth
        if tokens[first].tag in ("DT", "PRP$"):
            break
    if first and tokens[first - 1].lower in ("without", "nor"):
        truth = -0.9 * truth
    definite = tokens[first].lower in ("the", "this", "that", "these", "those", "his", "her", "its", "their") or any(
        t.tag == "POS" for t in tokens[first:target]
    )
    governor = gerund_governor(tokens, first)
    if governor is not None and depth < MAX_DEPTH and not (definite and _presupposed(governor)):
        return truth * _complement(tokens, governor, groups, depth)
    if depth < MAX_DEPTH:
        around = _clause_of_noun(tokens, groups, first, target, depth)
        if around is not None:
            keep = 0.75 if definite else 0.3
            return truth * (around if around < 0 and not definite else keep + (1 - keep) * max(around, 0.0))
    return truth


def _clause_of_noun(
    tokens: Sequence[Token], groups: Sequence[VerbGroup], first: int, target: int, depth: int
) -> float | None:
    """Truth of the clause that a noun stands in: of the verb before it, or of the one that it is the subject of."""
    previous = next((g for g in reversed(groups) if g.last < first), None)
    if previous is not None and first - previous.last <= 7:
        between = tokens[previous.last + 1 : first]
        if not any(t.tag in ("PUNCT", "WDT", "WP", "MD") or t.lower in ("that", "if") for t in between):
            if tokens[previous.head].lemma in ("be", "have", "say"):
                return None
            near = sum(t.tag not in ("RB", "DT", "RP") for t in between)
            own = truth_of(tokens, previous.head, groups, depth + 1)
            return own if near <= 1 else max(own, 0.3)
    following = next((g for g in groups if g.first > target), None)
    if following is not None and following.form == "finite" and following.first - target <= 2:
        adverbs = all(t.tag == "RB" for t in tokens[target + 1 : following.first])
        if adverbs:
            return max(truth_of(tokens, following.head, groups, depth + 1), 0.2)
    return None


def _presupposed(governor: Governor) -> bool:
    """What is discussed, feared or rejected as "the …" is there; only what was prevented is not."""
    return (
        governor.signature is not None
        and governor.signature.yes < 0.9
        and governor.signature.name != "kept from happening"
    )


def _softened(tokens: Sequence[Token], target: int) -> float:
    value = 1.0
    for i in range(target - 1, max(-1, target - 5), -1):
        token = tokens[i]
        if token.tag in ("IN", "PUNCT", "CC") or token.tag in VERBS - {"VBN", "VBG"}:
            break
        if token.lower in ("almost", "nearly") and i != target - 1:
            continue
        value = min(value, softeners().get(token.lower, 1.0))
    return value


def _modal_value(tokens: Sequence[Token], group: VerbGroup, values: dict[str, float]) -> float:
    if group.modal is None:
        head = tokens[group.first]
        if (
            head.lemma == "be"
            and group.head == group.first
            and group.last + 1 < len(tokens)
            and tokens[group.last + 1].tag == "TO"
        ):
            return 1.0
        return values["plain"]
    word = tokens[group.modal].lower
    kind = modals().get(word)
    if kind is None:
        return values["plain"]
    perfect = any(t.lemma == "have" for t in tokens[group.modal + 1 : group.head])
    if perfect and kind in ("could", "may", "would", "should"):
        return values["perfect_modal"] if kind != "may" else values["may"]
    return values[kind]


def _adverb_value(tokens: Sequence[Token], group: VerbGroup) -> float:
    value = 1.0
    for i in range(max(0, group.first - 3), min(len(tokens), group.last + 3)):
        if tokens[i].tag in ("RB", "JJ") or tokens[i].lower in ("maybe", "perhaps"):
            if i < group.first and any(t.tag in VERBS for t in tokens[i + 1 : group.first]):
                continue
            if i > group.last and tokens[i].lower in ("almost", "nearly"):
                continue
            value = min(value, softeners().get(tokens[i].lower, 1.0)) if tokens[i].tag != "JJ" else value
    return value


def _outer_group(tokens: Sequence[Token], groups: Sequence[VerbGroup], group: VerbGroup) -> int | None:
    """The head of the nearest group before, in the same clause."""
    for earlier in reversed(groups):
        if earlier.last < group.first:
            near = group.first - earlier.last <= 10
            between = tokens[earlier.last + 1 : group.first - 1]
            clear = not any(t.text in (",", ";", ":") or t.tag in ("WDT", "WP") for t in between)
            return earlier.head if near and clear else None
    return None


def _shared_head(tokens: Sequence[Token], groups: Sequence[VerbGroup], group: VerbGroup) -> int | None:
    """For "plan to buy or [sell]": the earlier verb whose modal or "to" this bare form shares."""
    i = group.first - 1
    while i >= 0 and tokens[i].tag == "RB":
        i -= 1
    if i < 0 or tokens[i].tag not in ("CC", "PUNCT"):
        return None
    for earlier in reversed(groups):
        if earlier.last < group.first and (earlier.modal is not None or tokens[earlier.first].tag == "TO"):
            return earlier.head
    return None


def _bare_infinitive(
    tokens: Sequence[Token], group: VerbGroup, groups: Sequence[VerbGroup], depth: int
) -> float | None:
    """ "let them go", "help build", "saw it fall": an infinitive without "to"."""
    for i in range(group.first - 1, max(-1, group.first - 7), -1):
        token = tokens[i]
        if token.tag in VERBS:
            if token.lemma in ("let", "make", "help", "see", "hear", "watch", "have", "feel"):
                own = truth_of(tokens, i, groups, depth + 1) if depth < MAX_DEPTH else 1.0
                return 0.8 * own
            return 0.9
        if token.tag in ("PUNCT", "CC", "MD"):
            return None
    return None


@lru_cache(maxsize=64)
def _tokens(sentence: str) -> tuple[Token, ...]:
    return tuple(retag(tokenize(sentence)))


def _is_whole(text: str, span: Span) -> bool:
    part = span.of(text).strip()
    return len(part) >= 0.9 * len(text.strip()) and len(part) > 0 and (" " in part or len(text.split()) == 1)


def _sentence_around(text: str, span: Span) -> tuple[int, int]:
    """Ends of the sentence that holds the span."""
    low = max(0, span.start - WINDOW)
    high = min(len(text), span.end + WINDOW)
    for match in _BOUNDARY.finditer(text, low, high):
        if _ABBREVIATION.search(text, max(low, match.start() - 8), match.start() + 1):
            continue
        if match.end() <= span.start:
            low = match.end()
        elif match.start() >= span.end:
            high = match.start() + 1
            break
    return low, high
