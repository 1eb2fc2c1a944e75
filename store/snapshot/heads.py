"""What each analyst holds, over the annotations of one file or of two together (pure): heads, and where they disagree."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from store.casefile import Reader
from store.queries.audit import value_words

SINGLE_VALUED = (
    "rating", "stake", "override", "date", "outlet", "family", "speaker", "kind", "polarity", "link", "actor.merge",
    "actor.part",
)  # fmt: skip
"""Fields on which two analysts can disagree: those of the view `disagreements`."""

LIVE_OP = "NOT EXISTS (SELECT 1 FROM op_arrival r JOIN merge_batch m ON m.id = r.batch WHERE r.op = o.id AND m.undone)"
"""A condition over `op o` of a case file: it was not undone with the merge that brought it."""


@dataclass(frozen=True, slots=True)
class Held:
    """One annotation. `value` is in words, None where it retracts or was withheld."""

    id: str
    author: str
    field: str
    target: str
    start: int | None
    end: int | None
    value: str | None
    reason: str | None
    quote: str | None
    withheld: bool
    supersedes: tuple[str, ...]

    @property
    def place(self) -> tuple[str, str, int | None, int | None]:
        """What it is about: target, field and span."""
        return self.target, self.field, self.start, self.end


@dataclass(frozen=True, slots=True)
class Clash:
    """Two analysts, one field of one thing, two values; the authors in the order of their names."""

    one: Held
    other: Held


def held_ops(r: Reader, *, live: bool) -> dict[str, Held]:
    """All annotations by id; with `live` (a case file) without those of undone merges."""
    rows = r.execute(f"SELECT o.id, o.json, o.redacted FROM op o WHERE {LIVE_OP if live else '1'} ORDER BY o.id")
    return {i: _held(i, text, bool(redacted)) for i, text, redacted in rows}


def _held(op: str, text: str, redacted: bool) -> Held:
    data = json.loads(text)
    target = data.get("target") or {}
    value = data.get("value")
    return Held(
        op, str(data["author"]), str(data["field"]), str(target.get("key") or ""), target.get("start"), target.get("end"),
        None if value is None else value_words(value), data.get("reason"), target.get("quote"), redacted,
        tuple(data["supersedes"]),
    )  # fmt: skip


def heads(ops: dict[str, Held]) -> list[Held]:
    """Those that no annotation of the same author replaces, by id."""
    replaced = {
        earlier
        for op in ops.values()
        for earlier in op.supersedes
        if earlier in ops and ops[earlier].author == op.author
    }
    return [op for i, op in sorted(ops.items()) if i not in replaced]


def clashes(held: Iterable[Held]) -> list[Clash]:
    """Every pair of authors who hold different values of a field of one thing."""
    places: dict[object, list[Held]] = defaultdict(list)
    for head in held:
        if head.field in SINGLE_VALUED and head.value is not None and not head.withheld:
            places[head.place].append(head)
    return [
        Clash(*sorted(pair, key=lambda h: (h.author, h.id)))
        for there in places.values()
        for pair in combinations(there, 2)
        if pair[0].author != pair[1].author and pair[0].value != pair[1].value
    ]
