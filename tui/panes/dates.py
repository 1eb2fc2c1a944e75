"""Dates and states of events in the few columns that the timeline has."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from store.records.rows import TimelineRow
from tui.safe import one_line
from tui.widgets.lines import cut

if TYPE_CHECKING:
    from store.records.reading import EventStatus

DATE_WIDTH = 13
"""Columns of a date; the longest is a day with what is not known about it."""

STATUSES: dict[EventStatus, str] = {"reported": " ", "planned": "→", "denied": "≠", "disputed": "≠"}


def date_cell(row: TimelineRow) -> str:
    """A date as exactly as it is known, in at most DATE_WIDTH columns: 2022-08-15, 2022-08, 2022-W35, 2022-Q3,
    summer 2022, 1990s, since 1994, by 2023-12, 08-15…09-02, ? with the words that name an unknown one.

    ~ stands before one that has alternatives.
    """
    start, end = (row.date_from or "")[:10], (row.date_to or "")[:10]
    if not start and not end:
        return cut(f"? “{one_line(row.expression)}”", DATE_WIDTH) if row.expression else "? undated"
    sign = "~" if row.ambiguous else ""
    if not start or not end:
        bound = (row.edtf or "").strip("./") or start or end
        return cut(f"{'since' if start else 'by'} {_bound(bound)}", DATE_WIDTH)
    return cut(sign + _spelled(row.precision, start, end), DATE_WIDTH)


def _bound(edtf: str) -> str:
    match = _CODED.fullmatch(edtf[:7])
    return f"{_SEASONS.get(match[2], '')[:3]} {match[1]}" if match and match[2] in _SEASONS else edtf[:10].rstrip("~?%")


_CODED = re.compile(r"(\d{4})-(\d\d)")
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_BY_MONTH = {"03": "spring", "06": "summer", "09": "autumn", "12": "winter"}


def _spelled(precision: str, start: str, end: str) -> str:
    if precision == "month":
        return start[:7]
    if precision == "year":
        return start[:4]
    if precision == "decade":
        return f"{start[:3]}0s"
    if precision == "quarter":
        return f"{start[:4]}-Q{(int(start[5:7]) + 2) // 3}"
    if precision == "season":
        return f"{_BY_MONTH.get(start[5:7], '')} {start[:4]}".strip()
    if precision == "week":
        year, week, _ = dt.date.fromisoformat(start).isocalendar()
        return f"{year}-W{week:02}"
    return start if precision in ("day", "instant") or start == end else _stretch(start, end)


def _stretch(start: str, end: str) -> str:
    """A range by its months, or by its days where it lies in one year: 2023-01…06, 08-15…09-02, 2021…2023."""
    whole = start.endswith("-01") and end[8:] in ("28", "29", "30", "31")
    if start[:4] != end[:4]:
        return f"{start[:4]}…{end[:4]}"
    if start[:7] == end[:7]:
        return f"{start}…{end[8:]}"
    return f"{start[:7]}…{end[5:7]}" if whole else f"{start[5:]}…{end[5:]}"


def status_glyph(status: EventStatus) -> str:
    """A sign for what is planned, denied or disputed; a blank for what is reported."""
    return STATUSES[status]
