"""One article read from end to end."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.extract.lexicon import fingerprint
from importers.extract.read import RULES, VERSION, read
from store.records.reading import Reading
from store.records.span import Span

ARTICLE = (
    "LIMA (Agency) - Chile is buying thousands of trams from Peru, the transport ministry said on Tuesday.\n\n"
    "“We need them,” minister Luis Rojas told reporters. “They will arrive next week.”\n\n"
    "The line denied the deal. No contract could be independently verified.\n\n"
    "Agency contributed to this report"
)
WORDS = st.lists(
    st.sampled_from(
        [
            "the",
            "a",
            "mayor",
            "said",
            "that",
            "“",
            "”",
            '"',
            "'",
            ",",
            ".",
            "?",
            "!",
            "\n",
            "\n\n",
            "on",
            "Monday",
            "Peru",
            "100,000",
            "men",
            "killed",
            "not",
            "may",
            "could",
            "according",
            "to",
            "reportedly",
            "denied",
            "he",
            "she",
            "they",
            "it",
            "could",
            "n't",
            "be",
            "verified",
            "accusation",
            "Reuters",
            "(62)",
            "of",
            "in",
            "[…]",
            "N.",
            "U.S.",
            "5%",
            "–",
            "—",
            ":",
            ";",
        ]
    ),
    max_size=60,
).map(" ".join)


def spans(got: Reading) -> list[Span]:
    """All places that a reading names."""
    found = [s.span for s in got.sentences] + [t.span for t in got.timexes] + [m.span for m in got.mentions]
    for claim in got.claims:
        found += [claim.sentence, *claim.content]
        found += [s for s in (claim.speaker_span, claim.cue) if s is not None]
        found += [h.span for h in claim.hedges] + [c.span for c in claim.checks] + [q.span for q in claim.quantities]
    return found + [e.span for e in got.events] + [c.span for c in got.credits]


def test_the_rule_set_names_version_and_lexicons() -> None:
    assert f"{VERSION}-{fingerprint()}" == RULES
    assert read("The ferry sank.").rules == RULES


def test_reading_twice_gives_the_same() -> None:
    assert read(ARTICLE, "2031-05-14") == read(ARTICLE, "2031-05-14")


@pytest.mark.parametrize("language", ["de", "fr-CA", "ru"])
def test_of_another_language_only_sentences_are_read(language: str) -> None:
    got = read("Die Fähre sank am Montag.", "2031-05-14", language)
    assert got.sentences
    assert (got.claims, got.timexes, got.events) == ((), (), ())


@pytest.mark.parametrize("language", ["en", "en-GB", None])
def test_english_and_unstated_languages_are_read(language: str | None) -> None:
    assert read(ARTICLE, None, language).claims


def test_without_a_date_nothing_relative_is_resolved() -> None:
    for timex in read(ARTICLE).timexes:
        assert timex.interval.start is None


def test_direct_speech_counts_from_the_day_that_it_was_said() -> None:
    text = "“It will sail next week,” minister Luis Rojas said on Sunday."
    (timex,) = [t for t in read(text, "2031-05-14").timexes if t.text == "next week"]
    assert (timex.interval.start, timex.interval.end) == ("2031-05-12", "2031-05-18")
    assert timex.anchor == "utterance"


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n\n", "“", "(((", "said", "\ufffd" * 10, "a" * 70_000, "“" * 3000, "1 " * 3000]
)
def test_odd_texts_are_read_without_complaint(text: str) -> None:
    got = read(text, "2031-05-14")
    for span in spans(got):
        assert 0 <= span.start < span.end <= len(text)


@given(WORDS)
@settings(max_examples=60)
def test_every_place_lies_in_the_text_and_every_quote_is_the_text(text: str) -> None:
    got = read(text, "2031-05-14")
    for span in spans(got):
        assert 0 <= span.start < span.end <= len(text)
    for claim in got.claims:
        assert claim.sentence.holds(claim.content_span)
        assert all(q.text == q.span.of(text) for q in claim.quantities)
        assert all(h.text == h.span.of(text) for h in claim.hedges)
        assert all(c.text == c.span.of(text) for c in claim.checks)
        assert all(0 <= d.timex < len(got.timexes) for d in claim.dates)
    keys = [(c.content_span, c.speaker_span) for c in got.claims]
    assert len(keys) == len(set(keys))


def test_a_sentence_of_sixty_thousand_characters_does_not_hang() -> None:
    text = "The mayor said that the ferry, which he said was old, sank and " * 950
    began = time.process_time()
    read(text, "2031-05-14")
    assert time.process_time() - began < 20
