"""Articles as the case file holds them: frozen bodies, what files state of them, and what went wrong on the way."""

from __future__ import annotations

from typing import Literal

from store.records.keys import record_key, text_key
from store.records.record import record
from store.records.text import Clean

DateOrigin = Literal["declared", "structured", "url", "filename", "text", "user"]
"""Where a publication date was stated; never the file's own times, the capture date or now."""

ProblemLevel = Literal["error", "warning"]


@record
class Problem:
    """Something that went wrong with one input, as a value.

    `code` is stable (E_… the unit was rejected, W_… it is in, with this flag); `where` names the place
    inside the file ("row 12", "line 3 column 7"), or is empty.
    """

    code: str
    message: str
    level: ProblemLevel = "error"
    where: str = ""

    def line(self) -> str:
        """The problem as one line for a person."""
        place = f" ({self.where})" if self.where else ""
        return f"{self.message}{place} [{self.code}]"


@record
class Body:
    """A frozen text: cleaned, NFC, header stripped; identified by the SHA-256 of its UTF-8."""

    text: Clean

    @property
    def hash(self) -> str:
        """The body's key."""
        return text_key(self.text)


@record
class Sighting:
    """What one file states of one body. Everything stated is part of its identity, NULL a value of its own.

    `published` and `updated` are EDTF; `body` is the body's hash, None for a reference whose text has not come.
    """

    body: str | None
    name: str
    title: str | None = None
    url: str | None = None
    external_id: str | None = None
    byline: str | None = None
    outlet: str | None = None
    language: str | None = None
    published: str | None = None
    published_raw: str | None = None
    published_origin: DateOrigin | None = None
    updated: str | None = None
    flags: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """SHA-256 of all that it states."""
        # not asdict, which copies deeply: ten times this
        return record_key({name: getattr(self, name) for name in self.__dataclass_fields__})
