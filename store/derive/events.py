"""Event mentions to events: the same day and the same doing; never across another day, place or number.

A mention without an event has not been joined yet: so the work left is in the table itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from sqlite3 import Row

from store.casefile import Reader, Writer
from store.derive.components import Link, camps
from store.derive.facts import Facts, load
from store.derive.frames import candidate_keys
from store.derive.occasions import one_event
from store.derive.tables import is_common
from store.filters import fold
from store.records.keys import parts_key
from store.records.reading import EventStatus, Frame
from store.records.span import Interval, Span

_NEAREST = 20
"""Of the mentions that share a key, so many in the order of publication are held against each one."""
_CHUNK = 400
_DATED = """SELECT m.*, t.edtf, t.date_from, t.date_to, t.precision, a.key AS article_key, a.published_from, s.proposition
FROM timex t JOIN event_mention m ON m.timex = t.id JOIN article a ON a.id = m.article LEFT JOIN standing s ON s.claim = m.claim
WHERE t.role IN ('event', 'utterance', 'publication') AND t.date_from IS ? AND t.date_to IS ? AND m.role = ? AND NOT a.hidden"""
_UNDATED = """SELECT m.*, t.edtf, t.date_from, t.date_to, t.precision, a.key AS article_key, a.published_from, s.proposition
FROM event_mention m JOIN article a ON a.id = m.article LEFT JOIN timex t ON t.id = m.timex LEFT JOIN standing s ON s.claim = m.claim
WHERE t.date_from IS NULL AND t.date_to IS NULL AND NOT a.hidden AND """


@dataclass(frozen=True, slots=True, order=True)
class _Bucket:
    """Mentions that could be one event: of one role and stretch of days; undated ones of one proposition, or alone."""

    role: str
    start: str
    end: str
    proposition: int
    alone: int


def join_events(w: Writer) -> None:
    """Give every mention that has none its event, and drop events that nothing tells any more."""
    rows = w.execute(
        "SELECT m.id, m.role, t.date_from, t.date_to, s.proposition FROM event_mention m LEFT JOIN timex t ON t.id = m.timex "
        "LEFT JOIN standing s ON s.claim = m.claim WHERE m.event IS NULL"
    ).fetchall()
    if not rows:
        return
    for bucket in sorted({_bucket(row) for row in rows}):
        _join(w, bucket)
    w.execute("DELETE FROM event WHERE id NOT IN (SELECT event FROM event_mention WHERE event IS NOT NULL)")


def _bucket(row: Row) -> _Bucket:
    if row["date_from"] is not None or row["date_to"] is not None:
        return _Bucket(row["role"], row["date_from"] or "", row["date_to"] or "", 0, 0)
    if row["proposition"] is not None:
        return _Bucket(row["role"], "", "", row["proposition"], 0)
    return _Bucket(row["role"], "", "", 0, row["id"])


def _join(w: Writer, bucket: _Bucket) -> None:
    mentions = _mentions(w, bucket)
    if not mentions:
        return
    facts = _facts(w, mentions)
    by_id = {row["id"]: row for row in mentions}
    for group in camps(facts, _links(facts, by_id)):
        members = sorted((by_id[i] for i in group), key=lambda m: (m["published_from"] or "9999", facts[m["id"]].key))
        key = min(facts[i].key for i in group)
        first = members[0]
        (event,) = w.execute(
            "INSERT INTO event (key, label, edtf, date_from, date_to, precision, role, status) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (key) DO UPDATE SET label = excluded.label, edtf = excluded.edtf, date_from = excluded.date_from, "
            "date_to = excluded.date_to, precision = excluded.precision, role = excluded.role, status = excluded.status "
            "RETURNING id",
            (key, first["title"], first["edtf"], first["date_from"], first["date_to"], first["precision"] or "unknown",
             first["role"], _status(w, members)),
        ).fetchone()  # fmt: skip
        w.executemany("UPDATE event_mention SET event = ? WHERE id = ?", [(event, i) for i in sorted(group)])


def _mentions(r: Reader, bucket: _Bucket) -> list[Row]:
    if bucket.start or bucket.end:
        return r.execute(_DATED, (bucket.start or None, bucket.end or None, bucket.role)).fetchall()
    if bucket.proposition:
        query = _UNDATED + "m.role = ? AND m.claim IN (SELECT claim FROM standing WHERE proposition = ?)"
        return r.execute(query, (bucket.role, bucket.proposition)).fetchall()
    return r.execute(_UNDATED + "m.id = ?", (bucket.alone,)).fetchall()


def _facts(r: Reader, mentions: Sequence[Row]) -> dict[int, Facts]:
    """Each mention in the form of a claim, so that the rules of components hold for events too."""
    claims = load(r, {m["claim"] for m in mentions if m["claim"] is not None})
    out = {}
    for m in mentions:
        key = parts_key(
            m["article_key"], [m["start_char"], m["end_char"]], m["role"], m["title"], m["date_from"], m["date_to"]
        )
        when = Interval(m["date_from"], m["date_to"])
        base = claims.get(m["claim"]) if m["claim"] is not None else None
        if base is None:
            out[m["id"]] = _bare(m, key, when)
        else:
            out[m["id"]] = replace(base, id=m["id"], key=key, event=when, hidden=False)
    return out


def _bare(m: Row, key: str, when: Interval) -> Facts:
    """A mention that no claim tells: its title's words are its frame."""
    words = tuple(sorted({x for x in fold(m["title"]).replace(",", " ").split() if len(x) > 2 and not is_common(x)}))
    return Facts(
        id=m["id"], key=key, article=m["article"], article_key=m["article_key"], outlet=None, outlet_key=None, outlet_name=None,
        sentence=Span(m["start_char"], m["end_char"]), speaker=None, speaker_text=None, type="outlet_voice", kind="report",
        commitment="asserted", polarity="+", frame=Frame((), "", words, (), words), content=m["title"], cue=None, hedges=(),
        checks=(), hops=(), end=(), quantities=(), event=when, exact_day=False, published=m["published_from"], hidden=False,
    )  # fmt: skip


def _links(facts: dict[int, Facts], by_id: dict[int, Row]) -> list[Link]:
    """Mentions that share a proposition or a candidate key, and are alike enough."""
    together: dict[str, list[int]] = defaultdict(list)
    for i, f in facts.items():
        for key in (*candidate_keys(f), *(f"w:{x}" for x in f.frame.words[:4] if not f.frame.actors)):
            together[key].append(i)
        if by_id[i]["proposition"] is not None:
            together[f"proposition:{by_id[i]['proposition']}"].append(i)
    pairs = {pair for ids in together.values() for pair in _near(sorted(ids, key=lambda i: _place(facts[i])))}
    out = []
    for one, two in sorted(pairs):
        a, b = facts[one], facts[two]
        same = by_id[one]["proposition"] is not None and by_id[one]["proposition"] == by_id[two]["proposition"]
        score = one_event(a, b, same, by_id[one]["role"] == "utterance")
        if score:
            first, second = (one, two) if a.key < b.key else (two, one)
            out.append(Link(first, second, "same-proposition", score))
    return out


def _near(ordered: Sequence[int]) -> set[tuple[int, int]]:
    """The pairs of those that stand at most so many places apart: a year's mentions of a country are thousands."""
    return {
        (min(one, other), max(one, other))
        for n, one in enumerate(ordered)
        for other in ordered[n + 1 : n + 1 + _NEAREST]
    }


def _place(f: Facts) -> tuple[str, str]:
    return f.published or "9999", f.key


def _status(r: Reader, members: Sequence[Row]) -> EventStatus:
    """Disputed where somebody contradicts, or one denies what another reports; else what most firmly is told."""
    told: set[str] = {m["status"] for m in members}
    if "disputed" in told or len(told & {"denied", "reported"}) == 2 or _contradicted(r, members):
        return "disputed"
    for status in ("denied", "reported"):
        if status in told:
            return "denied" if status == "denied" else "reported"
    return "planned"


def _contradicted(r: Reader, members: Iterable[Row]) -> bool:
    claims = sorted({m["claim"] for m in members if m["claim"] is not None})
    for at in range(0, len(claims), _CHUNK):
        chunk = claims[at : at + _CHUNK]
        marks = ",".join("?" * len(chunk))
        row = r.execute(
            f"SELECT 1 FROM claim_link WHERE relation = 'contradicts' AND state <> 'rejected' AND (a IN ({marks}) OR b IN ({marks})) LIMIT 1",
            (*chunk, *chunk),
        ).fetchone()
        if row is not None:
            return True
    return False
