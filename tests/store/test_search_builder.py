"""Segments: read in batches they hold what each text holds, they come back from a file as they went in."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.records.rows import HitKind
from store.records.text import clean
from store.search import common
from store.search.builder import Builder
from store.search.query import KINDS
from store.search.segment_file import DamagedError, read_segment, write_segment
from store.search.segments import Document, Segment, Stamps, among
from store.search.tokens import terms

TEXTS = st.lists(
    st.text(alphabet=st.sampled_from("abé1234567890,.-_ \n港口яß한'"), max_size=30), min_size=1, max_size=8
)


def stamps(count: int) -> dict[HitKind, Stamps]:
    """A print for each of so many claims."""
    held = {kind: np.zeros(0, dtype=np.uint32) for kind in KINDS}
    return {**held, "claim": np.arange(count, dtype=np.uint32)}


def segment_of(texts: list[str]) -> Segment:
    """A segment of claims with these texts, ids from 1."""
    builder = Builder()
    for number, text in enumerate(texts, 1):
        builder.add(Document("claim", number, text))
    return builder.segment(stamps(len(texts)))


def held_by(segment: Segment, row: int) -> set[str]:
    """The terms whose postings have a row."""
    return {term for place, term in enumerate(segment.vocabulary.terms) if row in segment.postings.of(place, place + 1)}


@given(TEXTS)
def test_a_batch_gives_each_row_the_terms_of_its_text(texts: list[str]) -> None:
    texts = [clean(text) for text in texts]
    segment = segment_of(texts)
    assert [held_by(segment, row) for row in range(len(texts))] == [terms(text) for text in texts]


@pytest.mark.parametrize(
    "text", ["1,234,567 crates", "12,34 or 1234,567", "a1,234 b", "1,234abc", "x 9,876,5432", "1,000,", ",123 4,567.8"]
)
def test_numbers_with_commas_are_read_as_one_by_one(text: str) -> None:
    assert held_by(segment_of([text, "other"]), 0) == terms(text)


def test_postings_are_ascending_and_hold_a_row_once() -> None:
    segment = segment_of(["wave on wave", "a wave", "calm", "wave"])
    place = segment.vocabulary.find("wave")
    assert place is not None
    assert segment.postings.of(place, place + 1).tolist() == [0, 1, 3]


def test_a_segment_may_be_taken_while_more_is_to_come() -> None:
    builder = Builder()
    builder.add(Document("actor", 1, "Ilmari"))
    builder.add(Document("claim", 1, "a wave"))
    held = {kind: np.zeros(9, dtype=np.uint32) for kind in KINDS}
    assert len(builder.segment(held)) == 2
    builder.add(Document("claim", 2, "the wave"))
    later = builder.segment(held)
    assert later.blocks["claim"] == (0, 2)
    assert [held_by(later, row) for row in range(3)] == [{"a", "wave"}, {"the", "wave"}, {"ilmari"}]


@given(TEXTS)
def test_a_file_gives_back_what_was_written(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    segment = segment_of([clean(text) for text in texts])
    path = tmp_path_factory.mktemp("segment") / "one.segment"
    write_segment(path, segment, {"generation": 7})
    again, meta = read_segment(path)
    assert meta == {"generation": 7}
    assert again.blocks == segment.blocks
    assert list(again.vocabulary.terms) == list(segment.vocabulary.terms)
    assert [held_by(again, row) for row in range(len(again))] == [held_by(segment, row) for row in range(len(segment))]
    for term in segment.vocabulary.terms[:5]:
        assert again.vocabulary.near(term, 1) == segment.vocabulary.near(term, 1)
        assert again.vocabulary.alike(term) == segment.vocabulary.alike(term)


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "one.segment"
    write_segment(path, segment_of(["wave"]), {})
    with pytest.raises(OSError):
        write_segment(path, segment_of(["calm"]), {})


@pytest.mark.parametrize("content", [b"", b"zz", b"\xff" * 500, b"0000000200000000{}"])
def test_what_is_no_segment_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "no.segment"
    path.write_bytes(content)
    with pytest.raises(DamagedError):
        read_segment(path)


@given(st.sets(st.integers(-50, 5000)), st.sets(st.integers(-80, 6000)))
def test_among_is_membership(held: set[int], wanted: set[int]) -> None:
    ids = np.array(sorted(held), dtype=np.int64)
    found = among(ids, np.array(list(wanted), dtype=np.int64))
    assert set(ids[found].tolist()) == held & wanted


@given(TEXTS)
def test_common_beginnings_hold_what_their_postings_hold(texts: list[str]) -> None:
    segment = segment_of([clean(text) for text in texts])
    with mock.patch.multiple(common, _LEAST=1, _SHARE=0.0):
        made = common.make_common(segment.vocabulary.terms, segment.postings, len(segment))
    spans = list(zip(made.low.tolist(), made.high.tolist()))
    assert all(high - low > 1 for low, high in spans)
    for low, high in spans:
        bits = made.of(low, high)
        assert bits is not None
        assert set(np.flatnonzero(bits)) == set(segment.postings.of(low, high).tolist())


def test_a_beginning_that_few_rows_hold_has_no_bits() -> None:
    assert segment_of(["wave", "wagon"]).common.of(0, 2) is None
