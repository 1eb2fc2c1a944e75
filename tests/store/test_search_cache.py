"""The segment kept between runs: taken where it is of this very case file, made anew everywhere else."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from store.casefile import CaseFile
from store.search import cache, child
from store.search.engine import SearchEngine
from store.search.segment_file import read_header

ROOT = Path(__file__).resolve().parents[2]

WORDS = ("harbour", "crane", "ferry", "lantern", "anchor", "gravel")


def fill(path: Path, numbers: range) -> CaseFile:
    """A case file with one claim a number."""
    case = CaseFile(path)
    with case.write() as w:
        w.execute("INSERT INTO body (id, hash, chars, text) VALUES (1, ?, 1, 'x')", ("0" * 64,))
        w.execute("INSERT INTO article (id, key, body, name, language) VALUES (1, 'a1', 1, 'x.txt', 'en')")
    add(case, numbers)
    return case


def add(case: CaseFile, numbers: range) -> None:
    """More claims; the key tells what they say."""
    with case.write() as w:
        w.executemany(
            "INSERT INTO claim (key, article, start_char, end_char, quote, content_start, content_end, attribution, kind,"
            " certainty, polarity, quality, reading) VALUES (?, 1, 0, 9, ?, 0, 9, 'outlet_voice', 'report', 'CT', '+', 1, '{}')",
            ((f"key{n}", f"The {WORDS[n % len(WORDS)]} number {n} was seen") for n in numbers),
        )


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CaseFile:
    """A case file large enough to be kept, with a cache folder of its own."""
    monkeypatch.setattr(cache, "MIN_WEIGHT", 10)
    return fill(tmp_path / "kept.saidby", range(60))


def ids(case: CaseFile, text: str) -> list[int]:
    """What a fresh engine finds."""
    return [h.id for h in SearchEngine(case).search(text, kinds=("claim",)).hits]


def never(*_: object) -> None:
    """Stands for reading the whole file."""
    raise AssertionError("the whole file was read")


def test_a_second_run_reads_what_was_kept(case: CaseFile, monkeypatch: pytest.MonkeyPatch) -> None:
    first = ids(case, "ferry 14")
    monkeypatch.setattr(SearchEngine, "_make", never)
    assert ids(case, "ferry 14") == first != []


def test_what_came_since_is_found_too(case: CaseFile, monkeypatch: pytest.MonkeyPatch) -> None:
    ids(case, "ferry")
    add(case, range(900, 903))
    monkeypatch.setattr(SearchEngine, "_make", never)
    assert ids(case, "901")


def test_what_has_gone_since_is_not_found(case: CaseFile) -> None:
    (number,) = ids(case, "number 14")[:1]
    with case.write() as w:
        w.execute("DELETE FROM claim WHERE id = ?", (number,))
    assert number not in ids(case, "number 14")


def test_another_file_under_the_name_is_read_anew(case: CaseFile) -> None:
    assert ids(case, "lantern")
    case.close()
    for path in case.path.parent.glob("kept.saidby*"):
        path.unlink()
    other = fill(case.path, range(1000, 1060))
    assert ids(other, "1014")[:1] == [15]
    assert ids(other, "number 14")[:1] != [15]


@pytest.mark.parametrize("length", [0, 7, 300, -1])
def test_a_cache_that_was_cut_off_is_made_anew(case: CaseFile, length: int) -> None:
    first = ids(case, "anchor")
    kept = cache.file_of(case)
    kept.write_bytes(kept.read_bytes()[:length])
    assert ids(case, "anchor") == first
    assert cache.load(case) is not None


def test_a_flipped_byte_anywhere_is_seen(case: CaseFile) -> None:
    ids(case, "anchor")
    kept = cache.file_of(case)
    whole = kept.read_bytes()
    header = read_header(kept)
    used = [(header["start"] + a["start"], a["bytes"]) for a in header["arrays"].values()]
    places = [0, 9, 40, *(start + size * part // 4 for start, size in used for part in range(4) if size)]
    for place in places:
        kept.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert cache.load(case) is None
    kept.write_bytes(whole)
    assert cache.load(case) is not None


def test_what_is_no_segment_at_all_is_made_anew(case: CaseFile) -> None:
    first = ids(case, "anchor")
    cache.file_of(case).write_bytes(b"0000000200000000{}" + b"x" * 4000)
    assert ids(case, "anchor") == first


def test_without_a_cache_folder_the_search_works_all_the_same(case: CaseFile, monkeypatch: pytest.MonkeyPatch) -> None:
    first = ids(case, "anchor")
    blocked = case.path.parent / "blocked"
    blocked.write_text("a file where a folder should be")
    monkeypatch.setattr(cache, "file_of", lambda _: blocked / "search" / "x.segment")
    assert ids(case, "anchor") == first


def test_several_processes_on_one_case_file_make_and_use_one_cache(case: CaseFile) -> None:
    code = (
        "import sys; from store.casefile import CaseFile; from store.search import cache; cache.MIN_WEIGHT = 10; "
        "from store.search.engine import SearchEngine; from pathlib import Path; "
        "print([h.id for h in SearchEngine(CaseFile(Path(sys.argv[1]), read_only=True)).search('number 14').hits])"
    )
    command = [sys.executable, "-c", code, str(case.path)]
    running = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    answers = [child.communicate(timeout=60)[0] for child in running]
    assert len(set(answers)) == 1
    assert ast.literal_eval(answers[0]) == [h.id for h in SearchEngine(case).search("number 14").hits] != []
    assert [path.suffix for path in cache.file_of(case).parent.iterdir()] == [".segment"]


def test_a_child_that_dies_is_stood_in_for(case: CaseFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_START", "raise SystemExit(3) # {path} {case} {kept}")
    assert ids(case, "lantern")


def test_a_small_case_file_keeps_nothing(tmp_path: Path) -> None:
    small = fill(tmp_path / "small.saidby", range(5))
    assert ids(small, "crane")
    assert not cache.file_of(small).exists()


def test_what_was_kept_of_a_file_that_is_gone_is_dropped(case: CaseFile, tmp_path: Path) -> None:
    ids(case, "anchor")
    kept = cache.file_of(case)
    case.close()
    case.path.unlink()
    ids(fill(tmp_path / "other.saidby", range(60)), "anchor")
    assert not kept.exists()
