"""Claims: who commits to what, how far, from when."""

from __future__ import annotations

import pytest

from importers.extract.read import read
from store.records.reading import Claim, Reading


def claims(text: str, published: str | None = "2031-05-14") -> tuple[str, Reading]:
    """The text and its reading."""
    return text, read(text, published)


def only(text: str, words: str) -> Claim:
    """The one claim whose content holds the words."""
    found = [c for c in read(text, "2031-05-14").claims if words in c.content_span.of(text)]
    assert len(found) == 1, [c.content_span.of(text) for c in found]
    return found[0]


def test_what_is_attributed_is_the_speakers_claim() -> None:
    text = "The ferry sank off the coast, the harbour ministry said on Monday."
    claim = only(text, "ferry sank")
    assert claim.type == "institution"
    assert claim.speaker_span is not None
    assert "ministry" in claim.speaker_span.of(text)
    assert claim.content_span.of(text) == "The ferry sank off the coast"


def test_what_nobody_is_given_for_is_the_outlets_own_voice() -> None:
    claim = only("The ferry sank off the coast on Monday.", "ferry sank")
    assert claim.attribution is None
    assert claim.type == "outlet_voice"
    assert claim.speaker_span is None


def test_each_sentence_of_a_quotation_is_a_claim_of_its_own() -> None:
    text = '"The ferry was old. It had no boats," Captain Vera Holm said.'
    found = [c for c in read(text).claims if c.attribution is not None]
    assert [c.content_span.of(text) for c in found] == ["The ferry was old", "It had no boats"]
    assert [c.polarity for c in found] == ["+", "-"]


@pytest.mark.parametrize(
    ("text", "words", "commitment", "certainty"),
    [
        ("The ministry confirmed that the ferry had sunk.", "ferry", "explicit", "CT"),
        ("The ministry said that the ferry had sunk.", "ferry", "asserted", "CT"),
        ("The ministry said that the ferry had very likely sunk.", "ferry", "very_likely", "PR"),
        ("The ministry believes that the ferry has sunk.", "ferry", "likely", "PR"),
        ("The ministry claims that the ferry has sunk.", "ferry", "distanced", "U"),
        ("The ministry said that the ferry might have sunk.", "ferry", "possible", "PS"),
        ("The ministry suspects that the ferry might have sunk.", "ferry", "possible", "PS"),
    ],
)
def test_the_weakest_hedge_sets_the_commitment(text: str, words: str, commitment: str, certainty: str) -> None:
    claim = only(text, words)
    assert (claim.commitment, claim.certainty) == (commitment, certainty)


def test_reportedly_beside_a_named_source_is_the_outlets_distance() -> None:
    claim = only("The harbour ministry said that the ferry has reportedly sunk.", "ferry")
    assert claim.commitment == "distanced"
    assert [h.by for h in claim.hedges] == ["outlet"]


def test_reportedly_alone_is_charged_to_the_attribution() -> None:
    claim = only("The ferry reportedly sank near the pier on Monday.", "ferry")
    assert claim.type == "unspecified"
    assert claim.commitment == "asserted"


def test_a_probability_word_gives_its_icd_203_range() -> None:
    claim = only("The ministry said that the ferry had probably sunk.", "ferry")
    assert claim.likelihood == (55, 80)


def test_an_unlikely_thing_is_denied_as_probable() -> None:
    claim = only("It is unlikely that the ferry sank, the ministry said.", "unlikely")
    assert (claim.polarity, claim.certainty) == ("-", "PR")


def test_a_denial_says_that_it_is_not_so() -> None:
    claim = only("The shipping line denied any part in the smuggling.", "smuggling")
    assert (claim.kind, claim.polarity) == ("denial", "-")


def test_dates_in_the_content_are_the_events_and_beside_the_cue_the_utterances() -> None:
    text = "The ministry said on Tuesday that the ferry sank on May 3."
    got = read(text, "2031-05-14")
    (claim,) = [c for c in got.claims if "ferry" in c.content_span.of(text)]
    roles = {got.timexes[d.timex].text: d.role for d in claim.dates}
    assert roles == {"Tuesday": "utterance", "May 3": "event"}


def test_two_full_clauses_are_two_claims() -> None:
    text = "The ferry sank near the pier, and the captain left the country in June."
    assert [c.content_span.of(text) for c in read(text).claims] == [
        "The ferry sank near the pier",
        "the captain left the country in June",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Did the ferry sink?",
        "By Vera Holm",
        "Photo: Vera Holm/Agency",
        "Agency contributed to this report",
    ],
)
def test_questions_bylines_and_credits_claim_nothing(text: str) -> None:
    assert read("The ferry sank on Monday, and nobody knew why.\n\n" + text).claims[-1].content_span.end < 60


def test_a_heading_that_asserts_is_a_claim() -> None:
    text = "Harbour police suspect sabotage of ferry\n\nThe ferry sank on Monday near the old pier."
    found = read(text).claims
    assert any(c.content_span.end < 45 for c in found)


def test_an_offer_is_a_report_and_no_claim_of_the_one_who_offers() -> None:
    text = "The duke has offered the town 300 trams."
    claim = only(text, "trams")
    assert claim.attribution is None
    assert claim.kind == "report"


def test_what_stands_under_believing_is_what_is_asserted() -> None:
    text = "Captain Vera Holm said she had reason to believe that six divers were killed."
    claim = only(text, "six divers")
    assert claim.frame.predicate == "kill"
    assert claim.commitment == "likely"
    assert [(q.low, q.thing, q.role) for q in claim.quantities] == [(6, "diver", "killed")]


def test_every_claim_lies_in_its_sentence_and_has_its_place_alone() -> None:
    text = (
        "The ferry sank, the ministry said. “It was old,” Vera Holm said, “and nobody cared.” "
        "She added that it might have been overloaded. According to the line, it was not."
    )
    got = read(text)
    keys = [(c.content_span, c.speaker_span) for c in got.claims]
    assert len(keys) == len(set(keys))
    for claim in got.claims:
        assert claim.sentence.holds(claim.content_span)
        assert 0 <= claim.quality <= 1
        assert claim.rules


def test_a_pronoun_far_from_its_name_is_read_less_surely() -> None:
    text = "Captain Vera Holm arrived. The weather was bad. She said the ferry sank."
    named = "The ferry sank, Captain Vera Holm said."
    assert only(text, "ferry sank").quality < only(named, "ferry sank").quality


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("When asked about the pier, the mayor said, “It is safe.”", "It is safe"),
        ("The mayor stated that the pier belongs to the guild.", "the pier belongs to the guild"),
        (
            "The guilds have disputed the northern pier since 1994.",
            "The guilds have disputed the northern pier since 1994",
        ),
        ("LIMA, 16 May (Agency) – The pier is safe, the mayor said.", "The pier is safe"),
    ],
)
def test_what_is_claimed_is_a_statement(text: str, content: str) -> None:
    assert [c.content_span.of(text) for c in read(text).claims] == [content]


@pytest.mark.parametrize(
    "text",
    [
        "Sign up for our weekly letter.",
        "By clicking here you accept our Terms of Service.",
        "You can opt out at any time.",
    ],
)
def test_what_a_site_says_of_itself_is_no_claim(text: str) -> None:
    assert read(text).claims == ()


def test_a_bare_name_behind_a_verb_of_judgment_is_no_claim() -> None:
    text = "The mayor slammed the guild on Monday, claiming it wanted the pier."
    assert "the guild on Monday" not in [c.content_span.of(text) for c in read(text).claims]


def test_who_says_that_he_has_done_neither_denies() -> None:
    (claim,) = read("The line has neither sold nor leased ships, its spokeswoman said.").claims
    assert (claim.kind, claim.polarity) == ("denial", "-")


def test_an_unlikely_attribution_lowers_the_claims_quality() -> None:
    text = "The mayor said the pier is safe."
    sure = read(text).claims[0].quality
    assert sure >= 0.7
