"""Wording about verification: "could not be verified", "lacks hard evidence", "did not detail", official acts (GRADING.md, part V)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from importers.extract.clauses import NOUNS, VerbGroup, verb_groups
from importers.extract.lexicon import alternation, load
from importers.extract.places import places_in
from importers.extract.polarity import is_negated
from importers.extract.tokens import Token
from store.records.reading import Check, Verification
from store.records.span import Span

MAX_SENTENCE = 2000
"""Characters of one sentence that are looked at: no wording of verification is longer."""


class Rule(NamedTuple):
    """One pattern of checks.toml; `needs` must be found in the match or it is no check."""

    kind: Verification
    pattern: re.Pattern[str]
    needs: re.Pattern[str] | None


class Act(NamedTuple):
    """One class of official acts."""

    name: str
    verbs: frozenset[str]
    objects: frozenset[str]
    actors: frozenset[str]
    visit: bool


def find_checks(text: str, sentence: Span) -> tuple[Check, ...]:
    """Verification wording in a sentence, left to right, official acts left aside; overlapping ones by the longest."""
    end = min(sentence.end, sentence.start + MAX_SENTENCE)
    part = text[sentence.start : end].lower()
    if _triggers().search(part) is None:
        return ()
    found: list[Check] = []
    for rule in _rules():
        for match in rule.pattern.finditer(text, sentence.start, end):
            if rule.needs is not None and not rule.needs.search(match.group()):
                continue
            span = Span(match.start(), match.end())
            found.append(Check(span, match.group(), rule.kind))
    kept: list[Check] = []
    for check in sorted(found, key=lambda c: (c.span.start - c.span.end, c.span.start)):
        if not any(check.span.overlaps(k.span) for k in kept):
            kept.append(check)
    return tuple(sorted(kept, key=lambda c: c.span))


def find_act(
    text: str, tokens: Sequence[Token], groups: Sequence[VerbGroup] | None = None, leaders: frozenset[str] = frozenset()
) -> Check | None:
    """The official act that these tokens report as done, if any: recognised, signed, adopted, a visit of state.

    `leaders`: folded names of heads of state and ministers in the article ("putin"); offices are known by themselves.
    Planned, possible and negated acts are none.
    """
    groups = verb_groups(tokens) if groups is None else groups
    for group in groups:
        lemma = tokens[group.head].lemma
        for act in _acts():
            named = act.visit and _visit_noun(tokens, group)
            if lemma not in act.verbs and not named:
                continue
            if group.modal is not None or is_negated(tokens, group) or not _is_done(tokens, groups, group):
                continue
            if act.visit:
                fits = _is_state_visit(tokens, group, leaders)
            else:
                fits = _has_object(tokens, group, act) and _has_actor(tokens, group, act)
            if fits:
                last = _object_end(tokens, group, act)
                span = Span(tokens[group.first].start, tokens[last].end)
                return Check(span, span.of(text), "official_act")
    return None


def back_noun(tokens: Sequence[Token], before: int | None = None) -> Token | None:
    """The noun of saying by which a sentence points back ("The accusation", "this claim"), among its first words."""
    definite, nouns = _back()
    limit = min(len(tokens), 9 if before is None else before)
    for i in range(limit):
        token = tokens[i]
        if token.lower in nouns and token.tag in NOUNS:
            opener = next((t for t in reversed(tokens[max(0, i - 4) : i]) if t.lower in definite), None)
            if opener is not None:
                return token
        if token.tag in ("VBD", "VBZ", "VBP", "MD"):
            return None
    return None


def _is_done(tokens: Sequence[Token], groups: Sequence[VerbGroup], group: VerbGroup) -> bool:
    """Past or perfect, or an infinitive or gerund under something done ("became the third to recognise")."""
    head = tokens[group.head]
    if group.form in ("finite", "participle"):
        return head.tag in ("VBD", "VBN") or any(t.lemma == "have" for t in tokens[group.first : group.head])
    outer = next((g for g in reversed(groups) if g.last < group.first and g.form == "finite"), None)
    return (
        outer is not None
        and tokens[outer.head].lemma in ("become", "be", "manage", "go", "agree")
        and (
            tokens[outer.head].tag in ("VBD", "VBN")
            and outer.modal is None
            and not is_negated(tokens, outer)
            and tokens[outer.head].lemma != "agree"
            and not (tokens[outer.head].lemma == "be" and group.first == outer.last + 1)
        )
    )


def _has_object(tokens: Sequence[Token], group: VerbGroup, act: Act) -> bool:
    if not act.objects:
        return True
    if group.passive:
        near = tokens[max(0, group.first - 10) : group.first]
    else:
        near = tokens[group.last + 1 : group.last + 12]
    for i, token in enumerate(near):
        if token.lower in act.objects or token.lemma in act.objects:
            return True
        if i + 1 < len(near) and f"{token.lower} {near[i + 1].lower}" in act.objects:
            return True
        if not group.passive and (token.lower in (";", "that", "who", "which") or token.tag in ("VBD", "VBZ")):
            return False
    return False


def _has_actor(tokens: Sequence[Token], group: VerbGroup, act: Act) -> bool:
    if not act.actors:
        return True
    near = [
        *tokens[max(0, group.first - 10) : group.first],
        *(tokens[group.last + 1 : group.last + 8] if group.passive else ()),
    ]
    return any(t.lower in act.actors or t.lemma in act.actors for t in near)


def _visit_noun(tokens: Sequence[Token], group: VerbGroup) -> bool:
    """ "made a rare visit", "paid a visit"."""
    if tokens[group.head].lemma not in ("make", "pay", "have", "conclude", "complete"):
        return False
    return any(t.lower in ("visit", "trip") for t in tokens[group.last + 1 : group.last + 8])


def _is_state_visit(tokens: Sequence[Token], group: VerbGroup, leaders: frozenset[str]) -> bool:
    """A leader to a country: whoever the article names with an office, or an office itself."""
    subject = tokens[max(0, group.first - 8) : group.first]
    after = tokens[group.last + 1 : group.last + 12]
    offices = _offices()
    words = " ".join(t.lower for t in subject)
    leads = any(t.lower in leaders for t in subject) or any(re.search(rf"\b{re.escape(o)}\b", words) for o in offices)
    if tokens[group.head].lemma in ("travel", "fly", "host", "receive", "welcome"):
        official = {t.lower for t in after} & {"visit", "president", "summit", "counterpart", "minister", "talks"}
        return leads and bool(official) and bool(places_in(after))
    return leads and bool(places_in(after))


def _object_end(tokens: Sequence[Token], group: VerbGroup, act: Act) -> int:
    for i in range(group.last + 1, min(len(tokens), group.last + 12)):
        if tokens[i].lower in act.objects or tokens[i].lemma in act.objects:
            return i
    return group.last


@lru_cache(maxsize=1)
def _triggers() -> re.Pattern[str]:
    return re.compile(alternation(load("checks")["triggers"]["stems"]))


@lru_cache(maxsize=1)
def _rules() -> tuple[Rule, ...]:
    return tuple(
        Rule(
            entry["kind"],
            re.compile(entry["pattern"], re.IGNORECASE),
            re.compile(entry["needs"], re.IGNORECASE) if "needs" in entry else None,
        )
        for entry in load("checks")["check"]
    )


@lru_cache(maxsize=1)
def _acts() -> tuple[Act, ...]:
    rows: list[dict[str, Any]] = load("official_acts")["act"]
    return tuple(
        Act(
            r["name"],
            frozenset([*r["verbs"], *(v[:-1] for v in r["verbs"] if v.endswith("e") and len(v) > 4)]),
            frozenset(r["objects"]),
            frozenset(r.get("actors", ())),
            bool(r.get("leaders")),
        )
        for r in rows
    )


@lru_cache(maxsize=1)
def _offices() -> tuple[str, ...]:
    return tuple(load("official_acts")["leaders"]["offices"])


@lru_cache(maxsize=1)
def _back() -> tuple[frozenset[str], frozenset[str]]:
    data = load("checks")["back"]
    return frozenset(data["definite"]), frozenset(data["nouns"])
