"""Lines that are no prose."""

from __future__ import annotations

from importers.extract.layout import dateline_end, role_of_paragraph, signature_start
from store.records.span import Span


def whole(text: str) -> Span:
    return Span(0, len(text))


def test_the_stored_date_head_is_a_dateline() -> None:
    text = " date 2020-01-31 The river rose."
    assert dateline_end(text, whole(text)) == text.index("The")


def test_a_sentence_that_begins_with_a_name_is_no_dateline() -> None:
    text = "Lima is a city on a river."
    assert dateline_end(text, whole(text)) is None


def test_a_long_line_without_full_stop_is_no_heading() -> None:
    text = " ".join(["word"] * 40)
    assert role_of_paragraph(text, whole(text)) == "prose"


def test_a_signature_alone_leaves_no_prose_behind() -> None:
    text = "(abc)"
    assert signature_start(text, whole(text)) is None
    assert role_of_paragraph(text, whole(text)) == "credit"
