"""Classes of predicates: "offered", "promised" and "ready to" are one, "killed" and "death" another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from importers.extract.clauses import VERBS, VerbGroup
from importers.extract.lexicon import load
from importers.extract.polarity import negative_predicates
from importers.extract.tokens import Token

_EMPTY = frozenset({"more", "other", "such", "likely", "unlikely", "able", "part", "much", "first", "last"})
_RANKS = frozenset({"only", "first", "second", "third", "fourth", "fifth", "last", "latest", "next"})


def class_of_word(lemma: str) -> str | None:
    """The class of a lemma (verb, noun or adjective), or None."""
    return _classes().get(lemma)


def role_of_class(name: str) -> str:
    """What happens to a counted thing in this class: "killed", "offered". KeyError for no class."""
    role: str = load("predicates")["class"][name]["role"]
    return role


def class_of(tokens: Sequence[Token], group: VerbGroup) -> str | None:
    """The class of a verb group's predicate; a light verb hands over to the noun, adjective or verb that follows.

    It hands over to one phrase only: "faced problems with drones bought abroad" is about problems, not about buying.
    """
    head = tokens[group.head]
    if not is_light(head.lemma):
        found = _classes().get(head.lemma) or _classes().get(head.lower)
        if found is None and head.lemma in negative_predicates():
            return _complement_class(tokens, group.last + 1)
        return found
    first_to = _first_to(tokens, group) if head.lemma in ("be", "become") else None
    if first_to is not None:
        return _classes().get(tokens[first_to].lemma)
    limit = min(len(tokens), group.last + 12)
    for i in range(group.last + 1, limit):
        token = tokens[i]
        if token.tag == "PUNCT" and token.text not in ("“", '"', "'"):
            break
        phrase = _classes().get(f"{head.lemma} {token.lemma}")
        if phrase is not None:
            return phrase
        found = _classes().get(token.lemma) or _classes().get(token.lower)
        if found is not None and token.tag != "NNP" and not (token.lemma == "present" and token.tag in VERBS):
            return found
        if token.tag == "CC" or token.lower in ("that", "which", "who"):
            break
        after = tokens[i + 1] if i + 1 < limit else None
        if (
            token.tag in ("NN", "NNS")
            and after is not None
            and after.tag not in ("NN", "NNS", "TO")
            and after.lower != "of"
        ):
            break
    return _classes().get(head.lemma)


def _first_to(tokens: Sequence[Token], group: VerbGroup) -> int | None:
    """The verb of "became the only state … to recognise": its index."""
    near = tokens[group.last + 1 : group.last + 5]
    if not any(t.lower in _RANKS for t in near):
        return None
    for i in range(group.last + 2, min(len(tokens) - 1, group.last + 18)):
        if tokens[i].tag == "TO" and tokens[i + 1].tag in VERBS:
            return i + 1
    return None


def _complement_class(tokens: Sequence[Token], start: int) -> str | None:
    """The class of the infinitive that follows ("lacks the means to mobilise")."""
    for i in range(start, min(len(tokens) - 1, start + 8)):
        if tokens[i].tag == "TO" and tokens[i + 1].tag in VERBS:
            return _classes().get(tokens[i + 1].lemma)
        if tokens[i].tag in ("PUNCT", "WDT", "VBD", "VBZ"):
            return None
    return None


def predicate_of(tokens: Sequence[Token], group: VerbGroup) -> str:
    """The class of a verb group's predicate or, where it has none, the lemma that carries its meaning."""
    found = class_of(tokens, group)
    if found is not None:
        return found
    head = tokens[group.head]
    if is_light(head.lemma):
        near = tokens[group.last + 1 : group.last + 7]
        for i, token in enumerate(near):
            modifies = token.tag == "JJ" and i + 1 < len(near) and near[i + 1].tag in ("NN", "NNS", "JJ", "NNP")
            if token.tag in ("NN", "NNS", "JJ", "VB", "VBG", "VBN") and token.lower not in _EMPTY and not modifies:
                return token.lemma
            if token.tag in ("PUNCT", "CC"):
                break
    return whole_lemma(head)


def whole_lemma(head: Token) -> str:
    """The lemma of a verb, with the -e that the tagger takes from a verb it does not know ("neutraliz")."""
    if head.lemma in _known_verbs():
        return head.lemma
    cut = head.tag in ("VBD", "VBN", "VBG") and head.lemma.endswith(_CUT_ENDINGS) and len(head.lemma) > 4
    return head.lemma + "e" if cut else head.lemma


_CUT_ENDINGS = ("iz", "at", "ut", "iv", "uc", "ag", "ov", "rg", "dg", "nc", "ns", "ur", "ib", "id", "rs")


def is_light(lemma: str) -> bool:
    """Whether a verb says little by itself ("take part", "make a visit")."""
    return lemma in _light() or lemma in ("'s", "’s")


@lru_cache(maxsize=1)
def _classes() -> dict[str, str]:
    table: dict[str, str] = {}
    for name, entry in load("predicates")["class"].items():
        for word in entry["words"]:
            table.setdefault(word, name)
    for word in [w for w in table if w.endswith("e") and len(w) > 4]:
        table.setdefault(word[:-1], table[word])  # what the tagger makes of "injured" where it does not know the verb
    return table


@lru_cache(maxsize=1)
def _light() -> frozenset[str]:
    return frozenset(load("predicates")["light"]["verbs"])


def is_class(name: str) -> bool:
    """Whether a frame's predicate is a class of the lexicon and no bare lemma."""
    return name in load("predicates")["class"]


@lru_cache(maxsize=1)
def _known_verbs() -> frozenset[str]:
    tables = load("words")["verbs"]
    listed = {*tables["words"].split(), *tables["also_nouns"].split()}
    return frozenset(listed | {row.split()[0] for row in tables["irregular"].split(",") if row.split()})
