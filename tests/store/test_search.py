"""Search everything: what is typed, misspelt or half-typed, finds the row that was meant."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.casefile import CaseFile
from store.records.rows import Hit
from store.search import index
from store.search.engine import SearchEngine
from store.search.index import MOST_DELTAS
from store.search.query import MAX_CHARS, MAX_WORDS, parse

ROOT = Path(__file__).resolve().parents[2]
CLAIMS = (
    "Marshal Anatol Wrzesinski told reporters that 12,340 crates were unloaded at the quay",
    "The ministry in Ostrel denied that non-union dockers had moved the generators",
    "Two engineers were injured when a crane fell on the breakwater, the harbourmaster said",
    "The refinery at Sankt Moritzburg will close in winter, according to its director",
    "Muhammad Qasimi promised a parliamentary inquiry into the shipment",
    "Обстрел порта Хеспер подтвердили два чиновника",
    "港口的起重机被摧毁",
    "한국군은 북한군의 이동을 확인했다",
    "Prices of C++ courses rose by 100% at O'Brien College",
)
TITLE = "Night at the quay"
BODY = "The harbour was dark.\n\nA tugboat skipper named Ilmari saw lights on the water and heard engines until dawn."


def claim_row(w: object, number: int, text: str, article: int = 1) -> None:
    """One claim, with its standing."""
    w.execute(  # type: ignore[attr-defined]
        "INSERT INTO claim (id, key, article, start_char, end_char, quote, content_start, content_end, attribution, kind,"
        " certainty, polarity, quality, reading) VALUES (?, ?, ?, 0, 9, ?, 0, 9, 'outlet_voice', 'report', 'CT', '+', 1, '{}')",
        (number, f"c{number}", article, text),
    )
    w.execute(  # type: ignore[attr-defined]
        "INSERT INTO standing (claim, article, attribution, kind, certainty, polarity, digit, letter, inputs, shown_digit,"
        " shown_support) VALUES (?, ?, 'outlet_voice', 'report', 'CT', '+', 3, 'F', '', 3, ?)",
        (number, article, 5 * number),
    )


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small case file with something of each kind, made once."""
    path = tmp_path_factory.mktemp("search") / "search.saidby"
    held = CaseFile(path)
    with held.write() as w:
        w.execute("INSERT INTO body (id, hash, chars, text) VALUES (1, ?, ?, ?)", ("0" * 64, len(BODY), BODY))
        w.execute(
            "INSERT INTO outlet (id, key, name, family, kind) VALUES (1, 'quayside times', 'Quayside Times', 'q', 'paper')"
        )
        w.execute(
            "INSERT INTO article (id, key, body, outlet, name, title, language) VALUES (1, 'a1', 1, 1, 'x.txt', ?, 'en')",
            (TITLE,),
        )
        w.execute(
            "INSERT INTO actor (id, key, name, kind) VALUES (1, 'anatol wrzesinski', 'Anatol Wrzesinski', 'person')"
        )
        w.execute(
            "INSERT INTO actor (id, key, name, kind) VALUES (2, 'league', 'League of Northern Ports', 'organisation')"
        )
        w.execute("INSERT INTO actor_alias VALUES ('LNP', 2)")
        w.execute(
            "INSERT INTO event (id, key, label, precision, role, status) VALUES (1, 'e1', 'Crane fell on the breakwater', 'day', 'event', 'reported')"
        )
        for number, text in enumerate(CLAIMS, 1):
            claim_row(w, number, text)
    held.close()
    return path


@pytest.fixture
def case(template: Path, tmp_path: Path) -> Iterator[CaseFile]:
    """A copy of it, to write to."""
    held = CaseFile(shutil.copy(template, tmp_path / "case.saidby"))
    yield held
    held.close()


@pytest.fixture
def engine(case: CaseFile) -> SearchEngine:
    """A search over the copy."""
    return SearchEngine(case)


@pytest.fixture(scope="module")
def reader(template: Path) -> Iterator[SearchEngine]:
    """A search over the small case file as it is."""
    held = CaseFile(template, read_only=True)
    yield SearchEngine(held)
    held.close()


def found(hits: Sequence[Hit], kind: str = "claim") -> list[int]:
    """Ids of the hits of one kind."""
    return [h.id for h in hits if h.kind == kind]


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


def test_a_speaker_of_another_name_is_found_by_the_alias(engine: SearchEngine, case: CaseFile) -> None:
    with case.write() as w:
        claim_row(w, 20, "The LNP will ask for damages")
    assert 20 in found(engine.search("league of northern ports damages").hits)


def test_matches_are_the_words_that_were_meant(reader: SearchEngine) -> None:
    hit = reader.search("enginers injured").hits[0]
    assert [hit.text[s.start : s.end] for s in hit.matches] == ["engineers", "injured"]


def test_matches_of_folded_words_stand_at_their_place(engine: SearchEngine, case: CaseFile) -> None:
    with case.write() as w:
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


def test_a_new_claim_is_found_at_once(engine: SearchEngine, case: CaseFile) -> None:
    assert engine.search("lighthouse").hits == ()
    with case.write() as w:
        claim_row(w, 30, "The lighthouse keeper saw nothing")
    assert not engine.ready()
    assert found(engine.search("lighthouse").hits) == [30]
    assert engine.ready()


def test_what_has_gone_is_not_found(engine: SearchEngine, case: CaseFile) -> None:
    assert found(engine.search("breakwater").hits) == [3]
    with case.write() as w:
        w.execute("DELETE FROM claim WHERE id = 3")
    assert found(engine.search("breakwater").hits) == []


def test_a_hidden_claim_is_not_found(engine: SearchEngine, case: CaseFile) -> None:
    engine.build()
    with case.write() as w:
        w.execute("UPDATE standing SET hidden = 1 WHERE claim = 3")
    assert found(engine.search("breakwater").hits) == []


def test_a_changed_label_is_found_by_its_new_words_alone(engine: SearchEngine, case: CaseFile) -> None:
    engine.build()
    with case.write() as w:
        w.execute("UPDATE event SET label = 'Gantry toppled' WHERE id = 1")
    assert found(engine.search("gantry").hits, "event") == [1]
    assert found(engine.search("breakwater").hits, "event") == []


def test_an_index_brought_up_finds_what_a_fresh_one_finds(engine: SearchEngine, case: CaseFile) -> None:
    engine.build()
    for number in range(40, 60):
        with case.write() as w:
            claim_row(w, number, f"Barge number {number} carried gravel past the breakwater")
        engine.build()
    for typed in ("gravel", "breakwater", "barge 45", "gravle", "crane"):
        assert found(engine.search(typed).hits) == found(SearchEngine(case).search(typed).hits)


@pytest.mark.parametrize("seed", range(4))
def test_after_any_changes_an_index_finds_what_a_fresh_one_finds(
    engine: SearchEngine, case: CaseFile, seed: int
) -> None:
    chance = random.Random(seed)
    things = ("gravel", "lantern", "winch", "tarpaulin", "gravle")
    for step in range(12):
        with case.write() as w:
            for number in range(100 * step + 100, 100 * step + 100 + chance.randrange(4)):
                claim_row(w, number, f"A {chance.choice(things)} was seen at berth {number}")
            w.execute("UPDATE standing SET hidden = 1 - hidden WHERE claim % 7 = ?", (chance.randrange(7),))
            w.execute("DELETE FROM claim WHERE id % 11 = ?", (chance.randrange(11),))
            w.execute("UPDATE event SET label = ?", (f"The {chance.choice(things)} sank",))
            w.execute("UPDATE actor SET name = ? WHERE id = 1", (f"Anatol {chance.choice(things).title()}",))
        fresh = SearchEngine(case)
        for typed in (*things, "crane", "anatol"):
            mine, theirs = engine.search(typed, limit=500).hits, fresh.search(typed, limit=500).hits
            assert {(h.kind, h.id, h.text, h.matches) for h in mine} == {
                (h.kind, h.id, h.text, h.matches) for h in theirs
            }


def test_two_claims_on_one_sentence_are_one_hit(engine: SearchEngine, case: CaseFile) -> None:
    with case.write() as w:
        for number in (70, 71):
            claim_row(w, number, "The ferry, she said, was late, and the pier was closed")
        w.execute("UPDATE claim SET start_char = 4, end_char = 58 WHERE id IN (70, 71)")
    assert len(found(engine.search("ferry pier").hits)) == 1


def test_the_same_sentence_of_two_articles_is_two_hits(engine: SearchEngine, case: CaseFile) -> None:
    with case.write() as w:
        w.execute("INSERT INTO article (id, key, body, name, language) VALUES (2, 'a2', 1, 'y.txt', 'en')")
        claim_row(w, 72, "The ferry was late again")
        claim_row(w, 73, "The ferry was late again", article=2)
    assert sorted(found(engine.search("ferry late").hits)) == [72, 73]


def test_a_sentence_with_the_words_stands_above_a_text_that_scatters_them(engine: SearchEngine, case: CaseFile) -> None:
    with case.write() as w:
        claim_row(w, 74, "Lights were seen by the skipper of a barge which nobody had expected at that hour")
    kinds = [h.kind for h in engine.search("skipper lights engines").hits]
    assert kinds.index("claim") < kinds.index("article")


def test_a_title_with_the_words_still_comes_first(reader: SearchEngine) -> None:
    assert reader.search("night quay").hits[0].kind == "article"


def test_a_speaker_put_right_is_found_by_the_new_name(engine: SearchEngine, case: CaseFile) -> None:
    assert 3 not in found(engine.search("wrzesinski").hits)
    with case.write() as w:
        w.execute("UPDATE claim SET speaker = 1, speaker_text = 'Wrzesinski' WHERE id = 3")
    assert 3 in found(engine.search("wrzesinski").hits)


def test_small_changes_make_few_segments(engine: SearchEngine, case: CaseFile) -> None:
    for number in range(100, 112):
        with case.write() as w:
            claim_row(w, number, f"Barge {number} came in")
        assert found(engine.search(f"barge {number}").hits)[:1] == [number]
    assert engine._index is not None
    assert len(engine._index.segments) <= MOST_DELTAS + 1


def test_while_much_is_read_anew_the_old_rows_answer_and_the_box_says_so(engine: SearchEngine, case: CaseFile) -> None:
    engine.build()
    with case.write() as w:
        for number in range(100, 2400):
            claim_row(w, number, f"Container {number} was counted")
    with engine._building:  # somebody else is at it
        first = engine.search("breakwater")
    assert found(first.hits) == [3]
    result = engine.search("breakwater")
    assert found(result.hits) == [3]
    assert result.searched <= result.total
    engine.build()
    assert found(engine.search("container 777").hits)[:1] == [777]
    assert engine.ready()


def test_parts_are_handed_out_while_the_rest_is_read(case: CaseFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "PARTS", (5,))
    parts: list[index.Index] = []
    whole = index.make_index(case, lambda read, total: None, lambda: False, parts.append)
    assert whole is not None
    assert [part.rows for part in parts] == [5]
    assert parts[0].total == whole.total == whole.rows


def test_an_empty_case_file_answers(tmp_path: Path) -> None:
    with_nothing = SearchEngine(CaseFile(tmp_path / "empty.saidby"))
    assert with_nothing.search("anything").hits == ()


def test_a_search_that_was_dropped_says_so(reader: SearchEngine) -> None:
    reader.build()
    assert reader.search("crane", cancelled=lambda: True).cancelled


def test_a_build_that_was_dropped_can_be_begun_again(engine: SearchEngine, case: CaseFile) -> None:
    with case.write() as w:
        for number in range(100, 2200):
            claim_row(w, number, f"Container {number} was counted")
    assert not engine.build(cancelled=lambda: True)
    assert not engine.ready()
    assert found(engine.search("container 777").hits)[:1] == [777]


def test_progress_is_told(engine: SearchEngine, case: CaseFile) -> None:
    with case.write() as w:
        for number in range(100, 2200):
            claim_row(w, number, f"Container {number} was counted")
    told: list[tuple[int, int]] = []
    engine.build(lambda read, total: told.append((read, total)))
    assert told
    assert all(read <= total for read, total in told)


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
