"""Who a cue belongs to: its subject, what follows an inverted cue, the agent of a passive, what stands after "according to".

A source is a whole noun phrase, with titles, prepositional phrases and appositions, given as tokens [start, end).
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from importers.extract.attribution.cues import Cue, lexicon
from importers.extract.attribution.lines import (
    FINITE,
    NOMINAL,
    STANDING_ALONE,
    SUBJECT_PRONOUNS,
    TIME_NOUNS,
    Line,
    noun_phrase_left,
    noun_phrase_right,
    phrase_left,
)
from importers.extract.places import place_key

_TIME_OPENERS = frozenset({"last", "this", "next", "early", "late", "earlier", "later"})
_DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
_DATED = frozenset({"on", "", "last", "this", "late", "early", "until", "since", "and", ","})
_BETWEEN = frozenset({"during", "after", "before", "following", "amid", "since"})
"""Prepositions of circumstances between a subject and its verb: X during the talks said."""
_PIECES = frozenset(
    {"post", "broadcast", "interview", "video", "footage", "clip", "program", "programme", "show", "item"}
)
"""What stands on a medium without saying anything itself."""
Where = Literal["subject", "inverted", "agent", "shared", "owner", "object", "relative", "none"]


class Source(NamedTuple):
    """Tokens [start, end) of the source, and how it was found."""

    start: int
    end: int
    where: Where


def subject(line: Line, cue: Cue, floor: int = 0) -> Source | None:
    """The subject on the cue's left, or the one that it shares with an earlier verb of the sentence."""
    end = _skip_circumstances(line, cue.start, floor)
    if end <= floor:
        alone = cue.start == floor + 1 and line.low(floor) in STANDING_ALONE
        return Source(floor, cue.start, "subject") if alone else None
    tag, low = line.tag(end - 1), line.low(end - 1)
    if tag in ("WP", "WDT") or (
        low == "that" and tag in ("WDT", "IN", "DT") and cue.finite and end >= 2 and line.tag(end - 2) in NOMINAL
    ):
        return Source(end - 1, end, "relative")
    if tag == "PRP":
        return Source(end - 1, end, "subject")
    if low in (",", "—", "–", "-", "--") and cue.finite:
        return _before_insertion(line, end - 1, floor) or shared(line, cue, floor)
    if low == ")":
        start = noun_phrase_left(line, end, floor)
        if start < end - 1:
            return Source(start, end, "subject")
    if not cue.finite and line.tag(cue.start) == "VBG" and tag in NOMINAL:
        return _reduced(line, cue, end, floor)
    if not cue.finite or tag in ("CC", "IN", "TO", "PUNCT") or tag in FINITE:
        return shared(line, cue, floor)
    start = noun_phrase_left(line, end, floor)
    if start == end:
        return shared(line, cue, floor)
    while start < end - 1 and line.tag(start) == "NNP" and line.lemma(start) in _DAYS and line.low(start - 1) in _DATED:
        start += 1  # On Thursday Doe said
    while start - 2 > floor and line.low(start - 1) in _BETWEEN and line.tag(start - 2) in ("NN", "NNS", "NNP"):
        end = start - 1
        start = noun_phrase_left(line, end, floor)
    for k in range(start + 1, end):
        if line.tag(k) == "NNP" and line.lemma(k - 1) in lexicon().nouns and line.tag(k - 1) == "NN":
            start = k
    return Source(start, end, "subject")


def _reduced(line: Line, cue: Cue, end: int, floor: int) -> Source | None:
    """Officials saying that: the noun phrase itself, unless it is what the sentence's subject uttered: made a claim saying."""
    start = noun_phrase_left(line, end, floor)
    if line.lemma(end - 1) in lexicon().nouns and line.tag(start - 1)[:2] == "VB":
        return shared(line, cue, floor)
    return Source(start, end, "subject") if start < end else shared(line, cue, floor)


def _skip_circumstances(line: Line, end: int, floor: int) -> int:
    """The place before adverbs and statements of time that stand between a subject and its verb: X on Sunday said."""
    for _ in range(4):
        start = phrase_left(line, end, floor)
        if (line.tag(end - 1) == "RB" or line.low(end - 1) in ("both", "all", "each")) and end - 1 > floor:
            end -= 1
        elif start < end and _ends_in_time(line, end) and line.tag(start) != "POS":
            if line.low(start) in _TIME_OPENERS and start > floor:
                end = start
            elif line.tag(start - 1) == "IN" and start - 1 > floor:
                end = start - 1
            elif line.tag(end - 1) == "NNP" and end - 1 > floor and line.tag(end - 2) in ("NNP", "PRP"):
                end -= 1
            else:
                return end
        elif line.tag(end - 1) == "CD" and line.low(end - 2) == "," and line.tag(end - 3) == "CD" and end - 4 > floor:
            end -= 2  # the year: on 26 August, 2022
        elif line.low(end - 2) == "of" and line.low(end - 1) == "late":
            end -= 2
        else:
            return end
    return end


def _ends_in_time(line: Line, end: int) -> bool:
    """Whether a day, month or the like stands before a place: on Sunday, on August 26."""
    return line.lemma(end - 1) in TIME_NOUNS or (line.tag(end - 1) == "CD" and line.lemma(end - 2) in TIME_NOUNS)


def _before_insertion(line: Line, comma: int, floor: int) -> Source | None:
    """NP, insertion, VERB: the noun phrase before an apposition or clause between two commas; insertion included if nominal."""
    mark = line.low(comma)
    opening = next((k for k in range(comma - 1, max(floor, comma - 30), -1) if line.low(k) == mark), None)
    if opening is None or opening <= floor:
        return None
    start = noun_phrase_left(line, opening, floor)
    if start == opening:
        return None
    inside = line.tag(opening + 1)
    if inside in ("DT", "NN", "NNP", "JJ", "PRP$", "CD", "WP", "WDT", "NNS", "VBG", "VBN", "IN", "RB", "POS"):
        return Source(start, comma, "subject")
    return Source(start, opening, "subject")


def shared(line: Line, cue: Cue, floor: int = 0) -> Source | None:
    """The subject of an earlier finite verb outside the cue's own quotation: X did this and said that; X left, saying."""
    here = line.quoted[cue.head]
    later: Source | None = None
    i = cue.start - 1
    while i > floor:
        if line.tag(i) in FINITE and line.quoted[i] == here:
            k = i
            while k - 1 > floor and line.tag(k - 1) == "MD":
                k -= 1
            k = _skip_circumstances(line, k, floor)
            tag = line.tag(k - 1)
            if line.low(k - 1) in SUBJECT_PRONOUNS and tag in ("PRP", "WP", "WDT"):
                if not _is_subordinate(line, cue, k - 1):
                    return Source(k - 1, k, "shared")
                later = later or Source(k - 1, k, "shared")
                i = k - 1
                continue
            if tag in NOMINAL or line.low(k - 1) in (")", "''", "”"):
                start = noun_phrase_left(line, k, floor)
                if start < k:
                    if not _is_subordinate(line, cue, start):
                        return Source(start, k, "shared")
                    later = later or Source(start, k, "shared")
                    i = start
                    continue
            if line.low(k - 1) == ",":
                found = _before_insertion(line, k - 1, floor)
                if found is not None:
                    return Source(found.start, found.end, "shared")
        i -= 1
    return later


def _is_subordinate(line: Line, cue: Cue, start: int) -> bool:
    """Whether the clause whose subject begins at `start` hangs on another, so that a participle after it skips it."""
    before = line.tag(start - 1) == "IN" and line.low(start - 1) == "that"
    if before or (line.tag(start - 1)[:2] == "VB" and line.lemma(start - 1) in lexicon().plain_speech):
        return True  # Doe said Roe was ill, and said …: Doe says it
    if line.tag(cue.start) != "VBG":
        return False
    if line.tag(start) in ("WP", "WDT") and line.low(start - 1) == ",":
        return True
    return line.low(start - 1) in (
        "as",
        "while",
        "because",
        "although",
        "though",
        "that",
        "if",
        "unless",
        "since",
        "when",
        "where",
        "whereas",
    ) or (line.tag(start - 1) == "IN" and line.low(start - 2) == "as")


def inverted(line: Line, cue: Cue) -> Source | None:
    """The source after an inverted cue: "...", said X, the head of Y."""
    start = cue.end
    while line.tag(start) == "RB":
        start += 1
    if line.tag(start) not in ("DT", "NN", "NNS", "NNP", "JJ", "PRP$", "PRP", "CD"):
        return None
    if line.tag(start) == "PRP" and line.low(start) not in SUBJECT_PRONOUNS:
        return None
    end = noun_phrase_right(line, start)
    if end == start or (line.tag(end) in FINITE and not line.low(end).endswith("ed")):
        return None
    if line.low(end) in ("who", "whose"):
        return Source(start, _relative_end(line, end), "inverted")
    return Source(start, _apposition_end(line, end), "inverted")


def agent(line: Line, cue: Cue) -> Source | None:
    """The agent of a passive: was reported by X, was announced on state radio."""
    for i in range(cue.end, min(cue.end + 8, len(line.tokens))):
        if line.low(i) in ("on", "in", "via"):
            end = noun_phrase_right(line, i + 1)
            if end > i + 1 and any(line.lemma(k).lower() in lexicon().media for k in range(i + 1, end)):
                return Source(i + 1, end, "agent")
        if line.low(i) == "by":
            end = without_medium(line, i + 1, noun_phrase_right(line, i + 1))
            return Source(i + 1, _apposition_end(line, end), "agent") if end > i + 1 else None
        if line.tag(i) in FINITE or line.tag(i) == "PUNCT":
            return None
    return None


def medium(line: Line, cue: Cue) -> Source | None:
    """The medium whose name stands right behind a passive: as was announced on Kanal Five, as reported in the Lantern."""
    i = cue.end
    if line.low(i) not in ("on", "in"):
        return None
    end = noun_phrase_right(line, i + 1)
    named = line.tag(i + 1) == "NNP" if line.low(i) == "on" else line.low(i + 1) == "the" and line.tag(i + 2) == "NNP"
    dated = any(line.low(k) in TIME_NOUNS for k in range(i + 1, end))
    if not named or dated or place_key(" ".join(line.at(k).text for k in range(i + 1, end))) is not None:
        return None
    return Source(i + 1, end, "agent")


def object_of(line: Line, start: int) -> Source | None:
    """The noun phrase at a place, with its apposition: what stands after "according to"."""
    end = noun_phrase_right(line, start)
    if end == start:
        return None
    return Source(start, _apposition_end(line, without_medium(line, start, end)), "object")


def without_medium(line: Line, start: int, end: int) -> int:
    """The end of a noun phrase without the medium on which its bearer speaks: the governor on Telegram."""
    for i in range(start + 1, end - 1):
        if line.lemma(i - 1) in lexicon().nouns | _PIECES:
            return end  # a report on state radio: the medium is the source
        if line.low(i) in ("on", "via") and any(line.lemma(k) in lexicon().media for k in range(i + 1, end)):
            return i
    return end


def owner(line: Line, cue: Cue, floor: int = 0) -> Source | None:
    """Whose word it is: X's claim that, his hope, a claim by X, criticism from X."""
    start = phrase_left(line, cue.start, floor)
    for k in range(cue.start - 1, start - 1, -1):
        if line.tag(k) == "PRP$":
            return Source(k, k + 1, "owner")
        if line.tag(k) == "POS":
            return Source(start, k + 1, "owner")
    if line.low(cue.end) in ("by", "from", "among"):
        found = object_of(line, cue.end + 1)
        if found is not None:
            return Source(found.start, found.end, "owner")
    return None


def _apposition_end(line: Line, end: int) -> int:
    """Take in an apposition: ", the head of Y" up to the next comma or the sentence's end, when it is a noun phrase."""
    if line.low(end) == "(":
        close = next((k for k in range(end, min(end + 12, len(line.tokens))) if line.low(k) == ")"), None)
        if close is not None:
            end = close + 1
    if line.low(end) != ",":
        return end
    start = end + 1
    if line.tag(start) in ("DT", "JJ", "NN", "NNS", "NNP", "PRP$", "CD"):
        stop = noun_phrase_right(line, start)
        if stop > start and (line.tag(stop) == "PUNCT" or line.tag(stop) in ("WP", "WDT")):
            return _relative_end(line, stop)
        return end
    if line.tag(start) in ("WP", "WDT", "VBN", "VBG") or line.low(start) in ("whose",):
        return _relative_end(line, end)
    return end


def _relative_end(line: Line, end: int) -> int:
    """Take in ", who ..." where it runs to the end of the sentence or to the next comma."""
    start = end + 1 if line.low(end) == "," else end
    if line.tag(start) not in ("WP", "WDT", "VBN") and line.low(start) != "whose":
        return end
    for k in range(start, min(start + 30, len(line.tokens))):
        if line.low(k) in (",", ".", ";", ":", "“", '"', "—"):
            return k
    return end
