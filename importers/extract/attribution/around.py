"""What stands around a cue with a quotation before or behind it: what only leads up to it, whose it is, where it opens."""

from __future__ import annotations

from importers.extract.attribution.cues import DASHES, Cue, lexicon
from importers.extract.attribution.features import tail
from importers.extract.attribution.lines import FINITE, Line
from importers.extract.attribution.sources import Source

MAX_TITLE = 8
"""Words and marks that a quoted title may have."""
MAX_NAME = 12
"""Tokens that a name without insertions may have, however its letters are cut."""
MAX_INSERTED = 28
"""Words that a name may have with insertions between commas before its verb."""
MARKS = frozenset({"PUNCT", "``", "''"})


def leads_up(line: Line, cue: Cue, begin: int, stop: int) -> bool:
    """Whether what stands before the cue only leads up to a quotation of its own behind it: asked why, she said, "…"."""
    opening = cue.end + (line.low(cue.end) in (",", ":"))
    if line.tag(opening) != "``" or not line.tokens[opening + 1 : opening + 2]:
        return False
    first = line.at(opening + 1)
    if not first.text[:1].isupper():
        return False
    if first.tag != "NNP" and first.lower not in ("i", "i'm", "i’m"):
        return True
    asked = any(line.lemma(i) == "ask" for i in range(begin, stop))
    return (
        asked or line.tag(begin) in ("VBN", "VBG", "WRB") or not any(line.tag(i) in FINITE for i in range(begin, stop))
    )


def is_title(line: Line, cue: Cue) -> bool:
    """Whether the quotation right behind the cue only names something: "…," she told "Good Morning"."""
    if line.tag(cue.end) != "``":
        return False
    end = next((i for i in range(cue.end + 1, len(line.tokens)) if line.tag(i) == "''"), len(line.tokens))
    return end - cue.end <= MAX_TITLE and not any(line.tag(i) in FINITE for i in range(cue.end, end))


def own_opening(line: Line, begin: int, stop: int) -> int:
    """Where the quotation that ends before `stop` opens, if what leads up to it is a clause of its own: he shook his head: "…," he said."""
    if line.tag(stop - 1) != "''":
        return begin
    opening = (
        next((i for i in range(stop - 2, begin - 1, -1) if line.quoted[i] != line.quoted[stop - 1]), begin - 1) + 1
    )
    if opening <= begin or line.tag(opening) != "``":
        return begin
    if line.low(opening - 1) == ":" or all(line.tag(i) in MARKS for i in range(begin, opening)):
        return opening
    clause = any(line.tag(i) in FINITE for i in range(begin, opening))
    return opening if clause and line.at(opening + 1).text[:1].isupper() else begin


def named_behind(line: Line, cue: Cue) -> Source | None:
    """All that stands between a closing mark and its verb, where no noun phrase is made out in it: a name in foreign letters,
    or one with insertions (Jane Doe, 61, who is retired in Arlund, Ohio, said)."""
    inserted = line.low(cue.start - 1) == ","
    reach = MAX_INSERTED if inserted else MAX_NAME
    start = cue.start
    while start > 0 and line.quoted[start - 1] < 0 and cue.start - start < reach:
        start -= 1
    words = range(start, cue.start)
    if (
        start == 0
        or start == cue.start
        or line.tag(start - 1) != "''"
        or line.tag(start) not in ("NNP", "DT", "NN", "JJ")
    ):
        return None
    if line.low(start - 2) not in (",", "?", "!"):
        return None  # a nickname, not a quotation: Jane "Jay" Doe
    if any(line.tag(i) in FINITE and not (inserted and line.tag(i - 1) in ("WP", "WDT")) for i in words):
        return None
    return Source(start, cue.start, "subject") if any(line.tag(i) == "NNP" for i in words) else None


def is_others(line: Line, after: int, opening: int) -> bool:
    """Whether a second verb of saying has the quotation behind it: …, he said, adding later, "…"."""
    verbs = (line.lemma(i) for i in range(after, opening) if line.tag(i) == "VBG" or line.low(i) == "including")
    return any(verb in lexicon().speech or verb in ("include", "including") for verb in verbs)


def is_dash_speech(line: Line, cue: Cue, before: int, after: int) -> bool:
    """Whether a dash sets what was said apart from who said it: The bridge is safe - said the mayor."""
    if not 2 < before <= cue.start or line.low(before - 1) not in DASHES or line.quoted[cue.head] >= 0:
        return False
    if cue.lemma not in lexicon().speech or line.at(before - 1).start <= line.at(before - 2).end:
        return False
    told = tail(line, after) in ("end", "circumstances", "more")
    return told and any(line.tag(i) in FINITE for i in range(before - 1))
