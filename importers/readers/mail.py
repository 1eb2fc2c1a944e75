"""Mail: single messages (.eml) and mailboxes (.mbox), by the standard library. An HTML part becomes plain text."""

from __future__ import annotations

import email
import email.header
import email.policy
import email.utils
import re
from collections.abc import Iterator
from email.message import Message

from importers.decoding import Decoded, decode
from importers.reader import ArticleDraft, Input, Reader, ReadOptions, Stated
from importers.readers.markup import plain_text
from store.records.article import Problem

_FIELD = re.compile(
    rb"^(?:From|To|Subject|Date|Message-ID|Received|MIME-Version|Return-Path|Reply-To|Delivered-To|Content-Type|"
    rb"Content-Transfer-Encoding|Sender|Cc|X-[A-Za-z-]{1,40}):[ \t]",
    re.I | re.M,
)
_FIRST_FIELD = re.compile(rb"\A\s{0,10}(?:>?From [^\r\n]{1,300}\r?\n)?[A-Za-z][A-Za-z0-9-]{1,60}:[ \t\r\n]")
_MBOX = re.compile(rb"\AFrom [^\r\n]{1,300}\r?\n")
_MBOX_LINE = re.compile(rb"^From [^\r\n]{0,300}\r?\n", re.M)
_MAX_PARTS = 200
_ODD = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
"""What the standard library raises on odd headers and bodies: https://github.com/python/cpython/labels/topic-email"""


def _sniff(head: bytes, name: str) -> float:
    start = head[:20_000]
    if not _FIRST_FIELD.match(start):
        return 0.0
    headers = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]
    known = {m[0].rstrip(b" \t:").lower() for m in _FIELD.finditer(headers)}
    if _MBOX.match(start) and known:
        return 0.92
    if name.lower().endswith((".eml", ".mbox", ".mail")):
        return 0.8
    return 0.92 if {b"from", b"received"} & known and len(known) >= 3 else 0.0


def _read(source: Input, options: ReadOptions) -> Iterator[ArticleDraft | Problem]:
    messages = list(_messages(source.data))
    for number, data in enumerate(messages, 1):
        place = f"message {number}" if len(messages) > 1 else ""
        try:
            yield _draft(place, email.message_from_bytes(data, policy=email.policy.compat32), options)
        except _ODD as error:
            yield Problem("E_PARSE", f"this message can't be read: {error}", where=place)


def _messages(data: bytes) -> Iterator[bytes]:
    """The messages of a mailbox, split where a line begins with "From ", as mailbox.mbox does; or the one there is."""
    if not _MBOX.match(data):
        yield data
        return
    marks = list(_MBOX_LINE.finditer(data))
    for mark, following in zip(marks, [*marks[1:], None]):
        yield data[mark.end() : following.start() if following else len(data)]


def _draft(place: str, message: Message, options: ReadOptions) -> ArticleDraft | Problem:
    title = _header(message, "Subject")
    text = _text(message, options.encoding)
    if not text.strip() and not title:
        return Problem("E_EMPTY", "there is no text in this message", where=place)
    sender, address = email.utils.parseaddr(_header(message, "From") or "")
    date = _header(message, "Date")
    return ArticleDraft(
        place,
        text,
        title=title,
        published=_dates(date) if date else (),
        author=sender or address or None,
        language=_header(message, "Content-Language"),
        external_id=_header(message, "Message-ID"),
        extra=tuple((n, v) for n in ("From", "List-Id", "Reply-To") if (v := _header(message, n))),
    )


def _dates(words: str) -> tuple[Stated, ...]:
    plain = re.sub(r"\([^()]*\)", "", words).strip()
    try:
        moment = email.utils.parsedate_to_datetime(plain)
    except _ODD:
        return (Stated(words, "declared", raw=words),)
    return (Stated(moment.isoformat(timespec="seconds"), "declared", raw=words),)


def _header(message: Message, name: str) -> str | None:
    """A header with its encoded words read, on one line; None where there is none."""
    raw = message.get(name)
    if raw is None:
        return None
    try:
        parts = email.header.decode_header(raw)
        words = "".join(p if isinstance(p, str) else _decoded(p, charset) for p, charset in parts)
    except _ODD:
        words = str(raw)
    return " ".join(words.split()) or None


def _decoded(data: bytes, charset: str | None) -> str:
    if charset and charset.lower() not in ("unknown-8bit", "unknown", "x-unknown"):
        found = decode(data, charset)
        if isinstance(found, Decoded):
            return found.text
    found = decode(data)
    return found.text if isinstance(found, Decoded) else data.decode("latin-1")


def _text(message: Message, encoding: str | None) -> str:
    """The first plain part that is no attachment; else the first HTML part, as plain text."""
    markup: str | None = None
    for number, part in enumerate(message.walk()):
        if number > _MAX_PARTS:
            break
        kind = part.get_content_type()
        if (
            part.is_multipart()
            or kind not in ("text/plain", "text/html")
            or part.get_content_disposition() == "attachment"
        ):
            continue
        payload = part.get_payload(decode=True)
        words = _decoded(payload, encoding or part.get_content_charset()) if isinstance(payload, bytes) else ""
        if kind == "text/plain" and words.strip():
            return words
        if kind == "text/html" and markup is None:
            markup = words
    return plain_text(markup) if markup else ""


READER = Reader(
    "mail", "1", (".eml", ".mbox", ".mail"), ("message/rfc822", "application/mbox"), _sniff, _read,
    sandboxed=True, names=("eml", "mbox"),
)  # fmt: skip
