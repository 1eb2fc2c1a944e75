"""From claims to the events that they tell: what the timeline lights when the cursor is on a claim."""

from __future__ import annotations

from collections.abc import Iterable

from store.casefile import CaseFile
from store.queries.window import bound


def events_of(case: CaseFile, claims: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """The events that each of these claims tells, the one that happened first at the front."""
    found: dict[int, tuple[int, ...]] = {}
    with case.read() as r:
        for claim, event in r.execute(
            "SELECT DISTINCT m.claim, m.event FROM json_each(?) j JOIN event_mention m ON m.claim = j.value "
            "JOIN event e ON e.id = m.event ORDER BY m.claim, e.role = 'utterance', e.date_from NULLS LAST, e.id",
            (bound(claims),),
        ):
            found[claim] = (*found.get(claim, ()), event)
    return found
