"""Snapshots as lines and JSON: what one says of itself, what a merge would bring, what two files do not share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.forms.columns import Column

if TYPE_CHECKING:
    from store.snapshot.batches import Batch
    from store.snapshot.diff import Diff, DiffRow
    from store.snapshot.inspect import Inspected
    from store.snapshot.manifest import Manifest
    from store.snapshot.merge import Preview
    from store.snapshot.sign import Signature

_WITHHELD = {"private": "private annotations", "text": "texts", "article": "articles that state their text twice"}
_SIDES = {"mine": "only mine", "theirs": "only theirs", "differ": "differ"}


def manifest_lines(theirs: Inspected) -> list[str]:
    """What a snapshot says of itself, as lines; the first three are the weightiest."""
    m = theirs.manifest
    return [*heading(theirs.name, m, theirs.signature), *_rest(theirs)]


def heading(name: str, m: Manifest, signature: Signature) -> list[str]:
    """Three lines: which snapshot and by whom, its signature, what it holds."""
    marking = f"TLP:{m.tlp}  " if m.tlp else ""
    by = ", ".join(f"{author} {n:,}" for author, n in m.annotations.items()) or "none"
    return [
        f"{marking}{name}, made by {m.creator or 'somebody'} on {m.created_at} with {m.program}",
        f"{signature.words}",
        f"{m.articles:,} articles; annotations: {by}",
    ]


def _rest(theirs: Inspected) -> Iterator[str]:
    m = theirs.manifest
    if m.comment:
        yield f"comment         {m.comment}"
    yield f"scope           {', '.join(f'{k}={v}' for k, v in m.scope.items()) or 'everything'}"
    yield f"withheld        {withheld_words(m) or 'nothing'}"
    yield f"content         {m.content_hash}"
    older = "of an older schema: sound, and made anew where it is opened or merged"
    state = "" if theirs.derived in ("ok", "none") else f" ({older if theirs.derived == 'older' else theirs.derived})"
    yield f"derived         {m.derived_hash or 'left out'}{state}"
    yield f"rules           {', '.join(m.rule_sets) or 'none'}; grading profile {m.grading_profile[:12]}"
    if m.waiting:
        yield f"behind          {m.waiting:,} rows waited to be read, linked or graded"
    for parent in m.parents:
        yield f"holds           {parent}"
    yield f"form            schema {m.schema}, form {m.format}, {theirs.size:,} bytes, SHA-256 {theirs.sha256}"


def withheld_words(m: Manifest) -> str:
    """What was held back, counted; '' for a whole copy."""
    return ", ".join(f"{n:,} {_WITHHELD.get(part, part)}" for part, n in m.withheld.items())


def manifest_json(theirs: Inspected) -> dict[str, object]:
    """The same as JSON."""
    m = theirs.manifest
    return {
        "name": theirs.name,
        "size": theirs.size,
        "sha256": theirs.sha256,
        "signature": {"state": theirs.signature.state, "who": theirs.signature.who, "words": theirs.signature.words},
        "derived": theirs.derived,
        "manifest": {
            name: dict(value) if name in _OBJECTS else list(value) if isinstance(value, tuple) else value
            for name in m.__dataclass_fields__
            for value in (getattr(m, name),)
        },
    }


_OBJECTS = frozenset({"scope", "withheld", "annotations"})


def preview_lines(seen: Preview) -> list[str]:
    """What a merge would bring."""
    counts = seen.counts
    lines = [*heading("Snapshot", seen.manifest, seen.signature), counts.words()]
    if counts.by_author:
        lines.append("By author: " + ", ".join(f"{author} {n:,}" for author, n in counts.by_author.items()))
        lines.append("By kind: " + ", ".join(f"{name} {n:,}" for name, n in counts.by_field.items()))
    for clash in seen.clashes[:20]:
        one, other = clash.one, clash.other
        lines.append(
            f"Disagreement: {one.field}: {one.author} says {one.value}, {other.author} says {other.value}"
            + (f" of “{one.quote}”" if one.quote else f" of {one.target}" if len(one.target) != 64 else "")
        )
    return lines


def diff_counts(found: Diff) -> list[str]:
    """One line a side: how many of each kind."""
    return [
        f"{_SIDES[side]}: " + (", ".join(f"{n:,} {name}" for name, n in counts.items()) or "nothing")
        for side, counts in found.counts.items()
    ]


def _author(row: DiffRow) -> str:
    return f"{row.author} / {row.other}" if row.other else row.author


def _value(row: DiffRow) -> str:
    if row.other:
        return f"{row.value} / {row.other_value}"
    return f"{row.value}{'' if row.head else ' (replaced since)'}"


DIFF: tuple[Column[DiffRow], ...] = (
    Column("side", lambda row: _SIDES[row.side], 11),
    Column("field", lambda row: row.field, 12),
    Column("author", _author, 24),
    Column("article", lambda row: row.article, 32),
    Column("quote", lambda row: row.quote or "", 40, shown=False),
    Column("reason", lambda row: " / ".join(filter(None, (row.reason, row.other_reason))), 40, shown=False),
    Column("key", lambda row: row.key, 64, shown=False),
    Column("value", _value, None),
)


def diff_json(row: DiffRow) -> dict[str, object]:
    """A line of a diff as JSON."""
    return {
        "side": row.side,
        "field": row.field,
        "article": row.article,
        "key": row.key,
        "author": row.author or None,
        "value": row.value or None,
        "reason": row.reason,
        "quote": row.quote,
        "head": row.head,
        "other": row.other or None,
        "other_value": row.other_value or None,
        "other_reason": row.other_reason,
    }


BATCHES: tuple[Column[Batch], ...] = (
    Column("merge", lambda b: str(b.id), 6, right=True),
    Column("at", lambda b: b.at, 25),
    Column("by", lambda b: b.creator or "", 16),
    Column("articles", lambda b: f"{b.articles:,}", 8, right=True),
    Column("annotations", lambda b: f"{b.annotations:,}", 11, right=True),
    Column("state", lambda b: "undone" if b.undone else "", 7),
    Column("file", lambda b: b.name, None),
)


def batch_json(b: Batch) -> dict[str, object]:
    """A merge as JSON."""
    return {
        "merge": b.id,
        "at": b.at,
        "name": b.name,
        "snapshot": b.snapshot,
        "creator": b.creator,
        "articles": b.articles,
        "annotations": b.annotations,
        "undone": b.undone,
    }
