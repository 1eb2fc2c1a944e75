"""Claims of one article about the same statement, and what points to them."""

from __future__ import annotations

from importers.extract.read import read
from store.records.reading import Claim


def find(text: str, words: str) -> Claim:
    """The claim whose content holds the words and that is said by somebody, or else the outlet's."""
    found = [c for c in read(text, "2031-05-14").claims if words in c.content_span.of(text)]
    assert found, words
    return sorted(found, key=lambda c: c.attribution is None)[0]


def kinds(claim: Claim) -> list[str]:
    """Kinds of its checks."""
    return [c.kind for c in claim.checks]


ACCUSATION = (
    "Last week, the Peruvian government made an accusation saying Chilean divers are fighting for Bolivia. "
    "The weather was bad.\n\nThe accusation, which lacks hard evidence, came after months of silence."
)


def test_the_accusation_points_back_to_the_one_who_made_it() -> None:
    assert kinds(find(ACCUSATION, "divers are fighting")) == ["no_evidence"]


def test_other_claims_are_not_meant() -> None:
    text = "The mayor said the harbour is closed.\n\n" + ACCUSATION
    assert kinds(find(text, "harbour is closed")) == []


def test_what_was_not_detailed_is_the_earlier_claim_on_it() -> None:
    text = (
        "Chile is buying thousands of trams from Peru, the transport ministry said on Monday.\n\n"
        "The ministry said the harbour was closed.\n\n"
        "The official did not specify how many trams Chile intends to buy from Peru."
    )
    assert kinds(find(text, "thousands of trams")) == ["no_detail"]
    assert kinds(find(text, "harbour was closed")) == []


def test_what_could_not_be_verified_reaches_all_who_tell_it() -> None:
    text = (
        "Chile has offered Peru 3,000 miners, the state radio said.\n\n"
        "The support could not be independently verified. “There are reports that 3,000 Chilean miners are ready to "
        "help,” Vera Holm told a newspaper."
    )
    assert "unverified" in kinds(find(text, "offered Peru 3,000"))
    assert "unverified" in kinds(find(text, "3,000 Chilean miners"))


def test_one_number_of_one_thing_is_one_statement() -> None:
    text = (
        "Chile promised 3,000 miners, the radio said. The ministry said that Chile had offered to send 3,000 workers."
    )
    got = read(text)
    joined = [c for c in got.claims if c.quantities]
    assert len(joined) == 2
    assert all(len(c.same_statement) == 1 for c in joined)


def test_a_forecast_is_not_the_statement_that_it_happened() -> None:
    text = "Chile bought trams from Peru, the radio said. The ministry said Chile could buy trams from Peru next year."
    assert all(not c.same_statement for c in read(text).claims)


def test_a_broadcaster_rests_on_its_guest_and_he_on_reports() -> None:
    text = (
        "Chile has offered Peru 3,000 miners, according to a report on Chilean state television.\n\n"
        "“There are reports that 3,000 Chilean miners are ready to help,” Vera Holm told Channel Nine."
    )
    claim = find(text, "offered Peru")
    assert [h.label for h in claim.chain] == ["Vera Holm", "reports"]
    assert claim.chain[-1].type == "unspecified"


def test_what_a_speaker_adds_after_the_charge_was_made_by_him_belongs_to_it() -> None:
    text = (
        "Last week, the Peruvian government made an accusation saying Chilean divers are fighting for Bolivia.\n\n"
        "The charge was made by Peru's defence minister Luis Rojas on Tuesday. He said that six divers were killed.\n\n"
        "The accusation, which lacks hard evidence, was repeated."
    )
    claim = find(text, "six divers")
    assert kinds(claim) == ["no_evidence"]
    assert "utterance" in [d.role for d in claim.dates]


def test_same_statements_name_each_other() -> None:
    text = (
        "Chile promised 3,000 miners, the radio said. The ministry said that Chile had offered to send 3,000 workers."
    )
    got = read(text)
    for i, claim in enumerate(got.claims):
        for j in claim.same_statement:
            assert j != i
            assert i in got.claims[j].same_statement
