"""Which rows travel: of the articles in scope all that was stated, annotated and derived, and nothing of this machine.

Runs on a connection whose main database is the case file and whose attached database `snap` is the new snapshot, in
one transaction. Content is numbered by key, so that equal content makes equal rows.
"""

from __future__ import annotations

import sqlite3

from store.filters import Filter, fold
from store.intake import LIVE_SIGHTING
from store.snapshot.layers import Table, content_tables, derived_tables
from store.snapshot.redact import repeats, stub

_LIVE_OP = (
    """NOT EXISTS (SELECT 1 FROM op_arrival r JOIN merge_batch m ON m.id = r.batch WHERE r.op = o.id AND m.undone)"""
)

_IN_SCOPE = """CASE json_extract(o.json, '$.target.kind')
  WHEN 'span' THEN o.target IN (SELECT hash FROM chosen_text)
  WHEN 'sighting' THEN o.target IN (SELECT key FROM chosen_sighting)
  WHEN 'pair' THEN json_extract(o.json, '$.target.a[0]') IN (SELECT hash FROM chosen_text)
               AND json_extract(o.json, '$.target.b[0]') IN (SELECT hash FROM chosen_text)
  WHEN 'name' THEN fold(o.target) IN (SELECT key FROM chosen_name)
  WHEN 'author' THEN 1
  WHEN 'body' THEN 1 ELSE 0 END"""
"""Tombstones on texts always travel: what must go must go everywhere."""

_DERIVED = {
    "outlet": "id IN (SELECT outlet FROM article WHERE id IN chosen_article)",
    "article": "id IN chosen_article",
    "article_sighting": "sighting IN (SELECT old FROM chosen_sighting) AND article IN chosen_article",
    "article_link": "a IN chosen_article AND b IN chosen_article",
    "actor": "id IN chosen_actor",
    "actor_alias": "actor IN chosen_actor",
    "claim": "id IN chosen_claim",
    "claim_link": "a IN chosen_claim AND b IN chosen_claim",
    "proposition": "id IN chosen_proposition",
    "origin": "proposition IN chosen_proposition",
    "event": "id IN (SELECT event FROM event_mention WHERE article IN chosen_article)",
    "anchored": "article IN chosen_article AND op IN (SELECT id FROM snap.op WHERE NOT redacted)",
}
"""The derived rows that go with the chosen articles; those of the other tables go with their claim or article."""

_MAPPED = {
    ("article", "body"): "(SELECT new FROM chosen_text WHERE old = article.body)",
    ("article_sighting", "sighting"): "(SELECT new FROM chosen_sighting WHERE old = article_sighting.sighting)",
    ("grade_part", "because_of"): "CASE WHEN because_of IN chosen_claim THEN because_of END",
    ("anchored", "claim"): "CASE WHEN claim IN chosen_claim THEN claim END",
}


_REPEATS = "repeats(s.extra, (SELECT text FROM body WHERE id = s.body))"


def choose(db: sqlite3.Connection, scope: Filter, *, texts: bool) -> int:
    """Put the ids of what travels into temporary tables; everything that counts, where the filter is empty.

    Without `texts`, articles are left out whose file states a stretch of the text again, as no part of what it states
    can be taken away without breaking its key; gives how many.
    """
    db.create_function("repeats", 2, repeats, deterministic=True)
    db.create_function("fold", 1, fold, deterministic=True)
    db.create_function("stub", 1, stub, deterministic=True)
    within, parameters = "1", tuple[object, ...]()
    if scope:
        clause, parameters = scope.clause()
        within = (
            f"s.body IN (SELECT a.body FROM article a WHERE a.id IN (SELECT s.article FROM standing s WHERE {clause}))"
        )
    db.execute(
        "CREATE TEMP TABLE chosen_sighting (old INTEGER PRIMARY KEY, new INTEGER, key TEXT UNIQUE, body INTEGER)"
    )
    db.execute(
        "INSERT INTO chosen_sighting SELECT s.id, row_number() OVER (ORDER BY s.key), s.key, s.body FROM sighting s "
        f"WHERE {within} AND {LIVE_SIGHTING}" + ("" if texts else f" AND NOT {_REPEATS}"),
        parameters,
    )
    (left_out,) = (
        (0,)
        if texts
        else db.execute(
            f"SELECT count(*) FROM sighting s WHERE {within} AND {LIVE_SIGHTING} AND {_REPEATS}", parameters
        ).fetchone()
    )
    db.execute("CREATE TEMP TABLE chosen_text (old INTEGER PRIMARY KEY, new INTEGER, hash TEXT UNIQUE)")
    db.execute(
        "INSERT INTO chosen_text SELECT b.id, row_number() OVER (ORDER BY b.hash), b.hash FROM body b "
        "WHERE b.id IN (SELECT body FROM chosen_sighting)"
    )
    db.execute("CREATE TEMP TABLE chosen_article (id INTEGER PRIMARY KEY)")
    db.execute(
        "INSERT INTO chosen_article SELECT DISTINCT x.article FROM article_sighting x "
        "JOIN chosen_sighting c ON c.old = x.sighting"
    )
    db.execute("CREATE TEMP TABLE chosen_claim (id INTEGER PRIMARY KEY)")
    db.execute("INSERT INTO chosen_claim SELECT id FROM claim WHERE article IN chosen_article")
    db.execute("CREATE TEMP TABLE chosen_actor (id INTEGER PRIMARY KEY)")
    db.execute(
        "INSERT INTO chosen_actor SELECT speaker FROM claim WHERE id IN chosen_claim AND speaker IS NOT NULL "
        "UNION SELECT actor FROM chain_link WHERE claim IN chosen_claim AND actor IS NOT NULL "
        "UNION SELECT speaker FROM standing WHERE claim IN chosen_claim AND speaker IS NOT NULL"
        + ("" if scope else " UNION SELECT id FROM actor")  # those that are only spoken of, too
    )
    db.execute("CREATE TEMP TABLE chosen_proposition (id INTEGER PRIMARY KEY)")
    db.execute(
        "INSERT INTO chosen_proposition SELECT DISTINCT proposition FROM standing "
        "WHERE claim IN chosen_claim AND proposition IS NOT NULL"
    )
    db.execute("CREATE TEMP TABLE chosen_name (key TEXT PRIMARY KEY)")
    db.execute(
        "INSERT INTO chosen_name SELECT key FROM outlet WHERE id IN (SELECT outlet FROM article WHERE id IN chosen_article) "
        "UNION SELECT alias FROM actor_alias WHERE actor IN chosen_actor"
    )
    db.execute("CREATE TEMP TABLE chosen_op (id TEXT PRIMARY KEY)")
    db.execute(f"INSERT INTO chosen_op SELECT o.id FROM op o WHERE {_LIVE_OP} AND {_IN_SCOPE if scope else '1'}")
    if scope:  # withheld ones say not what they are about: those that replace a chosen one go with it
        db.execute(
            "INSERT OR IGNORE INTO chosen_op SELECT o.id FROM op o JOIN op_supersedes e ON e.op = o.id "
            f"WHERE o.redacted AND e.superseded IN chosen_op AND {_LIVE_OP}"
        )
    return int(left_out)


def copy_content(db: sqlite3.Connection, *, texts: bool) -> None:
    """Bodies (their texts, or only hash and length) and sightings, numbered by key."""
    db.execute(
        f"INSERT INTO snap.body SELECT c.new, b.hash, coalesce(length(b.text), b.chars), {'b.text' if texts else 'NULL'} "
        "FROM chosen_text c JOIN body b ON b.id = c.old ORDER BY c.new"
    )
    (sighting,) = (t for t in content_tables() if t.name == "sighting")
    stated = ", ".join(f"s.{c}" for c in sighting.columns[3:])
    db.execute(
        f"INSERT INTO snap.sighting SELECT c.new, s.key, t.hash, {stated} FROM chosen_sighting c "
        "JOIN sighting s ON s.id = c.old LEFT JOIN chosen_text t ON t.old = s.body ORDER BY c.new"
    )


def copy_ops(db: sqlite3.Connection, *, private: bool) -> list[tuple[str, str]]:
    """Annotations and what they supersede; without `private`, the private ones as stubs. Gives (JSON, field) of these."""
    (op,) = (t for t in content_tables() if t.name == "op")
    columns = ", ".join(op.columns)
    hold = "0" if private else "(o.private AND NOT o.redacted)"
    whole = ", ".join(f"o.{c}" for c in op.columns)
    db.execute(
        f"INSERT INTO snap.op ({columns}) SELECT {whole} FROM op o WHERE o.id IN chosen_op AND NOT {hold} ORDER BY o.id"
    )
    db.execute(
        "INSERT INTO snap.op (id, json, redacted, author, field, private) "
        f"SELECT o.id, stub(o.json), 1, o.author, o.field, 0 FROM op o WHERE o.id IN chosen_op AND {hold} ORDER BY o.id"
    )
    db.execute(
        "INSERT INTO snap.op_supersedes (op, superseded) SELECT op, superseded FROM op_supersedes "
        "WHERE op IN chosen_op ORDER BY superseded, op"
    )
    return db.execute(f"SELECT o.json, o.field FROM op o WHERE o.id IN chosen_op AND {hold} ORDER BY o.id").fetchall()


def withheld_bodies(db: sqlite3.Connection) -> list[str]:
    """The texts that were held back."""
    return [
        t for (t,) in db.execute("SELECT text FROM body WHERE text IS NOT NULL AND id IN (SELECT old FROM chosen_text)")
    ]


def copy_derived(db: sqlite3.Connection) -> None:
    """What is derived from the chosen articles, as it stands."""
    (whole,) = db.execute("SELECT (SELECT count(*) FROM chosen_article) = (SELECT count(*) FROM article)").fetchone()
    for table in derived_tables():
        db.execute(
            f"INSERT INTO snap.{table.name} ({', '.join(table.columns)}) SELECT "
            f"{', '.join(_column(table, c, whole) for c in table.columns)} FROM {table.name} WHERE {_condition(table, whole)}"
        )


def _column(table: Table, column: str, whole: bool) -> str:
    mapped = _MAPPED.get((table.name, column), column)
    return column if whole and "chosen_claim" in mapped else mapped


def _condition(table: Table, whole: bool) -> str:
    if whole and table.name not in _NOT_BY_CLAIM:
        return "1"  # nothing is left out: two million look-ups less at 50,000 articles
    if table.name in _DERIVED:
        return _DERIVED[table.name]
    return (
        "claim IN chosen_claim"
        if "claim" in table.columns and table.name not in _BY_ARTICLE
        else "article IN chosen_article"
    )


_NOT_BY_CLAIM = frozenset(
    {"outlet", "article_sighting", "actor", "actor_alias", "proposition", "origin", "event", "anchored"}
)
"""Tables whose rows need not go with a chosen article, even where all articles are chosen."""

_BY_ARTICLE = frozenset({"timex", "event_mention", "source_credit"})
