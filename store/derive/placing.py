"""Groups of claims written as propositions, with their origins, stances and drift; each claim gets its standing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from store.casefile import Writer
from store.derive.context import Context
from store.derive.facts import Facts
from store.derive.frames import rank
from store.derive.origins import End, by_identity, ends
from store.derive.stated import is_statement, stated
from store.records.grade import Stance
from store.records.reading import Commitment

_CHUNK = 400
_HEDGED: tuple[Commitment, ...] = ("very_likely", "likely", "distanced", "possible", "rumour")
_PASSED_ON = ("reportedly", "allegedly", "supposedly", "purportedly")
"""Words by which a text tells what nobody named tells: the grade counts them as who says it, they commit to nothing."""
_LABEL = 90
_BEST_LABEL = range(25, 91)


def place(w: Writer, groups: Sequence[frozenset[int]], facts: Mapping[int, Facts], context: Context) -> set[int]:
    """Write the propositions of these groups and what hangs on them; gives the claims that moved to another one.

    `facts` are those of all claims of the groups, and the groups are whole.
    """
    before = _clear(w, facts)
    moved: set[int] = set()
    for group in groups:
        members = [facts[i] for i in sorted(group)]
        (proposition,) = w.execute(
            "INSERT INTO proposition (key, label) VALUES (?, ?) "
            "ON CONFLICT (key) DO UPDATE SET label = excluded.label RETURNING id",
            (min(f.key for f in members), _label(members)),
        ).fetchone()
        moved |= {f.id for f in members if before.get(f.id) != proposition}
        found = ends(members, context)
        _stand(w, members, proposition, _write_origins(w, proposition, found, facts))
        _write_drift(w, members, found)
    old = sorted({p for p in before.values() if p is not None})
    for chunk in _chunks(old):
        marks = ",".join("?" * len(chunk))
        w.execute(
            f"DELETE FROM proposition WHERE id IN ({marks}) AND NOT EXISTS "
            "(SELECT 1 FROM standing s WHERE s.proposition = proposition.id)",
            chunk,
        )
    return moved


def drop_empty(w: Writer) -> None:
    """Drop propositions that no claim is in any more."""
    w.execute(
        "DELETE FROM proposition WHERE id NOT IN (SELECT proposition FROM standing WHERE proposition IS NOT NULL)"
    )


def stance(f: Facts, two_sided: bool) -> Stance:
    """How a claim stands to its proposition: denies, reports with a caveat, hedges, or asserts."""
    if f.kind == "denial" or (two_sided and f.negative):
        return "denies"
    if f.kind == "meta" or any(c.kind in ("unverified", "no_evidence") for c in f.checks):
        return "caveats"
    passed_on = f.type == "unspecified" and (f.cue_text or "").casefold() in _PASSED_ON
    return "hedges" if f.commitment in _HEDGED or f.polarity == "u" or passed_on else "asserts"


def _clear(w: Writer, facts: Mapping[int, Facts]) -> dict[int, int | None]:
    """Take the claims' origins and drift away; gives the proposition that each was in."""
    before: dict[int, int | None] = {}
    for chunk in _chunks(sorted(facts)):
        marks = ",".join("?" * len(chunk))
        before |= dict(w.execute(f"SELECT claim, proposition FROM standing WHERE claim IN ({marks})", chunk).fetchall())
        w.execute(f"UPDATE standing SET origin = NULL WHERE claim IN ({marks}) AND origin IS NOT NULL", chunk)
        for end in ("a", "b"):
            w.execute(f"DELETE FROM claim_link WHERE {end} IN ({marks}) AND relation = 'drifts-to'", chunk)
    for chunk in _chunks(sorted({p for p in before.values() if p is not None})):
        w.execute(f"DELETE FROM origin WHERE proposition IN ({','.join('?' * len(chunk))})", chunk)
    return before


def _label(members: Iterable[Facts]) -> str:
    """The words of the claim that tells the proposition most plainly."""
    best = min(
        members,
        key=lambda f: (
            f.negative,
            f.kind != "report",
            f.commitment in _HEDGED,
            not is_statement(f.content, f.cue_text),
            len(f.content) not in _BEST_LABEL,
            f.key,
        ),
    )
    words = " ".join(best.content.split()).strip(" ,;:“”\"'") or best.content
    words = stated(words, best.cue_text)
    return words if len(words) <= _LABEL else words[: _LABEL - 1].rstrip() + "…"


_STAND = """INSERT INTO standing (claim, article, outlet, speaker, attribution, kind, certainty, polarity, published_from,
  event_from, event_to, proposition, origin, stance, digit, letter, inputs, shown_digit, hidden)
SELECT c.id, c.article, a.outlet, c.speaker, c.attribution, c.kind, c.certainty, c.polarity, a.published_from, ?, ?, ?, ?, ?, 6, 'F', '', 6,
  max(c.hidden, a.hidden)
FROM claim c JOIN article a ON a.id = c.article WHERE c.id = ?
ON CONFLICT (claim) DO UPDATE SET article = excluded.article, outlet = excluded.outlet, speaker = excluded.speaker,
  attribution = excluded.attribution, kind = excluded.kind, certainty = excluded.certainty, polarity = excluded.polarity,
  published_from = excluded.published_from, event_from = excluded.event_from, event_to = excluded.event_to,
  proposition = excluded.proposition, origin = excluded.origin, stance = excluded.stance, hidden = excluded.hidden"""


def _stand(w: Writer, members: Sequence[Facts], proposition: int, origins: Mapping[int, int]) -> None:
    """The claims' standing without the grade, which the next stage gives; a new one waits as 6, cannot be judged."""
    two_sided = any(f.negative for f in members) and any(not f.negative for f in members)
    w.executemany(
        _STAND,
        [(f.event.start, f.event.end, proposition, origins[f.id], stance(f, two_sided), f.id) for f in members],
    )


def _write_origins(w: Writer, proposition: int, found: Mapping[int, End], facts: Mapping[int, Facts]) -> dict[int, int]:
    """Write the origins of a proposition; gives the origin of each claim."""
    out: dict[int, int] = {}
    for claims in by_identity(found).values():
        end = found[min(claims, key=lambda i: facts[i].key)]
        (origin,) = w.execute(
            "INSERT INTO origin (proposition, label, independence) VALUES (?, ?, ?) RETURNING id",
            (proposition, end.label, end.independence),
        ).fetchone()
        out |= dict.fromkeys(claims, origin)
    return out


def _write_drift(w: Writer, members: Iterable[Facts], found: Mapping[int, End]) -> None:
    """One origin whose wording rises (ready, offered, promised): each step to the next, each as it was told first."""
    by_origin: dict[str, dict[int, Facts]] = defaultdict(dict)
    for f in sorted(members, key=lambda f: (f.published or "9999", f.key)):
        step = rank(f)
        if step >= 0 and not f.negative:
            by_origin[found[f.id].identity].setdefault(step, f)
    for steps in by_origin.values():
        ladder = [steps[n] for n in sorted(steps)]
        w.executemany(
            "INSERT OR IGNORE INTO claim_link (a, b, relation, score) VALUES (?, ?, 'drifts-to', 1.0)",
            [(low.id, high.id) for low, high in pairwise(ladder)],
        )


def _chunks(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[at : at + _CHUNK] for at in range(0, len(ids), _CHUNK))
