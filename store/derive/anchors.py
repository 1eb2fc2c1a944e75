"""Where ops on spans stand in the articles that they speak of, their own text's and those of its newer versions."""

from __future__ import annotations

from collections.abc import Sequence
from sqlite3 import Row

from store import stale
from store.anchoring import Anchor, anchor
from store.casefile import Reader, Writer
from store.derive.overlay import SPAN_FIELDS, Corrected, claim_at
from store.derive.parting import PART, words_at
from store.ops import Head, heads
from store.records.op import FIELDS, Target
from store.records.span import Span


def _bodies(r: Reader, article: int, own: str) -> list[str]:
    """Hashes of the bodies whose ops speak of this article: its own, and those of the versions that it revises."""
    older = r.execute(
        "SELECT DISTINCT b.hash FROM article_link l JOIN article a ON a.id = l.b JOIN body b ON b.id = a.body "
        "WHERE l.a = ? AND l.relation = 'revises' AND l.score = 1.0 ORDER BY b.hash",
        (article,),
    )
    return [own, *(h for (h,) in older if h != own)]


def places_of(r: Reader, article: Row, text: str) -> dict[str, tuple[Span, str]]:
    """Op id to its place in the article's text and how that was found; orphans are left out."""
    out: dict[str, tuple[Span, str]] = {}
    for body in _bodies(r, article["id"], article["hash"]):
        rows = r.execute(
            "SELECT id, field, start_char, end_char, quote FROM op WHERE target = ? AND redacted = 0 AND start_char IS NOT NULL",
            (body,),
        )
        for op, field, start, end, quote in rows:
            found = _place(text, field, Span(int(start), int(end)), quote)
            if found is not None and found.span.start < found.span.end:
                out[op] = (found.span, found.how)
    return out


def _place(text: str, field: str | None, span: Span, quote: str | None) -> Anchor | None:
    """Where an op stands in a text: one that parts names counts for all of it, so any place of its words will do."""
    found = anchor(text, span, quote)
    if found is None and field == PART and quote and (first := words_at(text, quote)) is not None:
        return Anchor(first, "same-quote")
    return found


def span_heads(r: Reader, article: Row) -> list[Head]:
    """The heads of corrections that speak of this article."""
    bodies = _bodies(r, article["id"], article["hash"])
    return [h for body in bodies for h in heads(r, target=body, fields=(*SPAN_FIELDS, PART))]


def write_anchored(
    w: Writer, article: int, places: dict[str, tuple[Span, str]], corrected: Sequence[Corrected], claims: Sequence[int]
) -> None:
    """Write where the ops stand, and on which claim."""
    spans = [(c.content, c.claim.sentence) for c in corrected]
    parted = {i for (i,) in w.execute("SELECT id FROM op WHERE field = ?", (PART,))} & set(places)
    touched = {op: i for i, c in reversed(list(enumerate(corrected))) for op in c.ops if op in parted}
    added = {c.ops[0]: i for i, c in enumerate(corrected) if c.claim.rules == ("analyst",) and c.ops}
    rows = []
    for op, (span, how) in sorted(places.items()):
        index = touched.get(op) if op in parted else added.get(op, claim_at(spans, span))
        rows.append((op, article, claims[index] if index is not None else None, span.start, span.end, how))
    w.executemany(
        "INSERT INTO anchored (op, article, claim, start_char, end_char, how) VALUES (?, ?, ?, ?, ?, ?)", rows
    )


def anchor_op(w: Writer, op: str, target: Target, field: str) -> None:
    """Place one new op on a span in the articles that are read already, without reading them again."""
    if target.kind != "span" or target.span is None:
        return
    rows = w.execute(
        "SELECT a.id, b.text FROM article a JOIN body b ON b.id = a.body WHERE a.rules IS NOT NULL AND b.text IS NOT NULL "
        "AND (b.hash = ? OR a.id IN (SELECT l.a FROM article_link l JOIN article x ON x.id = l.b JOIN body y ON y.id = x.body "
        "WHERE y.hash = ? AND l.relation = 'revises' AND l.score = 1.0))",
        (target.key, target.key),
    ).fetchall()
    stage = FIELDS[field].stage if field in FIELDS else None
    for article, text in rows:
        found = _place(text, field, target.span, target.quote)
        if found is None or found.span.start >= found.span.end:
            continue
        claims = w.execute(
            "SELECT id, content_start, content_end, start_char, end_char FROM claim WHERE article = ? ORDER BY id",
            (article,),
        ).fetchall()
        spans = [(Span(c[1], c[2]), Span(c[3], c[4])) for c in claims]
        index = claim_at(spans, found.span) if field != PART else None
        claim = claims[index][0] if index is not None else None
        w.execute(
            "INSERT OR IGNORE INTO anchored (op, article, claim, start_char, end_char, how) VALUES (?, ?, ?, ?, ?, ?)",
            (op, article, claim, *found.span, found.how),
        )
        if stage == "read":
            stale.mark(w, "read", [article])
        elif stage == "grade" and claim is not None:
            stale.mark(w, "grade", [claim])


def unplaced(r: Reader) -> list[tuple[str, str, str]]:
    """(id, JSON, field) of ops on spans of texts that are read, which could stand there and do not yet."""
    rows = r.execute(
        "SELECT DISTINCT o.id, o.json, o.field, o.start_char, o.end_char, o.quote, b.text FROM op o JOIN body b ON b.hash = o.target "
        "JOIN article a ON a.body = b.id WHERE o.redacted = 0 AND o.start_char IS NOT NULL AND a.rules IS NOT NULL "
        "AND b.text IS NOT NULL AND NOT EXISTS (SELECT 1 FROM anchored n WHERE n.op = o.id AND n.article = a.id)"
    )
    return [
        (op, text, field)
        for op, text, field, start, end, quote, body in rows
        if (found := _place(body, field, Span(int(start), int(end)), quote)) is not None
        and found.span.start < found.span.end
    ]
