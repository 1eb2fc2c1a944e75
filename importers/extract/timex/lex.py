"""A text as a row of words, each with the classes that the date rules know it by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from importers.extract.lexicon import load

UNKNOWN = "\ue000"
_FIRST = 0xE001

_TOKEN = re.compile(
    r"""(?P<plain>[^\W\d_]{3,}(?:['’](?!s\b)[^\W\d_]+)?)\x20?   # most words: no other form begins with three letters
    |(?P<brk>\n[^\S\n]*\n\s*)
    |(?P<STAMP>(?<![\w-])[0-9]{4}-[0-9][0-9]-[0-9][0-9][T ][0-9][0-9]:[0-9][0-9](?::[0-9][0-9](?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9][0-9]:?[0-9][0-9])?(?![\w:]))
    |(?P<ISODATE>(?<![\w-])[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}(?![\w-]))
    |(?P<SLASHDATE>(?<![\w/-])[0-9]{1,2}(?P<sep>[/-])[0-9]{1,2}(?P=sep)(?:[0-9]{4}|[0-9][0-9])(?![\w/-]))
    |(?P<DOTDATE>(?<![\w.])[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}(?![\w.]))
    |(?P<CLOCK>(?<![\w:.])[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,3})?)?(?![\w:]))
    |(?P<NINEELEVEN>(?<![\w/])9/11(?![\w/]))
    |(?P<FRACTION>(?<![\w/])[1-9]/[2-9](?![\w/])|[½¼¾])
    |(?P<TENS>(?<![\w'’])(?:(?:1[0-9]|20)(?=[0-9]0)|['’](?=[0-9]0s))[0-9]0['’]?s\b)
    |(?P<NTH>[0-9]{1,4}(?:st|nd|rd|th)\b)
    |(?P<QCODE>(?<!\w)(?:Q[1-4]|[1-4]Q)(?!\w))
    |(?P<HCODE>(?<!\w)H[12](?!\w))
    |(?P<FYCODE>(?<!\w)FY\s?['’]?[0-9]{2}(?:[0-9]{2})?(?:[-–/][0-9]{2}(?:[0-9]{2})?)?(?!\w))
    |(?P<SHORTYEAR>(?<![\w])['’][0-9][0-9]\b)
    |(?P<num>[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)
    |(?P<AMPM>(?<![^\W\d])(?:[ap]\.\s?m\.?|[ap]m\b)(?!\w))
    |(?P<poss>['’]s?(?!\w))
    |(?P<word>[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)?)
    |(?P<punct>[^\w\s]|_)""",
    re.VERBOSE | re.IGNORECASE,
)
_NEVER_NUMBER_BEFORE = frozenset("$€£¥#№")
_SHAPES = (
    "STAMP",
    "NINEELEVEN",
    "ISODATE",
    "SLASHDATE",
    "DOTDATE",
    "CLOCK",
    "FRACTION",
    "TENS",
    "NTH",
    "SHORTYEAR",
    "AMPM",
    "QCODE",
    "HCODE",
    "FYCODE",
)


@dataclass(frozen=True, slots=True)
class Row:
    """The words of a text: `code[i]` stands for the classes of the word at `starts[i]`..`ends[i]`."""

    text: str
    code: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def word(self, index: int) -> str:
        """The word, in lower case."""
        return self.text[self.starts[index] : self.ends[index]].lower()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Which character stands for which set of classes, and which word has which."""

    chars: dict[frozenset[str], str]
    words: dict[str, tuple[str, str]]
    dotted: frozenset[str]
    shapes: dict[str, str]
    numbers: dict[frozenset[str], str]
    members: dict[str, str]

    def of_class(self, name: str) -> str:
        """The characters of all sets that hold the class or the literal word."""
        return self.members.get(name, "")


def class_words(name: str) -> dict[str, int | str]:
    """The words of a class with their values (a month's number, a unit's letter)."""
    table = load("timex_words")["class"][name]
    words = table["words"]
    return dict(words) if isinstance(words, dict) else {word: word for word in words}


def vocabulary(literals: Iterable[str]) -> Vocabulary:
    """The vocabulary of the lexicon, with the literal words that the rules name beside it."""
    return _vocabulary(frozenset(literals))


@lru_cache(maxsize=4)
def _vocabulary(literals: frozenset[str]) -> Vocabulary:
    table = load("timex_words")["class"]
    lower: dict[str, set[str]] = {word: {word} for word in literals if not word.isupper()}
    upper: dict[str, set[str]] = {word: {word} for word in lower}
    dotted: set[str] = set()
    for name in table:
        entry = table[name]
        capital = set(entry.get("capital", ()))
        for word in class_words(name):
            lower.setdefault(word, set())
            upper.setdefault(word, set()).add(name)
            if word not in capital:
                lower[word].add(name)
        dotted.update(entry.get("dotted", ()))
    chars: dict[frozenset[str], str] = {}

    def char(classes: Iterable[str]) -> str:
        key = frozenset(classes)
        return chars.setdefault(key, chr(_FIRST + len(chars))) if key else UNKNOWN

    words = {word: (char(lower[word]), char(upper[word])) for word in upper}
    shapes = {name: char({name}) for name in _SHAPES}
    shapes["poss"] = char({"'s"})
    shapes["brk"] = UNKNOWN
    numbers = {
        key: char(key)
        for key in map(
            number_classes,
            [
                *map(str, range(2200)),
                *(f"{n:04}" for n in range(2400)),
                *(f"0{n}" for n in range(10)),
                "1.5",
                "1,000",
                "10000",
                "9999",
            ],
        )
    }
    members: dict[str, str] = {}
    for classes, one in chars.items():
        for name in classes:
            members[name] = members.get(name, "") + one
    return Vocabulary(chars, words, frozenset(dotted), shapes, numbers, members)


def number_classes(digits: str) -> frozenset[str]:
    """What a number in digits may be: INT, DAY (1–31), MONTHNUM, HOUR, YEAR (1000–2199), ANNO (30 and up), CLOCKNUM (0730), TWO digits, or DECIMAL."""
    if not digits.isdecimal():
        return frozenset({"DECIMAL"} if "." in digits else {"INT"})
    clock = {"CLOCKNUM"} if len(digits) == 4 and int(digits[:2]) < 24 and int(digits[2:]) < 60 else set()
    if len(digits) > 4 or (digits[0] == "0" and len(digits) > 2):
        return frozenset(clock if digits[0] == "0" else {"INT"})
    value = int(digits)
    found = {"INT"} | clock
    if len(digits) <= 2:
        found |= {"DAY"} if 1 <= value <= 31 else set()
        found |= {"HOUR"} if value <= 24 else set()
        found |= {"MONTHNUM"} if 1 <= value <= 12 else set()
        found |= {"TWO"} if len(digits) == 2 else set()
    if len(digits) == 4 and 1000 <= value < 2200:
        found |= {"YEAR"}
    if 2 <= len(digits) <= 4 and value >= 30:
        found |= {"ANNO"}
    return frozenset(found)


def read_row(text: str, vocab: Vocabulary) -> Row:
    """The words of a text with their classes; numbers that are money or shares of a hundred have none."""
    code: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    words, numbers, dotted, shapes = vocab.words, vocab.numbers, vocab.dotted, vocab.shapes
    length = len(text)
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        start, end = match.span(kind)
        if ends and start < ends[-1]:
            continue
        if kind == "plain" or kind == "word" or kind == "punct":
            word = match[kind]
            entry = words.get(word.lower())
            if entry is None:
                char = UNKNOWN
            else:
                char = entry[0] if word[0].islower() else entry[1]
                if end < length and text[end] == "." and word.lower() in dotted:
                    end += 1
        elif kind == "num":
            number = match.group()
            before = text[start - 1] if start else " "
            after = text[end] if end < length else " "
            if (
                before in _NEVER_NUMBER_BEFORE
                or after == "%"
                or (before == "." and start > 1 and text[start - 2].isdigit() and len(number) != 4)
            ):
                char = UNKNOWN
            else:
                char = numbers.get(number_classes(number), UNKNOWN)
        else:
            char = shapes[kind]
        code.append(char)
        starts.append(start)
        ends.append(end)
    return Row(text, "".join(code), tuple(starts), tuple(ends))
