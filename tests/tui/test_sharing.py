"""Working with colleagues from within the dashboard: by keys alone, at both sizes."""

from __future__ import annotations

import gzip
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store.casefile import CaseFile
from store.errors import SaidbyError
from store.filters import make_filter
from store.snapshot.create import create
from store.snapshot.diff import DiffRow
from store.snapshot.watch import StoppedError, Watch
from tests.store.small_corpus import Piece, corpus, derive
from tests.store.snapshot_cases import ALPHA, PIECES, in_process, quoted, say, shared_case
from tui.screens.snapshots import read
from tui.screens.snapshots_look import Group, groups, label_of
from tui.state import State
from tui.widgets.row_list import RowList

FIXTURES = Path(__file__).parents[1] / "store" / "fixtures"
SIZES = [(120, 40), (80, 24)]


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseFile]:
    with shared_case(tmp_path / "case.saidby") as opened:
        yield opened


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """Bob's: an article and a note that ann has not, and another rating."""
    with corpus(tmp_path / "bob.saidby", *PIECES, Piece("Zeta says Kell sent tanks", "zeta.txt")) as his:
        say(his, "bob", quoted(ALPHA, "Dovan sold ships"), "note", "The clerk denies it.")
        say(his, "bob", quoted(ALPHA, "Dovan sold ships"), "kind", "opinion")
        derive(his)
        return create(his, tmp_path / "bobs.snapshot", creator="bob", comment="Look at the clerk.").path


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The checks in this process, and the small language in place of the extractor."""
    monkeypatch.setattr("importers.refresh.refresh", lambda case, *_, **__: derive(case))
    with in_process():
        yield


def count(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


async def choose(walk, *words: str) -> str:  # type: ignore[no-untyped-def]
    """Open the box of what can be done with colleagues, and choose by typing."""
    await walk.press("C")
    return await fill_in(walk, "".join(words), "enter")


async def fill_in(walk, *parts: str) -> str:  # type: ignore[no-untyped-def]
    """Type words and press keys (those of more than one letter that Textual names), and wait once."""
    for part in parts:
        for key in [part] if part in KEYS else part:
            walk.send(key)
    await walk.settle()
    return str(walk.screen())


def groups_of(walk) -> list[Group]:  # type: ignore[no-untyped-def]
    """The lines of the comparison on the screen."""
    rows = walk.app.screen.query_one(RowList)
    return [rows.row(n) for n in range(len(rows.ids))]


KEYS = {"enter", "tab", "ctrl+u", "escape"}


@pytest.mark.parametrize("size", SIZES)
async def test_the_box_says_what_can_be_done(case: CaseFile, walk_in, size) -> None:
    async with walk_in(case, size) as walk:
        screen = await walk.press("C")
        for words in (
            "write a snapshot: everything",
            "check a colleague's snapshot",
            "what was merged",
            "different values",
        ):
            assert words in screen


@pytest.mark.parametrize("size", SIZES)
async def test_a_snapshot_is_written_as_the_form_says(case: CaseFile, walk_in, tmp_path: Path, size) -> None:
    target = tmp_path / "new.snapshot"
    async with walk_in(case, size) as walk:
        screen = await choose(walk, "write")
        assert "everything that counts" in screen
        assert "case-" in screen
        await fill_in(walk, "ctrl+u", str(target), "tab", "private", "tab", "amber", "tab", "for you", "enter")
        assert "new.snapshot: 3 articles, 6 annotations" in walk.status
    with closing(sqlite3.connect(target)) as db:
        manifest = dict(db.execute("SELECT key, value FROM manifest").fetchall())
    assert (manifest["tlp"], manifest["comment"], manifest["creator"]) == ("AMBER", "for you", "ana")
    assert manifest["withheld"] == '{"private":1}'


async def test_the_filter_is_the_scope(case: CaseFile, walk_in, tmp_path: Path) -> None:
    state = State(filter=make_filter({"source": "harbour"}))
    async with walk_in(case, state=state) as walk:
        assert "harbour" in await choose(walk, "write")
        await fill_in(walk, "ctrl+u", str(tmp_path / "s"), "enter")
        assert "s: 1 articles" in walk.status


async def test_what_can_not_be_is_said_in_the_form_and_nothing_is_written(case, walk_in, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("mine")
    async with walk_in(case) as walk:
        await choose(walk, "write")
        assert "is there already" in await fill_in(walk, "ctrl+u", str(tmp_path / "there"), "enter")
        screen = await fill_in(walk, "ctrl+u", str(tmp_path / "new"), "tab", "everything", "enter")
        assert "everything can't be withheld" in screen
        await walk.press("escape")
    assert (tmp_path / "there").read_text() == "mine"
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("line", "words", "wrong"),
    [
        ("file", " ", "needed"),
        ("file", "/nowhere/at/all", "no such folder"),
        ("withhold", "private, all", "can't be withheld"),
        ("marking", "mauve", "one of CLEAR"),
        ("sign with", "/nowhere", "no such file"),
    ],
)
def test_each_line_of_the_form_says_what_is_wrong(line: str, words: str, wrong: str, tmp_path: Path) -> None:
    fine = {
        "file": str(tmp_path / "s"),
        "withhold": "text private",
        "marking": "tlp:red",
        "comment": "",
        "sign with": "",
    }
    assert (read(fine).redact, read(fine).tlp) == (("private", "text"), "RED")
    with pytest.raises(ValueError, match=wrong) as caught:
        read({**fine, line: words})
    assert caught.value.args[0] == line


@pytest.mark.parametrize("size", SIZES)
async def test_a_colleagues_snapshot_is_shown_counts_first_and_line_by_line(case, sent: Path, walk_in, size) -> None:
    async with walk_in(case, size) as walk:
        screen = await choose(walk, "look")
        screen = await fill_in(walk, str(sent), "enter")
        assert "made by bob" in screen
        assert "Look at the clerk." in screen
        assert "only theirs: 1 article, 1 kind, 1 note" in screen
        assert "by article" in screen
        assert "by field" in await walk.press("tab")
        assert "by author" in await walk.press("tab")
        await walk.press("tab", "tab")
        walk.app.screen.query_one(RowList).go(next(n for n, g in enumerate(groups_of(walk)) if g.label == "note"))
        screen = await walk.press("enter")
        assert "field: note" in screen
        assert "The clerk denies it." in screen
        assert "only theirs" in screen
        await walk.press("escape", "escape")
        assert walk.app.screen is walk.app.main


async def test_a_merge_is_previewed_confirmed_told_and_taken_back(case: CaseFile, sent: Path, walk_in) -> None:
    async with walk_in(case) as walk:
        await choose(walk, "look")
        await fill_in(walk, str(sent), "enter")
        screen = await walk.press("M")
        assert "New: 1 articles, 2 annotations" in screen
        assert "By author: bob 2" in screen
        await walk.press("enter")
        assert count(case.path, "sighting") == 3, "Enter alone does not merge"
        screen = await walk.press("y")
        assert count(case.path, "sighting") == 4
        assert "New: 1 articles, 2 annotations" in screen
        assert "case.before-merge-1.saidby" in screen
        await walk.press("escape")
        assert "zeta" in (await walk.press("2", "/", *"zeta", "enter")).lower()
        screen = await choose(walk, "merges")
        assert "bobs.snapshot by bob" in screen
        await walk.press("enter", "y")
        await walk.settle()
        with case.read() as r:
            assert r.execute("SELECT undone FROM merge_batch").fetchall()[0][0] == 1
        screen = await choose(walk, "merges")
        assert "undone" in screen


async def test_n_leaves_all_as_it_was(case: CaseFile, sent: Path, walk_in) -> None:
    async with walk_in(case) as walk:
        await choose(walk, "look")
        await fill_in(walk, str(sent), "enter")
        await walk.press("M", "n")
        assert walk.app.screen is walk.app.main
    assert count(case.path, "sighting") == 3


@pytest.mark.parametrize("name", ["nothing", "case.saidby"])
async def test_what_is_no_snapshot_is_refused_in_the_status_line(case, walk_in, tmp_path: Path, name: str) -> None:
    async with walk_in(case) as walk:
        await choose(walk, "look")
        await fill_in(walk, str(tmp_path / name), "enter")
        assert "can't be used" in walk.status
        assert walk.app.screen is walk.app.main


async def test_a_read_only_file_can_be_shared_and_compared_but_takes_nothing_in(case, sent, walk_in) -> None:
    case.close()
    with CaseFile(case.path, read_only=True) as shut:
        async with walk_in(shut) as walk:
            await choose(walk, "look")
            await fill_in(walk, str(sent), "enter")
            await walk.press("M")
            assert "reading only" in walk.status


async def test_looking_inside_says_the_command_where_the_terminal_can_not_be_lent(case, sent: Path, walk_in) -> None:
    async with walk_in(case) as walk:
        await choose(walk, "look")
        await fill_in(walk, str(sent), "enter")
        await walk.press("o")
        assert "saidby snapshot open bobs.snapshot" in walk.status


async def test_escape_stops_long_work_and_nothing_is_left(case, walk_in, tmp_path, monkeypatch) -> None:
    waits, goes_on = threading.Event(), threading.Event()

    def slow(*_: object, watch: Watch, **__: object) -> object:
        waits.set()
        goes_on.wait(5)
        watch.step("never")
        raise AssertionError

    monkeypatch.setattr("store.snapshot.create.create", slow)
    async with walk_in(case) as walk:
        await choose(walk, "write")
        for key in ("ctrl+u", *str(tmp_path / "s"), "enter"):
            walk.send(key)
        while not (waits.is_set() and "Esc stops" in walk.screen()):
            await walk.pilot.pause(0.02)
        walk.send("escape")
        while "stopping" not in walk.screen():
            await walk.pilot.pause(0.02)
        goes_on.set()
        await walk.settle()
        assert "Stopped" in walk.status
        assert walk.app.screen is walk.app.main


async def test_a_file_of_an_older_schema_says_that_it_was_brought_up_to_date(walk_in, tmp_path: Path) -> None:
    path = tmp_path / "old.saidby"
    path.write_bytes(gzip.decompress((FIXTURES / "case-1.saidby.gz").read_bytes()))
    with CaseFile(path) as case:
        async with walk_in(case) as walk:
            await walk.pilot.pause(0.1)
            await walk.settle()
            assert "Brought from schema 1" in walk.status
            assert "340 tickets" in walk.screen()


# stopping


class Late:
    """Stops at the n-th question."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self) -> bool:
        self.left -= 1
        return self.left < 0


@pytest.mark.parametrize("after", range(4))
def test_a_create_that_is_stopped_leaves_no_file(case: CaseFile, tmp_path: Path, after: int) -> None:
    before = sorted(tmp_path.iterdir())
    with pytest.raises(StoppedError):
        create(case, tmp_path / "s", watch=Watch(stopped=Late(after)))
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("after", range(4))
def test_a_merge_that_is_stopped_brings_nothing(case: CaseFile, sent: Path, after: int) -> None:
    from store.snapshot.merge import merge
    from tests.store.snapshot_cases import content

    before = content(case)
    with pytest.raises(SaidbyError):
        merge(case, sent, watch=Watch(stopped=Late(after)))
    assert content(case) == before


# the groups of a comparison


def test_each_line_is_in_one_group_whatever_they_are_grouped_by() -> None:
    rows = [
        DiffRow("mine", "note", "Ships", "1", "ann", "x"),
        DiffRow("theirs", "article", "Tanks", "2"),
        DiffRow("differ", "rating", "post", "3", "ann", "B", other="bob", other_value="E"),
    ]
    for by in ("article", "field", "author"):
        found = groups(rows, by)  # type: ignore[arg-type]
        assert [sum(g.counts[side] for g in found) for side in range(3)] == [1, 1, 1]
        assert found[0].counts[-1] == 1, "where both differ comes first"
        assert {g.label for g in found} == {label_of(row, by) for row in rows}  # type: ignore[arg-type]
