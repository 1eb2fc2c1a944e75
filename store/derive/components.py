"""Links to groups (pure): camps that say the same, and propositions of camps that speak for and against.

A rule over the whole component: links are taken from the surest to the weakest, and one that would bring together
what a person kept apart, other numbers of one thing, or other days, is passed over. So it does not matter who came first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from store.derive.facts import Facts
from store.derive.numbers import agree, slot
from store.records.reading import Quantity
from store.records.span import Interval

TWINS = 1.0
"""The score of claims in the same words, and of pairs that a person confirmed."""

_SHARE = 0.5
"""Share of the pairs between two groups that must be linked before the groups are one."""

State = Literal["suggested", "confirmed", "rejected"]


@dataclass(frozen=True, slots=True)
class Link:
    """A row of `claim_link`; `a` is the claim with the smaller key."""

    a: int
    b: int
    relation: str
    score: float
    state: State = "suggested"


@dataclass(slots=True)
class _Cluster:
    members: set[int]
    numbers: dict[tuple[str, str], dict[tuple[float, float | None], Quantity]] = field(default_factory=dict)
    events: set[Interval] = field(default_factory=set)
    refused: set[int] = field(default_factory=set)


def camps(facts: Mapping[int, Facts], links: Iterable[Link]) -> list[frozenset[int]]:
    """The claims in groups that say the same; every claim is in exactly one."""
    clusters = {i: _cluster(f) for i, f in facts.items()}
    usable = [x for x in links if x.a in facts and x.b in facts]
    for link in usable:
        if link.state == "rejected" or link.relation == "contradicts":
            clusters[link.a].refused.add(link.b)
            clusters[link.b].refused.add(link.a)
    joining = [x for x in usable if x.relation == "same-proposition" and x.state != "rejected"]
    joining.sort(key=lambda x: (x.state != "confirmed", -x.score, facts[x.a].key, facts[x.b].key))
    beside: dict[int, dict[int, float]] = {}
    for link in joining:
        beside.setdefault(link.a, {})[link.b] = link.score
        beside.setdefault(link.b, {})[link.a] = link.score
    for link in joining:
        mine, theirs = clusters[link.a], clusters[link.b]
        if mine is theirs or mine.refused & theirs.members or theirs.refused & mine.members:
            continue
        if link.state != "confirmed" and (_conflict(mine, theirs) or not _close(link, mine, theirs, beside)):
            continue
        _merge(clusters, mine, theirs)
    return _distinct(clusters)


def propositions(
    facts: Mapping[int, Facts], links: Iterable[Link], parted: list[frozenset[int]]
) -> list[frozenset[int]]:
    """Camps put together: other numbers of one frame stand in one proposition, and so does a denial with what it
    denies; a denial of several things stands with the one that it meets best."""
    camp_of = {i: n for n, camp in enumerate(parted) for i in camp}
    against = [
        x for x in links if x.relation == "contradicts" and x.state != "rejected" and x.a in camp_of and x.b in camp_of
    ]
    against.sort(key=lambda x: (x.state != "confirmed", -x.score, facts[x.a].key, facts[x.b].key))
    negative = {n for n, camp in enumerate(parted) if facts[min(camp, key=lambda i: facts[i].key)].negative}
    clusters = {n: _camp_cluster(n, camp, facts) for n, camp in enumerate(parted)}
    for link in against:
        one, two = camp_of[link.a], camp_of[link.b]
        apart = (one in negative) != (two in negative) or clusters[one] is clusters[two]
        if not apart and not _other_days(clusters[one], clusters[two]):
            _merge(clusters, clusters[one], clusters[two])
    attached: dict[int, int] = {}
    for link in against:
        for one, two in ((camp_of[link.a], camp_of[link.b]), (camp_of[link.b], camp_of[link.a])):
            if one in negative and two not in negative:
                lead = min(clusters[one].members)
                attached.setdefault(lead, min(clusters[two].members))
    groups: dict[int, set[int]] = {}
    for n in range(len(parted)):
        lead = min(clusters[n].members)
        groups.setdefault(attached.get(lead, lead), set()).update(parted[n])
    return sorted((frozenset(g) for g in groups.values()), key=lambda g: min(facts[i].key for i in g))


def _cluster(f: Facts) -> _Cluster:
    numbers: dict[tuple[str, str], dict[tuple[float, float | None], Quantity]] = {}
    for q in f.quantities:
        place = slot(q)
        if place is not None and q.low is not None:
            numbers.setdefault(place, {})[q.low, q.high] = q
    events = {f.event} if f.event.start is not None or f.event.end is not None else set()
    return _Cluster({f.id}, numbers, events)


def _camp_cluster(n: int, camp: frozenset[int], facts: Mapping[int, Facts]) -> _Cluster:
    return _Cluster({n}, {}, {e for i in camp for e in _cluster(facts[i]).events})


def _close(link: Link, a: _Cluster, b: _Cluster, beside: Mapping[int, Mapping[int, float]]) -> bool:
    """Whether enough of the pairs between two groups are linked: a chain of near relations is not one statement.

    A copy has one link, to the claim that stands for all copies, and counts with it.
    """
    if link.score == TWINS:
        return True
    few, many = (a.members, b.members) if len(a.members) <= len(b.members) else (b.members, a.members)
    across = sum(len(beside.get(i, {}).keys() & many) for i in few)
    return across >= _SHARE * _leads(few, beside) * _leads(many, beside)


def _leads(members: set[int], beside: Mapping[int, Mapping[int, float]]) -> int:
    """How many claims of a group are compared with others, copies aside."""
    return sum(list(beside.get(i, {}).values()) != [TWINS] for i in members) or 1


def _conflict(a: _Cluster, b: _Cluster) -> bool:
    for place in a.numbers.keys() & b.numbers.keys():
        mine, theirs = a.numbers[place].values(), b.numbers[place].values()
        if not any(agree(x, y) for x in mine for y in theirs):
            return True
    return _other_days(a, b)


def _other_days(a: _Cluster, b: _Cluster) -> bool:
    return any(x.overlaps(y) is False for x in a.events for y in b.events)


def _merge(clusters: dict[int, _Cluster], a: _Cluster, b: _Cluster) -> None:
    if len(a.members) < len(b.members):
        a, b = b, a
    a.members |= b.members
    a.refused |= b.refused
    a.events |= b.events
    for place, values in b.numbers.items():
        a.numbers.setdefault(place, {}).update(values)
    for member in b.members:
        clusters[member] = a


def _distinct(clusters: Mapping[int, _Cluster]) -> list[frozenset[int]]:
    seen: dict[int, frozenset[int]] = {}
    for cluster in clusters.values():
        seen.setdefault(id(cluster), frozenset(cluster.members))
    return sorted(seen.values(), key=min)
