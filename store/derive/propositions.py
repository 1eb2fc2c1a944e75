"""Stage link: claims to links to propositions and origins, only where something was touched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from store import stale
from store.casefile import Reader, Writer
from store.derive.components import Link, State, camps, propositions
from store.derive.context import Context
from store.derive.facts import Facts, load
from store.derive.links import Decisions, decisions
from store.derive.matching import match
from store.derive.partners import enter, partners
from store.derive.placing import place
from store.settings import get

_CHUNK = 400
_REMEMBERED = 20_000
"""Claims whose facts stay in memory."""
_ENTER, _LINK, _PLACE = 0, 1, 2
_STEPS = 3


class Linker:
    """One run of the stage. First all claims that wait come into the lists of those that could meet; then the links of
    each are made anew; then, once all links stand, the propositions and origins of whole components: each is made once
    in a run, whatever its size. What was done of a claim is remembered while nobody else writes."""

    def __init__(self, analyst: str | None) -> None:
        self._known: dict[int, Facts] = {}
        self._analyst = analyst
        self._decided = Decisions({})
        self._generation = -1
        self._step: dict[int, int] = {}
        self._now = _ENTER
        self._todo: list[int] = []

    def advance(self, w: Writer, most: int) -> tuple[int, int]:
        """Do the next of the work that waits, about so many claims of it; gives the steps done and those left."""
        self._refresh(w)
        if not self._todo:
            waiting = stale.waiting(w, "link")
            self._now = min((self._step.get(i, _ENTER) for i in waiting), default=_ENTER)
            self._todo = [i for i in reversed(waiting) if self._step.get(i, _ENTER) == self._now]
        batch = [self._todo.pop() for _ in range(min(most, len(self._todo)))]
        if self._now == _ENTER:
            self._enter(w, batch)
        elif self._now == _LINK:
            self._link(w, batch)
        elif batch := sorted(_waiting_of(w, batch)):
            self._place(w, batch)
        (waits,) = w.execute("SELECT count(*) FROM stale WHERE stage = 'link'").fetchone()
        return len(batch), _STEPS * waits - sum(self._step.values())

    def _refresh(self, w: Writer) -> None:
        """Forget what was read of claims where another program has written since the last batch."""
        generation = int(get(w, "generation") or 0)
        if generation != self._generation + 1:
            self._known.clear()
            self._step.clear()
            self._todo.clear()
            self._decided = decisions(w, self._analyst)
        self._generation = generation

    def _facts(self, w: Writer, claims: Iterable[int]) -> dict[int, Facts]:
        wanted = sorted(set(claims))
        out = {i: self._known[i] for i in wanted if i in self._known}
        found = load(w, [i for i in wanted if i not in out])
        if len(self._known) > _REMEMBERED:
            for old in list(self._known)[: _REMEMBERED // 4]:
                del self._known[old]
        self._known |= found
        return out | found

    def _enter(self, w: Writer, batch: Sequence[int]) -> None:
        leads, touched = _with_twins(w, batch)
        linked = w.execute("SELECT 1 FROM claim_link LIMIT 1").fetchone() is not None
        for claim, f in self._facts(w, touched).items():
            enter(w, f, claim in leads, linked)
        stale.mark(w, "link", touched)
        self._step |= dict.fromkeys((*batch, *touched), _LINK)

    def _link(self, w: Writer, batch: Sequence[int]) -> None:
        """Make the links of these claims anew; what that changes at others puts these in the queue."""
        mine = self._facts(w, batch)
        leads, _ = _with_twins(w, batch)
        found: dict[tuple[int, int, str], tuple[float, State]] = {}
        for claim, f in mine.items():
            for other in self._facts(w, partners(w, f, claim in leads)).values():
                self._meet(f, other, found, twins=claim not in leads)
        for first, second, state in self._decided.touching(batch):
            pair = sorted(self._facts(w, (first, second)).values(), key=lambda f: f.key)
            if len(pair) < 2 or any((pair[0].id, pair[1].id, r) in found for r in ("same-proposition", "contradicts")):
                continue
            found[pair[0].id, pair[1].id, "same-proposition"] = (float(state == "confirmed"), state)
        have = {(x.a, x.b, x.relation): (x.score, x.state) for x in _links_at(w, batch)}
        gone = [k for k in have if k not in found]
        new = {k: v for k, v in found.items() if have.get(k) != v}
        w.executemany("DELETE FROM claim_link WHERE a = ? AND b = ? AND relation = ?", gone)
        w.executemany(
            "INSERT OR REPLACE INTO claim_link (a, b, relation, score, state) VALUES (?, ?, ?, ?, ?)",
            [(a, b, r, score, state) for (a, b, r), (score, state) in new.items()],
        )
        self._step |= dict.fromkeys(batch, _PLACE)
        ends = {i for a, b, _ in (*gone, *new) for i in (a, b)}.difference(batch)
        others = ends.difference(*(_waiting_of(w, chunk) for chunk in _chunks(sorted(ends))))
        stale.mark(w, "link", others)
        self._step |= dict.fromkeys(others, _PLACE)

    def _meet(
        self, f: Facts, other: Facts, found: dict[tuple[int, int, str], tuple[float, State]], *, twins: bool
    ) -> None:
        one, two = (f, other) if f.key < other.key else (other, f)
        if one.id == two.id or (one.id, two.id, "same-proposition") in found:
            return
        got = match(one, two, twins)
        if got is not None:
            found[one.id, two.id, got.relation] = (got.score, self._decided.state(one.id, two.id))

    def _place(self, w: Writer, seeds: Sequence[int]) -> None:
        """Make the propositions anew of all that links join to these claims; those that nothing touched stay."""
        region = _region(w, set(seeds))
        facts = self._facts(w, region)
        links = _links(w, region)
        groups = propositions(facts, links, camps(facts, links))
        waiting = {i for chunk in _chunks(sorted(region)) for i in _waiting_of(w, chunk)}
        changed = _changed(w, groups, waiting)
        moved = place(w, changed, {i: facts[i] for g in changed for i in g}, Context(w, self._analyst))
        _forget_events(w, waiting | moved)
        touched = {i for x in links if x.relation == "contradicts" and {x.a, x.b} & waiting for i in (x.a, x.b)}
        touched.update(*changed)
        stale.mark(w, "grade", (i for g in groups if not g.isdisjoint(touched) for i in g))
        stale.done(w, "link", waiting)
        for i in waiting:
            self._step.pop(i, None)


def _chunks(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[at : at + _CHUNK] for at in range(0, len(ids), _CHUNK))


def _with_twins(r: Reader, batch: Sequence[int]) -> tuple[set[int], set[int]]:
    """The claims of the batch that stand for their copies, and the batch with the copies of those that are new as such."""
    leads: set[int] = set()
    out = {i for chunk in _chunks(batch) for (i,) in r.execute(
        f"SELECT id FROM claim WHERE id IN ({','.join('?' * len(chunk))})", tuple(chunk))}  # fmt: skip
    seen: set[str] = set()
    for chunk in _chunks(sorted(out)):
        marks = ",".join("?" * len(chunk))
        keys = [k for (k,) in r.execute(
            f"SELECT DISTINCT key FROM frame_key WHERE claim IN ({marks}) AND substr(key, 1, 1) = '='", chunk)]  # fmt: skip
        for key in keys:
            if key in seen:
                continue
            seen.add(key)
            members = [
                i for (i,) in r.execute(
                    "SELECT c.id FROM frame_key k JOIN claim c ON c.id = k.claim WHERE k.key = ? ORDER BY c.key", (key,))
            ]  # fmt: skip
            leads.add(members[0])
            if members[0] in out:
                out.update(members)
    return leads & out, out


def _waiting_of(r: Reader, chunk: Sequence[int]) -> set[int]:
    marks = ",".join("?" * len(chunk))
    return {i for (i,) in r.execute(f"SELECT id FROM stale WHERE stage = 'link' AND id IN ({marks})", tuple(chunk))}


def _changed(r: Reader, groups: Iterable[frozenset[int]], waiting: set[int]) -> list[frozenset[int]]:
    """The groups that are not written as they are, or of which a claim waits."""
    home: dict[int, int | None] = {}
    sizes: dict[int, int] = {}
    groups = list(groups)
    for chunk in _chunks(sorted(i for g in groups for i in g)):
        marks = ",".join("?" * len(chunk))
        home |= dict(r.execute(f"SELECT claim, proposition FROM standing WHERE claim IN ({marks})", chunk).fetchall())
    for chunk in _chunks(sorted({p for p in home.values() if p is not None})):
        query = (
            f"SELECT proposition, count(*) FROM standing WHERE proposition IN ({','.join('?' * len(chunk))}) GROUP BY 1"
        )
        sizes |= dict(r.execute(query, chunk).fetchall())
    out = []
    for group in groups:
        homes = {home.get(i) for i in group}
        one = next(iter(homes))
        if len(homes) > 1 or one is None or sizes[one] != len(group) or not group.isdisjoint(waiting):
            out.append(group)
    return out


def _links_at(r: Reader, claims: Sequence[int]) -> list[Link]:
    """The links of these claims, on either side."""
    out = []
    for chunk in _chunks(sorted(claims)):
        for end in ("a", "b"):
            rows = r.execute(
                f"SELECT a, b, relation, score, state FROM claim_link WHERE {end} IN ({','.join('?' * len(chunk))}) "
                "AND relation <> 'drifts-to'",
                tuple(chunk),
            )
            out += [Link(*row) for row in rows]
    return out


def _region(r: Reader, batch: set[int]) -> set[int]:
    """All claims that links, or a proposition that they were in, join to the batch."""
    region, edge = set(batch), sorted(batch)
    while edge:
        found: set[int] = set()
        for chunk in _chunks(edge):
            marks = ",".join("?" * len(chunk))
            rows = r.execute(
                f"SELECT b FROM claim_link WHERE a IN ({marks}) AND state <> 'rejected' UNION "
                f"SELECT a FROM claim_link WHERE b IN ({marks}) AND state <> 'rejected' UNION "
                f"SELECT claim FROM standing WHERE proposition IN (SELECT proposition FROM standing WHERE claim IN ({marks}))",
                (*chunk, *chunk, *chunk),
            )
            found |= {i for (i,) in rows}
        edge = sorted(found - region)
        region |= found
    return region


def _links(r: Reader, region: set[int]) -> list[Link]:
    out = []
    for chunk in _chunks(sorted(region)):
        marks = ",".join("?" * len(chunk))
        rows = r.execute(
            f"SELECT a, b, relation, score, state FROM claim_link WHERE a IN ({marks}) AND relation <> 'drifts-to'",
            chunk,
        )
        out += [Link(*row) for row in rows]
    return out


def _forget_events(w: Writer, claims: Iterable[int]) -> None:
    """Let the mentions of these claims, and those they were joined with, look for their event anew."""
    for chunk in _chunks(sorted(claims)):
        marks = ",".join("?" * len(chunk))
        w.execute(
            "UPDATE event_mention SET event = NULL WHERE event IN "
            f"(SELECT event FROM event_mention WHERE claim IN ({marks}) AND event IS NOT NULL)",
            chunk,
        )
