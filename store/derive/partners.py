"""Whom a claim is held against: those that share a key of its frame, the nearest in time of them (nearest.py).

Rows of `frame_key`: "=" and the words, by which copies meet; "x" and a key of the frame; "d" and a key of what is denied,
in which denials and what they deny stand together, a denial in a row of "-" as well. A frame that half of a case file
shares makes a long list, in which only the nearest meet: so each claim costs the same in a large case file as in a small
one. Who meets whom depends on the claims alone, not on who came first.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from store import stale
from store.casefile import Reader, Writer
from store.derive.denials import denial_keys
from store.derive.facts import Facts
from store.derive.frames import candidate_keys
from store.derive.matching import likewise_keys
from store.derive.nearest import SEP, Lists, list_of

NEAREST = 12
"""So many claims on either side, of those that share a key, are looked at."""

_KEY = 10
"""Figures of a claim's key that put claims of one day in order."""
_UNDATED = "9999-99-99"
_TWIN, _FRAME, _DENIED, _DENIAL = "=", "x", "d", "-"


def claim_rows(f: Facts) -> set[str]:
    """The rows by which a claim that stands for its copies meets others."""
    if f.hidden:
        return set()
    day = f.event.start if f.exact_day and f.event.start else f.published
    place = (day or _UNDATED)[:10] + f.key[:_KEY]
    rows = {f"{_FRAME}{_hashed(k)}{SEP}{place}" for k in (*candidate_keys(f), *likewise_keys(f))}
    for key in denial_keys(f):
        sign, name = key[0], _hashed(key[1:])
        rows.add(f"{_DENIED}{name}{SEP}{place}{sign}")
        if sign == "-":
            rows.add(f"{_DENIAL}{name}{SEP}{place}")
    return rows


def enter(w: Writer, f: Facts, leads: bool, linked: bool) -> None:
    """Bring a claim's rows up to date; others whom that moves apart or together are put in the queue.

    `linked` tells whether there are links at all that it could part.
    """
    wanted = claim_rows(f) if leads else set()
    have = {
        k for (k,) in w.execute("SELECT key FROM frame_key WHERE claim = ? AND substr(key, 1, 1) <> '='", (f.id,))
    }  # fmt: skip
    _take_out(w, f.id, have - wanted)
    new = sorted(wanted - have)
    w.executemany("INSERT INTO frame_key (key, claim) VALUES (?, ?)", [(k, f.id) for k in new])
    for row in new if linked else ():
        for a, b in _lists().parted(w, row):
            both = "SELECT 1 FROM claim_link WHERE (a = ?1 AND b = ?2) OR (a = ?2 AND b = ?1)"
            if w.execute(both, (a, b)).fetchone() is not None:
                stale.mark(w, "link", (a, b))


def leave_lists(w: Writer, claims: Iterable[int]) -> None:
    """Before claims go: those that they stood between are put in the queue, as they may meet now."""
    for claim in claims:
        rows = w.execute("SELECT key FROM frame_key WHERE claim = ? AND substr(key, 1, 1) <> '='", (claim,))
        _take_out(w, claim, {k for (k,) in rows})


def _take_out(w: Writer, claim: int, rows: Iterable[str]) -> None:
    for row in sorted(rows):
        stale.mark(w, "link", (i for pair in _lists().parted(w, row) for i in pair))
        w.execute("DELETE FROM frame_key WHERE key = ? AND claim = ?", (row, claim))


def partners(r: Reader, f: Facts, leads: bool) -> set[int]:
    """The claims that this one meets: for a copy the one that stands for all copies, else by its rows, and in its own
    article what speaks against it, whatever the words."""
    if not leads:
        return _lead(r, f.id)
    rows = [k for (k,) in r.execute("SELECT key FROM frame_key WHERE claim = ? ORDER BY key", (f.id,))]
    found: set[int] = set()
    for row in rows:
        if row[0] == _FRAME:
            found.update(i for _, i in _near(r, row))
        elif row[0] == _DENIED and (row[-1] == "-" or _is_denied(r, row)):
            found.update(i for other, i in _near(r, row) if other[-1] != row[-1])
    found |= _beside(r, f)
    found.discard(f.id)
    return found


def _near(r: Reader, row: str) -> list[tuple[str, int]]:
    return _lists().before(r, row) + _lists().after(r, row)


def _is_denied(r: Reader, row: str) -> bool:
    """Whether anybody denies what stands in this list at all."""
    name = _DENIAL + list_of(row)[1:]
    query = "SELECT 1 FROM frame_key WHERE key > ? AND key < ? LIMIT 1"
    return r.execute(query, (name + SEP, name + SEP + chr(0x10FFFF))).fetchone() is not None


def _lead(r: Reader, claim: int) -> set[int]:
    """The claim that stands for all copies of this one."""
    row = r.execute(
        "SELECT c.id FROM frame_key me JOIN frame_key k ON k.key = me.key JOIN claim c ON c.id = k.claim "
        "WHERE me.claim = ? AND substr(me.key, 1, 1) = '=' ORDER BY c.key LIMIT 1",
        (claim,),
    ).fetchone()
    return {row[0]} if row is not None else set()


def _beside(r: Reader, f: Facts) -> set[int]:
    """Of the same article the claims of the other polarity: all for a negative one."""
    against = "" if f.negative else "AND (o.polarity = '-' OR o.kind = 'denial')"
    rows = r.execute(
        f"SELECT o.id FROM claim o WHERE o.article = ? AND o.id <> ? {against} "
        "AND EXISTS (SELECT 1 FROM frame_key k WHERE k.claim = o.id AND substr(k.key, 1, 1) <> '=')",
        (f.article, f.id),
    )
    return {i for (i,) in rows}


def _lists() -> Lists:
    return Lists("frame_key", "claim", NEAREST)


@lru_cache(maxsize=30_000)
def _hashed(key: str) -> str:
    """A short name for a list: features hold any words, and two lists under one name do no harm."""
    from hashlib import blake2b  # brings OpenSSL: only who makes a key pays for it

    return blake2b(key.encode("utf-8"), digest_size=6).hexdigest()
