"""Who speaks and acts: mentions of one actor inside an article, and the speaker behind each attribution's source."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import replace

from importers.extract.authority import attribution_type, authority
from importers.extract.cast import Cast
from importers.extract.gazetteer import NameAt, titles
from importers.extract.names import find_names
from importers.extract.speakers import Speakers
from importers.extract.tokens import Token
from store.records.reading import Actor, Attribution, Mention, Sentence
from store.records.span import Span

__all__ = ["attribution_type", "authority", "read_actors"]


def read_actors(
    text: str, sentences: Sequence[Sentence], tokens: Sequence[list[Token]], attributions: Sequence[Attribution]
) -> tuple[tuple[Actor, ...], tuple[Mention, ...], tuple[Attribution, ...]]:
    """Actors and their mentions in order, and the attributions with `speaker` set where the source stands for an actor.

    `tokens` are those of each sentence in turn.
    """
    cast = Cast()
    names = [find_names(line) if s.role in ("prose", "heading") else [] for s, line in zip(sentences, tokens)]
    for line in names:
        for name in line:
            cast.learn(name)
    _learn_sources(cast, sentences, tokens, names, attributions)
    mentions: list[Mention] = []
    for number, (sentence, line) in enumerate(zip(sentences, names)):
        countries = {n.country for n in line if n.country}
        for name in line:
            key = cast.resolve(name, number, sentence.paragraph, countries)
            if key is not None:
                row = tokens[number]
                mentions.append(Mention(Span(row[name.first].start, row[name.end - 1].end), key))
    reader = Speakers(text, sentences, tokens, mentions, cast)
    reader.listen(attributions)
    spoken: list[Attribution] = []
    for attribution in attributions:
        spoken.append(replace(attribution, speaker=reader.speaker(attribution, spoken, attributions)))
    every = {(m.span, m.actor): m for m in (*mentions, *reader.pointed)}
    ordered = tuple(every[key] for key in sorted(every))
    return cast.actors(), ordered, tuple(spoken)


def _learn_sources(
    cast: Cast,
    sentences: Sequence[Sentence],
    tokens: Sequence[list[Token]],
    names: list[list[NameAt]],
    attributions: Sequence[Attribution],
) -> None:
    """A bare name that says something is a person: unknown names become people where they are sources."""
    starts = [s.span.start for s in sentences]
    for attribution in attributions:
        if attribution.source is None:
            continue
        i = bisect.bisect_right(starts, attribution.source.start) - 1
        for k, name in enumerate(names[i] if i >= 0 else []):
            row = tokens[i]
            place = row[name.first].start
            apposed = name.first > 0 and row[name.first - 1].lower == "," and attribution.source.start < place
            if (
                name.kind == "unknown"
                and name.end - name.first > 1
                and (place == attribution.source.start or (apposed and place < attribution.source.end))
                and not (apposed and _has_office(row, attribution.source, place) is None)
            ):
                role = _has_office(row, attribution.source, place) if apposed else None
                names[i][k] = name._replace(kind="person", role=name.role or role)
                cast.learn(names[i][k])


def _has_office(row: Sequence[Token], source: Span, place: int) -> str | None:
    """The office in what stands before a name in its source: the harbour master, Jane Doe; None where there is none."""
    words = titles()
    before = (t.text for t in row if source.start <= t.start < place and t.lower in words.offices | words.commentators)
    return next(before, None)
