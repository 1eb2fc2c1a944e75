"""What happened when: lines that a person would put on a timeline, and the one that the article is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from importers.extract.clauses import FINITE
from importers.extract.material import Material
from importers.extract.places import fold
from importers.extract.titles import title_of
from store.records.reading import Claim, EventMention, EventStatus, Timex
from store.records.span import Precision, Span

MONTH = 31
UNDATED = -1.6
"""Weight of the undated lead against dated events: it gives way to any that lies near publication."""

LEAD = 2
"""Index of the last sentence of the lead."""

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
    seen: set[tuple[Span, int]] = set()
    for i, claim in enumerate(claims):
        if claim.kind == "meta":
            continue
        inside = [d.timex for d in claim.dates if d.role == "event" and _places(material.timexes[d.timex])]
        uttered = [
            d.timex for d in claim.dates if d.role == "utterance" and material.timexes[d.timex].type in ("DATE", "TIME")
        ]
        if inside:
            timex, role = (
                min(inside, key=lambda t: _rank(material.timexes[t])),
                "event",
            )
        elif uttered:
            timex, role = uttered[0], "utterance"
        else:
            continue
        if material.timexes[timex].value == "PRESENT_REF" and (material.sentence_at(claim.sentence.start) or 0) > LEAD:
            continue  # "now" further down dates a state of things, not an event
        title = title_of(material, claim, role == "utterance")
        if not title or (claim.content_span, timex) in seen:
            continue
        seen.add((claim.content_span, timex))
        status = _status(claim, denials)
        events.append(
            EventMention(claim.content_span, title, timex, i, "utterance" if role == "utterance" else "event", status)
        )
    lead = _undated_lead(material, claims, {e.claim: e.timex for e in events}, denials)
    return (lead, *events) if lead is not None else tuple(events)


def _places(timex: Timex) -> bool:
    """Whether an expression can place an event: a date or time, or a stretch whose end is known ("the coming weeks")."""
    return timex.type in ("DATE", "TIME") or (timex.type == "DURATION" and timex.interval.end is not None)


def _rank(timex: Timex) -> tuple[bool, bool, int, int]:
    """The most telling first: real dates before stretches and "now", exact ones before wide ones, then by place."""
    return (timex.value == "PRESENT_REF", timex.type == "DURATION", _EXACT[timex.precision], timex.span.start)


def _undated_lead(
    material: Material, claims: Sequence[Claim], told: dict[int | None, int | None], denials: Denials
) -> EventMention | None:
    """What the article opens with, where nothing dates it: no line of a timeline says more of what it is about."""
    opening = [i for i, c in enumerate(claims) if (material.sentence_at(c.sentence.start) or 0) <= LEAD]
    dated = [material.timexes[t] for i in opening if (t := told.get(i)) is not None]
    if any(_EXACT[t.precision] <= _EXACT["month"] or t.interval.start is None for t in dated):
        return None
    for i in opening:
        if i in told:
            continue
        claim = claims[i]
        place = material.sentence_at(claim.sentence.start)
        tokens = material.tokens_in(place, claim.content) if place is not None else []
        headless = not tokens or tokens[0].tag in FINITE or tokens[0].tag in ("MD", "TO", "VBG", "VBN")
        title = title_of(material, claim, False)
        if claim.kind not in ("meta", "opinion") and not headless and title:
            return EventMention(claim.content_span, title, None, i, "event", _status(claim, denials))
    return None


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


def main_event(
    material: Material,
    claims: Sequence[Claim],
    events: Sequence[EventMention],
    published: str | None = None,
    title: str | None = None,
) -> int | None:
    """Index of the event that the article is about: early, in the words of the title and the lead, told often, and dated near
    the day of publication, for news is about what is new; the undated lead where nothing else is. None without events."""
    best: tuple[float, int] | None = None
    lead = _lead_words(material, title)
    repeats = _repeats(claims)
    for i, event in enumerate(events):
        if event.claim is None:
            continue
        claim = claims[event.claim]
        timex = material.timexes[event.timex] if event.timex is not None else None
        place = material.sentence_at(event.span.start) or 0
        score = 3.0 / (1 + 0.5 * place)
        score += 1.5 * len(set(claim.frame.words) & lead) / max(4, len(lead))
        score += _nearness(timex, published) - 0.12 * _EXACT[timex.precision] if timex is not None else UNDATED
        score += 0.3 * (event.role == "event") + 0.1 * min(5, repeats.get(claim.frame.predicate, 0))
        if event.status != "planned" and timex is not None and _is_ahead(timex, published):
            score -= 1.2  # what is told as done does not lie ahead: more likely the date is misread
        score -= 0.8 * (event.status == "planned") + 0.3 * (claim.kind == "opinion")
        if best is None or score > best[0] + 1e-9:
            best = (score, i)
    return best[1] if best is not None else None


def _nearness(timex: Timex, published: str | None) -> float:
    """How near to its publication an event lies: 2 within two days, 0 a month off, less for what is long past or far ahead."""
    start, end = timex.interval.start, timex.interval.end
    if start is None or end is None:
        return -1.0
    day = _day(published)
    first, last = _day(start), _day(end)
    if day is None or first is None or last is None:
        return 0.5
    if (last - first).days > MONTH:
        return -1.0
    gap = 0 if first <= day <= last else min(abs((first - day).days), abs((last - day).days))
    ahead = 0.6 if first > day else 0.0
    if gap <= 2:
        return 2.0 - ahead
    if gap <= 9:
        return 1.4 - ahead
    return (0.4 if gap <= 45 else -1.5) - ahead


def _is_ahead(timex: Timex, published: str | None) -> bool:
    day, first = _day(published), _day(timex.interval.start)
    return day is not None and first is not None and first > day


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None


def _repeats(claims: Sequence[Claim]) -> Counter[str]:
    """How often each predicate is told."""
    return Counter(claim.frame.predicate for claim in claims)


def _lead_words(material: Material, title: str | None) -> set[str]:
    words: set[str] = set()
    if title:
        words.update(fold(w.strip(".,;:!?\"'“”‘’")) for w in title.split())
    for sentence, tokens in list(zip(material.sentences, material.tokens))[:2]:
        if sentence.role in ("prose", "heading"):
            words.update(fold(t.lemma) for t in tokens if t.tag[:2] in ("NN", "VB"))
    return {w for w in words if len(w) > 2}
