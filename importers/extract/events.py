"""What happened when: lines that a person would put on a timeline."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from importers.extract.clauses import FINITE
from importers.extract.material import Material
from importers.extract.titles import title_of
from importers.extract.tokens import Token
from store.records.reading import Claim, EventMention, EventStatus, Timex
from store.records.span import Precision

_SIDE_CLAUSE = frozenset(
    {"who", "which", "whose", "where", "when", "after", "before", "since", "until", "as", "because", "while", "ahead", "following", "despite"}
)  # fmt: skip
SIDE = 14
"""Tokens in which the word that opens a side clause is looked for."""

LEAD = 2
"""Index of the last sentence of the lead."""
OPENING = 20
"""Claims among which the first line of an article is looked for."""

_EXACT: dict[Precision, int] = {
    "instant": 0,
    "day": 0,
    "week": 2,
    "range": 2,
    "month": 3,
    "quarter": 4,
    "season": 4,
    "year": 5,
    "decade": 6,
    "open": 7,
    "unknown": 8,
}


def read_events(material: Material, claims: Sequence[Claim]) -> tuple[EventMention, ...]:
    """Events of the claims that a time expression dates, and statements that only their own date places, in text order."""
    events: list[EventMention] = []
    denials = _denials(claims)
    seen: set[tuple[str, str]] = set()
    for i, claim in enumerate(claims):
        if claim.kind == "meta":
            continue
        inside = [d.timex for d in claim.dates if d.role == "event" and _places(material.timexes[d.timex])]
        uttered = [
            d.timex for d in claim.dates if d.role == "utterance" and material.timexes[d.timex].type in ("DATE", "TIME")
        ]
        if inside:
            timex, role = (
                min(inside, key=lambda t: _rank(material, t)),
                "event",
            )
        elif uttered:
            timex, role = uttered[0], "utterance"
        else:
            continue
        if material.timexes[timex].value == "PRESENT_REF" and (material.sentence_at(claim.sentence.start) or 0) > LEAD:
            continue  # "now" further down dates a state of things, not an event
        title = title_of(material, claim, role == "utterance")
        told = (title, material.timexes[timex].edtf or str(timex))
        if not title or told in seen:
            continue
        seen.add(told)
        status = _status(claim, denials)
        events.append(
            EventMention(claim.content_span, title, timex, i, "utterance" if role == "utterance" else "event", status)
        )
    lead = _undated_lead(material, claims, {e.claim: e.timex for e in events})
    if lead is None or any(e.title == lead.title for e in events):
        return tuple(events)
    return (lead, *events)


def _places(timex: Timex) -> bool:
    """Whether an expression can place an event: a date or time, or a stretch whose end is known ("the coming weeks")."""
    return timex.type in ("DATE", "TIME") or (timex.type == "DURATION" and timex.interval.end is not None)


def _rank(material: Material, index: int) -> tuple[bool, bool, bool, int, int]:
    """The most telling first: real dates before stretches and "now", those of the main clause, exact ones, then by place."""
    timex = material.timexes[index]
    place = material.sentence_at(timex.span.start)
    line = material.tokens[place] if place is not None else ()
    at = bisect_right(line, timex.span.start, key=lambda t: t.end)
    before = line[max(0, at - SIDE - 1) : at]
    return (
        timex.value == "PRESENT_REF",
        timex.type == "DURATION",
        in_side_clause(before),
        _EXACT[timex.precision],
        timex.span.start,
    )


def in_side_clause(before: Sequence[Token]) -> bool:
    """Whether what follows these tokens stands in a side clause: "after he was held on Friday", "who came in May", "a letter sent on Sunday"."""
    verbs = 0
    for i in range(len(before) - 1, max(-1, len(before) - 1 - SIDE), -1):
        token = before[i]
        if token.text in (";", ":", "—", "–") or (token.text == "," and i < len(before) - 1):
            return False
        if token.lower in _SIDE_CLAUSE:
            return verbs < 2  # "the man who fled [was held] on Friday" is no side clause
        if token.tag in FINITE:
            verbs += 1
        elif token.tag == "VBN" and not verbs and i and before[i - 1].tag in ("NN", "NNS", "NNP"):
            return True
    return False


def _undated_lead(
    material: Material, claims: Sequence[Claim], told: dict[int | None, int | None]
) -> EventMention | None:
    """What the article opens with, where nothing dates it: no line of a timeline says more of what it is about."""
    opening = [i for i, c in enumerate(claims) if (material.sentence_at(c.sentence.start) or 0) <= LEAD]
    dated = [material.timexes[t] for i in opening if (t := told.get(i)) is not None]
    if any(_EXACT[t.precision] <= _EXACT["month"] or t.interval.start is None for t in dated):
        return None
    return lead_event(material, claims, frozenset(i for i in opening if i in told))


def lead_event(material: Material, claims: Sequence[Claim], dated: frozenset[int] = frozenset()) -> EventMention | None:
    """The first clause of the lead as an event without a date, claims that are dated left aside; None where there is none."""
    for i, claim in enumerate(claims):
        if (material.sentence_at(claim.sentence.start) or 0) > LEAD:
            return None
        if i not in dated and claim.kind not in ("meta", "opinion"):
            event = _without_date(material, claims, i)
            if event is not None:
                return event
    return None


def first_event(material: Material, claims: Sequence[Claim]) -> EventMention | None:
    """The first clause of the article, of whatever kind, as an event without a date; None in a text without any."""
    for i in range(min(len(claims), OPENING)):
        event = _without_date(material, claims, i)
        if event is not None:
            return event
    return None


def _without_date(material: Material, claims: Sequence[Claim], i: int) -> EventMention | None:
    claim = claims[i]
    place = material.sentence_at(claim.sentence.start)
    tokens = material.tokens_in(place, claim.content) if place is not None else []
    if not tokens or tokens[0].tag in FINITE or tokens[0].tag in ("MD", "TO", "VBG", "VBN"):
        return None
    title = title_of(material, claim, False)
    return (
        EventMention(claim.content_span, title, None, i, "event", _status(claim, _denials(claims))) if title else None
    )


Denials = frozenset[tuple[str | None, frozenset[str]]]
"""Who denies something, and the actors and places that the denial names."""


def _denials(claims: Sequence[Claim]) -> Denials:
    return frozenset((c.speaker, _parties(c)) for c in claims if c.kind == "denial")


def _parties(claim: Claim) -> frozenset[str]:
    return frozenset(claim.frame.actors) | frozenset(claim.frame.places)


def _status(claim: Claim, denials: Denials) -> EventStatus:
    if claim.kind == "denial":
        return "denied"
    if claim.kind in ("forecast", "intent"):
        return "planned"
    mine = _parties(claim)
    if len(mine) >= 2 and any(len(parties & mine) >= 2 and speaker != claim.speaker for speaker, parties in denials):
        return "disputed"
    return "reported"
