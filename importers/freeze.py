"""A draft becomes a frozen body and a sighting: cleaned, normalised, dated and hashed. Pure; runs in the child too."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from importers.dating import Dated, choose, in_url
from importers.reader import ArticleDraft, Input, Reader, ReadOptions
from store.records.article import Body, Problem, Sighting
from store.records.edtf import lies_ahead
from store.records.text import clean, clean_line, frozen_text

MAX_URL = 2000
MAX_EXTRAS = 40
_MAX_EXTRA = 500
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")


_OF_THE_RUN = {"W_NO_DATE", "W_FUTURE_DATE"}
"""Flags that the ledger keeps, not the sighting: one says nothing that is not plain, the other depends on the day."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """One article ready to be stored, the place in its file, and its flags."""

    place: str
    body: Body | None
    sighting: Sighting
    problems: tuple[Problem, ...] = ()


def read_frozen(
    source: Input, reader: Reader, options: ReadOptions, today: dt.date | None = None
) -> Iterator[Frozen | Problem]:
    """All that a reader finds in one input, frozen. Units in = drafts + problems; a reader that breaks on its input
    gives E_CRASH for what is left of it."""
    found = 0
    try:
        for item in reader.read(source, options):
            found += 1
            yield item if isinstance(item, Problem) else freeze(item, source.name, options, today)
    except Exception as error:  # readers of third parties, and the libraries of ours, may raise anything
        why = clean_line(str(error), 200) or type(error).__name__
        yield Problem("E_CRASH", f"the {reader.name} reader broke off after {found} units: {why}")
        return
    if not found:
        yield Problem("E_EMPTY", "there is nothing in it")


def freeze(draft: ArticleDraft, name: str, options: ReadOptions, today: dt.date | None = None) -> Frozen | Problem:
    """A draft, frozen; or the problem that there is neither a text nor anything that would name one."""
    text = draft.text if draft.text is not None else "\n\n".join(draft.paragraphs)
    frozen = frozen_text(text)
    problems = list(draft.problems)
    url, bad_url = _url(draft.url)
    problems.extend(bad_url)
    title = _line(draft.title, 1000)
    if not frozen:
        dated = draft.updated or (draft.locator and draft.published)  # an entry of a list, not a file of blanks
        if not any((title, url, draft.external_id, draft.author, dated)):
            return Problem("E_EMPTY", "there is no text in it", where=draft.locator)
        problems.append(Problem("W_NO_TEXT", "only a reference: its text is not there", "warning"))
    stated = [*draft.published]
    if url is not None and (by_url := in_url(url)):
        stated.append(by_url)
    published = choose(stated, order=options.date_order, date_from=options.date_from)
    updated = choose(draft.updated, order=options.date_order) if draft.updated else Dated()
    problems.extend(published.problems)
    if published.edtf is None and not published.problems:
        problems.append(Problem("W_NO_DATE", "no date is stated", "warning"))
    if published.edtf is not None and lies_ahead(published.edtf, today):
        problems.append(
            Problem("W_FUTURE_DATE", f"'{published.edtf}' lies in the future: undated till then", "warning")
        )
    sighting = Sighting(
        body=Body(frozen).hash if frozen else None,
        name=clean_line(name, 255) or "unnamed",
        title=title,
        url=url,
        external_id=_line(draft.external_id, 300),
        byline=_line(draft.author, 500),
        outlet=_line(draft.outlet, 200),
        language=_language(draft.language or options.language),
        published=published.edtf,
        published_raw=published.raw,
        published_origin=published.origin,
        updated=updated.edtf,
        flags=tuple(sorted({p.code for p in problems} - _OF_THE_RUN)),
        extra=_extras(draft),
    )
    return Frozen(clean_line(draft.locator, 200), Body(frozen) if frozen else None, sighting, tuple(problems))


def _line(value: str | None, limit: int) -> str | None:
    if value is None:
        return None
    return clean_line(unicodedata.normalize("NFC", clean(value[: limit * 20])), limit) or None


def _language(value: str | None) -> str | None:
    word = (value or "").strip()
    return word.replace("_", "-") if _LANGUAGE.fullmatch(word) else _line(value, 35)


def _url(value: str | None) -> tuple[str | None, list[Problem]]:
    """A web address that may be shown as a link; anything else is no address of an article."""
    if value is None or not value.strip():
        return None, []
    address = value.strip()
    try:
        parts = urlsplit(address)
        good = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        good = False
    if not good or len(address) > MAX_URL or clean_line(address, MAX_URL) != address:
        shown = clean_line(address[:200], 60)
        return None, [Problem("W_BAD_URL", f"'{shown}' is no web address that can be kept", "warning")]
    return address, []


def _extras(draft: ArticleDraft) -> tuple[tuple[str, str], ...]:
    pairs = [*draft.extra, *(("credit", c) for c in draft.credits)]
    kept: dict[str, str] = {}
    for name, value in pairs[:MAX_EXTRAS]:
        key, words = _line(name, 60), _line(value, _MAX_EXTRA)
        if key and words:
            kept[key] = words if key not in kept else f"{kept[key]}; {words}"[:_MAX_EXTRA]
    return tuple(sorted(kept.items()))
