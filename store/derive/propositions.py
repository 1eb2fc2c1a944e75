"""Stage link: claims to links to propositions and origins, only where something was touched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from store import stale
from store.casefile import Reader, Writer
from store.derive.components import Link, State, camps, propositions
from store.derive.context import Context
from store.derive.denials import denial_keys, mirrored
from store.derive.facts import Facts, load
from store.derive.frames import candidate_keys
from store.derive.links import Decisions, decisions
from store.derive.matching import likewise_keys, match
from store.derive.placing import place
from store.settings import get

_CHUNK = 400


class Linker:
    """One run of the stage over several batches: what it read of claims stays in memory while nobody else writes."""

    def __init__(self, analyst: str | None) -> None:
        self._known: dict[int, Facts] = {}
        self._analyst = analyst
        self._decided = Decisions({})
        self._generation = -1

    def link(self, w: Writer, batch: Sequence[int]) -> None:
        """Make the links of these claims anew, and the propositions and origins of all that they touch."""
        self._refresh(w)
        context = Context(w, self._analyst)
        leads, touched = _with_twins(w, batch)
        neighbours = _neighbours(w, touched)
        self._relink(w, touched, leads)
        region = _region(w, touched)
        facts = self._facts(w, region)
        links = _links(w, region)
        groups = propositions(facts, links, camps(facts, links))
        moved = place(w, groups, facts, context)
        _forget_events(w, touched | moved | neighbours | _neighbours(w, touched))
        stale.mark(w, "grade", facts)

    def _refresh(self, w: Writer) -> None:
        """Forget what was read of claims where another program has written since the last batch."""
        generation = int(get(w, "generation") or 0)
        if generation != self._generation + 1:
            self._known.clear()
        self._generation = generation
        self._decided = decisions(w, self._analyst)

    def _facts(self, w: Writer, claims: Iterable[int]) -> dict[int, Facts]:
        wanted = sorted(set(claims))
        if missing := [i for i in wanted if i not in self._known]:
            self._known |= load(w, missing)
        return {i: self._known[i] for i in wanted if i in self._known}

    def _relink(self, w: Writer, batch: set[int], leads: set[int]) -> None:
        mine = self._facts(w, batch)
        for chunk in _chunks(sorted(batch)):
            marks = ",".join("?" * len(chunk))
            w.execute(f"DELETE FROM claim_link WHERE a IN ({marks}) OR b IN ({marks})", (*chunk, *chunk))
            w.execute(f"DELETE FROM frame_key WHERE claim IN ({marks}) AND substr(key, 1, 1) <> '='", chunk)
        for claim, f in mine.items():
            if claim in leads and not f.hidden:
                w.executemany(
                    "INSERT OR IGNORE INTO frame_key (key, claim) VALUES (?, ?)",
                    [(k, claim) for k in (*candidate_keys(f), *denial_keys(f), *likewise_keys(f))],
                )
        found: dict[tuple[int, int, str], tuple[float, State]] = {}
        for claim, f in mine.items():
            for other in self._facts(w, self._partners(w, claim, claim in leads)).values():
                self._meet(f, other, found, twins=claim not in leads)
        for first, second, state in self._decided.touching(batch):
            pair = sorted(self._facts(w, (first, second)).values(), key=lambda f: f.key)
            if len(pair) < 2 or any((pair[0].id, pair[1].id, r) in found for r in ("same-proposition", "contradicts")):
                continue
            found[pair[0].id, pair[1].id, "same-proposition"] = (float(state == "confirmed"), state)
        w.executemany(
            "INSERT OR REPLACE INTO claim_link (a, b, relation, score, state) VALUES (?, ?, ?, ?, ?)",
            [(a, b, r, score, state) for (a, b, r), (score, state) in found.items()],
        )

    def _meet(
        self, f: Facts, other: Facts, found: dict[tuple[int, int, str], tuple[float, State]], *, twins: bool
    ) -> None:
        one, two = (f, other) if f.key < other.key else (other, f)
        if one.id == two.id or (one.id, two.id, "same-proposition") in found:
            return
        got = match(one, two, twins)
        if got is not None:
            found[one.id, two.id, got.relation] = (got.score, self._decided.state(one.id, two.id))

    def _partners(self, w: Writer, claim: int, leads: bool) -> list[int]:
        """The claims that this one may meet: for a copy the one that stands for all copies, else by candidate keys."""
        if not leads:
            row = w.execute(
                "SELECT c.id FROM frame_key me JOIN frame_key k ON k.key = me.key JOIN claim c ON c.id = k.claim "
                "WHERE me.claim = ? AND substr(me.key, 1, 1) = '=' ORDER BY c.key LIMIT 1",
                (claim,),
            ).fetchone()
            return [row[0]] if row is not None else []
        keys = [k for (k,) in w.execute("SELECT key FROM frame_key WHERE claim = ?", (claim,))]
        keys = [mirrored(k) or k for k in keys if not k.startswith("=")]  # its copies come to it, not it to them
        marks = ",".join("?" * len(keys))
        rows = w.execute(f"SELECT claim FROM frame_key WHERE key IN ({marks}) AND claim <> ?", (*keys, claim))
        partners = {i for (i,) in rows}
        if self._known[claim].negative:
            partners |= self._beside(w, claim, "")
        else:
            partners |= self._beside(w, claim, "AND (o.polarity = '-' OR o.kind = 'denial')")
        return sorted(partners)

    def _beside(self, w: Writer, claim: int, condition: str) -> set[int]:
        """Claims of the same article: what a text says against itself is found whatever its words."""
        rows = w.execute(
            "SELECT o.id FROM claim c JOIN claim o ON o.article = c.article WHERE c.id = ? AND o.id <> c.id "
            f"{condition} AND EXISTS (SELECT 1 FROM frame_key k WHERE k.claim = o.id AND substr(k.key, 1, 1) <> '=')",
            (claim,),
        )
        return {i for (i,) in rows}


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


def _neighbours(r: Reader, claims: Iterable[int]) -> set[int]:
    """The claims that a link of contradiction joins to these."""
    out: set[int] = set()
    for chunk in _chunks(sorted(claims)):
        marks = ",".join("?" * len(chunk))
        rows = r.execute(
            f"SELECT a, b FROM claim_link WHERE relation = 'contradicts' AND a IN ({marks}) UNION "
            f"SELECT a, b FROM claim_link WHERE relation = 'contradicts' AND b IN ({marks})",
            (*chunk, *chunk),
        )
        for pair in rows:
            out.update(pair)
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
