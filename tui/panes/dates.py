"""Dates and states of events in the few columns that the timeline has."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from store.records.rows import TimelineRow

if TYPE_CHECKING:
    from store.records.reading import EventStatus

STATUSES: dict[EventStatus, str] = {"reported": " ", "planned": "→", "denied": "≠", "disputed": "≠"}


def date_cell(row: TimelineRow) -> str:
    """A date as exactly as it is known, in at most eleven columns: 2022-08-15, 2022-08, 2022-W35, 2022-Q3, 2022 su,
    1990s, ≥2022-08, ≤…, ? undated; ~ before one that has alternatives."""
    start, end = (row.date_from or "")[:10], (row.date_to or "")[:10]
    if not start and not end:
        return "? undated"
    sign = "~" if row.ambiguous else ""
    if not start:
        return f"≤{end}"
    if not end:
        return f"≥{start}"
    return sign + _spelled(row.precision, start)


def _spelled(precision: str, start: str) -> str:
    if precision == "month":
        return start[:7]
    if precision == "year":
        return start[:4]
    if precision == "decade":
        return f"{start[:3]}0s"
    if precision == "quarter":
        return f"{start[:4]}-Q{(int(start[5:7]) + 2) // 3}"
    if precision == "season":
        return f"{start[:4]} " + {"03": "spr", "06": "sum", "09": "aut", "12": "win"}.get(start[5:7], "")
    if precision == "week":
        year, week, _ = dt.date.fromisoformat(start).isocalendar()
        return f"{year}-W{week:02}"
    return start if precision in ("day", "instant") else f"{start[:7]}…"


def status_glyph(status: EventStatus) -> str:
    """A sign for what is planned, denied or disputed; a blank for what is reported."""
    return STATUSES[status]
