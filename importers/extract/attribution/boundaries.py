"""Where a content ends, and where one that stands before its cue begins: the boundary that the figures like best."""

from __future__ import annotations

from bisect import bisect_left

from importers.extract.attribution.contents import begins_before, cuts
from importers.extract.attribution.cues import Cue
from importers.extract.attribution.lines import FINITE, VERBAL, Line, clause_follows
from importers.extract.attribution.weights import score

_LENGTHS = (1, 2, 3, 5, 8, 12, 20, 30)


def bucket(n: int) -> int:
    """A length as one of a few classes."""
    return bisect_left(_LENGTHS, n)


def best_end(line: Line, cue: Cue, start: int, frame: str) -> int:
    """The likeliest end (token index) of a content that begins at `start`."""
    places = cuts(line, start)
    if len(places) == 1:
        return places[0]
    return max(places, key=lambda place: score("end", end_features(line, cue, start, place, frame, places[-1])))


def end_features(line: Line, cue: Cue, start: int, cut: int, frame: str, last: int) -> list[str]:
    """What speaks for or against an end at `cut`."""
    frame = frame.partition(":")[0]
    final = cut == last
    if final:
        return [
            "final",
            f"final|{frame}",
            f"final|{cue.lemma}",
            f"final|len{bucket(cut - start)}",
            f"final|quote{line.quoted[start] >= 0}",
            f"final|{cue.kind}{cue.finite}",
        ]
    known = line.breaks.get(cut)
    if known is None:
        known = line.breaks[cut] = _break(line, cut)
    at, follows, follows_clause, preceded, next_verb, mark, before = known
    sees_verb = not FINITE.isdisjoint(line.tags[start:cut])
    left = f"left={bucket(last - cut)}"
    return [
        at,
        f"{at}|{frame}",
        follows,
        follows_clause,
        preceded,
        f"{preceded}|{frame}|{mark}",
        f"verb={sees_verb}|{frame}|{mark}",
        f"len={bucket(cut - start)}|{frame}",
        left,
        f"{left}|{mark}",
        next_verb,
        f"quotes={line.quoted[start] >= 0}{before == chr(39) * 2}|{frame}",
        f"lemma={cue.lemma}|{mark}",
    ]


def _break(line: Line, cut: int) -> tuple[str, ...]:
    """The features of a place by itself, whatever cue and content it may end; last the mark there and the tag before it."""
    low, tag = line.low(cut), line.tag(cut)
    after = cut + 1
    mark = low if tag in ("PUNCT", "CC", "IN", "WRB", "TO") else ("V" if tag in FINITE else tag)
    follow = (
        line.low(after) if line.tag(after) in ("CC", "IN", "WRB", "WDT", "WP", "PRP", "RB", "TO") else line.tag(after)
    )
    clause = clause_follows(line, after + (line.tag(after) == "CC"))
    before = line.tag(cut - 1)
    return (
        f"at={mark}",
        f"at={mark}|next={follow}",
        f"at={mark}|next={follow}|clause={clause}",
        f"before={before}",
        f"nextverb={line.tag(after) in VERBAL}|{mark}",
        mark,
        before,
    )


def best_begin(line: Line, cue: Cue, end: int) -> int:
    """The likeliest beginning (token index) of a content that stands before its cue and ends at `end`."""
    places = begins_before(line, end)
    if len(places) == 1:
        return places[0]
    return max(places, key=lambda place: score("begin", begin_features(line, cue, place, end)))


def begin_features(line: Line, cue: Cue, begin: int, end: int) -> list[str]:
    """What speaks for or against a beginning at `begin`."""
    quoted_end = line.tag(end - 1) == "''"
    same = line.quoted[begin] >= 0 and line.quoted[begin] == line.quoted[end - 1]
    if begin == 0:
        return [
            "first",
            f"first|{cue.kind}",
            f"first|q{quoted_end}{same}",
            f"first|{line.tag(0)}",
            f"first|{line.low(0)}",
            f"first|len{bucket(end)}",
        ]
    mark, tag = line.low(begin - 1), line.tag(begin)
    clause = clause_follows(line, begin)
    return [
        f"at={mark}",
        f"at={mark}|{cue.kind}",
        f"at={mark}|clause={clause}",
        f"at={mark}|next={tag}",
        f"at={mark}|q{quoted_end}{same}",
        f"len={bucket(end - begin)}",
        f"from={bucket(begin)}|{mark}",
        f"verb={not FINITE.isdisjoint(line.tags[begin:end])}|{mark}",
    ]
