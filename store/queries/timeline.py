"""The timeline: events under a filter by date, the lines of a window, all that tells an event, and counts over time."""

from __future__ import annotations

import datetime as dt
import json
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from sqlite3 import Row
from typing import Literal

from store.casefile import CaseFile, Reader
from store.errors import UsageError
from store.filters import FILTERS, Filter
from store.queries.kept import kept
from store.queries.window import PAGE, bound, ids_of, in_order, passes, those_of
from store.records.rows import ArticleRef, MentionDetail, TimelineDetail, TimelineRow
from store.records.span import Span
from store.view import View

_ITEMS = 1 << 13
_UNDATED = "e.date_from IS NULL AND e.date_to IS NULL"
_NAMED = "EXISTS (SELECT 1 FROM event_mention d WHERE d.event = e.id AND d.timex IS NOT NULL)"

SORTS: dict[str, tuple[str, ...]] = {
    "event": (
        "SELECT e.id FROM event e WHERE e.date_from IS NOT NULL AND {where} ORDER BY e.date_from, e.date_to, e.id",
        "SELECT e.id FROM event e WHERE e.date_from IS NULL AND e.date_to IS NOT NULL AND {where} ORDER BY e.date_to, e.id",
        f"SELECT e.id FROM event e WHERE {_UNDATED} AND {_NAMED} AND {{where}} ORDER BY e.id",
        f"SELECT e.id FROM event e WHERE {_UNDATED} AND NOT {_NAMED} AND {{where}} ORDER BY e.id",
    ),
    "title": ("SELECT e.id FROM event e WHERE {where} ORDER BY e.label, e.id",),
}
"""Last come those of which only the end is known, then unresolved ones (a date is named, but not known), then undated."""

Step = Literal["year", "month", "week", "day"]
STEPS: tuple[Step, ...] = ("year", "month", "week", "day")

_FEW = frozenset({"article", "proposition"})
"""Filters that leave so few that all of them are there as soon as the first."""

_EARLY = 1000
"""Events among which a first page is looked for; where so many hold too few, all of them take less long."""


def view(case: CaseFile, filter: Filter, sort: str = "event") -> View:
    """The events that a claim tells which the filter lets through; UsageError for a sort that there isn't.

    `from` and `to` speak of the event's own dates; undated events they leave out and count.
    """
    if sort not in SORTS:
        raise UsageError(f"There is no sort '{sort}' of the timeline", hint=f"there are {', '.join(SORTS)}")
    dates, date_parameters = _dated(filter)
    with case.read() as r:
        told = _told_ids(case, r, filter)
        flags = passes(told)
        ids = those_of(kept(case, ("events", sort), lambda: _ordered(r, sort)), flags)
        unjudged = 0
        if date_parameters:
            undated = ids_of(r, f"SELECT e.id FROM event e WHERE {_UNDATED}")
            unjudged = len(those_of(undated, flags))
        if dates != "1":
            ids = those_of(ids, passes(ids_of(r, f"SELECT e.id FROM event e WHERE {dates}", date_parameters)))
        total = len(ids) if not filter else kept(case, "events", lambda: len(set(_told_ids(case, r, Filter()))))
        return View(ids, filter, sort, case.generation(), total, unjudged)


def _ordered(r: Reader, sort: str) -> array[int]:
    """Every event, in the order of a sort: no filter changes it."""
    ids = array("q")
    for statement in SORTS[sort]:
        ids.extend(ids_of(r, statement.format(where="1")))
    return ids


def _told_ids(case: CaseFile, r: Reader, filter: Filter) -> array[int]:
    """The events that something tells which the filter lets through, whatever their own date; some several times."""
    rest = Filter({n: v for n, v in filter.values.items() if n not in _DATES})
    select, parameters = _told_by(rest)
    return kept(case, ("told", tuple(rest.values.items())), lambda: ids_of(r, select, parameters))


def pages(case: CaseFile, filter: Filter, sort: str = "event") -> Iterator[View]:
    """The view of a filter, before it its first page where an index gives that sooner (a partial view); UsageError as
    in `view`."""
    if sort == "event" and not _FEW & set(filter.values):
        told, parameters = _told_here(filter)
        dates, more = _dated(filter)
        early = f"SELECT * FROM event e WHERE e.date_from IS NOT NULL AND {dates} ORDER BY e.date_from LIMIT {_EARLY}"
        with case.read() as r:
            ids = ids_of(
                r,
                f"SELECT e.id FROM ({early}) e WHERE {told} ORDER BY e.date_from, e.date_to, e.id",
                more + parameters,
                PAGE,
            )
            generation = case.generation()
        if len(ids) == PAGE:
            yield View(ids, filter, sort, generation, len(ids), partial=True)
    yield view(case, filter, sort)


def _told_here(filter: Filter) -> tuple[str, tuple[object, ...]]:
    """As `_told`, asked event by event: sooner for the first few, later for all."""
    rest = {n: v for n, v in filter.values.items() if n not in _DATES}
    if set(rest) <= {"article"}:
        place = "n.article = ?" if rest else "1"
        return (
            "EXISTS (SELECT 1 FROM event_mention n LEFT JOIN standing s ON s.claim = n.claim JOIN article a ON a.id = n.article "
            f"WHERE n.event = e.id AND {place} AND NOT a.hidden AND NOT coalesce(s.hidden, 0))",
            tuple(int(v) for v in rest.values()),
        )
    condition, parameters = Filter(rest).clause()
    mentions = "event_mention n CROSS JOIN standing s ON s.claim = n.claim"  # CROSS JOIN keeps the order of the two
    return f"EXISTS (SELECT 1 FROM {mentions} WHERE n.event = e.id AND {condition})", parameters


def _told_by(rest: Filter) -> tuple[str, tuple[object, ...]]:
    """The events of mentions that are not hidden and pass; an event may be told where no claim is."""
    if set(rest.values) <= {"article"}:
        place = "n.article = ?" if rest else "1"
        return (
            f"SELECT n.event AS id FROM event_mention n WHERE n.event IS NOT NULL AND {place} "
            "AND (n.claim IS NULL OR n.claim NOT IN (SELECT claim FROM standing WHERE hidden)) "
            "AND n.article NOT IN (SELECT id FROM article WHERE hidden)",
            tuple(int(v) for v in rest.values.values()),
        )
    condition, parameters = rest.clause()
    return (
        "SELECT n.event AS id FROM event_mention n JOIN standing s ON s.claim = n.claim "
        f"WHERE n.event IS NOT NULL AND {condition}",
        parameters,
    )


_DATES = ("from", "to", "when")
"""Filters that speak of the event's own date."""

_WHEN = {
    "dated": f"NOT ({_UNDATED})",
    "unresolved": f"{_UNDATED} AND {_NAMED}",
    "undated": f"{_UNDATED} AND NOT {_NAMED}",
}


def _dated(filter: Filter) -> tuple[str, tuple[object, ...]]:
    """The clauses of `from` and `to`, which are written for `standing`, over the columns of `event`."""
    conditions, parameters = ["1"], list[object]()
    for name in ("from", "to"):
        if (value := filter.values.get(name)) is not None:
            condition, more = FILTERS[name].clause(value)
            conditions.append(condition.replace("s.event_from", "e.date_from").replace("s.event_to", "e.date_to"))
            parameters.extend(more)
    if (value := filter.values.get("when")) is not None:
        conditions.append(f"({' OR '.join(f'({_WHEN[v]})' for v in value.split(','))})")
    return " AND ".join(conditions), tuple(parameters)


def shelves(case: CaseFile, ids: Sequence[int]) -> tuple[int, int]:
    """The lines of a view sorted by `event` on which the unresolved and the undated events begin; the number of its
    lines where there are none. Looks at a few rows, however many there are."""

    def shelf(event: int) -> int:
        row = r.execute(f"SELECT {_UNDATED}, {_NAMED} FROM event e WHERE e.id = ?", (event,)).fetchone()
        return 0 if row is None or not row[0] else 1 if row[1] else 2

    with case.read() as r:
        first = bisect_left(ids, 1, key=shelf)
        return first, bisect_left(ids, 2, lo=first, key=shelf)


def undated(case: CaseFile, filter: Filter) -> array[int]:
    """The events of a view that have no date, not even half of one."""
    with case.read() as r:
        ids = ids_of(r, f"SELECT e.id FROM event e WHERE {_UNDATED} ORDER BY e.id")
        return those_of(ids, passes(_told_ids(case, r, filter)))


_ROW = """e.id, e.key, e.label, e.date_from, e.date_to, e.edtf, e.precision, e.role, e.status,
  (SELECT count(*) FROM event_mention m WHERE m.event = e.id) AS mentions,
  (SELECT x.expression FROM event_mention m LEFT JOIN timex x ON x.id = m.timex WHERE m.event = e.id ORDER BY m.id LIMIT 1) AS expression,
  EXISTS (SELECT 1 FROM event_mention m JOIN timex x ON x.id = m.timex WHERE m.event = e.id AND x.alternatives <> '[]') AS ambiguous"""


def rows(case: CaseFile, ids: Iterable[int]) -> list[TimelineRow]:
    """The lines of these events, in this order; ids that are gone are left out."""
    wanted = list(ids)
    with case.read() as r:
        found = r.execute(
            f"SELECT {_ROW} FROM json_each(?) j JOIN event e ON e.id = j.value", (bound(wanted),)
        ).fetchall()
    return in_order(wanted, {row["id"]: _row(row) for row in found})


def details(case: CaseFile, ids: Iterable[int]) -> list[TimelineDetail]:
    """These events with every place that tells them, the first one first: two statements, whatever their number."""
    wanted = list(ids)
    mentions: dict[int, list[MentionDetail]] = defaultdict(list)
    alternatives: dict[int, list[str]] = defaultdict(list)
    with case.read() as r:
        lines = rows(case, wanted)
        for row in r.execute(
            "SELECT m.event, m.claim, m.start_char, m.end_char, x.expression, x.rule, x.anchor, x.alternatives, a.id AS article, "
            "a.key, a.name, a.title, a.published, o.name AS source, "
            "x.start_char AS x_start, x.end_char AS x_end, c.start_char AS c_start, c.end_char AS c_end, "
            "coalesce(c.quote, substr(b.text, m.start_char + 1, m.end_char - m.start_char), m.title) AS text "
            "FROM json_each(?) j JOIN event_mention m ON m.event = j.value JOIN article a ON a.id = m.article "
            "JOIN body b ON b.id = a.body LEFT JOIN outlet o ON o.id = a.outlet LEFT JOIN timex x ON x.id = m.timex "
            "LEFT JOIN claim c ON c.id = m.claim LEFT JOIN standing s ON s.claim = m.claim "
            "WHERE NOT a.hidden AND NOT coalesce(s.hidden, 0) ORDER BY m.event, m.id",
            (bound(wanted),),
        ):
            mentions[row["event"]].append(_mention(row))
            alternatives[row["event"]].extend(json.loads(row["alternatives"] or "[]"))
    return [
        TimelineDetail(
            line,
            tuple(dict.fromkeys(alternatives[line.id])),
            tuple(dict.fromkeys(m.claim for m in mentions[line.id] if m.claim is not None)),
            tuple(mentions[line.id]),
        )
        for line in lines
    ]


def _row(row: Row) -> TimelineRow:
    return TimelineRow(
        id=row["id"],
        key=row["key"],
        title=row["label"],
        date_from=row["date_from"],
        date_to=row["date_to"],
        edtf=row["edtf"],
        precision=row["precision"],
        role=row["role"],
        status=row["status"],
        ambiguous=bool(row["ambiguous"]),
        mentions=row["mentions"],
        expression=row["expression"],
    )


def _mention(row: Row) -> MentionDetail:
    told = Span(row["start_char"], row["end_char"])
    return MentionDetail(
        article=ArticleRef(row["article"], row["key"], row["name"], row["title"], row["source"], row["published"]),
        start=told.start,
        end=told.end,
        expression=row["expression"],
        rule=row["rule"],
        anchor=row["anchor"],
        text=row["text"],
        claim=row["claim"],
        expression_span=None if row["x_start"] is None else Span(row["x_start"], row["x_end"]),
        sentence=told if row["c_start"] is None else Span(row["c_start"], row["c_end"]),
    )


def histogram(case: CaseFile, filter: Filter, step: Step = "month") -> list[tuple[str, int]]:
    """How many events of the view begin in each year (2022), month (2022-08), ISO week (2022-W35) or day, in order.

    Only bins that hold something; an event counts in a bin no finer than its date is known, so a month-long one is
    left out of weeks and days.
    """
    if step not in STEPS:
        raise UsageError(f"There is no step '{step}'", hint=f"there are {', '.join(STEPS)}")
    dates, date_parameters = _dated(filter)
    with case.read() as r:
        ids = those_of(
            kept(case, ("events", "event"), lambda: _ordered(r, "event")), passes(_told_ids(case, r, filter))
        )
        if dates != "1":
            ids = those_of(ids, passes(ids_of(r, f"SELECT e.id FROM event e WHERE {dates}", date_parameters)))
        names, bin_at = kept(case, ("bins", step), lambda: _bins(r, step))
    counts: Counter[int] = Counter()
    for start in range(0, len(ids), _ITEMS):
        counts.update(map(bin_at.__getitem__, ids[start : start + _ITEMS]))
    return sorted((names[number], count) for number, count in counts.items() if number)


def _bins(r: Reader, step: Step) -> tuple[list[str], array[int]]:
    """Names of bins, and at the place of each event the number of the one in which it begins: 0, which is none, where
    that is not known so exactly."""
    names, numbers = [""], dict[str, int]()
    (last,) = r.execute("SELECT coalesce(max(id), 0) FROM event").fetchone()
    bin_at = array("i", bytes(4 * (last + 1)))
    for event, day, precision in r.execute("SELECT id, date_from, precision FROM event WHERE date_from IS NOT NULL"):
        if precision in _EXACT[step]:
            name = bin_of(day, step)
            number = numbers.setdefault(name, len(names))
            if number == len(names):
                names.append(name)
            bin_at[event] = number
    return names, bin_at


_DAYS = frozenset({"instant", "day"})
_WEEKS = _DAYS | {"week"}
_MONTHS = _WEEKS | {"month", "range", "open", "unknown"}
_EXACT: dict[str, frozenset[str]] = {
    "day": _DAYS,
    "week": _WEEKS,
    "month": _MONTHS,
    "year": _MONTHS | {"quarter", "season", "year", "decade"},
}


def bin_of(day: str, step: Step) -> str:
    """The name of the bin in which a day (ISO 8601) lies."""
    if step == "week":
        year, week, _ = dt.date.fromisoformat(day[:10]).isocalendar()
        return f"{year}-W{week:02}"
    return day[: {"year": 4, "month": 7, "day": 10}[step]]
