"""The JSON of one claim, whether the case file holds it or the extractor has just read it: one code path for both.

Keys may be added, none dropped (PRODUCT.md). Ids are keys (SHA-256, in hex): the same in every copy of a case file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from store.records.grade import PART_ORDER, Part, band_of
from store.records.reading import Claim, Reading, Timex
from store.records.rows import ArticleRef, ClaimDetail, DateDetail, QuantityDetail
from store.records.span import Span, hull

Json = dict[str, Any]


def _claim(
    *,
    span: Span,
    text: str,
    content: Json,
    speaker: str | None,
    speaker_text: str | None,
    cue: str | None,
    attribution: str,
    chain: Iterable[tuple[str, str]],
    credits: Iterable[tuple[str, str]],
    kind: str,
    certainty: str,
    polarity: str,
    hedges: Iterable[str],
    likelihood: tuple[int, int] | None,
    quality: float,
    dates: Iterable[DateDetail],
    quantities: Iterable[QuantityDetail],
) -> Json:
    """What a claim is, whoever tells it: the part that the case file and the extractor share."""
    return {
        "start": span.start,
        "end": span.end,
        "text": text,
        "content": content,
        "speaker": speaker,
        "speaker_text": speaker_text,
        "cue": cue,
        "attribution": attribution,
        "chain": [{"label": label, "relation": relation} for label, relation in chain],
        "credits": [{"party": party, "role": role} for party, role in credits],
        "kind": kind,
        "certainty": certainty,
        "polarity": polarity,
        "hedges": list(hedges),
        "likelihood": list(likelihood) if likelihood else None,
        "quality": round(quality, 3),
        "dates": [date(d) for d in dates],
        "quantities": [_quantity(q) for q in quantities],
    }


def _content(pieces: Sequence[Span], text: str) -> Json:
    whole = hull(tuple(pieces))
    out: Json = {"start": whole.start, "end": whole.end, "text": text}
    return out | {"pieces": [list(p) for p in pieces]} if len(pieces) > 1 else out


def date(found: DateDetail) -> Json:
    """A resolved date with its rule."""
    return {
        "expression": found.expression,
        "start": found.start,
        "end": found.end,
        "role": found.role,
        "edtf": found.edtf,
        "from": found.date_from,
        "to": found.date_to,
        "precision": found.precision,
        "anchor": found.anchor,
        "rule": found.rule,
        "alternatives": list(found.alternatives),
    }


def _quantity(found: QuantityDetail) -> Json:
    return {
        "text": found.text,
        "low": whole(found.low),
        "high": whole(found.high),
        "thing": found.thing,
        "role": found.role,
        "start": found.start,
        "end": found.end,
    }


def whole(number: float | None) -> float | int | None:
    """A number without the `.0` of a whole one."""
    return int(number) if number is not None and number == int(number) else number


def article_ref(article: ArticleRef) -> Json:
    """An article as a claim names it."""
    return {
        "id": article.key,
        "name": article.name,
        "title": article.title,
        "source": article.source,
        "published": article.published,
    }


def claim(detail: ClaimDetail) -> Json:
    """A claim of the case file."""
    row = detail.row
    mine = next((o for o in detail.overrides if o.mine), None)
    read = _claim(
        span=detail.span,
        text=detail.text,
        content=_content(detail.pieces, row.content),
        speaker=row.speaker,
        speaker_text=row.speaker_text,
        cue=detail.cue,
        attribution=row.attribution,
        chain=detail.chain,
        credits=detail.credits,
        kind=row.kind,
        certainty=row.certainty,
        polarity=row.polarity,
        hedges=detail.hedges,
        likelihood=detail.likelihood,
        quality=row.quality,
        dates=detail.dates,
        quantities=detail.quantities,
    )
    return {
        "id": row.key,
        "article": article_ref(detail.article),
        **read,
        "grade": {
            "letter": row.letter,
            "digit": detail.computed_digit,
            "support": detail.computed_support,
            "low": detail.low,
            "high": detail.high,
            "band": band_of(detail.computed_support),
            "parts": part_sums(detail.parts),
            "why": detail.why,
        },
        "shown": {"digit": row.digit, "support": row.support, "band": band_of(row.support)},
        "override": None if mine is None else _override(mine.author, mine.value, mine.reason, mine.stale, mine.op),
        "overrides": [_override(o.author, o.value, o.reason, o.stale, o.op) for o in detail.overrides],
        "proposition": detail.proposition,
        "origin": detail.origin,
        "stance": detail.stance,
        "tags": list(row.tags),
        "notes": row.notes,
        "starred": row.starred,
    }


def part_sums(parts: Sequence[Part]) -> dict[str, int]:
    """The points of each part, in the order of the arithmetic; several summands of one part are added."""
    sums = {name: sum(p.points for p in parts if p.name == name) for name in PART_ORDER}
    return {name: points for name, points in sums.items() if any(p.name == name for p in parts)}


def _override(author: str, value: Mapping[str, int], reason: str, stale: bool, op: str) -> Json:
    return {**value, "author": author, "reason": reason, "stale": stale, "op": op}


def read_claim(found: Reading, claim: Claim, text: str) -> Json:
    """A claim of a reading: as in the case file, less ids, grade and annotations, with the
    places in `attributions` and `timexes` of what it is built from."""
    names = {a.key: a.name for a in found.actors}
    read = _claim(
        span=claim.sentence,
        text=claim.sentence.of(text),
        content=_content(claim.content, claim.content_span.of(text)),
        speaker=names.get(claim.speaker, claim.speaker) if claim.speaker else None,
        speaker_text=claim.speaker_span.of(text) if claim.speaker_span else None,
        cue=claim.cue.of(text) if claim.cue else None,
        attribution=claim.type,
        chain=[(hop.label, hop.relation) for hop in claim.chain],
        credits=[(credit.party, credit.role) for credit in found.credits],
        kind=claim.kind,
        certainty=claim.certainty,
        polarity=claim.polarity,
        hedges=[h.text for h in claim.hedges],
        likelihood=claim.likelihood,
        quality=claim.quality,
        dates=[_read_date(found.timexes[d.timex], d.role) for d in claim.dates],
        quantities=[
            QuantityDetail(q.text, q.low, q.high, q.thing, q.role, q.span.start, q.span.end) for q in claim.quantities
        ],
    )
    return {**read, "built_from": claim.attribution, "timexes": [d.timex for d in claim.dates]}


def _read_date(timex: Timex, role: str) -> DateDetail:
    return DateDetail(
        expression=timex.text,
        start=timex.span.start,
        end=timex.span.end,
        role=role,
        edtf=timex.edtf,
        date_from=timex.interval.start,
        date_to=timex.interval.end,
        precision=timex.precision,
        anchor=timex.anchor,
        rule=timex.rule,
        alternatives=timex.alternatives,
    )
