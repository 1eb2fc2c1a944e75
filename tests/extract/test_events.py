"""What happened when, in one line."""

from __future__ import annotations

import pytest

from importers.extract.read import read
from store.records.reading import EventMention, Reading


def events(text: str, published: str | None = "2031-05-14") -> tuple[Reading, tuple[EventMention, ...]]:
    """A reading and its events."""
    got = read(text, published)
    return got, got.events


def test_a_dated_claim_is_an_event_with_its_date() -> None:
    got, (event,) = events("The ferry sank near the pier on May 3.")
    assert event.role == "event"
    assert event.timex is not None
    assert got.timexes[event.timex].edtf == "2031-05-03"


def test_the_title_leaves_out_date_and_cue() -> None:
    _, (event,) = events("On May 3 the ferry sank near the pier, the ministry said.")
    assert event.title == "The ferry sank near the pier"


def test_a_long_title_is_cut_at_a_word() -> None:
    _, (event,) = events("On May 3 the ferry " + "with many wooden boxes " * 10 + "sank.")
    assert len(event.title) <= 92
    assert event.title.endswith("…")


def test_what_only_its_saying_dates_is_an_event_of_speech() -> None:
    _, (event,) = events("The ferry is old and has no boats, the harbour ministry said on Monday.")
    assert event.role == "utterance"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The ferry sank on May 3.", "reported"),
        ("The ferry will sail again in June.", "planned"),
        ("The line denied a role in the sinking on May 3.", "denied"),
    ],
)
def test_status(text: str, status: str) -> None:
    _, (event, *_rest) = events(text)
    assert event.status == status


def test_the_main_event_is_the_leads() -> None:
    text = (
        "The ferry sank near the pier on Monday, killing six divers.\n\n"
        "It was built in 1974. The pier was closed for repairs in 1999.\n\nThe ferry was to be sold next year."
    )
    got, found = events(text)
    assert got.main_event is not None
    assert "ferry sank" in found[got.main_event].title.lower()


def test_an_undated_lead_is_the_main_event_where_nothing_is_dated() -> None:
    got, (event,) = events("The ferry sank near the pier.")
    assert event.timex is None
    assert got.main_event == 0


def test_no_claim_is_no_event() -> None:
    got, found = events("Did the ferry sink?")
    assert found == ()
    assert got.main_event is None


def test_what_lies_years_back_is_not_what_the_article_is_about() -> None:
    got, found = events("The ferry was lost in thick fog. It had been built in 1974 for the northern line.")
    assert got.main_event is not None
    assert found[got.main_event].timex is None


def test_every_event_points_into_its_reading() -> None:
    got, found = events("The ferry sank on May 3. The ministry said on Monday that it will be raised in June.")
    assert found
    for event in found:
        assert event.claim is not None
        assert 0 <= event.claim < len(got.claims)
        assert event.timex is None or 0 <= event.timex < len(got.timexes)
