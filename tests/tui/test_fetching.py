"""Lines fetched ahead: handed out once without another read, and never older than the view they belong to."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from store.filters import Filter
from store.view import View
from tui.fetching import Fetched
from tui.widgets.row_list import WINDOW


class Source:
    """Rows that tell how often they were read."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, ...]] = []

    def __call__(self, ids: Sequence[int]) -> list[tuple[int, int]]:
        """(id, number of this read)."""
        self.asked.append(tuple(ids))
        return [(i, len(self.asked)) for i in ids]


def view(count: int, generation: int = 1) -> View:
    """A view of so many ids."""
    return View(array("q", range(count)), Filter(), "support", generation, count)


def test_the_top_and_the_place_of_the_cursor_are_there_before_they_are_asked_for() -> None:
    source = Source()
    fetched = Fetched(source)
    list(fetched.ready([view(5000)], (3000, 0)))
    read = len(source.asked)
    at = 3000 // WINDOW * WINDOW
    fetched(range(WINDOW))
    fetched(range(at, at + WINDOW))
    assert len(source.asked) == read


def test_a_cursor_whose_row_is_gone_stays_on_its_line() -> None:
    source = Source()
    fetched = Fetched(source)
    list(fetched.ready([view(5000)], (99_999, 2000)))
    read = len(source.asked)
    at = 2000 // WINDOW * WINDOW
    fetched(range(at, at + WINDOW))
    assert len(source.asked) == read


def test_what_was_handed_out_is_read_anew_the_next_time() -> None:
    source = Source()
    fetched = Fetched(source)
    list(fetched.ready([view(10)], (None, 0)))
    assert fetched(range(10)) != fetched(range(10))


def test_after_a_write_nothing_older_is_handed_out() -> None:
    source = Source()
    fetched = Fetched(source)
    list(fetched.ready([view(5000, 1)], (3000, 0)))
    list(fetched.ready([view(5000, 2)], (None, 0)))
    read = len(source.asked)
    at = 3000 // WINDOW * WINDOW
    fetched(range(at, at + WINDOW))
    assert len(source.asked) == read + 1
