"""What a cue introduces: where its content begins, and where it may end.

Several readings of one cue may be possible; each is a `Reading` with a frame that names how the content is built,
and the weights choose.
"""

from __future__ import annotations

from typing import NamedTuple

from importers.extract.attribution.cues import Cue, lexicon
from importers.extract.attribution.lines import (
    FINITE,
    MODIFIERS,
    NOMINAL,
    SUBJECT_PRONOUNS,
    TIME_NOUNS,
    Line,
    clause_follows,
    noun_phrase_right,
)

MAX_SKIP = 24
"""Tokens between a cue and the "that" or quotation that it introduces."""
_TO_SOMEBODY = frozenset({"tell", "inform", "assure", "remind", "warn", "convince", "notify", "advise", "persuade"})
"""Verbs whose first object is the hearer: told reporters it was over."""
_PREPOSITIONS = frozenset(
    {"of", "about", "for", "on", "against", "with", "to", "in", "at", "from", "over", "as", "into", "by", "upon"}
)


class Opening(NamedTuple):
    """Where a content begins: token `start`; `cue_end` is where the cue ends if it takes in a preposition."""

    frame: str
    start: int
    cue_end: int
    gap: int


def openings(line: Line, cue: Cue) -> list[Opening]:
    """The ways in which a content may begin on the right of a cue, the likeliest first; empty where none does."""
    out: list[Opening] = []
    n = len(line.tokens)
    i = r = cue.end
    here = line.quoted[cue.head]
    if i >= n:
        return out
    low, tag = line.low(i), line.tag(i)
    if low == ":":
        return [_colon(line, i, r)]
    if low == "that" and tag in ("IN", "DT", "WDT"):
        return [Opening("that", i, r, 0)]
    if tag == "``" and line.quoted[i] != here:
        return [Opening("quote", i, r, 0)]
    if tag == "TO" and line.tag(i + 1) in ("VB", "RB"):
        return [Opening("to", i, r, 0)]
    if low in ("whether", "if", "how", "why", "what", "when", "where", "who", "which") and tag in (
        "IN",
        "WP",
        "WRB",
        "WDT",
    ):
        return [Opening("wh", i, r, 0)]
    if tag in FINITE and i == r:
        return [Opening("gap", i, r, 0)]
    if tag == "VBG":
        out.append(Opening("ing", i, r, 0))
        if line.tag(i + 1) not in ("JJ", "NN", "NNS", "NNP"):
            return out
    if cue.lemma in _TO_SOMEBODY and (tag in MODIFIERS or tag == "PRP"):
        whom = noun_phrase_right(line, i) if tag != "PRP" else i + 1
        if (
            whom > i
            and clause_follows(line, whom)
            and (line.tag(whom) in MODIFIERS or line.low(whom) in SUBJECT_PRONOUNS)
        ):
            return [Opening("clause", whom, r, whom - r)]
    if clause_follows(line, i) and tag not in ("IN", "PUNCT"):
        out.append(Opening("clause", i, r, 0))
    later = _after_adverbials(line, cue, i, here)
    if later is not None:
        out.append(later)
    dated = low in ("on", "in") and line.lemma(i + 1) in TIME_NOUNS and later is not None
    if tag in ("IN", "TO", "RP") and low in _PREPOSITIONS and not dated:
        out.append(Opening(f"pp:{low}", i + 1, i + 1, 0))
        out.append(Opening(f"pp+:{low}", i, i, 0))
    elif not dated and (tag in MODIFIERS or tag == "PRP" or tag == "VBG"):
        end = noun_phrase_right(line, i + (tag == "VBG")) if tag != "PRP" else i + 1
        if line.lemma(end - 1) in TIME_NOUNS and later is not None:
            return out
        if line.tag(end) == "TO" and line.tag(end + 1) in ("VB", "RB"):
            out.append(Opening("np_to", i, r, 0))
            out.append(Opening("to_after_np", end, r, end - r))
        elif line.low(end) in ("as", "for", "of"):
            out.append(Opening(f"np_{line.low(end)}", i, r, 0))
        else:
            out.append(Opening("np" if tag != "PRP" else "np_prp", i, r, 0))
    return out


def _colon(line: Line, i: int, r: int) -> Opening:
    """What a colon opens: a quotation, words of this sentence, or the next paragraph."""
    if i + 1 >= len(line.tokens):
        return Opening("block", len(line.tokens), r, i - r)
    return Opening("colonq" if line.tag(i + 1) == "``" else "colon", i + 1, r, i - r)


def _after_adverbials(line: Line, cue: Cue, i: int, here: int) -> Opening | None:
    """A "that", quotation, colon or clause after recipients and circumstances: told reporters on Friday that."""
    n = len(line.tokens)
    r = i
    temporal = False
    while i < n and i - r < MAX_SKIP:
        low, tag = line.low(i), line.tag(i)
        if low == "that" and tag in ("IN", "DT") and i > r:
            return Opening("that", i, r, i - r)
        if tag == "``" and line.quoted[i] != here:
            return Opening("quote", i, r, i - r)
        if low == ":":
            return _colon(line, i, r)
        if low in ("whether", "why", "how", "what") and i > r and tag in ("IN", "WP", "WRB"):
            return Opening("wh", i, r, i - r)
        if tag in ("VBD", "VBZ", "VBP", "MD") or low in (";", "—"):
            return None
        closing = next((k for k in range(i + 1, min(i + MAX_SKIP, n)) if line.low(k) == ","), None)
        if (
            tag == "VBG"
            and line.lemma(i) in ("cite", "quote")
            and closing is not None
            and line.low(closing + 1) == "that"
        ):
            return Opening("that", closing + 1, r, closing + 1 - r)  # X reported, citing Y, that
        if tag == "VBG" and line.low(i - 1) == "," and line.lemma(i) in lexicon().speech:
            return None  # X told the radio, saying that: the clause is the other cue's
        if temporal and clause_follows(line, i):
            return Opening("clause", i, r, i - r)
        if tag in ("IN", "TO") and i + 1 < n:
            end = noun_phrase_right(line, i + 1)
            if line.lemma(i + 1) in TIME_NOUNS and line.tag(i + 1) == "NNP":
                end = i + 2  # on Sunday evening | Doe would …
                while line.lemma(end) in TIME_NOUNS or line.tag(end) == "CD":
                    end += 1
            if end > i + 1:
                temporal = clause_follows(line, end)
                i = end
                continue
        elif tag in MODIFIERS or tag == "PRP":
            end = i + 1 if tag == "PRP" else noun_phrase_right(line, i)
            if end > i:
                whom = tag == "PRP" or i == r
                temporal = any(line.lemma(k) in TIME_NOUNS for k in range(i, end)) or whom
                i = end
                continue
        elif tag == "RB" or low == ",":
            temporal = tag == "RB" or clause_follows(line, i + 1)
        i += 1
    return None


def cuts(line: Line, start: int) -> list[int]:
    """Places (token indices) where a content that begins at `start` may end, the sentence's end last."""
    known = line.ends.get(start)
    if known is None:
        known = line.ends[start] = _cuts(line, start)
    return known


def _cuts(line: Line, start: int) -> list[int]:
    n = line_end(line)
    out: list[int] = []
    tags, tokens, quoted = line.tags, line.tokens, line.quoted
    opened = line.quoted[start] if start < len(line.tokens) else -1
    depth = 0
    seen_verb = False
    for i in range(start + 1, n):
        tag, low, before = tags[i], tokens[i].lower, tags[i - 1]
        if low in ("(", "["):
            depth += 1
        elif low in (")", "]") and depth:
            depth -= 1
        if depth:
            continue
        seen_verb = seen_verb or before in FINITE
        if quoted[i] >= 0 and quoted[i - 1] == quoted[i] and before != "''":
            continue
        if (
            (before == "''" and opened >= 0 and opened == quoted[i - 1])
            or (tag in FINITE and seen_verb and before in NOMINAL)
            or low in (",", ";", "—", "–", "--", "-", ":", "(")
            or tag == "CC"
            or (tag in ("IN", "WRB", "VBG", "TO") and i > start + 1)
        ):
            out.append(i)
    out.append(n)
    return out


def line_end(line: Line) -> int:
    """The place after the last token that is no final mark."""
    n = len(line.tokens)
    while n > 0 and line.low(n - 1) in (".", "!", "?", "…", "...", ":", ";", ","):
        n -= 1
    return n


def begins_before(line: Line, end: int) -> list[int]:
    """Places where a content that ends before `end` may begin: the line's start first, then after inner boundaries."""
    out = [0]
    for i in range(1, end - 1):
        if line.quoted[i] >= 0 and line.quoted[i] == line.quoted[i - 1]:
            continue
        low, tag = line.low(i), line.tag(i)
        if tag == "CC" and (low in ("nor", "or") or line.tag(i + 1) in ("VBN", "VBD", "VBZ", "VB", "VBG")):
            continue  # joins two verbs of one subject: nothing begins here
        if low in (";", "—", ":", ",") or tag in ("CC", "``") or low in ("that", "because", "as", "while"):
            out.append(i if tag == "``" else i + 1)
    return out


def skips_conjunction(line: Line, start: int) -> int:
    """The place after an opening "But", "And", "Still," that is no part of what is said."""
    if line.tag(start) == "CC" or line.low(start) in ("still", "however", "meanwhile", "also"):
        start += 1
        if line.low(start) == ",":
            start += 1
    return start
