"""What stands beside a quotation: words there are read as saying even where their tag or the lexicon says nothing of it.

A comma inside the closing mark, then a name and a verb ("…," she deadpanned) is built so in no other way: any verb will do.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from importers.extract.lexicon import load
from importers.extract.places import place_key
from importers.extract.quotations import Quotation
from importers.extract.tokens import Token

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_VERBS = frozenset({"VB", "VBD", "VBZ", "VBP", "VBG", "VBN"})
NAMED = frozenset({"NNP", "NN", "NNS", "JJ", "VBZ"})
_MENDED = frozenset({"NN", "NNS", "VBN"})
_DASHES = frozenset({"—", "–", "―", "-", "--"})
MAX_SUBJECT = 14
"""Tokens that may stand between a closing mark and the verb of saying behind it."""
MAX_BEFORE = 3
"""Adverbs and particles between a verb and the quotation that it opens: shot back, "…"."""
MIN_WORDS = 4
"""Words that a quotation right behind an unknown verb must have: a shorter one may be a title or a label."""


def marked(tokens: Sequence[Token], quoted: Sequence[int], quotations: Sequence[Quotation]) -> list[Token]:
    """The tokens with marks of single quotations tagged as such, and nouns beside quotations that must be verbs as verbs."""
    out = list(tokens)
    _mend_anywhere(out)
    if not any(q >= 0 for q in quoted) and not (out and out[-1].lower == ":"):
        return out
    for i, token in enumerate(out):
        if quoted[i] < 0 or token.tag not in ("PUNCT", "``") or not quotations[quoted[i]].closed:
            continue
        outer = quotations[quoted[i]].outer
        if token.start == outer.start:
            out[i] = token._replace(tag="``")
        elif token.end == outer.end:
            out[i] = token._replace(tag="''")
    for low, high in _outside(quoted):
        _mend(out, low, high)
    return out


def _mend_anywhere(tokens: list[Token]) -> None:
    """Give words whose place tells against their tag another: verbs read as nouns, nouns read as verbs."""
    if tokens and tokens[0].tag == "VBG" and place_key(tokens[0].text) is not None:
        tokens[0] = tokens[0]._replace(tag="NNP")  # Beijing
    speech = _speech()
    for i, token in enumerate(tokens):
        tag = token.tag
        if tag == "VBP":
            if i > 1 and tokens[i - 1].tag == "NNP" and tokens[i - 2].tag == "PRP$":
                tokens[i] = token._replace(tag="NN")  # on his Telegram channel
        elif tag == "VBZ":
            if 0 < i < len(tokens) - 1 and tokens[i - 1].tag == "VBD" and tokens[i + 1].tag == "``":
                tokens[i] = token._replace(tag="NNS")  # called accounts "likely"
        elif tag in _MENDED and i and token.lemma in speech:
            verb = _as_verb(tokens, i)
            if verb is not None:
                tokens[i] = token._replace(tag=verb)


def _as_verb(tokens: Sequence[Token], i: int) -> str | None:
    """The verb tag of a noun or participle of saying that stands where only a verb can."""
    tag, before = tokens[i].tag, tokens[i - 1]
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if tag == "VBN":
        return (
            "VBD" if before.tag == "CD" and not _has_verb(tokens, len(tokens)) else None
        )  # on 26 August, 2022 accused
    if tag == "NN":
        plural = before.tag in ("NNS", "NNP") and before.lower.endswith("s")
        that = following is not None and following.lower == "that"
        return "VBP" if plural and that and not _has_verb(tokens, i) else None  # sailors claim that
    if before.lower in _DASHES and i > 2 and following is not None and following.tag in ("DT", "NNP", "PRP$"):
        return "VBZ"  # … - notes the Ferry Post
    if before.tag not in ("NNP", "NN") or i < 2 or (following is not None and following.lower not in (",", ".", ";")):
        return None
    start = i - 1
    while start > 0 and tokens[start - 1].tag in ("NNP", "DT", "NN", "JJ"):
        start -= 1
    inserted = start > 2 and tokens[start - 1].lower == "," and _has_verb(tokens, start - 1)
    return "VBZ" if inserted else None  # …, Interpress reports, citing …


def _has_verb(tokens: Sequence[Token], end: int) -> bool:
    return any(t.tag in FINITE for t in tokens[:end])


def _outside(quoted: Sequence[int]) -> list[tuple[int, int]]:
    """Stretches of tokens that stand in no quotation."""
    found: list[tuple[int, int]] = []
    start: int | None = None
    for i, q in enumerate(quoted):
        if q < 0 and start is None:
            start = i
        elif q >= 0 and start is not None:
            found.append((start, i))
            start = None
    if start is not None:
        found.append((start, len(quoted)))
    return found


def _mend(tokens: list[Token], low: int, high: int) -> None:
    """ "The Post reports:", "…," Doe points out: the noun is the verb of a stretch that has none; "said retired Colonel Doe"."""
    speech = _speech()
    last = high - 2
    if (
        high < len(tokens)
        and last > low
        and tokens[high - 1].lower in (",", ":")
        and tokens[last].tag == "NNS"
        and tokens[last].lemma in speech
        and tokens[last - 1].tag in NAMED
    ):
        tokens[last] = tokens[last]._replace(tag="VBZ")
        return
    behind = low > 0 and tokens[low - 1].tag == "''"
    leads = high < len(tokens) or tokens[high - 1].lower == ":"
    for i in range(low, min(high, low + MAX_SUBJECT)):
        token = tokens[i]
        if token.tag in FINITE:
            described = i + 2 < high and tokens[i + 1].tag in ("VBD", "VBN") and tokens[i + 2].tag in NAMED
            called = behind and i == low and i + 1 < high and tokens[i + 1].tag == "MD"
            if called and token.lemma in speech and tokens[i + 1].text[:1].isupper():
                tokens[i + 1] = tokens[i + 1]._replace(tag="NNP")  # said Will Doe
            if described and token.lemma in speech and i <= low + 1 and (behind or i == 0):
                tokens[i + 1] = tokens[i + 1]._replace(tag="JJ")
            return
        plural = i > low and tokens[i - 1].tag in ("NNS", "NNP") and tokens[i - 1].text[:1].isupper()
        if behind and plural and token.tag == "NN" and token.lower == token.lemma and token.lemma in speech:
            if tokens[i - 1].lower.endswith("s"):
                tokens[i] = token._replace(tag="VBP")  # the Saudis state
            return
        named = i > low and (tokens[i - 1].tag in NAMED or tokens[i - 1].lower == ",")
        if behind and token.tag == "VBN" and token.lemma in speech and named:
            tokens[i] = token._replace(tag="VBD")
            return
    if not behind and not leads:
        return
    for i in range(low + 1, high):
        token = tokens[i]
        if token.tag == "NNS" and token.lemma in speech and tokens[i - 1].tag in NAMED:
            following = tokens[i + 1] if i + 1 < high else None
            if following is None or following.tag in ("PUNCT", "IN", "TO", "RP", "RB"):
                tokens[i] = token._replace(tag="VBZ")
                return


def says_anyhow(tokens: Sequence[Token], quoted: Sequence[int], quotations_closed_by: Sequence[int]) -> frozenset[int]:
    """Indices of verbs that say something by where they stand, whatever verb they are.

    `quotations_closed_by`: indices of the closing marks of this sentence's quotations.
    """
    found: set[int] = set()
    n = len(tokens)
    for close in quotations_closed_by:
        if not (tokens[close - 1].lower in (",", "?", "!", "—") or (close + 1 < n and tokens[close + 1].lower == ",")):
            continue
        verb = _verb_after(tokens, quoted, close + 1)
        if verb is not None:
            found.add(verb)
    for i, token in enumerate(tokens):
        if i and ((token.tag == "``" and quoted[i] >= 0) or (i == n - 1 and token.lower == ":" and quoted[i] < 0)):
            verb = _verb_before(tokens, quoted, i)
            if verb is not None:
                found.add(verb)
    return frozenset(found)


def _verb_after(tokens: Sequence[Token], quoted: Sequence[int], start: int) -> int | None:
    """The first finite verb behind a closing mark: "…," the band leader sang; "…," beamed Jane Doe."""
    for i in range(start, min(len(tokens), start + MAX_SUBJECT)):
        token = tokens[i]
        if quoted[i] >= 0:
            return None
        if token.tag in ("VBD", "VBZ", "VBP"):
            named = i > start or (i + 1 < len(tokens) and tokens[i + 1].tag in ("NNP", "DT", "PRP", "NN", "JJ"))
            return i if named and _can_say(token) else None
        if token.tag in ("MD", "WP", "WDT", "CC", "TO", "VBG", "IN") and token.lower not in (
            "of",
            "for",
            "in",
            "at",
            "from",
        ):
            return None
    return None


def _verb_before(tokens: Sequence[Token], quoted: Sequence[int], opening: int) -> int | None:
    """The verb that opens a quotation: she sang, "…"; the note read: "…"; had typed "…"; used it as its headline: "…"."""
    if tokens[opening].lower == ":":  # what is quoted stands in the next paragraph
        opening += 1
    i = opening - 1
    mark = tokens[i].lower
    if quoted[i] >= 0 or not _is_sentence(tokens, quoted, opening, mark in (",", ":")):
        return None
    if mark in (",", ":"):
        i -= 1
    elif tokens[i].tag not in ("VBD", "VBN", "VBG", "VBZ", "RP", "RB"):
        return None
    floor = -1 if mark == ":" else i - MAX_BEFORE
    while i >= 0 and i >= floor and quoted[i] < 0:
        token = tokens[i]
        if token.tag in _VERBS and token.lemma not in ("be", "have") and (mark == ":" or token.tag != "VB"):
            return i if i else None
        if mark != ":" and token.tag not in ("RB", "RP", "PRP", "IN", "TO"):
            return None
        if token.lower in (";", ":") or token.tag in ("VBD", "VBZ", "VBP", "MD", "``", "''"):
            return None
        i -= 1
    return None


def _is_sentence(tokens: Sequence[Token], quoted: Sequence[int], opening: int, after_mark: bool) -> bool:
    """Whether what is quoted begins like a sentence: a capital, and some words unless a comma or colon leads up to it."""
    n = len(tokens)
    if opening == n:
        return True
    if opening + 1 >= n or not tokens[opening + 1].text[:1].isupper():
        return False
    if after_mark:
        return True
    end = next((i for i in range(opening + 1, n) if tokens[i].tag == "''" or quoted[i] != quoted[opening]), n)
    inner = tokens[opening + 1 : end]
    return len(inner) >= MIN_WORDS and any(t.tag in FINITE or t.tag == "VB" for t in inner)


def _can_say(token: Token) -> bool:
    return token.lemma not in _silent()


@lru_cache(maxsize=1)
def _speech() -> frozenset[str]:
    return frozenset(load("cues")["speech"]["words"].split())


@lru_cache(maxsize=1)
def _silent() -> frozenset[str]:
    return frozenset(load("cues")["silent"]["words"].split())
