"""Sentences, paragraphs and roles of lines."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.extract.lexicon import load
from importers.extract.sentences import read_paragraphs, read_sentences


def split(text: str) -> list[str]:
    return [s.span.of(text) for s in read_sentences(text)]


@pytest.mark.parametrize(("text", "count"), sorted(load("abbreviations")["examples"].items()))
def test_every_example_of_the_abbreviations_has_as_many_sentences_as_stated(text: str, count: int) -> None:
    assert len(split(text)) == count


@given(st.text(alphabet="aB. \n\"“”!?'(", max_size=300))
def test_sentences_are_in_order_do_not_overlap_and_leave_out_only_blanks(text: str) -> None:
    found = read_sentences(text)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(found))
    covered = {i for s in found for i in range(*s.span)}
    assert all(i in covered for i, c in enumerate(text) if not c.isspace())


def test_blank_lines_part_paragraphs() -> None:
    text = "The river rose. It fell.\n\nNobody came."
    assert [s.paragraph for s in read_sentences(text)] == [1, 1, 2]


def test_without_blank_lines_each_line_is_a_paragraph() -> None:
    assert len(read_paragraphs("The river rose.\nIt fell again.\nNobody came.")) == 3


def test_lines_broken_at_one_width_are_one_paragraph() -> None:
    text = "The river rose by two metres on the first day of the month and\nthen fell again as quickly as it had come, so that the people of\nthe town could go home before the night."
    assert len(read_paragraphs(text)) == 1


def test_a_question_inside_a_quotation_does_not_end_the_sentence_before_its_cue() -> None:
    assert split("“Who knows?” he asked. Nobody did.") == ["“Who knows?” he asked.", "Nobody did."]


def test_a_full_stop_without_a_blank_still_ends_a_sentence() -> None:
    assert split("The river rose.The town slept.") == ["The river rose.", "The town slept."]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("River rises again after a quiet night", "heading"),
        ("“We have seen worse”", "heading"),
        ("By Jane Doe", "byline"),
        ("Example Agency contributed to this report", "credit"),
        ("Illustrative via: Example/Agency", "caption"),
        ("The river rose.", "prose"),
        ("Is the river rising? Nobody knows.", "prose"),
    ],
)
def test_a_line_has_its_role(line: str, role: str) -> None:
    text = f"{line}\n\nThe river rose by two metres, the mayor said."
    assert read_sentences(text)[0].role == role


@pytest.mark.parametrize("kind", ["credit", "caption", "byline"])
def test_every_layout_rule_reads_its_own_example(kind: str) -> None:
    for rule in load("layout")[kind]:
        assert read_sentences(rule["example"])[0].role in ("credit", "caption", "byline"), rule["example"]


def test_every_dateline_rule_reads_its_own_example() -> None:
    for rule in load("layout")["dateline"]:
        found = read_sentences(rule["example"])
        assert [s.role for s in found] == ["dateline", "prose"], rule["example"]


def test_every_signature_rule_reads_its_own_example() -> None:
    for rule in load("layout")["signature"]:
        found = read_sentences(rule["example"])
        assert [s.role for s in found] == ["prose", "credit"], rule["example"]


def test_sixty_thousand_characters_in_one_sentence_do_not_hang() -> None:
    began = time.process_time()
    for text in ("word " * 12_000, "a. " * 20_000, "(" * 60_000, "By A " * 12_000, ". " * 30_000, "\n" * 60_000):
        read_sentences(text)
    assert time.process_time() - began < 4


def test_a_run_of_full_stops_is_one_end_however_long() -> None:
    text = "It ended" + "." * 80_000 + " Then it rained."
    assert [s.span.of(text)[:5] for s in read_sentences(text)] == ["It en", "Then "]
