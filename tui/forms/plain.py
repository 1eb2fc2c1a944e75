"""The panes in plain words, for a screen reader, a pipe or a printer: a line for each row, no signs, columns or colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from store.casefile import CaseFile
from store.filters import Filter
from store.queries import articles, claims, comparison, timeline
from store.records.comparison import Cell, GridRow
from store.records.grade import band_of
from store.records.rows import ClaimDetail, ClaimRow, TimelineRow
from tui.conditions import PANES, Place
from tui.forms import cells
from tui.forms.cells import one_line
from tui.panes.legend import VALUES, said_words

FIRST = 25
"""Rows of each pane where no pane was named; a named pane is told whole."""
_AT_ONCE = 500
_STANCES = {"asserts": "says so", "hedges": "hedges", "denies": "denies it", "caveats": "says so with caveats"}
_BANDS = {"HIGH": "high", "MED": "medium", "LOW": "low"}


def plain(case: CaseFile, filter: Filter, pane: Place | None = None) -> Iterator[str]:
    """What the dashboard shows under a filter, line by line: one pane whole, or the first rows of all four."""
    with case.read():
        yield from _header(case, filter)
        for place in PANES if pane is None else (pane,):
            yield ""
            yield from _PANES[place](case, filter, FIRST if pane is None else None)


def _header(case: CaseFile, filter: Filter) -> Iterator[str]:
    count = articles.counts(case)
    undated = f", {_many(count.undated, 'article')} undated" if count.undated else ""
    yield f"{one_line(case.path.name)}: {_many(count.articles, 'article')}, {_many(count.claims, 'claim')}{undated}."
    if chips := filter.chips():
        yield f"Filters: {'; '.join(one_line(words) for _, words in chips)}."


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def _rest(shown: int, there: int) -> Iterator[str]:
    if shown < there:
        yield f"And {there - shown:,} more: --view names a pane to be told whole."


def _chunks(ids: Sequence[int], most: int | None) -> Iterator[Sequence[int]]:
    end = len(ids) if most is None else min(most, len(ids))
    return (ids[at : min(at + _AT_ONCE, end)] for at in range(0, end, _AT_ONCE))


def _timeline(case: CaseFile, filter: Filter, most: int | None) -> Iterator[str]:
    view = timeline.view(case, filter)
    unresolved, undated = timeline.shelves(case, view.ids)
    shelves = f"; {undated - unresolved:,} unresolved and {len(view) - undated:,} undated at the end"
    yield f"Timeline: {view.count_words()} events{shelves}."
    for ids in _chunks(view.ids, most):
        for row in timeline.rows(case, ids):
            yield _event(row)
    yield from _rest(most or len(view), len(view))


def _event(row: TimelineRow) -> str:
    if not row.date_from and not row.date_to:
        when = f"Unresolved, “{row.expression}”" if row.expression else "Undated"
    else:
        when = cells.when(row).removesuffix(" ?") + (", or another date" if row.ambiguous else "")
    status = cells.status(row)
    told = f" Told {row.mentions} times." if row.mentions > 1 else ""
    return one_line(f"{when}: {row.title}{f', {status}' if status else ''}.{told}")


def _claims(case: CaseFile, filter: Filter, most: int | None) -> Iterator[str]:
    view = claims.view(case, filter)
    yield f"Claims: {view.count_words()}, the best supported first."
    number = 0
    for ids in _chunks(view.ids, most):
        for row in claims.rows(case, ids):
            number += 1
            yield one_line(f"{number}. {claim_words(row)}")
    yield from _rest(number, len(view))


def grade_words(row: ClaimRow) -> str:
    """Support and grade in words."""
    known = "not graded" if row.support is None else f"support {row.support}, {_BANDS[band_of(row.support)]}"
    own = ""
    if row.overridden:
        own = ", an analyst's own grade" + (" made on other evidence" if row.stale_override else "")
    letter, digit = VALUES["letter"][row.letter], VALUES["digit"][str(row.digit)]
    return f"{known}, grade {row.letter}{row.digit} ({letter}; {digit}){own}"


def claim_words(row: ClaimRow) -> str:
    """A claim in words: who, how sure, what; its grade; where; what analysts left on it."""
    left = [
        *(["starred"] if row.starred else []),
        *([_many(row.notes, "note")] if row.notes else []),
        *(f"tag {tag}" for tag in row.tags),
    ]
    unsure = " The sentence may be misread." if row.quality < cells.UNSURE_BELOW else ""
    grade = grade_words(row)
    has = f" Has {', '.join(left)}." if left else ""
    where = f"{row.source or row.article_name}, {row.published or 'undated'}"
    return (
        f"{cells.speaker(row)}, {said_words(row)}, a {row.kind}: {cells.claim(row)}. "
        f"{grade[0].upper()}{grade[1:]}. In {where}.{unsure}{has}"
    )


def _sources(case: CaseFile, filter: Filter, most: int | None) -> Iterator[str]:
    view = comparison.view(case, filter, "sources")
    yield f"Sources: {_many(len(view), 'proposition')}, those told by most sources first."
    for ids in _chunks(view.ids, most):
        for row in comparison.rows(case, ids):
            yield _proposition(row)
    yield from _rest(most or len(view), len(view))


def _proposition(row: GridRow) -> str:
    said = [_stance(name, cell) for name, cell in row.cells.items() if cell.stance is not None]
    origins = f" {_many(len(row.origins), 'origin')}." if row.origins else ""
    return one_line(f"{row.label}: {'; '.join(said) or 'nobody says so'}.{origins}")


def _stance(name: str, cell: Cell) -> str:
    stances = " and ".join(_STANCES[s] for s in cell.stances or ((cell.stance,) if cell.stance else ()))
    return f"{name} {stances}{f' ({cell.letter}{cell.digit})' if cell.digit else ''}"


def _evidence(case: CaseFile, filter: Filter, most: int | None) -> Iterator[str]:
    view = claims.view(case, filter)
    if not len(view):
        yield "Evidence: no claim."
        return
    yield "Evidence of the first claim." if most is not None else "Evidence of each claim."
    for ids in _chunks(view.ids, 1 if most is not None else None):
        for detail in claims.details(case, ids):
            yield from _proof(detail)


def _proof(detail: ClaimDetail) -> Iterator[str]:
    yield one_line(claim_words(detail.row))
    yield one_line(f"  Grade: {detail.why}")
    for own in detail.overrides:
        value = ", ".join(f"{name} {number}" for name, number in own.value.items())
        stale = ", made on other evidence" if own.stale else ""
        yield one_line(f"  Own grade of {own.author}: {value}{stale}, because {own.reason}.")
    for note in detail.annotations:
        yield one_line(f"  {note.field} of {note.author}: {note.value}")
    for link in detail.links:
        yield one_line(f"  {link.relation.replace('-', ' ')}, {link.state}: {link.text} In {link.article_name}.")
    for date in detail.dates:
        value = cells.date_words(date.edtf, date.precision) or "unresolved"
        yield one_line(f"  “{date.expression}” is {value}, counted from {date.anchor}.")
    chain = "".join(f", from {label}" for label, _ in detail.chain)
    yield one_line(f"  Paragraph {detail.paragraph}{chain}: “{' '.join(detail.text.split())}”")


_PANES = {"timeline": _timeline, "claims": _claims, "sources": _sources, "evidence": _evidence}
