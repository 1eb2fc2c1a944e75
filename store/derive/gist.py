"""What an article is about, in a form in which two articles can be compared (pure): words, names, numbers, days.

Weights fall from the first words to the last: news is told first. Which words are rare is a shipped table's matter.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from store.derive.words import folded_stem, rarity, words_of

LEAD = 50
"""Words of the lead: the title and the first sentences."""

HEADLINE = 25
"""Texts of so few words are headlines: in them capitals name nobody and days are not told."""

_TELLING = 0.15
"""Rarity from which a word tells anything."""
_NAME_FIRST = 0.7
"""Rarity from which a word that begins a line with a capital is taken for a name."""
_SHORTEST_NAME = 2
_SHOUTED = 0.7
"""Share of words in capitals from which a line is all capitals, and names nobody by them."""
_HALF_AT = 60
"""Words after which a word's weight is a half."""
_RARE_PAIR = 0.12
_RARE = 0.6
"""Rarity from which a word is of one matter, not of a kind of news: reports of profits share all others."""
_NUMBER = re.compile(r"(?<![\w.,])\d{1,12}(?:[.,:]\d{1,6}){0,4}(?!\w)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s{_MONTH}(?![a-z])")
_DAY_LAST = re.compile(rf"\b{_MONTH}\s(\d{{1,2}})(?:st|nd|rd|th)?\b")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile("|".join(_WEEKDAYS), re.IGNORECASE)
_WEEKDAY_WITHIN = 1_500
"""Characters at the beginning in which a weekday says when the news happened."""
_CALENDAR = frozenset((*_WEEKDAYS, "january", "february", "march", "april", "may", "june", "july", "august", "september",
                       "october", "november", "december"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weighted:
    """Words or pairs of words with weights, and the length of that vector."""

    of: Mapping[str, float]
    length: float

    def cosine(self, other: Weighted) -> float:
        """How alike two are, 0..1."""
        small, large = (self.of, other.of) if len(self.of) <= len(other.of) else (other.of, self.of)
        if not small:
            return 0.0
        return sum(w * large[k] for k, w in small.items() if k in large) / (self.length * other.length)


@dataclass(frozen=True, slots=True)
class Gist:
    """One article as others are compared with it. `days` are (month, day); `day` is when it was published."""

    size: int
    words: Weighted
    lead: Mapping[str, float]
    names: Weighted
    pairs: Weighted
    rare: frozenset[str]
    numbers: frozenset[str]
    days: frozenset[tuple[int, int]]
    years: frozenset[str]
    weekdays: frozenset[str]
    day: date | None

    def telling(self, names: int, words: int) -> list[str]:
        """The names and the words of the lead that tell most of what it is about, the most telling first."""
        who = sorted(self.names.of, key=lambda s: (-self.names.of[s], s))[:names]
        what = sorted(
            (s for s in self.lead if s not in self.names.of), key=lambda s: (-self.words.of[s] * self.lead[s], s)
        )
        return who + what[: words + names - len(who)]


@lru_cache(maxsize=1_024)
def gist(text: str, title: str | None, published: str | None) -> Gist:
    """Read an article's gist; `published` is an EDTF or ISO date, used where it is exact to the day."""
    whole = _with_title(text, title)
    lines = [words for line in whole.splitlines() if (words := words_of(line))]
    common = {w.casefold() for words in lines for w in words if w[0].islower()}
    counts: Counter[str] = Counter()
    named: Counter[str] = Counter()
    first: dict[str, int] = {}
    order: list[str] = []
    for words in lines:
        shouted = sum(w.isupper() for w in words) > _SHOUTED * len(words)
        for place, word in enumerate(words):
            s = folded_stem(word)
            first.setdefault(s, len(order))
            order.append(s)
            counts[s] += 1
            if shouted or len(word) < _SHORTEST_NAME or not word[0].isupper() or not _is_name(word.casefold(), common):
                continue
            # a line begins with a capital, whatever the word
            if place or rarity(s) >= _NAME_FIRST:
                named[s] += 1
    telling = {s: rarity(s) for s in counts if rarity(s) > _TELLING}
    weights = {s: (1 + math.log(counts[s])) * r for s, r in telling.items()}
    early = {s: w / (1 + first[s] / _HALF_AT) for s, w in weights.items() if s in named}
    pairs = {f"{a} {b}": r for a, b in pairwise(order) if (r := rarity(a) * rarity(b)) > _RARE_PAIR}
    return Gist(
        size=len(order),
        words=_weighted(weights),
        lead={s: r for s, r in telling.items() if first[s] < LEAD},
        names=_weighted(early),
        pairs=_weighted(pairs),
        rare=frozenset(s for s, r in telling.items() if r >= _RARE),
        numbers=_numbers(whole),
        days=_days(whole),
        years=frozenset(_YEAR.findall(whole)),
        weekdays=frozenset(m.group().casefold() for m in _WEEKDAY.finditer(whole, 0, _WEEKDAY_WITHIN)),
        day=_day(published),
    )


def _with_title(text: str, title: str | None) -> str:
    if not title or text.lstrip().startswith(title[:40]):
        return text
    return f"{title}\n{text}"


def _is_name(folded: str, common: set[str]) -> bool:
    """Whether a word with a capital names somebody or something: it never stands without one."""
    return folded not in common and folded not in _CALENDAR


def _weighted(of: Mapping[str, float]) -> Weighted:
    return Weighted(of, math.sqrt(sum(w * w for w in of.values())) or 1.0)


def _numbers(text: str) -> frozenset[str]:
    """Numbers of two figures and more, without the years."""
    found = {m.group().replace(",", "") for m in _NUMBER.finditer(text)}
    return frozenset(n for n in found if len(n) > 1 and not _YEAR.fullmatch(n))


def _days(text: str) -> frozenset[tuple[int, int]]:
    found = {(m.group(2), m.group(1)) for m in _DAY_FIRST.finditer(text)}
    found |= {(m.group(1), m.group(2)) for m in _DAY_LAST.finditer(text)}
    return frozenset((_MONTHS.index(month.casefold()) + 1, int(day)) for month, day in found if 1 <= int(day) <= 31)


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None
