"""What keeps two claims apart although their words are alike (pure): the parties changed places, somebody or somewhere
else is named, other numbers of one thing, the opposite doing."""

from __future__ import annotations

import re
from functools import lru_cache

from store.derive.facts import Facts
from store.derive.frames import parties_of
from store.derive.numbers import agree
from store.derive.tables import party, table, thing_class
from store.filters import fold
from store.records.reading import Frame, Quantity

_PASSIVE = re.compile(r"\b(?:am|is|are|was|were|be|been|being)\s(?:\w{2,14}ly\s)?\w{2,16}(?:ed|en|n|t)\b")
_BY = re.compile(r"\bby\b")
_WORD = re.compile(r"[^\W_]+")
_BEYOND = 1.3
_BEGINNING = 5
"""Letters by which a name and its adjective are one: "Armenia", "Armenian"."""


def kept_apart(a: Facts, b: Facts) -> bool:
    """Whether what the two tell must be two things."""
    return swapped(a, b) or other_parties(a, b) or other_numbers(a, b) or opposite(a.frame, b.frame)


def swapped(a: Facts, b: Facts) -> bool:
    """Whether the parties that both name changed places: who trains whom.

    A passive that does not say by whom, and a verb that is told from the other end ("receive"), turn the order round.
    """
    mine, theirs = _order(a), _order(b)
    both = set(mine) & set(theirs)
    first, second = [x for x in mine if x in both][:2], [x for x in theirs if x in both][:2]
    if len(both) < 2 or set(first) != set(second) or _is_mutual(a.frame) or _is_mutual(b.frame):
        return False
    return (first != second) != (_turned(a) != _turned(b))


def other_parties(a: Facts, b: Facts) -> bool:
    """Whether each names somebody or somewhere that the other does not: another doer, or too many others."""
    mine = {p for p in parties_of(a.frame) - parties_of(b.frame) if not _named(p, b.content)}
    theirs = {p for p in parties_of(b.frame) - parties_of(a.frame) if not _named(p, a.content)}
    if not mine or not theirs:
        return False
    shared = len(parties_of(a.frame) & parties_of(b.frame))
    doers = {party(f.frame.actors[0]) for f in (a, b) if f.frame.actors}
    return doers <= mine | theirs or shared < 2 * min(len(mine), len(theirs))


def other_numbers(a: Facts, b: Facts) -> bool:
    """Whether both count one thing, and no number of one is one of the other, whatever happens to it.

    That is no contradiction (for one, the roles must be known and the same), but it is not one statement either.
    """
    pairs = [
        agree(x, y) and not _far_above(x, y) and not _far_above(y, x)
        for x in a.quantities
        for y in b.quantities
        if x.low is not None
        and y.low is not None
        and x.thing
        and y.thing
        and thing_class(x.thing) == thing_class(y.thing)
    ]
    return bool(pairs) and not any(pairs)


def _far_above(x: Quantity, y: Quantity) -> bool:
    """Whether y lies far above what x gives as a lower end in figures: "more than 130" is not 190, "hundreds" may be 300."""
    if x.high is not None or x.low is None or y.low is None or not any(c.isdigit() for c in x.text):
        return False
    return y.low > _BEYOND * x.low


def opposite(a: Frame, b: Frame) -> bool:
    """Whether one tells of a doing and the other of its opposite: who withdraws does not deploy."""
    mine, theirs = {a.predicate, *a.words, *a.objects}, {b.predicate, *b.words, *b.objects}
    for one, other in _opposites():
        here, there = bool(mine & one) - bool(mine & other), bool(theirs & one) - bool(theirs & other)
        if here * there < 0:
            return True
    return False


def _order(f: Facts) -> list[str]:
    """Who takes part, in order: the parties, or where there are less than two of them, people of some sort."""
    parties = list(dict.fromkeys(map(party, f.frame.actors)))
    if len(parties) > 1:
        return parties
    return list(dict.fromkeys(p for w in _WORD.findall(f.content) if (p := _people().get(w.casefold())) is not None))


def _turned(f: Facts) -> bool:
    passive = _PASSIVE.search(f.content) is not None
    by_whom = _BY.search(f.content) is not None
    # with two parties the extractor has put whom a passive names with "by" first already
    is_turned = passive and not (by_whom and len(f.frame.actors) > 1)
    return is_turned != (not _converse().isdisjoint(_words(f.content)))


@lru_cache(maxsize=20_000)
def _words(content: str) -> frozenset[str]:
    return frozenset(_WORD.findall(fold(content)))


def _is_mutual(frame: Frame) -> bool:
    return frame.predicate in _listed("mutual")


def _named(name: str, content: str) -> bool:
    """Whether a text has a name, or its adjective."""
    words = _words(content)
    return all(any(w.startswith(part[:_BEGINNING]) for w in words) for part in _WORD.findall(name))


@lru_cache(maxsize=4)
def _listed(name: str) -> frozenset[str]:
    return frozenset(table("guards")[name]["words"])


@lru_cache(maxsize=1)
def _converse() -> frozenset[str]:
    return _listed("converse")


@lru_cache(maxsize=1)
def _people() -> dict[str, str]:
    return {word: group[0] for group in table("guards")["people"]["groups"] for word in group}


@lru_cache(maxsize=1)
def _opposites() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    return tuple((frozenset(row["one"]), frozenset(row["other"])) for row in table("guards")["opposite"])
