"""What kind of line a line is: prose, or a heading, dateline, byline, credit or caption, which make no claim."""

from __future__ import annotations

import re
from functools import lru_cache

from importers.extract.lexicon import load, lowered
from store.records.reading import SentenceRole
from store.records.span import Span

MAX_HEADING_WORDS = 22
_CLOSERS = "\"'”’»)]"
_FINAL = ".!?…;,:"


def role_of_paragraph(text: str, span: Span) -> SentenceRole:
    """The role of a paragraph or line as a whole; prose where nothing speaks against it."""
    line = span.of(text).strip()
    if not line:
        return "prose"
    for role, pattern in _patterns():
        if pattern.match(line):
            return role
    if "\n" not in line and len(line) < 200 and _is_heading(line):
        return "heading"
    return "prose"


def is_boilerplate(text: str, span: Span) -> bool:
    """Whether a sentence is the site speaking of itself (newsletters, terms, "read more") and nothing of the article."""
    return _boilerplate().match(lowered(text), span.start, min(span.end, span.start + 300)) is not None


def dateline_end(text: str, span: Span) -> int | None:
    """Where the dateline at the head of a paragraph ends ("PARIS (Agency) - "), or None."""
    for pattern in _datelines():
        match = pattern.match(text, span.start, min(span.end, span.start + 160))
        if match and match.end() < span.end:
            return match.end()
    return None


def signature_start(text: str, span: Span) -> int | None:
    """Where a signature or credit that closes a paragraph begins ("(abc)", "Agency contributed to this report")."""
    tail_from = max(span.start, span.end - 400)
    for pattern in _signatures():
        match = pattern.search(text, tail_from, span.end)
        if match and text[span.start : match.start()].strip():
            return match.start("tail")
    return None


def _is_heading(line: str) -> bool:
    bare = line.rstrip(_CLOSERS)
    if not bare or (bare[-1] in _FINAL and not (bare[-1] == "!" or bare[-1] == "?")):
        return False
    words = bare.split()
    if len(words) > MAX_HEADING_WORDS:
        return False
    if bare[-1] in "!?":
        # a title may ask or shout, but so does speech: only where its words are capitalised
        return len(words) > 2 and sum(w[:1].isupper() for w in words) >= 0.7 * len(words)
    return any(c.isalpha() for c in bare)


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[SentenceRole, re.Pattern[str]], ...]:
    rules = load("layout")
    roles: tuple[SentenceRole, ...] = ("credit", "caption", "byline")
    return tuple((role, re.compile(rule["pattern"])) for role in roles for rule in rules[role])


@lru_cache(maxsize=1)
def _boilerplate() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{rule['pattern']})" for rule in load("layout")["boilerplate"]))


@lru_cache(maxsize=1)
def _datelines() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rule["pattern"]) for rule in load("layout")["dateline"])


@lru_cache(maxsize=1)
def _signatures() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rule["pattern"]) for rule in load("layout")["signature"])
