"""How readers lean beside what the rules say of a predicate's truth: by its form, what governs it, and the words before it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from importers.extract.clauses import VerbGroup, group_of
from importers.extract.embedding import Governor, clause_governor, gerund_governor, infinitive_governor
from importers.extract.lexicon import load
from importers.extract.tokens import Token

NEAR = 8
"""Words before a predicate in which an "if" or "could" still colours it."""
_SAID = frozenset({"said", "says", "say", "told"})


class Leaning(NamedTuple):
    """One rule of modality.toml: what it looks at, where it holds and what it adds (on the scale from -1 to 1)."""

    name: str
    on: str
    word: str
    low: float
    high: float
    add: float


def leaning(tokens: Sequence[Token], target: int, groups: Sequence[VerbGroup], truth: float) -> float:
    """What readers add to the truth of the predicate at `target`, given its truth by the rules."""
    return sum(rule.add for rule in leanings_of(tokens, target, groups, truth))


def leanings_of(tokens: Sequence[Token], target: int, groups: Sequence[VerbGroup], truth: float) -> list[Leaning]:
    """The rules that apply to the predicate at `target`."""
    rules = [rule for rule in _rules() if rule.low <= truth < rule.high]
    if not rules:
        return []
    group = group_of(groups, target)
    seen = {
        ("tag", tokens[target].tag),
        ("tag_before", tokens[target - 1].tag if target else ""),
        ("form", group.form if group is not None else "none"),
        *(("near", t.lower) for t in tokens[max(0, target - NEAR) : target]),
    }
    if any(t.lower in _SAID for t in tokens[:target]):
        seen.add(("said", ""))
    if any(rule.on == "class" for rule in rules):
        seen.add(("class", _class(tokens, target, group)))
    return [rule for rule in rules if (rule.on, rule.word) in seen]


def _class(tokens: Sequence[Token], target: int, group: VerbGroup | None) -> str:
    """The class of implicatives.toml to which what governs the predicate belongs; empty where nothing does."""
    governor: Governor | str | None = None
    if group is None:
        governor = gerund_governor(tokens, target)
    elif group.form == "infinitive" and tokens[group.first].tag == "TO":
        governor = infinitive_governor(tokens, group.first)
    elif group.form == "finite":
        governor = clause_governor(tokens, group.first)
    elif group.form == "gerund":
        governor = gerund_governor(tokens, group.first)
    if not isinstance(governor, Governor) or governor.signature is None:
        return ""
    return governor.signature.name


@lru_cache(maxsize=1)
def _rules() -> tuple[Leaning, ...]:
    return tuple(
        Leaning(r["name"], r["on"], r["word"], float(r["low"]), float(r["high"]), float(r["add"]))
        for r in load("modality")["leaning"]
    )
