"""Who speaks in a headline: "Minister: no ferries sent", "Bridge is safe – mayor", and not "Norway: three killed"."""

from __future__ import annotations

from functools import lru_cache

from importers.extract.attribution.cues import lexicon
from importers.extract.attribution.lines import FINITE, VERBAL, Line
from importers.extract.attribution.quoted import Page
from importers.extract.gazetteer import known_names, titles
from importers.extract.lexicon import load
from importers.extract.names import find_names
from importers.extract.places import fold, place_key

MAX_SPEAKER = 8
"""Tokens that a speaker may have in a headline."""
MIN_CONTENT = 3
"""Tokens that what he says must have."""
MAX_LINES = 80
"""Sentences of the article in which a name is looked for that only says something there."""
_QUESTIONS = frozenset({"WRB", "WP", "WDT"})
_SURE_KINDS = frozenset({"organisation"})


def is_headline(page: Page, line: Line) -> bool:
    """Whether a line is set like a headline, or stands alone at the head of the text."""
    return line.role == "heading" or (line.index == 0 and page.is_alone(line))


def speaks(page: Page, line: Line, start: int, end: int) -> bool:
    """Whether the tokens [start, end) of a headline name somebody who says something, and not the matter or the place."""
    words = line.tokens[start:end]
    if not 0 < len(words) <= MAX_SPEAKER or any(t.tag in FINITE for t in words):
        return False
    head = next((k for k, t in enumerate(words) if k and (t.tag in ("IN", "TO") or t.lower in (",", "("))), len(words))
    last = words[head - 1]
    lists = titles()
    if last.lower in _listed("always"):
        return True
    if last.lower in _listed("never"):
        return False
    names = find_names(words)
    whole = names[0] if names and names[0].first == 0 and names[-1].end == len(words) else None
    written = fold(" ".join(t.text for t in words).replace(" 's", "'s")).removeprefix("the ")
    known = known_names().get(written)
    if known is not None:
        return known[1] == "organisation" or _says(page, line, last.lower)
    if written in load("names")["short"]:
        return True
    if place_key(written) is not None:
        return False
    if last.lower in lists.offices | lists.people | lists.commentators:
        return True
    if last.lower in lists.institutions and len(words) > 1:
        return True
    if whole is not None and (whole.kind in _SURE_KINDS or (whole.kind == "person" and len(names) == 1)):
        return len(words) > 1 or whole.kind == "organisation" or _says(page, line, last.lower)
    return last.tag in ("NNP", "NN", "NNS", "JJ") and last.text[:1].isupper() and _says(page, line, last.lower)


def asserts(line: Line, start: int, end: int) -> bool:
    """Whether the tokens [start, end) of a headline tell something: a verb, and no question."""
    words = [t for t in line.tokens[start:end] if t.tag not in ("PUNCT", "``", "''")]
    if len(words) < MIN_CONTENT or words[0].tag in _QUESTIONS or line.low(end - 1) == "?" or line.low(end) == "?":
        return False
    return any(t.tag in VERBAL for t in words) or words[0].lower in ("no", "not")


def _says(page: Page, headline: Line, name: str) -> bool:
    """Whether the article below gives something that this name says, or names it with an office."""
    speech, offices = lexicon().speech, titles().offices | titles().before
    for line in page.lines[headline.index + 1 : headline.index + 1 + MAX_LINES]:
        for i, token in enumerate(line.tokens):
            if token.lower != name or not token.text[:1].isupper():
                continue
            following = line.lemma(i + 1) if line.tag(i + 1) != "RB" else line.lemma(i + 2)
            before = [line.low(k) for k in range(max(0, i - 3), i)]
            if following in speech or "according" in before or any(w.strip(".") in offices for w in before[-2:]):
                return True
            if any(line.tag(k) in FINITE and line.lemma(k) in speech for k in range(max(0, i - 2), i)):
                return True
    return False


@lru_cache(maxsize=4)
def _listed(table: str) -> frozenset[str]:
    return frozenset(load("headlines")[table]["words"].split())
