"""What of a case file can be found: the SQL of the search, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zlib import crc32

import numpy as np

from store.casefile import Reader
from store.filters import Filter
from store.queries.sources import SOURCE_ID, SOURCE_NAME
from store.queries.window import bound, split
from store.records.rows import HitKind
from store.search.aliases import Aliases, spellings
from store.search.segments import Document, Ids, Stamps

_FIRST_LINE = "substr(b.text, 1, min(200, instr(b.text || char(10), char(10)) - 1))"
_FEW = 500
_BELOW_ALL = -(1 << 62)  # outlets that no table holds have ids below zero

# kind -> (FROM and WHERE, id column, key, shown text, searched besides)
_SOURCES: dict[HitKind, tuple[str, str, str, str, str]] = {
    "claim": (
        "claim c LEFT JOIN actor w ON w.id = c.speaker LEFT JOIN standing s ON s.claim = c.id "
        "WHERE NOT c.hidden AND NOT coalesce(s.hidden, 0)",
        "c.id", "c.key", "c.quote", "coalesce(w.name, '') || ' ' || coalesce(c.speaker_text, '')",
    ),
    "article": (
        "article a LEFT JOIN body b ON b.id = a.body LEFT JOIN outlet o ON o.id = a.outlet WHERE NOT a.hidden",
        "a.id", "a.key", f"coalesce(a.title, {_FIRST_LINE}, a.name)",
        "a.name || ' ' || coalesce(o.name, '') || ' ' || coalesce(a.byline, '') || ' ' || coalesce(b.text, '')",
    ),
    "event": ("event e WHERE 1", "e.id", "e.key", "e.label", "coalesce(e.edtf, '')"),
    "source": (
        "(SELECT o.id, o.key, o.name FROM outlet o WHERE EXISTS (SELECT 1 FROM article a WHERE a.outlet = o.id AND NOT a.hidden) "
        f"UNION ALL SELECT {SOURCE_ID}, a.key, {SOURCE_NAME} FROM article a LEFT JOIN outlet o ON o.id = a.outlet "
        "WHERE a.outlet IS NULL AND NOT a.hidden) o WHERE 1",
        "o.id", "o.key", "o.name", "''",
    ),
    "actor": (
        "actor w WHERE 1", "w.id", "w.key", "w.name",
        "coalesce((SELECT group_concat(alias, ' ') FROM actor_alias WHERE actor = w.id), '')",
    ),
}  # fmt: skip


def sizes(r: Reader) -> dict[HitKind, int]:
    """How many rows of each kind can be found."""
    return {kind: r.execute(f"SELECT count(*) FROM {tables}").fetchone()[0] for kind, (tables, *_) in _SOURCES.items()}


def weight(r: Reader) -> int:
    """About how much there is to read, in sentences: rows, and a body as the sentences that fill it."""
    (claims,) = r.execute("SELECT count(*) FROM claim").fetchone()
    (chars,) = r.execute("SELECT coalesce(sum(chars), 0) FROM body").fetchone()
    return int(claims) + int(chars) // 150


def documents(r: Reader, kind: HitKind) -> Iterator[Document]:
    """All rows of a kind, by id."""
    tables, column, _, text, more = _SOURCES[kind]
    for row in r.execute(f"SELECT {column}, {text}, {more} FROM {tables} ORDER BY 1"):
        yield Document(kind, row[0], row[1] or "", row[2] or "")


def some(r: Reader, kind: HitKind, wanted: Sequence[int]) -> Iterator[Document]:
    """The rows of a kind with these ids, by id."""
    tables, column, _, text, more = _SOURCES[kind]
    ordered = sorted(wanted)
    for first in range(0, len(ordered), _FEW):
        few = ordered[first : first + _FEW]
        marks = ",".join("?" * len(few))
        for row in r.execute(
            f"SELECT {column}, {text}, {more} FROM {tables} AND {column} IN ({marks}) ORDER BY 1", few
        ):
            yield Document(kind, row[0], row[1] or "", row[2] or "")


_SHOWN: dict[HitKind, str] = {
    "claim": (  # what is hidden is not asked for: a join more would double the time of a key
        "SELECT c.id, c.key, c.quote, c.article << 32 | c.start_char FROM json_each(?1) j JOIN claim c ON c.id = j.value"
    ),
    "article": (
        f"SELECT a.id, a.key, coalesce(a.title, {_FIRST_LINE}, a.name), NULL FROM json_each(?1) j "
        "JOIN article a ON a.id = j.value LEFT JOIN body b ON b.id = a.body WHERE NOT a.hidden"
    ),
    "event": "SELECT e.id, e.key, e.label, NULL FROM json_each(?1) j JOIN event e ON e.id = j.value",
    "source": (
        "SELECT o.id, o.key, o.name, NULL FROM json_each(?1) j JOIN outlet o ON o.id = j.value "
        "WHERE EXISTS (SELECT 1 FROM article a WHERE a.outlet = o.id AND NOT a.hidden) "
        f"UNION ALL SELECT {SOURCE_ID}, a.key, {SOURCE_NAME}, NULL FROM json_each(?1) j JOIN article a ON a.id = -j.value "
        "LEFT JOIN outlet o ON o.id = a.outlet WHERE a.outlet IS NULL AND NOT a.hidden"
    ),
    "actor": "SELECT w.id, w.key, w.name, NULL FROM json_each(?1) j JOIN actor w ON w.id = j.value",
}


def shown(r: Reader, kind: HitKind, wanted: Sequence[int]) -> dict[int, tuple[str, str, int | None]]:
    """(key, shown text, sentence) by id; ids that are gone are left out. Claims on one sentence share its number.

    One statement for any number of ids, so that it is prepared once, and the ids in order, so that neighbours lie on
    one page: two hundred of a million claims in 1.6 ms in place of 8 with a list of parameters as it came.
    """
    cursor = r.cursor()
    cursor.row_factory = None  # bare tuples
    return {
        i: (key, text or "", sentence)
        for i, key, text, sentence in cursor.execute(_SHOWN[kind], (bound(sorted(wanted)),))
    }


def stamps(r: Reader, kind: HitKind, after: int = _BELOW_ALL) -> tuple[Ids, Stamps]:
    """Ids (ascending) and short prints of all rows above an id, to see which have changed without reading them again.

    A body never changes under an article's key; of a claim, the sentence and the speaker do, as it is read anew.
    """
    tables, column, key, text, more = _SOURCES[kind]
    if kind == "claim":
        row = r.execute(
            "SELECT group_concat(id), group_concat(stamp) FROM (SELECT c.id, (c.start_char * 31 + c.end_char * 17 + "
            f"coalesce(c.speaker, 0) * 8191) & 4294967295 AS stamp FROM {tables} AND c.id > ? ORDER BY c.id)",
            (after,),
        ).fetchone()
        return numbers(row[0]), numbers(row[1]).astype(np.uint32)
    if kind == "article":
        text = "coalesce(a.title, '')"
        more = "a.name || ' ' || coalesce(o.name, '') || ' ' || coalesce(a.byline, '') || coalesce(a.rules, '')"
    rows = r.execute(f"SELECT {column}, {key} || {text} || {more} FROM {tables} AND {column} > ? ORDER BY 1", (after,))
    found = [(row[0], crc32(row[1].encode("utf-8", "replace"))) for row in rows]
    return np.array([i for i, _ in found], dtype=np.int64), np.array([stamp for _, stamp in found], dtype=np.uint32)


def numbers(text: str | None) -> Ids:
    """The numbers of a group_concat: handed over as one string, since row by row takes three times as long, and read in
    pieces, since the screen stands still while one is read."""
    found = [np.array(items, dtype=np.int64) for items in split(text or "")]
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)


def claims_print(r: Reader, last: int | None = None) -> tuple[int, ...]:
    """The last claim's id, and sums over all claims up to it that move when one goes, comes back or changes its speaker.

    Two narrow indexes are read: a tenth of a second for a million claims, while other threads run.
    """
    if last is None:
        (last,) = r.execute("SELECT coalesce(max(id), 0) FROM claim").fetchone()
    claims = r.execute(
        "SELECT count(*), coalesce(sum((coalesce(speaker, 0) * 8191 + id) * (id % 1009 + 1) & 4294967295), 0) "
        "FROM claim INDEXED BY claim_speaker WHERE id <= ?",
        (last,),
    ).fetchone()
    hidden = r.execute(
        "SELECT count(*), coalesce(sum(claim * (claim % 1009 + 1) & 4294967295), 0) "
        "FROM standing INDEXED BY standing_event WHERE hidden AND claim <= ?",
        (last,),
    ).fetchone()
    return last, *claims, *hidden


def bodies(r: Reader, wanted: Sequence[int]) -> dict[int, str]:
    """The texts of articles, by article id."""
    marks = ",".join("?" * len(wanted))
    rows = r.execute(
        f"SELECT a.id, b.text FROM article a JOIN body b ON b.id = a.body WHERE a.id IN ({marks})", list(wanted)
    )
    return {row[0]: row[1] for row in rows if row[1]}


def aliases(r: Reader) -> Aliases:
    """Names that mean one thing: those of each actor that has several, and the shipped spellings."""
    rows = r.execute(
        "SELECT w.name, group_concat(l.alias, char(10)) FROM actor_alias l JOIN actor w ON w.id = l.actor GROUP BY w.id"
    )
    return Aliases([*spellings(), *((row[0], *row[1].split("\n")) for row in rows)])


def claims_under(r: Reader, filter: Filter) -> Ids:
    """The ids of the claims that a filter lets through, in no order."""
    condition, parameters = filter.clause()
    return numbers(
        r.execute(f"SELECT group_concat(s.claim) FROM standing s WHERE {condition}", parameters).fetchone()[0]
    )


def strongest(r: Reader, filter: Filter, most: int) -> list[int]:
    """The claims that a filter lets through, best supported first."""
    condition, parameters = filter.clause()
    rows = r.execute(
        f"SELECT s.claim FROM standing s WHERE {condition} ORDER BY s.shown_support DESC NULLS LAST, s.claim LIMIT ?",
        (*parameters, most),
    )
    return [claim for (claim,) in rows]


def keys(r: Reader, claims: Sequence[int]) -> dict[int, str]:
    """The keys of some claims, by id."""
    marks = ",".join("?" * len(claims))
    return dict(r.execute(f"SELECT id, key FROM claim WHERE id IN ({marks})", list(claims)).fetchall())
