"""Stage grade: the evidence of the stale claims to `standing` and `grade_part`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from store import ops
from store.casefile import Reader, Writer
from store.derive.components import Link
from store.derive.context import Context
from store.derive.evidence import Matter, Set, evidence_of
from store.derive.facts import Facts, load
from store.derive.heads import preferred, weakest
from store.filters import fold
from store.grading.arithmetic import digit_of, grade, points_range
from store.grading.parts import Evidence
from store.grading.profile import Profile
from store.ops import Head
from store.records.grade import Grade
from store.records.keys import record_key

_CHUNK = 400


@dataclass(frozen=True, slots=True)
class Shown:
    """The analyst's own value where there is one, else the computed one."""

    op: str | None
    stale: bool
    digit: int
    support: int | None


def grade_claims(w: Writer, batch: Sequence[int], profile: Profile, analyst: str | None) -> None:
    """Grade these claims; each is graded against all members of its proposition and what contradicts them."""
    context = Context(w, analyst)
    ratings = _ratings(w)
    wanted: dict[int, list[int]] = defaultdict(list)
    for chunk in _chunks(batch):
        marks = ",".join("?" * len(chunk))
        for claim, proposition in w.execute(
            f"SELECT claim, proposition FROM standing WHERE claim IN ({marks}) AND proposition IS NOT NULL",
            tuple(chunk),
        ):
            wanted[proposition].append(claim)
    matters = _matters(w, wanted)
    for proposition, claims in sorted(wanted.items()):
        matter = matters[proposition]
        given = _settings(w, [matter.facts[i] for i in claims], ratings)
        heads = _overrides(w, claims)
        for claim, evidence in evidence_of(matter, sorted(claims), given, context).items():
            _write(w, claim, evidence, matter.facts, profile, heads.get(claim, ()), analyst)


def _write(
    w: Writer,
    claim: int,
    evidence: Evidence,
    facts: Mapping[int, Facts],
    profile: Profile,
    heads: Iterable[Head],
    analyst: str | None,
) -> None:
    computed = grade(evidence, profile)
    inputs = _inputs(evidence, computed, facts, profile)
    shown = _shown(w, computed, inputs, heads, profile, analyst)
    w.execute(
        "UPDATE standing SET points = ?, digit = ?, letter = ?, support = ?, low = ?, high = ?, inputs = ?, override = ?, "
        "override_stale = ?, shown_digit = ?, shown_support = ? WHERE claim = ?",
        (computed.points, computed.digit, computed.letter, computed.support, computed.low, computed.high, inputs,
         shown.op, int(shown.stale), shown.digit, shown.support, claim),
    )  # fmt: skip
    w.execute("DELETE FROM grade_part WHERE claim = ?", (claim,))
    w.executemany(
        "INSERT INTO grade_part (claim, seq, part, points, words, start_char, end_char, because_of) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (claim, n, p.name, p.points, p.words, p.span.start if p.span else None, p.span.end if p.span else None, p.because_of)
            for n, p in enumerate(computed.parts)
        ],
    )  # fmt: skip


def _inputs(evidence: Evidence, computed: Grade, facts: Mapping[int, Facts], profile: Profile) -> str:
    """A hash of what went into a grade: an override made on other inputs is stale."""
    return record_key(
        {
            "profile": profile.hash,
            "kind": evidence.kind,
            "letter": evidence.letter,
            "parts": [
                [p.name, p.points, p.words, facts[p.because_of].key if p.because_of is not None else None]
                for p in computed.parts
            ],
        }
    )


def _shown(
    w: Reader, computed: Grade, inputs: str, heads: Iterable[Head], profile: Profile, analyst: str | None
) -> Shown:
    own = preferred((h for h in heads if _is_mine(w, h, analyst)), analyst)
    if own is None:
        return Shown(None, False, computed.digit, computed.support)
    value: Mapping[str, Any] = own.value if isinstance(own.value, dict) else {}
    made_on = value.get("inputs")
    stale = made_on is not None and made_on != inputs
    support = value.get("support")
    if isinstance(support, int):
        return Shown(own.id, stale, digit_of(support, profile), support)
    digit = int(value.get("digit", computed.digit))
    ends = points_range(digit, profile)
    if ends is None:
        return Shown(own.id, stale, digit, None)
    middle = (ends[0] + ends[1]) // 2 // 5 * 5
    nearest = middle if computed.support is None else max(ends[0], min(ends[1], computed.support))
    return Shown(own.id, stale, digit, nearest)


def _is_mine(r: Reader, head: Head, analyst: str | None) -> bool:
    """Whether an override is the analyst's own; while nobody said who works here, those that were made in this file."""
    if analyst is not None:
        return head.author == analyst
    return r.execute("SELECT 1 FROM op_arrival WHERE op = ?", (head.id,)).fetchone() is None


def _matters(r: Reader, wanted: Iterable[int]) -> dict[int, Matter]:
    """The propositions as grades see them, read together."""
    members: dict[int, list[int]] = defaultdict(list)
    home: dict[int, int] = {}
    for chunk in _chunks(sorted(wanted)):
        rows = r.execute(
            f"SELECT claim, proposition FROM standing WHERE proposition IN ({','.join('?' * len(chunk))})", tuple(chunk)
        )
        for claim, proposition in rows:
            members[proposition].append(claim)
            home[claim] = proposition
    links: dict[int, set[Link]] = defaultdict(set)
    for chunk in _chunks(sorted(home)):
        marks = ",".join("?" * len(chunk))
        for end in ("a", "b"):
            rows = r.execute(
                f"SELECT a, b, relation, score, state FROM claim_link WHERE {end} IN ({marks}) AND relation <> 'drifts-to'",
                tuple(chunk),
            )
            for row in rows:
                link = Link(*row)
                for claim in (link.a, link.b):
                    if claim in home:
                        links[home[claim]].add(link)
    against = (x for found in links.values() for x in found if x.relation == "contradicts" and x.state != "rejected")
    facts = load(r, {i for x in against for i in (x.a, x.b)}.union(home))
    out = {}
    for proposition, claims in members.items():
        mine = sorted(links[proposition], key=lambda x: (x.a, x.b, x.relation))
        seen = {i for x in mine if x.relation == "contradicts" and x.state != "rejected" for i in (x.a, x.b)}
        out[proposition] = Matter(frozenset(claims), {i: facts[i] for i in sorted(seen.union(claims))}, tuple(mine))
    return out


def _ratings(r: Reader) -> dict[str, list[str]]:
    """All analysts' letters by the folded name that they are about."""
    out: dict[str, list[str]] = defaultdict(list)
    for head in ops.heads(r, field="rating"):
        out[fold(head.target.key)].append(str(head.value))
    return out


def _settings(r: Reader, claims: Sequence[Facts], ratings: Mapping[str, list[str]]) -> dict[int, Set]:
    """Letters and stakes of these claims: the weakest rating of speaker, outlet and chain."""
    staked = {claim for claim, head in _heads_on(r, [f.id for f in claims], "stake") if head.value}
    out: dict[int, Set] = {}
    for f in claims:
        letters: list[str] = []
        if ratings:
            letters = [letter for name in _names(r, f) for letter in ratings.get(name, ())]
        letter = weakest(letters)
        out[f.id] = Set(letter or "F", letter is not None, f.id in staked)
    return out


def _names(r: Reader, f: Facts) -> set[str]:
    """Every folded name of who stands between this claim and the reader."""
    keys = {k for k in (f.speaker, *(h.actor for h in f.hops)) if k}
    names = {fold(h.label) for h in f.hops} | keys
    for key in keys:
        rows = r.execute("SELECT n.alias FROM actor_alias n JOIN actor w ON w.id = n.actor WHERE w.key = ?", (key,))
        names |= {a for (a,) in rows}
    if f.outlet_key is not None:
        names.add(f.outlet_key)
    else:
        (name,) = r.execute("SELECT name FROM article WHERE id = ?", (f.article,)).fetchone()
        names.add(fold(name))
    return names


def _overrides(r: Reader, claims: Iterable[int]) -> dict[int, list[Head]]:
    out: dict[int, list[Head]] = defaultdict(list)
    for claim, head in _heads_on(r, claims, "override"):
        out[claim].append(head)
    return out


def _heads_on(r: Reader, claims: Iterable[int], field: str) -> list[tuple[int, Head]]:
    out: list[tuple[int, Head]] = []
    for chunk in _chunks(sorted(claims)):
        marks = ",".join("?" * len(chunk))
        rows = r.execute(
            "SELECT n.claim, o.id, o.target FROM anchored n JOIN op o ON o.id = n.op "
            f"WHERE n.claim IN ({marks}) AND o.field = ? ORDER BY o.id",
            (*chunk, field),
        ).fetchall()
        for claim, op, target in rows:
            out += [(claim, h) for h in ops.heads(r, target=target, field=field) if h.id == op]
    return out


def _chunks(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (items[at : at + _CHUNK] for at in range(0, len(items), _CHUNK))
