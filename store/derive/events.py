"""Event mentions to events: the same day and the same doing; never across another day, place or number.

A mention without an event has not been joined yet: so the work left is in the table itself. Of the mentions of its time
only those are joined anew that links lead to from there: all others stay in the event in which they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from sqlite3 import Row

from store.casefile import Reader, Writer
from store.derive.components import Link, camps
from store.derive.facts import Facts, load
from store.derive.frames import candidate_keys, joined_key, objects_of, parties_of
from store.derive.occasions import is_day, one_event
from store.derive.tables import is_common
from store.derive.words import folded_stem, rarity
from store.filters import fold
from store.records.keys import parts_key
from store.records.reading import EventStatus, Frame
from store.records.span import Interval, Span

_NEAREST = 20
"""Of the mentions that share a key, so many on either side, in the order of publication, are held against each one."""
_RAREST = 5
"""Words by which a mention that names nobody meets others, two at a time."""
_PARTIES = 6
_CHUNK = 400
_DATED = """SELECT m.*, t.edtf, t.date_from, t.date_to, t.precision, a.key AS article_key, a.published_from, s.proposition
FROM timex t JOIN event_mention m ON m.timex = t.id JOIN article a ON a.id = m.article LEFT JOIN standing s ON s.claim = m.claim
WHERE t.role IN ('event', 'utterance', 'publication') AND {start} AND substr(t.date_to, 1, 10) IS ? AND m.role = ? AND NOT a.hidden"""
_FROM = "t.date_from >= ? AND t.date_from < ? || 'U'"
"""A day, and what is told to the hour of it ("2024-03-05T07:00")."""
_UNDATED = """SELECT m.*, t.edtf, t.date_from, t.date_to, t.precision, a.key AS article_key, a.published_from, s.proposition
FROM event_mention m JOIN article a ON a.id = m.article LEFT JOIN timex t ON t.id = m.timex LEFT JOIN standing s ON s.claim = m.claim
WHERE t.date_from IS NULL AND t.date_to IS NULL AND NOT a.hidden AND """


@dataclass(frozen=True, slots=True, order=True)
class _Bucket:
    """Mentions that could be one event: of one role and stretch of whole days; undated ones of one proposition, or alone."""

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
        return _Bucket(row["role"], (row["date_from"] or "")[:10], (row["date_to"] or "")[:10], 0, 0)
    if row["proposition"] is not None:
        return _Bucket(row["role"], "", "", row["proposition"], 0)
    return _Bucket(row["role"], "", "", 0, row["id"])


def _join(w: Writer, bucket: _Bucket) -> None:
    mentions = _mentions(w, bucket)
    if not mentions:
        return
    facts = _facts(w, mentions)
    by_id = {row["id"]: row for row in mentions}
    touched, links = _touched(facts, by_id)
    for group in camps({i: facts[i] for i in touched}, links):
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
        start, first = (_FROM, (bucket.start, bucket.start)) if bucket.start else ("t.date_from IS NULL", ())
        return r.execute(_DATED.format(start=start), (*first, bucket.end or None, bucket.role)).fetchall()
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


def _touched(facts: dict[int, Facts], by_id: dict[int, Row]) -> tuple[set[int], list[Link]]:
    """The mentions that links lead to from those without an event, these with them, and the links between them.

    Where more share a key than are held against each other, who comes or goes moves others apart or together: then all
    that share it are looked at.
    """
    lists = _lists(facts, by_id)
    touched = {i for i in facts if by_id[i]["event"] is None}
    touched.update(i for ids in lists.values() if len(ids) > _NEAREST + 1 for i in ids)
    places: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for key, ids in lists.items():
        for place, i in enumerate(ids):
            places[i].append((key, place))
    found: dict[tuple[int, int], Link | None] = {}
    edge = sorted(touched)
    while edge:
        one = edge.pop()
        for key, place in places[one]:
            for two in lists[key][max(0, place - _NEAREST) : place + _NEAREST + 1]:
                pair = min(one, two), max(one, two)
                if one == two or pair in found:
                    continue
                found[pair] = _link(facts[one], facts[two], by_id[one], by_id[two])
                if found[pair] is not None and two not in touched:
                    touched.add(two)
                    edge.append(two)
    return touched, [x for x in found.values() if x is not None]


def _lists(facts: dict[int, Facts], by_id: dict[int, Row]) -> dict[str, list[int]]:
    """The mentions that share a proposition or something telling, in the order of publication."""
    together: dict[str, list[int]] = defaultdict(list)
    for i in sorted(facts, key=lambda i: _place(facts[i])):
        for key in dict.fromkeys((*candidate_keys(facts[i]), *_plain_keys(facts[i]))):
            together[key].append(i)
        if by_id[i]["proposition"] is not None:
            together[f"proposition:{by_id[i]['proposition']}"].append(i)
    return {key: ids for key, ids in together.items() if len(ids) > 1}


def _plain_keys(f: Facts) -> list[str]:
    """Further keys, for one time alone: two rare words where nobody is named; on a day a party and a thing."""
    frame = f.frame
    rarest = sorted(frame.words, key=lambda w: (-rarity(folded_stem(w)), w))[:_RAREST] if not frame.actors else []
    keys = [joined_key(f"w:{one}", f"w:{two}") for one, two in combinations(rarest, 2)]
    if is_day(f):
        parties = sorted(parties_of(frame))[:_PARTIES]
        keys += [joined_key(f"a:{p}", f"o:{o}") for p in parties for o in objects_of(frame)[:_PARTIES]]
    return keys


def _link(a: Facts, b: Facts, one: Row, two: Row) -> Link | None:
    same = one["proposition"] is not None and one["proposition"] == two["proposition"]
    score = one_event(a, b, same, one["role"] == "utterance")
    if not score:
        return None
    first, second = (a.id, b.id) if a.key < b.key else (b.id, a.id)
    return Link(first, second, "same-proposition", score)


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
