"""What a predicate stands under: the words that govern it, and what they tell of its truth.

"failed to land", "denied that it fell", "a plan to build": a governor of a certain frame, looked up in implicatives.toml.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from importers.extract.clauses import FINITE, NOUNS, VERBS
from importers.extract.lexicon import load
from importers.extract.tokens import Token


class Signature(NamedTuple):
    """Truth of the complement, -1..1, where the governor holds and where it is negated."""

    name: str
    yes: float
    no: float


class Governor(NamedTuple):
    """The word that governs a predicate: its index, what it tells, and the frame it governs by."""

    at: int
    signature: Signature | None
    frame: str


_SUBJECT_PRONOUNS = frozenset({"i", "we", "you", "he", "she", "they", "it"})
_STOPPERS = frozenset(
    {
        "because",
        "although",
        "though",
        "since",
        "while",
        "whereas",
        "after",
        "when",
        "once",
        "where",
        "who",
        "which",
        "whose",
        "whom",
    }
)
_BRIDGE = frozenset({"RB", "PRP", "PRP$", "DT", "JJ", "NN", "NNS", "NNP", "CD", "POS", "VBG"})
_CLAUSE_STOP = frozenset({";", ":", "—", "–", "--", "...", "…"})
_INF_BRIDGE = frozenset({"DT", "JJ", "NN", "NNS", "NNP", "PRP", "PRP$", "POS", "CD", "RB", "IN", "``", "''"})


@lru_cache(maxsize=1)
def signatures() -> dict[tuple[str, bool, str], Signature]:
    """(frame, passive, word) → signature; nouns under the frame with a leading "n:"."""
    table: dict[tuple[str, bool, str], Signature] = {}
    for entry in load("implicatives")["class"]:
        signature = Signature(entry["name"], entry["yes"] / 3, entry["no"] / 3)
        passive = bool(entry.get("passive", False))
        for word in entry["words"]:
            table.setdefault((entry["frame"], passive, word), signature)
        for noun in entry.get("nouns", ()):
            table.setdefault((f"n:{entry['frame']}", False, noun), signature)
    for frame, passive, word in [k for k in table if k[2].endswith("e") and len(k[2]) > 4 and " " not in k[2]]:
        table.setdefault(
            (frame, passive, word[:-1]), table[frame, passive, word]
        )  # a verb that the tagger does not know
    return table


def lookup(tokens: Sequence[Token], index: int, frame: str) -> Signature | None:
    """The signature of the word at this index in this frame; verbs, adjectives ("be likely") and nouns."""
    token = tokens[index]
    table = signatures()
    if token.tag in NOUNS:
        found = table.get((f"n:{frame}", False, token.lemma)) or table.get((f"n:{frame}", False, token.lower))
        if found is not None or token.tag == "NNP":
            return found
    if token.tag in VERBS or token.tag == "NN":
        following = tokens[index + 1].lower if index + 1 < len(tokens) else ""
        passive = _is_passive(tokens, index)
        phrase = f"{token.lemma} {following}"
        for key in (phrase, token.lemma):
            if passive:
                found = table.get((frame, True, key)) or table.get((frame, False, f"be {token.lower}"))
                if found is not None:
                    return found
                if frame in ("to", "obj_to"):
                    found = table.get(("obj_to", False, key))
                    if found is not None:
                        return found
            found = table.get((frame, False, key))
            if found is not None:
                return found
    return table.get((frame, False, f"be {token.lower}"))


def infinitive_governor(tokens: Sequence[Token], to: int) -> Governor | None:
    """What governs the infinitive whose "to" stands at this index: "agreed to", "forced the town to", "a plan to"."""
    i = to - 1
    seen_noun = False
    steps = 0
    while i >= 0 and steps < 12:
        token = tokens[i]
        if token.tag in VERBS:
            frame = "obj_to" if seen_noun else "to"
            found = lookup(tokens, i, frame)
            if token.lemma == "be" and not seen_noun and token.tag != "VBG":
                return Governor(i, Signature("be to", 0.45, -0.6), "to")
            return Governor(i, found, frame)
        if token.tag == "MD" and token.lower == "ought":
            return Governor(i, Signature("ought", 0.1, 0.0), "to")
        if token.tag in NOUNS:
            if not seen_noun or i == to - 1:
                found = lookup(tokens, i, "to")
                if found is not None:
                    return Governor(i, found, "to")
            seen_noun = True
        elif token.tag == "JJ" and not seen_noun:
            found = lookup(tokens, i, "to")
            if found is not None:
                return Governor(i, found, "to")
            return Governor(i, None, "to")
        elif token.tag == "PRP":
            seen_noun = True
        elif token.tag not in _INF_BRIDGE:
            return None
        if (
            token.tag == "IN"
            and token.lower in ("in", "order")
            and i + 1 < len(tokens)
            and tokens[i + 1].lower == "order"
        ):
            return None
        i -= 1
        steps += 1
    return None


def gerund_governor(tokens: Sequence[Token], index: int) -> Governor | None:
    """What governs a gerund or a noun phrase that begins at this index: "began making", "prevented a", "accused of"."""
    i = index - 1
    steps = 0
    while i >= 0 and steps < 7:
        token = tokens[i]
        if token.tag in VERBS or (token.tag in NOUNS and steps <= 2):
            particle = tokens[i + 1].lower if i + 1 < index and tokens[i + 1].tag in ("IN", "RP", "TO") else ""
            table = signatures()
            if token.tag not in VERBS and not particle:
                return None
            for key in (f"{token.lemma} {particle}", token.lemma):
                found = table.get(("ing", False, key)) if token.tag in VERBS else table.get(("n:ing", False, key))
                if found is not None:
                    return Governor(i, found, "ing")
            if token.tag in VERBS:
                return None
        elif (
            token.tag == "PUNCT"
            or token.tag in ("CC", "MD", "WDT", "WP", "TO")
            or (
                token.tag == "IN"
                and token.lower
                not in (
                    "of",
                    "for",
                    "at",
                    "on",
                    "about",
                    "with",
                    "from",
                    "against",
                    "in",
                    "to",
                )
            )
        ):
            return None
        i -= 1
        steps += 1
    return None


def clause_governor(tokens: Sequence[Token], first: int) -> Governor | str | None:
    """What governs the finite clause whose verb group begins at this index.

    A Governor ("said that …", "the fact that …"), the words "condition" or "open" for an if- or whether-clause, or None.
    """
    verbs_passed = 0
    commas = 0
    i = first - 1
    while i >= 0 and first - i < 40:
        token = tokens[i]
        low = token.lower
        if low == "that" and token.tag in ("IN", "WDT", "DT") and i > 0:
            governor = _before_that(tokens, i)
            if governor is not None:
                return governor
            if token.tag == "WDT":
                return None
        elif low in ("if", "unless", "lest", "assuming", "provided"):
            before = tokens[i - 1] if i else None
            if (
                low == "if"
                and before is not None
                and before.tag in VERBS
                and before.lemma in ("ask", "know", "wonder", "see", "say", "doubt", "tell")
            ):
                return "open"
            return "condition" if not verbs_passed or not commas else None
        elif low == "whether":
            return "open"
        elif low == "should" and token.tag == "MD" and tokens[first].tag in ("VB", "VBP") and not verbs_passed:
            return "condition"  # "should they fail"
        elif low == "until" and tokens[first].tag in ("VBZ", "VBP"):
            return "condition"
        elif low in _STOPPERS or token.tag == "WDT":
            return None
        elif low in ("what", "how", "why") and i > 0:
            return _nearest_predicate(tokens, i - 1)
        elif low in _CLAUSE_STOP:
            return None
        elif low == ",":
            commas += 1
            if commas > 2:
                return None
        elif token.tag in ("``",):
            found = _said_before_quote(tokens, i)
            if found is not None:
                return found
            return None
        elif token.tag in FINITE or token.tag in ("VBN", "VBG", "VB"):
            if not commas and not verbs_passed:
                signature = lookup(tokens, i, "that")
                if signature is not None and _takes_bare_clause(tokens, i, first):
                    return Governor(i, signature, "that")
            verbs_passed += 1
            if verbs_passed > 3:
                return None
        i -= 1
    return None


def _takes_bare_clause(tokens: Sequence[Token], verb: int, first: int) -> bool:
    """Whether a clause without "that" follows the verb: a subject, at least, lies between the two verbs."""
    between = tokens[verb + 1 : first]
    if not between:
        return False
    if any(t.tag in ("CC", "WDT", "WP", "TO") for t in between) and not any(
        t.tag in NOUNS or t.tag == "PRP" for t in between[:2]
    ):
        return False
    head = between[0]
    if head.tag == "IN" and head.lower not in ("in", "on", "by", "after", "as"):
        return False
    return any(t.tag in NOUNS or t.tag in ("PRP", "EX", "DT", "VBG") or t.lower == "there" for t in between)


def _before_that(tokens: Sequence[Token], that: int) -> Governor | None:
    i = that - 1
    while i >= 0 and tokens[i].tag in ("RB", "``", "''"):
        i -= 1
    if i < 0:
        return None
    direct = lookup(tokens, i, "that")
    if direct is not None:
        return Governor(i, direct, "that")
    if tokens[i].tag in VERBS or tokens[i].tag == "JJ":
        return Governor(i, None, "that")
    return _nearest_predicate(tokens, i)


def _nearest_predicate(tokens: Sequence[Token], i: int) -> Governor | None:
    """The nearest word to the left that takes a finite clause, over objects and places ("told reporters in Oslo that")."""
    steps = 0
    while i >= 0 and steps < 10:
        token = tokens[i]
        signature = lookup(tokens, i, "that") if token.tag in VERBS or token.tag == "JJ" or steps == 0 else None
        if signature is not None:
            return Governor(i, signature, "that")
        if token.tag in FINITE:
            return None
        if token.tag not in _BRIDGE and token.tag not in ("IN", "PUNCT", "VBN", "VB", "TO"):
            return None
        i -= 1
        steps += 1
    return None


def _said_before_quote(tokens: Sequence[Token], quote: int) -> Governor | None:
    i = quote - 1
    while i >= 0 and quote - i <= 3 and tokens[i].lower in (",", ":", "that"):
        i -= 1
    if i >= 0 and tokens[i].tag in VERBS:
        signature = lookup(tokens, i, "that")
        if signature is not None:
            return Governor(i, signature, "that")
    return None


def _is_passive(tokens: Sequence[Token], index: int) -> bool:
    if tokens[index].tag not in ("VBN", "VBD"):
        return False
    for i in range(index - 1, max(-1, index - 4), -1):
        token = tokens[i]
        if token.lemma in ("be", "get", "feel", "seem") or token.lower in ("been", "being"):
            return True
        if token.tag != "RB":
            return False
    return False
