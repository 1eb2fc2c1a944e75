"""Search everything: what is typed, misspelt or half-typed, finds the row that was meant."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.casefile import CaseFile
from store.search.engine import SearchEngine
from store.search.query import MAX_CHARS, MAX_WORDS, parse
from tests.store.search_corpus import TITLE, claim_row, found

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def reader(search_template: Path) -> Iterator[SearchEngine]:
    """A search over the small case file as it is."""
    held = CaseFile(search_template, read_only=True)
    yield SearchEngine(held)
    held.close()


@pytest.mark.parametrize(
    ("typed", "claim"),
    [
        ("wrzesinski crates", 1),
        ("wrzes crat", 1),
        ("wrzesniski crates", 1),
        ("12340", 1),
        ("12,340", 1),
        ("12 340", 1),
        ("nonunion dockers", 2),
        ("non union dockers", 2),
        ("break water crane", 3),
        ("enginers injred", 3),
        ("parliamantery inquiry", 5),
        ("mohamed kasimi", 5),
        ("moritz refinery", 4),
        ("finery winter", 4),
        ("хеспер", 6),
        ("起重机", 7),
        ("북한군", 8),
        ("C++", 9),
        ("100%", 9),
        ("O'Brien", 9),
        ("o’brien", 9),
    ],
)
def test_the_claim_that_was_meant_comes_first(reader: SearchEngine, typed: str, claim: int) -> None:
    assert found(reader.search(typed).hits)[:1] == [claim]


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("anatol wrzesinski", "actor"),
        ("lnp", "actor"),
        ("quayside times", "source"),
        ("crane fell on the breakwater", "event"),
    ],
)
def test_something_of_each_kind_comes_first(reader: SearchEngine, typed: str, kind: str) -> None:
    assert reader.search(typed).hits[0].kind == kind


def test_an_article_is_found_by_its_text_and_shows_the_passage(reader: SearchEngine) -> None:
    hit = next(h for h in reader.search("tugboat skiper").hits if h.kind == "article")
    assert hit.text.startswith(TITLE)
    assert {hit.text[s.start : s.end] for s in hit.matches} == {"tugboat", "skipper"}


def test_a_speaker_of_another_name_is_found_by_the_alias(engine: SearchEngine, search_case: CaseFile) -> None:
    with search_case.write() as w:
        claim_row(w, 20, "The LNP will ask for damages")
    assert 20 in found(engine.search("league of northern ports damages").hits)


def test_matches_are_the_words_that_were_meant(reader: SearchEngine) -> None:
    hit = reader.search("enginers injured").hits[0]
    assert [hit.text[s.start : s.end] for s in hit.matches] == ["engineers", "injured"]


def test_matches_of_folded_words_stand_at_their_place(engine: SearchEngine, search_case: CaseFile) -> None:
    with search_case.write() as w:
        claim_row(w, 21, "… nach Łódź fuhr der Zug, ſo hieß es")
    hit = next(h for h in engine.search("lodz").hits if h.id == 21)
    assert [hit.text[s.start : s.end] for s in hit.matches] == ["Łódź"]


@pytest.mark.parametrize(
    "typed", ["", " ", '"', "((((", "'; --", "%", "*", "\\", "\x01", "\u202e", "+-^~", "\U0001f600"]
)
def test_a_query_without_words_finds_nothing_and_fails_nothing(reader: SearchEngine, typed: str) -> None:
    result = reader.search(typed)
    assert result.hits == ()
    assert result.searched == result.total > 0


@pytest.mark.parametrize(
    "typed",
    ["crane AND", "NOT crane", "(crane", 'crane"', "crane*", "-crane", "+crane", "NEAR(crane, 2)", "title:crane"],
)
def test_operators_are_plain_text(reader: SearchEngine, typed: str) -> None:
    assert 3 in found(reader.search(typed).hits)


@pytest.mark.parametrize("typed", ["a" * 100_000, "crane " * 20_000, "(" * 5000, "a OR " * 3000, "\ud800", "東" * 5000])
def test_a_huge_query_is_cut(reader: SearchEngine, typed: str) -> None:
    assert len(reader.search(typed).hits) <= 50
    assert len(parse(typed).words) <= MAX_WORDS
    assert len(parse(typed).text) <= MAX_CHARS * 4


@given(st.text(max_size=80))
def test_any_text_can_be_asked(typed: str) -> None:
    query = parse(typed)
    assert len(query.words) <= MAX_WORDS


def test_a_kind_prefix_narrows(reader: SearchEngine) -> None:
    assert {h.kind for h in reader.search("event: crane breakwater").hits} == {"event"}
    assert {h.kind for h in reader.search("event:crane").hits} == {"event"}


def test_kinds_narrow(reader: SearchEngine) -> None:
    assert {h.kind for h in reader.search("crane breakwater", kinds=("claim", "actor")).hits} == {"claim"}


def test_field_words_are_the_filters(reader: SearchEngine) -> None:
    every, high = reader.search("the").hits, reader.search("the conf>20").hits
    assert {h.kind for h in high} == {"claim"}
    assert set(found(high)) == {i for i in found(every) if 5 * i >= 20} != set()


def test_field_words_alone_give_the_claims_best_supported_first(reader: SearchEngine) -> None:
    assert found(reader.search("conf>30").hits) == [9, 8, 7, 6]
    assert found(reader.search("conf>30", within=[1, 6, 9]).hits) == [9, 6]
    assert reader.search("conf>30 actor:").hits == ()


def test_a_field_word_that_makes_no_sense_is_plain_text() -> None:
    assert parse("conf>high crane").words == ("conf", "high", "crane")


def test_within_leaves_only_these_claims(reader: SearchEngine) -> None:
    assert set(found(reader.search("the", within=[4, 2, 999]).hits)) == {2, 4}
    assert reader.search("the", within=[]).hits == ()


def test_two_claims_on_one_sentence_are_one_hit(engine: SearchEngine, search_case: CaseFile) -> None:
    with search_case.write() as w:
        for number in (70, 71):
            claim_row(w, number, "The ferry, she said, was late, and the pier was closed")
        w.execute("UPDATE claim SET start_char = 4, end_char = 58 WHERE id IN (70, 71)")
    assert len(found(engine.search("ferry pier").hits)) == 1


def test_the_same_sentence_of_two_articles_is_two_hits(engine: SearchEngine, search_case: CaseFile) -> None:
    with search_case.write() as w:
        w.execute("INSERT INTO article (id, key, body, name, language) VALUES (2, 'a2', 1, 'y.txt', 'en')")
        claim_row(w, 72, "The ferry was late again")
        claim_row(w, 73, "The ferry was late again", article=2)
    assert sorted(found(engine.search("ferry late").hits)) == [72, 73]


def test_a_sentence_with_the_words_stands_above_a_text_that_scatters_them(
    engine: SearchEngine, search_case: CaseFile
) -> None:
    with search_case.write() as w:
        claim_row(w, 74, "Lights were seen by the skipper of a barge which nobody had expected at that hour")
    kinds = [h.kind for h in engine.search("skipper lights engines").hits]
    assert kinds.index("claim") < kinds.index("article")


def test_a_title_with_the_words_still_comes_first(reader: SearchEngine) -> None:
    assert reader.search("night quay").hits[0].kind == "article"


def test_an_empty_case_file_answers(tmp_path: Path) -> None:
    with_nothing = SearchEngine(CaseFile(tmp_path / "empty.saidby"))
    assert with_nothing.search("anything").hits == ()


def test_several_threads_may_ask(reader: SearchEngine) -> None:
    results: list[list[int]] = []
    threads = [
        threading.Thread(target=lambda: results.append(found(reader.search("breakwater").hits))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [[3]] * 4


def test_the_engine_is_imported_without_numpy() -> None:
    code = "import sys, store.search.engine; print([m for m in ('numpy', 'rapidfuzz') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
