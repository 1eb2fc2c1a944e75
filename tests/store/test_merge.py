"""Merging: nothing of anybody is lost, a merge can be undone, and who disagrees is told."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import intake, ops
from store.casefile import CaseFile
from store.errors import RejectedError, UsageError
from store.queries import audit
from store.records.keys import canonical_json
from store.records.op import Op, Target
from store.snapshot.batches import batches
from store.snapshot.create import create
from store.snapshot.diff import diff
from store.snapshot.merge import merge, preview, undo_merge
from store.snapshot.unfold import unfold
from tests.store.small_corpus import Piece, add, corpus, derive, dump, standing_of
from tests.store.snapshot_cases import ALPHA, PIECES, content, in_process, quoted, say, shared_case, sighting

POST = Target("name", "harbour post")
ZETA = Piece("Zeta says Kell sent tanks\nBeta says Kell sold grain", "zeta.txt", "Zeta Times", "2024-05-01")


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    with in_process():
        yield


@pytest.fixture
def mine(tmp_path: Path) -> Iterator[CaseFile]:
    with shared_case(tmp_path / "mine.saidby") as opened:
        yield opened


@pytest.fixture
def theirs(tmp_path: Path) -> Iterator[CaseFile]:
    """The colleague has one article less and one more, and annotations of her own."""
    with corpus(tmp_path / "theirs.saidby", *PIECES[:2], ZETA, analyst="cy") as opened:
        say(opened, "cy", POST, "rating", "A")
        say(opened, "cy", quoted(ALPHA, "Dovan sold ships"), "override", {"digit": 5})
        say(opened, "cy", sighting(opened, "zeta.txt"), "note", "Found in the archive.")
        derive(opened, analyst="cy")
        yield opened


@pytest.fixture
def sent(theirs: CaseFile, tmp_path: Path) -> Path:
    return create(theirs, tmp_path / "sent.saidby", creator="cy").path


def test_a_merge_brings_what_is_new_and_says_so(mine: CaseFile, sent: Path) -> None:
    seen = preview(mine, sent)
    assert content(mine)["op"] == content(mine)["op"]
    done = merge(mine, sent)
    assert done.counts == seen.counts
    assert (done.counts.articles, done.counts.annotations, done.counts.known) == (1, 3, 2)
    assert done.counts.by_author == {"cy": 3}
    assert done.counts.by_field == {"note": 1, "override": 1, "rating": 1}
    assert done.counts.words().startswith("New: 1 articles, 3 annotations; ")


def test_a_preview_writes_nothing(mine: CaseFile, sent: Path) -> None:
    before, generation = content(mine), mine.generation()
    preview(mine, sent)
    diff(mine, sent)
    assert (content(mine), mine.generation()) == (before, generation)


def test_merging_twice_is_merging_once(mine: CaseFile, sent: Path) -> None:
    merge(mine, sent)
    once, generation = content(mine), mine.generation()
    again = merge(mine, sent)
    assert content(mine) == once
    assert (again.batch, again.backup, again.counts.new) == (None, None, 0)
    assert len(batches(mine)) == 1
    assert mine.generation() <= generation + 1


def test_merging_ones_own_snapshot_changes_nothing(mine: CaseFile, tmp_path: Path) -> None:
    before = content(mine)
    assert merge(mine, create(mine, tmp_path / "own").path).counts.new == 0
    assert content(mine) == before


def test_the_derived_layer_comes_out_as_if_all_had_been_imported_here(
    mine: CaseFile, sent: Path, tmp_path: Path
) -> None:
    merge(mine, sent)
    derive(mine)
    with shared_case(tmp_path / "all.saidby") as whole:
        add(whole, [ZETA])
        say(whole, "cy", POST, "rating", "A")
        say(whole, "cy", quoted(ALPHA, "Dovan sold ships"), "override", {"digit": 5})
        say(whole, "cy", sighting(whole, "zeta.txt"), "note", "Found in the archive.")
        derive(whole)
        assert dump(mine) == dump(whole)


def test_before_it_the_case_file_is_copied(mine: CaseFile, sent: Path) -> None:
    before = content(mine)
    done = merge(mine, sent)
    assert done.backup is not None
    assert done.backup.name == f"mine.before-merge-{done.batch}.saidby"
    with CaseFile(done.backup, read_only=True) as kept:
        assert content(kept) == before
    assert not list(done.backup.parent.glob("*.part"))


def test_a_snapshot_that_does_not_hold_leaves_all_as_it_was(mine: CaseFile, sent: Path) -> None:
    before = content(mine)
    sent.write_bytes(sent.read_bytes()[:-4096])
    for work in (merge, preview, diff):
        with pytest.raises(RejectedError):
            work(mine, sent)
    assert content(mine) == before
    assert not list(mine.path.parent.glob("*before-merge*"))


def test_a_merge_that_breaks_off_leaves_all_as_it_was(
    mine: CaseFile, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(mine)
    monkeypatch.setattr("store.snapshot.merge._write_ops", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        merge(mine, sent)
    assert content(mine) == before
    assert batches(mine) == []


# undo


def test_undo_hides_what_only_the_merge_brought(mine: CaseFile, sent: Path) -> None:
    before, derived = content(mine)["head"], dump(mine)
    done = merge(mine, sent)
    derive(mine)
    assert done.batch is not None
    hidden = undo_merge(mine, done.batch)
    derive(mine)
    assert (hidden.articles, hidden.annotations) == (1, 3)
    assert content(mine)["head"] == before
    with mine.read() as r:
        assert r.execute("SELECT count(*) FROM article WHERE NOT hidden").fetchone()[0] == 3
        assert r.execute("SELECT count(*) FROM op").fetchone()[0] == 9, "nothing leaves the file"
    assert [b.undone for b in batches(mine)] == [True]
    shown = [row for row in dump(mine)["standing"] if ("hidden", 0) in row]
    assert shown == [row for row in derived["standing"] if ("hidden", 0) in row]


def test_what_was_undone_comes_back_with_another_merge(mine: CaseFile, sent: Path) -> None:
    first = merge(mine, sent)
    derive(mine)
    after, derived = content(mine), dump(mine)
    assert first.batch is not None
    undo_merge(mine, first.batch)
    derive(mine)
    again = merge(mine, sent)
    derive(mine)
    assert again.counts.back == 4
    assert content(mine) == after
    assert dump(mine) == derived


def test_only_a_merge_can_be_undone_so_and_only_once(mine: CaseFile, sent: Path) -> None:
    done = merge(mine, sent)
    assert done.batch is not None
    with pytest.raises(UsageError, match="is a merge"), mine.write() as w:
        intake.undo(w, done.batch)
    undo_merge(mine, done.batch)
    for batch in (done.batch, 99):
        with pytest.raises(UsageError):
            undo_merge(mine, batch)


# withheld


def test_merging_back_a_redacted_copy_takes_nothing_away(mine: CaseFile, tmp_path: Path) -> None:
    before = content(mine)
    done = merge(mine, create(mine, tmp_path / "r", redact=["private", "text"]).path)
    assert (done.counts.new, done.batch) == (0, None)
    assert content(mine) == before


def test_a_full_copy_fills_what_a_redacted_one_left_open(mine: CaseFile, tmp_path: Path) -> None:
    held = create(mine, tmp_path / "held", redact=["private", "text"]).path
    whole = create(mine, tmp_path / "whole").path
    with corpus(tmp_path / "other.saidby") as other:
        first = merge(other, held)
        derive(other)
        assert (first.counts.articles, first.counts.annotations) == (3, 6)
        second = merge(other, whole)
        derive(other)
        assert (second.counts.texts, second.counts.filled, second.counts.annotations) == (3, 1, 0)
        assert content(other) == content(mine)
        assert dump(other) == dump(mine)


def test_an_import_fills_a_withheld_text_too(mine: CaseFile, tmp_path: Path) -> None:
    held = create(mine, tmp_path / "held", redact=["text"]).path
    with corpus(tmp_path / "other.saidby") as other:
        merge(other, held)
        derive(other)
        with other.write() as w:
            from store.records.article import Body, Sighting
            from store.records.text import frozen_text

            body = Body(frozen_text(ALPHA))
            run = intake.start_run(w, "import", "kim")
            unit = intake.add_unit(w, run, intake.Unit("/a", "0" * 64, 1, 1, "text/1", ""), "new", [])
            intake.add(w, unit, "/a", intake.Arrival("", body, Sighting(body.hash, "mine.txt")))
        derive(other)
        assert standing_of(other, "Dovan sold ships", "alpha.txt")["kind"] == "report"


def test_a_snapshot_of_withheld_things_can_be_passed_on(mine: CaseFile, tmp_path: Path) -> None:
    held = create(mine, tmp_path / "held", redact=["private", "text"])
    with corpus(tmp_path / "other.saidby") as other:
        merge(other, held.path)
        passed = create(other, tmp_path / "passed")
    assert passed.manifest.content_hash == held.manifest.content_hash


def test_annotations_of_a_later_program_travel_verbatim(mine: CaseFile, tmp_path: Path) -> None:
    later = Op("ann", POST, "mood.later", {"deep": [1, {"x": None}]}, nonce="1")
    with mine.write() as w:
        ops.append(w, later)
    with corpus(tmp_path / "other.saidby") as other:
        merge(other, create(mine, tmp_path / "s").path)
        derive(other)
        with other.read() as r:
            (text,) = r.execute("SELECT json FROM op WHERE id = ?", (later.id,)).fetchone()
    assert text == later.json() == canonical_json({**__import__("json").loads(text)})


# disagreement


def test_disagreements_are_counted_before_and_shown_after(mine: CaseFile, sent: Path) -> None:
    seen = preview(mine, sent)
    before = len(audit.disagreements(mine))
    assert [(c.one.author, c.one.value, c.other.author, c.other.value) for c in seen.clashes] == [
        ("ann", "C", "cy", "A"), ("bob", "E", "cy", "A")
    ]  # fmt: skip
    merge(mine, sent)
    assert len(audit.disagreements(mine)) == before + seen.counts.disagreements


def test_a_diff_tells_sides_apart(mine: CaseFile, sent: Path) -> None:
    found = diff(mine, sent)
    assert found.counts["theirs"] == {"article": 1, "note": 1, "override": 1, "rating": 1}
    assert found.counts["mine"] == {"article": 1, "date": 1, "note": 2, "rating": 3}
    assert {(r.field, r.author, r.other) for r in found.rows if r.side == "differ"} == {
        ("rating", "ann", "bob"), ("rating", "ann", "cy"), ("rating", "bob", "cy")
    }  # fmt: skip
    assert [r.value for r in found.rows if r.author == "ann" and not r.head] == ["B"]
    assert any(r.article == "Ships sold" and r.quote == "Dovan sold ships" for r in found.rows)


def test_after_a_merge_only_mine_is_left(mine: CaseFile, sent: Path) -> None:
    merge(mine, sent)
    found = diff(mine, sent)
    assert found.counts["theirs"] == {}
    assert found.counts["mine"] == {"article": 1, "date": 1, "note": 2, "rating": 3}


# looking without merging


def test_a_snapshot_unfolds_into_a_case_file_of_its_own(mine: CaseFile, tmp_path: Path) -> None:
    from store.snapshot.inspect import inspect

    made = create(mine, tmp_path / "s")
    profile = made.manifest.grading_profile
    with inspect(made.path, derived="take") as theirs:
        assert unfold(theirs, tmp_path / "a.saidby", rules="fake-1", profile=profile)
        assert not unfold(theirs, tmp_path / "b.saidby", rules="other", profile=profile)
    with CaseFile(tmp_path / "a.saidby") as taken, CaseFile(tmp_path / "b.saidby") as anew:
        derive(anew)
        assert content(taken) == content(anew) == content(mine)
        kept = {t: rows for t, rows in dump(mine).items() if t not in ("frame_key", "article_key", "body_band")}
        assert {t: r for t, r in dump(taken).items() if t in kept} == kept
        assert dump(anew) == dump(mine)


# the day of two analysts


def test_two_analysts_work_a_day_exchange_twice_and_lose_nothing(tmp_path: Path) -> None:
    corpus(tmp_path / "ann.saidby", *PIECES).close()
    shutil.copy(tmp_path / "ann.saidby", tmp_path / "bob.saidby")
    with CaseFile(tmp_path / "ann.saidby") as ann, CaseFile(tmp_path / "bob.saidby") as bob:
        ships = quoted(ALPHA, "Dovan sold ships")
        say(ann, "ann", POST, "rating", "B")
        say(ann, "ann", ships, "override", {"digit": 2}, at="2050-01-01")
        say(ann, "ann", ships, "note", "Confirmed by phone.")
        say(bob, "bob", POST, "rating", "D", at="1990-01-01")
        say(bob, "bob", ships, "override", {"digit": 4})
        say(bob, "bob", ships, "tag", "ships")
        add(bob, [ZETA])
        for case, name in ((ann, "ann"), (bob, "bob")):
            derive(case, analyst=name)
        _exchange(ann, bob, tmp_path, 1)
        for case in (ann, bob):
            assert [d.field for d in audit.disagreements(case)] == ["override", "rating"], "visible to both"
        say(bob, "bob", POST, "rating", "B", nonce="second thoughts", at="1980-01-01")
        say(ann, "ann", ships, "override", None, nonce="withdrawn")
        say(ann, "ann", sighting(ann, "zeta.txt"), "hide", True)
        for case, name in ((ann, "ann"), (bob, "bob")):
            derive(case, analyst=name)
        _exchange(ann, bob, tmp_path, 2)
        for case in (ann, bob):
            assert audit.disagreements(case) == []
            assert {r.author for r in audit.rows(case)} == {"ann", "bob"}
        assert content(ann) == content(bob)
        assert len(content(ann)["op"]) == 9
        one, other = (standing_of(c, "Dovan sold ships", "alpha.txt") for c in (ann, bob))
        assert (one["support"], one["letter"], one["why"]) == (other["support"], other["letter"], other["why"])
        assert (one["shown_digit"], other["shown_digit"]) == (one["digit"], 4), "each sees what is her own"


def _exchange(ann: CaseFile, bob: CaseFile, folder: Path, turn: int) -> None:
    one, other = create(ann, folder / f"ann{turn}.s").path, create(bob, folder / f"bob{turn}.s").path
    for case, path, name in ((ann, other, "ann"), (bob, one, "bob")):
        merge(case, path)
        derive(case, analyst=name)
