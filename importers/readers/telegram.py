"""Telegram's export of a channel (result.json): one article a message; what was forwarded keeps its source."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from importers.decoding import decode, rough
from importers.reader import ArticleDraft, Input, Reader, ReadOptions, Stated
from store.records.article import Problem

_EXPORT = re.compile(r"\A\s*\{.{0,3000}?\"messages\"\s*:\s*\[", re.S)
_KEPT = ("forwarded_from", "via_bot", "reply_to_message_id", "media_type", "author")


def _sniff(head: bytes, name: str) -> float:
    text = rough(head)
    if text is None or not _EXPORT.match(text[:5000]):
        return 0.0
    return 0.97 if '"date_unixtime"' in text or '"text_entities"' in text else 0.0


def _read(source: Input, options: ReadOptions) -> Iterator[ArticleDraft | Problem]:
    decoded = decode(source.data, options.encoding)
    if isinstance(decoded, Problem):
        yield decoded
        return
    try:
        export = json.loads(decoded.text, strict=False)
        messages = export["messages"]
    except (ValueError, RecursionError, LookupError, TypeError):
        yield Problem("E_PARSE", "this is no whole export: its JSON is broken")
        return
    if not isinstance(messages, list):
        yield Problem("E_PARSE", "its messages are no list")
        return
    channel, number = _words(export.get("name")), 0
    for item in messages:
        if not isinstance(item, dict):
            yield Problem("E_PARSE", "a message is no object")
        elif item.get("type", "message") == "message" and (text := _text(item.get("text"))).strip():
            number += 1
            yield _draft(item, text, channel, export.get("id"))
    if not number:
        yield Problem("E_EMPTY", "there is no message with a text in this export")


def _draft(item: Mapping[str, Any], text: str, channel: str | None, channel_id: object) -> ArticleDraft:
    message = item.get("id")
    return ArticleDraft(
        f"message {message}",
        text,
        published=_moment(item, "date"),
        updated=_moment(item, "edited"),
        outlet=channel or _words(item.get("from")),
        author=_words(item.get("author")) or _words(item.get("from")),
        external_id=f"telegram:{channel_id}/{message}",
        extra=tuple((n, w) for n in _KEPT if (w := _words(item.get(n)))),
    )


def _moment(item: Mapping[str, Any], name: str) -> tuple[Stated, ...]:
    """A message's time: in seconds since 1970 where the export has them (the other is local to who exported it)."""
    words = _words(item.get(f"{name}_unixtime")) or _words(item.get(name))
    return (Stated(words, "declared", raw=words),) if words else ()


def _text(value: object) -> str:
    """Plain text of a message: a string, or a list of strings and of marked pieces."""
    if isinstance(value, str):
        return value
    if not isinstance(value, list):
        return ""
    pieces = (p if isinstance(p, str) else p.get("text") if isinstance(p, dict) else "" for p in value)
    return "".join(p for p in pieces if isinstance(p, str))


def _words(value: object) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() or None if isinstance(value, str) else None


READER = Reader("telegram", "1", (".json",), ("application/json",), _sniff, _read)
