"""The day that an article is about."""

from __future__ import annotations

import pytest

from importers.extract.read import read


def day_of(text: str, published: str | None = "2031-05-14") -> str | None:
    """What dates the main event: its words; "" where the lead stands without a date, None without a main event."""
    got = read(text, published)
    if got.main_event is None:
        return None
    timex = got.events[got.main_event].timex
    return got.timexes[timex].text if timex is not None else ""


LEAD = "Ferry sinks off Harfleur\n\nA ferry with forty divers sank off Harfleur."


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("The ferry sank on Tuesday in thick fog. The line was founded in 1974.", "Tuesday"),
        ("The line was founded in 1974. The ferry sank on Tuesday in thick fog.", "Tuesday"),
        ("The ferry, which had been repaired on Friday, sank on Tuesday off Harfleur.", "Tuesday"),
        ("A letter sent to the line on Friday warned of it. The ferry sank off Harfleur on Tuesday.", "Tuesday"),
        ("The harbour will be closed on Thursday. The ferry sank off Harfleur on Tuesday.", "Tuesday"),
        ("The line was founded in 1974.", ""),
    ],
)
def test_the_day_is_that_of_the_news_not_of_its_background(told: str, day: str) -> None:
    assert day_of(f"{LEAD} {told}") == day


def test_an_undated_lead_gets_the_day_told_further_down() -> None:
    got = read(
        "Ferry sinks off Harfleur\n\nForty divers are missing. Did the ferry sink off Harfleur on Tuesday?",
        "2031-05-14",
    )
    assert got.main_event is not None


def test_of_one_day_told_twice_the_first_expression_stands() -> None:
    text = "The ferry sank early on Tuesday off Harfleur. The ferry that sank off Harfleur on Tuesday was old."
    got = read(text, "2031-05-14")
    assert got.main_event is not None
    timex = got.events[got.main_event].timex
    assert timex is not None
    assert got.timexes[timex].span.start < 40


def test_a_day_told_in_passing_far_down_does_not_date_the_lead() -> None:
    filler = " ".join("Nobody knows the owner of the pier." for _ in range(12))
    assert day_of(f"{LEAD} {filler} A singer posted a picture of her cat on Monday.") == ""


def test_without_a_publication_date_the_date_of_the_lead_is_taken() -> None:
    assert day_of("The ferry sank on 3 May 2031. It was built in 1974.", None) == "3 May 2031"
