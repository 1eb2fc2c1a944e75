"""Chains, credits, copies and families to origins: who first said it, as far as the texts tell (pure but for loading).

Outlets are not counted: reprints, wire copies and "citing X" lead to one origin and corroborate nothing (GRADING.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from store.casefile import Reader
from store.derive.actors import affiliations
from store.derive.facts import Facts
from store.derive.outlets import families, family_name
from store.derive.tables import family_of
from store.filters import fold
from store.records.reading import Hop

Independence = Literal["independent", "unclear"]
OWN_VOICE = ("outlet_voice", "unspecified")
"""Claims for which nobody but the text itself stands."""


_MAX_STEPS = 5


@dataclass(frozen=True, slots=True)
class End:
    """Where a claim's chain ends. `identity` is alike for claims of one origin; `family` is None where nobody is named;
    `via` holds keys and families of all that stand between; `counts` tells whether it can corroborate anybody."""

    identity: str
    label: str
    family: str | None
    via: frozenset[str]
    counts: bool = True

    @property
    def independence(self) -> Independence:
        """How it enters the list of origins."""
        return "independent" if self.family is not None else "unclear"


class Context:
    """What origins need to know of articles: credits, copies, families. Made for one batch; remembers what it read."""

    def __init__(self, r: Reader, analyst: str | None) -> None:
        self._r = r
        self._given = families(r)
        self._analyst = analyst
        self._clusters: dict[int, str] = {}
        self._credits: dict[int, list[tuple[str, str, int]]] = {}
        self._families: dict[tuple[int, str], str] = {}
        self._local: dict[int, dict[str, str]] = {}

    def family(self, key: str, article: int) -> str:
        """The family of an outlet or actor by its folded name: an analyst's, the shipped table's, that of whom the
        article says that it belongs to, else its own name."""
        known = self._families.get((article, key))
        if known is None:
            known, at = family_name(key, self._given, self._analyst), key
            local = self._affiliations(article)
            for _ in range(_MAX_STEPS):
                if known != at or at not in local:
                    break
                at = local[at]
                known = family_name(at, self._given, self._analyst)
            self._families[article, key] = known
        return known

    def _affiliations(self, article: int) -> dict[str, str]:
        if article not in self._local:
            rows = self._r.execute(
                "SELECT key FROM article_key WHERE article = ? AND key >= 'f:' AND key < 'f;'", (article,)
            )
            self._local[article] = affiliations(k for (k,) in rows)
        return self._local[article]

    def knows_family(self, key: str) -> bool:
        """Whether a person or the shipped table named a family."""
        return key in self._given or family_of(key) is not None

    def credits(self, article: int) -> list[tuple[str, str, int]]:
        """(party, role, place) of what the article credits."""
        if article not in self._credits:
            rows = self._r.execute(
                "SELECT credited, relation, start_char FROM source_credit WHERE article = ? ORDER BY start_char",
                (article,),
            )
            self._credits[article] = [(p, role, at) for p, role, at in rows]
        return self._credits[article]

    def cluster(self, article: int) -> str:
        """The smallest article key among this article's copies, reprints and versions."""
        if article not in self._clusters:
            found, edge = {article}, [article]
            while edge:
                at = edge.pop()
                for (other,) in self._r.execute(
                    "SELECT b FROM article_link WHERE a = ?1 AND relation IN ('same-text', 'copied-from', 'revises') UNION "
                    "SELECT a FROM article_link WHERE b = ?1 AND relation IN ('same-text', 'copied-from', 'revises')",
                    (at,),
                ):
                    if other not in found:
                        found.add(other)
                        edge.append(other)
            marks = ",".join("?" * min(len(found), 900))
            (lead,) = self._r.execute(
                f"SELECT min(key) FROM article WHERE id IN ({marks})", sorted(found)[:900]
            ).fetchone()
            self._clusters |= dict.fromkeys(found, lead)
        return self._clusters[article]


def end_of(f: Facts, context: Context) -> End:
    """Where this claim's chain ends, before copies are looked at."""
    hops = f.end
    named_links = [k for h in hops[:-1] if (k := _hop_key(h))]
    via = {*named_links, *(context.family(k, f.article) for k in named_links)}
    speaker = f.speaker or (fold(f.speaker_text) if f.speaker_text else None)
    if hops:
        via |= {speaker, context.family(speaker, f.article)} if speaker else set()
        return _chain_end(f, hops, frozenset(via), speaker, context)
    if f.type == "unnamed_described":
        return End(f"d:{speaker or context.cluster(f.article)}", f.speaker_text or "unnamed", None, frozenset(via))
    if f.type not in OWN_VOICE and speaker:
        return _named(speaker, f.speaker_text or speaker, frozenset(via), f.article, context)
    if f.type == "unspecified":
        return End(f"u:{context.cluster(f.article)}", "unspecified", None, frozenset(via))
    return _own_voice(f, context)


def _chain_end(f: Facts, hops: tuple[Hop, ...], via: frozenset[str], speaker: str | None, context: Context) -> End:
    last = hops[-1]
    if last.type == "unspecified":
        before = next((k for h in reversed(hops[:-1]) if (k := _hop_key(h))), speaker) or context.cluster(f.article)
        return End(f"r:{before}", f"“{last.label}” ({before})", None, via)
    if last.type == "unnamed_described":
        return End(f"d:{last.actor or fold(last.label)}", last.label, None, via)
    return _named(_hop_key(last) or fold(last.label), last.label, via, f.article, context)


def _own_voice(f: Facts, context: Context) -> End:
    for party, role, at in context.credits(f.article):
        if role == "text_contribution" or (role == "first_report" and f.sentence.start <= at < f.sentence.end):
            outlet = {f.outlet_key, context.family(f.outlet_key, f.article)} if f.outlet_key else set()
            return _named(fold(party), party, frozenset(outlet), f.article, context)
    if f.outlet_key is None:
        return End(f"x:{context.cluster(f.article)}", "outlet unknown", None, frozenset(), counts=False)
    family = context.family(f.outlet_key, f.article)
    known = context.knows_family(f.outlet_key)
    return End(f"o:{family}", f.outlet_key, family if known else None, frozenset(), counts=known)


def _named(key: str, label: str, via: frozenset[str], article: int, context: Context) -> End:
    return End(f"a:{key}", label, context.family(key, article), via)


def _hop_key(hop: Hop) -> str | None:
    if hop.type in ("unspecified", "unnamed_described"):
        return None
    return hop.actor or fold(hop.label) or None


def ends(facts: Iterable[Facts], context: Context) -> dict[int, End]:
    """The origin of each claim, copies taken together: what one text says in forty outlets has one origin."""
    listed = sorted(facts, key=lambda f: (f.published or "9999", f.article_key, f.key))
    out = {f.id: end_of(f, context) for f in listed}
    lead: dict[str, End] = {}
    voices = [f for f in listed if f.type in OWN_VOICE and out[f.id].identity[:2] in ("a:", "o:", "x:", "u:")]
    # a copy that names its agency speaks for all of them, else the earliest one
    for f in sorted(voices, key=lambda f: not out[f.id].identity.startswith("a:")):
        out[f.id] = lead.setdefault(context.cluster(f.article), out[f.id])
    return out


def by_identity(found: Mapping[int, End]) -> dict[str, list[int]]:
    """Claims by origin, both in a fixed order."""
    out: dict[str, list[int]] = defaultdict(list)
    for claim in sorted(found):
        out[found[claim].identity].append(claim)
    return dict(sorted(out.items()))


def backs(mine: End, other: End) -> Independence | None:
    """How another origin backs mine: independent, unclear, or not at all (same origin or family, a stated link)."""
    if mine.identity == other.identity or not other.counts:
        return None
    if mine.family is not None and mine.family == other.family:
        return None
    if _leads_to(mine, other) or _leads_to(other, mine):
        return None
    return "independent" if mine.family is not None and other.family is not None else "unclear"


def _leads_to(end: End, other: End) -> bool:
    return other.identity[2:] in end.via or (other.family is not None and other.family in end.via)


def parties(f: Facts, context: Context) -> frozenset[str]:
    """The families that a claim's speaker stands for: "Moscow and Pyongyang" are two."""
    if not f.speaker:
        return frozenset()
    names = [n.strip() for n in f.speaker.replace(",", " and ").split(" and ") if n.strip()]
    return frozenset(context.family(n, f.article) for n in names)
