"""What speaks for or against a reading: its cue, its frame, its source, and what stands around them."""

from __future__ import annotations

from importers.extract.attribution.cues import Cue, lexicon
from importers.extract.attribution.lines import FINITE, TIME_NOUNS, Line
from importers.extract.attribution.sources import Source


def reading_features(
    line: Line, cue: Cue, source: Source | None, frame: str, start: int, end: int, gap: int, pieces: int
) -> tuple[str, ...]:
    """The features of one reading, for the model "accept"."""
    lemma = cue.lemma
    tag = line.tag(cue.head)
    where = source.where if source else "none"
    inside = line.quoted[cue.head] >= 0
    who, name = _who(line, source)
    group = "speech" if lemma in lexicon().speech else cue.kind
    length = min(9, (end - start) // 3) if end > start else 0
    has_verb = not FINITE.isdisjoint(line.tags[start : min(end, start + 25)])
    has_quote = "``" in line.tags[start:end]
    earlier = sum(t.lemma in _EARLIER for t in line.tokens[max(0, cue.start - 25) : cue.start])
    after = line.low(cue.end) if line.tag(cue.end) in ("IN", "TO", "CC", "PUNCT") else line.tag(cue.end)
    before = (
        line.low(cue.start - 1)
        if line.tag(cue.start - 1) in ("IN", "TO", "CC", "PUNCT", "WP", "WDT")
        else line.tag(cue.start - 1)
    )
    rest = tail(line, source.end if source is not None and source.where == "inverted" else cue.end)
    after, before = after or "none", before or "none"
    return (
        f"lemma={lemma}",
        f"frame={frame}",
        f"lf={lemma}|{frame}",
        f"gf={group}|{frame}",
        f"where={where}|{frame}",
        f"lw={lemma}|{where}",
        f"tag={tag}|{cue.finite}|{where}",
        f"tf={tag}|{frame}",
        f"who={who}",
        f"whof={who}|{group}",
        f"whol={who}|{lemma}",
        f"name={name}",
        f"in={inside}",
        f"inf={inside}|{frame}",
        f"inw={inside}|{who}",
        f"neg={cue.negated}|{group}",
        f"pass={cue.passive}|{where}",
        f"gap={min(gap, 6)}|{frame}",
        f"len={length}|{frame}",
        f"lengroup={length}|{group}",
        f"verb={has_verb}|{frame}",
        f"quote={has_quote}|{inside}|{frame}",
        f"quotel={has_quote}|{lemma}",
        f"earlier={min(earlier, 2)}",
        f"earlierf={min(earlier, 2)}|{frame}",
        f"after={after}",
        f"afterl={after}|{lemma}",
        f"tail={rest}|{frame}",
        f"tailg={rest}|{group}|{where}",
        f"before={before}",
        f"beforeg={before}|{group}",
        f"beforet={before}|{tag}",
        f"role={line.role}|{frame}",
        f"top={line.index == 0}|{frame}",
        f"topg={line.index == 0}|{group}",
        f"pieces={min(pieces, 3)}|{frame}",
        f"md={line.tag(cue.start)}|{group}",
        f"mdl={line.low(cue.start) if cue.start < cue.head else 'none'}",
    )


_EARLIER = frozenset({"say", "tell", "according", "write", "believe", "think"})
_MARKS = frozenset({"PUNCT", "''"})


def tail(line: Line, start: int) -> str:
    """What follows a cue to the end of its sentence: nothing, circumstances only, more words of its own, or a content."""
    n = len(line.tokens)
    if start >= n or _MARKS.issuperset(line.tags[start:n]):
        return "end"
    for token in line.tokens[start : start + 30]:
        tag, low = token.tag, token.lower
        if tag in FINITE or tag == "``" or low in ("that", ":"):
            return "content"
        if low == "," or tag == "VBG":
            return "more"
    return "circumstances" if line.tag(start) in ("IN", "TO", "RB") or line.lemma(start) in TIME_NOUNS else "object"


def _who(line: Line, source: Source | None) -> tuple[str, str]:
    """The source as a class and as a word: he, a name, a noun with its head."""
    if source is None:
        return "none", "none"
    first, last = line.tokens[source.start], line.tokens[source.end - 1]
    if first.tag in ("PRP", "PRP$", "WP", "WDT") or (source.end - source.start == 1 and first.tag in ("IN", "DT")):
        return first.lower, first.lower
    tags = {line.tag(i) for i in range(source.start, source.end)}
    for i in range(source.start, source.end):
        if line.tag(i) in ("NN", "NNS") and line.tag(i + 1) not in ("NN", "NNS", "NNP"):
            return ("NN+" if "NNP" in tags else line.tag(i)), line.lemma(i)
    return ("NNP" if "NNP" in tags else last.tag), last.lower
