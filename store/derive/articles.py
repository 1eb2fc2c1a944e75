"""Stage group: the sightings of one body to articles, with what analysts assert of them; outlets; revisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from sqlite3 import Row

from store import intake, ops, stale
from store.casefile import Reader, Writer
from store.derive import actors, meetings, partners
from store.derive.heads import preferred
from store.derive.outlets import outlet_id, outlet_names
from store.filters import fold
from store.ops import Head
from store.records.edtf import lies_ahead, parse_edtf
from store.records.keys import parts_key
from store.records.span import Interval

_STATED = ("title", "url", "external_id", "byline", "outlet", "language", "published", "updated")
_OPS = ("date", "outlet", "hide", "tombstone")
UNKNOWN_LANGUAGE = "und"
"""BCP 47 for a language that no file states."""


@dataclass(frozen=True, slots=True)
class Folded:
    """Sightings of one body that agree: the class they share, the fullest first."""

    published: str | None
    outlet: str | None
    sightings: tuple[Row, ...]


def group(w: Writer, bodies: Sequence[int], analyst: str | None) -> None:
    """Make the articles of these bodies anew: rows keep their id where their key stays; marks what must be read."""
    names = outlet_names(w, _asserted_outlets(w))
    for body in bodies:
        _group_body(w, body, names, analyst)


def _group_body(w: Writer, body: int, names: dict[str, str], analyst: str | None) -> None:
    (body_hash,) = w.execute("SELECT hash FROM body WHERE id = ?", (body,)).fetchone() or (None,)
    if body_hash is None:
        return
    sightings = w.execute("SELECT * FROM sighting WHERE body = ? ORDER BY key", (body,)).fetchall()
    undone = _undone(w, body)
    kept = dict(w.execute("SELECT key, id FROM article WHERE body = ?", (body,)).fetchall())
    seen: list[int] = []
    for folded in fold_sightings(sightings):
        key = parts_key(body_hash, folded.published or "", folded.outlet or "")
        seen.append(_write(w, key, body, body_hash, folded, undone, names, analyst))
    for article in kept.values():
        if article not in seen:
            forget(w, article)
    _link_same_text(w, seen)
    for article in seen:
        _link_revisions(w, article)


def fold_sightings(sightings: Sequence[Row]) -> list[Folded]:
    """Sightings folded where date and outlet agree, or are unknown and exactly one fuller class fits."""
    classes: dict[tuple[str | None, str | None], list[Row]] = defaultdict(list)
    for s in sightings:
        classes[s["published"], fold(s["outlet"]) if s["outlet"] else None].append(s)
    fullest = [c for c in classes if not any(_fuller(d, c) for d in classes)]
    out: dict[tuple[str | None, str | None], list[Row]] = defaultdict(list)
    for c, members in classes.items():
        fits = [d for d in fullest if _fuller(d, c)]
        out[fits[0] if len(fits) == 1 else c].extend(members)
    return [
        Folded(p, o, tuple(sorted(members, key=lambda s: (-sum(s[f] is not None for f in _STATED), s["key"]))))
        for (p, o), members in sorted(out.items(), key=lambda i: (i[0][0] or "", i[0][1] or ""))
    ]


def _fuller(d: tuple[str | None, str | None], c: tuple[str | None, str | None]) -> bool:
    return d != c and all(mine is None or mine == theirs for mine, theirs in zip(c, d))


def _undone(r: Reader, body: int) -> set[int]:
    """Sightings that only undone import runs brought."""
    rows = r.execute(
        "SELECT s.id FROM sighting s JOIN unit_sighting us ON us.sighting = s.id JOIN import_unit u ON u.id = us.unit "
        "JOIN import_run n ON n.id = u.run WHERE s.body = ? GROUP BY s.id HAVING min(n.undone) = 1",
        (body,),
    )
    return {i for (i,) in rows}


def _asserted_outlets(r: Reader) -> list[str]:
    return [str(h.value) for h in ops.heads(r, field="outlet")]


def _write(
    w: Writer, key: str, body: int, body_hash: str, folded: Folded, undone: set[int], names: dict[str, str],
    analyst: str | None,
) -> int:  # fmt: skip
    heads = _heads(w, [s["key"] for s in folded.sightings])
    removed = bool(heads["tombstone"]) or intake.is_barred(w, body_hash)
    date, outlet = preferred(heads["date"], analyst), preferred(heads["outlet"], analyst)
    published, origin = _published(folded, date)
    interval, precision = _interval(published)
    stated = next((s["outlet"] for s in folded.sightings if s["outlet"]), None)
    named = str(outlet.value) if outlet is not None else stated
    hidden = bool(heads["hide"]) or removed or all(s["id"] in undone for s in folded.sightings)
    first = folded.sightings[0]
    values = {
        "body": body,
        "outlet": outlet_id(w, named, names, analyst) if named else None,
        "name": first["name"],
        "title": _first(folded, "title"),
        "url": _first(folded, "url"),
        "byline": _first(folded, "byline"),
        "language": _first(folded, "language") or UNKNOWN_LANGUAGE,
        "published": published,
        "published_from": interval.start,
        "published_to": interval.end,
        "published_precision": precision,
        "published_origin": origin,
        "hidden": int(hidden),
    }
    before = w.execute("SELECT * FROM article WHERE key = ?", (key,)).fetchone()
    if before is None:
        columns = ("key", *values)
        article = w.execute(
            f"INSERT INTO article ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))}) RETURNING id",
            (key, *values.values()),
        ).fetchone()[0]
    else:
        article = before["id"]
        w.execute(
            f"UPDATE article SET {', '.join(f'{c} = ?' for c in values)} WHERE id = ?", (*values.values(), article)
        )
    w.executemany(
        "INSERT INTO article_sighting (sighting, article) VALUES (?, ?) "
        "ON CONFLICT (sighting) DO UPDATE SET article = excluded.article",
        [(s["id"], article) for s in folded.sightings],
    )
    _mark(w, int(article), before, values)
    return int(article)


def _mark(w: Writer, article: int, before: Row | None, values: dict[str, object]) -> None:
    stale.mark(w, "index", [article])
    if before is None or before["rules"] is None:
        stale.mark(w, "read", [article])
        return
    if any(before[c] != values[c] for c in ("published", "language", "title", "body")):
        stale.mark(w, "read", [article])
    if any(before[c] != values[c] for c in ("outlet", "hidden", "published")):
        stale.mark_query(w, "link", "SELECT id FROM claim WHERE article = ?", (article,))
        w.execute(_NO_EVENT, (article,))
        w.execute(_NO_STORY, (article, article))
        if before["hidden"] != values["hidden"]:
            stale.mark(w, "read", [article])


_NO_EVENT = """UPDATE event_mention SET event = NULL
WHERE event IN (SELECT event FROM event_mention WHERE article = ? AND event IS NOT NULL)"""
"""Also those with which its mentions were joined: it may leave them."""
_NO_STORY = "UPDATE article SET story = NULL WHERE story = (SELECT story FROM article WHERE id = ?) OR id = ?"
"""An article, and those that share its story, look for it anew."""


def _heads(r: Reader, keys: Iterable[str]) -> dict[str, list[Head]]:
    out: dict[str, list[Head]] = {f: [] for f in _OPS}
    for key in keys:
        for head in ops.heads(r, target=key, fields=_OPS):
            out[head.field].append(head)
    return out


def _published(folded: Folded, date: Head | None) -> tuple[str | None, str | None]:
    if date is not None:
        return str(date.value), "analyst"
    if folded.published is None or lies_ahead(folded.published):
        return None, None
    origins = sorted({s["published_origin"] for s in folded.sightings if s["published"] == folded.published})
    return folded.published, origins[0]


def _interval(published: str | None) -> tuple[Interval, str | None]:
    if published is None:
        return Interval(None, None), None
    try:
        interval, precision = parse_edtf(published)
    except ValueError:
        return Interval(None, None), "unknown"
    return interval, precision


def _first(folded: Folded, column: str) -> str | None:
    return next((s[column] for s in folded.sightings if s[column] is not None), None)


def forget(w: Writer, article: int) -> None:
    """Drop an article whose sightings went elsewhere; what its claims touched is made anew."""
    from store.derive.readings import (
        release,
    )  # the two stages know each other: a fold can undo an article that was read

    named = actors.named_in(
        k for (k,) in w.execute("SELECT key FROM article_key WHERE article = ?", (article,)).fetchall()
    )
    release(w, article)
    partners.leave_lists(w, [i for (i,) in w.execute("SELECT id FROM claim WHERE article = ?", (article,)).fetchall()])
    meetings.leave_lists(w, article)
    w.execute("DELETE FROM article WHERE id = ?", (article,))
    actors.sync(w, named)
    actors.drop_unnamed(w, named)


def _link_same_text(w: Writer, articles: Sequence[int]) -> None:
    """Every article of a body to the one with the smallest key: a star, not all pairs."""
    marks = ",".join("?" * len(articles))
    w.execute(
        f"DELETE FROM article_link WHERE relation = 'same-text' AND (a IN ({marks}) OR b IN ({marks}))",
        (*articles, *articles),
    )
    if len(articles) < 2:
        return
    ordered = [i for (i,) in w.execute(f"SELECT id FROM article WHERE id IN ({marks}) ORDER BY key", tuple(articles))]
    w.executemany(
        "INSERT INTO article_link (a, b, relation, score) VALUES (?, ?, 'same-text', 1.0)",
        [(a, ordered[0]) for a in ordered[1:]],
    )


_VERSIONS = """SELECT DISTINCT a.id, a.key, a.body, max(coalesce(t.updated, t.published, '')) OVER (PARTITION BY a.id) AS version
FROM sighting s JOIN sighting t ON t.{column} = s.{column} {same} JOIN article_sighting x ON x.sighting = t.id JOIN article a ON a.id = x.article
WHERE s.id IN (SELECT sighting FROM article_sighting WHERE article = ?) AND s.{column} IS NOT NULL"""


def _link_revisions(w: Writer, article: int) -> None:
    """Link this article to those of another text under its address or its number at the same outlet.

    `a` revises `b` by the versions' own dates (score 1); where they do not tell, the order is by key (score 0.5).
    """
    old = _revision_rows(w, article)
    w.execute("DELETE FROM article_link WHERE relation = 'revises' AND (a = ? OR b = ?)", (article, article))
    _insert_revisions(w, article)
    for newer, older, _ in old ^ _revision_rows(w, article):
        # ops on the older text are anchored in the newer one, and claims of both lead to the same origins
        stale.mark_query(w, "read", "SELECT id FROM article WHERE id IN (?, ?)", (newer, older))


def _revision_rows(r: Reader, article: int) -> set[tuple[int, int, float]]:
    rows = r.execute(
        "SELECT a, b, score FROM article_link WHERE relation = 'revises' AND (a = ? OR b = ?)", (article, article)
    )
    return {(a, b, score) for a, b, score in rows}


def _insert_revisions(w: Writer, article: int) -> None:
    versions: dict[int, Row] = {}
    for column, same in (("url", ""), ("external_id", "AND t.outlet IS s.outlet")):
        for row in w.execute(_VERSIONS.format(column=column, same=same), (article,)):
            versions[row["id"]] = row
    me = versions.get(article)
    if me is None:
        return
    for other in versions.values():
        if other["body"] == me["body"]:
            continue
        if me["version"] and other["version"] and me["version"] != other["version"]:
            newer, older = (me, other) if me["version"] > other["version"] else (other, me)
            score = 1.0
        else:
            newer, older = (me, other) if me["key"] < other["key"] else (other, me)
            score = 0.5
        w.execute(
            "INSERT OR IGNORE INTO article_link (a, b, relation, score) VALUES (?, ?, 'revises', ?)",
            (newer["id"], older["id"], score),
        )
