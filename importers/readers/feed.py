"""Feeds: RSS, Atom and RDF by feedparser, JSON Feed by itself. The text of an entry is often a summary: flagged."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from importers import magic
from importers.dating import to_edtf
from importers.decoding import decode, rough
from importers.reader import ArticleDraft, Input, Reader, ReadOptions, Stated
from importers.readers import feed_plain
from importers.readers.markup import plain_text
from store.records.article import Problem

_ROOT = re.compile(r"<(?:rdf:RDF|(?:\w{1,20}:)?(?:rss|feed|channel))[\s>]", re.I)
"""RSS, RDF, Atom, and <CHANNEL> of the old Channel Definition Format."""
_JSON_FEED = re.compile(r"\A\s*\{[^{}\[\]]{0,2000}?\"version\"\s*:\s*\"https?://jsonfeed\.org/version/")
_DOCTYPE = re.compile(rb"<!DOCTYPE[^<>\[]{0,1000}>", re.I)
_ENTITY = re.compile(r"<!ENTITY|<!DOCTYPE[^<>]{0,1000}\[", re.I)
_LARGE = 1_000_000
"""Bytes from which a feed is first tried by the standard library."""
_UPDATED = 0.6
"""How far the day of an entry's last change is that of its publication, where it states no other (Atom asks for no other)."""
_SUMMARY_CHARS = 600
"""A text in the place of a summary that is longer than this is taken for the whole article."""


def _sniff(head: bytes, name: str) -> float:
    text = rough(head)
    if text is None:
        return 0.0
    start = text[:5000]
    if _JSON_FEED.match(start):
        return 0.95
    what = magic.kind(head)
    if what is not None and what[0] == "a feed":
        return 0.95
    if start.lstrip("\ufeff \t\r\n").startswith("<") and (found := _ROOT.search(start)):
        return 0.9 if "<html" not in start[: found.start()].lower() else 0.0
    return 0.0


def _read(source: Input, options: ReadOptions) -> Iterator[ArticleDraft | Problem]:
    text = rough(source.data[:5000]) or ""
    if _JSON_FEED.match(text):
        yield from _json_feed(source, options)
        return
    if _ENTITY.search(rough(source.data[:200_000]) or ""):
        yield Problem("E_PARSE", "XML that defines entities of its own is refused")
        return
    data = _DOCTYPE.sub(b"", source.data, count=1)
    plain = feed_plain.entries(data) if len(data) > _LARGE else None
    if plain is not None:
        feed, entries = plain[0], iter(plain[1])
    else:
        feed, entries, problem = _parsed(data)
        if problem is not None:
            yield problem
            return
    outlet, language = plain_text(str(feed.get("title") or "")) or None, _word(feed.get("language"))
    for number, entry in enumerate(entries, 1):
        yield _entry(number, entry, outlet, language)


def _parsed(data: bytes) -> tuple[Any, Iterator[Any], Problem | None]:
    """What feedparser makes of it: the feed's own fields, its entries, and why there are none."""
    import feedparser  # 180 ms

    found = feedparser.parse(data, resolve_relative_uris=False, sanitize_html=False)
    entries: list[Any] = found.get("entries") or []
    problem = None
    if not entries and found.get("version"):
        problem = Problem("E_EMPTY", "this feed has no entries")
    elif not entries:
        problem = Problem("E_PARSE", "this is no feed that can be read")
    return found.get("feed") or {}, iter(entries), problem


def _entry(number: int, entry: Any, outlet: str | None, language: str | None) -> ArticleDraft | Problem:
    contents = [str(c.get("value") or "") for c in entry.get("content") or () if isinstance(c, dict)]
    full = plain_text(max(contents, key=len)) if contents else ""
    summary = plain_text(str(entry.get("summary") or ""))
    problems: tuple[Problem, ...] = ()
    if not full and len(summary) < _SUMMARY_CHARS and summary:
        problems = (Problem("W_BODY_SUMMARY", "only a summary of the text is there", "warning"),)
    title = plain_text(str(entry.get("title") or ""))
    url = _word(entry.get("link"))
    published, updated = _dates(entry, "published"), _dates(entry, "updated")
    if not (full or summary or title or url or published or updated or entry.get("id") or entry.get("author")):
        return Problem("E_PARSE", "no title, text or address in this entry", where=f"entry {number}")
    return ArticleDraft(
        f"entry {number}",
        full or summary,
        title=title or None,
        published=published or tuple(replace(u, confidence=_UPDATED) for u in updated),
        updated=updated,
        outlet=outlet,
        url=url,
        author=_word(entry.get("author")),
        language=_word((entry.get("title_detail") or {}).get("language")) or language,
        external_id=_word(entry.get("id")),
        problems=problems,
    )


def _dates(entry: Any, name: str) -> tuple[Stated, ...]:
    """The date as the entry words it; where only feedparser can read that, in its reading."""
    if name not in entry.keys():  # noqa: SIM118 (feedparser gives "updated" for "published" to `in` and get)
        return ()
    words = _word(dict.get(entry, name))
    if words is None:
        return ()
    try:
        to_edtf(words)
    except ValueError:
        parts = dict.get(entry, f"{name}_parsed")
        if parts:
            return (Stated("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*parts[:6]), "declared", raw=words),)
    return (Stated(words, "declared", raw=words),)


def _word(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _json_feed(source: Input, options: ReadOptions) -> Iterator[ArticleDraft | Problem]:
    """JSON Feed 1.0 and 1.1: https://www.jsonfeed.org/version/1.1/"""
    decoded = decode(source.data, options.encoding)
    if isinstance(decoded, Problem):
        yield decoded
        return
    try:
        feed = json.loads(decoded.text, strict=False)
    except (ValueError, RecursionError):
        yield Problem("E_PARSE", "it is no JSON")
        return
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or not items:
        yield Problem("E_EMPTY", "this feed has no entries")
        return
    for number, item in enumerate(items, 1):
        if not isinstance(item, dict):
            yield Problem("E_PARSE", "it is no object", where=f"entry {number}")
            continue
        text = _word(item.get("content_text")) or plain_text(_word(item.get("content_html")) or "")
        authors = item.get("authors") or ([item["author"]] if isinstance(item.get("author"), dict) else [])
        names = (
            [n for a in authors if isinstance(a, dict) and (n := _word(a.get("name")))]
            if isinstance(authors, list)
            else []
        )
        summary = _word(item.get("summary"))
        flags = () if text or not summary else (Problem("W_BODY_SUMMARY", "only a summary is there", "warning"),)
        published, updated = _word(item.get("date_published")), _word(item.get("date_modified"))
        yield ArticleDraft(
            f"entry {number}",
            text or summary,
            title=_word(item.get("title")),
            published=(Stated(published, "declared", raw=published),) if published else (),
            updated=(Stated(updated, "declared", raw=updated),) if updated else (),
            outlet=_word(feed.get("title")),
            url=_word(item.get("url")),
            author="; ".join(names) or None,
            language=_word(item.get("language")) or _word(feed.get("language")),
            external_id=_word(item.get("id")),
            problems=flags,
        )


READER = Reader(
    "feed", "2", (".xml", ".rss", ".atom", ".rdf"), ("application/rss+xml", "application/atom+xml", "application/feed+json"),
    _sniff, _read, sandboxed=True, names=("rss", "atom"),
)  # fmt: skip
