"""Annotations: append an op, mark what it makes stale, read the heads."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterable, Mapping
from typing import Any

from store import stale
from store.casefile import Reader, Writer
from store.errors import UsageError
from store.filters import fold
from store.records.op import FIELDS, Op, Target, checked_value
from store.records.record import record
from store.records.text import clean, clean_line


@record
class Head:
    """An op that nothing of its author supersedes. `value` is None where it retracts."""

    id: str
    author: str
    field: str
    target: Target
    value: Any
    reason: str | None
    private: bool
    at: str


def make_op(
    r: Reader,
    author: str,
    target: Target,
    field: str,
    value: object,
    *,
    reason: str | None = None,
    private: bool = False,
    supersedes: Iterable[str] | None = None,
) -> Op:
    """An op ready to be appended: value checked, text cleaned, superseding the author's heads on the same field.

    Fields that keep several heads (notes, tags) supersede only what `supersedes` names. Raises UsageError.
    """
    who = clean_line(author, 100)
    if not who:
        raise UsageError("An annotation needs an author", hint="give one with --as NAME")
    try:
        stored = checked_value(field, target, value, reason)
    except ValueError as error:
        raise UsageError(
            f"This {FIELDS[field].title.lower() if field in FIELDS else field} can't be kept", str(error)
        ) from error
    if supersedes is None:
        supersedes = (
            ()
            if FIELDS[field].many
            else [h.id for h in heads(r, target=target.key, field=field, author=who) if _same_place(h, target)]
        )
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    why = clean(reason).strip()[:2000] if reason else None
    return Op(who, target, field, stored, tuple(sorted(supersedes)), private, why, now, os.urandom(8).hex())


def append(w: Writer, op: Op) -> str:
    """Store an op and put what it makes stale in the queue; gives its id. Appending it again changes nothing."""
    w.execute("INSERT INTO op (id, json) VALUES (?, ?)", (op.id, op.json()))
    mark_stale(w, op.field, op.target)
    return op.id


def heads(
    r: Reader,
    *,
    target: str | None = None,
    field: str | None = None,
    author: str | None = None,
    fields: Iterable[str] = (),
) -> list[Head]:
    """The heads on a target, of a field, of an author; retractions and redacted stubs are left out.

    Order: by id, so that it is the same in every copy of the case file.
    """
    conditions, parameters = ["redacted = 0", "value IS NOT NULL"], list[object]()
    for column, wanted in (("target", target), ("field", field), ("author", author)):
        if wanted is not None:
            conditions.append(f"{column} = ?")
            parameters.append(wanted)
    several = list(fields)
    if several:
        conditions.append(f"field IN ({', '.join('?' * len(several))})")
        parameters.extend(several)
    rows = r.execute(f"SELECT id, json FROM op_head WHERE {' AND '.join(conditions)} ORDER BY id", parameters)
    return [_head(i, j) for i, j in rows]


def history(r: Reader, *, target: str | None = None) -> list[tuple[str, str, bool]]:
    """(op id, its JSON, whether it is a head) of every op, or of those on one target, oldest arrival first."""
    where, parameters = ("WHERE o.target = ?", (target,)) if target is not None else ("", ())
    rows = r.execute(
        f"SELECT o.id, o.json, EXISTS (SELECT 1 FROM op_head h WHERE h.id = o.id) FROM op o {where} ORDER BY o.rowid",
        parameters,
    )
    return [(i, j, bool(head)) for i, j, head in rows]


def _head(op_id: str, text: str) -> Head:
    data: Mapping[str, Any] = json.loads(text)
    return Head(
        op_id, data["author"], data["field"], Target.from_json(data["target"]), data.get("value"), data.get("reason"),
        bool(data.get("private")), data.get("at", ""),
    )  # fmt: skip


def _same_place(head: Head, target: Target) -> bool:
    return head.target.span == target.span


def mark_stale(w: Writer, field: str, target: Target) -> None:
    """Put in the queue what an op on this field and target touches (HOUSE.md, 'How the derived layer is rebuilt')."""
    stage = FIELDS[field].stage if field in FIELDS else None
    if target.kind == "span" and stage is not None:
        body_articles = "SELECT a.id FROM article a JOIN body b ON b.id = a.body WHERE b.hash = ?"
        if stage == "grade":
            stale.mark_query(w, "grade", f"SELECT id FROM claim WHERE article IN ({body_articles})", (target.key,))
        else:
            stale.mark_query(w, "read", body_articles, (target.key,))
    elif target.kind == "sighting" and stage is not None:
        stale.mark_query(w, "group", "SELECT body FROM sighting WHERE key = ? AND body IS NOT NULL", (target.key,))
    elif target.kind == "body" and stage is not None:
        stale.mark_query(w, stage, "SELECT id FROM body WHERE hash = ?", (target.key,))
    elif target.kind == "pair" and target.first and target.other:
        for body, span in (target.first, target.other):
            stale.mark_query(
                w, "link",
                "SELECT c.id FROM claim c JOIN article a ON a.id = c.article JOIN body b ON b.id = a.body "
                "WHERE b.hash = ? AND c.start_char < ? AND c.end_char > ?",
                (body, span.end, span.start),
            )  # fmt: skip
    elif target.kind == "name" and field == "rating":
        key = fold(target.key)
        stale.mark_query(
            w, "grade",
            "SELECT s.claim FROM standing s JOIN outlet o ON o.id = s.outlet WHERE o.key = ? UNION "
            "SELECT s.claim FROM standing s JOIN actor_alias n ON n.actor = s.speaker WHERE n.alias = ? UNION "
            "SELECT l.claim FROM chain_link l JOIN actor_alias n ON n.actor = l.actor WHERE n.alias = ? UNION "
            "SELECT s.claim FROM article a JOIN standing s ON s.article = a.id WHERE a.outlet IS NULL AND lower(a.name) = ?",
            (key, key, key, key),
        )  # fmt: skip
    elif target.kind == "name" and field == "family":
        key = fold(target.key)
        stale.mark_query(
            w, "link",
            "SELECT s.claim FROM standing s JOIN outlet o ON o.id = s.outlet WHERE o.key IN (?2, 'the ' || ?2) UNION "
            "SELECT c.id FROM article_key k JOIN claim c ON c.article = k.article WHERE k.key IN ('a:' || ?2, 'a:the ' || ?2) UNION "
            "SELECT c.id FROM source_credit d JOIN claim c ON c.article = d.article WHERE lower(d.credited) IN (?2, 'the ' || ?2)",
            (key.removeprefix("the "),),
        )  # fmt: skip
    elif target.kind == "name" and field == "actor.merge":
        stale.mark_query(
            w, "read",
            "SELECT article FROM article_key WHERE key = 'a:' || ?",  # every article that names it, as it was read
            (fold(target.key),),
        )  # fmt: skip
