"""What analysts said of links: which pairs of claims they confirmed or kept apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from store import ops
from store.casefile import Reader
from store.derive.components import State
from store.derive.heads import preferred
from store.derive.overlay import claim_at
from store.ops import Head
from store.records.span import Span


@dataclass(frozen=True, slots=True)
class Decisions:
    """Verdicts by pair of claim ids."""

    by_pair: dict[frozenset[int], State]

    def state(self, a: int, b: int) -> State:
        """What was decided of a pair; suggested where nobody has looked at it."""
        return self.by_pair.get(frozenset((a, b)), "suggested")

    def touching(self, claims: Iterable[int]) -> list[tuple[int, int, State]]:
        """Decided pairs with one end among these claims."""
        wanted = set(claims)
        return sorted((min(p), max(p), state) for p, state in self.by_pair.items() if p & wanted)


def decisions(r: Reader, analyst: str | None) -> Decisions:
    """The verdicts that hold now, on the claims that stand at the places they name."""
    by_target: dict[str, list[Head]] = {}
    for head in ops.heads(r, field="link"):
        by_target.setdefault(head.target.key, []).append(head)
    out: dict[frozenset[int], State] = {}
    for key in sorted(by_target):
        chosen = preferred(by_target[key], analyst)
        if chosen is None or chosen.target.first is None or chosen.target.other is None:
            continue
        ones, twos = _claims_at(r, *chosen.target.first), _claims_at(r, *chosen.target.other)
        state: State = "confirmed" if chosen.value == "confirmed" else "rejected"
        # kept apart are all claims of the two places; confirmed is the first of each, or those that are alone there
        pairs = list(product(ones, twos)) if state == "rejected" else list(zip(ones[:1], twos[:1]))
        for one, two in pairs:
            if one != two:
                out[frozenset((one, two))] = state
    return Decisions(out)


def _claims_at(r: Reader, body: str, span: Span) -> list[int]:
    """The claims at a place, in every article of the body: with this content, else in this sentence, else nearest."""
    found: list[int] = []
    articles = [
        i for (i,) in r.execute(
            "SELECT a.id FROM article a JOIN body b ON b.id = a.body WHERE b.hash = ? ORDER BY a.key", (body,))
    ]  # fmt: skip
    for article in articles:
        rows = r.execute(
            "SELECT id, content_start, content_end, start_char, end_char FROM claim WHERE article = ? "
            "ORDER BY content_start, content_end, key",
            (article,),
        ).fetchall()
        exact = [row[0] for row in rows if (row[1], row[2]) == span]
        sentence = [row[0] for row in rows if (row[3], row[4]) == span]
        nearest = claim_at([(Span(row[1], row[2]), Span(row[3], row[4])) for row in rows], span)
        found += exact or sentence or ([rows[nearest][0]] if nearest is not None else [])
    return found
