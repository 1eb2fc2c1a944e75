"""What is kept until somebody writes: made once, made anew after a write, and by one thread at a time."""

from __future__ import annotations

import threading
import time
from array import array

from hypothesis import given
from hypothesis import strategies as st

from store.casefile import CaseFile
from store.queries.kept import kept
from store.queries.window import passes, split, those_of


def test_a_value_is_made_once_until_somebody_writes(search_case: CaseFile) -> None:
    made: list[int] = []

    def ask() -> int:
        with search_case.read():
            return kept(search_case, "a", lambda: made.append(1) or len(made))

    assert [ask(), ask()] == [1, 1]
    with search_case.write() as w:
        w.execute("UPDATE event SET label = 'another'")
    assert ask() == 2


def test_a_read_that_began_before_a_write_is_given_what_it_sees(search_case: CaseFile) -> None:
    def label() -> str:
        return str(r.execute("SELECT label FROM event").fetchone()[0])

    def write() -> None:
        with search_case.write() as w:
            w.execute("UPDATE event SET label = 'another'")
        with search_case.read() as other:
            kept(search_case, "label", lambda: str(other.execute("SELECT label FROM event").fetchone()[0]))

    with search_case.read() as r:
        before = label()
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
        assert kept(search_case, "label", label) == before


def test_two_threads_that_ask_at_once_have_it_made_once(search_case: CaseFile) -> None:
    made: list[int] = []

    def make() -> int:
        time.sleep(0.05)
        made.append(1)
        return len(made)

    def ask() -> None:
        with search_case.read():
            kept(search_case, "slow", make)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]


@given(st.lists(st.integers(0, 20_000), unique=True, max_size=40), st.sets(st.integers(0, 30_000), max_size=40))
def test_those_of_an_order_are_the_ones_that_pass_in_that_order(ordered: list[int], wanted: set[int]) -> None:
    assert list(those_of(array("q", ordered), passes(list(wanted)))) == [i for i in ordered if i in wanted]


@given(st.integers(0, 40_000))
def test_a_long_list_of_ids_is_split_without_loss(count: int) -> None:
    joined = ",".join(map(str, range(count)))
    assert [item for items in split(joined) for item in items] == (joined.split(",") if joined else [])
