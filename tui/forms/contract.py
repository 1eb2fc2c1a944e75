"""The JSON of PRODUCT.md: timeline, comparison, sources, articles, search, audit, and what the extractor reads.

The JSON of a claim is in claim_json. Keys may be added, none dropped; ids are keys (SHA-256, in hex).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from store.records.comparison import Cell, Grid, GridRow, SourceRow
from store.records.grade import band_of
from store.records.reading import Reading, Timex
from store.records.rows import ActorRow, ArticleDetail, ArticleRow, AuditRow, Hit, MentionDetail, TimelineDetail
from tui.forms.claim_json import Json as Json
from tui.forms.claim_json import article_ref, date, read_claim, whole

Keys = Mapping[int, str]
"""Claim ids inside the case file to their keys."""


def timeline(detail: TimelineDetail, keys: Keys) -> Json:
    """One event, with its first mention at the top as well."""
    row = detail.row
    mentions = [_mention(m, keys) for m in detail.mentions]
    first = {
        k: mentions[0][k] if mentions else None for k in ("article", "expression", "start", "end", "anchor", "text")
    }
    return {
        "id": row.key,
        "title": row.title,
        "from": row.date_from,
        "to": row.date_to,
        "edtf": row.edtf,
        "precision": row.precision,
        "role": row.role,
        "status": row.status,
        "ambiguous": row.ambiguous,
        "alternatives": list(detail.alternatives),
        "claims": [keys[c] for c in detail.claims if c in keys],
        "mentions": mentions,
        **first,
    }


def _mention(mention: MentionDetail, keys: Keys) -> Json:
    """A place that tells an event: `start` and `end` are its expression's, as in a claim's dates, or where there is none its own."""
    start, end = mention.expression_span or (mention.start, mention.end)
    return {
        "article": article_ref(mention.article),
        "start": start,
        "end": end,
        "expression": mention.expression,
        "rule": mention.rule,
        "anchor": mention.anchor,
        "text": mention.text,
        "sentence": list(mention.sentence or (mention.start, mention.end)),
        "claim": keys.get(mention.claim) if mention.claim is not None else None,
    }


def comparison(grid: Grid, keys: Keys) -> Json:
    """The comparison: propositions by source, and the sources' profiles."""
    return {
        "propositions": [_proposition(row, keys) for row in grid.rows],
        "sources": [source(s) for s in grid.sources],
        "left_out": grid.left_out,
    }


def _proposition(row: GridRow, keys: Keys) -> Json:
    return {
        "key": row.key,
        "label": row.label,
        "cells": {name: _cell(cell, keys) for name, cell in row.cells.items()},
        "origins": [
            {"label": o.label, "independence": o.independence, "claims": _named(o.claims, keys)} for o in row.origins
        ],
        "quantities": [
            {
                "thing": n.thing,
                "role": n.role,
                "values": [
                    {"text": text, "low": whole(low), "high": whole(high), "claim": keys.get(claim)}
                    for text, low, high, claim in n.values
                ],
                "comparable": n.comparable,
            }
            for n in row.numbers
        ],
        "drift": [_named(chain, keys) for chain in row.drift],
        "only": row.only,
        "first": row.first,
    }


def _cell(cell: Cell, keys: Keys) -> Json:
    spoken = cell.stance is not None
    grade = {"letter": cell.letter, "digit": cell.digit, "support": cell.support, "band": band_of(cell.support)}
    return {
        "stance": cell.stance or "silent",
        "stances": list(cell.stances),
        "grade": grade if spoken else None,
        "claims": _named(cell.claims, keys),
    }


def _named(claims: Iterable[int], keys: Keys) -> list[str]:
    return [keys[c] for c in claims if c in keys]


def claims_in(grid: Grid) -> list[int]:
    """The claims that a comparison names, whose keys its JSON needs."""
    return sorted({c for row in grid.rows for cell in row.cells.values() for c in cell.claims})


def source(row: SourceRow) -> Json:
    """A source's profile."""
    return {
        "name": row.name,
        "known": row.known,
        "letter": row.letter,
        "family": row.family,
        "articles": row.articles,
        "claims": row.claims,
        "first": row.first,
        "lag_days": row.lag_days,
        "certainty": row.certainty,
        "attribution": row.attribution,
        "cues": [{"cue": cue, "count": count} for cue, count in row.cues],
    }


def article(row: ArticleRow) -> Json:
    """A line of the list of articles."""
    return {
        "id": row.key,
        "name": row.name,
        "title": row.title,
        "source": row.source,
        "published": row.published,
        "published_origin": row.published_origin,
        "language": row.language,
        "claims": row.claims,
        "first_line": row.first_line,
        "url": row.url,
        "chars": row.chars,
    }


def article_in_full(detail: ArticleDetail, keys: Keys, kin: Mapping[int, str]) -> Json:
    """An article with its text, the places of its claims, its dates and its kin (article ids to keys)."""
    return {
        **article(detail.row),
        "byline": detail.byline,
        "text": detail.text,
        "claims": [
            {
                "id": keys.get(m.claim),
                "start": m.sentence.start,
                "end": m.sentence.end,
                "content": [list(s) for s in m.content],
                "support": m.support,
                "digit": m.digit,
            }
            for m in detail.marks
        ],
        "dates": [date(d) for d in detail.dates],
        "credits": [{"party": party, "role": role} for party, role in detail.credits],
        "related": [{"relation": r, "article": kin.get(a), "score": score} for r, a, score in detail.related],
    }


def hit(found: Hit, shown: str) -> Json:
    """An answer of the search; `shown` is its id outside the case file."""
    matches = [list(span) for span in found.matches]
    return {"kind": found.kind, "id": shown, "text": found.text, "score": round(found.score, 4), "matches": matches}


def actor(row: ActorRow) -> Json:
    """Somebody who speaks, with the names that were joined and the words for them in each article."""
    return {
        "id": row.key,
        "name": row.name,
        "kind": row.kind,
        "letter": row.letter,
        "aliases": list(row.aliases),
        "articles": row.articles,
        "claims": row.claims,
        "spoken": [
            {"article": article_ref(s.article), "words": [{"text": text, "claims": n} for text, n in s.words]}
            for s in row.spoken
        ],
    }


def audit(row: AuditRow) -> Json:
    """An annotation as a line."""
    return {
        "op": row.op,
        "author": row.author,
        "at": row.at,
        "field": row.field,
        "value": row.value,
        "reason": row.reason,
        "target": row.target,
        "head": row.head,
        "retracted": row.retracted,
        "private": row.private,
    }


def reading(found: Reading, text: str, published: str | None = None) -> Json:
    """What the extractor read in a text: `saidby extract`, less `id` and `targets`. `published` is EDTF."""
    return {
        "sentences": [list(s.span) for s in found.sentences],
        "timexes": [_timex(t) for t in found.timexes],
        "attributions": [
            {
                "source": list(a.source) if a.source else None,
                "cue": list(a.cue) if a.cue else None,
                "content": list(a.content[0]) if len(a.content) == 1 else [list(s) for s in a.content],
            }
            for a in found.attributions
        ],
        "claims": [read_claim(found, c, text) for c in found.claims],
        "main_event": _main_event(found, published),
    }


def _timex(timex: Timex) -> Json:
    return {
        "start": timex.span.start,
        "end": timex.span.end,
        "text": timex.text,
        "type": timex.type,
        "value": timex.value,
        "edtf": timex.edtf,
        "from": timex.interval.start,
        "to": timex.interval.end,
        "precision": timex.precision,
        "anchor": timex.anchor,
        "rule": timex.rule,
        "alternatives": list(timex.alternatives),
    }


def _main_event(found: Reading, published: str | None) -> Json | None:
    """The event that the article is about. News that states no day of it happened about when it was published."""
    if found.main_event is None:
        return None
    event = found.events[found.main_event]
    timex = found.timexes[event.timex] if event.timex is not None else None
    if timex is not None:
        place, when = timex.span, (timex.interval.start, timex.interval.end, timex.edtf)
    elif published is not None and _DAY.fullmatch(published):
        place, when = event.span, (published, published, f"{published}~")
    else:
        place, when = event.span, (None, None, None)
    return {"from": when[0], "to": when[1], "edtf": when[2], "start": place.start, "end": place.end}


_DAY = re.compile(r"\d{4}-\d\d-\d\d")
