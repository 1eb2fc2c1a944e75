"""Plain text and Markdown: heads, front matter, names; no date and no title is ever made up."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.freeze import Frozen, read_frozen
from importers.reader import Input, ReadOptions
from importers.readers.text import READER
from store.records.article import Problem
from store.records.text import is_clean

TODAY = dt.date(2026, 1, 1)


def read(data: bytes | str, name: str = "a.txt", options: ReadOptions | None = None) -> Frozen | Problem:
    raw = data.encode() if isinstance(data, str) else data
    (one,) = read_frozen(Input(name, raw), READER, options or ReadOptions(), TODAY)
    return one


def article(data: bytes | str, name: str = "a.txt", options: ReadOptions | None = None) -> Frozen:
    one = read(data, name, options)
    assert isinstance(one, Frozen)
    return one


def body(one: Frozen) -> str:
    assert one.body is not None
    return one.body.text


def test_the_date_head_is_read_and_is_no_part_of_the_text() -> None:
    one = article(" date 2022-09-06 The ferry sank, the coast guard said.\n\nNobody was hurt.\n")
    assert (one.sighting.published, one.sighting.published_origin) == ("2022-09-06", "declared")
    assert body(one) == "The ferry sank, the coast guard said.\n\nNobody was hurt."


def test_a_text_without_a_date_stays_undated() -> None:
    one = article("The ferry sank.")
    assert (one.sighting.published, one.sighting.published_origin) == (None, None)


def test_an_impossible_date_leaves_the_text_undated_and_flagged() -> None:
    one = article(" date 2022-13-45 The ferry sank.")
    assert (one.sighting.published, one.sighting.flags) == (None, ("W_BAD_DATE",))
    assert body(one) == "The ferry sank."


def test_words_that_begin_with_date_are_text() -> None:
    assert body(article("date palms are in bloom, growers said.")) == "date palms are in bloom, growers said."


def test_no_title_is_invented() -> None:
    assert article("Ferry sinks\n\nThe ferry sank.").sighting.title is None


def test_front_matter_gives_title_date_outlet_url_authors_and_language() -> None:
    s = article(
        "---\ntitle: Ferry sinks\ndate: 2022-09-06\noutlet: Coast Courier\nurl: https://coast.example/1\n"
        "authors: [A. Brook, C. Dell]\nlang: en\nsection: harbour\n---\nThe ferry sank.",
        "a.md",
    ).sighting
    assert (s.title, s.published, s.outlet, s.url) == (
        "Ferry sinks",
        "2022-09-06",
        "Coast Courier",
        "https://coast.example/1",
    )
    assert (s.byline, s.language, s.extra) == ("A. Brook; C. Dell", "en", (("section", "harbour"),))


def test_a_broken_head_is_flagged_and_the_text_kept() -> None:
    one = article('---\ntitle: "unclosed\ndate: [\n---\nThe ferry sank.', "a.md")
    assert (body(one), one.sighting.flags) == ("The ferry sank.", ("W_FRONT_MATTER",))


def test_yaml_never_becomes_an_object() -> None:
    one = article("---\ntitle: !!python/object/apply:os.getcwd []\n---\nThe ferry sank.", "a.md")
    assert one.sighting.title is None


def test_deep_yaml_is_a_problem_not_a_crash() -> None:
    assert isinstance(read("---\na: " + "[" * 9000 + "\n---\nThe ferry sank.", "a.md"), Frozen)


def test_a_first_heading_of_markdown_is_its_title() -> None:
    one = article("# Ferry sinks\n\nThe ferry sank.", "a.md")
    assert (one.sighting.title, body(one)) == ("Ferry sinks", "The ferry sank.")


def test_a_day_in_the_file_name_is_the_date_where_the_text_states_none() -> None:
    s = article("The ferry sank.", "2022-09-06-ferry.txt").sighting
    assert (s.published, s.published_origin) == ("2022-09-06", "filename")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings_give_the_same_body(encoding: str) -> None:
    text = " date 2022-09-06 The ferry “Mövenpick” sank near Łeba, the coast guard said on Tuesday."
    assert body(article(text.encode(encoding))) == text.removeprefix(" date 2022-09-06 ")


def test_an_old_encoding_is_found_out() -> None:
    text = "Паром затонул у берега, сообщила береговая охрана во вторник утром. Никто не пострадал, сказал капитан."
    assert body(article(text.encode("cp1251"))) == text


def test_an_encoding_that_is_given_is_believed() -> None:
    assert body(article("Œuvre".encode("cp1252"), options=ReadOptions(encoding="cp1252"))) == "Œuvre"


def test_an_encoding_that_does_not_exist_is_a_problem() -> None:
    one = read("x", options=ReadOptions(encoding="klingon"))
    assert isinstance(one, Problem)
    assert one.code == "E_ENCODING"


def test_bytes_that_can_not_be_read_are_replaced_and_flagged() -> None:
    one = article("The ferry “sank” at Łeba ".encode() * 5 + b"\xe2\x82")
    assert "W_ENCODING" in one.sighting.flags


@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\xef\xbb\xbf", b" date 2022-09-06 "])
def test_nothing_is_refused_as_empty(data: bytes) -> None:
    one = read(data)
    assert isinstance(one, Problem)
    assert one.code == "E_EMPTY"


def test_bytes_that_are_no_text_are_refused() -> None:
    one = read(bytes(range(256)) * 4)
    assert isinstance(one, Problem)
    assert one.code == "E_BINARY"


@given(st.binary(max_size=400))
def test_any_bytes_give_one_clean_article_or_one_problem(data: bytes) -> None:
    one = read(data)
    if isinstance(one, Frozen):
        assert is_clean(body(one))
