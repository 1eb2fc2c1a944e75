"""Verb groups of a stretch of tokens: which words make up one predicate, and which of them is the main one.

A light reading by tags, no parse: an auxiliary chain with its adverbs, and what follows a copula.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from importers.extract.tokens import Token

Form = Literal["finite", "infinitive", "gerund", "participle"]

VERBS = frozenset({"VB", "VBP", "VBZ", "VBD", "VBN", "VBG"})
FINITE = frozenset({"VBP", "VBZ", "VBD"})
NOUNS = frozenset({"NN", "NNS", "NNP"})
NOMINAL = frozenset({"NN", "NNS", "NNP", "CD", "PRP", "DT", "JJ", "PRP$", "POS"})
_AUXILIARIES = frozenset({"be", "have", "do", "get"})
_RELATIVES = frozenset({"who", "which", "whose", "whom", "where", "when"})
_SUBORDINATORS = frozenset(
    {
        "if",
        "because",
        "although",
        "though",
        "while",
        "whereas",
        "unless",
        "since",
        "after",
        "before",
        "until",
        "as",
        "when",
        "once",
    }
)
_NP_GAP = frozenset({"DT", "JJ", "RB", "PRP$", "CD", "VBN", "VBG", "NNP", "NN", "POS"})


class VerbGroup(NamedTuple):
    """One predicate: token indices of its first and last word and of its head (the last verb), and its form."""

    first: int
    last: int
    head: int
    form: Form
    passive: bool
    modal: int | None


def verb_groups(tokens: Sequence[Token]) -> list[VerbGroup]:
    """All verb groups, from left to right; a word is in one of them at most."""
    groups: list[VerbGroup] = []
    i, n = 0, len(tokens)
    while i < n:
        tag = tokens[i].tag
        if tag == "MD" or tag in VERBS:
            group = _group_at(tokens, i, i)
            groups.append(group)
            i = group.last + 1
        elif tag == "TO":
            j = _skip_adverbs(tokens, i + 1)
            if j < n and tokens[j].tag in ("VB", "VBP"):
                group = _group_at(tokens, i, j)
                groups.append(group)
                i = group.last + 1
            else:
                i += 1
        else:
            i += 1
    return groups


def group_of(groups: Sequence[VerbGroup], index: int) -> VerbGroup | None:
    """The group that holds the token at this index."""
    return next((g for g in groups if g.first <= index <= g.last), None)


def copula_of(tokens: Sequence[Token], groups: Sequence[VerbGroup], index: int) -> VerbGroup | None:
    """The copula that predicates this adjective or noun ("was a clear [breach]"), if one stands before it."""
    for group in reversed(groups):
        if group.last >= index:
            continue
        if tokens[group.head].lemma not in ("be", "become", "remain", "seem", "appear"):
            return None
        gap = tokens[group.last + 1 : index]
        return group if len(gap) <= 5 and all(t.tag in _NP_GAP for t in gap) else None
    return None


def main_group(tokens: Sequence[Token], groups: Sequence[VerbGroup] | None = None) -> VerbGroup | None:
    """The predicate that the stretch asserts: its first finite group outside relative and adverbial clauses, else its first group."""
    groups = verb_groups(tokens) if groups is None else groups
    skip_until = -1
    for group in groups:
        if group.form != "finite":
            continue
        opener = _opener(tokens, group.first)
        if group.first <= skip_until:
            continue
        if opener == "relative":
            continue
        if opener == "subordinate":
            skip_until = _clause_end(tokens, group.last)
            continue
        return group
    return groups[0] if groups else None


def is_relative(tokens: Sequence[Token], group: VerbGroup) -> bool:
    """Whether the group stands in a relative clause ("which lacks …")."""
    return _opener(tokens, group.first) == "relative"


def _group_at(tokens: Sequence[Token], first: int, start: int) -> VerbGroup:
    n = len(tokens)
    modal = start if tokens[start].tag == "MD" else None
    head = start
    i = start + 1
    while i < n and i - start < 12:
        tag = tokens[i].tag
        chained = tokens[head].tag == "MD" or _is_auxiliary(tokens[head])
        if (
            tag in VERBS
            and chained
            and not (tag == "VBD" and tokens[head].tag != "MD" and tokens[head].lemma != "have")
        ):
            head = i
        elif tag == "TO" and tokens[head].lower == "ought":
            pass
        elif not ((tag in ("RB", "``", "''") or tokens[i].lower == "likely") and _adverb_inside(tokens, i, chained)):
            break
        i += 1
    to_infinitive = tokens[first].tag == "TO"
    tag = tokens[start].tag
    if to_infinitive:
        form: Form = "infinitive"
    elif tag == "MD" or tag in FINITE:
        form = "finite"
    elif tag == "VBG":
        form = "gerund"
    elif tag == "VBN":
        form = "participle"
    else:
        form = "infinitive"
    passive = tokens[head].tag in ("VBN", "VBD") and any(
        (t.lemma in ("be", "get") or t.lower in ("'s", "’s")) and t.tag != "RB" for t in tokens[start:head]
    )
    return VerbGroup(first, head, head, form, passive or form == "participle", modal)


def _is_auxiliary(token: Token) -> bool:
    return token.lemma in _AUXILIARIES or token.lower in ("'s", "’s")


def _adverb_inside(tokens: Sequence[Token], i: int, chained: bool) -> bool:
    """Whether the adverb at i stands inside the group: a verb must still follow it."""
    if not chained:
        return False
    j = _skip_adverbs(tokens, i)
    return j < len(tokens) and tokens[j].tag in VERBS


def _skip_adverbs(tokens: Sequence[Token], i: int) -> int:
    while i < len(tokens) and (tokens[i].tag in ("RB", "``", "''") or tokens[i].lower == "likely"):
        i += 1
    return i


def _opener(tokens: Sequence[Token], first: int) -> str | None:
    """What opens the clause of the group at `first`, looking left over its subject."""
    for i in range(first - 1, max(-1, first - 14), -1):
        token = tokens[i]
        if token.tag in ("WDT", "WP") or token.lower in _RELATIVES:
            return "relative" if i > 0 and token.lower not in ("when", "what") else "subordinate"
        if token.lower in _SUBORDINATORS and token.tag in ("IN", "WRB", "RB"):
            return "subordinate" if token.lower != "as" or i == 0 or tokens[i - 1].tag == "PUNCT" else None
        if token.tag in ("PUNCT", "CC", "``", "''") or token.tag in VERBS or token.tag == "MD":
            return None
    return None


def _clause_end(tokens: Sequence[Token], i: int) -> int:
    while i < len(tokens) and tokens[i].lower not in (",", ";", "—", "–"):
        i += 1
    return i
