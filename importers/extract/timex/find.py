"""Expressions of time in a text, by the rules of the TOML files: where they are, and what their words say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from importers.extract.lexicon import load
from importers.extract.timex.grammar import Node, first_of, parse, to_regex, words_of
from importers.extract.timex.lex import UNKNOWN, Row, Vocabulary, read_row, vocabulary
from store.records.span import Span

RULE_FILES = ("timex_calendar", "timex_relative", "timex_spans", "timex_clock")
_KNOWN = re.compile(f"[^{UNKNOWN}]+")
_HOLIDAY = "PART? ( the | last | this | next )? holiday:( {} ) ( ( unit:( week | weekend ) ) )? ( ( ,? of? year:YEAR ) | POINTEDYEAR )?"
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it matches, the reading that understands it, and the fields that it fixes.

    `listed`: its match is a list of days, an expression each. `looks_ahead`: the field `tail` is looked at but not taken.
    """

    id: str
    regex: re.Pattern[str]
    reading: str
    fixed: Mapping[str, str]
    listed: bool
    looks_ahead: bool


@dataclass(frozen=True, slots=True)
class Found:
    """An expression as it stands: its place, the rule that matched, and the words in the rule's fields, lower case."""

    span: Span
    rule: str
    reading: str
    fields: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """The words of a field, empty where it was left out."""
        return self.fields.get(name, "")


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules with their vocabulary; `by_first[c]` are the rules whose match can begin with character c."""

    vocab: Vocabulary
    by_first: Mapping[str, tuple[Rule, ...]]
    strong: re.Pattern[str]


def find(text: str) -> list[Found]:
    """All expressions of time in the order of the text, none overlapping; the longest match wins, then the first rule."""
    book = rule_book()
    row = read_row(text, book.vocab)
    found: list[Found] = []
    for chunk in _KNOWN.finditer(row.code):
        at, end = chunk.span()
        if not book.strong.search(row.code, at, end):
            continue
        while at < end:
            best: re.Match[str] | None = None
            rule: Rule | None = None
            for candidate in book.by_first.get(row.code[at], ()):
                match = candidate.regex.match(row.code, at, end)
                if match and match.end() > at and (best is None or match.end() > best.end()):
                    best, rule = match, candidate
            if best is None or rule is None:
                at += 1
                continue
            found.extend(_read(row, best, rule))
            at = best.start("tail") if rule.looks_ahead else best.end()
    return found


@lru_cache(maxsize=1)
def rule_book() -> RuleBook:
    """The rules of all files, compiled."""
    macros: dict[str, str] = load("timex_macros")["macro"]
    drawn: list[tuple[str, Node, str, dict[str, str]]] = []
    for name in RULE_FILES:
        for entry in load(name)["rule"]:
            fixed = {key: str(value) for key, value in entry.get("with", {}).items()}
            drawn.append((entry["id"], parse(entry["pattern"], macros), entry["reading"], fixed))
    names = " | ".join(
        _holiday_words(name) for name in sorted(load("timex_holidays")["holiday"], key=len, reverse=True)
    )
    drawn.append(("holiday", parse(_HOLIDAY.format(names), macros), "holiday", {}))
    named = set().union(*(words_of(node) for _, node, _, _ in drawn))
    vocab = vocabulary(word for word in named if not word.isupper())
    by_first: dict[str, list[Rule]] = {}
    for rule_id, node, reading, fixed in drawn:
        pattern = to_regex(node, vocab.of_class)
        rule = Rule(rule_id, re.compile(pattern), reading, fixed, "?P<day_c>" in pattern, "?P<tail>" in pattern)
        for char in sorted(set("".join(vocab.of_class(word) for word in first_of(node)[0]))):
            by_first.setdefault(char, []).append(rule)
    weak = set(load("timex_macros")["weak"])
    strong = "".join(char for classes, char in vocab.chars.items() if not classes <= weak)
    return RuleBook(
        vocab, {char: tuple(rules) for char, rules in by_first.items()}, re.compile(f"[{re.escape(strong)}]")
    )


def _holiday_words(name: str) -> str:
    spaced = name.replace("'s", " 's? ").replace("s'", "s 's? ").replace(".", " .? ").replace("-", " -? ")
    return " ".join(spaced.split())


def _read(row: Row, match: re.Match[str], rule: Rule) -> list[Found]:
    fields = dict(rule.fixed)
    for name, value in match.groupdict().items():
        if value is not None:
            first, last = match.span(name)
            fields[name] = _BLANKS.sub(" ", row.text[row.starts[first] : row.ends[last - 1]]).lower()
    if rule.listed:
        return _split(row, match, rule, fields)
    first, last = match.span("span") if "span" in fields else match.span()
    if rule.looks_ahead:
        last = match.start("tail")
    return [Found(Span(row.starts[first], row.ends[last - 1]), rule.id, rule.reading, fields)]


def _split(row: Row, match: re.Match[str], rule: Rule, fields: dict[str, str]) -> list[Found]:
    """One expression for each day of a list ("4 and 5 May"): the month and the year are written at one of them only."""
    names = [name for name in ("day", "day_b", "day_c") if name in fields]
    found: list[Found] = []
    for at, name in enumerate(names):
        first, last = match.span(name)
        start = match.start() if at == 0 else first
        end = match.end() if at == len(names) - 1 else last
        own = {key: value for key, value in fields.items() if not key.startswith("day_")} | {"day": fields[name]}
        found.append(Found(Span(row.starts[start], row.ends[end - 1]), rule.id, rule.reading, own))
    return found
