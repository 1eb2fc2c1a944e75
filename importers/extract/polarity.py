"""Negation and its scope: whether a predicate is affirmed, denied or left open."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from importers.extract.clauses import NOUNS, VERBS, VerbGroup, copula_of, group_of, is_relative, main_group, verb_groups
from importers.extract.lexicon import load
from importers.extract.tokens import Token
from store.records.reading import Polarity

_NO = frozenset({"no", "nobody", "nothing", "none", "neither", "few", "little"})
_HARD_NO = frozenset({"no", "nobody", "nothing", "none", "neither", "nor"})
_ENDING = frozenset({"stop", "cease", "halt", "end", "quit"})
_LONGEST_SUBJECT = 12
"""Tokens between a no-word and its verb."""

_OPEN = frozenset({"whether", "if"})


@lru_cache(maxsize=1)
def negators() -> frozenset[str]:
    """Adverbs that turn their verb group round."""
    return frozenset(load("modality")["negators"]["group"])


@lru_cache(maxsize=1)
def negative_predicates() -> frozenset[str]:
    """Lemmas whose complement did not come true where they hold: fail, refuse, lack, prevent."""
    found: set[str] = set()
    for entry in load("implicatives")["class"]:
        if entry["yes"] <= -1.5 and not entry.get("passive") and entry["frame"] in ("to", "ing"):
            found.update(word for word in entry["words"] if " " not in word)
            found.update(word[3:] for word in entry["words"] if word.startswith("be ") and word.count(" ") == 1)
            found.update(entry.get("nouns", ()))
    return frozenset(
        found
        - {"stop", "halt", "cancel", "ban", "block", "reject", "oppose", "resist", "deny", "dismiss", "forbid", "lack"}
    ) | {"lack"}


def is_negated(tokens: Sequence[Token], group: VerbGroup) -> bool:
    """Whether the verb group itself is negated: in it, right after it, or by its subject ("nobody came")."""
    flips = 0
    for i in range(group.first, min(group.last + 2, len(tokens))):
        if i > group.last and tokens[i].lower not in ("not", "n't", "n’t", "never"):
            break
        if tokens[i].lower in negators() and not _is_contrast(tokens, i):
            flips += 1
    if not flips:
        before = tokens[max(0, group.first - _LONGEST_SUBJECT) : group.first]
        clause = next(
            (k for k in range(len(before) - 1, -1, -1) if before[k].lower == "that" and before[k].tag == "IN"), -1
        )
        before = before[clause + 1 :]  # "no chance that it fell": the no-word stands outside the clause
        if (
            (before and before[-1].lower in ("never", "not", "hardly", "nor"))
            or (any(t.lower in _HARD_NO for t in before) and _reaches(before))
            or _follows_no_longer(tokens, group)
            or _object_is_none(tokens, group)
        ):
            flips += 1
    return flips % 2 == 1


def polarity_of(tokens: Sequence[Token], groups: Sequence[VerbGroup] | None = None) -> Polarity:
    """Polarity of what the stretch asserts: of its main predicate, and of what that one implies of its complement."""
    groups = verb_groups(tokens) if groups is None else groups
    if not groups:
        return "-" if tokens and tokens[0].lower in _HARD_NO else "+"
    main = main_group(tokens, groups)
    if main is None:
        return "+"
    first = next((t for t in tokens if t.tag not in ("``", "''", "PUNCT")), tokens[0])
    if first.lower in _OPEN or (tokens[-1].lower == "?" and first.lower not in ("that",)):
        return "u"
    negative = is_negated(tokens, main)
    head = tokens[main.head]
    if negative and head.lemma in _ENDING:
        return "+"  # what has not stopped goes on
    if head.lemma in negative_predicates() and not is_relative(tokens, main):
        negative = not negative
    elif head.lemma in ("be", "remain"):
        after = tokens[main.last + 1 : main.last + 4]
        if any(t.lower in negative_predicates() and t.tag == "JJ" for t in after):
            negative = not negative
    return "-" if negative else "+"


def negated_at(tokens: Sequence[Token], index: int, groups: Sequence[VerbGroup]) -> bool:
    """Whether the word at this index stands under a negation of its own verb group, copula or noun phrase."""
    group = group_of(groups, index) or copula_of(tokens, groups, index)
    if group is not None and is_negated(tokens, group):
        return True
    for i in range(index - 1, max(-1, index - 5), -1):
        token = tokens[i]
        if token.lower in ("no", "without", "neither", "nor"):
            return True
        if token.tag not in ("JJ", "NN", "NNP", "VBG", "VBN", "RB", "CD"):
            return False
    return False


def _is_contrast(tokens: Sequence[Token], i: int) -> bool:
    """ "not only", "not just": no negation at all."""
    return (
        tokens[i].lower == "not"
        and i + 1 < len(tokens)
        and tokens[i + 1].lower in ("only", "just", "merely", "least", "to")
    )


def _reaches(before: Sequence[Token]) -> bool:
    """Whether the no-word reaches the verb: nothing but its noun phrase lies between.

    Commas belong to the phrase where it lists ("no soldier, engineer or adviser"), not after a preposition
    ("with no warning, troops moved").
    """
    last = max(i for i, t in enumerate(before) if t.lower in _HARD_NO)
    between = before[last + 1 :]
    listing = any(t.tag == "CC" for t in between) and not (last and before[last - 1].tag == "IN")
    for earlier, token in pairwise((before[last], *between)):
        if token.tag in NOUNS or token.tag in ("JJ", "CD", "VBG", "RB", "IN"):
            continue
        if token.tag in ("DT", "PRP$") and earlier.tag == "IN":
            continue
        if listing and (token.tag == "CC" or token.lower == ","):
            continue
        return False
    return True


def _follows_no_longer(tokens: Sequence[Token], group: VerbGroup) -> bool:
    around = [t.lower for t in tokens[max(0, group.first - 2) : group.last + 4]]
    return any(
        a == "no" and b == "longer" and around[i + 2 : i + 3] not in (["just"], ["only"], ["merely"])
        for i, (a, b) in enumerate(pairwise(around))
    )


def _object_is_none(tokens: Sequence[Token], group: VerbGroup) -> bool:
    """ "found nothing", "has no plans", "there were no deaths"."""
    after = tokens[group.last + 1 : group.last + 3]
    if not after or tokens[group.head].tag not in VERBS:
        return False
    if len(after) > 1 and after[0].lower == "of" and after[1].lower in ("no", "nothing", "nobody"):
        return True  # "knew of no"
    if after[0].lower in ("no", "nothing", "nobody", "none", "neither"):
        following = after[1].lower if len(after) > 1 else ""
        return not (after[0].lower == "no" and following in ("longer", "secret", "doubt", "question", "surprise"))
    return False
