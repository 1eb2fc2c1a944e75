"""The life of the search's index: what comes, changes and goes is found, and not found, at once."""

from __future__ import annotations

import random

import pytest

from store.casefile import CaseFile
from store.search import index
from store.search.engine import SearchEngine
from store.search.index import MOST_DELTAS
from tests.store.search_corpus import claim_row, found


def test_a_new_claim_is_found_at_once(engine: SearchEngine, search_case: CaseFile) -> None:
    assert engine.search("lighthouse").hits == ()
    with search_case.write() as w:
        claim_row(w, 30, "The lighthouse keeper saw nothing")
    assert not engine.ready()
    assert found(engine.search("lighthouse").hits) == [30]
    assert engine.ready()


def test_what_has_gone_is_not_found(engine: SearchEngine, search_case: CaseFile) -> None:
    assert found(engine.search("breakwater").hits) == [3]
    with search_case.write() as w:
        w.execute("DELETE FROM claim WHERE id = 3")
    assert found(engine.search("breakwater").hits) == []


def test_a_hidden_claim_is_not_found(engine: SearchEngine, search_case: CaseFile) -> None:
    engine.build()
    with search_case.write() as w:
        w.execute("UPDATE standing SET hidden = 1 WHERE claim = 3")
    assert found(engine.search("breakwater").hits) == []


def test_a_changed_label_is_found_by_its_new_words_alone(engine: SearchEngine, search_case: CaseFile) -> None:
    engine.build()
    with search_case.write() as w:
        w.execute("UPDATE event SET label = 'Gantry toppled' WHERE id = 1")
    assert found(engine.search("gantry").hits, "event") == [1]
    assert found(engine.search("breakwater").hits, "event") == []


def test_an_index_brought_up_finds_what_a_fresh_one_finds(engine: SearchEngine, search_case: CaseFile) -> None:
    engine.build()
    for number in range(40, 60):
        with search_case.write() as w:
            claim_row(w, number, f"Barge number {number} carried gravel past the breakwater")
        engine.build()
    for typed in ("gravel", "breakwater", "barge 45", "gravle", "crane"):
        assert found(engine.search(typed).hits) == found(SearchEngine(search_case).search(typed).hits)


@pytest.mark.parametrize("seed", range(4))
def test_after_any_changes_an_index_finds_what_a_fresh_one_finds(
    engine: SearchEngine, search_case: CaseFile, seed: int
) -> None:
    chance = random.Random(seed)
    things = ("gravel", "lantern", "winch", "tarpaulin", "gravle")
    for step in range(12):
        with search_case.write() as w:
            for number in range(100 * step + 100, 100 * step + 100 + chance.randrange(4)):
                claim_row(w, number, f"A {chance.choice(things)} was seen at berth {number}")
            w.execute("UPDATE standing SET hidden = 1 - hidden WHERE claim % 7 = ?", (chance.randrange(7),))
            w.execute("DELETE FROM claim WHERE id % 11 = ?", (chance.randrange(11),))
            w.execute("UPDATE event SET label = ?", (f"The {chance.choice(things)} sank",))
            w.execute("UPDATE actor SET name = ? WHERE id = 1", (f"Anatol {chance.choice(things).title()}",))
        fresh = SearchEngine(search_case)
        for typed in (*things, "crane", "anatol"):
            mine, theirs = engine.search(typed, limit=500).hits, fresh.search(typed, limit=500).hits
            assert {(h.kind, h.id, h.text, h.matches) for h in mine} == {
                (h.kind, h.id, h.text, h.matches) for h in theirs
            }


def test_a_speaker_put_right_is_found_by_the_new_name(engine: SearchEngine, search_case: CaseFile) -> None:
    assert 3 not in found(engine.search("wrzesinski").hits)
    with search_case.write() as w:
        w.execute("UPDATE claim SET speaker = 1, speaker_text = 'Wrzesinski' WHERE id = 3")
    assert 3 in found(engine.search("wrzesinski").hits)


def test_small_changes_make_few_segments(engine: SearchEngine, search_case: CaseFile) -> None:
    for number in range(100, 112):
        with search_case.write() as w:
            claim_row(w, number, f"Barge {number} came in")
        assert found(engine.search(f"barge {number}").hits)[:1] == [number]
    assert engine._index is not None
    assert len(engine._index.segments) <= MOST_DELTAS + 1


def test_while_much_is_read_anew_the_old_rows_answer_and_the_box_says_so(
    engine: SearchEngine, search_case: CaseFile
) -> None:
    engine.build()
    with search_case.write() as w:
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


def test_parts_are_handed_out_while_the_rest_is_read(search_case: CaseFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "PARTS", (5,))
    parts: list[index.Index] = []
    whole = index.make_index(search_case, lambda read, total: None, lambda: False, parts.append)
    assert whole is not None
    assert [part.rows for part in parts] == [5]
    assert parts[0].total == whole.total == whole.rows


def test_a_search_that_was_dropped_says_so(engine: SearchEngine) -> None:
    engine.build()
    assert engine.search("crane", cancelled=lambda: True).cancelled


def test_a_build_that_was_dropped_can_be_begun_again(engine: SearchEngine, search_case: CaseFile) -> None:
    with search_case.write() as w:
        for number in range(100, 2200):
            claim_row(w, number, f"Container {number} was counted")
    assert not engine.build(cancelled=lambda: True)
    assert not engine.ready()
    assert found(engine.search("container 777").hits)[:1] == [777]


def test_progress_is_told(engine: SearchEngine, search_case: CaseFile) -> None:
    with search_case.write() as w:
        for number in range(100, 2200):
            claim_row(w, number, f"Container {number} was counted")
    told: list[tuple[int, int]] = []
    engine.build(lambda read, total: told.append((read, total)))
    assert told
    assert all(read <= total for read, total in told)
