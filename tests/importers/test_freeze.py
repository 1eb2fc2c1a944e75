"""Drafts become bodies and sightings: clean, hashed, and with an identity of all that is stated."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from importers.freeze import MAX_EXTRAS, Frozen, freeze
from importers.reader import ArticleDraft, ReadOptions, Stated
from store.records.article import Problem
from store.records.text import is_clean

TODAY = dt.date(2026, 1, 1)


def frozen(text: str = "The ferry sank.", name: str = "a.txt", **stated: Any) -> Frozen:
    one = freeze(ArticleDraft("", text, **stated), name, ReadOptions(), TODAY)
    assert isinstance(one, Frozen), one
    return one


def test_one_text_in_two_normal_forms_is_one_body() -> None:
    composed, decomposed = frozen("Køln in K\u00f6ln"), frozen("Køln in Ko\u0308ln")
    assert composed.sighting == decomposed.sighting


def test_line_ends_and_edges_are_no_part_of_a_body() -> None:
    assert frozen("  One.\r\nTwo.\r\n").sighting.body == frozen("One.\nTwo.").sighting.body


def test_another_title_is_another_sighting_of_the_same_body() -> None:
    one, two = frozen(title="Ferry"), frozen(title="Ferry sinks")
    assert one.sighting.body == two.sighting.body
    assert one.sighting.key != two.sighting.key


def test_what_acts_on_terminals_is_visible_and_harmless() -> None:
    s = frozen(title="T \x1b]0;x\x07", outlet="O \x9b2J", author="A \u202e", extra=(("k\x1b", "v\x07"),)).sighting
    assert all(is_clean(v) for v in (s.title or "", s.outlet or "", s.byline or "", *(w for p in s.extra for w in p)))
    assert "\ufffd" in (s.title or "")


def test_the_day_in_an_address_is_taken_where_nothing_else_states_one() -> None:
    s = frozen(url="https://coast.example/2022/09/06/ferry").sighting
    assert (s.published, s.published_origin) == ("2022-09-06", "url")


def test_a_stated_date_comes_before_the_address() -> None:
    stated = (Stated("2022-09-05", "declared"),)
    assert frozen(url="https://coast.example/2022/09/06/ferry", published=stated).sighting.published == "2022-09-05"


def test_extras_are_bounded() -> None:
    extra = tuple((f"k{i}", "v" * 10_000) for i in range(1000))
    kept = frozen(extra=extra).sighting.extra
    assert len(kept) == MAX_EXTRAS
    assert all(len(v) <= 500 for _, v in kept)


def test_nothing_at_all_is_a_problem() -> None:
    one = freeze(ArticleDraft("row 3", " \n"), "a", ReadOptions(), TODAY)
    assert isinstance(one, Problem)
    assert (one.code, one.where) == ("E_EMPTY", "row 3")


@given(st.text(max_size=200), st.text(max_size=60), st.text(max_size=60))
def test_any_words_freeze_to_clean_ones(text: str, title: str, url: str) -> None:
    one = freeze(ArticleDraft("", text, title=title, url=url), title, ReadOptions(), TODAY)
    if isinstance(one, Frozen):
        assert one.body is None or is_clean(one.body.text)
        assert is_clean(one.sighting.name)
        assert one.sighting.url is None or one.sighting.url.lower().startswith("http")


@given(st.text(min_size=1, max_size=200))
def test_freezing_what_is_frozen_changes_nothing(text: str) -> None:
    one = freeze(ArticleDraft("", text), "a", ReadOptions(), TODAY)
    if isinstance(one, Frozen) and one.body is not None:
        assert frozen(one.body.text, "a").sighting.body == one.sighting.body


def test_a_date_in_the_future_is_the_same_sighting_when_the_day_has_come() -> None:
    draft = ArticleDraft("", "The pier reopens, the port said.", published=(Stated("2031-05-01", "declared"),))
    before = freeze(draft, "a.txt", ReadOptions(), dt.date(2026, 1, 1))
    after = freeze(draft, "a.txt", ReadOptions(), dt.date(2032, 1, 1))
    assert isinstance(before, Frozen)
    assert isinstance(after, Frozen)
    assert before.sighting.key == after.sighting.key
    assert [p.code for p in before.problems] == ["W_FUTURE_DATE"]
    assert after.problems == ()
