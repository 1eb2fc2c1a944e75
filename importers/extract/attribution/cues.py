"""Words that show that somebody says, thinks or wants: verbs, nouns, adverbs, "according to", a colon.

What is found here is only a candidate: its source and its content decide, with the weights, whether it stands.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

from importers.extract.attribution.lines import Line
from importers.extract.attribution.quote_edges import says_anyhow
from importers.extract.lexicon import load

CueKind = Literal["verb", "noun", "adjective", "according", "adverb", "colon", "dash", "phrase"]
_AUXILIARY = frozenset({"be", "have", "do", "get"})
DASHES = frozenset({"—", "–", "―", "-", "--"})
_NOT_AUX_TAGS = frozenset({"VBG"})


class Cue(NamedTuple):
    """A candidate: tokens [start, end), with its head word, and how it is built."""

    start: int
    end: int
    head: int
    kind: CueKind
    lemma: str
    passive: bool = False
    negated: bool = False
    finite: bool = True
    beside: bool = False
    """A verb that the lexicon doesn't have: it says something only by standing beside a quotation."""


class Lexicon(NamedTuple):
    """The cue words by kind."""

    verbs: frozenset[str]
    speech: frozenset[str]
    nouns: frozenset[str]
    adjectives: frozenset[str]
    adverbs: frozenset[str]
    governors: frozenset[str]
    gerund_governors: frozenset[str]
    media: frozenset[str]
    sure_nouns: frozenset[str]
    sure_passives: frozenset[str]
    light_verbs: frozenset[str]
    plain_speech: frozenset[str]
    nested: frozenset[str]
    denials: frozenset[str]
    particles: frozenset[str]
    measures: frozenset[str]
    acts: frozenset[str]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The cue lexicon, read once."""
    tables = load("cues")
    speech = frozenset(tables["speech"]["words"].split())
    return Lexicon(
        verbs=speech | frozenset(tables["mind"]["words"].split()) | frozenset(tables["other"]["words"].split()),
        speech=speech,
        nouns=frozenset(tables["nouns"]["words"].split()),
        adjectives=frozenset(tables["adjectives"]["words"].split()),
        adverbs=frozenset(tables["adverbs"]["words"].split()),
        governors=frozenset(tables["governors"]["words"].split()),
        gerund_governors=frozenset(tables["gerund_governors"]["words"].split()),
        media=frozenset(tables["media"]["words"].split()),
        sure_nouns=frozenset(tables["sure"]["nouns"].split()),
        sure_passives=frozenset(tables["sure"]["passives"].split()),
        light_verbs=frozenset(tables["sure"]["light_verbs"].split()),
        plain_speech=frozenset(tables["sure"]["plain_speech"].split()),
        denials=frozenset(tables["sure"]["denials"].split()),
        nested=frozenset(tables["sure"]["plain_speech"].split()) | frozenset(tables["sure"]["nested"].split()),
        particles=frozenset(tables["particles"]["words"].split()),
        measures=frozenset(tables["measures"]["words"].split()),
        acts=frozenset(tables["acts"]["words"].split()),
    )


def find_cues(line: Line) -> list[Cue]:
    """Every candidate of a sentence, left to right."""
    words = lexicon()
    found: list[Cue] = []
    tokens = line.tokens
    beside = _beside_quotations(line)
    for i, token in enumerate(tokens):
        tag, lemma = token.tag, token.lemma
        if token.lower == "according" and line.low(i + 1) == "to":
            found.append(Cue(i, i + 2, i, "according", "according to"))
        elif tag in ("VBD", "VBZ", "VBP", "VB", "VBN", "VBG"):
            if tag == "VBN" and token.lower in words.adjectives and line.lemma(i - 1) in ("be", "remain", "feel"):
                found.append(_adjective(line, i))
            elif lemma in words.verbs and not (tag in ("VBN", "VBG") and _is_attributive(line, i)):
                found.append(verb_group(line, i))
            elif i in beside:
                found.append(verb_group(line, i)._replace(beside=True))
        elif tag == "RB" and token.lower in words.adverbs:
            found.append(Cue(i, i + 1, i, "adverb", token.lower))
        elif tag in ("NN", "NNS") and lemma in words.nouns:
            found.append(Cue(i, i + 1, i, "noun", lemma))
        elif tag == "JJ" and token.lower in words.adjectives:
            found.append(_adjective(line, i))
        elif token.lower in DASHES and _signs(line, i):
            found.append(Cue(i, i + 1, i, "dash", "—"))
        elif token.lower == ":":
            found.append(Cue(i, i + 1, i, "colon", ":"))
        elif tag == "IN" and token.lower in ("per", "via") and line.tag(i + 1) in ("DT", "NNP"):
            found.append(Cue(i, i + 1, i, "according", "per"))
        elif token.lower in ("in", "as") and tag == "IN" and _opens_phrase(line, i):
            found.append(Cue(i, i + 1, i, "phrase", f"{token.lower} phrase"))
    return found


def _beside_quotations(line: Line) -> frozenset[int]:
    """Verbs of the sentence that say something by where they stand beside a quotation."""
    if all(q < 0 for q in line.quoted) and line.low(len(line.tokens) - 1) != ":":
        return frozenset()
    closes = [i for i, t in enumerate(line.tokens) if t.tag == "''" and line.quoted[i] >= 0 and i]
    return says_anyhow(line.tokens, line.quoted, closes)


def _opens_phrase(line: Line, i: int) -> bool:
    """Whether "in the words of X", "in X's view" or "as X put it" may begin at a token."""
    nouns, put = _formulas()
    near = range(i + 1, min(i + 12, len(line.tokens)))
    if line.low(i) == "in":
        return any(line.low(k) in nouns for k in near)
    told = i == 0 and any(line.tag(k) in ("VBD", "VBZ", "VBP") and line.lemma(k) in lexicon().speech for k in near)
    return told or any(line.low(k + 1) == "it" and line.lemma(k) in put for k in near)


@lru_cache(maxsize=1)
def _formulas() -> tuple[frozenset[str], frozenset[str]]:
    tables = load("formulas")
    return frozenset(tables["words"]["nouns"].split()), frozenset(tables["put"]["verbs"].split())


def _signs(line: Line, i: int) -> bool:
    """Whether a dash stands between a quotation and nothing but a name: "..." — Jane Doe."""
    n = len(line.tokens)
    while n > i and line.tag(n - 1) == "PUNCT":
        n -= 1
    if not 0 < n - i - 1 <= 12:
        return False
    if (
        i > 0 and line.tag(i - 1) != "''"
    ):  # only a headline may be signed without being a quotation: Bridge is safe – mayor
        return line.role == "heading" and n - i - 1 <= 8 and line.at(i).start > line.at(i - 1).end
    return line.tag(i + 1) == "NNP" and not any(line.tag(k) in ("VBD", "VBZ", "VBP", "MD") for k in range(i + 1, n))


def verb_group(line: Line, head: int) -> Cue:
    """The cue around a main verb: auxiliaries, adverbs and governing verbs on its left, a particle on its right."""
    words = lexicon()
    start = head
    passive = negated = False
    finite = line.tag(head) in ("VBD", "VBZ", "VBP")
    auxiliaries = 0
    i = head - 1
    while i >= 0 and head - i < 10:
        tag, lemma, low = line.tag(i), line.lemma(i), line.low(i)
        if tag == "MD" or (lemma in _AUXILIARY and tag not in _NOT_AUX_TAGS and tag != "NN"):
            if lemma == "be" and line.tag(head) == "VBN" and not auxiliaries:
                passive = True
            auxiliaries += 1
            start = i
            finite = finite or tag in ("MD", "VBD", "VBZ", "VBP")
        elif lemma == "be" and tag == "VBG":
            passive = passive or line.tag(head) == "VBN"
            auxiliaries += 1
            start = i
        elif tag == "RB" or low == "first":
            negated = negated or low in ("not", "n't", "n’t", "never")
            start = i
        elif tag == "TO" and line.tag(i + 1) in ("VB", "RB") and _governs(line, i - 1, words.governors):
            start = _governor(line, i - 1, words.governors)
            finite = line.tag(start) != "VBG"
            i = start
        elif start == head and line.tag(head) == "VBG" and lemma in words.gerund_governors:
            start = i
            finite = tag in ("VBD", "VBZ", "VBP")
        elif tag == "RP" and _governs(line, i, words.governors):
            start = _governor(line, i, words.governors)
            i = start
        else:
            break
        i -= 1
    while (
        start < head
        and line.tag(start) == "RB"
        and line.low(start) in ("not", "well", "so", "then")
        and line.tag(start - 1) == "PUNCT"
    ):
        start += 1
    if passive and line.lemma(head) in ("quote", "cite", "report", "hear", "record"):
        saying = _as_saying(line, head + 1)
        if saying is not None:
            return Cue(start, saying + 1, saying, "verb", line.lemma(saying), False, negated, True)
    end = head + 1
    if line.tag(end) in ("RP", "IN", "RB") and line.low(end) in words.particles:
        end += 1
    return Cue(start, end, head, "verb", line.lemma(head), passive, negated, finite)


def _as_saying(line: Line, i: int) -> int | None:
    """The participle of "(was quoted) as saying", "(was quoted) by X as saying"."""
    for k in range(i, min(i + 8, len(line.tokens) - 1)):
        if line.low(k) == "as" and line.tag(k + 1) == "VBG" and line.lemma(k + 1) in lexicon().speech:
            return k + 1
        if (k == i and line.low(k) != "by") or line.tag(k) == "PUNCT":
            return None
    return None


def _governs(line: Line, i: int, governors: frozenset[str]) -> bool:
    k = i - 1 if line.tag(i) == "RP" or line.low(i) == "on" else i
    return line.lemma(k) in governors and line.tag(k)[:2] in ("VB", "JJ", "NN")


def _governor(line: Line, i: int, governors: frozenset[str]) -> int:
    return i - 1 if line.tag(i) == "RP" or line.low(i) == "on" else i


def _is_attributive(line: Line, i: int) -> bool:
    """A participle that only describes a noun: the alleged plot, a planned visit."""
    before, after = line.tag(i - 1), line.tag(i + 1)
    return (
        before in ("DT", "PRP$", "POS", "JJ")
        and after in ("NN", "NNS", "NNP", "JJ")
        and line.quoted[i] == line.quoted[min(i + 1, len(line.tokens) - 1)]
    )


def _adjective(line: Line, head: int) -> Cue:
    start = head
    i = head - 1
    finite = False
    while i >= 0 and head - i < 7:
        tag, lemma = line.tag(i), line.lemma(i)
        if (
            tag == "RB"
            or tag == "MD"
            or lemma in ("be", "have", "seem", "feel", "remain", "become", "make", "do", "appear")
        ):
            start = i
            finite = finite or tag in ("MD", "VBD", "VBZ", "VBP")
        elif line.low(i) == "it" and lemma == "it" and line.lemma(i - 1) == "make":
            start = i
        else:
            break
        i -= 1
    return Cue(start, head + 1, head, "adjective", line.low(head), False, False, finite)
