"""Who says what: sources, cues, contents, what runs on and what stands inside."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.extract.attribution.chains import chain_of
from importers.extract.attribution.cues import find_cues
from importers.extract.attribution.lines import make_line
from importers.extract.attribution.read import read_attributions
from importers.extract.lexicon import load
from importers.extract.quotations import read_quotations
from importers.extract.sentences import read_sentences
from importers.extract.tokens import tokenize
from store.records.reading import Attribution
from store.records.span import Span


def read(text: str) -> tuple[Attribution, ...]:
    return read_attributions(text, read_sentences(text))


def said(text: str) -> list[tuple[str | None, str | None, str]]:
    """(source, cue, content) of each attribution that stands by itself."""
    return [
        (
            a.source.of(text) if a.source else None,
            a.cue.of(text) if a.cue else None,
            " … ".join(p.of(text) for p in a.content),
        )
        for a in read(text)
        if a.inside is None
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor said that the bridge was safe.", ("The mayor", "said", "that the bridge was safe")),
        ("The mayor has said the bridge is safe.", ("The mayor", "has said", "the bridge is safe")),
        ("The bridge is safe, the mayor said on Friday.", ("the mayor", "said", "The bridge is safe")),
        ("The bridge is safe, according to the mayor.", ("the mayor", "according to", "The bridge is safe")),
        ("According to the mayor, the bridge is safe.", ("the mayor", "According to", "the bridge is safe")),
        (
            "“The bridge is safe,” said Jane Doe, the mayor of Lima.",
            ("Jane Doe, the mayor of Lima", "said", "“The bridge is safe,”"),
        ),
        ("“The bridge is safe,” Mayor Jane Doe told reporters.", ("Mayor Jane Doe", "told", "“The bridge is safe,”")),
        (
            "Officials told reporters on Friday that the bridge was safe.",
            ("Officials", "told", "that the bridge was safe"),
        ),
        ("The engineers believe that the bridge will hold.", ("The engineers", "believe", "that the bridge will hold")),
        (
            "The ministry denied that the bridge had been hit.",
            ("The ministry", "denied", "that the bridge had been hit"),
        ),
        ("“The bridge is safe.” — Jane Doe", ("Jane Doe", "—", "“The bridge is safe.”")),
        ("The mayor asked whether the bridge was safe.", ("The mayor", "asked", "whether the bridge was safe")),
    ],
)
def test_a_plain_attribution_is_read_whole(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in said(text)


def test_a_quotation_before_its_cue_may_hold_several_sentences() -> None:
    text = "“The bridge is safe. Nobody was hurt,” the mayor said."
    assert said(text)[0][2] == "“The bridge is safe. Nobody was hurt,”"


def test_a_quotation_goes_on_behind_its_cue() -> None:
    text = "“The bridge is safe,” the mayor said. “Nobody was hurt.”"
    assert said(text)[0][2] == "“The bridge is safe,” … “Nobody was hurt.”"


def test_a_quotation_in_the_next_paragraph_continues_its_speaker() -> None:
    text = "“The bridge is safe,” the mayor said on Friday.\n\n“Nobody was hurt in the night.”"
    first, second = read(text)
    assert second.form == "continued"
    assert second.continues == 0
    assert second.source == first.source
    assert second.cue is None


def test_reportedly_has_no_source() -> None:
    found = [a for a in read("The bridge was reportedly closed.") if a.form == "adverb"]
    assert len(found) == 1
    assert found[0].source is None


def test_what_is_said_to_be_so_has_no_source() -> None:
    found = read("The rebels are said to be near the town.")
    assert [(a.form, a.source) for a in found] == [("passive", None)]


def test_a_claim_as_subject_ends_before_the_verb_of_the_sentence() -> None:
    text = "The claim that the bridge was closed is false."
    assert [(a.form, a.content[0].of(text)) for a in read(text)] == [("noun", "that the bridge was closed")]


def test_as_announced_on_names_the_medium() -> None:
    text = "The army has lost the town, as announced on state television."
    assert ("state television", "announced", "The army has lost the town") in said(text)


def test_a_report_inside_a_quotation_stands_inside_it() -> None:
    text = "“There are reports that the bridge was hit,” Roe told the station."
    found = read(text)
    inner = [a for a in found if a.inside is not None]
    assert [a.cue.of(text) for a in inner if a.cue] == ["reports"]
    assert found[inner[0].inside or 0].form == "direct"


def test_the_chain_of_a_quotation_leads_to_bare_reports() -> None:
    text = "“There are reports that the bridge was hit,” Roe told the station."
    found = read(text)
    outer = next(n for n, a in enumerate(found) if a.inside is None)
    assert [(h.label, h.relation, h.type) for h in chain_of(text, outer, found, {})] == [
        ("reports", "reports", "unspecified")
    ]


def test_a_headline_with_a_colon_has_its_source_before_it() -> None:
    text = "Mayor: ‘We will not close the bridge’\n\nThe river rose on Friday by two metres."
    found = read(text)
    assert found
    assert found[0].source is not None
    assert found[0].source.of(text) == "Mayor"


@pytest.mark.parametrize(
    "verb", ["promised", "offered", "pledged", "has agreed to send", "threatened to send", "has vowed to send"]
)
def test_who_reportedly_does_something_is_not_who_says_so(verb: str) -> None:
    words = verb.split()
    text = " ".join(["Norland", *words[:-3], "reportedly", *words[-3:], "Bardia forty divers."])
    assert [(a.source, a.cue.of(text)) for a in read(text) if a.cue is not None] == [(None, "reportedly")]


def test_who_reportedly_says_something_says_it() -> None:
    text = "The mayor reportedly said that the bridge would be closed."
    (found,) = read(text)
    assert found.source is not None
    assert found.source.of(text) == "The mayor"


@pytest.mark.parametrize(
    ("behind", "source"),
    [
        ("as was announced on Radio Ostran", "Radio Ostran"),
        ("as announced on Kanal Five", "Kanal Five"),
        ("as could be heard on Ostran State Television", "Ostran State Television"),
        ("as was claimed in a post on Telegram", "a post on Telegram"),
        ("as reported in the Lantern", "the Lantern"),
        ("as first reported by the Lantern", "the Lantern"),
        ("it was announced on state radio", "state radio"),
        ("as had been reported by the Lantern on Monday", "the Lantern"),
    ],
)
def test_where_something_was_told_is_its_source(behind: str, source: str) -> None:
    for before in ("Norland will send forty divers", "Norland has reportedly promised Bardia forty divers"):
        text = f"{before}, {behind}."
        (found,) = [a for a in read(text) if a.source is not None]
        assert found.source is not None
        assert found.source.of(text) == source
        assert found.content[0].of(text) == before


@pytest.mark.parametrize("behind", ["as announced on Monday", "as was announced in Portugal", "as reported in March"])
def test_a_day_or_a_place_is_no_source(behind: str) -> None:
    assert all(a.source is None for a in read(f"Norland will send forty divers, {behind}."))


@pytest.mark.parametrize(("sentence", "cue"), sorted(load("cues")["examples"].items()))
def test_every_cue_example_is_found(sentence: str, cue: str) -> None:
    whole = Span(0, len(sentence))
    line = make_line(0, whole, 1, "prose", tokenize(sentence), read_quotations(sentence, (whole,)))
    assert cue in [line.chars(c.start, c.end).of(sentence) for c in find_cues(line)]


@pytest.mark.parametrize(("sentence", "count"), sorted(load("weights")["examples"].items()))
def test_every_example_of_the_figures_is_read(sentence: str, count: int) -> None:
    assert len(read(sentence)) == count


@pytest.mark.parametrize("rule", load("chains")["link"], ids=lambda r: str(r["relation"]))
def test_every_chain_rule_finds_its_party(rule: dict[str, str]) -> None:
    import re

    match = re.search(rule["pattern"], rule["example"])
    assert match is not None
    assert match.group("party").rstrip(" .") == rule["party"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "the mayor",
                "said",
                "that",
                "“",
                "”",
                ",",
                ".",
                "reports",
                "according to",
                "told",
                "He",
                "and",
                ":",
                "\n\n",
                "reportedly",
                "by",
                "was",
                "'",
            ]
        ),
        max_size=40,
    )
)
def test_spans_lie_in_the_text_and_indices_in_the_list(words: list[str]) -> None:
    text = " ".join(words)
    found = read(text)
    for n, a in enumerate(found):
        spans = [*a.content, *([a.source] if a.source else []), *([a.cue] if a.cue else [])]
        assert all(0 <= s.start < s.end <= len(text) for s in spans)
        assert a.inside is None or (0 <= a.inside < len(found) and a.inside != n)
        assert a.continues is None or 0 <= a.continues < n
        assert 0 <= a.quality <= 1


def test_sixty_thousand_characters_in_one_sentence_do_not_hang() -> None:
    began = time.process_time()
    for text in (
        "he said that " * 4_500,
        "“" * 60_000,
        "a, " * 20_000,
        "“a” — Bob\n" * 6_000,
        "He said: \n" * 6_000,
    ):
        read(text[:60_000])
    assert time.process_time() - began < 12


SHARED = Path(os.environ.get("SAIDBY_SHARED", str(Path(__file__).resolve().parents[3] / "shared")))


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the shared seed articles are not there")
def test_reading_the_seeds_is_fast_enough() -> None:
    texts = [p.read_text(encoding="utf-8") for p in sorted((SHARED / "seeds").glob("*.txt"))] * 5
    read(texts[0])
    began = time.process_time()
    for text in texts:
        read(text)
    assert sum(map(len, texts)) / (time.process_time() - began) > 60_000


def chain(text: str) -> list[tuple[str, str, str]]:
    """The chain of the first attribution that stands by itself."""
    found = read(text)
    first = next(n for n, a in enumerate(found) if a.inside is None)
    return [(h.label, h.relation, h.type) for h in chain_of(text, first, found, {})]


def test_whom_a_medium_cites_is_the_next_link() -> None:
    text = "The Example Times, citing two unnamed officials, said that the bridge had been hit."
    assert chain(text) == [("two unnamed officials", "citing", "unnamed_described")]


def test_citing_behind_the_cue_is_a_link_too() -> None:
    text = "The bridge was hit, the agency reported on Monday, citing two unnamed officials."
    assert chain(text) == [("two unnamed officials", "citing", "unnamed_described")]


def test_reports_that_surfaced_in_media_lead_to_the_media() -> None:
    text = "The mayor said that reports which first surfaced in Peruvian media were right."
    assert chain(text) == [("Peruvian media", "via", "institution")]


def test_a_denial_of_reports_does_not_rest_on_them() -> None:
    assert chain("The mayor denied reports that the bridge had been hit.") == []


def test_a_denial_is_always_read() -> None:
    assert ("The general", "denied", "it") in said("The general denied it.")


def test_it_is_believed_has_no_source() -> None:
    assert said("It is believed that thousands died.") == [(None, "is believed", "that thousands died")]


def test_the_hearers_are_no_part_of_what_is_told() -> None:
    assert ("Witnesses", "told", "they saw smoke") in said("Witnesses told reporters they saw smoke.")


def test_a_bracket_that_opens_the_sentence_is_no_trap() -> None:
    text = "(Norvik Inc) said that prices would fall."
    assert read_attributions(text, read_sentences(text))


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        (
            "Divers said that the pier is old, and warned that it could fall.",
            ["that the pier is old", "that it could fall"],
        ),
        ("The line denies it owns the pier and argues that the town does.", ["it owns the pier", "that the town does"]),
    ],
)
def test_two_verbs_of_one_speaker_each_have_their_content(text: str, contents: list[str]) -> None:
    found = read(text)
    assert [a.content[0].of(text).rstrip(".") for a in found] == contents
    assert len({a.source for a in found}) == 1


def test_what_may_belong_to_the_content_is_not_cut_off() -> None:
    text = "The mayor said the guild left the port and warned that it would not come back."
    assert read(text)[0].content[0].end >= len(text) - 1


BESIDE = [
    ("“Row, row on,” the boatman sang to the crowd.", "the boatman", "“Row, row on,”"),
    ("“We will mend it!” beamed Jane Doe of Arlund.", "Jane Doe of Arlund", "“We will mend it!”"),
    ("The paper chose one line as its headline: “The bridge is ours.”", "The paper", "“The bridge is ours.”"),
    ("Asked why he left, Roe said, “Nobody told me about it.”", "Roe", "“Nobody told me about it.”"),
    ("Said Jane Doe, “The thought of it is hard to bear.”", "Jane Doe", "“The thought of it is hard to bear.”"),
    ("''It was on 'Row and Roll,''' said Tom Roe, a pilot.", "Tom Roe, a pilot", "''It was on 'Row and Roll,'''"),
    ("“It is over,” Fräulein Müğe said at night.", "Fräulein Müğe", "“It is over,”"),
    ("The ferryman shook his head: “It is late,” he said.", "he", "“It is late,”"),
]


@pytest.mark.parametrize(("text", "source", "content"), BESIDE)
def test_a_quotation_is_given_to_who_stands_beside_it_with_whatever_verb(text: str, source: str, content: str) -> None:
    (found,) = [a for a in read(text) if a.form == "direct"]
    assert found.source is not None
    assert (found.source.of(text), [p.of(text) for p in found.content]) == (source, [content])


def test_a_second_verb_of_saying_has_its_own_quotation() -> None:
    text = "“We have to go,” Roe said, adding later, “The ferry costs us a fortune.”"
    assert [[p.of(text) for p in a.content] for a in read(text)] == [
        ["“We have to go,”"],
        ["“The ferry costs us a fortune.”"],
    ]


def test_a_paragraph_that_is_marked_as_quoted_keeps_its_inner_quotations() -> None:
    text = '"Roe walked up, waving.\n\n"“Here we are,” Doe said. “It is late.”'
    said = [p.of(text) for a in read(text) if a.cue is not None for p in a.content]
    assert said == ["“Here we are,”", "“It is late.”"]


@pytest.mark.parametrize(("headline", "speaker"), sorted(load("headlines")["examples"].items()))
def test_every_headline_example_has_its_speaker(headline: str, speaker: str) -> None:
    text = headline + "\n\nThe river rose on Friday by two metres."
    found = [a.source.of(text) for a in read(text) if a.form == "headline" and a.source is not None]
    assert found == ([speaker] if speaker else [])


def test_an_unknown_name_speaks_in_a_headline_where_the_article_gives_what_it_says() -> None:
    headline = "Kelso: the bridge is safe"
    assert not [a for a in read(f"{headline}\n\nThe bridge in Kelso was closed.") if a.form == "headline"]
    assert [a for a in read(f"{headline}\n\nThe bridge is safe, Kelso said.") if a.form == "headline"]


@pytest.mark.parametrize(("sentence", "source"), sorted(load("formulas")["examples"].items()))
def test_every_formula_example_has_its_source(sentence: str, source: str) -> None:
    assert source in [a.source.of(sentence) for a in read(sentence) if a.source is not None]


def test_a_bare_label_quotes_whom_the_line_above_names() -> None:
    text = "Source: Jane Doe on Telegram\n\nQuote: “The ferry stays in port.”"
    (found,) = read(text)
    assert found.source is not None
    assert found.source.of(text).startswith("Jane Doe")


def test_speech_set_with_dashes_goes_on_behind_the_cue() -> None:
    text = "– We are ready for talks, – said Doe. – But not yet. We have time."
    found = read(text)
    assert [p.of(text) for a in found for p in a.content] == [
        "We are ready for talks",
        "But not yet.",
        "We have time.",
    ]
    assert {a.source.of(text) for a in found if a.source is not None} == {"Doe"}


def test_who_is_quoted_as_saying_something_is_its_source() -> None:
    text = "“The bridge was mined,” Doe was quoted as saying by the Ferry Post."
    (found,) = read(text)
    assert found.source is not None
    assert found.cue is not None
    assert (found.source.of(text), found.cue.of(text)) == ("Doe", "was quoted as saying")


def test_a_sentence_that_says_who_reported_this_attributes_the_one_before() -> None:
    text = "Two ferries were held at the pier. This was reported by the harbour office on Facebook."
    (found,) = read(text)
    assert found.source is not None
    assert found.source.of(text) == "the harbour office"
    assert found.content[0].of(text) == "Two ferries were held at the pier."


SOURCES = [
    # a verb that goes on belongs to who spoke first, not to the subject of what he said
    ("Doe said Roe is calm, and said the ferry could be late.", ["Doe", "Doe"]),
    ("The state fined the owner, who runs the ferry, saying it was late.", ["The state"]),
    ("The port is backing off its view that the raid into Arland is near, saying nobody knows.", ["The port"] * 2),
    # statements of time are no part of a name
    ("On Thursday Roe said the ferry was late.", ["Roe"]),
    ("The harbour office on August 26, 2022 accused Doe of fraud.", ["The harbour office"]),
    # a measure says nothing
    ("The ferry ran according to plan.", []),
    ("The ferry sank in May, the Ferry Post reports, citing its owner.", ["the Ferry Post", "the Ferry Post"]),
    ("The ferry sank - said the harbour master.", ["the harbour master"]),
    ("The mayor said in a statement on Tuesday evening that the pier is closed.", ["The mayor"]),
    (
        "The ferry left, said sailors who spoke on condition of anonymity.",
        ["sailors who spoke on condition of anonymity"],
    ),
    ("The port said on Tuesday its ferry had left.", ["The port"]),
    ("Sailors claim that the ferry sank.", ["Sailors"]),
]


@pytest.mark.parametrize(("text", "sources"), SOURCES)
def test_the_source_is_who_says_it(text: str, sources: list[str]) -> None:
    assert [a.source.of(text) for a in read(text) if a.source is not None] == sources


PRESS = [
    ("As the ferry's owner Jane Doe told reporters, the pier is closed.", "the pier is closed"),
    ("The Ferry Post reported, citing two sailors, that the pier is closed.", "that the pier is closed"),
    ("According to the Ferry Post, citing two sailors, the pier is closed.", "the pier is closed"),
    ("The pier is closed. The mayor reported this on Telegram.", "The pier is closed."),
    ("Doe said: 'We stay until May. We have time.'", "'We stay until May. We have time.'"),
]


@pytest.mark.parametrize(("text", "content"), PRESS)
def test_habits_of_agencies_are_read(text: str, content: str) -> None:
    assert content in [p.of(text) for a in read(text) for p in a.content]


BEHIND = [
    ("“It is late.”\n\n- Jane Doe.\n\nHe left.", "Jane Doe"),
    ("“It's unusual,“ said Jane Doe, a pilot. “It's hard.”", "Jane Doe, a pilot"),
    ("“It is late,” said Will Doe, a pilot.", "Will Doe, a pilot"),
    ("“It is late,” Jane Doe, who is mayor of Arlund, said on Monday.", "Jane Doe, who is mayor of Arlund"),
]


@pytest.mark.parametrize(("text", "source"), BEHIND)
def test_all_of_a_source_behind_a_quotation_is_taken(text: str, source: str) -> None:
    assert source in [a.source.of(text) for a in read(text) if a.source is not None and a.form == "direct"]


def test_a_quotation_does_not_run_on_past_somebody_else_who_speaks() -> None:
    text = "“It is late,” Doe said.\n\nThe Harbour Board believes that the ferry is lost.\n\n“It is cold.”"
    assert not [a for a in read(text) if a.form == "continued"]
