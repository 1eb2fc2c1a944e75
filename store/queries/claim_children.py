"""What hangs on a claim: its dates, numbers, the parts of its grade and its links, each for many claims at once."""

from __future__ import annotations

import json
from collections import defaultdict
from sqlite3 import Row

from store.casefile import Reader
from store.queries.window import bound
from store.records.grade import Part
from store.records.op import pair_target
from store.records.rows import DateDetail, LinkDetail, QuantityDetail
from store.records.span import Span


def span_or_none(start: int | None, end: int | None) -> Span | None:
    """A place, or None where the columns hold none."""
    return None if start is None or end is None else Span(start, end)


def dates_of(r: Reader, ids: list[int]) -> dict[int, tuple[DateDetail, ...]]:
    """The dates of each of these claims, in the order of the text."""
    found: dict[int, tuple[DateDetail, ...]] = defaultdict(tuple)
    for row in r.execute(
        "SELECT t.* FROM json_each(?) j JOIN timex t ON t.claim = j.value ORDER BY t.claim, t.start_char, t.role",
        (bound(ids),),
    ):
        found[row["claim"]] += (date_detail(row),)
    return found


def date_detail(row: Row) -> DateDetail:
    """A row of `timex` as a record."""
    return DateDetail(
        expression=row["expression"],
        start=row["start_char"],
        end=row["end_char"],
        role=row["role"],
        edtf=row["edtf"],
        date_from=row["date_from"],
        date_to=row["date_to"],
        precision=row["precision"],
        anchor=row["anchor"],
        rule=row["rule"],
        alternatives=tuple(json.loads(row["alternatives"])),
    )


def quantities_of(r: Reader, ids: list[int]) -> dict[int, tuple[QuantityDetail, ...]]:
    """The numbers of each of these claims, in the order of the text."""
    found: dict[int, tuple[QuantityDetail, ...]] = defaultdict(tuple)
    for claim, *rest in r.execute(
        "SELECT q.claim, q.text, q.low, q.high, q.thing, q.role, q.start_char, q.end_char "
        "FROM json_each(?) j JOIN quantity q ON q.claim = j.value ORDER BY q.claim, q.start_char",
        (bound(ids),),
    ):
        found[claim] += (QuantityDetail(*rest),)
    return found


def parts_of(r: Reader, ids: list[int]) -> dict[int, tuple[Part, ...]]:
    """The summands of each of these claims' grades, in the order of the arithmetic."""
    found: dict[int, tuple[Part, ...]] = defaultdict(tuple)
    for row in r.execute(
        "SELECT g.* FROM json_each(?) j JOIN grade_part g ON g.claim = j.value ORDER BY g.claim, g.seq", (bound(ids),)
    ):
        span = span_or_none(row["start_char"], row["end_char"])
        found[row["claim"]] += (Part(row["part"], row["points"], row["words"], span, row["because_of"]),)
    return found


_LINK = """SELECT l.{me} AS me, l.{other} AS other, l.relation, l.score, l.state, c.quote, a.name, b.hash, c.content_start, c.content_end,
  mb.hash AS my_hash, m.content_start AS my_start, m.content_end AS my_end
  FROM json_each(?1) j JOIN claim_link l ON l.{me} = j.value JOIN claim c ON c.id = l.{other} JOIN article a ON a.id = c.article
  JOIN body b ON b.id = a.body JOIN claim m ON m.id = l.{me} JOIN article ma ON ma.id = m.article JOIN body mb ON mb.id = ma.body"""


def links_of(r: Reader, ids: list[int]) -> dict[int, tuple[LinkDetail, ...]]:
    """The links of each of these claims in both directions, the surest first."""
    found: dict[int, tuple[LinkDetail, ...]] = defaultdict(tuple)
    both = f"{_LINK.format(me='a', other='b')} UNION ALL {_LINK.format(me='b', other='a')} ORDER BY 1, 4 DESC, 2"
    for row in r.execute(both, (bound(ids),)):
        mine = (row["my_hash"], Span(row["my_start"], row["my_end"]))
        other = (row["hash"], Span(row["content_start"], row["content_end"]))
        link = LinkDetail(
            row["other"],
            row["relation"],
            row["score"],
            row["state"],
            row["quote"],
            row["name"],
            pair_target(mine, other).key,
        )
        found[row["me"]] += (link,)
    return found
