"""The actor behind a source: by name, office, pronoun or pair, with a memory of who spoke last."""

from __future__ import annotations

from collections.abc import Sequence

from importers.extract.gazetteer import national, titles
from importers.extract.places import fold, place_key
from importers.extract.pronouns import HE, STOPS, Pronouns, plain
from importers.extract.tokens import Token
from store.records.reading import Attribution, Mention
from store.records.span import Span

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


class Speakers(Pronouns):
    """Finds the actor behind a source; remembers who spoke last."""

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
        if len(words) == 1 or phrase in HE:
            key = self._pronoun(words[0].lower, source, attribution, before)
            if key is not None or words[0].tag in ("PRP", "PRP$", "WP", "WDT"):
                return self._point(source, key)
        if phrase in _PAIRS:
            return self._point(source, self._pair(source.start))
        return self._named(source, words)

    def _named(self, source: Span, words: list[Token]) -> str | None:
        stop = next((k for k, t in enumerate(words) if k and (t.lower in STOPS or t.lower in (",", "("))), len(words))
        while stop > 1 and words[stop - 1].tag == "POS":
            stop -= 1
        head = words[stop - 1]
        inside = self._mentions_in(source)
        two = [m for m in inside if self.cast.kind(m.actor) != "place"][-2:] if len(inside) > 2 else inside
        if len(two) == 2 and self._are_two(*two) and two[1].span.end == source.end:
            return self._point(source, self.cast.pair(two[0].actor, two[1].actor))
        named = self._apposed(words, head, inside)
        if named is not None:
            return named
        for mention in inside:
            if mention.span.start <= head.start < mention.span.end and mention.span.end >= head.end:
                return mention.actor
        low = head.lower.removeprefix("ex-")
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
            person = next((m for m in inside if m.span.start > head.end and self.cast.kind(m.actor) == "person"), None)
            if person is not None and words[stop : stop + 1] and words[stop].lower == ",":
                return person.actor
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
            phrase = national(plain(own), country) if own and country else plain(words[:stop])
            return self._point(source, self.cast.add(phrase, "organisation", None, country))
        if inside and inside[0].span.start == source.start:
            return inside[0].actor
        return None

    def _are_two(self, one: Mention, other: Mention) -> bool:
        """Whether an "and" joins two names, with an office before the second at most: Doe and Peruvian president Roe."""
        between = self.text[one.span.end : other.span.start].split()
        if not between or between[0] != "and" or len(between) > 4:
            return False
        return len(between) == 1 or all(
            w.lower() in titles().offices | titles().before or w[:1].isupper() for w in between[1:]
        )

    def _apposed(self, words: list[Token], head: Token, inside: list[Mention]) -> str | None:
        """The name that closes an office phrase: the head of diplomacy Jane Doe, the Secretary of State John Roe."""
        lists = titles()
        if not inside or head.lower not in lists.offices or not self._may_be_person(inside[-1].actor):
            return None
        name = inside[-1].span
        end = next((t.start for t in words if t.lower == ","), words[-1].end)
        before = next((t for t in reversed(words) if t.end <= name.start), None)
        if (
            before is None
            or before is head
            or name.end < end - 1
            or (before.tag in ("IN", "TO", "POS", "PUNCT", "CC", "DT") and before.lower != ")")
        ):
            return None
        return None if before.lower.strip(".") in lists.offices | lists.before else inside[-1].actor

    def _described(self, source: Span, words: list[Token], stop: int, inside: list[Mention]) -> str | None:
        """A person or group told by office: the one who was named with it before, else somebody unnamed."""
        country = self._country(inside)
        end = next((k for k, t in enumerate(words) if t.lower in (",", "(", "who", "which", "that")), len(words))
        if end + 1 < len(words) and words[end].lower == ",":
            begin = end + 1
            while begin + 1 < len(words) and words[begin].lower.strip(".") in titles().before | titles().offices:
                begin += 1
            named = next((m for m in inside if m.span.start == words[begin].start), None)
            if named is not None and self.cast.is_person(named.actor):
                return named.actor
        if end == 0:
            return None  # "that of the mayor": nobody is told by an office
        phrase = plain(words[:end])
        head = words[stop - 1]
        if head.tag != "NNS" and words[0].lower in ("the", "this", "that"):
            office = (
                "president"
                if head.lower == "head" and words[stop:][1:2] and words[stop + 1].lower == "state"
                else head.lower.removeprefix("ex-")
            )
            known = self._last_of(
                self.cast.holders(office, [t.lower for t in words[1 : stop - 1]], country), source.start
            )
            if known is None and stop == 2:
                known = self.cast.described(head.lower)
            if known is not None:
                return known
        return self.cast.add(phrase, "group" if head.tag == "NNS" else "unknown", None, country)

    def _medium(self, words: list[Token]) -> str | None:
        """An unnamed medium as an actor of its own: Peruvian media, state television."""
        end = next((k for k, t in enumerate(words) if t.lower in STOPS), len(words))
        if not words[:end] or words[end - 1].lower not in titles().media_heads:
            return None
        bare = [t for t in words[:end] if t.tag not in ("DT", "PRP$")]
        if len(bare) < 2 or bare[0].lower in ("social", "several", "some", "many", "other"):
            return None
        places = (
            place_key(" ".join(t.text for t in bare[k:m]))
            for k in range(len(bare))
            for m in range(k + 1, min(k + 3, len(bare)) + 1)
        )
        country = next((key for key in places if key is not None), None)
        return self.cast.add(plain(bare), "media", None, country)

    def _country(self, inside: list[Mention]) -> str | None:
        for mention in inside:
            place = self.cast.country(mention.actor)
            if place is not None:
                return place
        return None

    def _point(self, source: Span, key: str | None) -> str | None:
        if key is not None:
            self.pointed.append(Mention(source, key))
        return key

    def _words(self, span: Span) -> list[Token]:
        row = self.tokens[self._sentence(span.start)] if self.tokens else []
        return [t for t in row if span.start <= t.start < span.end]
