"""Snapshots: what they hold, what is withheld, what changes their hash, and how they come to be."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.casefile import CaseFile
from store.errors import UsageError
from store.filters import make_filter
from store.records.op import Target
from store.snapshot.content_hash import LayerHash, layer_hash
from store.snapshot.create import create
from store.snapshot.inspect import inspect
from store.snapshot.layers import allowed, content_tables, derived_tables
from store.snapshot.redact import leaks
from tests.store.snapshot_cases import ALPHA, in_process, quoted, say, shared_case, sighting

SECRET = "My source is the clerk of berth nine."


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseFile]:
    with shared_case(tmp_path / "case.saidby") as opened:
        yield opened


@pytest.fixture
def quick() -> Iterator[None]:
    with in_process():
        yield


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return [tuple(row) for row in db.execute(sql)]


def hash_of(path: Path) -> str:
    with closing(sqlite3.connect(path)) as db:
        return layer_hash(db, content_tables())


def test_a_snapshot_holds_what_counts_and_nothing_of_this_machine(case: CaseFile, tmp_path: Path) -> None:
    made = create(case, tmp_path / "s.saidby", creator="ann")
    names = {n for (n,) in rows(made.path, "SELECT name FROM sqlite_schema")}
    assert {"body", "sighting", "op", "claim", "standing", "claims", "timeline", "comparison", "manifest"} <= names
    assert not {"setting", "import_run", "import_unit", "merge_batch", "stale", "sqlite_sequence"} & names
    assert not rows(made.path, "SELECT 1 FROM sqlite_schema WHERE type = 'trigger'")
    assert os.fsencode(tmp_path) not in made.path.read_bytes()
    assert made.manifest.articles == 3
    assert made.manifest.annotations == {"ann": 4, "bob": 2}


def test_it_opens_from_read_only_media_and_names_its_kind(case: CaseFile, tmp_path: Path) -> None:
    head = create(case, tmp_path / "s.saidby").path.read_bytes()[:100]
    assert head[18:20] == b"\1\1"
    assert head[68:72] == b"SAID"
    assert sorted(p.name for p in tmp_path.glob("s.saidby*")) == ["s.saidby"]


def test_its_views_read_in_plain_sql_by_a_reader_that_distrusts_the_file(case: CaseFile, tmp_path: Path) -> None:
    made = create(case, tmp_path / "s.saidby")
    with closing(sqlite3.connect(made.path)) as db:
        db.execute("PRAGMA trusted_schema = OFF")
        for view in ("claims", "timeline", "comparison", "disagreements", "whys", "op_head", "event_claim"):
            assert db.execute(f"SELECT count(*) FROM {view}").fetchone()[0] > 0, view


def test_a_target_that_exists_is_refused_and_left_alone(case: CaseFile, tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("precious", "link", "case.saidby"):
        with pytest.raises(UsageError):
            create(case, tmp_path / name)
    assert (tmp_path / "precious").read_text() == "mine"
    assert not (tmp_path / "nowhere").exists()


def test_what_a_broken_off_run_left_is_no_hindrance(case: CaseFile, tmp_path: Path) -> None:
    (tmp_path / "s.saidby.part").write_text("half")
    create(case, tmp_path / "s.saidby")
    assert not (tmp_path / "s.saidby.part").exists()


def test_private_annotations_become_stubs_that_still_replace_their_authors_earlier_ones(
    case: CaseFile, tmp_path: Path
) -> None:
    whole = create(case, tmp_path / "whole.saidby")
    held = create(case, tmp_path / "held.saidby", redact=["private"])
    assert whole.private == 1
    assert held.manifest.withheld == {"private": 1}
    assert SECRET.encode() in whole.path.read_bytes()
    assert SECRET.encode() not in held.path.read_bytes()
    ids = "SELECT id FROM op ORDER BY id"
    assert rows(held.path, ids) == rows(whole.path, ids)
    assert rows(held.path, "SELECT author, field, target, value, quote FROM op WHERE redacted") == [
        ("ann", "note", None, None, None)
    ]
    assert rows(held.path, "SELECT id FROM op_head ORDER BY 1") == rows(whole.path, "SELECT id FROM op_head ORDER BY 1")
    assert not rows(held.path, "SELECT 1 FROM anchored WHERE op IN (SELECT id FROM op WHERE redacted)")


def test_a_private_grade_takes_the_derived_rows_with_it(case: CaseFile, tmp_path: Path) -> None:
    say(case, "ann", quoted(ALPHA, "Dovan sold ships"), "override", {"digit": 1}, private=True)
    held = create(case, tmp_path / "held.saidby", redact=["private"])
    assert held.manifest.derived_hash == ""
    assert not rows(held.path, "SELECT 1 FROM standing")


def test_without_texts_only_quotes_hashes_and_lengths_are_left(case: CaseFile, tmp_path: Path) -> None:
    made = create(case, tmp_path / "s.saidby", redact=["text"])
    assert rows(made.path, "SELECT count(*), count(text), sum(chars) > 0 FROM body") == [(3, 0, 1)]
    data = made.path.read_bytes()
    assert b"Dovan sold guns" not in data
    assert b"Dovan sold ships" in data, "an analyst quoted it"
    assert made.manifest.withheld == {"text": 3}


def test_an_article_whose_file_states_its_text_twice_is_left_out_with_it(tmp_path: Path) -> None:
    from store import intake
    from store.records.article import Body, Sighting
    from store.records.text import frozen_text

    text = "The clerk counted the crates twice over.\nNobody else was on the quay that night."
    body = Body(frozen_text(text))
    told = (("abstract", "The clerk counted the crates twice over. Nobody"), ("section", "Harbour"))
    with CaseFile(tmp_path / "case.saidby") as case:
        with case.write() as w:
            run = intake.start_run(w, "import", "kim")
            unit = intake.add_unit(w, run, intake.Unit("/a", "0" * 64, 1, 1, "tables/1", ""), "new", [])
            for n, extra in enumerate((told, told[1:])):
                s = Sighting(body.hash, f"{n}.csv", extra=extra)
                intake.add(w, unit, "/a", intake.Arrival(str(n), body, s))
        made = create(case, tmp_path / "s.saidby", redact=["text"])
    assert rows(made.path, "SELECT name FROM sighting") == [("1.csv",)]
    assert made.manifest.withheld == {
        "article": 1,
        "text": 1,
    }
    assert b"counted the crates" not in made.path.read_bytes()


def test_the_scan_finds_withheld_words_that_no_row_states(case: CaseFile, tmp_path: Path) -> None:
    made = create(case, tmp_path / "s.saidby", redact=["private"])
    with closing(sqlite3.connect(made.path)) as db:
        assert leaks(made.path, [SECRET], db) == []
        with made.path.open("ab") as file:
            file.write(b"left over: " + SECRET.encode())
        assert leaks(made.path, [SECRET], db)
        assert leaks(made.path, ["Ask the harbour master about this."], db) == [], "a row states it"


@pytest.mark.parametrize("count", [1, 400])
def test_the_scan_finds_any_long_run_wherever_it_stands(count: int, tmp_path: Path) -> None:
    texts = [f"Line {n}: the clerk of berth {n * 7919} counted the crates twice over." for n in range(count)]
    withheld = texts[-1]
    with closing(sqlite3.connect(":memory:")) as written:
        written.execute("CREATE TABLE t (a)")
        for shift in range(9):
            path = tmp_path / f"{shift}"
            path.write_bytes(b"x" * shift + withheld[3:52].encode() + b"y" * 5)
            assert leaks(path, texts, written)
        path.write_bytes("".join(t[:20] for t in texts).encode())
        assert not leaks(path, texts, written)
        written.execute("INSERT INTO t VALUES (?)", (withheld,))
        path.write_bytes(b"x" + withheld.encode())
        assert not leaks(path, texts, written)


def test_blanks_in_a_text_are_no_leak(tmp_path: Path) -> None:
    from tests.store.small_corpus import Piece, corpus

    ruler = " " * 60
    with corpus(tmp_path / "case.saidby", Piece(f"Alpha says Dovan sold ships\n.{ruler}.", "a.txt")) as case:
        assert create(case, tmp_path / "s.saidby", redact=["text"]).manifest.withheld == {"text": 1}


def test_a_filter_takes_its_articles_and_what_was_said_of_them(case: CaseFile, tmp_path: Path) -> None:
    made = create(case, tmp_path / "s.saidby", scope=make_filter({"source": "harbour"}))
    assert rows(made.path, "SELECT name FROM sighting") == [("alpha.txt",)]
    assert {f for (f,) in rows(made.path, "SELECT field FROM op")} == {"note", "rating"}
    assert made.manifest.scope == {"source": "harbour"}
    assert rows(made.path, "SELECT count(*) > 0, min(article) = max(article) FROM claim") == [(1, 1)]
    with inspect(made.path, derived="take") as theirs:
        assert theirs.derived == "ok"


def test_every_snapshot_opens_in_the_child(case: CaseFile, tmp_path: Path) -> None:
    for number, redact in enumerate(([], ["private"], ["text"], ["private", "text"])):
        made = create(case, tmp_path / f"{number}.saidby", redact=redact, comment="a\nb", tlp="AMBER+STRICT")  # type: ignore[arg-type]
        with inspect(made.path, derived="take") as theirs:
            assert theirs.manifest == made.manifest
            assert theirs.derived == ("none" if "text" in redact else "ok")


def test_the_schema_has_no_triggers_and_every_table_an_order() -> None:
    assert {kind for kind, *_ in allowed()} == {"table", "index", "view"}
    for table in content_tables() + derived_tables():
        assert set(table.order) <= set(table.columns)


# the content hash


def test_it_tells_values_apart_that_print_alike() -> None:
    (table, *_) = content_tables()
    seen = set()
    for row in (
        (None,),
        ("",),
        (0,),
        ("0",),
        (0.0,),
        (b"",),
        (b"0",),
        ("a", "b"),
        ("ab", ""),
        ("", "ab"),
        ("b", "a"),
        (),
    ):
        sha = LayerHash()
        sha.table(table)
        sha.row(row)
        seen.add(sha.hexdigest())
    assert len(seen) == 12


@pytest.mark.parametrize(
    "change",
    [
        ["VACUUM"],
        ["PRAGMA page_size = 16384", "VACUUM"],
        ["PRAGMA journal_mode = WAL"],
        ["ANALYZE"],
        ["PRAGMA auto_vacuum = FULL", "VACUUM"],
        ["REINDEX"],
    ],
    ids=lambda c: c[0],
)
def test_layout_does_not_change_it(change: list[str], case: CaseFile, tmp_path: Path) -> None:
    made = create(case, tmp_path / "s.saidby")
    with closing(sqlite3.connect(made.path, isolation_level=None)) as db:
        for statement in change:
            db.execute(statement)
    assert hash_of(made.path) == made.manifest.content_hash


def test_neither_does_the_order_of_rows(case: CaseFile, tmp_path: Path) -> None:
    made = create(case, tmp_path / "s.saidby")
    with closing(sqlite3.connect(made.path, isolation_level=None)) as db:
        for table in content_tables():
            kept = list(reversed(db.execute(table.select()).fetchall()))
            db.execute(f"DELETE FROM {table.name}")
            db.executemany(table.insert(), kept)
    assert hash_of(made.path) == made.manifest.content_hash


def test_nor_pythons_hash_seed(case: CaseFile, tmp_path: Path) -> None:
    made = create(case, tmp_path / "s.saidby")
    code = (
        "import sqlite3, sys; from store.snapshot.content_hash import layer_hash; "
        "from store.snapshot.layers import content_tables; "
        "print(layer_hash(sqlite3.connect(sys.argv[1]), content_tables()))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code, str(made.path)], env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True, text=True, check=True,
        ).stdout.strip()
        for seed in ("0", "1", "777")
    }  # fmt: skip
    assert said == {made.manifest.content_hash}


def test_where_articles_came_in_another_order_it_is_the_same(tmp_path: Path) -> None:
    from tests.store.small_corpus import corpus
    from tests.store.snapshot_cases import PIECES

    with corpus(tmp_path / "a", *PIECES) as a, corpus(tmp_path / "b", *reversed(PIECES)) as b:
        one, other = create(a, tmp_path / "a.s"), create(b, tmp_path / "b.s")
    assert one.manifest.content_hash == other.manifest.content_hash


@given(data=st.data())
def test_any_one_character_that_is_another_changes_it(data: st.DataObject, filled: sqlite3.Connection) -> None:
    table = data.draw(st.sampled_from(content_tables()))
    kinds = dict(filled.execute("SELECT name, type FROM pragma_table_info(?)", (table.name,)).fetchall())
    column = data.draw(st.sampled_from([c for c in table.columns if kinds[c] == "TEXT"]))
    rows = filled.execute(f"SELECT rowid, {column} FROM {table.name} WHERE {column} <> ''").fetchall() if (
        table.name != "op_supersedes"
    ) else filled.execute(f"SELECT 0, {column} FROM op_supersedes").fetchall()  # fmt: skip
    if not rows:
        return  # no article of the case states it
    row, text = data.draw(st.sampled_from(rows))
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(exclude_categories=["Cs"], exclude_characters=text[place] + "\0"))
    before = layer_hash(filled, content_tables())
    filled.execute("SAVEPOINT before")
    filled.execute("PRAGMA ignore_check_constraints = ON")
    changed = text[:place] + other + text[place + 1 :]
    where = f"{column} = ?2" if table.name == "op_supersedes" else "rowid = ?3 AND ?2 IS NOT NULL"
    filled.execute(
        f"UPDATE OR REPLACE {table.name} SET {column} = ?1 WHERE {where}", (changed, text, row)[: 2 + ("?3" in where)]
    )
    assert layer_hash(filled, content_tables()) != before
    filled.execute("ROLLBACK TO before")
    filled.execute("RELEASE before")
    assert layer_hash(filled, content_tables()) == before


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """A snapshot in memory."""
    folder = tmp_path_factory.mktemp("filled")
    with shared_case(folder / "case.saidby") as case:
        path = create(case, folder / "s").path
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        with closing(sqlite3.connect(path)) as source:
            source.backup(db)
        yield db


# the manifest and its signature


def test_a_signature_says_who_and_no_longer_fits_another_file(case: CaseFile, tmp_path: Path, quick: None) -> None:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not on this machine")
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    signers = tmp_path / "signers"
    signers.write_text(f'ann@desk namespaces="saidby-snapshot" {(tmp_path / "key.pub").read_text()}')
    made = create(case, tmp_path / "s.saidby", sign_key=key)
    assert made.signature is not None
    with inspect(made.path, signers=signers) as theirs:
        assert (theirs.signature.state, theirs.signature.who) == ("good", "ann@desk")
    with inspect(made.path) as theirs:
        assert theirs.signature.state == "unknown"
    other = create(case, tmp_path / "t.saidby", comment="another")
    with inspect(other.path, signers=signers) as theirs:
        assert theirs.signature.words == "unsigned: matches its own hash only"
    shutil.copy(made.signature, tmp_path / "t.saidby.sig")
    with inspect(other.path, signers=signers) as theirs:
        assert theirs.signature.state == "bad"


def test_a_key_that_can_not_sign_leaves_nothing_behind(case: CaseFile, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("no key")
    with pytest.raises(UsageError):
        create(case, tmp_path / "s.saidby", sign_key=tmp_path / "key")
    assert not list(tmp_path.glob("s.saidby*"))


def test_undone_runs_and_their_annotations_do_not_travel(case: CaseFile, tmp_path: Path, quick: None) -> None:
    from store.snapshot.merge import merge, undo_merge
    from tests.store.small_corpus import Piece, corpus

    with corpus(tmp_path / "other", Piece("Zeta says Kell sent tanks", "zeta.txt")) as other:
        say(other, "cy", sighting(other, "zeta.txt"), "note", "Only here.")
        say(other, "cy", Target("name", "zeta"), "rating", "D")
        sent = create(other, tmp_path / "other.s")
    before = create(case, tmp_path / "before.s").manifest.content_hash
    done = merge(case, sent.path, backup=False)
    assert create(case, tmp_path / "between.s").manifest.parents == (sent.manifest.content_hash,)
    assert done.batch is not None
    undo_merge(case, done.batch)
    after = create(case, tmp_path / "after.s").manifest
    assert (after.content_hash, after.parents) == (before, ())
