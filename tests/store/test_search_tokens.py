"""Folding, tokens, the vocabulary and its filter of near spellings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from store.records.text import clean
from store.search.aliases import Aliases, spellings
from store.search.expand import expand, groups
from store.search.tokens import MAX_TERM, fold, places_of, skeleton, terms, tokens, words
from store.search.vocabulary import Vocabulary, make_vocabulary

LETTERS = st.text(alphabet="abcdeilmnorst19é京д", min_size=1, max_size=9)


def vocabulary(*names: str) -> Vocabulary:
    """A vocabulary of these terms, each in one row."""
    distinct = sorted(set(names))
    return make_vocabulary(distinct, np.arange(len(distinct) + 1, dtype=np.int64))


def near(held: Vocabulary, word: str, edits: int) -> set[str]:
    """The terms within so many edits."""
    return {held.terms[place] for place, _ in held.near(word, edits)}


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Łódź", "lodz"), ("Ærø", "aero"), ("STRAẞE", "strasse"), ("Đurić", "duric"), ("İzmir", "izmir")],
)
def test_folding_takes_diacritics_off(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_a_number_is_found_with_and_without_its_commas() -> None:
    assert terms("some 12,340 crates") >= {"12340", "12", "340", "crates"}


def test_a_query_reads_a_number_as_a_whole() -> None:
    assert words("12,340 crates") == ["12340", "crates"]


def test_runs_of_chinese_are_found_by_their_pairs() -> None:
    assert terms("港口") == {"港", "口", "港口"}


def test_words_of_other_scripts_stay_whole() -> None:
    assert terms("Порт Хеспер") == {"порт", "хеспер"}


def test_a_word_of_sixty_thousand_letters_is_one_short_term() -> None:
    assert terms("z" * 60_000) == {"z" * MAX_TERM}


@given(st.text(max_size=60))
def test_tokens_are_the_terms_and_stand_where_they_say(text: str) -> None:
    text = clean(text)
    found = list(tokens(text))
    assert all(0 <= span.start < span.end <= len(text) for span, _ in found)
    assert {name for _, names in found for name in names} <= terms(text)


@given(st.text(alphabet="ab“é1,0 -_京д", max_size=40), st.sets(st.sampled_from(["a", "ab", "b", "e", "1", "10", "京"])))
def test_what_is_marked_are_the_tokens_that_are_meant(text: str, meant: set[str]) -> None:
    spans = {span for span, names in tokens(text) if meant.intersection(names)}
    marked = places_of(text, lambda names: [name for name in names if name in meant])
    assert {place for s in spans for place in range(s.start, s.end)} == {
        place for s in marked for place in range(s.start, s.end)
    }
    assert marked == sorted(marked, key=lambda s: s.start)


@given(st.lists(LETTERS, min_size=1, max_size=30), LETTERS, st.integers(1, 2))
def test_the_filter_of_near_spellings_loses_none(names: list[str], word: str, edits: int) -> None:
    held = vocabulary(*(fold(n) for n in names))
    word = fold(word)
    assert near(held, word, edits) == {t for t in held.terms if 0 < OSA.distance(word, t) <= edits}


@given(st.lists(LETTERS, min_size=1, max_size=30), st.text(alphabet="abcdeilmnorst", min_size=5, max_size=8))
def test_near_beginnings_are_one_edit_away(names: list[str], word: str) -> None:
    held = vocabulary(*(fold(n) for n in names))
    expected = {
        (term[: len(word) + step])
        for term in held.terms
        for step in (-1, 0, 1)
        if term[0] == word[0] and len(term) >= len(word) + step and OSA.distance(word, term[: len(word) + step]) == 1
    }
    found = set()
    for low, high in held.prefix_near(word):
        matching = [
            b for b in expected if all(t.startswith(b) for t in held.terms[low:high]) and held.prefix(b) == (low, high)
        ]
        assert matching
        found.update(matching)
    assert found == expected


def test_a_prefix_is_one_range() -> None:
    held = vocabulary("port", "portal", "ports", "post", "por")
    assert held.terms[slice(*held.prefix("port"))] == ["port", "portal", "ports"]


def test_a_piece_is_found_inside_words_but_not_at_their_beginning_alone() -> None:
    held = vocabulary("microwave", "wave", "waves")
    assert [held.terms[p] for p in held.infix("wave")] == ["microwave"]


@pytest.mark.parametrize(("one", "other"), [("muhammad", "mohamed"), ("qaddafi", "gadafy"), ("yevgeny", "evgenij")])
def test_transliterations_share_a_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other) != ""


def test_short_words_have_no_skeleton() -> None:
    assert skeleton("oslo") == ""


def meant_by(typed: str, held: Vocabulary, aliases: Aliases) -> set[str]:
    """The terms that a query is expanded to, whatever their weight."""
    asked = words(typed)
    ranges = [span for word in asked for span, _ in expand(held, word, aliases).ranges]
    ranges += [(p, p + 1) for g in groups(held, asked, aliases) for places in g.terms for p in places]
    return {held.terms[p] for low, high in ranges for p in range(low, high)}


@pytest.mark.parametrize("names", spellings(), ids=lambda names: names[0])
def test_each_shipped_spelling_finds_the_others(names: tuple[str, ...]) -> None:
    aliases = Aliases(spellings())
    for meant in names:
        held = vocabulary(*terms(meant))
        assert all(set(words(meant)) <= meant_by(typed, held, aliases) for typed in names if typed != meant)
