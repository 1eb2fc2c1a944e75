"""The plain digest: what the dashboard would show first, as lines of at most 100 columns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from store.casefile import CaseFile
from store.filters import Filter
from store.queries import articles, claims, comparison, sources, timeline
from store.queries.why import fitted
from store.records.comparison import GridRow, NumberGroup
from store.records.rows import ClaimDetail
from tui.forms import cells
from tui.forms.cells import cut, fit, pad

WIDTH = 100
EVENTS = 20
CLAIMS = 6
PROPOSITIONS = 8
MOST_SOURCES = 20
COMPARED = 1_000
"""Propositions looked through for what one source alone says and where numbers differ."""
INDENT = "  "


def no_file(path: Path) -> list[str]:
    """The digest where there is no case file yet."""
    return [
        cut(f"saidby  {path.name}", WIDTH),
        cut(f"There is no case file {path} yet.", WIDTH),
        "Import something: saidby import auto PATH…    or look at the sample: saidby demo",
    ]


def digest(case: CaseFile, filter: Filter) -> Iterator[str]:
    """The digest of a case file under a filter, line by line; every list says what it leaves out."""
    with case.read():
        yield from _header(case, filter)
        yield from _timeline(case, filter)
        yield from _claims(case, filter)
        if len(sources.view(case, filter, "name")) > 1:
            yield from _only(_propositions(case, filter, "support"))
        yield from _numbers(_propositions(case, filter, "sources"))
        yield from _undated(case, filter)


def _header(case: CaseFile, filter: Filter) -> Iterator[str]:
    count = articles.counts(case)
    words = (
        f"saidby  {case.path.name}  {count.articles:,} articles · {count.claims:,} claims · {count.undated:,} undated"
    )
    yield cut(words, WIDTH)
    yield cut(str(case.path.absolute()), WIDTH)
    if chips := filter.chips():
        yield cut("filter: " + "  ".join(f"⟨{words}⟩" for _, words in chips), WIDTH)
    if count.waiting:
        yield cut(f"{count.waiting:,} articles are not read yet: saidby refresh finishes that", WIDTH)
    if count.failed:
        yield cut(f"{count.failed:,} articles could not be read: the extractor failed on them (saidby doctor)", WIDTH)
    if not count.articles:
        yield "Nothing is in it yet: saidby import auto PATH…"


def _heading(title: str, note: str = "") -> Iterator[str]:
    yield ""
    yield cut(f"{title}{f' ({note})' if note else ''}", WIDTH)


def _timeline(case: CaseFile, filter: Filter) -> Iterator[str]:
    view = timeline.view(case, filter)
    rows = [r for r in timeline.rows(case, view.window(0, EVENTS)) if r.date_from or r.date_to]
    yield from _heading("Timeline", _of(len(rows), len(view), view.count_words()))
    for row in rows:
        status = cells.status(row)
        yield cut(f"{INDENT}{pad(fit(cells.when(row), 23), 23)}  {row.title}{f'  [{status}]' if status else ''}", WIDTH)


def _of(shown: int, there: int, words: str) -> str:
    return words if shown >= there else f"{words}, the first {shown}"


def _claims(case: CaseFile, filter: Filter) -> Iterator[str]:
    view = claims.view(case, filter)
    graded = [d for d in claims.details(case, view.window(0, CLAIMS)) if d.row.support is not None]
    yield from _heading("Strongest claims", view.count_words())
    yield from _lines(graded)
    last = len(view) - claims.ungraded(case, filter)
    weakest = claims.details(case, reversed(view.window(max(len(graded), last - CLAIMS), last)))
    if weakest:
        yield from _heading("Weakest claims")
        yield from _lines(weakest)


def _lines(details: list[ClaimDetail]) -> Iterator[str]:
    for detail in details:
        row = detail.row
        head = f"{INDENT}{pad(cells.support(row), 3, right=True)} {pad(cells.grade(row), 5)} {pad(cells.said(row), 4)}"
        yield cut(f"{head} {fit(cells.speaker(row), 24)}, in {fit(row.article_name, 20)}: {cells.claim(row)}", WIDTH)
        yield cut(f"{INDENT}    {fitted(detail.why, detail.parts, WIDTH - 6)}", WIDTH)


def _propositions(case: CaseFile, filter: Filter, sort: str) -> list[GridRow]:
    return comparison.rows(case, comparison.view(case, filter, sort).window(0, COMPARED))


def _only(rows: list[GridRow]) -> Iterator[str]:
    alone: dict[str, list[GridRow]] = {}
    for row in rows:
        if row.only:
            alone.setdefault(row.only, []).append(row)
    yield from _heading("Only one source says", f"{sum(map(len, alone.values())):,} of {len(rows):,} propositions")
    for source, several in sorted(alone.items())[:MOST_SOURCES]:
        best = sorted(several, key=lambda r: (-(r.cells[source].support or 0), r.id))
        for row in best[: max(1, PROPOSITIONS // len(alone))]:
            yield cut(f"{INDENT}{pad(fit(source, 24), 24)}  {row.label}", WIDTH)
    if len(alone) > MOST_SOURCES:
        yield f"{INDENT}and {len(alone) - MOST_SOURCES} sources more: saidby compare"


def _numbers(rows: list[GridRow]) -> Iterator[str]:
    found = [(row, n) for row in rows for n in row.numbers if differs(n)]
    yield from _heading("Disagreements in numbers", f"{len(found)}" if len(found) > PROPOSITIONS else "")
    if not found:
        yield f"{INDENT}none"
    for row, numbers in found[:PROPOSITIONS]:
        values = " / ".join(dict.fromkeys(text for text, _, _, _ in numbers.values))
        yield cut(f"{INDENT}{numbers.thing}, {numbers.role}: {values}   in: {row.label}", WIDTH)


def differs(numbers: NumberGroup) -> bool:
    """Whether comparable numbers of one thing in one role leave no value on which all can agree."""
    known = [(low, high) for _, low, high, _ in numbers.values if low is not None or high is not None]
    if not numbers.comparable or len(known) < 2:
        return False
    floor = max((low for low, _ in known if low is not None), default=float("-inf"))
    ceiling = min((high for _, high in known if high is not None), default=float("inf"))
    return floor > ceiling


def _undated(case: CaseFile, filter: Filter) -> Iterator[str]:
    rows = [r for r in articles.rows(case, articles.view(case, Filter()).ids) if r.published is None]
    events = timeline.undated(case, filter)
    yield from _heading("Undated", f"{len(rows)} articles, {len(events)} events")
    for row in rows[:EVENTS]:
        yield cut(f"{INDENT}{row.key[:8]}  {pad(fit(row.name, 30), 30)}  {row.title or row.first_line}", WIDTH)
    for event in timeline.rows(case, events[:PROPOSITIONS]):
        yield cut(f"{INDENT}? {pad(fit(event.expression or cells.NOTHING, 22), 22)}  {event.title}", WIDTH)
