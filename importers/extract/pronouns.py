"""Whom a pronoun stands for as a source: who spoke or was named last, and fits."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Sequence

from importers.extract.cast import Cast
from importers.extract.gazetteer import titles
from importers.extract.tokens import Token
from store.records.reading import Attribution, Mention, Sentence
from store.records.span import Span

HE = {"he": "m", "his": "m", "him": "m", "she": "f", "her": "f", "hers": "f"}
_THEY = frozenset({"they", "their", "them"})
_I = frozenset({"i", "my", "me", "we", "our", "us"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
STOPS = frozenset(
    {
        "of",
        "for",
        "in",
        "at",
        "from",
        "with",
        "on",
        "to",
        "by",
        "about",
        "near",
        "who",
        "which",
        "that",
        "close",
        "familiar",
        "inside",
        "within",
    }
)
_BEFORE_PLACE = frozenset(
    {"in", "from", "near", "across", "at", "into", "towards", "around", "throughout", "outside", "inside", "paper", "daily", "newspaper", "portal", "website", "agency", "channel", "station", "city", "town", "village"}
)  # fmt: skip
_OPENING = 8
"""Tokens at a sentence's beginning in which its subject is looked for."""
_REACH = 4
"""Sentences that a pronoun looks back."""


class Pronouns:
    """The article as it is read: its mentions in order, what was said so far, and whom a pronoun stands for."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        tokens: Sequence[list[Token]],
        mentions: list[Mention],
        cast: Cast,
    ) -> None:
        self.text = text
        self.sentences = sentences
        self.tokens = tokens
        self.mentions = mentions
        self.cast = cast
        self.pointed: list[Mention] = []
        self._starts = [s.span.start for s in sentences]
        self._places = [m.span.start for m in mentions]
        self._spoken: list[Span] = []
        self._heard: set[str] = set()

    def listen(self, attributions: Sequence[Attribution]) -> None:
        """Take in all attributions before any speaker is asked for: who is named as a source, and what stands in quotation marks."""
        self._spoken = sorted(p for a in attributions if a.form in ("direct", "continued") for p in a.content)
        sources = [a.source for a in attributions if a.source is not None]
        for source in sources:
            inside = self._mentions_in(source)
            if inside and inside[0].span.start == source.start:
                self._heard.add(inside[0].actor)

    def _in_speech(self, place: int) -> bool:
        """Whether a place stands in somebody's own words."""
        k = bisect.bisect_right(self._spoken, place, key=lambda span: span.start) - 1
        return k >= 0 and self._spoken[k].end > place

    def _pronoun(self, low: str, source: Span, attribution: Attribution, before: list[Attribution]) -> str | None:
        if low in _I:
            holder = next(
                (a for a in reversed(before) if a.speaker is not None and any(p.holds(source) for p in a.content)), None
            )
            return holder.speaker if holder is not None else None
        if low in _RELATIVE:
            return self._antecedent(source.start, low)
        if low in HE:
            return self._person(source.start, HE[low], before, attribution.content)
        if low in _THEY or low == "it":
            return self._group(source.start, low, before)
        return None

    def _antecedent(self, start: int, low: str) -> str | None:
        k = bisect.bisect_left(self._places, start) - 1
        if k < 0:
            return None
        mention = self.mentions[k]
        gap = self.text[mention.span.end : start]
        if any(c.isalnum() or c in ".;:!?" for c in gap):
            return None
        person = self.cast.is_person(mention.actor) or self.cast.kind(mention.actor) == "group"
        return mention.actor if person or low in ("which", "that") else None

    def _person(self, start: int, sex: str, before: list[Attribution], own: Sequence[Span]) -> str | None:
        """The last fitting person: recent, mentioned early in a sentence, or speaking."""
        here = self._sentence(start)
        best: tuple[float, str] | None = None
        quoted = self._in_speech(start)
        k = bisect.bisect_left(self._places, start) - 1
        while k >= 0 and k > len(self.mentions) - 4000:
            mention = self.mentions[k]
            there = self._sentence(mention.span.start)
            if here - there > _REACH:
                break
            fits = self._may_be_person(mention.actor) and self.cast.gender(mention.actor) in (None, sex)
            if self.sentences[there].role == "heading" and here != there:
                k -= 1
                continue  # a headline between two paragraphs is of another matter
            if any(p.holds(mention.span) for p in own):
                k -= 1
                continue
            if fits and not self._is_place(mention) and quoted == self._in_speech(mention.span.start):
                early = mention.span.start - self.sentences[there].span.start < 40
                value = -1.0 * (here - there) + 0.6 * early
                if best is None or value >= best[0]:
                    best = (value, mention.actor)
            k -= 1
        for a in reversed(before[-6:]):
            anchor = a.cue or a.content[0]
            if a.speaker is None or anchor.start >= start:
                continue
            if self.sentences[self._sentence(anchor.start)].role == "heading":
                continue
            distance = here - self._sentence(anchor.start)
            if (
                0 <= distance <= _REACH
                and (self._may_be_person(a.speaker) or self.cast.is_office(a.speaker))
                and self.cast.gender(a.speaker) in (None, sex)
            ):
                value = -1.0 * distance + 0.8
                if best is None or value > best[0]:
                    best = (value, a.speaker)
                break
        return best[1] if best is not None else self._office_before(here, start)

    def _office_before(self, here: int, start: int) -> str | None:
        """The one unnamed person with whom a sentence right before begins: The harbour master left. He said …."""
        for number in (here, here - 1):
            row = self.tokens[number][:_OPENING] if number >= 0 else []
            if len(row) < 2 or row[0].lower not in ("the", "a", "an") or row[0].start >= start:
                continue
            verb = next((i for i, t in enumerate(row) if t.tag in ("VBD", "VBZ", "MD") or t.lower in STOPS), None)
            if verb is None or verb < 2 or row[verb - 1].tag != "NN" or row[verb - 1].end > start:
                continue
            head = row[verb - 1].lower
            if head in titles().offices | titles().people:
                known = self._last_of(self.cast.holders(head, [t.lower for t in row[1 : verb - 1]], None), start)
                return known or self.cast.add(plain(row[:verb]), "unknown", None, None)
        return None

    def _may_be_person(self, key: str) -> bool:
        """A person; a bare name that tells nothing of itself only where it is the source of something."""
        if self.cast.kind(key) == "unknown" and key not in self._heard:
            return False
        return self.cast.is_person(key)

    def _is_place(self, mention: Mention) -> bool:
        """Whether a name that tells nothing of itself stands like a place or paper: in Arlund, the daily Ostrand."""
        if self.cast.kind(mention.actor) != "unknown":
            return False
        before = self.text[max(0, mention.span.start - 24) : mention.span.start].split()
        return bool(before) and before[-1].lower() in _BEFORE_PLACE

    def _group(self, start: int, low: str, before: list[Attribution]) -> str | None:
        here = self._sentence(start)
        for a in reversed(before[-4:]):
            anchor = a.cue or a.content[0]
            if a.speaker is None or here - self._sentence(anchor.start) > 2:
                continue
            kind = self.cast.kind(a.speaker)
            if kind in ("organisation", "media", "place") or (low != "it" and kind == "group"):
                return a.speaker
        return None

    def _pair(self, start: int) -> str | None:
        """Both sides: the last two actors that an "and" joins."""
        k = bisect.bisect_left(self._places, start) - 1
        while k > 0:
            second, first = self.mentions[k], self.mentions[k - 1]
            if start - first.span.start > 1500:
                return None
            if (
                self.text[first.span.end : second.span.start].removesuffix(" the ").strip() in ("and", "nor")
                and first.actor != second.actor
            ):
                return self.cast.pair(first.actor, second.actor)
            k -= 1
        return None

    def _last_of(self, keys: list[str], start: int) -> str | None:
        """Of several actors the one who was named last before a place; the only one, wherever it is named."""
        if len(keys) < 2:
            return keys[0] if keys else None
        k = bisect.bisect_left(self._places, start) - 1
        found: Mention | None = None
        far = k - 4000
        while k >= 0 and k > far:
            mention = self.mentions[k]
            k -= 1
            if found is not None and self._sentence(mention.span.start) != self._sentence(found.span.start):
                break
            if mention.actor in keys and (found is None or mention.actor != found.actor):
                if found is not None:
                    return None  # two presidents in one sentence: nothing says which is meant
                found = mention
        return found.actor if found is not None else None

    def _sentence(self, place: int) -> int:
        return max(0, bisect.bisect_right(self._starts, place) - 1)

    def _mentions_in(self, span: Span) -> list[Mention]:
        k = bisect.bisect_left(self._places, span.start)
        out = []
        while k < len(self.mentions) and self.mentions[k].span.start < span.end:
            out.append(self.mentions[k])
            k += 1
        return out


def plain(words: Sequence[Token]) -> str:
    """A phrase without its article, as one writes it."""
    kept = [t for t in words if t.tag not in ("DT", "PRP$")] or list(words)
    out = kept[0].text
    for left, right in itertools.pairwise(kept):
        out += ("" if left.end == right.start else " ") + right.text
    return out
