"""Facets: which values the claims of a view have, with counts, and how their support is spread."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from store.casefile import CaseFile, Reader
from store.filters import Filter
from store.queries.sources import SOURCE_NAME
from store.queries.window import bound, split
from store.records.rows import Facet

NAMES = ("kind", "certainty", "polarity", "attribution", "digit", "letter", "speaker", "source", "tag")
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
    with case.read() as r:
        joined = r.execute(
            f"SELECT {', '.join(f'group_concat(s.{c})' for c in _COLUMNS.values())} FROM standing s WHERE {where}",
            parameters,
        ).fetchone()
        counts = {name: _counted(text or "") for name, text in zip(_COLUMNS, joined)}
        counts["speaker"] = _named(
            r, counts["speaker"], "SELECT w.id, w.name FROM json_each(?) j JOIN actor w ON w.id = j.value"
        )
        outlets = _named(r, counts["source"], "SELECT o.id, o.name FROM json_each(?) j JOIN outlet o ON o.id = j.value")
        counts["source"] = outlets + Counter(dict(r.execute(_UNKNOWN.format(where=where), parameters).fetchall()))
        counts["tag"] = Counter(dict(r.execute(_TAGS.format(where=where), parameters).fetchall()))
    return {name: _ranked(name, counts[name]) for name in NAMES}


_COLUMNS = {
    "kind": "kind",
    "certainty": "certainty",
    "polarity": "polarity",
    "attribution": "attribution",
    "digit": "shown_digit",
    "letter": "letter",
    "speaker": "speaker",
    "source": "outlet",
}
"""Handed over as one string a column and counted here: a GROUP BY sorts every row first (300 thousand: 6 s against 0.4)."""

_UNKNOWN = (
    f"SELECT {SOURCE_NAME}, n FROM (SELECT s.article, count(*) AS n FROM standing s WHERE s.outlet IS NULL AND {{where}} GROUP BY 1) "
    f"JOIN article a ON a.id = article LEFT JOIN outlet o ON o.id = a.outlet ORDER BY 2 DESC LIMIT {MAX_VALUES}"
)
_TAGS = (
    "SELECT h.value, count(DISTINCT s.claim) FROM op_head h JOIN anchored n ON n.op = h.id JOIN standing s ON s.claim = n.claim "
    f"WHERE h.field = 'tag' AND h.value IS NOT NULL AND h.redacted = 0 AND {{where}} GROUP BY 1 ORDER BY 2 DESC LIMIT {MAX_VALUES}"
)


def _counted(joined: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for items in split(joined):
        counts.update(items)
    return counts


def _named(r: Reader, ids: Counter[str], select: str) -> Counter[str]:
    """The most frequent ids by their names."""
    frequent = dict(ids.most_common(MAX_VALUES))
    names = r.execute(select, (bound(map(int, frequent)),)).fetchall()
    return Counter({name: frequent[str(row)] for row, name in names})


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
