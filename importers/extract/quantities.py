"""Numbers with what they count and what happens to it: (six) (officer) (killed), (100,000) (volunteer) (offered)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from importers.extract.clauses import NOUNS, VERBS, VerbGroup
from importers.extract.lexicon import load
from importers.extract.predicates import class_of, is_light, role_of_class, whole_lemma
from importers.extract.tokens import Token, forms_of
from store.records.reading import Quantity
from store.records.span import Span

_FIGURE = re.compile(
    r"(?P<sign>[$€£¥]?)(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<tail>%|bn|mn|tn|[mk])?", re.IGNORECASE
)
_RANGE_WORDS = frozenset({"to", "and", "-", "–", "or"})
_NP_INSIDE = frozenset({"JJ", "NN", "NNS", "NNP", "VBN", "VBG", "POS", "RB", "VBD"})
_DETERMINERS = frozenset(
    {"of", "the", "its", "their", "his", "her", "our", "more", "other", "additional", "new", "these", "those"}
)
ABOUT = 0.1
"""Half the width of "about", as a share of the number."""


class _Number(NamedTuple):
    low: float
    high: float | None
    first: int
    last: int
    currency: str | None
    percent: bool


def find_quantities(
    text: str, tokens: Sequence[Token], groups: Sequence[VerbGroup], skip: Sequence[Span] = ()
) -> tuple[Quantity, ...]:
    """Quantities in these tokens, left to right, leaving out what overlaps the spans to skip (dates)."""
    found: list[Quantity] = []
    i = 0
    while i < len(tokens):
        number = _number_at(tokens, i)
        if number is None:
            i += 1
            continue
        number = _range_from(tokens, number)
        span = Span(tokens[number.first].start, tokens[number.last].end)
        i = number.last + 1
        if any(span.overlaps(s) for s in skip) or _is_no_count(tokens, number):
            continue
        low, high, first = _bounded(tokens, number)
        thing, head = _thing(tokens, number)
        if thing is None and not (number.currency or number.percent):
            continue
        if thing in _lists()["not_things"]:
            continue
        role = _role(tokens, groups, first, head if head is not None else number.last)
        if role is None and tokens[number.first].lower == "one":
            continue  # "one day", "one rumour follows the next"
        start = tokens[first].start
        found.append(Quantity(Span(start, span.end), text[start : span.end], low, high, thing, role))
    return tuple(found)


def _number_at(tokens: Sequence[Token], i: int) -> _Number | None:
    """The number that begins at this token: figures, words, magnitudes."""
    token = tokens[i]
    if not _may_be_number(token.lower):
        return None
    data = _lists()
    currency: str | None = None
    percent = False
    figure = _FIGURE.fullmatch(token.lower)
    low: float
    high: float | None
    if figure:
        low = float(figure["number"].replace(",", ""))
        if figure["tail"] == "%":
            percent = True
        elif figure["tail"]:
            low *= data["scales"][figure["tail"].lower()]
        high = low
        currency = data["currencies"].get(figure["sign"]) if figure["sign"] else None
        if currency is None and i and tokens[i - 1].text in data["currencies"]:
            currency = data["currencies"][tokens[i - 1].text]
    elif token.lower in data["vague"]:
        bounds = data["vague"][token.lower]
        low, high = float(bounds[0]), float(bounds[1]) if len(bounds) > 1 else None
    elif (
        token.lower in ("a", "an")
        and i + 1 < len(tokens)
        and tokens[i + 1].lower in ("hundred", "thousand", "million", "billion", "dozen")
    ):
        low = high = 1.0
    else:
        value = _word_value(token.lower)
        if value is None:
            return None
        low = high = value
    last = i
    # "two hundred thousand", "tens of thousands", "several hundred", "1.5 million"
    while last + 1 < len(tokens):
        following = tokens[last + 1].lower
        scale = data["scales"].get(following) if len(following) > 2 or figure else None
        if scale is not None and not percent:
            low *= scale
            high = high * scale if high is not None else None
            last += 1
        elif (
            following == "of"
            and last + 2 < len(tokens)
            and tokens[last + 2].lower in data["vague"]
            and token.lower in data["vague"]
        ):
            magnitude = data["scales"].get(tokens[last + 2].lower.rstrip("s"))
            if magnitude is None:
                break
            low *= magnitude
            high = None
            last += 2
        elif following in ("percent", "pc") or (
            following == "per" and last + 2 < len(tokens) and tokens[last + 2].lower == "cent"
        ):
            percent = True
            last += 1 if following != "per" else 2
            break
        elif not figure and (small := _word_value(following)) is not None and low >= 100 and small < low:
            low += small
            high = low
            last += 1
        elif (
            following == "and"
            and not figure
            and last + 2 < len(tokens)
            and low >= 100
            and (small := _word_value(tokens[last + 2].lower)) is not None
        ):
            low += small
            high = low
            last += 2
        else:
            break
    return _Number(low, high, i, last, currency, percent)


def _range_from(tokens: Sequence[Token], number: _Number) -> _Number:
    """ "20 to 30", "20-30", "between 20 and 30"."""
    i = number.last + 1
    if i + 1 >= len(tokens) or tokens[i].lower not in _RANGE_WORDS:
        return number
    joined = tokens[i].lower
    if joined == "and" and not (number.first and tokens[number.first - 1].lower == "between"):
        return number
    other = _number_at(tokens, i + 1)
    if other is None or other.low <= number.low or number.high is None:
        return number
    low = number.low
    if other.low / max(low, 1) >= 1000 and other.last > other.first:  # "two to three million"
        scale = _lists()["scales"].get(tokens[other.last].lower, 1)
        low *= scale
    return _Number(
        low, other.high, number.first, other.last, number.currency or other.currency, number.percent or other.percent
    )


def _bounded(tokens: Sequence[Token], number: _Number) -> tuple[float | None, float | None, int]:
    """The range after what stands before the number ("at least", "up to", "about"), and where it begins."""
    for size in (3, 2, 1):
        first = number.first - size
        if first < 0:
            continue
        words = " ".join(t.lower for t in tokens[first : number.first])
        bound = _bounds().get(words)
        if bound == "low_open":
            return None, number.high, first
        if bound == "high_open":
            return number.low, None, first
        if bound == "about" and number.high is not None:
            return number.low * (1 - ABOUT), number.high * (1 + ABOUT), first
    return number.low, number.high, number.first


def _thing(tokens: Sequence[Token], number: _Number) -> tuple[str | None, int | None]:
    """What is counted (a singular lemma), and the index of its head."""
    if number.percent:
        return "percent", None
    data = _lists()
    i = number.last + 1
    while i < len(tokens) and tokens[i].lower in _DETERMINERS:
        i += 1
    head: int | None = None
    start = i
    while i < len(tokens) and i - start < 7:
        token = tokens[i]
        if token.tag in NOUNS:
            head = i
            if token.tag == "NNS":
                if i + 1 < len(tokens) and tokens[i + 1].tag == "POS":
                    return None, None
                break
        elif token.tag not in _NP_INSIDE or (token.tag in VERBS and i > start):
            break
        i += 1
    if head is None:
        return (number.currency, None) if number.currency else (None, None)
    if number.currency:
        return number.currency, None
    word = tokens[head]
    return data["units"].get(word.lower, word.lemma), head


def _is_no_count(tokens: Sequence[Token], number: _Number) -> bool:
    """Ages in parentheses, ordinals, designations, scores, bare "one"."""
    first, last = number.first, number.last
    before = tokens[first - 1] if first else None
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    if before is not None and before.text == "(" and after is not None and after.text == ")":
        return True
    if tokens[first].lower == "one" and (after is None or after.tag not in ("NN", "NNP", "JJ")):
        return True
    if after is not None and after.text in (":", "/") and last + 2 < len(tokens) and tokens[last + 2].tag == "CD":
        return True
    if before is None or number.currency or number.percent:
        return False
    if before.lower in _lists()["before"]:
        return True
    if before.tag == "NNP" and first == last and (tokens[first].text[0].isupper() or len(tokens[first].text) == 1):
        return True  # "World War Two", "Leopard 2"
    if before.tag == "NNP" and first == last and tokens[first].text.isdigit():
        return after is None or after.tag not in NOUNS or (number.low > 1900 and number.low < 2100)
    return False


def _role(tokens: Sequence[Token], groups: Sequence[VerbGroup], first: int, last: int) -> str | None:
    """What happens to the counted thing, by the class of the predicate that it belongs to."""
    left = [g for g in groups if g.last < first]
    right = [g for g in groups if g.first > last]
    following = right[0] if right else None
    if following is not None and following.first - last <= 6 and following.form in ("finite", "participle"):
        between = tokens[last + 1 : following.first]
        near = all(t.tag not in ("PUNCT", "CC", "VBD") for t in between) and not any(
            t.lower in ("that", "who", "which") for t in between[1:]
        )
        governed = (
            left
            and first - left[-1].last <= 3
            and all(t.tag in ("RB", "DT", "IN", "PRP", "NNP") for t in tokens[left[-1].last + 1 : first])
        )
        object_of_verb = (governed and left[-1].form != "finite") or (governed and following.form != "finite")
        if near and not object_of_verb:
            role = _group_role(tokens, following)
            if role is not None:
                return role
    for at, group in enumerate(reversed(left[-3:])):
        if first - group.last > 25:
            break
        name = class_of(tokens, group)
        if name is None:
            if at == 0 and (own := _group_role(tokens, group)) is not None and _is_object(tokens, group, first):
                return own
            continue
        outer = left[len(left) - at - 2] if len(left) - at - 2 >= 0 else None
        if group.form == "infinitive" and outer is not None and class_of(tokens, outer) == "offer":
            return role_of_class("offer")
        return role_of_class(name)
    for i in range(first - 1, max(-1, first - 8), -1):
        if tokens[i].tag in NOUNS:
            name = class_of(tokens, VerbGroup(i, i, i, "finite", False, None))
            if name is not None:
                return role_of_class(name)
    return None


def _group_role(tokens: Sequence[Token], group: VerbGroup) -> str | None:
    """The role of a verb group's class or, where it has none and is no light verb, its participle ("unloaded")."""
    name = class_of(tokens, group)
    if name is not None:
        return role_of_class(name)
    head = tokens[group.head]
    if is_light(head.lemma) or head.tag not in VERBS or not head.lemma.isalpha():
        return None
    return forms_of(whole_lemma(head))[2]


def _is_object(tokens: Sequence[Token], group: VerbGroup, first: int) -> bool:
    """Whether the number stands right behind the verb."""
    between = tokens[group.last + 1 : first]
    return len(between) <= 2 and all(t.tag in ("DT", "RB", "PRP", "PRP$", "RP", "NNP") for t in between)


@lru_cache(maxsize=20_000)
def _may_be_number(word: str) -> bool:
    """Whether a number may begin with this word: most words begin none."""
    return (
        _FIGURE.fullmatch(word) is not None
        or word in _lists()["vague"]
        or word in ("a", "an")
        or _word_value(word) is not None
    )


def _word_value(word: str) -> float | None:
    numbers = _lists()["numbers"]
    if word in numbers:
        return float(numbers[word])
    if "-" in word:
        tens, _, ones = word.partition("-")
        if tens in numbers and ones in numbers and numbers[tens] >= 20 and numbers[ones] < 10:
            return float(numbers[tens] + numbers[ones])
    if word in ("hundred", "thousand", "million", "billion", "dozen"):
        return float(_lists()["scales"][word])
    return None


@lru_cache(maxsize=1)
def _bounds() -> dict[str, str]:
    bounds = load("quantities")["bounds"]
    return {word: kind for kind in ("low_open", "high_open", "about") for word in bounds[kind]}


@lru_cache(maxsize=1)
def _lists() -> dict[str, Any]:
    data = load("quantities")
    return {
        "numbers": data["numbers"],
        "scales": data["scales"],
        "vague": data["vague"],
        "units": data["units"],
        "currencies": data["currencies"],
        "not_things": frozenset(data["not_things"]["words"]),
        "before": frozenset(data["not_things"]["before"]),
    }
