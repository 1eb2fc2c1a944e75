"""The actor behind a source: by name, office, pronoun or pair, with a memory of who spoke last."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Sequence

from importers.extract.cast import Cast
from importers.extract.gazetteer import national, titles
from importers.extract.places import fold, place_key
from importers.extract.tokens import Token
from store.records.reading import Attribution, Mention, Sentence
from store.records.span import Span

_HE = {"he": "m", "his": "m", "him": "m", "she": "f", "her": "f", "hers": "f"}
_THEY = frozenset({"they", "their", "them"})
_I = frozenset({"i", "my", "me", "we", "our", "us"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_PAIRS = frozenset(
    {
        "both sides",
        "both",
        "the two sides",
        "the two",
        "the two countries",
        "both countries",
        "the two leaders",
        "both leaders",
        "both governments",
    }
)
_STOPS = frozenset(
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
_REACH = 4
"""Sentences that a pronoun looks back."""


class Speakers:
    """Finds the actor behind a source; remembers who spoke last."""

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

    def speaker(self, attribution: Attribution, before: list[Attribution], every: Sequence[Attribution]) -> str | None:
        """The key of the actor that this attribution's source stands for."""
        if attribution.continues is not None and attribution.continues < len(before):
            return before[attribution.continues].speaker
        source = attribution.source
        if source is None:
            return None
        words = self._words(source)
        if not words:
            return None
        phrase = fold(source.of(self.text))
        if len(words) == 1 or phrase in _HE:
            key = self._pronoun(words[0].lower, source, attribution, before)
            if key is not None or words[0].tag in ("PRP", "PRP$", "WP", "WDT"):
                return self._point(source, key)
        if phrase in _PAIRS:
            return self._point(source, self._pair(source.start))
        return self._named(source, words)

    def _named(self, source: Span, words: list[Token]) -> str | None:
        stop = next((k for k, t in enumerate(words) if k and (t.lower in _STOPS or t.lower in (",", "("))), len(words))
        while stop > 1 and words[stop - 1].tag == "POS":
            stop -= 1
        head = words[stop - 1]
        inside = self._mentions_in(source)
        if (
            len(inside) == 2
            and self.text[inside[0].span.end : inside[1].span.start].strip() == "and"
            and inside[1].span.end == source.end
        ):
            return self._point(source, self.cast.pair(inside[0].actor, inside[1].actor))
        named = self._apposed(words, head, inside)
        if named is not None:
            return named
        for mention in inside:
            if mention.span.start <= head.start < mention.span.end and mention.span.end >= head.end:
                return mention.actor
        low = head.lower
        lists = titles()
        if low in lists.anonymous or head.lemma in lists.anonymous:
            whose = next((m for m in inside if m.span.end <= head.start), None)
            if whose is not None:
                return self._point(source, whose.actor)
            after = next((m for m in inside if m.span.start >= head.end), None)
            media = self._medium(words[stop + 1 :]) if stop + 1 < len(words) else None
            return self._point(source, media) if media else (after.actor if after is not None else None)
        if low in ("government", "authorities", "side") and inside:
            country = next((m.actor for m in inside if self.cast.kind(m.actor) == "place"), None)
            if country is not None:
                return self._point(source, country)
        if low == "administration" and inside:
            return self._point(source, self.cast.administration(inside[-1].actor))
        medium = next((m for m in inside if self.cast.kind(m.actor) == "media"), None)
        if medium is not None and low in lists.media_heads:
            return self._point(source, medium.actor)
        media = self._medium(words[:stop])
        if media is not None:
            return self._point(source, media)
        if low in ("spokesman", "spokeswoman", "spokesperson") and inside:
            return self._point(source, inside[0].actor)
        if low in lists.people or head.lemma in lists.people or low in lists.offices:
            return self._point(source, self._described(source, words, stop, inside))
        if low in lists.institutions and words[0].tag in ("DT", "NNP", "JJ", "NN", "PRP"):
            country = self._country(inside)
            own = [
                t
                for t in words[:stop]
                if t.tag != "POS" and not any(m.span.holds(Span(t.start, t.end)) for m in inside)
            ]
            phrase = national(_plain(own), country) if own and country else _plain(words[:stop])
            return self._point(source, self.cast.add(phrase, "organisation", None, country))
        if inside and inside[0].span.start == source.start:
            return inside[0].actor
        return None

    def _apposed(self, words: list[Token], head: Token, inside: list[Mention]) -> str | None:
        """The name that closes an office phrase: the head of diplomacy Jane Doe, the Secretary of State John Roe."""
        lists = titles()
        if not inside or head.lower not in lists.offices or not self.cast.is_person(inside[-1].actor):
            return None
        name = inside[-1].span
        end = next((t.start for t in words if t.lower == ","), words[-1].end)
        before = next((t for t in reversed(words) if t.end <= name.start), None)
        if (
            before is None
            or before is head
            or name.end < end - 1
            or before.tag in ("IN", "TO", "POS", "PUNCT", "CC", "DT")
        ):
            return None
        return None if before.lower.strip(".") in lists.offices | lists.before else inside[-1].actor

    def _described(self, source: Span, words: list[Token], stop: int, inside: list[Mention]) -> str | None:
        """A person or group told by office: the one who was named with it before, else somebody unnamed."""
        country = self._country(inside)
        end = next((k for k, t in enumerate(words) if t.lower in (",", "(", "who", "which", "that")), len(words))
        if end + 1 < len(words) and words[end].lower == ",":
            named = next((m for m in inside if m.span.start == words[end + 1].start), None)
            if named is not None and self.cast.is_person(named.actor):
                return named.actor
        phrase = _plain(words[:end])
        head = words[stop - 1]
        if head.tag != "NNS" and words[0].lower in ("the", "this", "that"):
            known = self.cast.holder(head.lower, [t.lower for t in words[1 : stop - 1]], country, source.start)
            if known is None and stop == 2:
                known = self.cast.described(head.lower)
            if known is not None:
                return known
        return self.cast.add(phrase, "group" if head.tag == "NNS" else "unknown", None, country)

    def _medium(self, words: list[Token]) -> str | None:
        """An unnamed medium as an actor of its own: Peruvian media, state television."""
        end = next((k for k, t in enumerate(words) if t.lower in _STOPS), len(words))
        if not words[:end] or words[end - 1].lower not in titles().media_heads:
            return None
        plain = [t for t in words[:end] if t.tag not in ("DT", "PRP$")]
        if len(plain) < 2 or plain[0].lower in ("social", "several", "some", "many", "other"):
            return None
        places = (
            place_key(" ".join(t.text for t in plain[k:m]))
            for k in range(len(plain))
            for m in range(k + 1, min(k + 3, len(plain)) + 1)
        )
        country = next((key for key in places if key is not None), None)
        return self.cast.add(_plain(plain), "media", None, country)

    def _country(self, inside: list[Mention]) -> str | None:
        for mention in inside:
            place = self.cast.country(mention.actor)
            if place is not None:
                return place
        return None

    def _pronoun(self, low: str, source: Span, attribution: Attribution, before: list[Attribution]) -> str | None:
        if low in _I:
            holder = next(
                (a for a in reversed(before) if a.speaker is not None and any(p.holds(source) for p in a.content)), None
            )
            return holder.speaker if holder is not None else None
        if low in _RELATIVE:
            return self._antecedent(source.start)
        if low in _HE:
            return self._person(source.start, _HE[low], before)
        if low in _THEY or low == "it":
            return self._group(source.start, low, before)
        return None

    def _antecedent(self, start: int) -> str | None:
        k = bisect.bisect_left(self._places, start) - 1
        if k < 0:
            return None
        mention = self.mentions[k]
        gap = self.text[mention.span.end : start]
        return mention.actor if len(gap) < 40 and not any(c in gap for c in ".;:!?") else None

    def _person(self, start: int, sex: str, before: list[Attribution]) -> str | None:
        """The last fitting person: recent, mentioned early in a sentence, or speaking."""
        here = self._sentence(start)
        best: tuple[float, str] | None = None
        k = bisect.bisect_left(self._places, start) - 1
        while k >= 0 and k > len(self.mentions) - 4000:
            mention = self.mentions[k]
            there = self._sentence(mention.span.start)
            if here - there > _REACH:
                break
            fits = self.cast.is_person(mention.actor) and self.cast.gender(mention.actor) in (None, sex)
            if fits and not self._is_place(mention):
                early = mention.span.start - self.sentences[there].span.start < 40
                value = -1.0 * (here - there) + 0.6 * early
                if best is None or value >= best[0]:
                    best = (value, mention.actor)
            k -= 1
        for a in reversed(before[-6:]):
            anchor = a.cue or a.content[0]
            if a.speaker is None or anchor.start >= start:
                continue
            distance = here - self._sentence(anchor.start)
            if (
                0 <= distance <= _REACH
                and self.cast.is_person(a.speaker)
                and self.cast.gender(a.speaker) in (None, sex)
            ):
                value = -1.0 * distance + 0.8
                if best is None or value > best[0]:
                    best = (value, a.speaker)
                break
        return best[1] if best is not None else None

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

    def _point(self, source: Span, key: str | None) -> str | None:
        if key is not None:
            self.pointed.append(Mention(source, key))
        return key

    def _sentence(self, place: int) -> int:
        return max(0, bisect.bisect_right(self._starts, place) - 1)

    def _words(self, span: Span) -> list[Token]:
        row = self.tokens[self._sentence(span.start)] if self.tokens else []
        return [t for t in row if span.start <= t.start < span.end]

    def _mentions_in(self, span: Span) -> list[Mention]:
        k = bisect.bisect_left(self._places, span.start)
        out = []
        while k < len(self.mentions) and self.mentions[k].span.start < span.end:
            out.append(self.mentions[k])
            k += 1
        return out


def _plain(words: list[Token]) -> str:
    """A phrase without its article, as one writes it."""
    kept = [t for t in words if t.tag not in ("DT", "PRP$")] or words
    out = kept[0].text
    for left, right in itertools.pairwise(kept):
        out += ("" if left.end == right.start else " ") + right.text
    return out
