"""What the comparison returns: propositions by source, their origins and numbers, and how each source works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.records.record import record

if TYPE_CHECKING:  # named in annotations only
    from store.records.grade import Letter, Stance


@record
class Cell:
    """How one source stands to one proposition; `stance` None is silence."""

    stance: Stance | None
    digit: int | None
    letter: Letter | None
    support: int | None
    claims: tuple[int, ...]
    stances: tuple[Stance, ...] = ()
    """Every stance that the source's claims take, strongest first: it may report a statement and its denial."""


@record
class OriginGroup:
    """An origin of a proposition, with the claims that lead to it."""

    label: str
    independence: str
    claims: tuple[int, ...]


@record
class NumberGroup:
    """Values of one role of one thing; comparable when thing and role are the same and known."""

    thing: str | None
    role: str | None
    comparable: bool
    values: tuple[tuple[str, float | None, float | None, int], ...]
    """(text, low, high, claim id)"""


@record
class GridRow:
    """One proposition of the comparison: `cells` by source name, in the order of Grid.sources."""

    id: int
    key: str
    label: str
    cells: dict[str, Cell]
    origins: tuple[OriginGroup, ...]
    numbers: tuple[NumberGroup, ...]
    drift: tuple[tuple[int, ...], ...]
    only: str | None
    first: str | None = None
    """The source that published it first, where two have dates and one of them is earlier."""


@record
class SourceRow:
    """A source and how it works: counts by certainty and attribution, first article, and its lag: mean days behind the
    first dated article on the propositions that it shares with another source."""

    id: int
    key: str
    name: str
    known: bool
    letter: Letter
    family: str
    articles: int
    claims: int
    first: str | None
    lag_days: float | None
    certainty: dict[str, int]
    attribution: dict[str, int]
    cues: tuple[tuple[str, int], ...]


@record
class Grid:
    """The comparison as a whole, under a filter."""

    rows: tuple[GridRow, ...]
    sources: tuple[SourceRow, ...]
    left_out: int
    """Propositions not shown because a limit was set."""
