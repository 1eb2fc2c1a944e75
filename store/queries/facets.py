"""Facets: which values the claims of a view have, with counts, and how their support is spread."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from store.casefile import CaseFile
from store.filters import Filter
from store.queries.sources import SOURCE_NAME
from store.records.rows import Facet

SMALL = ("kind", "certainty", "polarity", "attribution", "digit", "letter")
"""Facets with a handful of values: one pass over the covering index counts all of them."""

NAMES = (*SMALL, "speaker", "source", "tag")
"""Each is the name of a filter, and each value one that this filter takes."""

MAX_VALUES = 200
"""Speakers, sources and tags shown; the most frequent ones."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """Claims by support: a count for each of 5, 10 … 95 (zeroes too), and those that have none."""

    bins: tuple[tuple[int, int], ...]
    ungraded: int


def facets(case: CaseFile, filter: Filter) -> dict[str, list[Facet]]:
    """For each facet its values with how many claims of the view have them, most frequent first."""
    where, parameters = filter.clause()
    counts: dict[str, Counter[str]] = {name: Counter() for name in NAMES}
    with case.read() as r:
        for *values, count in r.execute(
            "SELECT s.kind, s.certainty, s.polarity, s.attribution, s.shown_digit, s.letter, count(*) FROM standing s "
            f"WHERE {where} GROUP BY 1, 2, 3, 4, 5, 6",
            parameters,
        ):
            for name, value in zip(SMALL, values, strict=True):
                counts[name][str(value)] += count
        for name, select in _LONG.items():
            counts[name].update(
                dict(r.execute(f"{select.format(where=where)} LIMIT {MAX_VALUES}", parameters).fetchall())
            )
    return {name: _ranked(name, found) for name, found in counts.items()}


_LONG = {
    "speaker": "SELECT w.name, n FROM (SELECT s.speaker, count(*) AS n FROM standing s WHERE {where} AND s.speaker IS NOT NULL "
    "GROUP BY 1 ORDER BY 2 DESC) JOIN actor w ON w.id = speaker",
    "source": f"SELECT {SOURCE_NAME} AS name, sum(n) FROM (SELECT s.article, count(*) AS n FROM standing s WHERE {{where}} GROUP BY 1) "
    "JOIN article a ON a.id = article LEFT JOIN outlet o ON o.id = a.outlet GROUP BY 1 ORDER BY 2 DESC",
    "tag": "SELECT h.value, count(DISTINCT s.claim) FROM op_head h JOIN anchored n ON n.op = h.id JOIN standing s ON s.claim = n.claim "
    "WHERE h.field = 'tag' AND h.value IS NOT NULL AND h.redacted = 0 AND {where} GROUP BY 1 ORDER BY 2 DESC",
}


def _ranked(name: str, counts: Counter[str]) -> list[Facet]:
    return [Facet(name, value, count) for value, count in sorted(counts.items(), key=lambda vc: (-vc[1], vc[0]))]


def confidence(case: CaseFile, filter: Filter) -> Confidence:
    """How the support of the claims is spread under a filter, its own bounds of support left aside."""
    where, parameters = filter.with_value("min_support", None).with_value("max_support", None).clause()
    with case.read() as r:
        found = dict(
            r.execute(
                f"SELECT s.shown_support, count(*) FROM standing s WHERE {where} GROUP BY 1", parameters
            ).fetchall()
        )
    return Confidence(tuple((b, found.get(b, 0)) for b in range(5, 100, 5)), found.get(None, 0))
