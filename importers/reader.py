"""What a reader of one input form is, and all that the author of one needs to import.

A reader is pure: bytes in, drafts and problems out; no database, no network, no clock. One draft or one problem of
level "error" for each article that the input holds: nothing is dropped in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pluggy

from store.records.article import DateOrigin, Problem
from store.records.keys import parts_key
from store.records.span import Precision

hookimpl = pluggy.HookimplMarker("saidby")
"""Marks a plugin's `readers()` or `extractors()` (see importers/plugins.py)."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A date as an input states it. `value` is the words as they stand there (or EDTF); `raw` the wider passage.

    `origin` ranks it against other statements, `confidence` (0 to 1) against others of the same origin.
    """

    value: str
    origin: DateOrigin
    raw: str | None = None
    confidence: float = 1.0
    precision: Precision | None = None


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """One article as a reader found it: dirty, undecided, not yet stored.

    `locator` names the place inside the input ("row 12"), "" for the whole. `text` is None for a reference whose text
    is not there. `published` and `updated` are all the dates that the input states; dating decides between them.
    `problems` are warnings: flags that stay with the text.
    """

    locator: str
    text: str | None
    title: str | None = None
    published: tuple[Stated, ...] = ()
    updated: tuple[Stated, ...] = ()
    outlet: str | None = None
    url: str | None = None
    author: str | None = None
    language: str | None = None
    external_id: str | None = None
    paragraphs: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person says about the inputs, so far as it changes what is read."""

    encoding: str | None = None
    language: str | None = None
    mapping: tuple[tuple[str, str], ...] = ()
    """(field, column) pairs of --map."""
    preset: str | None = None
    date_order: str | None = None
    """"dmy" or "mdy": how 03/04/2022 is meant."""
    date_from: tuple[DateOrigin, ...] = ()
    """Origins in the order in which they are believed; empty for the usual one."""
    max_bytes: int = 50_000_000

    def key(self, *more: object) -> str:
        """A short hash of the options and of what else bears on the outcome: two runs with one key read alike."""
        own = [self.encoding, self.language, list(map(list, self.mapping)), self.preset, self.date_order]
        return parts_key(own, list(self.date_from), self.max_bytes, *more)[:16]


@dataclass(frozen=True, slots=True)
class Input:
    """The bytes of one file or archive member, and the name it goes by."""

    name: str
    data: bytes


Read = Callable[[Input, ReadOptions], Iterator[ArticleDraft | Problem]]
Sniff = Callable[[bytes, str], float]


@dataclass(frozen=True, slots=True)
class Reader:
    """One input form. `sniff(head, name)` says from 0 to 1 how sure it is that the first bytes are of its form.

    `version` moves when the same bytes would be read differently: files that an older one read are read again.
    `sandboxed` readers use libraries that can hang or swell on hostile bytes, and run in a child with limits.
    """

    name: str
    version: str
    extensions: tuple[str, ...]
    media_types: tuple[str, ...]
    sniff: Sniff
    read: Read
    sandboxed: bool = False
    names: tuple[str, ...] = field(default=())
    """Other words that mean this form on the command line ("csv" for table)."""

    @property
    def ident(self) -> str:
        """Name and version, as the ledger keeps them."""
        return f"{self.name}/{self.version}"


HEAD_BYTES = 65_536
"""How much of an input a reader sees when it is asked whether the form is its own."""
