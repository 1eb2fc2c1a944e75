"""Saved pages: main text, where they were saved from, and dates that the page states; never the day of saving."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.freeze import Frozen, read_frozen
from importers.reader import Input, ReadOptions
from importers.readers.html import READER, without_site
from importers.readers.markup import meta_tags, plain_text
from store.records.article import Problem

TODAY = dt.date(2026, 1, 1)
STORY = "".join(
    f"<p>The ferry {word} sank near the harbour on Tuesday night, the coast guard said in a statement to reporters.</p>"
    for word in ("Calder", "Meridian", "Petrel")
)


def page(body: str = STORY, head: str = "", before: str = "") -> bytes:
    return (
        f"<!doctype html>{before}<html lang='en'><head><meta charset='utf-8'><title>Ferry sinks | Coast Courier</title>"
        f"<meta property='og:site_name' content='Coast Courier'>{head}</head><body><nav>Home Sports Login</nav><article>"
        f"<h1>Ferry sinks</h1>{body}</article><footer>All rights reserved</footer></body></html>"
    ).encode()


def article(data: bytes, name: str = "a.html") -> Frozen:
    (one,) = read_frozen(Input(name, data), READER, ReadOptions(), TODAY)
    assert isinstance(one, Frozen), one
    return one


def body(one: Frozen) -> str:
    assert one.body is not None
    return one.body.text


def test_the_main_text_comes_without_what_stands_around_it() -> None:
    text = body(article(page()))
    assert "The ferry Petrel sank" in text
    assert "Login" not in text


def test_the_title_comes_without_the_name_of_the_site() -> None:
    assert article(page()).sighting.title == "Ferry sinks"


@pytest.mark.parametrize(
    "before",
    [
        "<!-- saved from url=(0027)https://coast.example/ferry -->",
        "<!--\n Page saved with SingleFile \n url: https://coast.example/ferry \n saved date: Tue Nov 10 2026\n-->",
    ],
)
def test_the_address_is_the_one_that_the_page_was_saved_from(before: str) -> None:
    one = article(page(before=before, head='<link rel="canonical" href="https://other.example/x">'))
    assert one.sighting.url == "https://coast.example/ferry"
    assert one.sighting.published is None, "the day of saving is not the day of publication"


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2022-09-06T10:00:00Z">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2022-09-06T10:00:00Z"}</script>',
    ],
)
def test_the_date_that_the_page_states_is_structured(head: str) -> None:
    s = article(page(head=head)).sighting
    assert (s.published, s.published_origin) == ("2022-09-06T10:00:00Z", "structured")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd"])
def test_only_web_addresses_are_taken_from_a_page(url: str) -> None:
    assert article(page(head=f'<link rel="canonical" href="{url}">')).sighting.url is None


def test_a_declared_old_encoding_is_used() -> None:
    data = (
        page("<p>Паром затонул ночью, сообщила береговая охрана порта.</p>" * 3)
        .decode()
        .replace("utf-8", "windows-1251")
    )
    assert "Паром затонул" in body(article(data.encode("cp1251")))


def test_a_page_that_lies_about_its_encoding_is_read_all_the_same() -> None:
    data = page("<p>Überfahrt abgesagt, sagte die Reederei am Dienstag.</p>" * 3).replace(b"utf-8", b"utf-16")
    assert "Überfahrt" in body(article(data))


def test_a_page_without_main_text_is_taken_whole_and_flagged() -> None:
    one = article(b"<html><body><p>Short.</p><script>alert('no')</script></body></html>")
    assert body(one) == "Short."
    assert "W_WHOLE_PAGE" in one.sighting.flags or one.sighting.flags == ()


def test_an_mhtml_file_is_unwrapped() -> None:
    data = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://coast.example/ferry\r\nSubject: x\r\n"
        b"Date: Tue, 10 Nov 2026 10:11:12 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        b'\ttype="text/html";\r\n\tboundary="B"\r\n\r\n--B\r\nContent-Type: text/html\r\n\r\n'
        + page()
        + b"\r\n--B--\r\n"
    )
    s = article(data, "a.mhtml").sighting
    assert (s.url, s.published) == ("https://coast.example/ferry", None)


@pytest.mark.parametrize(
    ("title", "outlet", "url", "bare"),
    [
        ("Ferry sinks - Coast Courier", "Coast Courier", None, "Ferry sinks"),
        ("coast.example | Ferry sinks", None, "https://www.coast.example/1", "Ferry sinks"),
        ("Ferry sinks - nobody hurt", "Coast Courier", None, "Ferry sinks - nobody hurt"),
        ("Coast Courier", "Coast Courier", None, "Coast Courier"),
    ],
)
def test_site_names_around_titles(title: str, outlet: str | None, url: str | None, bare: str) -> None:
    assert without_site(title, outlet, url) == bare


def test_plain_text_has_paragraphs_and_no_scripts() -> None:
    markup = (
        "<h1>One</h1><p>two &amp; <b>three</b></p><style>.x{}</style><script>no()</script><!-- no --><div>four</div>"
    )
    assert plain_text(markup) == "One\n\ntwo & three\n\nfour"


@pytest.mark.parametrize("unit", ["<", "<!-- ", "<b><i>", "<p x=1 ", "<script>", "<plaintext>", "&#", "<![CDATA["])
def test_hostile_markup_takes_linear_time(unit: str) -> None:
    plain_text("<p>words</p>" + unit * 100_000)
    meta_tags("<meta " + unit * 100_000)


@given(st.text(st.sampled_from("<>!-/ab \"'=&;"), max_size=200))
def test_any_markup_gives_text(markup: str) -> None:
    assert isinstance(plain_text(markup), str)


def test_a_page_of_frames_names_the_pages_that_hold_the_text() -> None:
    frames = b'<html><frameset cols="20%,80%"><frame src="menu.html"><frame name="b" src=news.html></frameset></html>'
    (problem,) = read_frozen(Input("port.html", frames), READER, ReadOptions(), TODAY)
    assert isinstance(problem, Problem)
    assert problem.message == "the page only frames others (menu.html, news.html): save and import those"
