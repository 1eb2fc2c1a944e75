"""Folding and tokens: one reading of a text for the index, the query and the highlights alike.

A text is folded (NFKD, no diacritics, lower case), then cut into terms. Latin letters and digits form one term
("t72b3"); "6,517" is also 6517; runs of Chinese and Japanese script, which have no blanks between words, become
single characters and pairs; any other script is cut at what is no letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from store.records.span import Span

TOKENS_VERSION = 2
"""Moves when the same text gives other terms: an index made by another version is not read."""

MAX_TERM = 40
"""Characters kept of a term: a hostile 60 kB word is one short term."""

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"
_PLAIN = re.compile("[a-z0-9]+")
NUMBER = re.compile("(?<![a-z0-9])[0-9]{1,3}(?:,[0-9]{3})+(?![a-z0-9])")
"""A number written with commas between its thousands."""
TERM_PATTERN = rf"{NUMBER.pattern}|[a-z0-9]+|[{_CJK}]+|(?:(?![a-z0-9{_CJK}])[^\W_])+"
"""A token of a folded text, as a regular expression."""
_TERM = re.compile(TERM_PATTERN)
_IS_CJK = re.compile(rf"[{_CJK}]")
_THOUSANDS = re.compile(",[0-9]{3}")
_MARKS = re.compile("[\u0300-\u036f\u3099\u309a]")
# letters that NFKD leaves whole, as they are commonly written without them
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n", "ß": "ss"}
)


def fold(text: str) -> str:
    """Lower case without diacritics; lengths may change (see `fold_places`)."""
    if text.isascii():
        return text.lower()
    return _MARKS.sub("", unicodedata.normalize("NFKD", text.lower()).translate(_LETTERS).lower())


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    return fold(char)


_GROWS = "\x00"
_MOST_CHARS = 1 << 13


class _OneToOne(dict[int, str]):
    """Each character's fold, where that is one character: a blank for one that no term holds, _GROWS for what is longer."""

    def __missing__(self, code: int) -> str:
        folded = _fold_char(chr(code))
        one = folded if len(folded) == 1 else _GROWS
        if folded and not _TERM.search(folded):
            one = " "
        if len(self) < _MOST_CHARS:
            self[code] = one
        return one


_ONE_TO_ONE = _OneToOne()


def fold_places(text: str) -> tuple[str, list[int] | None]:
    """The folded text, and for each of its characters the place in `text` that it comes from (None: the same).

    What is no letter or digit may be a blank in it.
    """
    if text.isascii():
        return text.lower(), None
    folded = text.translate(_ONE_TO_ONE)  # most texts: as many characters as before
    if _GROWS not in folded:
        return folded, None
    parts: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        folded = char.lower() if char.isascii() else _fold_char(char)
        parts.append(folded)
        places.extend([place] * len(folded))
    return "".join(parts), places


def terms(text: str) -> set[str]:
    """All terms of a text, each once."""
    folded = fold(text)
    if folded.isascii():
        found = set(_PLAIN.findall(folded))
        if "," in folded:
            found.update(number.replace(",", "") for number in NUMBER.findall(folded))
        return {t[:MAX_TERM] for t in found} if len(max(found, key=len, default="")) > MAX_TERM else found
    return {variant for token in set(_TERM.findall(folded)) for variant in variants(token)}


def variants(token: str) -> tuple[str, ...]:
    """The terms that one token is found by: a number with and without its commas, pairs of CJK characters."""
    if "," in token:
        return (token.replace(",", "")[:MAX_TERM], *token.split(","))
    if _IS_CJK.match(token):
        return (*token, *(token[i : i + 2] for i in range(len(token) - 1)))
    return (token[:MAX_TERM],)


def words(text: str) -> list[str]:
    """The words of a query, in order: as tokens, but a number only as a whole and CJK runs only as pairs."""
    found: list[str] = []
    for token in _TERM.findall(fold(text)):
        if "," in token:
            found.append(token.replace(",", "")[:MAX_TERM])
        elif len(token) > 1 and _IS_CJK.match(token):
            found.extend(token[i : i + 2] for i in range(len(token) - 1))
        else:
            found.append(token[:MAX_TERM])
    return found


def tokens(text: str) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Each token's place in `text` with the terms that it is found by, in order."""
    return ((Span(start, end), names) for start, end, names in _pieces(*fold_places(text)))


Piece = tuple[int, int, tuple[str, ...]]
"""Start, end and terms of a token: a bare tuple, since thousands are made at each key."""


def _pieces(folded: str, places: Sequence[int] | None) -> Iterator[Piece]:
    for match in _TERM.finditer(folded):
        start, end = match.span()
        pieces = [(start, end)]
        if len(match[0]) > 1 and _IS_CJK.match(match[0]):
            pieces = [(i, i + 2) for i in range(start, end - 1)]
        for first, last in pieces:
            names = variants(folded[first:last])
            yield (first, last, names) if places is None else (places[first], places[last - 1] + 1, names)


def places_of(text: str, meant: Callable[[Sequence[str]], list[str]]) -> list[Span]:
    """Places of the tokens of which `meant`, given terms, gives some back (in their order), overlapping ones made one.

    It may be given a token whole, longer than a term. All that a screen shows is marked at each key, so that plain
    texts, which most are, are cut at once and only what is meant is looked for.
    """
    folded, places = fold_places(text)
    if places is None and folded.isascii() and not _THOUSANDS.search(folded):
        return _plain_places(folded, meant(_PLAIN.findall(folded)))
    found: list[Span] = []
    for start, end, names in _pieces(folded, places):
        if meant(names):
            if found and start < found[-1].end:  # pairs of CJK characters overlap
                start = found.pop().start
            found.append(Span(start, end))
    return found


def _plain_places(plain: str, meant: Sequence[str]) -> list[Span]:
    """The places of words that come in this order."""
    found: list[Span] = []
    at = 0
    for name in meant:
        start = plain.find(name, at)
        end = start + len(name)
        while (start and plain[start - 1].isalnum()) or (end < len(plain) and plain[end].isalnum()):
            start = plain.find(name, start + 1)  # inside of a longer word
            end = start + len(name)
        found.append(Span(start, end))
        at = end
    return found


_SKELETON_PAIRS = {
    "tch": "c", "sch": "s", "ck": "k", "kh": "h", "gh": "g", "zh": "z", "sh": "s", "ch": "c",
    "ts": "c", "tz": "c", "dj": "j", "ph": "f", "th": "t", "dh": "d", "qu": "k", "x": "ks",
}  # fmt: skip
_PAIRS = re.compile("|".join(_SKELETON_PAIRS))
_SKELETON_LETTERS = str.maketrans("qgwz", "kkvs", "aeiouhyj")
_REPEATED = re.compile(r"(.)\1+")


def skeleton(term: str) -> str:
    """What two transliterations of one name share: the first letter's class and the consonants after it.

    Empty for what has fewer than three such letters, or is no word of Latin letters: those collide too often.
    """
    if len(term) < 4 or not (term.isascii() and term.isalpha()):
        return ""
    bare = _REPEATED.sub(r"\1", _PAIRS.sub(lambda pair: _SKELETON_PAIRS[pair[0]], term))
    head = "a" if bare[0] in "aeiouyjh" else ""
    kept = bare.translate(_SKELETON_LETTERS)
    return head + kept if len(kept) >= 3 else ""
