"""Undo and redo of this session's annotations: stacks of what was done; an undo is an annotation too."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.records.op import Op


@dataclass(frozen=True, slots=True)
class Done:
    """An annotation that was made, the id that it is stored under, and the value (with its reason) in whose place it
    came; None where there was none."""

    op: Op
    id: str
    before: object
    before_reason: str | None

    def words(self) -> str:
        """What it was, for the status line."""
        from store.records.op import FIELDS

        spec = FIELDS.get(self.op.field)
        title = spec.title if spec else self.op.field
        return f"{title} taken back" if self.op.value is None else title


@dataclass(slots=True)
class History:
    """What can be undone, and redone."""

    done: list[Done] = field(default_factory=list)
    undone: list[Done] = field(default_factory=list)

    def did(self, done: Done) -> None:
        """A new annotation: there is nothing to redo any more."""
        self.done.append(done)
        self.undone.clear()

    def take_undo(self) -> Done | None:
        """What is to be undone next."""
        return self.done.pop() if self.done else None

    def take_redo(self) -> Done | None:
        """What is to be done again next."""
        return self.undone.pop() if self.undone else None
