"""Feeds: one article an entry, summaries flagged, hostile XML refused."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from importers.freeze import Frozen, read_frozen
from importers.reader import Input, ReadOptions
from importers.readers import feed_plain
from importers.readers.feed import READER
from store.records.article import Problem

TODAY = dt.date(2026, 1, 1)


def rss(items: str, head: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{head}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Coast Courier</title><language>en</language>{items}</channel></rss>"
    ).encode()


ITEM = (
    "<item><title>Ferry sinks</title><link>https://coast.example/1</link><guid>g1</guid>"
    "<pubDate>Tue, 06 Sep 2022 10:00:00 +0000</pubDate><description>&lt;p&gt;It &lt;b&gt;sank&lt;/b&gt;.&lt;/p&gt;</description></item>"
)


def read(data: bytes) -> list[Frozen | Problem]:
    return list(read_frozen(Input("a.xml", data), READER, ReadOptions(), TODAY))


def first(data: bytes) -> Frozen:
    one = read(data)[0]
    assert isinstance(one, Frozen), one
    return one


def test_an_entry_gives_title_address_date_outlet_and_text() -> None:
    one = first(rss(ITEM))
    s = one.sighting
    assert (s.title, s.url, s.published) == ("Ferry sinks", "https://coast.example/1", "2022-09-06T10:00:00Z")
    assert (s.outlet, s.language, s.external_id) == ("Coast Courier", "en", "g1")
    assert one.body is not None
    assert one.body.text == "It sank."


def test_a_summary_in_the_place_of_the_text_is_flagged() -> None:
    assert first(rss(ITEM)).sighting.flags == ("W_BODY_SUMMARY",)


def test_full_content_comes_before_the_summary() -> None:
    full = ITEM.replace("</item>", "<content:encoded><![CDATA[<p>It sank at night.</p>]]></content:encoded></item>")
    one = first(rss(full))
    assert one.body is not None
    assert (one.body.text, one.sighting.flags) == ("It sank at night.", ())


@pytest.mark.parametrize("date", ["yesterday", "0000-00-00", "Tue, 99 Foo 20025", "9999-12-31T23:59:60Z"])
def test_a_date_that_is_none_leaves_the_entry_undated(date: str) -> None:
    one = first(rss(ITEM.replace("Tue, 06 Sep 2022 10:00:00 +0000", date)))
    assert (one.sighting.published, "W_BAD_DATE" in one.sighting.flags) == (None, True)


@pytest.mark.parametrize(
    "head",
    ['<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>', '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">]>'],
)
def test_xml_with_entities_of_its_own_is_refused(head: str) -> None:
    (one,) = read(rss(ITEM, head))
    assert isinstance(one, Problem)
    assert one.code == "E_PARSE"


def test_a_feed_without_entries_says_so() -> None:
    (one,) = read(rss(""))
    assert isinstance(one, Problem)
    assert (one.code, one.message) == ("E_EMPTY", "this feed has no entries")


def test_two_versions_of_one_entry_are_both_kept() -> None:
    assert len(read(rss(ITEM + ITEM.replace("sank", "went down")))) == 2


def test_json_feed_is_a_feed() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1", "title": "Coast Courier",
        "items": [{"id": "1", "url": "https://coast.example/1", "title": "Ferry sinks", "content_html": "<p>It sank.</p>",
                   "date_published": "2022-09-06T10:00:00Z", "authors": [{"name": "A. Brook"}]}],
    }  # fmt: skip
    s = first(json.dumps(feed).encode()).sighting
    assert (s.title, s.byline, s.outlet, s.published) == (
        "Ferry sinks",
        "A. Brook",
        "Coast Courier",
        "2022-09-06T10:00:00Z",
    )


def test_the_standard_library_reads_a_large_feed_as_feedparser_does(monkeypatch: pytest.MonkeyPatch) -> None:
    data = rss(ITEM * 3)
    slow = read(data)
    monkeypatch.setattr("importers.readers.feed._LARGE", 0)
    assert read(data) == slow
    assert feed_plain.entries(b"<rss><item>") is None


def test_atom_is_read() -> None:
    data = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>Coast Courier</title><entry><id>urn:1</id><title>Ferry</title>'
        b'<link href="javascript:alert(1)"/><updated>2022-09-06T10:00:00Z</updated><author><name>A. Brook</name></author>'
        b'<content type="html">&lt;p&gt;It sank.</content></entry></feed>'
    )
    s = first(data).sighting
    assert (s.url, s.byline, s.updated) == (None, "A. Brook", "2022-09-06T10:00:00Z")
