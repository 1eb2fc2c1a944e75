"""A colleague's snapshot, checked and compared: what it says of itself, counts first, then line by line; from here it is merged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content

from store.snapshot.diff import SIDES, DiffRow
from store.snapshot.look import Look
from tui.forms import snapshot_rows
from tui.safe import one_line
from tui.screens.modal import Box, Modal
from tui.widgets.lines import Piece, cut, pad, width_of
from tui.widgets.row_list import RowList
from tui.widgets.text_view import Block, TextView, line

By = Literal["article", "field", "author"]
BY: tuple[By, ...] = ("article", "field", "author")
Wish = Literal["merge", "open"]

_COUNT = 9
_HEAD = 9
"""Lines over the list at most."""


@dataclass(frozen=True, slots=True)
class Group:
    """All lines of one article, kind or author: how many on each side."""

    id: int
    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the comparison."""

    id: int
    row: DiffRow


def label_of(row: DiffRow, by: By) -> str:
    """The group that a line belongs to."""
    if by == "author":
        return " / ".join(dict.fromkeys(filter(None, (row.author, row.other)))) or "what files state"
    return (row.article or "no article") if by == "article" else row.field


def groups(rows: Sequence[DiffRow], by: By) -> list[Group]:
    """The groups, those first where both differ, then the largest."""
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        counts.setdefault(label_of(row, by), Counter())[row.side] += 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1]["differ"], -sum(item[1].values()), item[0]))
    return [Group(n, label, tuple(c[side] for side in SIDES)) for n, (label, c) in enumerate(ordered)]


def head_blocks(seen: Look) -> list[Block]:
    """What it is, whether it holds, what it lacks; then the counts."""
    first, signature, holds = snapshot_rows.heading(seen.name, seen.manifest, seen.signature)
    bad = seen.signature.state == "bad"
    blocks = [
        Block(one_line(first), "title"),
        Block(one_line(signature), "warn" if bad else "dim"),
        Block(one_line(holds), ""),
    ]
    if seen.manifest.comment:
        blocks.append(Block(f"“{one_line(seen.manifest.comment)}”", "", once=True))
    if seen.derived not in ("ok", "none", "older"):
        blocks.append(Block(f"Its grades do not hold ({seen.derived}): they are made anew", "warn"))
    if seen.manifest.withheld:
        blocks.append(Block(f"Withheld: {snapshot_rows.withheld_words(seen.manifest)}", "warn"))
    for words in snapshot_rows.diff_counts(seen.diff):
        side, _, rest = words.partition(": ")
        blocks.append(line((f"{side}: ", "head"), (one_line(rest), "")))
    return [replace(block, once=True) for block in blocks]


class SnapshotLook(Modal[Wish | None]):
    """Groups with counts; Enter opens one. Gives back what is to be done with the snapshot."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("tab,b", "regroup", show=False, priority=True),
        Binding("enter", "enter", show=False, priority=True),
        Binding("M", "wish('merge')", show=False),
        Binding("o", "wish('open')", show=False),
        Binding("q,backspace", "close", show=False),
    ]

    def __init__(self, seen: Look) -> None:
        super().__init__()
        self._seen = seen
        self._by: By = "article"
        self._within: str | None = None
        self._at = 0

    def compose(self) -> ComposeResult:
        """What it is, over the comparison."""
        with Box("Snapshot", "", id="look-box"):
            yield TextView(id="about-snapshot")
            yield RowList(id="differences", heading=self._heading)

    def on_mount(self) -> None:
        """Show the groups."""
        view = self.query_one(TextView)
        view.can_focus = False
        blocks = head_blocks(self._seen)
        view.show(blocks)
        view.styles.height = min(_HEAD, len(blocks) + 1)
        self.query_one(RowList).focus()
        self._show()

    def _heading(self, width: int) -> Sequence[Piece]:
        if self._within is not None:
            return [(cut(f"{self._by}: {self._within}", width), "head")]
        names = "".join(pad(name, _COUNT, right=True) for name in ("mine", "theirs", "differ"))
        return [(pad(f"by {self._by}", max(4, width - len(names))), "head"), (names, "head")]

    def _show(self) -> None:
        rows, list_ = self._seen.diff.rows, self.query_one(RowList)
        shown: list[Any]
        if self._within is None:
            shown = list(groups(rows, self._by))
            list_.empty = ("Nothing differs: both hold the same",)
        else:
            shown = [Line(n, row) for n, row in enumerate(r for r in rows if label_of(r, self._by) == self._within)]
        list_.show([s.id for s in shown], lambda ids: [shown[i] for i in ids], self._draw)
        list_.go(self._at if self._within is None else 0)
        back = "Esc closes" if self._within is None else "Esc back"
        keys = f"Enter opens · Tab by {self._next()} · M merges · o looks inside · {back}"
        self.query_one(Box).border_subtitle = Content(keys)

    def _next(self) -> By:
        return BY[(BY.index(self._by) + 1) % len(BY)]

    def _draw(self, thing: Group | Line, width: int, here: bool) -> Sequence[Piece]:
        if isinstance(thing, Group):
            counts = "".join(pad(f"{n:,}" if n else "·", _COUNT, right=True) for n in thing.counts)
            role = "warn" if thing.counts[-1] else ""
            return [(pad(one_line(thing.label), max(4, width - len(counts))), role), (counts, "dim")]
        return _drawn(thing.row, self._by, width)

    def action_regroup(self) -> None:
        """Group by the next thing."""
        self._by, self._within, self._at = self._next(), None, 0
        self._show()

    def action_enter(self) -> None:
        """Open the group."""
        current = self.query_one(RowList).current
        if isinstance(current, Group):
            self._at, self._within = self.query_one(RowList).cursor, current.label
            self._show()

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Open the group by mouse."""
        self.action_enter()

    def action_close(self) -> None:
        """Back to the groups; at them, close."""
        if self._within is None:
            self.finish(None)
            return
        self._within = None
        self._show()

    def action_wish(self, what: Wish) -> None:
        """Say what is to be done with it."""
        self.finish(what)


_SHOWN = {"mine": "only mine", "theirs": "only theirs", "differ": "differ"}


def _drawn(row: DiffRow, by: By, width: int) -> list[Piece]:
    """One line: the side, what it is, who says it, and what."""
    left: list[Piece] = [(pad(_SHOWN[row.side], 12), "warn" if row.side == "differ" else "dim")]
    if by != "field":
        left.append((pad(row.field, 12), "title"))
    if by != "author" and row.author:
        left.append((pad(one_line(row.author), 12), "accent"))
    if row.other:
        words = f"{one_line(row.value)}  ≠  {one_line(row.other)}: {one_line(row.other_value)}"
    else:
        words = one_line(row.value) + ("" if row.head else " (replaced since)")
    if by != "article":
        words = f"{words}  on {one_line(row.article)}" if words else one_line(row.article)
    quote = f"  “{one_line(row.quote)}”" if row.quote else ""
    return [*left, (cut(words + quote, max(4, width - width_of(left))), "")]
