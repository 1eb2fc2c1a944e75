"""What analysts corrected, laid over what the extractor read (pure): speaker, kind, polarity, hide, added and split claims.

The reading's own spans stay the identity of a claim, so that a correction never turns it into another one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, cast, get_args

from store.derive.heads import preferred
from store.filters import fold
from store.ops import Head
from store.records.reading import Claim, Frame, Kind, Polarity, Reading
from store.records.span import Span

SPAN_FIELDS = ("speaker", "kind", "polarity", "hide", "claim.add", "claim.split")
_ENOUGH = 0.5
"""Share of the joint stretch that an op's span and a claim must have in common to be about the same."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A head and the place in this text that it is about."""

    head: Head
    span: Span


@dataclass(frozen=True, slots=True)
class Corrected:
    """A claim as it stands after all ops. `content` and `speaker_span` are those that make its key."""

    claim: Claim
    content: Span
    speaker_span: Span | None
    speaker_name: str | None = None
    ops: tuple[str, ...] = ()
    hidden: bool = False


def overlay(
    text: str,
    reading: Reading,
    placed: Sequence[Placed],
    analyst: str | None,
    touched: Mapping[int, tuple[str, ...]] = MappingProxyType({}),
) -> list[Corrected]:
    """The reading's claims in their order, corrected; added claims and split-off parts after them.

    `touched` are the ops that changed a claim, by its index, before it came here.
    """
    claims = [
        Corrected(c, c.content_span, c.speaker_span, ops=touched.get(i, ())) for i, c in enumerate(reading.claims)
    ]
    spans = [(c.content_span, c.sentence) for c in reading.claims]
    by_claim: dict[tuple[int, str], list[Head]] = {}
    added: list[Corrected] = []
    for p in sorted((p for p in placed if p.head.field in SPAN_FIELDS), key=lambda p: p.head.id):
        if p.head.field == "claim.add":
            added.append(_added(reading, p))
            continue
        index = claim_at(spans, p.span)
        if index is not None:
            by_claim.setdefault((index, p.head.field), []).append(p.head)
    for (index, name), heads in sorted(by_claim.items()):
        if name == "claim.split":
            for head in heads:
                claims[index], second = _split(text, claims[index], head)
                added += [second] if second is not None else []
            continue
        chosen = preferred(heads, analyst)
        if chosen is not None:
            claims[index] = _APPLY[name](claims[index], chosen)
    return claims + added


def claim_at(spans: Sequence[tuple[Span, Span]], span: Span) -> int | None:
    """Which of some claims (content, sentence) a span is about: the same content, else the same sentence's first
    claim, else the content that it mostly covers; None where it is about no claim."""
    for which in (0, 1):
        for index, places in enumerate(spans):
            if places[which] == span:
                return index
    best = max(((_joint(places[0], span), -index) for index, places in enumerate(spans)), default=(0.0, 0))
    return -best[1] if best[0] >= _ENOUGH else None


def _joint(a: Span, b: Span) -> float:
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared / (max(a.end, b.end) - min(a.start, b.start)) if shared > 0 else 0.0


def _speaker(c: Corrected, head: Head) -> Corrected:
    name = str(head.value)
    claim = replace(c.claim, speaker=fold(name))
    if claim.type in ("outlet_voice", "unspecified"):
        claim = replace(claim, type="institution")
    return replace(c, claim=claim, speaker_name=name, ops=(*c.ops, head.id))


def _kind(c: Corrected, head: Head) -> Corrected:
    return replace(c, claim=replace(c.claim, kind=cast(Kind, head.value)), ops=(*c.ops, head.id))


def _polarity(c: Corrected, head: Head) -> Corrected:
    return replace(c, claim=replace(c.claim, polarity=cast(Polarity, head.value)), ops=(*c.ops, head.id))


def _hide(c: Corrected, head: Head) -> Corrected:
    return replace(c, hidden=True, ops=(*c.ops, head.id))


_APPLY: dict[str, Callable[[Corrected, Head], Corrected]] = {
    "speaker": _speaker,
    "kind": _kind,
    "polarity": _polarity,
    "hide": _hide,
}


def _added(reading: Reading, placed: Placed) -> Corrected:
    """A claim that a person marked: its frame is that of the read claim that it mostly covers, where there is one."""
    parts = cast(dict[str, Any], placed.head.value)
    span = placed.span
    sentence = next((s for s in reading.sentences if s.span.start <= span.start < s.span.end), None)
    near = claim_at([(c.content_span, c.content_span) for c in reading.claims], span)
    pattern = reading.claims[near] if near is not None else None
    name = parts.get("speaker")
    kind = parts.get("kind") if parts.get("kind") in get_args(Kind) else "report"
    polarity = parts.get("polarity") if parts.get("polarity") in get_args(Polarity) else "+"
    whole = span if sentence is None else Span(min(sentence.span.start, span.start), max(sentence.span.end, span.end))
    claim = Claim(
        sentence=whole,
        paragraph=sentence.paragraph if sentence is not None else 1,
        content=(span,),
        attribution=None,
        type="institution" if name else "outlet_voice",
        speaker=fold(name) if name else None,
        speaker_span=None,
        cue=None,
        chain=(),
        kind=cast(Kind, kind),
        commitment="asserted",
        polarity=cast(Polarity, polarity),
        hedges=(),
        likelihood=None,
        checks=(),
        dates=pattern.dates if pattern is not None else (),
        quantities=pattern.quantities if pattern is not None else (),
        frame=pattern.frame if pattern is not None else Frame((), ""),
        quality=1.0,
        rules=("analyst",),
    )
    return Corrected(claim, span, None, name, (placed.head.id,))


def _split(text: str, c: Corrected, head: Head) -> tuple[Corrected, Corrected | None]:
    """A claim's content cut where the named second part begins; left whole where those words do not stand in it."""
    words = str(head.value).strip()
    hull = c.claim.content_span
    at = text.find(words, hull.start + 1, hull.end) if words else -1
    if at < 0:
        return c, None
    cut = at
    while cut > hull.start and not text[cut - 1].isalnum():
        cut -= 1
    if cut <= hull.start:
        return c, None
    first, second = Span(hull.start, cut), Span(at, hull.end)
    halves = [_within(c.claim, part) for part in (first, second)]
    return (
        replace(c, claim=halves[0], ops=(*c.ops, head.id)),
        Corrected(halves[1], second, c.speaker_span, c.speaker_name, (*c.ops, head.id), c.hidden),
    )


def _within(claim: Claim, part: Span) -> Claim:
    inside = [q for q in claim.quantities if part.holds(q.span)]
    return replace(claim, content=(part,), quantities=tuple(inside))


def placed_heads(heads: Iterable[Head], places: dict[str, Span]) -> list[Placed]:
    """The heads that have a place in this text."""
    return [Placed(h, places[h.id]) for h in heads if h.id in places]
