"""The line of an event: what a person would write on a timeline."""

from __future__ import annotations

import pytest

from importers.extract.read import read
from importers.extract.titles import TITLE_LENGTH

DAY = "2031-05-14"


def titles(text: str) -> list[str]:
    return [event.title for event in read(text, DAY).events]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Mayor Anna Berg said she plans to sell the pier on Friday.", "Anna Berg plans to sell the pier"),
        ("The guilds have disputed the northern pier since 1994.", "The guilds have disputed the northern pier"),
        ("The winter storm of 2019 broke the pier.", "The winter storm of 2019 broke the pier"),
        ("In a letter on Monday, the guild asked for a lower toll.", "In a letter, the guild asked for a lower toll"),
        ("Divers described a fleet of tugs that left the port on May 3.", "A fleet of tugs left the port"),
        ("“We are leaving the port on May 20,” captain Anna Berg said.", "Anna Berg: We are leaving the port"),
        ("The line denied a role in the sinking on May 3.", "The line denies a role in the sinking"),
        ("However, the ferry sank on the night of May 3.", "The ferry sank"),
    ],
)
def test_the_line_reads_like_a_sentence(text: str, title: str) -> None:
    assert title in titles(text)


def test_what_is_no_clause_is_no_event() -> None:
    text = "The port lies in the north. It has two piers. It is old. All of its duties under the treaty of 2016."
    assert not any("duties" in title for title in titles(text))


def test_a_pronoun_that_two_could_stand_for_stays() -> None:
    text = "Anna Berg met Maria Roe at the port. She left the town on May 3."
    assert "She left the town" in titles(text)


def test_a_pronoun_takes_the_one_name_before_it() -> None:
    text = "Anna Berg runs the ferry line. She left the town on May 3."
    assert "Anna Berg left the town" in titles(text)


def test_a_long_line_ends_where_a_phrase_ends() -> None:
    text = (
        "The harbour office closed the northern pier on May 3 after three tugs had run into its oldest wall, "
        "which was built by the monks of the island in the tenth century and never mended."
    )
    (line,) = titles(text)
    assert line == "The harbour office closed the northern pier after three tugs had run into its oldest wall"


@pytest.mark.parametrize("word", ["pier", "(pier", "“pier", "pier,", "the", "of", "which"])
def test_no_line_is_too_long(word: str) -> None:
    for line in titles(f"On May 3 the ferry passed {(word + ' ') * 60} and sank, the owner of it said."):
        assert len(line) <= TITLE_LENGTH


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Anna Berg met the guild at the port. Her pier was sold on May 3.", "Anna Berg’s pier was sold"),
        ("Anna Berg met the guild at the port. It was a quiet weekend there on May 3.", "It was a quiet weekend there"),
        ("The guild met twice. At least 57 boats were lost on May 3.", "At least 57 boats were lost"),
        ("The guild met twice. Since autumn, it has lost 57 boats, it said on May 3.", "The guild met twice"),
    ],
)
def test_a_line_opens_with_who_it_is_about(text: str, title: str) -> None:
    assert title in titles(text)


@pytest.mark.parametrize(
    "text",
    [
        "The guild met twice. It sat. It ate. “We signed a pact on May 3.” It slept.",
        "The guild met twice. It sat. It ate. In an article penned on May 3. It slept.",
        "The guild met twice. It sat. It ate. Although the pier was sold on May 3. It slept.",
        "The guild met twice. It sat. It ate. This quarrel has been going since 1994. It slept.",
    ],
)
def test_what_hangs_on_something_else_is_no_line(text: str) -> None:
    assert not [t for t in titles(text) if t.startswith(("We", "In an", "Although")) or t.endswith("has been")]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The ministry denied on May 3 that any diver had died.", "Ministry denies that any diver had died"),
        ("A rocket hit the hall shortly before dawn on Monday.", "A rocket hit the hall"),
        ("No record was found for August, September or October.", "No record was found"),
    ],
)
def test_a_line_says_what_its_source_says_without_the_scraps_of_its_date(text: str, title: str) -> None:
    assert titles(text)[-1] == title


def test_what_is_told_twice_of_one_day_is_one_line() -> None:
    assert titles("The pier was sold on May 3. The pier was sold on May 3.") == ["The pier was sold"]
