"""What keeps two claims apart although their words are alike (pure): the parties changed places, somebody or somewhere
else is named, other numbers of one thing, the opposite doing, something undone or only called for."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from store.derive.contents import features_of, names_of, sense
from store.derive.facts import Facts
from store.derive.figures import other_figures
from store.derive.frames import named, parties_of, text_words
from store.derive.naming import may_be_one
from store.derive.numbers import agree
from store.derive.tables import family_of, is_common, is_title, party, stem, table, thing_class
from store.derive.undoing import called_for, undoes
from store.derive.words import folded_stem, rarity
from store.filters import fold
from store.records.reading import Frame, Quantity

_PASSIVE = re.compile(r"\b(?:am|is|are|was|were|be|been|being)\s(?:\w{2,14}ly\s)?\w{2,16}(?:ed|en|n|t)\b")
_BY = re.compile(r"\bby\b")
_WORD = re.compile(r"[^\W_]+")
_BEYOND = 1.3
_BEGINNING = 60
_NOBODY = (["is"], ["s"], ["was"], ["would"], ["will"], ["could"], ["seems"], ["has"])
"""After "it": it may be nobody ("it is about")."""
_MOST_WORDS = 60
_FEW_CHANGES = 2
_TELLING = 0.4
"""Rarity from which a word in the place of another makes it another thing."""
_SHORT = 8
"""Words of a clause that is undone as a whole."""
_SHOUTED = 0.6
"""Share of words with a capital from which a line is a headline, in which capitals name nobody."""
_SAME_BEGINNING = 4
"""Letters from which two names may be two spellings of one."""


def kept_apart(a: Facts, b: Facts) -> bool:
    """Whether what the two tell must be two things."""
    return (
        elsewhere(a, b)
        or other_numbers(a, b)
        or other_figures(a, b)
        or opposite(a.frame, b.frame)
        or undoes(a, b) != undoes(b, a)
        or one_word_apart(a, b)
    )


def elsewhere(a: Facts, b: Facts) -> bool:
    """Whether what the two tell, or deny, is of other parties, names or places, or only called for by one of them."""
    if swapped(a, b) or of_two_speakers(a, b) or _accused_speaks(a, b) or _accused_speaks(b, a):
        return True
    return other_parties(a, b) or other_names(a, b) or called_for(a) != called_for(b)


def swapped(a: Facts, b: Facts) -> bool:
    """Whether the parties that both name changed places: who trains whom.

    A passive that does not say by whom, and a verb that is told from the other end ("receive"), turn the order round.
    """
    if _from_there(a, b):
        return True
    mine, theirs = _order(a), _order(b)
    both = set(mine) & set(theirs)
    first, second = [x for x in mine if x in both][:2], [x for x in theirs if x in both][:2]
    if len(both) < 2 or set(first) != set(second) or _is_mutual(a.frame) or _is_mutual(b.frame):
        return False
    if _side_by_side(first, a) or _side_by_side(first, b):
        return False
    return (first != second) != (_turned(a) != _turned(b))


def other_parties(a: Facts, b: Facts) -> bool:
    """Whether each names somebody or somewhere that the other does not: another doer, or too many others."""
    all_mine, all_theirs = _doers(a), _doers(b)
    mine = {p for p in all_mine - all_theirs if not named(p, b.content) and not _of_family(p, all_theirs)}
    theirs = {p for p in all_theirs - all_mine if not named(p, a.content) and not _of_family(p, all_mine)}
    mine, theirs = mine - _meant(b, a), theirs - _meant(a, b)
    if not mine or not theirs:
        return False
    shared = len(parties_of(a.frame) & parties_of(b.frame))
    doers = {party(f.frame.actors[0]) for f in (a, b) if f.frame.actors} | _himself(a) | _himself(b)
    return doers <= mine | theirs or shared < 2 * min(len(mine), len(theirs))


def _meant(pointing: Facts, other: Facts) -> set[str]:
    """Whom a claim can mean that begins with "the country" or "his country": the doer that its article names elsewhere."""
    words = _WORD.findall(fold(pointing.content[:_BEGINNING]))[:2]
    if pointing.article != other.article or len(words) < 2 or not other.frame.actors:
        return set()
    points = words[0] in _listed("definite") and words[1] in _listed("bodies")
    return {party(other.frame.actors[0])} if points else set()


def _of_family(name: str, others: Set[str]) -> bool:
    """Whether somebody of the same house is among the others: a president, and the government that he leads."""
    family = family_of(name)
    return family is not None and any(other == family[0] or family_of(other) == family for other in others)


def of_two_speakers(a: Facts, b: Facts) -> bool:
    """Whether each tells of its own speaker ("its profit rose"), and the speakers are two."""
    mine, theirs = _himself(a), _himself(b)
    if not mine or not theirs or mine == theirs:
        return False
    (one,), (other,) = mine, theirs
    known = family_of(one), family_of(other)
    return not may_be_one(one, other) and (known[0] is None or known[0] != known[1])


def other_names(a: Facts, b: Facts) -> bool:
    """Whether each has names, of whatever sort, that the other has not: another ship, another sort of tank, another town."""
    mine, theirs = _names(a), _names(b)
    if not mine or not theirs:
        return False
    here = {n for n in mine - theirs if not _told_of(n, theirs, b)}
    there = {n for n in theirs - mine if not _told_of(n, mine, a)}
    return bool(here and there) and len(mine & theirs) < min(len(here), len(there))


def one_word_apart(a: Facts, b: Facts) -> bool:
    """Whether two contents are word for word the same but for a thing in the place of another: who tells one thing in
    other words changes more than that."""
    mine, theirs = (_WORD.findall(fold(f.content))[:_MOST_WORDS] for f in (a, b))
    if min(len(mine), len(theirs)) < _SHORT or abs(len(mine) - len(theirs)) > _FEW_CHANGES:
        return False
    changes = [x for x in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes() if x[0] != "equal"]
    if len(changes) > _FEW_CHANGES:
        return False
    things = [
        (mine[start], theirs[other]) for kind, start, end, other, stop in changes
        if kind == "replace" and end - start == stop - other == 1
    ]  # fmt: skip
    return any(_is_thing(x, a) and _is_thing(y, b) and sense(x) != sense(y) and x[:3] != y[:3] for x, y in things)


def other_things(a: Facts, b: Facts) -> bool:
    """Whether each tells of a telling thing that the other does not: silver and gold, wheat and maize."""
    mine, theirs = features_of(a.frame, a.content), features_of(b.frame, b.content)
    return any(sense(o) not in theirs and _is_thing(o, a) for o in a.frame.objects) and any(
        sense(o) not in mine and _is_thing(o, b) for o in b.frame.objects
    )


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


def _side_by_side(parties: Sequence[str], f: Facts) -> bool:
    """Whether two parties stand beside each other, neither before the other: "Mali and Chad", "the envoy of Chad"."""
    words = [m.group() for m in _WORD.finditer(fold(f.content))]
    one, other = (p.split()[-1][:_SAME_BEGINNING] for p in parties)
    for before, between, after in zip(words, words[1:], words[2:]):
        if between in ("and", "of") and {before[:_SAME_BEGINNING], after[:_SAME_BEGINNING]} == {one, other}:
            return True
    return False


def _is_thing(word: str, f: Facts) -> bool:
    return rarity(folded_stem(word)) >= _TELLING and (
        word in f.frame.objects or stem(word) in map(stem, f.frame.objects)
    )


def _doers(f: Facts) -> frozenset[str]:
    """The parties of a claim and who speaks of himself, without the papers and stations that only told it."""
    told = {p for p in parties_of(f.frame) if not _listed("media").isdisjoint(_WORD.findall(p))}
    return (parties_of(f.frame) - told) | _himself(f)


def _himself(f: Facts) -> frozenset[str]:
    """Who speaks, as a party, where a claim begins with a word for himself: "it has sold", "our profit"."""
    if f.speaker is None:
        return frozenset()
    words = _WORD.findall(fold(f.content[:_BEGINNING]))
    told = bool(words) and words[0] in _listed("himself")
    if words[:1] == ["it"] and words[1:2] in _NOBODY:
        told = False
    return frozenset((party(f.speaker),)) if told else frozenset()


def _accused_speaks(a: Facts, b: Facts) -> bool:
    """Whether b is told by somebody whom a tells to be accused: that he accuses is another matter."""
    accused = {party(x) for x in a.frame.actors[1:]}
    return sense(a.frame.predicate) == "accuse" and b.speaker is not None and party(b.speaker) in accused


def _from_there(a: Facts, b: Facts) -> bool:
    """Whether the one who acts here is where it happens there, and the other way round."""
    if not a.frame.actors or not b.frame.actors:
        return False
    one, other = party(a.frame.actors[0]), party(b.frame.actors[0])
    places_a, places_b = set(map(party, a.frame.places)), set(map(party, b.frame.places))
    return one != other and one in places_b and other in places_a


def _names(f: Facts) -> frozenset[str]:
    """Words with a capital that are neither a party nor a country, as their frame has them."""
    capitals = {fold(w) for w in _WORD.findall(f.content)[1:] if w[0].isupper()}
    if len(capitals) > _SHOUTED * len(text_words(f.content)):
        return frozenset()
    known = names_of(f.frame)
    return frozenset(
        w for w in f.frame.words if w in capitals and w not in known and not is_title(w) and not is_common(w)
    )


def _told_of(name: str, others: Set[str], f: Facts) -> bool:
    """Whether a name stands elsewhere in a claim: in other letters, without a capital, or as who speaks."""
    if name in (f.speaker or "").split():
        return True
    return any(w[:_SAME_BEGINNING] == name[:_SAME_BEGINNING] for w in text_words(f.content) | others)


def _order(f: Facts) -> list[str]:
    """Who takes part, in order: the parties, or where there are less than two of them, people of some sort."""
    parties = list(dict.fromkeys(map(party, f.frame.actors)))
    if len(parties) > 1:
        return parties
    return list(dict.fromkeys(p for w in _WORD.findall(f.content) if (p := _people().get(w.casefold())) is not None))


def _turned(f: Facts) -> bool:
    found = _PASSIVE.search(f.content)
    # "the raid was launched near Goma" has no party before it that could be whom it was done to
    passive = found is not None and (
        len(f.frame.actors) < 2 or any(named(p, f.content[: found.start()]) for p in f.frame.actors)
    )
    by_whom = _BY.search(f.content) is not None
    # with two parties the extractor has put whom a passive names with "by" first already
    is_turned = passive and not (by_whom and len(f.frame.actors) > 1)
    return is_turned != _gets(f)


def _gets(f: Facts) -> bool:
    """Whether a claim is told from the end of who gets something; "gave it ten men to get the work done" is not."""
    words = _WORD.findall(fold(f.content))
    doing = f.frame.predicate
    gives = doing in _listed("giving")
    return any(
        w in _converse() and not (gives and before == "to" and sense(w) != sense(doing))
        for before, w in pairwise(("", *words))
    )


def _is_mutual(frame: Frame) -> bool:
    return frame.predicate in _listed("mutual")


@lru_cache(maxsize=8)
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
