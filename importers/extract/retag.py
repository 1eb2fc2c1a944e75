"""Tags put right by what stands beside a word: "to [close] the pool", "six [guards] were", "rivals [alleged] that".

The tagger guesses left to right; these are the few mistakes of it that turn a predicate into a noun or back.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from importers.extract.lexicon import load
from importers.extract.tokens import Token

_AFTER_VERB = frozenset({"DT", "PRP", "PRP$", "NNP", "IN", "PUNCT", "RB", "CD", "NNS", "TO", "JJ", "NN", "RP", "CC"})
_VERBISH = frozenset({"VBD", "VBZ", "VBP", "VBN", "MD", "IN", "PUNCT", "CC", "TO", "RB", "JJ"})


def retag(tokens: Sequence[Token]) -> list[Token]:
    """The same tokens with their tags put right; nothing else of them changes but the lemma of a noun made of a verb."""
    out = list(tokens)
    for i, token in enumerate(out):
        before = out[i - 1] if i else None
        after = out[i + 1] if i + 1 < len(out) else None
        if before is None:
            continue
        if token.text == "May" and token.tag == "MD" and (after is None or after.tag not in ("VB", "RB", "PRP")):
            out[i] = token._replace(tag="NNP")  # the month
            continue
        if token.lower == "like" and token.tag == "IN" and before.tag == "MD":
            out[i] = token._replace(tag="VB")
        elif (
            token.tag in ("JJ", "NN") and _modal_before(out, i) and token.lower in _verbs() and _takes_object(after)
        ) or (before.tag == "TO" and token.tag in ("JJ", "NN") and _may_be_verb(token) and _opens_verb(token, after)):
            out[i] = token._replace(tag="VB", lemma=token.lower)
        elif (
            before.tag == "CD"
            and token.tag in ("VBZ", "VBP")
            and token.lower.endswith("s")
            and (after is None or after.tag in _VERBISH)
        ):
            out[i] = token._replace(
                tag="NNS", lemma=token.lower[:-1] if not token.lower.endswith("ies") else token.lemma
            )
        elif (
            token.tag == "VBZ"
            and token.lower.endswith("s")
            and len(token.lower) > 4
            and (
                after is not None
                and after.tag in ("VBD", "VBZ", "VBP", "MD")
                and before.tag in ("JJ", "NNP", "NN", "POS", "DT")
            )
        ):
            out[i] = token._replace(tag="NNS")  # two finite verbs do not stand side by side
        elif (
            token.tag == "JJ"
            and token.lower.endswith("ed")
            and after is not None
            and after.lower == "that"
            and before.tag in ("NN", "NNS", "NNP", "PRP", "RB")
        ):
            out[i] = token._replace(tag="VBD", lemma=_base(token.lower))
        elif token.tag == "VBP" and before.tag in ("NN", "NNS") and _heads_subject(out, i):
            out[i] = token._replace(tag="NN")
        elif before.lower == "longer" and i > 1 and out[i - 2].lower == "no" and token.tag in ("NN", "NNS"):
            out[i] = token._replace(tag="VBZ" if token.tag == "NNS" else "VBP")
    return out


def _modal_before(tokens: Sequence[Token], i: int) -> bool:
    """A modal right before the word, or with "not" between."""
    if i and tokens[i - 1].lower in ("not", "n't", "n’t"):
        i -= 1
    return i > 0 and tokens[i - 1].tag == "MD"


def _takes_object(after: Token | None) -> bool:
    return after is not None and after.tag in ("DT", "PRP", "PRP$", "NNP")


def _heads_subject(tokens: Sequence[Token], i: int) -> bool:
    """Whether nothing but a phrase with a preposition lies between the word and a finite verb: "arms [export] to Peru would"."""
    if i + 2 >= len(tokens) or tokens[i + 1].lower not in ("to", "from", "of", "in", "for", "on", "with", "by", "at"):
        return False
    for token in tokens[i + 2 : i + 7]:
        if token.tag in ("MD", "VBD", "VBZ"):
            return True
        if token.tag not in ("NNP", "DT", "NN", "NNS", "JJ", "PRP$", "POS"):
            return False
    return False


def _opens_verb(token: Token, after: Token | None) -> bool:
    """An adjective after "to" is a verb before an object; a noun one also before a preposition or the end."""
    if after is None:
        return token.tag == "NN"
    if token.tag == "JJ":
        return after.tag in ("DT", "PRP", "PRP$", "NNP", "RP")
    return after.tag in _AFTER_VERB - {"NN", "NNS"}


def _may_be_verb(token: Token) -> bool:
    """A listed verb, or a lower-case word of more than four letters that no list has: "to cripple"."""
    if token.lower in _verbs():
        return True
    return token.tag == "NN" and token.text.islower() and len(token.text) > 4 and token.lower not in _nouns()


@lru_cache(maxsize=1)
def _nouns() -> frozenset[str]:
    return frozenset(load("words")["nouns"]["words"].split())


def _base(low: str) -> str:
    stem = low[:-2]
    return low[:-1] if low[:-1] in _verbs() else stem


@lru_cache(maxsize=1)
def _verbs() -> frozenset[str]:
    tables = load("words")["verbs"]
    words = set(tables["words"].split()) | set(tables["also_nouns"].split())
    words.update(row.split()[0] for row in tables["irregular"].split(",") if row.split())
    words.update(word for entry in load("implicatives")["class"] for word in entry["words"] if " " not in word)
    return frozenset(words)
