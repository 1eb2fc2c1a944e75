"""Whether two mentions of one time tell one event (pure): the same doing of the same parties, and enough of it.

Dates are looked at before: here one day, month or year is given. That alone says little: in one February hundreds of
companies sell cars. So what keeps two claims apart keeps two events apart, and what names nobody must tell much.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from store.derive.contents import coverage
from store.derive.facts import Facts
from store.derive.figures import other_figures
from store.derive.frames import frame_score, parties_of, places_apart, predicates_alike
from store.derive.guards import elsewhere, one_word_apart, opposite, other_numbers
from store.derive.naming import may_be_one, points, tells_name
from store.derive.numbers import compare, same_count
from store.derive.tables import family_of
from store.derive.undoing import undoes

JOIN_FROM = 0.55
"""Lowest score at which two mentions of one time are one event."""

_COUNTED = 0.5
"""What one number of one thing weighs among what both tell, where a word weighs up to 1."""
_TELLING = 0.8
"""What mentions that share a party must share besides, in rarity."""
_NAMELESS = 1.8
"""The same where they share no party: "sales rose in February" stands anywhere."""
_ENOUGH_PARTIES = 2
"""Parties that are enough where the doing is one, or on one day what they do: that one country invaded another is told in
the plainest words."""
_COVERED = 0.45
"""Share of what the shorter one tells that the other must tell too, where the doing has other names."""
_LEAST_COVERED = 0.1
"""The same where the doing is one: that six months have passed since then is told on many days."""
_HOURS = timedelta(hours=2)
"""Two times of one day that are further apart are of two events."""
_WITH_MINUTES = len("2024-03-05T07:00")


def one_event(a: Facts, b: Facts, same_proposition: bool, said: bool = False) -> float:
    """How surely two mentions of one time are of one event: 0, or a score from `JOIN_FROM` to 1.

    `said` where the event is that somebody said it. Symmetric.
    """
    if places_apart(a, b) or compare(a.quantities, b.quantities) is False:
        return 0.0
    if _hours_apart(a, b) or (said and _two_speak(a, b)):
        return 0.0
    if same_proposition:
        return 1.0
    score = frame_score(a.frame, b.frame)
    return score if score >= JOIN_FROM and _tell_enough(a, b) and not _kept_apart(a, b) else 0.0


def _kept_apart(a: Facts, b: Facts) -> bool:
    """Whether it is another doer, number or doing; that one of the two says it was not so is no other event."""
    if elsewhere(a, b) or other_numbers(a, b) or other_figures(a, b) or one_word_apart(a, b):
        return True
    denied = a.negative != b.negative or undoes(a, b) != undoes(b, a)
    return not denied and opposite(a.frame, b.frame)


def _tell_enough(a: Facts, b: Facts) -> bool:
    """Whether what both tell is no chance: rare words, or of the same parties the same doing, or all that one tells."""
    cover = coverage(a, b, _COUNTED if same_count(a.quantities, b.quantities) else 0.0)
    parties = len(parties_of(a.frame) & parties_of(b.frame))
    if cover.shared >= (_TELLING if parties else _NAMELESS):
        return True
    if parties < _ENOUGH_PARTIES or cover.most < _LEAST_COVERED:
        return False
    alike = predicates_alike(a.frame, b.frame)
    return alike == 1 or (is_day(a) and (alike > 0 or cover.most >= _COVERED))


def _two_speak(a: Facts, b: Facts) -> bool:
    """Whether two who are known to be two say it: what each says is an event of its own."""
    if a.speaker is None or b.speaker is None or a.speaker == b.speaker or may_be_one(a.speaker, b.speaker):
        return False
    if _may_be_anybody(a) or _may_be_anybody(b):
        return False
    known = family_of(a.speaker), family_of(b.speaker)
    return known[0] is None or known[0] != known[1]


def _hours_apart(a: Facts, b: Facts) -> bool:
    """Whether both tell the time of day, and it is another."""
    one, two = a.event.start or "", b.event.start or ""
    if min(len(one), len(two)) < _WITH_MINUTES:
        return False
    apart = datetime.fromisoformat(one[:_WITH_MINUTES]) - datetime.fromisoformat(two[:_WITH_MINUTES])
    return abs(apart) > _HOURS


def _may_be_anybody(f: Facts) -> bool:
    """Whether the speaker was found under no other name than the words that only point to somebody: "the company"."""
    return points(f.speaker_text) and tells_name(f.speaker_text, f.speaker or "")


def is_day(f: Facts) -> bool:
    """Whether a mention's time lies within one day."""
    if f.event.start is None or f.event.end is None:
        return False
    return date.fromisoformat(f.event.start[:10]) == date.fromisoformat(f.event.end[:10])
