"""A sentence made ready for finding attributions: its tokens, which of them stand in quotations, and simple phrases.

A phrase is found by tags alone, left or right of a place; all places here are token indices, ends exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from importers.extract.attribution.quote_edges import marked
from importers.extract.quotations import Quotation
from importers.extract.tokens import Token
from store.records.reading import SentenceRole
from store.records.span import Span

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
VERBAL = frozenset({"VB", "VBD", "VBZ", "VBP", "VBN", "VBG", "MD"})
NOMINAL = frozenset({"NN", "NNS", "NNP", "CD", "POS"})
MODIFIERS = frozenset({"DT", "PRP$", "JJ", "NN", "NNS", "NNP", "CD", "POS", "``", "''"})
SUBJECT_PRONOUNS = frozenset({"i", "he", "she", "they", "we", "it", "you", "who", "which", "that", "there"})
OBJECT_PRONOUNS = frozenset({"me", "him", "them", "us", "her"})
NAMELESS_PREPOSITIONS = frozenset(
    {"of", "for", "in", "at", "from", "with", "on", "to", "by", "about", "near", "behind", "against", "among", "into"}
)
TIME_NOUNS = frozenset(
    {
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday", "tomorrow",
        "tonight", "morning", "afternoon", "evening", "night", "week", "month", "year", "day", "weekend", "january",
        "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "hour", "minute", "spring", "summer", "fall", "autumn", "winter", "time", "moment", "decade",
    }
)  # fmt: skip
STANDING_ALONE = frozenset(
    {
        "another",
        "some",
        "many",
        "others",
        "all",
        "both",
        "most",
        "few",
        "this",
        "these",
        "those",
        "neither",
        "none",
        "each",
        "either",
        "several",
        "half",
    }
)
"""Determiners that can be a noun phrase by themselves."""
_SUFFIXES = frozenset({"jr", "sr", "inc", "corp", "co", "ltd", "esq", "bros"})
"""What may end a name with a full stop of its own."""
_BEYOND = ("PUNCT",) * 4
MAX_PHRASE = 40
"""Tokens that a phrase may have; beyond it, it is no phrase but trouble."""
_INSERTING = frozenset({",", "–", "—", "--"})
"""Marks that close what they opened between a subject and its verb."""
REACH = 22
"""Tokens in which a clause that follows must show its verb."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence. `quoted[i]` is the index of the quotation in which token i stands, or -1; marks belong to theirs."""

    index: int
    span: Span
    paragraph: int
    role: SentenceRole
    tokens: list[Token]
    quoted: list[int]
    tags: list[str] = field(default_factory=list, repr=False)
    """The tag of each token, then PUNCT a few times over, so that a look beyond either end finds it."""
    clauses: dict[int, bool] = field(default_factory=dict, repr=False)
    """What `clause_follows` has found, by place."""
    ends: dict[int, list[int]] = field(default_factory=dict, repr=False)
    """What `cuts` has found, by place."""
    breaks: dict[int, tuple[str, ...]] = field(default_factory=dict, repr=False)
    """What stands around a place where a content may end."""

    def __post_init__(self) -> None:
        self.tags.extend(t.tag for t in self.tokens)
        self.tags.extend(_BEYOND)

    def at(self, i: int) -> Token:
        """The token at a place."""
        return self.tokens[i]

    def tag(self, i: int) -> str:
        """The tag at a place, PUNCT beyond either end."""
        return self.tags[i] if 0 <= i < len(self.tags) else "PUNCT"

    def low(self, i: int) -> str:
        """The lower-case word at a place, empty beyond either end."""
        return self.tokens[i].lower if 0 <= i < len(self.tokens) else ""

    def lemma(self, i: int) -> str:
        """The lemma at a place, empty beyond either end."""
        return self.tokens[i].lemma if 0 <= i < len(self.tokens) else ""

    def chars(self, start: int, end: int) -> Span:
        """The characters that tokens [start, end) cover."""
        return Span(self.tokens[start].start, self.tokens[end - 1].end)


def make_line(
    index: int,
    span: Span,
    paragraph: int,
    role: SentenceRole,
    tokens: list[Token],
    quotations: tuple[Quotation, ...],
    first: int = 0,
) -> Line:
    """A sentence with the quotations that touch it; `quotations` are those of the whole text in order, looked at from `first`."""
    quoted = [-1] * len(tokens)
    for n in range(first, len(quotations)):
        quotation = quotations[n]
        start, end = quotation.outer
        if start >= span.end:
            break
        for i, token in enumerate(tokens):
            if start <= token.start < end and (quoted[i] < 0 or not quotation.single):
                quoted[i] = n
    return Line(index, span, paragraph, role, marked(tokens, quoted, quotations), quoted)


def phrase_left(line: Line, end: int, floor: int = 0) -> int:
    """Where the simple noun phrase that ends before `end` begins; `end` itself where there is none."""
    i = end
    quote = line.quoted[end - 1] if end > floor else -1
    tags = line.tags
    while i > floor and end - i < MAX_PHRASE:
        tag = tags[i - 1]
        if tag in ("NN", "NNS", "NNP", "POS", "CD", "JJ", "PRP$", "DT"):
            i -= 1
            if tag in ("DT", "PRP$") and not (line.low(i) in ("all", "both") or line.tag(i - 1) == "PRP$"):
                if line.tag(i - 1) == "DT" and i - 1 >= floor:
                    i -= 1
                break
        elif (tag == "PRP" and i == end) or (tag in ("WP", "WDT") and i == end):
            return i - 1
        elif (
            (
                tag in ("VBN", "VBG")
                and i < end
                and line.tag(i) in NOMINAL
                and line.tag(i - 2) in ("DT", "PRP$", "JJ", "POS", "RB")
            )
            or (tag == "RB" and i < end and line.tag(i) in ("JJ", "VBN") and line.tag(i - 2) in ("DT", "PRP$"))
            or (tag == "CC" and line.low(i - 1) in ("&", "and") and i < end and _joins(line, i - 1, floor))
            or (line.low(i - 1) == "." and line.tag(i - 2) == "NNP" and (i < end or line.low(i - 2) in _SUFFIXES))
            or (tag in ("``", "''") and i < end and line.quoted[i - 1] == quote and quote >= 0)
        ):
            i -= 1
        elif line.low(i - 1) == ")" and (opening := _bracket_left(line, i - 1, floor)) is not None:
            i = opening
        else:
            break
    return i


def _joins(line: Line, i: int, floor: int) -> bool:
    """Whether an "and" joins two noun phrases rather than two clauses."""
    return i - 1 >= floor and line.tag(i - 1) in ("NN", "NNS", "NNP", "JJ", "CD") and line.tag(i + 1) in MODIFIERS


def _bracket_left(line: Line, i: int, floor: int) -> int | None:
    """The place of the bracket that opens what closes at i, at most eight tokens to its left."""
    for k in range(i - 1, max(floor, i - 9) - 1, -1):
        if line.low(k) == "(":
            return k
    return None


def noun_phrase_left(line: Line, end: int, floor: int = 0) -> int:
    """Where the noun phrase that ends before `end` begins, with what hangs on it by prepositions."""
    start = phrase_left(line, end, floor)
    if start == end:
        return end
    while start - 1 > floor:
        if line.tag(start - 1) in ("IN", "TO") and line.low(start - 1) in NAMELESS_PREPOSITIONS:
            before = phrase_left(line, start - 1, floor)
            if before == start - 1 or _is_time(line, before, start - 1) or line.tag(before) in ("PRP", "WP", "WDT"):
                break
            start = before
        elif (
            line.low(start - 1) == "and" and _joins(line, start - 1, floor) and not _clause_open(line, start - 1, floor)
        ):
            before = phrase_left(line, start - 1, floor)
            if before == start - 1:
                break
            start = before
        else:
            break
    return start


def _clause_open(line: Line, end: int, floor: int) -> bool:
    """Whether a verb stands before `end` in the same clause, so that an "and" after it may join clauses instead."""
    for i in range(end - 1, max(floor, end - 14) - 1, -1):
        if line.tag(i) in VERBAL:
            return True
        if line.tag(i) in ("PUNCT", "WRB") or line.low(i) in ("that", "as", "because", "while", "if", "although"):
            return False
    return False


def _is_time(line: Line, start: int, end: int) -> bool:
    return any(line.lemma(i) in TIME_NOUNS for i in range(start, end))


def noun_phrase_right(line: Line, start: int, stop: int | None = None) -> int:
    """Where the noun phrase that begins at `start` ends, with prepositional phrases; `start` where there is none."""
    limit = min(len(line.tokens), start + MAX_PHRASE) if stop is None else min(stop, start + MAX_PHRASE)
    i = start
    if line.tag(i) in ("PRP", "WP") or line.low(i) in SUBJECT_PRONOUNS:
        return i + 1
    while i < limit:
        tag = line.tag(i)
        if (tag in MODIFIERS and not (tag in ("``", "''") and line.quoted[i] < 0)) or (
            tag in ("VBN", "VBG") and i > start and line.tag(i + 1) in NOMINAL and line.tag(i - 1) in MODIFIERS
        ):
            i += 1
        elif tag in ("IN", "TO", "CC") and i > start and i + 1 < limit:
            if tag == "CC" and line.low(i) not in ("and", "&", "or"):
                break
            if tag in ("IN", "TO") and (line.low(i) not in NAMELESS_PREPOSITIONS or _starts_time(line, i + 1)):
                break
            if line.tag(i + 1) not in MODIFIERS or (tag == "CC" and _starts_clause(line, i + 1, limit)):
                break
            i += 1
        elif line.low(i) == "(" and i > start:
            close = next((k for k in range(i, min(i + 9, limit)) if line.low(k) == ")"), None)
            if close is None:
                break
            i = close + 1
        elif line.low(i) == "." and line.tag(i - 1) == "NNP" and line.tag(i + 1) == "NNP":
            i += 1
        else:
            break
    while (
        i > start
        and line.tag(i - 1) in ("IN", "TO", "CC", "DT")
        and not (i == start + 1 and line.low(start) in STANDING_ALONE)
    ):
        i -= 1
    return i


def _starts_time(line: Line, i: int) -> bool:
    return any(line.lemma(k) in TIME_NOUNS for k in range(i, min(i + 3, len(line.tokens))))


def _starts_clause(line: Line, start: int, limit: int) -> bool:
    """Whether a finite verb follows before the next mark: then a clause begins here."""
    for i in range(start, min(limit, start + 12)):
        if line.tag(i) in FINITE:
            return True
        if line.tag(i) == "PUNCT":
            return False
    return False


def clause_follows(line: Line, start: int) -> bool:
    """Whether a subject and a finite verb begin at `start`, rather than an object alone."""
    known = line.clauses.get(start)
    if known is None:
        known = line.clauses[start] = _clause_follows(line, start)
    return known


def _clause_follows(line: Line, start: int) -> bool:
    tokens = line.tokens
    i = start
    end = min(len(tokens), start + REACH)
    if i >= end:
        return False
    if line.low(i) in SUBJECT_PRONOUNS and line.tag(i + 1) in ("VBD", "VBZ", "VBP", "MD", "RB"):
        return True
    seen_noun = False
    while i < end:
        tag = tokens[i].tag
        if tag in FINITE:
            return seen_noun
        if tag in NOMINAL or tag in ("PRP", "DT"):
            seen_noun = True
        elif tag in ("PUNCT", "WDT", "WP", "WRB", "TO"):
            if tokens[i].lower in _INSERTING and seen_noun and i + 1 < end and tag == "PUNCT":
                close = next((k for k in range(i + 1, end) if tokens[k].lower == tokens[i].lower), None)
                if close is not None and tokens[min(close + 1, end - 1)].tag in FINITE:
                    return True
            return False
        elif tag == "IN" and tokens[i].lower in (
            "that",
            "because",
            "if",
            "after",
            "before",
            "when",
            "while",
            "as",
            "although",
        ):
            return False
        i += 1
    return False
