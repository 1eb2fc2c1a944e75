"""Chains, credits, copies and families to origins: who first said it, as far as the texts tell (pure but for loading).

Outlets are not counted: reprints, wire copies and "citing X" lead to one origin and corroborate nothing (GRADING.md).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from store.derive.contents import coverage
from store.derive.context import Context, bare
from store.derive.copies import shingles
from store.derive.facts import Facts
from store.derive.naming import is_name, is_person_pronoun, kin, may_be_one, names, points, tells, tells_name
from store.filters import fold
from store.records.reading import Hop

Independence = Literal["independent", "unclear"]
OWN_VOICE = ("outlet_voice", "unspecified")
"""Claims for which nobody but the text itself stands."""

_TAKEN_OVER = 4
"""Runs of five words from which a wording is nobody's chance: eight words."""
_SHARED_RUNS = 0.6
_RETOLD = 0.5
_RETOLD_WORDS = 5
"""Share of what both tell, and how many things, from which two claims are one utterance in other words."""
_LEADS = 30
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class End:
    """Where a claim's chain ends. `identity` is alike for claims of one origin; `family` is None where nobody is named;
    `via` holds keys and families of all that stand between; `counts` tells whether it can corroborate anybody; `placed`
    whether its words say who it is, and do not only point to somebody; `kin` are families that a description speaks of."""

    identity: str
    label: str
    family: str | None
    via: frozenset[str]
    counts: bool = True
    placed: bool = True
    kin: frozenset[str] = frozenset()

    @property
    def independence(self) -> Independence:
        """How it enters the list of origins."""
        return "independent" if self.family is not None else "unclear"


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
        label = context.name(speaker or "", f.article, f.speaker_text or "unnamed")
        key = f"d:{speaker or context.cluster(f.article)}"
        return End(key, label, None, frozenset(via), placed=not points(f.speaker_text), kin=kin(label))
    if f.type not in OWN_VOICE and speaker:
        end = _named(speaker, f.speaker_text or speaker, frozenset(via), f.article, context)
        misled = is_person_pronoun(f.speaker_text) and not context.is_person(speaker, f.article)
        return replace(end, family=None, placed=False) if misled else end
    if f.type == "unspecified":
        return End(f"u:{context.cluster(f.article)}", "unspecified", None, frozenset(via))
    return _own_voice(f, context)


def _chain_end(f: Facts, hops: tuple[Hop, ...], via: frozenset[str], speaker: str | None, context: Context) -> End:
    last = hops[-1]
    if last.type == "unspecified":
        before = next((h for h in reversed(hops[:-1]) if _hop_key(h)), None)
        label = before.label if before is not None else f.speaker_text
        key = (_hop_key(before) if before is not None else speaker) or context.cluster(f.article)
        name = context.name(key, f.article, label or "")
        return End(f"r:{key}", f"reports via {name}" if name else "reports", None, via)
    if last.type == "unnamed_described":
        key = last.actor or fold(last.label)
        name = context.name(key, f.article, last.label)
        return End(f"d:{key}", name, None, via, placed=not points(last.label), kin=kin(name))
    return _named(_hop_key(last) or fold(last.label), last.label, via, f.article, context)


def _own_voice(f: Facts, context: Context) -> End:
    for credited, role, at in context.credits(f.article):
        if role == "text_contribution" or (role == "first_report" and f.sentence.start <= at < f.sentence.end):
            outlet = {f.outlet_key, context.family(f.outlet_key, f.article)} if f.outlet_key else set()
            end = _medium(fold(credited), credited, frozenset(outlet), f.article, context)
            return replace(end, placed=not tells(f.content))
    if f.outlet_key is None and tells(f.content):
        return End(f"x:{context.cluster(f.article)}", "outlet unknown", None, frozenset(), counts=False, placed=False)
    if f.outlet_key is None:
        return End(f"x:{context.cluster(f.article)}", "outlet unknown", None, frozenset(), counts=False)
    end = _medium(f.outlet_key, f.outlet_name or f.outlet_key, frozenset(), f.article, context)
    return replace(end, placed=not tells(f.content))


def _named(key: str, label: str, via: frozenset[str], article: int, context: Context) -> End:
    if context.is_medium(key, article):
        return _medium(key, label, via, article, context)
    name = context.name(key, article, label)
    if not is_name(name) and not context.knows_family(key):
        # "the company", "the defence ministry": an office, but whose
        return End(f"d:{key}", name, None, via, placed=not points(label), kin=kin(name))
    return End(f"a:{key}", name, context.family(key, article), via)


def _medium(key: str, label: str, via: frozenset[str], article: int, context: Context) -> End:
    """An outlet or agency: of unknown family it can corroborate nothing but itself."""
    known = context.knows_family(key)
    family = context.family(key, article) if known else None
    return End(f"o:{family or bare(key)}", label, family, via, counts=known)


def _hop_key(hop: Hop) -> str | None:
    if hop.type in ("unspecified", "unnamed_described"):
        return None
    return hop.actor or fold(hop.label) or None


def ends(facts: Iterable[Facts], context: Context) -> dict[int, End]:
    """The origin of each claim of one proposition, copies taken together: what one text says in forty outlets has one
    origin, and who cites an outlet leads to where that outlet has it from."""
    listed = sorted(facts, key=lambda f: (f.published or "9999", f.article_key, f.key))
    out = {f.id: end_of(f, context) for f in listed}
    _one_speaker(listed, out, context)
    lead: dict[str, End] = {}
    voices = [f for f in listed if f.type in OWN_VOICE and out[f.id].identity[:2] in ("o:", "x:", "u:")]
    # a copy that names its agency speaks for all of them, else the earliest one
    for f in sorted(voices, key=lambda f: f.outlet_key is not None and out[f.id].label == f.outlet_name):
        out[f.id] = lead.setdefault(context.cluster(f.article), out[f.id])
    return _rested(listed, _followed(listed, out, context))


def _rested(listed: Iterable[Facts], found: dict[int, End]) -> dict[int, End]:
    """Chains that end at somebody who elsewhere rests the same on unnamed reports end there too: "it goes back to X" in
    one text, "there are reports, X said" in another."""
    on_reports = {end.identity[2:]: end for end in found.values() if end.identity[:2] == "r:"}
    led = {f.id for f in listed if f.end}
    return {
        i: on_reports[end.identity[2:]]
        if i in led and end.identity[:2] == "a:" and end.identity[2:] in on_reports
        else end
        for i, end in found.items()
    }


def _one_speaker(listed: Iterable[Facts], found: dict[int, End], context: Context) -> None:
    """What two articles tell in one wording has one origin, the earliest one's: a sentence of two copies, whatever each
    reading makes of its "he"; and a longer one that was taken over, whomever each names."""
    copies: dict[str, list[Facts]] = defaultdict(list)
    for f in listed:
        copies[context.cluster(f.article)].append(f)
    for members in copies.values():
        if len({f.article for f in members}) > 1:
            said: dict[tuple[str, int], End] = {}
            places = _places(members)
            for f in members:
                found[f.id] = said.setdefault((_words(f.content), places[f.id]), found[f.id])
    leads: list[tuple[frozenset[int], Facts]] = []
    for f in listed:
        runs = _runs(f.content)
        alike = [g for r, g in leads if _one_wording(r, g, runs, f)]
        lead = next((g for g in alike if g.speaker == f.speaker), alike[0] if alike else None)
        apart = lead is not None and lead.article == f.article and _is_explicit(lead) and _is_explicit(f)
        if lead is None or apart:
            leads = [*leads[-_LEADS:], (runs, f)]
        else:
            found[f.id] = found[lead.id]


def _places(members: Iterable[Facts]) -> dict[int, int]:
    """For each claim how often its article has told its words before: two who say the same in one text are two."""
    told: dict[tuple[int, str], int] = defaultdict(int)
    out: dict[int, int] = {}
    for f in sorted(members, key=lambda f: (f.article, f.sentence.start, f.key)):
        at = f.article, _words(f.content)
        out[f.id] = told[at]
        told[at] += 1
    return out


def _one_wording(runs: frozenset[int], lead: Facts, other_runs: frozenset[int], f: Facts) -> bool:
    """Whether two claims are one in their words: long runs of them, or, where one is not in a name of its own, nearly all
    that they tell, as after two translations."""
    fewer = min(len(runs), len(other_runs))
    if fewer >= _TAKEN_OVER and len(runs & other_runs) >= _SHARED_RUNS * fewer:
        return True
    if _is_explicit(lead) and _is_explicit(f):
        return False
    cover = coverage(lead, f)
    return cover.least >= _RETOLD and cover.features >= _RETOLD_WORDS


def _is_explicit(f: Facts) -> bool:
    """Whether a claim is told in a name that stands beside it, and not in a pronoun, a title, or nobody's name."""
    return (
        f.type not in (*OWN_VOICE, "unnamed_described")
        and f.speaker is not None
        and tells_name(f.speaker_text, f.speaker)
    )


@lru_cache(maxsize=20_000)
def _runs(content: str) -> frozenset[int]:
    return shingles(content)


def _words(content: str) -> str:
    return " ".join(_WORD.findall(fold(content)))


def _followed(listed: list[Facts], found: dict[int, End], context: Context) -> dict[int, End]:
    """Ends at an outlet carried on to the origin that the outlet's own article names."""
    told: dict[str, End] = {}
    for f in listed:
        if f.outlet_key is not None:
            here = f"o:{context.family(f.outlet_key, f.article) if context.knows_family(f.outlet_key) else bare(f.outlet_key)}"
            if found[f.id].identity != here:
                told.setdefault(here, found[f.id])
    return {i: told.get(end.identity, end) for i, end in found.items()}


def by_identity(found: Mapping[int, End]) -> dict[str, list[int]]:
    """Claims by origin, both in a fixed order."""
    out: dict[str, list[int]] = defaultdict(list)
    for claim in sorted(found):
        out[found[claim].identity].append(claim)
    return dict(sorted(out.items()))


def backs(mine: End, other: End) -> Independence | None:
    """How another origin backs mine: independent where both are named and surely two; unclear where one of them is not
    named; not at all where they may be one (same origin, family or name, a stated link, words that only point)."""
    if mine.identity == other.identity or not other.counts or not (mine.placed and other.placed):
        return None
    if mine.family is None and other.family is None:
        return None
    if (mine.kin | {mine.family}) & (other.kin | {other.family}):
        return None
    if _alike_in_name(mine, other):
        return None
    if _leads_to(mine, other) or _leads_to(other, mine):
        return None
    return "independent" if mine.family is not None and other.family is not None else "unclear"


def _alike_in_name(mine: End, other: End) -> bool:
    """Whether two origins may be one by their names, or one's name stands in the description of the other."""
    if mine.identity[:2] == other.identity[:2] == "a:":
        return may_be_one(mine.identity[2:], other.identity[2:])
    return names(mine.label, other.label) or names(other.label, mine.label)


def told_by(f: Facts, other: End) -> bool:
    """Whether a claim's own sentence names another origin as somebody who speaks there: then they are not surely two."""
    at = f.quote.find(f.content)
    around = f.quote if at < 0 or tells(f.content) else f.quote[:at] + " " + f.quote[at + len(f.content) :]
    return names(other.label, around)


def _leads_to(end: End, other: End) -> bool:
    return other.identity[2:] in end.via or (other.family is not None and other.family in end.via)


def parties(f: Facts, context: Context) -> frozenset[str]:
    """The families that a claim's speaker stands for: "Moscow and Pyongyang" are two."""
    if not f.speaker:
        return frozenset()
    names = [n.strip() for n in f.speaker.replace(",", " and ").split(" and ") if n.strip()]
    return frozenset(context.family(n, f.article) for n in names)
