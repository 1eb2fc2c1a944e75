"""What sort of claim a content is: report, intent, forecast, opinion, denial or meta (GRADING.md, gate 4)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple, cast

from importers.extract.clauses import VerbGroup, main_group
from importers.extract.lexicon import load, lowered
from importers.extract.tokens import Token
from store.records.reading import Kind

_FUTURE_MODALS = frozenset({"will", "'ll", "’ll", "wo", "shall", "would", "'d", "’d"})
_OPEN_MODALS = frozenset({"could", "may", "might"})
_DUTY_MODALS = frozenset({"should", "must", "ought"})
_FIRST_PERSON = frozenset({"i", "we"})
_INTENT = frozenset(
    {"plan", "intend", "want", "aim", "hope", "seek", "wish", "prepare", "mean", "vow", "pledge", "promise", "threaten"}
)
_PRESENT = frozenset({"VBZ", "VBP", "VBG"})


class Rule(NamedTuple):
    """One pattern of kinds.toml."""

    kind: Kind
    pattern: re.Pattern[str]


def kind_of(
    text: str,
    content: Sequence[Token],
    groups: Sequence[VerbGroup],
    cue_lemmas: Sequence[str] = (),
    sentence: str | None = None,
) -> Kind:
    """The kind of a content, from the lemmas of its cue, its main predicate and its words.

    `sentence` is the whole sentence, given for the outlet's own voice: only there can a sentence be about the reporting itself.
    """
    cues = _cues()
    lemmas = set(cue_lemmas)
    if lemmas & cues["denial"]:
        return "denial"
    if sentence is not None:
        for rule in _sentence_rules():
            if rule.pattern.search(lowered(sentence)):
                return rule.kind
    if not content:
        return "report"
    main = main_group(content, groups)
    words = text[content[0].start : content[-1].end]
    if main is not None:
        kind = _by_predicate(content, main, words)
        if kind is not None:
            return kind
    if lemmas & cues["opinion"] and not lemmas & cues["forecast"]:
        return "opinion"
    if lemmas & cues["forecast"] and (
        main is None or main.form == "infinitive" or content[main.head].tag in ("VB", "VBG")
    ):
        return "forecast"
    if lemmas & cues["intent"] and (
        main is None or main.form == "infinitive" or content[main.head].tag in ("VB", "VBG", "NN")
    ):
        return "intent"
    return "report"


def denies_itself(content: Sequence[Token], groups: Sequence[VerbGroup]) -> bool:
    """Whether a negated content reads as a denial by itself: "has neither ordered nor received", "has never supplied"."""
    main = main_group(content, groups)
    if main is None or content[main.first].lemma != "have" or content[main.first].tag not in ("VBZ", "VBP"):
        return False
    around = [t.lower for t in content[main.first : main.head + 2]]
    return "neither" in around or "never" in around


def refuted(content: Sequence[Token], groups: Sequence[VerbGroup]) -> Sequence[Token]:
    """Of "(reports that) X (are false)" X: what a content denies by what it says of reports; empty where it does not."""
    words = load("kinds")["refuted"]
    start = next((i for i, t in enumerate(content[1:4], 1) if t.lower == "that"), 0)
    if not start or content[start - 1].lower.removesuffix("s") not in words["nouns"]:
        return ()
    main = next((g for g in reversed(groups) if content[g.head].lemma == "be" and g.form == "finite"), None)
    if main is None or main.first <= start + 2:
        return ()
    after = [t.lower for t in content[main.last + 1 :] if t.tag not in ("RB", "DT", "PUNCT", "NNS", "NN")]
    named = [t.lower for t in content[main.last + 1 :] if t.tag in ("NN", "NNS")]
    said = (after or named)[:1]
    negated = any(t.lower in ("not", "n't", "n’t", "never") for t in content[main.first : main.last + 2])
    return content[start + 1 : main.first] if said and said[0] in words["words"] and not negated else ()


def _by_predicate(content: Sequence[Token], main: VerbGroup, words: str) -> Kind | None:
    head = content[main.head]
    if main.modal is not None:
        modal = content[main.modal].lower
        perfect = any(t.lemma == "have" for t in content[main.modal + 1 : main.head]) or (
            head.lemma == "have" and modal in _OPEN_MODALS
        )
        subject = {t.lower for t in content[max(0, main.first - 2) : main.first]}
        following = content[main.last + 1].lower if main.last + 1 < len(content) else ""
        if modal in _DUTY_MODALS and not perfect:
            return "opinion"
        if modal in _FUTURE_MODALS and not perfect:
            if following == "like" or head.lemma == "like":
                return "intent"
            if subject & _FIRST_PERSON and modal not in ("would", "'d", "’d"):
                return "intent"
            return "forecast"
        if modal == "could" and any(t.lower in ("not", "n't", "n’t") for t in content[main.modal : main.head]):
            return None  # what somebody could not do
        if modal in _OPEN_MODALS and not perfect:
            progressive = head.tag == "VBG" and head.lemma != "be"
            stative = head.lemma in ("be", "have", "know", "belong", "seem")
            if (not progressive and not stative) or _has_future(content):
                return "forecast"
        return None
    behind = content[main.last + 1 : main.last + 3]
    if head.lemma == "be" and head.tag in ("VBZ", "VBP") and len(behind) == 2 and behind[0].tag == "TO":
        return "forecast"  # "is to double by spring"
    low = lowered(words)
    for rule in _content_rules():
        match = rule.pattern.search(low)
        if match is None:
            continue
        if rule.kind == "intent" and (content[main.first].tag == "VBD" or content[main.first].lemma == "have"):
            continue  # a plan or promise made is a report
        start = content[0].start + match.start()
        if rule.kind in ("forecast", "intent") and not content[main.first].start <= start <= content[main.last].end:
            continue
        if rule.kind == "opinion" and not content[main.first].start <= start <= content[main.last].end + 30:
            continue
        if rule.kind == "opinion" and head.lemma not in ("be", "seem", "remain", "become", "have", "need", "deserve"):
            continue
        return rule.kind
    if (
        head.lemma in _INTENT
        and content[main.first].tag in _PRESENT
        and head.tag in _PRESENT
        and _infinitive_follows(content, main)
    ):
        return "intent"
    return None


def _infinitive_follows(content: Sequence[Token], main: VerbGroup) -> bool:
    return any(t.tag == "TO" for t in content[main.last + 1 : main.last + 3])


def _has_future(content: Sequence[Token]) -> bool:
    return any(t.lower in _cues()["future"] for t in content)


@lru_cache(maxsize=1)
def _cues() -> dict[str, frozenset[str]]:
    data = load("kinds")
    found = {kind: frozenset(data[kind]["cues"]) for kind in ("denial", "opinion", "intent", "forecast")}
    found["future"] = frozenset(data["forecast"]["future"])
    return found


@lru_cache(maxsize=1)
def _sentence_rules() -> tuple[Rule, ...]:
    return tuple(
        _rule(r) for r in sorted(load("kinds")["rule"], key=lambda r: -int(r["weight"])) if r.get("on") == "sentence"
    )


@lru_cache(maxsize=1)
def _content_rules() -> tuple[Rule, ...]:
    return tuple(_rule(r) for r in load("kinds")["rule"] if r.get("on") != "sentence" and not r.get("modal"))


def _rule(entry: dict[str, Any]) -> Rule:
    return Rule(cast(Kind, entry["kind"]), re.compile(entry["pattern"]))
