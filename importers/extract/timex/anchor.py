"""What an expression of time counts from, and in which direction: the anchor's day, what was told before, the tense."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Literal

from importers.extract.lexicon import alternation, load
from importers.extract.timex.periods import Grain, countable, first_day, grain_of
from store.records.reading import Anchor, Sentence
from store.records.span import Span

Tense = Literal["past", "future"]
_ADJACENT = 4
"""Characters between a verb and the expression that it governs at once: "scheduled for (the) Friday"."""
_OWN_VERB = 45
"""Characters between an expression and a verb past which the verb may be of something else."""
_HEAD = 14
"""Characters from the head of a sentence: "In early 1943"."""
_SINCE_REACH = 60
_CLAUSE_REACH = 240
"""Characters to each side of an expression in which its verb is looked for: longer clauses say little."""


@dataclass(frozen=True, slots=True)
class Told:
    """An expression that has been placed: its value, how long it is, and where it stands. `whole` ones told their year."""

    value: str
    grain: Grain
    day: date
    start: int
    sentence: int
    paragraph: int
    whole: bool = False


@dataclass(slots=True)
class Context:
    """All that a reading may look at.

    `day` is the anchor's date, None where there is none; where only a month or a year of publication is known, it is
    the first day of that, and `within` the EDTF of the whole.
    """

    text: str
    sentences: Sequence[Sentence]
    day: date | None
    anchor: Anchor
    story: bool = False
    within: str | None = None
    told: list[Told] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._starts = [sentence.span.start for sentence in self.sentences]

    def sentence_at(self, place: int) -> int:
        """The index of the sentence that holds a place, -1 before the first."""
        return bisect_right(self._starts, place) - 1

    def tell(self, value: str | None, start: int, whole: bool = False) -> None:
        """Remember an expression that has been placed."""
        grain = grain_of(value)
        if value is None or grain is None:
            return
        day = first_day(value)
        if day is not None and countable(day):
            at = self.sentence_at(start)
            paragraph = self.sentences[at].paragraph if at >= 0 else 0
            self.told.append(Told(value, grain, day, start, at, paragraph, whole))

    def before(self, place: int, grains: Sequence[Grain] = (), paragraphs: int | None = None) -> Told | None:
        """The last expression before a place, of one of these lengths, at most so many paragraphs back."""
        at = self.sentence_at(place)
        paragraph = self.sentences[at].paragraph if at >= 0 else 0
        for told in reversed(self.told[-40:]):
            if paragraphs is not None and paragraph - told.paragraph > paragraphs:
                return None
            if told.start < place and (not grains or told.grain in grains):
                return told
        return None

    def story_base(self, place: int) -> Told | None:
        """The date that a story has come to: the last month or day told, unless a year at the head of a sentence is later.

        Years told in passing ("his term, which ended in 1976") do not move a story on.
        """
        last = self.before(place)
        exact = self.before(place, ("day", "week", "month", "season"), paragraphs=3)
        if last is None or exact is None or last is exact:
            return last
        head = self.sentences[last.sentence].span.start if last.sentence >= 0 else 0
        return last if last.start - head <= _HEAD else exact

    def at(self, told: Told) -> Context:
        """The same text, seen from a date told in it."""
        return Context(self.text, self.sentences, told.day, "previous", told=self.told)

    def tense(self, span: Span) -> Tense | None:
        """Past or future, by the verb of the clause in which an expression stands; None where no verb tells."""
        return tense_at(self.text, self._clause(span), span)[0]

    def sure_tense(self, span: Span) -> tuple[Tense | None, bool]:
        """The tense, and whether the verb that tells it stands in the expression's own clause, before it or at once after."""
        return tense_at(self.text, self._clause(span), span)

    def takes_so_long(self, span: Span) -> bool:
        """Whether a length of time tells how long an act takes, and not when it is due: "impossible to read it in a week"."""
        clause = self._clause(span)
        return _able().search(self.text[clause.start : span.start]) is not None

    def _clause(self, span: Span) -> Span:
        at = self.sentence_at(span.start)
        whole = self.sentences[at].span if at >= 0 else Span(0, len(self.text))
        return Span(
            max(whole.start, span.start - _CLAUSE_REACH), min(max(whole.end, span.end), span.end + _CLAUSE_REACH)
        )


def tense_at(text: str, sentence: Span, span: Span) -> tuple[Tense | None, bool]:
    """The direction that a verb gives an expression, and whether that verb is its own.

    First a verb that follows at once ("the union on Friday voted"), then the nearest before it in its clause, then
    the first after it in its clause, then any of the sentence.
    """
    before, after = text[sentence.start : span.start], text[span.end : sentence.end]
    if _since().search(before[-_SINCE_REACH:]) or _said_in().search(before[-40:]) or _saying_after().match(after[:40]):
        return "past", True
    if _put_off().search(before[-60:]):
        return "future", True
    close = _last(before[-40:])
    if close and close[0] == "future" and min(len(before), 40) - close[1] <= _ADJACENT:
        return "future", True
    if match := _verbs().match(after.lstrip()[:60]):
        at_once = _tense_of(match, None)
        if at_once == "past" or (at_once and not match["inf"]):
            return at_once, True
    edge = 0
    for edge_match in _clause_edge().finditer(before):
        edge = edge_match.end()
    if found := _last(before[edge:]):
        return found[0], len(before) - edge - found[1] <= _OWN_VERB
    cut = _clause_edge().search(after)
    if found := _first(after[: cut.start()] if cut else after):
        return found[0], found[1] <= _OWN_VERB
    found = _last(before[:edge]) or _first(after)
    if found is None and _timetable().search(before[edge:]):
        return "future", False
    return (found[0] if found else None), False


def _last(text: str) -> tuple[Tense, int] | None:
    """The tense of the last verb that tells one, and where that verb ends."""
    matches = list(_verbs().finditer(text))
    for index in range(len(matches) - 1, -1, -1):
        if tense := _tense_of(matches[index], matches[index - 1] if index else None):
            return tense, matches[index].end()
    return None


def _first(text: str) -> tuple[Tense, int] | None:
    """The tense of the first verb that tells one, and where that verb starts; a purpose ("to settle it") tells none."""
    last = None
    for match in _verbs().finditer(text):
        if match["inf"]:
            continue
        if tense := _tense_of(match, last):
            return tense, match.start()
        last = match
    return None


def _tense_of(match: re.Match[str], before: re.Match[str] | None) -> Tense | None:
    if match["passive"]:
        return None
    if match["future"]:
        return "future"
    if match["inf"]:
        return None if before and before.group().lower() in _to_pass() else "future"
    word = match.group().lower()
    return None if word in _not_past() or match.group()[0].isupper() else "past"


@cache
def _clause_edge() -> re.Pattern[str]:
    table = load("timex_tense")
    turns, breaks = alternation(table["clause_after_comma"]), alternation(table["clause_words"])
    reported = rf"{alternation(table['reporting'])}\s(?:[^\s,;.]+\s){{0,5}}that\s"
    return re.compile(
        rf"[;:()]|[,.:?!][\"”]|[,:]\s[\"“]|--|—|,\s+(?={turns}\b)|\s(?={breaks}\s)|\b{reported}",
        re.IGNORECASE,
    )


@cache
def _since() -> re.Pattern[str]:
    return re.compile(r"\bsince\b[^,.;:]*$", re.IGNORECASE)


@cache
def _said_in() -> re.Pattern[str]:
    return re.compile(
        rf"\b{alternation(load('timex_tense')['sayings'])}(?:\s(?:on|late|early|in|published|posted|aired))*\s*$",
        re.IGNORECASE,
    )


@cache
def _saying_after() -> re.Pattern[str]:
    return re.compile(rf"\s(?:[a-z]+\s)?{alternation(load('timex_tense')['sayings'])}\b")


@cache
def _timetable() -> re.Pattern[str]:
    return re.compile(rf"\b{alternation(load('timex_tense')['timetable'])}\b(?!\s(?:not|n't|now)\b)", re.IGNORECASE)


@cache
def _able() -> re.Pattern[str]:
    return re.compile(rf"\b{alternation(load('timex_tense')['able'])}\s+to\s(?:[^,.;:]|[,.](?=[0-9]))*$", re.IGNORECASE)


@cache
def _put_off() -> re.Pattern[str]:
    verbs = alternation(load("timex_tense")["put_off"])
    return re.compile(rf"\b{verbs}\s+(?:[a-z]+\s+){{0,3}}(?:to|for|until|till)\s+(?:the\s+)?$", re.IGNORECASE)


@cache
def _to_pass() -> frozenset[str]:
    return frozenset(load("timex_tense")["to_pass"])


@cache
def _not_past() -> frozenset[str]:
    return frozenset(load("timex_tense")["not_past"])


@cache
def _verbs() -> re.Pattern[str]:
    table = load("timex_tense")
    future, past = alternation(table["future"]), alternation(table["irregular_past"])
    nouns = alternation(table["no_infinitive"])
    infinitive = (
        r"to\s(?!the\b|a\b|an\b|his\b|her\b|its\b|their\b|our\b|this\b|that\b|some\b|[a-z]*ing\b|"
        + nouns
        + r"\b)[a-z]{2,}"
    )
    trail = r"(?:\s(?:not|also|still|now|soon|only|then|again|never|ever|be|have|been|[a-z]{2,20}ly)){0,3}(?:\s[a-z]+)?"
    passive = rf"(?P<passive>(?:is|are)\s(?!{future})(?:[a-z]{{2,20}}ly\s)?(?:{past}|[a-z]+ed))"
    return re.compile(
        rf"(?<!\w)(?:{passive}|(?:(?P<future>{future})|(?P<inf>{infinitive})){trail}|{past}|[^\W\d_A-Z]+ed)(?!\w)"
    )
