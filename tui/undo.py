"""Undo and redo of this session's annotations: stacks of what was done; an undo is an annotation too."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.records.record import record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.records.op import Op, Target


@record
class Wish:
    """An annotation that is to be made. `supersedes` names what it takes the place of; None: the author's own on it."""

    field: str
    target: Target
    value: object
    reason: str | None = None
    private: bool = False
    supersedes: Sequence[str] | None = None


@record
class Done:
    """An annotation that was made, the id that it is stored under, and the value (with its reason) in whose place it
    came; None where there was none."""

    op: Op
    id: str
    before: object
    before_reason: str | None


Deed = tuple[Done, ...]
"""What one key did: one annotation, or one on each marked row; undone together."""


def words_of(deed: Deed) -> str:
    """What it was, for the status line: 'Tag', 'Tag on 3 rows', 'Star taken back'."""
    from store.records.op import FIELDS

    names = list(dict.fromkeys(FIELDS[d.op.field].title if d.op.field in FIELDS else d.op.field for d in deed))
    many = f" on {len(deed)} rows" if len(deed) > 1 and len(names) == 1 else ""
    return " and ".join(names) + many + (" taken back" if all(d.op.value is None for d in deed) else "")


@dataclass(slots=True)
class History:
    """What can be undone, and redone."""

    done: list[Deed] = field(default_factory=list)
    undone: list[Deed] = field(default_factory=list)

    def did(self, deed: Deed) -> None:
        """New annotations: there is nothing to redo any more."""
        self.done.append(deed)
        self.undone.clear()

    def take_undo(self) -> Deed | None:
        """What is to be undone next."""
        return self.done.pop() if self.done else None

    def take_redo(self) -> Deed | None:
        """What is to be done again next."""
        return self.undone.pop() if self.undone else None
