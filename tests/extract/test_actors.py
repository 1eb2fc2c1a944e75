"""Actors, and the speaker behind a source."""

from __future__ import annotations

import pytest

from importers.extract.actors import attribution_type, authority, read_actors
from importers.extract.attribution.read import read_attributions
from importers.extract.lexicon import load
from importers.extract.names import find_names
from importers.extract.sentences import read_sentences
from importers.extract.tokens import tokenize
from store.records.reading import Actor, Attribution


def read(text: str) -> tuple[dict[str, Actor], tuple[Attribution, ...]]:
    sentences = read_sentences(text)
    tokens = [tokenize(text, s.span) for s in sentences]
    actors, _, attributions = read_actors(text, sentences, tokens, read_attributions(text, sentences, tokens))
    return {a.key: a for a in actors}, attributions


def speakers(text: str) -> list[str | None]:
    return [a.speaker for a in read(text)[1] if a.inside is None]


def test_a_last_name_stands_for_the_full_name_given_before() -> None:
    assert speakers("Mayor Jane Doe said the bridge was safe. Doe said nobody was hurt.") == ["jane doe", "jane doe"]


def test_a_family_name_that_stands_first_is_the_short_form() -> None:
    assert (
        speakers("Defense minister Park Min-ho said the bridge was safe. Park said nobody was hurt.")
        == ["park min-ho"] * 2
    )


def test_role_and_country_stand_beside_the_name() -> None:
    actors, _ = read("Peru's defense minister Juan Doe said the bridge was safe.")
    assert actors["juan doe"].roles == ("defense minister",)
    assert actors["juan doe"].affiliations == ("Peru",)


def test_a_capital_that_speaks_is_its_country() -> None:
    assert speakers("“The bridge is safe,” Lima has warned.") == ["peru"]


def test_a_government_is_its_country() -> None:
    assert speakers("The Peruvian government said the bridge was safe.") == ["peru"]


def test_an_office_points_back_to_the_one_who_was_named_with_it() -> None:
    text = "Peruvian intelligence chief Juan Doe said the bridge was safe.\n\n“Nobody was hurt,” the chief said."
    assert speakers(text) == ["juan doe", "juan doe"]


def test_he_is_the_last_person_who_spoke() -> None:
    assert speakers("John Roe, the mayor of Lima, said the bridge was safe. He said nobody was hurt.") == [
        "john roe",
        "john roe",
    ]


def test_she_is_no_man() -> None:
    text = "Mayor Mary Doe met Governor John Roe. She said the bridge was safe."
    assert speakers(text) == ["mary doe"]


def test_both_sides_are_the_two_named_before() -> None:
    actors, found = read("Peru and Chile met on Friday. Both sides denied that the bridge was closed.")
    speaker = found[0].speaker
    assert speaker is not None
    assert actors[speaker].affiliations == ("Peru", "Chile")


def test_two_people_of_one_family_name_are_not_merged() -> None:
    text = "Peruvian minister Juan Doe said the bridge was safe. Chilean President Mary Doe said it was not."
    assert speakers(text) == ["juan doe", "mary doe"]


def test_a_shared_family_name_beside_a_country_is_its_ruler() -> None:
    text = (
        "South Korea's defense minister Kim Min-ho said the bridge was safe.\n\nPyongyang kept silent.\n\n"
        "Nothing else is known.\n\nIn Pyongyang, Kim said that the bridge was closed."
    )
    assert speakers(text)[-1] == "kim jong un"


def test_spellings_of_one_name_meet_in_one_key() -> None:
    keys = {
        speakers(f"President Volodymyr {name} said the bridge was safe.")[0]
        for name in ("Zelensky", "Zelenskyy", "Zelenskiy")
    }
    assert keys == {"volodymyr zelensky"}


def test_accents_do_not_part_an_actor_from_himself() -> None:
    assert speakers("Mayor José Pérez said the bridge was safe.") == ["jose perez"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru's defense minister Juan Doe said the bridge was safe.", "named_official"),
        ("Peruvian security expert Juan Doe said the bridge was safe.", "commentator"),
        ("The Pentagon said the bridge was safe.", "institution"),
        ("US intelligence officials said the bridge was safe.", "unnamed_described"),
        ("A senior diplomat said the bridge was safe.", "unnamed_described"),
        ("The bridge was reportedly closed.", "unspecified"),
        ("Reports say the bridge was closed.", "unspecified"),
        ("The White House said the bridge was safe.", "institution"),
    ],
)
def test_a_source_has_its_class(text: str, expected: str) -> None:
    actors, found = read(text)
    assert [attribution_type(text, a, actors) for a in found][:1] == [expected]


@pytest.mark.parametrize(("phrase", "expected"), sorted(load("titles")["examples"].items()))
def test_every_example_of_the_titles_has_its_class(phrase: str, expected: str) -> None:
    text = f"{phrase} said that the bridge was safe."
    actors, found = read(text)
    assert [attribution_type(text, a, actors) for a in found if a.inside is None][:1] == [expected]


@pytest.mark.parametrize(("form", "name"), sorted(load("names")["examples"].items()))
def test_every_example_of_the_names_has_its_canonical_form(form: str, name: str) -> None:
    actors, _ = read(f"Yesterday {form} met the envoys of Peru.")
    assert name in {a.name for a in actors.values()}


def test_nobody_is_unspecified() -> None:
    assert authority(None, None) == "unspecified"


def test_days_and_made_up_adjectives_are_no_names() -> None:
    names = find_names(tokenize("On Friday the Peruvian-made boats left in August."))
    assert names == []


def test_mentions_have_actors() -> None:
    text = "Mayor Jane Doe met Juan Roe of the Peruvian Ministry of Defence in Lima."
    sentences = read_sentences(text)
    tokens = [tokenize(text, s.span) for s in sentences]
    actors, mentions, _ = read_actors(text, sentences, tokens, ())
    keys = {a.key for a in actors}
    assert mentions
    assert all(m.actor in keys for m in mentions)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("U.S. Secretary of State Jane Doe said that the bridge was safe.", "jane doe"),
        ("French Foreign Minister Jane Doe said that the bridge was safe.", "jane doe"),
        ("The head of diplomacy Jane Doe during the talks warned that the bridge was closed.", "jane doe"),
        ("The administration of President Jane Doe confirmed that the bridge was safe.", "doe administration"),
        ("A spokesman for the State Department said that the bridge was safe.", "state department"),
        ("Peru's General Staff said that the bridge was safe.", "peruvian general staff"),
        ("One resident, Juan Doe, said that the bridge was safe.", "juan doe"),
        ("Peru's military said that the bridge was safe.", "peruvian military"),
        ("A report on Peruvian state television said that the bridge was safe.", "peruvian state television"),
    ],
)
def test_a_source_stands_for_its_actor(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


def test_an_office_told_behind_a_name_does_not_split_a_person() -> None:
    text = "Deputy Juan Doe of Peru said the bridge was safe. Doe, an observer at the talks in Chile, said nobody was hurt."
    assert speakers(text) == ["juan doe", "juan doe"]


def test_time_between_which_and_its_verb_is_no_source() -> None:
    text = "They praised Peru, which last week warned that the bridge was closed."
    assert speakers(text)[-1] == "peru"


def test_a_name_that_ends_like_an_acronym_is_a_person() -> None:
    actors, _ = read("Kim Jong Un met the envoy. “The bridge is safe,” Kim Jong Un said.")
    assert actors["kim jong un"].kind == "person"


def test_the_official_is_the_one_described_before() -> None:
    text = "A senior Peruvian official said the bridge was safe. The official said nobody was hurt."
    assert speakers(text) == ["senior peruvian official"] * 2


def test_both_at_the_head_of_a_sentence_are_the_two_named_before() -> None:
    text = "Peru and Chile met on Friday. Both denied that the bridge was closed."
    assert speakers(text) == ["peru and chile"]


def spoken(text: str) -> list[str | None]:
    """The names of the speakers of all attributions, in order."""
    actors, attributions = read(text)
    return [actors[a.speaker].name if a.speaker is not None else None for a in attributions]


SPEAKERS = [
    # form of address, given name or office speak against the other bearer of a last name
    ("Mayor Jane Doe came. John Doe, a fisherman, said no. Ms. Doe said it was late.", ["John Doe", "Jane Doe"]),
    ("Mayor Jane Doe came. John Doe, a fisherman, said no. Mr. Doe said it was late.", ["John Doe", "John Doe"]),
    ("President Anna Roe met Senator Tom Roe. Senator Roe said it was late.", ["Tom Roe"]),
    ("General Mark Holm spoke. Gen. Sam Holm said it was late.", ["Sam Holm"]),
    # an office that is named with what it is of
    ("Ambassador to the U.S. Vera Holm said no. The ambassador said it was late.", ["Vera Holm", "Vera Holm"]),
    ("Peru's ambassador in Oslo, Irmo Lund, said no. The ambassador said it was late.", ["Irmo Lund", "Irmo Lund"]),
    ("Peruvian President Tom Roe said no. The Peruvian leader said it was late.", ["Tom Roe", "Tom Roe"]),
    ("President of the Harbour Council Anna Roe said it was late.", ["Anna Roe"]),
    ("CNN's Chief Morning Anchor Jane Doe said it was late.", ["Jane Doe"]),
    ("Roe and Peruvian president Jane Doe said it was late.", ["Roe and Jane Doe"]),
    # nobody is better than the wrong one
    ("President Jane Doe met President Tom Roe. The president said it was late.", ["president"]),
    ("The paper wrote of pirates who said it was late.", [None]),
    # an office at the head of the sentence before, and no name that stands in a quotation
    ("The island governor met reporters. He said it was late.", ["island governor"]),
    ("Tom Roe left. “Zed is the word,” he said.", ["Tom Roe"]),
]


@pytest.mark.parametrize(("text", "names"), SPEAKERS)
def test_the_speaker_is_who_fits_or_nobody(text: str, names: list[str | None]) -> None:
    assert spoken(text)[-len(names) :] == names


@pytest.mark.parametrize(
    "text",
    [
        "The Agency's Spokesman, Vadym Holm, said that it was late.",
        "The commander of Peru's 36th Brigade, Maj. Vadym Holm, said that it was late.",
    ],
)
def test_a_name_behind_its_office_is_the_speaker(text: str) -> None:
    assert spoken(text) == ["Vadym Holm"]
