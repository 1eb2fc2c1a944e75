"""Numbers by thing and role: which agree, which are in conflict, which cannot be compared (pure).

A number counts against another only with the same thing and the same role: "100,000 offered" says nothing against
"six killed". Things are compared by class (shipped table): soldiers and troops are one thing, shells are another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from store.derive.tables import ladder_of, thing_class
from store.records.comparison import NumberGroup
from store.records.reading import Quantity

_FEW = 3
_SHARES = ("percent", "per cent", "percentage", "%", "point")
"""Of what, the thing does not tell: several shares in one claim are of several groups, and cannot be compared."""
_DEAD = "dead"
_DYING = ("killed", "died")
_PEOPLE = ("troops", "civilians", "person")
_TOLERANCE = 0.02
"""Numbers this near in proportion are one number told with other rounding."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A quantity with the id of the claim that tells it."""

    claim: int
    text: str
    low: float | None
    high: float | None
    thing: str | None
    role: str | None


def slot(quantity: Quantity | Counted) -> tuple[str, str] | None:
    """Class of thing and role by which a number is compared; None where one of them is unknown."""
    if not quantity.thing or not quantity.role:
        return None
    return thing_class(quantity.thing), role_class(quantity.role)


def role_class(role: str) -> str:
    """The role, or its ladder: who offers and then promises 100 men speaks of the same 100 men."""
    step = ladder_of(role)
    return step[0] if step else role.casefold()


def agree(a: Quantity | Counted, b: Quantity | Counted) -> bool:
    """Whether the two ranges meet; an open end meets everything beyond it, a number that is not known everything."""
    if a.low is None or b.low is None:
        return True
    a_high = a.high if a.high is not None else float("inf")
    b_high = b.high if b.high is not None else float("inf")
    slack = _TOLERANCE * max(abs(a.low), abs(b.low))
    return a.low <= b_high + slack and b.low <= a_high + slack


def compare(a: Sequence[Quantity], b: Sequence[Quantity]) -> bool | None:
    """True where numbers of one slot agree, False where those of one slot do not, None where nothing can be compared.

    A slot that is told twice in one claim ("between six and nine") agrees when any of its numbers does.
    """
    verdict: bool | None = None
    mine, theirs = _by_slot(a), _by_slot(b)
    for place in sorted(mine.keys() & theirs.keys()):
        if any(agree(x, y) for x in mine[place] for y in theirs[place]):
            verdict = True
        else:
            return False
    return verdict


def same_count(a: Sequence[Quantity], b: Sequence[Quantity]) -> bool:
    """Whether both tell one number of one thing, whatever happens to it; numbers below three stand everywhere."""
    return any(
        agree(x, y)
        for x in a
        for y in b
        if x.low is not None and y.low is not None and min(x.low, y.low) >= _FEW and x.thing and y.thing
        and _counted(x) == _counted(y)
    )  # fmt: skip


def _counted(quantity: Quantity) -> str:
    """What is counted, by its class: people who were killed are as many dead."""
    thing = thing_class(quantity.thing or "")
    return _DEAD if (quantity.role or "").casefold() in _DYING and thing in _PEOPLE else thing


def _by_slot(quantities: Sequence[Quantity]) -> dict[tuple[str, str], list[Quantity]]:
    out: dict[tuple[str, str], list[Quantity]] = defaultdict(list)
    for quantity in quantities:
        place = slot(quantity)
        if place is not None and quantity.low is not None:
            out[place].append(quantity)
    shares = sum(thing_class(q.thing) in _SHARES for q in quantities if q.thing)
    return {place: found for place, found in out.items() if shares == 1 or place[0] not in _SHARES}


def number_groups(counted: Iterable[Counted]) -> tuple[NumberGroup, ...]:
    """The numbers of a proposition by thing and role, those with both known first, then by name.

    A group is comparable where thing and role are known; the values keep the order of the claims' ids.
    """
    groups: dict[tuple[str, str], list[Counted]] = defaultdict(list)
    for c in counted:
        place = slot(c)
        key = place if place is not None else (c.thing or "", c.role or "")
        groups[("" if place is None else "1") + key[0], key[1]].append(c)
    out = []
    for _, members in sorted(groups.items(), key=lambda g: (not g[0][0].startswith("1"), g[0])):
        members.sort(key=lambda c: (c.claim, c.text))
        first = members[0]
        out.append(
            NumberGroup(
                first.thing,
                first.role,
                slot(first) is not None,
                tuple((c.text, c.low, c.high, c.claim) for c in members),
            )
        )
    return tuple(out)


def in_conflict(group: NumberGroup) -> bool:
    """Whether two values of a comparable group do not meet."""
    if not group.comparable:
        return False
    values = [Counted(i, t, low, high, group.thing, group.role) for t, low, high, i in group.values if low is not None]
    return any(not agree(a, b) for n, a in enumerate(values) for b in values[n + 1 :])
