"""The columns of each list, once for pane, table, CSV and Markdown: header, width, and how a row becomes a cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from store.records.comparison import GridRow, SourceRow
from store.records.rows import ActorRow, ArticleRow, AuditRow, ClaimRow, Hit, RelatedRow, SpokenIn, TimelineRow
from tui.forms import cells
from tui.forms.cells import NOTHING

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column. `width` is the most that a table gives it, None for what takes the rest (the last one);
    columns that are not `shown` stand in CSV and Markdown alone."""

    header: str
    cell: Callable[[Row], str]
    width: int | None
    right: bool = False
    shown: bool = True


def _or_dash(value: object) -> str:
    return NOTHING if value is None or value == "" else str(value)


def _plain(value: object) -> str:
    return "" if value is None else str(value)


CLAIMS: tuple[Column[ClaimRow], ...] = (
    Column("id", lambda c: c.key[:8], 8),
    Column("sup", cells.support, 3, right=True),
    Column("grade", cells.grade, 5),
    Column("said", cells.said, 4),
    Column("kind", lambda c: c.kind, 8, shown=False),
    Column("attribution", lambda c: c.attribution, 17, shown=False),
    Column("speaker", cells.speaker, 22),
    Column("article", lambda c: c.article_name, 24, shown=False),
    Column("source", lambda c: _plain(c.source), 20, shown=False),
    Column("published", lambda c: _plain(c.published), 10, shown=False),
    Column("event", lambda c: _plain(c.event_from), 10, shown=False),
    Column("marks", cells.marks, 16, shown=False),
    Column("claim", cells.claim, None),
)

TIMELINE: tuple[Column[TimelineRow], ...] = (
    Column("id", lambda e: e.key[:8], 8),
    Column("when", cells.when, 21),
    Column("from", lambda e: _plain(e.date_from), 10, shown=False),
    Column("to", lambda e: _plain(e.date_to), 10, shown=False),
    Column("precision", lambda e: e.precision, 9, shown=False),
    Column("status", cells.status, 8),
    Column("told", lambda e: str(e.mentions), 4, right=True),
    Column("expression", lambda e: _plain(e.expression), 20, shown=False),
    Column("event", lambda e: e.title, None),
)

SOURCES: tuple[Column[SourceRow], ...] = (
    Column("source", lambda s: s.name, 30),
    Column("rated", lambda s: s.letter, 5),
    Column("family", lambda s: s.family, 20, shown=False),
    Column("articles", lambda s: str(s.articles), 8, right=True),
    Column("claims", lambda s: str(s.claims), 6, right=True),
    Column("first", lambda s: _or_dash(s.first), 10),
    Column("lag", lambda s: NOTHING if s.lag_days is None else f"{s.lag_days:g} d", 8, right=True),
    Column("certainty", lambda s: " ".join(f"{k} {n}" for k, n in s.certainty.items()), 26),
    Column("attribution", lambda s: " ".join(f"{k} {n}" for k, n in s.attribution.items()), 40, shown=False),
    Column("cues", lambda s: ", ".join(cue for cue, _ in s.cues), None),
)

ARTICLES: tuple[Column[ArticleRow], ...] = (
    Column("id", lambda a: a.key[:8], 8),
    Column("published", lambda a: _or_dash(a.published), 10),
    Column("source", lambda a: _or_dash(a.source), 20),
    Column("claims", lambda a: str(a.claims), 6, right=True),
    Column("name", lambda a: a.name, 28),
    Column("language", lambda a: a.language, 8, shown=False),
    Column("url", lambda a: _plain(a.url), 40, shown=False),
    Column("title", lambda a: a.title or a.first_line, None),
)

RELATED: tuple[Column[RelatedRow], ...] = (
    Column("score", lambda p: f"{p.score:.2f}", 5, right=True),
    Column("relation", lambda p: p.relation, 11),
    Column("a", lambda p: p.a.key[:8], 8),
    Column("b", lambda p: p.b.key[:8], 8),
    Column("published", lambda p: _or_dash(p.a.published), 10),
    Column("story", lambda p: "" if p.story is None else p.story[:8], 8, shown=False),
    Column("one", lambda p: p.a.title or p.a.name, 36),
    Column("other", lambda p: p.b.title or p.b.name, None),
)

HITS: tuple[Column[Hit], ...] = (
    Column("id", lambda h: h.key[:8] if h.kind in ("claim", "article", "event") else NOTHING, 8),
    Column("kind", lambda h: h.kind, 7),
    Column("text", lambda h: h.text, None),
)

ACTORS: tuple[Column[ActorRow], ...] = (
    Column("name", lambda w: w.name, 28),
    Column("kind", lambda w: w.kind, 12),
    Column("rated", lambda w: w.letter, 5),
    Column("articles", lambda w: str(w.articles), 8, right=True),
    Column("claims", lambda w: str(w.claims), 6, right=True),
    Column("joined", cells.joined, None),
)

SPOKEN: tuple[Column[tuple[ActorRow, SpokenIn]], ...] = (
    Column("name", lambda s: s[0].name, 24),
    Column("article", lambda s: s[1].article.key[:8], 8),
    Column("published", lambda s: _or_dash(s[1].article.published), 10),
    Column("source", lambda s: s[1].article.source or s[1].article.name, 24),
    Column("claims", lambda s: str(s[1].claims), 6, right=True),
    Column("words", lambda s: cells.spoken_words(s[1].words), None),
)

AUDIT: tuple[Column[AuditRow], ...] = (
    Column("op", lambda o: o.op[:8], 8),
    Column("at", lambda o: o.at[:16], 16),
    Column("author", lambda o: o.author, 14),
    Column("field", lambda o: o.field, 11),
    Column("value", lambda o: o.value, 22),
    Column("state", lambda o: "retracted" if o.retracted else "" if o.head else "replaced", 9),
    Column("private", lambda o: "private" if o.private else "", 7, shown=False),
    Column("reason", lambda o: _plain(o.reason), 30, shown=False),
    Column("target", lambda o: o.target, None),
)


_LABEL, _CELL, _GAP = 36, 7, 2


def grid_columns(names: Sequence[str]) -> tuple[Column[GridRow], ...]:
    """The columns of the comparison: the proposition, one for each source, how many origins, who was first or alone."""
    return (
        Column("proposition", lambda p: p.label, _LABEL),
        *(_source_column(name) for name in names),
        Column("first", lambda p: _plain(p.first), 14, shown=False),
        Column("only", lambda p: _plain(p.only), 14, shown=False),
        Column("origins", lambda p: str(len(p.origins)), None),
    )


def grid_room(width: int) -> int:
    """How many sources a table of the comparison has room for (two at least)."""
    return max(2, (width - _LABEL - LAST_LEAST - _GAP) // (_CELL + _GAP))


LAST_LEAST = 8
"""Columns that the last cell of a table always has, however narrow the terminal."""


def _source_column(name: str) -> Column[GridRow]:
    def cell(row: GridRow) -> str:
        found = row.cells.get(name)
        if found is None or found.stance is None:
            return cells.SILENT_GLYPH
        return f"{cells.stance(found)} {found.letter}{found.digit}"

    return Column(name, cell, _CELL)
