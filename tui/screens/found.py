"""What a search hit is, shown before one goes there: the same lines that its pane shows of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from store.records.comparison import SourceRow
from store.records.rows import ArticleRow, ClaimDetail, Hit, TimelineDetail
from tui.panes.proof import claim_blocks, event_blocks, other_lines
from tui.safe import one_line, paragraph
from tui.widgets.text_view import BLANK, Block, line

if TYPE_CHECKING:
    from store.search.highlight import Needle
    from tui.service import Service

Blocks = Callable[[int, int], list[Block]]
"""Height and width to lines."""


def preview_of(service: Service, hit: Hit, needle: Needle | None) -> Blocks:
    """Read what a hit stands for; in a thread. Empty where it is gone."""
    if hit.kind == "claim":
        found = service.claim_details([hit.id])
        return lambda height, width: claim_blocks(found[0], height, width) if found else []
    if hit.kind == "event":
        event, claims = service.event(hit.id)
        return lambda height, width: _event(event, claims, height, width)
    if hit.kind == "article":
        row, text = service.lookup.passage(hit.id, needle)
        return lambda height, width: _article(row, text, needle)
    if hit.kind == "source":
        source = service.source(hit.id)
        return lambda height, width: _source(source)
    said = service.lookup.said_by(hit.id)
    return lambda height, width: _actor(hit, said)


def _event(event: TimelineDetail | None, claims: list[ClaimDetail], height: int, width: int) -> list[Block]:
    return event_blocks(event, claims, height, width) if event is not None else []


def _article(row: ArticleRow | None, text: str, needle: Needle | None) -> list[Block]:
    if row is None:
        return []
    where = f"{one_line(row.source or row.name)} · {row.published or 'undated'} · {_counted(row.claims, 'claim')}"
    words = paragraph(text)
    marks = tuple((s.start, s.end, "quote") for s in needle.spans(words)) if needle is not None else ()
    return [
        line((one_line(row.title or row.first_line), "title")),
        line((where, "dim")),
        BLANK,
        Block(words, "", marks),
    ]


def _source(row: SourceRow | None) -> list[Block]:
    if row is None:
        return []
    known = "" if row.known else " (no outlet is known: a file stands for itself)"
    lag = f" · {row.lag_days:+.1f} days behind the first" if row.lag_days is not None else ""
    return [
        line((one_line(row.name), "title"), (known, "dim")),
        line((f"reliability {row.letter} · {_counted(row.articles, 'article')} · {_counted(row.claims, 'claim')}", "")),
        line((f"first {row.first or 'undated'}{lag}", "dim")),
        BLANK,
        line(("Enter keeps only what it says.", "dim")),
    ]


def _actor(hit: Hit, said: list[ClaimDetail]) -> list[Block]:
    words = "Enter keeps only what this speaker says." if said else "Nothing is claimed under this name itself."
    return [line((one_line(hit.text), "title")), *other_lines(said), BLANK, line((words, "dim"))]


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"
