"""Queries with the claim that is meant: those of the shared set, and sets drawn anew from the claims with any seed.

    python tests/bench/search/queries.py --seed 11 [--each 30]      prints a set as JSON lines

Each kind of query spoils words of one claim in its own way. Words are drawn from those of four letters and more; at
least one of a query's is in fewer than a thousandth of the claims, since nobody can tell which claim was meant by
"said will about".
"""

from __future__ import annotations

import argparse
import json
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus import GIVEN, SHARED, load, names

Words = list[str]
_WORD = re.compile(r"[^\W\d_]{4,}")
_NUMBER = re.compile(r"(?<![\w,.])\d{1,3}(?:,\d{3})+(?![\w,])|(?<![\w,.])\d{4,6}(?![\w,.])")
_HYPHENED = re.compile(r"[^\W\d_]{3,}-[^\W\d_]{3,}")
_RARE: set[str] = set()
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ACCENTS = {"a": "á", "e": "é", "i": "í", "o": "ö", "u": "ü", "n": "ñ", "c": "ç"}


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed, which claim (from 0) is meant, and what is wrong with it."""

    type: str
    text: str
    target: int


def given(rows: int) -> list[Query]:
    """The shared queries whose claim is among the first so many."""
    held = json.loads((SHARED / "queries.json").read_text(encoding="utf-8"))
    return [Query(q["type"], q["q"], q["target"]) for q in held if q["target"] < rows]


def drawn(claims: Sequence[str], seed: int, each: int) -> list[Query]:
    """So many queries of each kind, from the given claims among these."""
    chance = random.Random(seed)
    counts = Counter(word for claim in claims for word in {w.lower() for w in _WORD.findall(claim)})
    _RARE.clear()
    _RARE.update(word for word, count in counts.items() if count <= max(10, len(claims) // 1000))
    found: list[Query] = []
    for kind, spoil in KINDS.items():
        had = 0
        for _ in range(60_000):
            target = chance.randrange(min(len(claims), GIVEN))
            text = spoil(claims[target], chance)
            if text:
                found.append(Query(kind, text, target))
                had += 1
            if had == each:
                break
    return found


def _words(claim: str, chance: random.Random, count: int) -> Words | None:
    held = list(dict.fromkeys(w.lower() for w in _WORD.findall(claim)))
    if len(held) < count:
        return None
    words = [held[place] for place in sorted(chance.sample(range(len(held)), count))]
    return words if _RARE.intersection(words) else None


def _edited(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word))
    way = chance.randrange(3)
    if way == 0:
        return word[:at] + word[at + 1 :]
    return word[:at] + chance.choice(_LETTERS) + word[at + (way == 1) :]


def _one_changed(least: int, change: Callable[[str, random.Random], str], count: int = 3) -> Callable[..., str | None]:
    """Some words, one of them (of at least so many letters) changed."""

    def spoil(claim: str, chance: random.Random) -> str | None:
        words = _words(claim, chance, count)
        fit = [n for n, w in enumerate(words or ()) if len(w) >= least]
        if not words or not fit:
            return None
        place = chance.choice(fit)
        before, words[place] = words[place], change(words[place], chance)
        return " ".join(words) if words[place] != before else None

    return spoil


def _exact(claim: str, chance: random.Random) -> str | None:
    words = _words(claim, chance, 3)
    return " ".join(words) if words else None


def _prefix(claim: str, chance: random.Random) -> str | None:
    words = _words(claim, chance, 3)
    return " ".join([*words[:2], words[2][: max(3, len(words[2]) * 3 // 5)]]) if words else None


def _translit(claim: str, chance: random.Random) -> str | None:
    words = _words(claim, chance, 2)
    for group in chance.sample(_GROUPS, len(_GROUPS)) if words else ():
        for name in group:
            if name in claim and re.search(rf"\b{re.escape(name)}\b", claim):
                other = chance.choice([n for n in group if n != name] or [""])
                return " ".join([other.lower(), *words]) if words and other and other.isascii() else None
    return None


def _swapped(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _number(claim: str, chance: random.Random) -> str | None:
    numbers, words = _NUMBER.findall(claim), _words(claim, chance, 2)
    if not numbers or not words:
        return None
    digits = chance.choice(numbers).replace(",", "")
    return " ".join([chance.choice([digits, f"{int(digits):,}", f"{int(digits):,}".replace(",", " ")]), *words])


def _hyphen(claim: str, chance: random.Random) -> str | None:
    pairs, words = _HYPHENED.findall(claim), _words(claim, chance, 1)
    return (
        " ".join([chance.choice(pairs).lower().replace("-", chance.choice(["", " "])), *words])
        if pairs and words
        else None
    )


def _partial(claim: str, chance: random.Random) -> str | None:
    held = [w.lower() for w in re.findall(r"\b[A-Z][a-zA-Z]{6,}", claim[1:])]
    words = _words(claim, chance, 1)
    return f"{chance.choice(held)[: chance.randrange(4, 7)]} {words[0]}" if held and words else None


def _diacritic(word: str, chance: random.Random) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    if bare != word:
        return bare
    fit = [n for n, c in enumerate(word) if c in _ACCENTS]
    at = chance.choice(fit) if fit else 0
    return word[:at] + _ACCENTS.get(word[at], word[at]) + word[at + 1 :]


def _splitjoin(claim: str, chance: random.Random) -> str | None:
    if chance.random() < 0.5:
        return _one_changed(7, _split)(claim, chance)
    neighbours, words = re.findall(r"\b([a-z]{4,}) ([a-z]{4,})\b", claim), _words(claim, chance, 1)
    return " ".join(["".join(chance.choice(neighbours)), *words]) if neighbours and words else None


def _split(word: str, chance: random.Random) -> str:
    at = chance.randrange(3, len(word) - 2)
    return f"{word[:at]} {word[at:]}"


def _inner(word: str, chance: random.Random) -> str:
    start = chance.randrange(1, len(word) - 5)
    return word[start : start + chance.randrange(5, len(word) - start + 1)]


_GROUPS = [group for group in names("PLACES") + names("HARD") if len(group) > 1]
KINDS: dict[str, Callable[[str, random.Random], str | None]] = {
    "exact": _exact,
    "prefix": _prefix,
    "one typo": _one_changed(5, _edited),
    "two typos": _one_changed(8, lambda word, chance: _edited(_edited(word, chance), chance)),
    "transliteration": _translit,
    "transposition": _one_changed(5, _swapped),
    "number": _number,
    "hyphen": _hyphen,
    "partial name": _partial,
    "diacritic": _one_changed(4, _diacritic),
    "split, joined": _splitjoin,
    "infix": _one_changed(8, _inner),
}


def main() -> None:
    """Print a set of queries as JSON lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--each", type=int, default=30)
    options = parser.parse_args()
    for query in drawn(load(GIVEN), options.seed, options.each):
        print(json.dumps({"type": query.type, "q": query.text, "target": query.target}, ensure_ascii=False))


if __name__ == "__main__":
    main()
