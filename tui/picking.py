"""Marked rows: `m` marks one, `v` a stretch; what is annotated then goes onto the claims of all of them that are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.records.rows import ClaimDetail
from tui.conditions import Place
from tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from tui.main_screen import MainScreen

MOST_MARKED = 2000
"""Claims that one key may act on; more would keep the case file busy for minutes."""


def count(rows: RowList | None) -> int:
    """How many rows of a list are marked."""
    if rows is None:
        return 0
    return len(rows.picked) + sum(rows.ids[line] not in rows.picked for line in rows.stretch)


def mark(screen: MainScreen) -> None:
    """Mark the row under the cursor and go on to the next one, or unmark it; a stretch that is open is closed."""
    rows = screen.list_of(screen.place)
    if rows is None or rows.current_id is None:
        return
    if rows.began is not None:
        _close(rows)
    else:
        rows.pick(rows.picked ^ {rows.current_id})
        rows.action_move(1)
    _tell(screen, rows)


def stretch(screen: MainScreen) -> None:
    """Begin a stretch of rows at the cursor, or end it there."""
    rows = screen.list_of(screen.place)
    if rows is None or rows.current_id is None:
        return
    if rows.began is not None:
        _close(rows)
    else:
        rows.pick(rows.picked, rows.cursor)
    _tell(screen, rows)


def _close(rows: RowList) -> None:
    rows.pick(rows.chosen())


def unmark(screen: MainScreen) -> bool:
    """Take the marks of this pane off; False where there were none."""
    rows = screen.list_of(screen.place)
    if rows is None or not count(rows):
        return False
    rows.pick(frozenset())
    screen.pane(screen.place).tell_marked(0)
    screen.say("marks off")
    screen.hint()
    return True


def _tell(screen: MainScreen, rows: RowList) -> None:
    number = count(rows)
    screen.pane(screen.place).tell_marked(number)
    if rows.began is not None:
        screen.say("stretch: j k widen it, v or m ends it, Esc drops it")
    else:
        screen.say(f"{number:,} marked · t b s x e act on all of them · Esc unmarks" if number else "marks off")
    screen.hint()


def followed(screen: MainScreen) -> None:
    """The cursor has moved: an open stretch is longer or shorter now."""
    rows = screen.list_of(screen.place)
    if rows is not None and rows.began is not None:
        screen.pane(screen.place).tell_marked(count(rows))


def marked_claims(screen: MainScreen) -> list[ClaimDetail]:
    """The claims of the marked rows, in the order of pane 2; only those that are shown there under the filter.

    For a thread. At most MOST_MARKED.
    """
    place = screen.place
    rows = screen.list_of(place)
    if rows is None:
        return []
    ids = rows.chosen()
    wanted = ids if place == "claims" else claims_of(screen, place, sorted(ids))
    shown = screen.claims.list.ids
    return screen.service.claim_details([i for i in shown if i in wanted][: MOST_MARKED + 1])


def claims_of(screen: MainScreen, place: Place, ids: Sequence[int]) -> frozenset[int]:
    """The claims that rows of the timeline or of the comparison stand for."""
    case = screen.service.case
    if place == "timeline":
        from store.queries import timeline

        return frozenset(c for detail in timeline.details(case, [i for i in ids if i > 0]) for c in detail.claims)
    from store.queries import comparison

    return frozenset(c for row in comparison.rows(case, ids) for cell in row.cells.values() for c in cell.claims)
