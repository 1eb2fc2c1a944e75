"""What linking and grading know of a claim: its row, the JSON of its reading, its numbers and its event date."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from sqlite3 import Row
from typing import Any

from store.casefile import Reader
from store.derive.statements import Joined
from store.records.keys import canonical_json
from store.records.reading import (
    AttributionType,
    Check,
    Claim,
    Commitment,
    Frame,
    Hedge,
    Hop,
    Kind,
    Polarity,
    Quantity,
)
from store.records.span import Interval, Span

_CHUNK = 400
_DAY_OR_FINER = ("day", "instant")


@dataclass(frozen=True, slots=True)
class Facts:
    """One claim as the other claims see it. Actors and speaker are canonical keys; `event` is when it happened.

    `hops`, `end` and `checks` are those of its joined statement (statements.py).
    """

    id: int
    key: str
    article: int
    article_key: str
    outlet: int | None
    outlet_key: str | None
    outlet_name: str | None
    sentence: Span
    speaker: str | None
    speaker_text: str | None
    type: AttributionType
    kind: Kind
    commitment: Commitment
    polarity: Polarity
    frame: Frame
    content: str
    cue: Span | None
    hedges: tuple[Hedge, ...]
    checks: tuple[Check, ...]
    hops: tuple[Hop, ...]
    end: tuple[Hop, ...]
    quantities: tuple[Quantity, ...]
    event: Interval
    exact_day: bool
    published: str | None
    hidden: bool
    quote: str = ""
    """The sentence that it stands in."""

    @property
    def cue_text(self) -> str | None:
        """The words of saying, where they stand in its sentence."""
        if self.cue is None or not self.sentence.holds(self.cue):
            return None
        return self.quote[self.cue.start - self.sentence.start : self.cue.end - self.sentence.start]

    @property
    def negative(self) -> bool:
        """Whether it says that its frame does not hold."""
        return self.polarity == "-" or self.kind == "denial"


def reading_json(claim: Claim, joined: Joined) -> str:
    """What of a claim no column holds, as canonical JSON; `chain` and `checks` are those of the joined statement."""
    return canonical_json(
        {
            "commitment": claim.commitment,
            "hedges": [
                {"start": h.span.start, "end": h.span.end, "text": h.text, "strength": h.strength, "by": h.by}
                for h in claim.hedges
            ],
            "checks": [
                {"start": c.span.start, "end": c.span.end, "text": c.text, "kind": c.kind} for c in joined.checks
            ],
            "chain": [_hop_json(h) for h in joined.hops],
            "origin": [_hop_json(h) for h in joined.end],
            "frame": {
                "actors": list(claim.frame.actors),
                "predicate": claim.frame.predicate,
                "objects": list(claim.frame.objects),
                "places": list(claim.frame.places),
                "words": list(claim.frame.words),
            },
            "pieces": [list(p) for p in claim.content],
            "rules": list(claim.rules),
        }
    )


def _hop_json(hop: Hop) -> dict[str, object]:
    return {
        "label": hop.label,
        "relation": hop.relation,
        "type": hop.type,
        "actor": hop.actor,
        "start": hop.span.start if hop.span else None,
        "end": hop.span.end if hop.span else None,
    }


_CLAIMS = """SELECT c.*, a.key AS article_key, a.outlet, o.key AS outlet_key, o.name AS outlet_name, a.published_from, a.hidden AS article_hidden, w.key AS speaker_key,
  substr(b.text, c.content_start + 1, c.content_end - c.content_start) AS content
FROM claim c JOIN article a ON a.id = c.article JOIN body b ON b.id = a.body LEFT JOIN outlet o ON o.id = a.outlet
LEFT JOIN actor w ON w.id = c.speaker WHERE c.id IN ({marks})"""


def load(r: Reader, ids: Iterable[int]) -> dict[int, Facts]:
    """The facts of these claims by id; ids that are gone are left out."""
    wanted = sorted(set(ids))
    out: dict[int, Facts] = {}
    for at in range(0, len(wanted), _CHUNK):
        chunk = wanted[at : at + _CHUNK]
        marks = ",".join("?" * len(chunk))
        numbers = _quantities(r, chunk, marks)
        dates = _dates(r, chunk, marks)
        for row in r.execute(_CLAIMS.format(marks=marks), chunk):
            event, exact = dates.get(row["id"], (Interval(None, None), False))
            out[row["id"]] = _facts(row, numbers.get(row["id"], ()), event, exact)
    return out


def _facts(row: Row, quantities: Sequence[Quantity], event: Interval, exact: bool) -> Facts:
    data: dict[str, Any] = json.loads(row["reading"])
    frame = data["frame"]
    return Facts(
        id=row["id"],
        key=row["key"],
        article=row["article"],
        article_key=row["article_key"],
        outlet=row["outlet"],
        outlet_key=row["outlet_key"],
        outlet_name=row["outlet_name"],
        sentence=Span(row["start_char"], row["end_char"]),
        speaker=row["speaker_key"],
        speaker_text=row["speaker_text"],
        type=row["attribution"],
        kind=row["kind"],
        commitment=data["commitment"],
        polarity=row["polarity"],
        frame=Frame(
            tuple(frame["actors"]),
            frame["predicate"],
            tuple(frame["objects"]),
            tuple(frame["places"]),
            tuple(frame["words"]),
        ),
        content=row["content"] or row["quote"],
        cue=Span(row["cue_start"], row["cue_end"]) if row["cue_start"] is not None else None,
        hedges=tuple(Hedge(Span(h["start"], h["end"]), h["text"], h["strength"], h["by"]) for h in data["hedges"]),
        checks=tuple(Check(Span(c["start"], c["end"]), c["text"], c["kind"]) for c in data["checks"]),
        hops=tuple(_hop(h) for h in data["chain"]),
        end=tuple(_hop(h) for h in data["origin"]),
        quantities=tuple(quantities),
        event=event,
        exact_day=exact,
        published=row["published_from"],
        hidden=bool(row["hidden"] or row["article_hidden"]),
        quote=row["quote"],
    )


def _hop(data: dict[str, Any]) -> Hop:
    span = Span(data["start"], data["end"]) if data["start"] is not None else None
    return Hop(data["label"], data["relation"], data["type"], data["actor"], span)


def _quantities(r: Reader, chunk: Sequence[int], marks: str) -> dict[int, list[Quantity]]:
    out: dict[int, list[Quantity]] = defaultdict(list)
    rows = r.execute(
        "SELECT claim, start_char, end_char, text, low, high, thing, role FROM quantity "
        f"WHERE claim IN ({marks}) ORDER BY claim, start_char",
        chunk,
    )
    for claim, start, end, text, low, high, thing, role in rows:
        out[claim].append(Quantity(Span(start, end), text, low, high, thing, role))
    return out


def _dates(r: Reader, chunk: Sequence[int], marks: str) -> dict[int, tuple[Interval, bool]]:
    """When each claim's event was: its first resolved date, days before coarser ones."""
    out: dict[int, tuple[Interval, bool]] = {}
    rows = r.execute(
        "SELECT claim, date_from, date_to, precision FROM timex WHERE role = 'event' AND (date_from IS NOT NULL OR "
        f"date_to IS NOT NULL) AND type IN ('DATE', 'TIME') AND claim IN ({marks}) "
        "ORDER BY claim, precision NOT IN ('day', 'instant'), start_char",
        chunk,
    )
    for claim, start, end, precision in rows:
        out.setdefault(claim, (Interval(start, end), precision in _DAY_OR_FINER))
    return out
