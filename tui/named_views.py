"""Saved views as the case file holds them: filters under a name, annotations of their author. Knows no Textual."""

from __future__ import annotations

from store.casefile import CaseFile
from store.errors import UsageError
from store.filters import Filter, make_filter
from store.ops import Head, heads
from tui.conditions import PANES


def saved(case: CaseFile, analyst: str = "") -> list[Head]:
    """The views that anybody saved in a case file, the analyst's own first, then by name."""
    with case.read() as r:
        found = heads(r, field="view")
    return sorted(found, key=lambda h: (h.author != analyst, str(h.value.get("name", "")).lower()))


def named(case: CaseFile, name: str) -> Filter:
    """The filter of the view of this name; UsageError where there is none."""
    found = [h for h in saved(case) if h.value.get("name") == name]
    if not found:
        raise UsageError(
            f"There is no pane or saved view '{name}'", hint=f"panes are {', '.join(PANES)}; V saves a view"
        )
    return filter_of(found[0])


def filter_of(head: Head) -> Filter:
    """The filter of a saved view; UsageError where this program does not know it."""
    return make_filter({str(name): str(value) for name, value in head.value.get("filter", {}).items()})
