"""Tags and lemmas of a spaCy pipeline laid over our words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from importers.extract.tokens import Token

_OURS = {"NNPS": "NNP", "JJR": "JJ", "JJS": "JJ", "RBR": "RB", "RBS": "RB", "PDT": "DT", "WP$": "WP"}
"""Penn tags that we do not tell apart."""

_TAKEN = frozenset(
    {"NN", "NNS", "NNP", "VB", "VBP", "VBZ", "VBD", "VBN", "VBG", "MD", "IN", "TO", "DT", "PRP", "PRP$", "JJ", "RB", "RP", "CD", "CC", "WDT", "WP", "WRB", "POS", "UH", "EX"}
)  # fmt: skip
_MARKS = frozenset({"PUNCT", "``", "''"})


def tagged_by(
    pipeline: Callable[[str], Iterable[Any]], text: str, lines: Sequence[Sequence[Token]]
) -> list[list[Token]]:
    """Our tokens, each with the pipeline's tag and lemma where it found the same word at the same place."""
    theirs = {(word.idx, word.idx + len(word.text)): word for word in pipeline(text)}
    return [[_tagged(token, theirs.get((token.start, token.end))) for token in line] for line in lines]


def _tagged(token: Token, word: Any) -> Token:
    if word is None or token.tag in _MARKS:
        return token
    tag = _OURS.get(str(word.tag_), str(word.tag_))
    if tag not in _TAKEN:
        return token
    lemma = str(word.lemma_).lower() or token.lemma
    return token._replace(tag=tag, lemma=lemma)
