"""What of a case file can be found: the SQL of the search, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import cast
from zlib import crc32

from store.casefile import Reader
from store.filters import Filter
from store.queries.sources import SOURCE_ID, SOURCE_NAME
from store.records.rows import HitKind
from store.search.aliases import Aliases, spellings
from store.search.segments import Document

_FIRST_LINE = "substr(b.text, 1, min(200, instr(b.text || char(10), char(10)) - 1))"
_FEW = 500

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


def ids(r: Reader, kind: HitKind) -> list[int]:
    """The ids of all rows of a kind, ascending; handed over as one string, since row by row takes three times as long."""
    tables, column, *_ = _SOURCES[kind]
    found = r.execute(f"SELECT group_concat(id) FROM (SELECT {column} AS id FROM {tables} ORDER BY 1)").fetchone()[0]
    return cast("list[int]", json.loads(f"[{found}]")) if found else []


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


def shown(r: Reader, kind: HitKind, wanted: Sequence[int]) -> dict[int, tuple[str, str]]:
    """(key, shown text) by id; ids that are gone are left out."""
    tables, column, key, text, _ = _SOURCES[kind]
    marks = ",".join("?" * len(wanted))
    rows = r.execute(f"SELECT {column}, {key}, {text} FROM {tables} AND {column} IN ({marks})", list(wanted))
    return {row[0]: (row[1], row[2] or "") for row in rows}


def stamps(r: Reader, kind: HitKind) -> dict[int, int]:
    """A short print of each row's words, by id, to see which rows have changed without reading them all again.

    A body never changes under an article's key; claims are replaced, never changed, and are compared by id alone.
    """
    tables, column, key, text, more = _SOURCES[kind]
    if kind == "article":
        text, more = "coalesce(a.title, '')", "a.name || ' ' || coalesce(o.name, '') || ' ' || coalesce(a.byline, '')"
    rows = r.execute(f"SELECT {column}, {key} || {text} || {more} FROM {tables}")
    return {row[0]: crc32(row[1].encode("utf-8", "replace")) for row in rows}


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


def claims_under(r: Reader, filter: Filter) -> list[int]:
    """The ids of the claims that a filter lets through, ascending."""
    condition, parameters = filter.clause()
    query = f"SELECT group_concat(claim) FROM (SELECT s.claim FROM standing s WHERE {condition} ORDER BY 1)"
    found = r.execute(query, parameters).fetchone()[0]
    return cast("list[int]", json.loads(f"[{found}]")) if found else []


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
