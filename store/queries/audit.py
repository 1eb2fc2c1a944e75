"""Who did what when: every annotation as a line, where analysts disagree, and what lost its place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from store.casefile import CaseFile, Reader
from store.ops import Head
from store.records.op import Target
from store.records.rows import AuditRow
from store.records.span import Span

_INPUTS = "inputs"
"""What an override was made on: kept in its value, no part of what it says."""

MAX_VALUE = 200
"""Characters of a value that a line shows."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two analysts, one field of one thing, two values."""

    field: str
    target: str
    start: int | None
    author: str
    value: str
    reason: str | None
    other: str
    other_value: str
    other_reason: str | None


def rows(case: CaseFile, *, target: str | None = None, author: str | None = None, limit: int = 1000) -> list[AuditRow]:
    """The annotations, newest arrival first; those on one target (its key) or by one author, if named."""
    conditions, parameters = ["1"], list[object]()
    for column, wanted in (("o.target", target), ("o.author", author)):
        if wanted is not None:
            conditions.append(f"{column} = ?")
            parameters.append(wanted)
    with case.read() as r:
        found = r.execute(
            "SELECT o.id, o.json, o.redacted, EXISTS (SELECT 1 FROM op_head h WHERE h.id = o.id) AS head FROM op o "
            f"WHERE {' AND '.join(conditions)} ORDER BY o.rowid DESC LIMIT ?",
            (*parameters, limit),
        ).fetchall()
    return [_row(op, json.loads(text), bool(redacted), bool(head)) for op, text, redacted, head in found]


def _row(op: str, data: Mapping[str, Any], redacted: bool, head: bool) -> AuditRow:
    value = data.get("value")
    return AuditRow(
        op=op,
        author=str(data.get("author") or ""),
        at=str(data.get("at") or ""),
        field=str(data.get("field") or ""),
        value="withheld" if redacted else value_words(value),
        reason=data.get("reason"),
        target="withheld" if redacted else _target_words(data.get("target") or {}),
        head=head,
        retracted=value is None and not redacted,
        private=bool(data.get("private")),
    )


def value_words(value: object) -> str:
    """An annotation's value as a person reads it: 'digit 3', 'yes', words; 'retracted' for none."""
    if value is None:
        return "retracted"
    if value is True:
        return "yes"
    if isinstance(value, Mapping):
        return ", ".join(f"{k} {v}" for k, v in value.items() if k != _INPUTS)[:MAX_VALUE]
    return str(value)[:MAX_VALUE]


def _target_words(target: Mapping[str, Any]) -> str:
    if quote := target.get("quote"):
        return f"“{str(quote)[:MAX_VALUE]}”"
    key = str(target.get("key") or "")
    return key if target.get("kind") in ("name", "author") else f"{target.get('kind')} {key[:12]}"


def annotation(case: CaseFile, op: str) -> Head | None:
    """One annotation as it was made, by its whole id; None where it is a stub whose content was withheld."""
    with case.read() as r:
        row = r.execute("SELECT json, redacted FROM op WHERE id = ?", (op,)).fetchone()
    if row is None or row["redacted"]:
        return None
    data = json.loads(row["json"])
    return Head(
        op, data["author"], data["field"], Target.from_json(data["target"]), data.get("value"), data.get("reason"),
        bool(data.get("private")), data.get("at", ""),
    )  # fmt: skip


def disagreements(case: CaseFile) -> list[Disagreement]:
    """Where two analysts hold two values of one field of one thing; overrides made on other inputs may still agree."""
    with case.read() as r:
        found = r.execute(
            "SELECT * FROM disagreements WHERE value IS NOT NULL AND other_value IS NOT NULL "
            "ORDER BY target, field, start_char, author, other"
        ).fetchall()
    pairs = [
        Disagreement(
            x["field"], x["target"], x["start_char"], x["author"], _said(x["field"], x["value"]), x["reason"], x["other"],
            _said(x["field"], x["other_value"]), x["other_reason"],
        )
        for x in found
    ]  # fmt: skip
    return [d for d in pairs if d.value != d.other_value]


def words_of_target(case: CaseFile, about: Disagreement) -> str:
    """What a disagreement is about, for a person: the quoted words, the two linked claims, the article, the name."""
    with case.read() as r:
        row = r.execute(
            "SELECT json FROM op_head WHERE target = ? AND field = ? AND start_char IS ? AND redacted = 0 LIMIT 1",
            (about.target, about.field, about.start),
        ).fetchone()
        if row is None:
            return about.target[:12]
        target = Target.from_json(json.loads(row["json"])["target"])
        if target.kind == "sighting":
            named = r.execute("SELECT coalesce(title, name) FROM sighting WHERE key = ?", (target.key,)).fetchone()
            return str(named[0]) if named is not None else target.key[:12]
        if target.first is not None and target.other is not None:
            return " / ".join(f"“{_text_at(r, body, span)}”" for body, span in (target.first, target.other))
    return f"“{target.quote[:MAX_VALUE]}”" if target.quote else target.key


def _text_at(r: Reader, body: str, span: Span) -> str:
    found = r.execute(
        "SELECT substr(text, ?, ?) FROM body WHERE hash = ?", (span.start + 1, span.end - span.start, body)
    ).fetchone()
    return str(found[0] or "withheld")[:MAX_VALUE] if found is not None else body[:12]


def _said(field: str, value: object) -> str:
    """A value as SQL hands it over, in words: overrides are JSON there."""
    return value_words(json.loads(str(value))) if field == "override" else str(value)


def orphans(case: CaseFile) -> list[AuditRow]:
    """Annotations on places in texts that stand nowhere now: kept, shown here, never moved in silence."""
    with case.read() as r:
        found = r.execute(
            "SELECT h.id, h.json FROM op_head h WHERE h.redacted = 0 AND h.value IS NOT NULL "
            "AND json_extract(h.json, '$.target.kind') = 'span' AND NOT EXISTS (SELECT 1 FROM anchored n WHERE n.op = h.id) ORDER BY h.id"
        ).fetchall()
    return [_row(op, json.loads(text), False, True) for op, text in found]
