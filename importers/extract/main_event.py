"""The event that an article is about, and the day of it: of all dates the one that the news itself most likely bears.

News states the day of what is new early on, in a clause with the words of its title, near the day of publication; background is
dated further off, in relative clauses and in the words of speakers. Where no date fits, the lead stands without one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from importers.extract.events import first_event, in_side_clause, lead_event
from importers.extract.material import Material
from importers.extract.places import fold
from store.records.reading import Claim, ClaimDate, EventMention, Timex
from store.records.span import Precision

SHARED = 3.0
"""Weight of the share of the lead's words that stand in the sentence of a date."""
EARLY = 2.0
"""Weight of the first sentence; it falls with each further one."""
UNDATED = 3.0
"""What a date must reach to be taken for the lead's, where the lead itself bears none."""
FULL = 6
"""Words of the lead, the title's counted double, that are all that one can ask of a sentence."""
SAME_DAY = 0.8
"""How much better a later expression of the same day must fit than the first."""
BESIDE = 25
"""Tokens to each side of a date that are looked at: a long line is no single statement."""
REACH = 60
"""Sentences from the beginning that are looked at: what an article is about stands early."""

_WIDTH: dict[Precision, float] = {
    "instant": 0.0,
    "day": 0.0,
    "week": 0.3,
    "range": 0.6,
    "month": 0.6,
    "quarter": 1.2,
    "season": 1.2,
    "year": 1.6,
    "decade": 2.5,
    "open": 1.5,
    "unknown": 2.0,
}
"""What an expression loses for being no single day."""
_DIRECT = frozenset({"direct", "continued"})
_MONTH = 31


class Choice(NamedTuple):
    """The events of an article, one added where the main one stood in none, and the index of the main one."""

    events: tuple[EventMention, ...]
    main: int | None


def choose_main(
    material: Material,
    claims: Sequence[Claim],
    events: tuple[EventMention, ...],
    published: str | None = None,
    title: str | None = None,
) -> Choice:
    """The main event: the one whose date fits best, else the undated lead, else none."""
    lead = _lead_words(material, title)
    told, beside = _by_timex(claims), _by_sentence(claims)
    days = Counter(day for t in material.timexes if (day := _single_day(t)) is not None)
    best: tuple[float, int, int] | None = None
    for index, place in _dates(material):
        claim = told.get(index, beside.get(material.sentences[place].span.start))
        if claim is None:
            continue
        score = _score(material, claims[claim], index, place, lead, days, _day(published))
        if best is None or score > best[0] + (SAME_DAY if _same_day(material, index, best[1]) else 0.0):
            best = (score, index, claim)
    undated = next((i for i, e in enumerate(events) if e.timex is None), None)
    if best is not None and (best[0] >= UNDATED or published is None):
        return _dated(events, best[1], best[2], undated, claims[best[2]].dates)
    if undated is not None:
        return Choice(events, undated)
    opening = lead_event(material, claims) or (first_event(material, claims) if published is not None else None)
    if opening is not None:
        return Choice((opening, *events), 0)
    if best is not None:
        return _dated(events, best[1], best[2], None, claims[best[2]].dates)
    return Choice(events, 0 if events else None)


def _dated(
    events: tuple[EventMention, ...], timex: int, claim: int, undated: int | None, dates: Sequence[ClaimDate]
) -> Choice:
    """The event of a date: its own, that of the same claim, or the undated lead, which so gets its date."""
    for i, event in enumerate(events):
        if event.timex == timex:
            return Choice(events, i)
    for i, event in enumerate(events):
        if event.claim == claim and event.timex is not None:
            own = any(d.timex == timex and d.role == event.role for d in dates)
            return Choice((*events[:i], replace(event, timex=timex), *events[i + 1 :]) if own else events, i)
    if undated is not None:
        return Choice((*events[:undated], replace(events[undated], timex=timex), *events[undated + 1 :]), undated)
    return Choice(events, 0 if events else None)


def _by_timex(claims: Sequence[Claim]) -> dict[int, int]:
    """The claim that a date stands in, the one that it dates as an event first."""
    found: dict[int, int] = {}
    for role in ("event", "utterance"):
        for i, claim in enumerate(claims):
            for dated in claim.dates:
                if dated.role == role:
                    found.setdefault(dated.timex, i)
    return found


def _by_sentence(claims: Sequence[Claim]) -> dict[int, int]:
    """The first claim of each sentence, by where the sentence starts: a date may stand beside all contents."""
    found: dict[int, int] = {}
    for i, claim in enumerate(claims):
        found.setdefault(claim.sentence.start, i)
    return found


def _dates(material: Material) -> Iterator[tuple[int, int]]:
    """Indices of the dates that may be an event's day, each with its sentence, lines that tell nothing not counted."""
    told = 0
    count: dict[int, int] = {}
    for n, sentence in enumerate(material.sentences):
        count[n] = told
        told += sentence.role in ("prose", "heading")
    for index, timex in enumerate(material.timexes):
        interval = timex.interval
        if timex.type not in ("DATE", "TIME") or interval.start is None or interval.end is None:
            continue
        place = material.sentence_at(timex.span.start)
        if timex.value == "PRESENT_REF" or place is None or count[place] > REACH:
            continue
        yield index, place


def _score(
    material: Material,
    claim: Claim,
    index: int,
    place: int,
    lead: Mapping[str, int],
    days: Mapping[date, int],
    published: date | None,
) -> float:
    timex = material.timexes[index]
    tokens = material.tokens[place]
    at = bisect_left(tokens, timex.span.start, key=lambda t: t.start)
    words = {fold(t.lemma) for t in tokens[max(0, at - BESIDE) : at + BESIDE]}
    shared = sum(weight for word, weight in lead.items() if word in words)
    score = SHARED * min(1.0, shared / max(FULL, 0.6 * sum(lead.values())))
    score += EARLY / (1 + 0.3 * place)
    score += _nearness(timex, published) - _WIDTH[timex.precision]
    day = _single_day(timex)
    if day is not None:
        score += 0.2 * min(3, days[day] - 1)
    score += 0.3 * (timex.anchor == "none" and day is not None)
    if claim.kind in ("forecast", "intent") or (published is not None and day is not None and day > published):
        score -= 1.0
    if in_side_clause(tokens[:at]):
        score -= 0.7
    if claim.attribution is not None and material.attributions[claim.attribution].form in _DIRECT:
        score -= 0.6 * any(p.holds(timex.span) for p in claim.content)
    return score


def _nearness(timex: Timex, published: date | None) -> float:
    """How near to its publication an event lies: 2 within two days, 0 a month off, less for what is long past."""
    first, last = _day(timex.interval.start), _day(timex.interval.end)
    if first is None or last is None:
        return -1.0
    if published is None:
        return 0.5
    if (last - first).days > _MONTH:
        return -1.0
    gap = 0 if first <= published <= last else min(abs((first - published).days), abs((last - published).days))
    if gap <= 2:
        return 2.0
    if gap <= 9:
        return 1.2
    return 0.2 if gap <= 45 else -2.5


def _same_day(material: Material, one: int, other: int) -> bool:
    day = _single_day(material.timexes[one])
    return day is not None and day == _single_day(material.timexes[other])


def _single_day(timex: Timex) -> date | None:
    start, end = timex.interval.start, timex.interval.end
    return _day(start) if start is not None and end is not None and start[:10] == end[:10] else None


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None


def _lead_words(material: Material, title: str | None) -> dict[str, int]:
    """The words of the title, counted double, and of the first sentence of prose."""
    words: dict[str, int] = {}
    if title:
        words.update((fold(w.strip(".,;:!?\"'“”‘’")), 2) for w in title.split())
    prose = 0
    for sentence, tokens in zip(material.sentences[:6], material.tokens):
        if sentence.role not in ("prose", "heading") or prose:
            continue
        weight = 2 if sentence.role == "heading" and not title else 1
        prose += sentence.role == "prose"
        for token in tokens[:40]:
            if token.tag[:2] in ("NN", "VB") and token.lemma not in ("be", "have", "do"):
                words.setdefault(fold(token.lemma), weight)
    return {word: weight for word, weight in words.items() if len(word) > 2}
