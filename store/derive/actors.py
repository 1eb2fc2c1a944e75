"""Actors across articles: joined by key alone (full name, alias list, merges), never by being the only Kim so far.

What each article says of an actor stands in `article_key` rows, so that an actor's row is a function of the articles
that name it, whatever the order in which they came: `n:` key, kind and name; `l:` key and alias; `f:` key and whom it
belongs to, as this article says; `a:` the names as read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from store import ops
from store.casefile import Reader, Writer
from store.derive.heads import preferred, weakest
from store.filters import fold
from store.ops import Head
from store.records.reading import Actor

_SEP = "␟"
_MAX_STEPS = 20


@dataclass(frozen=True, slots=True)
class Merges:
    """Which names analysts said are the same: folded name to (key, name as given)."""

    target: Mapping[str, tuple[str, str]]

    def canonical(self, key: str) -> str:
        """The key under which an actor is kept; a circle of merges ends at its smallest key."""
        seen = [key]
        while (step := self.target.get(seen[-1])) is not None and len(seen) < _MAX_STEPS:
            if step[0] in seen:
                return min(seen[seen.index(step[0]) :])
            seen.append(step[0])
        return seen[-1]


def merges(r: Reader, analyst: str | None) -> Merges:
    """The actor merges that hold now."""
    by_name: dict[str, list[Head]] = {}
    for head in ops.heads(r, field="actor.merge"):
        by_name.setdefault(fold(head.target.key), []).append(head)
    target = {}
    for name, heads in by_name.items():
        chosen = preferred(heads, analyst)
        if chosen is not None and fold(str(chosen.value)) != name:
            target[name] = (fold(str(chosen.value)), str(chosen.value))
    return Merges(target)


def keys_of(actors: Iterable[Actor], extra: Iterable[str], merged: Merges) -> tuple[dict[str, str], list[str]]:
    """Canonical key of each actor key as read, and the `article_key` rows that an article has for its actors.

    `extra` are names of actors that an op or a chain brings and the reading does not list.
    """
    canonical: dict[str, str] = {}
    rows: set[str] = set()
    listed = list(actors)
    known = {a.key for a in listed}
    listed += [Actor(fold(n), n, "unknown") for n in extra if fold(n) and fold(n) not in known]
    for actor in listed:
        key = merged.canonical(actor.key)
        if key == actor.key:
            # a merge may name one of the aliases
            others = {merged.canonical(fold(n)) for n in (actor.name, *actor.aliases) if fold(n) in merged.target}
            key = min(others, default=key)
        canonical[actor.key] = key
        names = {actor.key, fold(actor.name), *(fold(a) for a in actor.aliases), key} - {""}
        rows |= {f"a:{n}" for n in names}
        rows |= {f"l:{key}{_SEP}{n}" for n in names}
        if actor.kind != "media" and actor.affiliations and " and " not in key:
            rows.add(f"f:{key}{_SEP}{merged.canonical(fold(actor.affiliations[0]))}")
        if key == actor.key:
            rows.add(f"n:{key}{_SEP}{actor.kind}{_SEP}{actor.name}")
        else:
            given = next((n for k, n in merged.target.values() if k == key), key)
            rows.add(f"n:{key}{_SEP}{actor.kind}{_SEP}{given}")
    return canonical, sorted(rows)


def named_in(rows: Iterable[str]) -> set[str]:
    """The canonical keys that `article_key` rows speak of."""
    return {row[2:].split(_SEP, 1)[0] for row in rows if row.startswith("n:")}


def affiliations(rows: Iterable[str]) -> dict[str, str]:
    """Actor key to the key of whom it belongs to, by one article's `article_key` rows."""
    pairs = (row[2:].partition(_SEP) for row in sorted(rows, reverse=True) if row.startswith("f:"))
    return {key: other for key, _, other in pairs}


def kinds(rows: Iterable[str]) -> dict[str, str]:
    """Actor key to what sort of actor one article takes it for, by its `article_key` rows."""
    parts = (row[2:].split(_SEP) for row in sorted(rows) if row.startswith("n:"))
    return {p[0]: p[1] for p in parts if len(p) == 3}


def names(rows: Iterable[str]) -> dict[str, str]:
    """Actor key to the name that one article has for it, by its `article_key` rows."""
    parts = (row[2:].split(_SEP) for row in sorted(rows) if row.startswith("n:"))
    return {p[0]: p[2] for p in parts if len(p) == 3}


def sync(w: Writer, keys: Iterable[str]) -> dict[str, int]:
    """Make the rows of these actors what the articles say of them; gives their ids. Unnamed ones are left as they are."""
    ids: dict[str, int] = {}
    for key in sorted(set(keys)):
        said = _said(w, "n", key)
        if not said:
            continue
        kinds = sorted({kind for kind, _, _ in (s.partition(_SEP) for s in said)} - {"unknown"})
        name = max(n for _, _, n in (s.partition(_SEP) for s in said))
        kind = kinds[0] if kinds else "unknown"
        row = w.execute("SELECT id, name, kind FROM actor WHERE key = ?", (key,)).fetchone()
        if row is None:
            (ids[key],) = w.execute(
                "INSERT INTO actor (key, name, kind) VALUES (?, ?, ?) RETURNING id", (key, name, kind)
            ).fetchone()
        else:
            ids[key] = row["id"]
            if (row["name"], row["kind"]) != (name, kind):
                w.execute("UPDATE actor SET name = ?, kind = ? WHERE id = ?", (name, kind, row["id"]))
        _sync_aliases(w, ids[key], set(_said(w, "l", key)))
    return ids


def drop_unnamed(w: Writer, keys: Iterable[str]) -> None:
    """Drop those of these actors that no article names any more."""
    for key in keys:
        if not _said(w, "n", key):
            w.execute("DELETE FROM actor WHERE key = ?", (key,))


def sync_letters(w: Writer) -> None:
    """Write each actor's weakest rating into its row; F where nobody has rated it."""
    rated: dict[int, list[str]] = {}
    for head in ops.heads(w, field="rating"):
        for (actor,) in w.execute("SELECT actor FROM actor_alias WHERE alias = ?", (fold(head.target.key),)):
            rated.setdefault(actor, []).append(str(head.value))
    w.execute("UPDATE actor SET letter = 'F' WHERE letter <> 'F'")
    w.executemany(
        "UPDATE actor SET letter = ? WHERE id = ?",
        [(weakest(letters), actor) for actor, letters in rated.items() if weakest(letters) != "F"],
    )


_EACH_ONCE = """WITH RECURSIVE said (key) AS (
  SELECT min(key) FROM article_key WHERE key >= :first AND key < :end
  UNION ALL SELECT (SELECT min(k.key) FROM article_key k WHERE k.key > said.key AND k.key < :end) FROM said WHERE said.key IS NOT NULL)
SELECT key FROM said"""
"""Different keys, from one to the next: thousands of articles say the same of a country."""


def _said(r: Reader, kind: str, key: str) -> list[str]:
    start = f"{kind}:{key}{_SEP}"
    rows = r.execute(_EACH_ONCE, {"first": start, "end": start[:-1] + chr(ord(_SEP) + 1)})
    return [row[len(start) :] for (row,) in rows if row is not None]


def _sync_aliases(w: Writer, actor: int, wanted: set[str]) -> None:
    have = {a for (a,) in w.execute("SELECT alias FROM actor_alias WHERE actor = ?", (actor,))}
    w.executemany("DELETE FROM actor_alias WHERE alias = ? AND actor = ?", [(a, actor) for a in have - wanted])
    w.executemany("INSERT INTO actor_alias (alias, actor) VALUES (?, ?)", [(a, actor) for a in wanted - have])
