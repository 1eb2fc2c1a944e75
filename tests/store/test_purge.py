"""An article that must go is gone from the bytes, with what was said on it, and does not come back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store import intake, purge
from store.casefile import CaseFile
from store.doctor import examine
from store.errors import CaseFileError, UsageError
from store.filters import make_filter
from store.records.article import Body, Sighting
from store.records.op import Op, Target
from store.records.text import frozen_text
from store.snapshot.create import create
from store.snapshot.merge import merge
from tests.store.small_corpus import Piece, add, corpus, derive, dump
from tests.store.snapshot_cases import ALPHA, BETA, PIECES, content, in_process, quoted, say, shared_case, sighting

SAID = (
    "Dovan sold guns",
    "Ships sold",
    "Ask the harbour master about this.",
    "the clerk of berth nine",
    "post.example",
)
"""Words of the article, of what was stated of it, and of notes on it; shorter ones stand elsewhere too."""


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseFile]:
    with in_process(), shared_case(tmp_path / "case.saidby") as opened:
        yield opened


def article(case: CaseFile, name: str) -> int:
    with case.read() as r:
        return int(r.execute("SELECT id FROM article WHERE name = ?", (name,)).fetchone()[0])


def purged(case: CaseFile, name: str = "alpha.txt", author: str = "ann") -> purge.Purged:
    purge.entomb(case, article(case, name), author, "a court said so")
    return finished(case)


def finished(case: CaseFile) -> purge.Purged:
    derive(case)
    waiting = purge.waiting(case)
    derive(case)
    done = purge.remove(case, waiting)
    derive(case)
    return done


def all_bytes(path: Path) -> bytes:
    return b"".join(p.read_bytes() for p in sorted(path.parent.glob(f"{path.name}*")))


def test_its_words_leave_every_byte_of_the_file(case: CaseFile) -> None:
    before = all_bytes(case.path)
    assert all(words.encode() in before for words in SAID)
    done = purged(case)
    after = all_bytes(case.path)
    assert [words for words in SAID if words.encode() in after] == []
    assert (done.sightings, done.annotations, done.anew) == (1, 2, False)


def test_what_is_left_is_what_there_would_be_without_it(case: CaseFile, tmp_path: Path) -> None:
    purged(case)
    with corpus(tmp_path / "never.saidby", *PIECES[1:]) as never, case.read() as r:
        rows = r.execute("SELECT id, json FROM op WHERE NOT redacted AND field <> 'tombstone'").fetchall()
        with never.write() as w:
            w.executemany("INSERT INTO op (id, json) VALUES (?, ?)", [tuple(row) for row in rows])
            w.execute("INSERT OR IGNORE INTO stale (stage, id) SELECT 'group', id FROM body")
        derive(never)
        assert dump(case) == dump(never)
        assert not r.execute("PRAGMA foreign_key_check").fetchall()
        assert r.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_annotations_on_it_keep_whose_they_are_and_the_heads_stay(case: CaseFile) -> None:
    before = content(case)
    purged(case)
    after = content(case)
    ids = {op for op, *_ in before["op"]}
    assert {op for op, *_ in after["op"]} > ids
    assert set(before["head"]) <= set(after["head"])
    assert set(before["edge"]) == set(after["edge"])


def test_the_laws_hold_in_the_file_afterwards(case: CaseFile) -> None:
    purged(case)
    with case.write() as w:
        for statement in ("DELETE FROM op", "UPDATE op SET value = 'x' WHERE NOT redacted", "DELETE FROM body"):
            with pytest.raises(sqlite3.IntegrityError):
                w.execute(statement)


def test_who_had_the_file_open_goes_on_with_it(case: CaseFile) -> None:
    with CaseFile(case.path) as other:
        before = other.generation()
        purged(case)
        assert other.generation() > before
        say(other, "cy", quoted(BETA, "Dovan sold ships"), "note", "Still here.")
        with case.read() as r:
            assert r.execute("SELECT count(*) FROM op WHERE author = 'cy'").fetchone()[0] == 1


def test_an_import_does_not_bring_it_back_under_any_name(case: CaseFile) -> None:
    purged(case)
    again, fresh = Body(frozen_text(ALPHA)), Body(frozen_text("Zeta says Kell sent tanks"))
    with case.write() as w:
        run = intake.start_run(w, "import", "ann")
        unit = intake.add_unit(w, run, intake.Unit("/a", "0" * 64, 1, 1, "text/1", ""), "new", [])
        said = [
            intake.add(w, unit, "/a", intake.Arrival(name, body, Sighting(body.hash, name)))
            for name, body in (("other.txt", again), ("zeta.txt", fresh))
        ]
    assert [s.status for s in said] == ["skipped", "new"]
    with case.read() as r:
        assert {n for (n,) in r.execute("SELECT name FROM sighting")} == {"beta.txt", "gamma.txt", "zeta.txt"}
        assert r.execute("SELECT count(*) FROM body").fetchone()[0] == 3
    assert b"Dovan sold guns" not in all_bytes(case.path)


def test_a_merge_does_not_bring_it_back_and_brings_all_else(case: CaseFile, tmp_path: Path) -> None:
    with shared_case(tmp_path / "hers.saidby") as hers:
        say(hers, "cy", quoted(ALPHA, "Dovan sold ships"), "note", "Cy says that the ships were never there.")
        say(hers, "cy", quoted(BETA, "Dovan sold ships"), "note", "Cy says this one is fine.")
        sent = create(hers, tmp_path / "hers.s").path
    purged(case)
    done = merge(case, sent, backup=False)
    assert (done.counts.articles, done.counts.annotations) == (0, 2 + 6 - 6 + 6 - 6)
    written = all_bytes(case.path)
    assert b"never there" not in written
    assert b"Dovan sold guns" not in written
    assert b"this one is fine" in written
    once = content(case)
    merge(case, sent, backup=False)
    assert content(case) == once


def test_the_tombstone_hides_it_at_a_colleague_who_can_then_purge_too(case: CaseFile, tmp_path: Path) -> None:
    with shared_case(tmp_path / "hers.saidby") as hers:
        purged(case)
        merge(hers, create(case, tmp_path / "mine.s").path, backup=False)
        derive(hers)
        with hers.read() as r:
            assert r.execute("SELECT hidden FROM article WHERE name = 'alpha.txt'").fetchone()[0] == 1
        assert any("tombstone" in f.what for f in examine(hers))
        assert purge.tombs(hers) == 1
        finished(hers)
        assert purge.tombs(hers) == 0
        assert b"Dovan sold guns" not in all_bytes(hers.path)
        assert dump(hers) == dump(case)


def test_a_tombstone_that_is_taken_back_bars_nothing(case: CaseFile) -> None:
    purged(case)
    with case.read() as r:
        (op,) = r.execute("SELECT id FROM op WHERE field = 'tombstone'").fetchone()
        (key,) = r.execute("SELECT target FROM op WHERE id = ?", (op,)).fetchone()
    with case.write() as w:
        w.execute(
            "INSERT INTO op (id, json) VALUES (?, ?)",
            ((back := Op("ann", Target("body", key), "tombstone", None, (op,))).id, back.json()),
        )
        assert not intake.is_barred(w, key)
    add(case, PIECES[:1])
    with case.read() as r:
        assert r.execute("SELECT count(*) FROM body").fetchone()[0] == 3


def test_words_that_another_article_says_too_stay_there_and_are_counted(case: CaseFile) -> None:
    add(case, [Piece(f"{ALPHA}\nZeta says Kell sent tanks", "reprint.txt", "Evening Call")])
    derive(case)
    done = purged(case)
    assert done.shared > 0
    assert b"Dovan sold guns" in all_bytes(case.path)
    with case.read() as r:
        assert r.execute("SELECT count(*) FROM article WHERE name = 'reprint.txt'").fetchone()[0] == 1


def test_what_derived_rows_still_say_is_made_anew(case: CaseFile) -> None:
    purge.entomb(case, article(case, "alpha.txt"), "ann", "a court said so")
    waiting = purge.waiting(case)
    derive(case)
    with case.write() as w:
        w.execute("UPDATE claim SET quote = ? WHERE id = (SELECT min(id) FROM claim)", (ALPHA[:70],))
    assert purge.remove(case, waiting).anew
    assert b"Dovan sold guns" not in all_bytes(case.path)
    derive(case)
    with case.read() as r:
        assert r.execute("SELECT count(*) FROM claim").fetchone()[0] > 0


def test_one_that_fails_leaves_the_file_as_it_was(case: CaseFile, monkeypatch: pytest.MonkeyPatch) -> None:
    purge.entomb(case, article(case, "alpha.txt"), "ann", "a court said so")
    waiting = purge.waiting(case)
    before = content(case)

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(purge, "renew_rest", full)
        with pytest.raises(CaseFileError, match="try again"):
            purge.remove(case, waiting)
    assert content(case) == before
    with case.write() as w, pytest.raises(sqlite3.IntegrityError):
        w.execute("DELETE FROM op")
    finished(case)
    assert b"Dovan sold guns" not in all_bytes(case.path)


def test_one_that_breaks_off_before_the_bytes_are_clean_says_so_and_is_ended_later(
    case: CaseFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    purge.entomb(case, article(case, "alpha.txt"), "ann", "a court said so")
    waiting = purge.waiting(case)

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(purge, "_clean", full)
        with pytest.raises(CaseFileError, match="try again"):
            purge.remove(case, waiting)
    assert purge.unfinished(case)
    assert [f.hint for f in examine(case) if f.level == "error"] == ["saidby purge ends it"]
    finished(case)
    assert not purge.unfinished(case)
    assert b"Dovan sold guns" not in all_bytes(case.path)


def test_what_another_program_writes_meanwhile_is_kept(case: CaseFile, monkeypatch: pytest.MonkeyPatch) -> None:
    purge.entomb(case, article(case, "alpha.txt"), "ann", "a court said so")
    waiting = purge.waiting(case)
    clean = purge._clean

    def with_a_note(db: sqlite3.Connection) -> None:
        with closing(sqlite3.connect(case.path)) as other:
            other.execute("INSERT INTO setting VALUES ('other', 'was here')")
            other.commit()
        clean(db)

    monkeypatch.setattr(purge, "_clean", with_a_note)
    purge.remove(case, waiting)
    with case.read() as r:
        assert r.execute("SELECT value FROM setting WHERE key = 'other'").fetchone()[0] == "was here"


def test_copies_from_before_are_named(case: CaseFile, tmp_path: Path) -> None:
    with corpus(tmp_path / "other.saidby", Piece("Zeta says Kell sent tanks", "zeta.txt")) as other:
        sent = create(other, tmp_path / "other.s").path
    backup = merge(case, sent).backup
    assert purged(case).copies == (backup,)


def test_a_snapshot_after_it_holds_none_of_it(case: CaseFile, tmp_path: Path) -> None:
    purged(case)
    made = create(case, tmp_path / "s.saidby")
    data = made.path.read_bytes()
    assert [words for words in SAID if words.encode() in data] == []
    with closing(sqlite3.connect(made.path)) as db:
        assert db.execute("SELECT count(*) FROM op WHERE field = 'tombstone'").fetchone()[0] == 1


def test_the_tombstone_travels_with_every_snapshot_whatever_its_filter(case: CaseFile, tmp_path: Path) -> None:
    purged(case)
    made = create(case, tmp_path / "s.saidby", scope=make_filter({"source": "evening"}))
    with closing(sqlite3.connect(made.path)) as db:
        assert db.execute("SELECT count(*) FROM op WHERE field = 'tombstone'").fetchone()[0] == 1


def test_a_reason_is_needed(case: CaseFile) -> None:
    with pytest.raises(UsageError, match="reason"):
        purge.entomb(case, article(case, "alpha.txt"), "ann", "")


def test_a_tombstone_on_what_was_stated_hides_and_bars_nothing(case: CaseFile) -> None:
    say(case, "ann", sighting(case, "alpha.txt"), "tombstone", "no")
    assert purge.tombs(case) == 0
