"""Stage link: claims to links to propositions and origins, only where something was touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from store import stale
from store.casefile import Reader, Writer
from store.derive.components import Link, State, camps, propositions
from store.derive.context import Context
from store.derive.denials import denial_keys, mirrored
from store.derive.facts import Facts, load
from store.derive.frames import candidate_keys, rank
from store.derive.links import Decisions, decisions
from store.derive.matching import match
from store.derive.origins import End, by_identity, ends
from store.filters import fold
from store.records.reading import Commitment
from store.settings import get

_CHUNK = 400
_HEDGED: tuple[Commitment, ...] = ("very_likely", "likely", "distanced", "possible", "rumour")
_LABEL = 90
_BEST_LABEL = range(25, 91)


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
        moved = _write_propositions(w, groups, facts)
        for group in groups:
            _write_origins(w, group, facts, context)
        _write_drift(w, groups, facts)
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
        wanted = set(claims)
        self._known |= load(w, wanted - self._known.keys())
        return {i: self._known[i] for i in sorted(wanted) if i in self._known}

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
                    [(k, claim) for k in (*candidate_keys(f), *denial_keys(f))],
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
        keys = [mirrored(k) or k for k in keys]
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


def _write_propositions(w: Writer, groups: Iterable[frozenset[int]], facts: Mapping[int, Facts]) -> set[int]:
    """Write the propositions and who is in them; gives the claims whose proposition is another one now."""
    before: dict[int, int | None] = {}
    for chunk in _chunks(sorted(facts)):
        marks = ",".join("?" * len(chunk))
        before |= dict(w.execute(f"SELECT claim, proposition FROM standing WHERE claim IN ({marks})", chunk).fetchall())
    moved: set[int] = set()
    for group in groups:
        key = min(facts[i].key for i in group)
        (proposition,) = w.execute(
            "INSERT INTO proposition (key, label) VALUES (?, ?) "
            "ON CONFLICT (key) DO UPDATE SET label = excluded.label RETURNING id",
            (key, _label([facts[i] for i in group])),
        ).fetchone()
        for claim in sorted(group):
            if before.get(claim) != proposition:
                moved.add(claim)
            _place(w, facts[claim], proposition)
    old = {p for p in before.values() if p is not None}
    for chunk in _chunks(sorted(old)):
        marks = ",".join("?" * len(chunk))
        w.execute(
            f"UPDATE standing SET origin = NULL WHERE origin IN (SELECT id FROM origin WHERE proposition IN ({marks}))",
            chunk,
        )
        w.execute(f"DELETE FROM origin WHERE proposition IN ({marks})", chunk)
        w.execute(
            f"DELETE FROM proposition WHERE id IN ({marks}) AND NOT EXISTS "
            "(SELECT 1 FROM standing s WHERE s.proposition = proposition.id)",
            chunk,
        )
    return moved


_PLACE = """INSERT INTO standing (claim, article, outlet, speaker, attribution, kind, certainty, polarity, published_from,
  event_from, event_to, proposition, digit, letter, inputs, shown_digit, hidden)
SELECT c.id, c.article, a.outlet, c.speaker, c.attribution, c.kind, c.certainty, c.polarity, a.published_from, ?, ?, ?, 6, 'F', '', 6,
  max(c.hidden, a.hidden)
FROM claim c JOIN article a ON a.id = c.article WHERE c.id = ?
ON CONFLICT (claim) DO UPDATE SET article = excluded.article, outlet = excluded.outlet, speaker = excluded.speaker,
  attribution = excluded.attribution, kind = excluded.kind, certainty = excluded.certainty, polarity = excluded.polarity,
  published_from = excluded.published_from, event_from = excluded.event_from, event_to = excluded.event_to,
  proposition = excluded.proposition, hidden = excluded.hidden"""


def _place(w: Writer, f: Facts, proposition: int) -> None:
    """The claim's standing without its grade, which the next stage gives; a new one waits as 6, cannot be judged."""
    w.execute(_PLACE, (f.event.start, f.event.end, proposition, f.id))


def drop_empty(w: Writer) -> None:
    """Drop propositions that no claim is in any more."""
    w.execute(
        "DELETE FROM proposition WHERE id NOT IN (SELECT proposition FROM standing WHERE proposition IS NOT NULL)"
    )


def _label(members: Iterable[Facts]) -> str:
    """The words of the claim that tells the proposition most plainly."""
    best = min(
        members,
        key=lambda f: (
            f.negative,
            f.kind != "report",
            f.commitment in _HEDGED,
            len(f.content) not in _BEST_LABEL,
            f.key,
        ),
    )
    words = " ".join(best.content.split()).strip(" ,;:“”\"'")
    return words if len(words) <= _LABEL else words[: _LABEL - 1].rstrip() + "…"


def _write_origins(w: Writer, group: frozenset[int], facts: Mapping[int, Facts], context: Context) -> None:
    members = [facts[i] for i in sorted(group)]
    found = ends(members, context)
    (proposition,) = w.execute("SELECT proposition FROM standing WHERE claim = ?", (members[0].id,)).fetchone()
    w.execute("UPDATE standing SET origin = NULL WHERE proposition = ?", (proposition,))
    w.execute("DELETE FROM origin WHERE proposition = ?", (proposition,))
    against = any(f.negative for f in members) and any(not f.negative for f in members)
    for claims in by_identity(found).values():
        end = found[claims[0]]
        (origin,) = w.execute(
            "INSERT INTO origin (proposition, label, independence) VALUES (?, ?, ?) RETURNING id",
            (proposition, origin_label(w, claims, found, facts), end.independence),
        ).fetchone()
        w.executemany(
            "UPDATE standing SET origin = ?, stance = ? WHERE claim = ?",
            [(origin, stance(facts[i], against), i) for i in claims],
        )


def origin_label(r: Reader, claims: Sequence[int], found: Mapping[int, End], facts: Mapping[int, Facts]) -> str:
    """A name for an origin: the actor's or outlet's own where there is one."""
    end = found[min(claims, key=lambda i: facts[i].key)]
    key = end.identity[2:]
    if end.identity[:2] in ("a:", "r:", "d:"):
        row = r.execute("SELECT name FROM actor WHERE key = ?", (key,)).fetchone()
        if row is not None:
            return f"reports via {row[0]}" if end.identity.startswith("r:") else str(row[0])
        return end.label
    if end.identity.startswith("o:"):
        row = r.execute("SELECT name FROM outlet WHERE key = ?", (fold(end.label),)).fetchone()
        return str(row[0]) if row else end.label
    return end.label


def stance(f: Facts, two_sided: bool) -> str:
    """How a claim stands to its proposition: denies, reports with a caveat, hedges, or asserts."""
    if f.kind == "denial" or (two_sided and f.negative):
        return "denies"
    if f.kind == "meta" or any(c.kind in ("unverified", "no_evidence") for c in f.checks):
        return "caveats"
    return "hedges" if f.commitment in _HEDGED or f.polarity == "u" else "asserts"


def _write_drift(w: Writer, groups: Iterable[frozenset[int]], facts: Mapping[int, Facts]) -> None:
    """One origin whose wording rises (ready, offered, promised): each step to the next."""
    for group in groups:
        for chunk in _chunks(sorted(group)):
            marks = ",".join("?" * len(chunk))
            w.execute(
                f"DELETE FROM claim_link WHERE relation = 'drifts-to' AND (a IN ({marks}) OR b IN ({marks}))",
                (*chunk, *chunk),
            )
        by_origin: dict[int, list[Facts]] = defaultdict(list)
        for claim, origin in _origins_of(w, group):
            if origin is not None and rank(facts[claim]) >= 0 and not facts[claim].negative:
                by_origin[origin].append(facts[claim])
        for members in by_origin.values():
            steps: dict[int, Facts] = {}
            for f in sorted(members, key=lambda f: f.key):
                steps.setdefault(rank(f), f)
            ladder = [steps[n] for n in sorted(steps)]
            w.executemany(
                "INSERT OR IGNORE INTO claim_link (a, b, relation, score) VALUES (?, ?, 'drifts-to', 1.0)",
                [(low.id, high.id) for low, high in pairwise(ladder)],
            )


def _origins_of(r: Reader, group: frozenset[int]) -> list[tuple[int, int | None]]:
    out = []
    for chunk in _chunks(sorted(group)):
        marks = ",".join("?" * len(chunk))
        out += [(c, o) for c, o in r.execute(f"SELECT claim, origin FROM standing WHERE claim IN ({marks})", chunk)]
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
