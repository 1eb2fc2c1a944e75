"""The segment kept between runs: taken where it is of this very case file, made anew everywhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.casefile import CaseFile
from store.search import cache, index
from store.search.engine import SearchEngine

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
    """A case file large enough to be kept."""
    monkeypatch.setattr(cache, "MIN_ROWS", 10)
    return fill(tmp_path / "kept.saidby", range(60))


def ids(case: CaseFile, text: str) -> list[int]:
    """What a fresh engine finds."""
    return [h.id for h in SearchEngine(case).search(text, kinds=("claim",)).hits]


def never(*_: object) -> None:
    """Stands for reading the whole file."""
    raise AssertionError("the whole file was read")


def test_a_second_run_reads_what_was_kept(case: CaseFile, monkeypatch: pytest.MonkeyPatch) -> None:
    first = ids(case, "ferry 14")
    monkeypatch.setattr(index, "make_index", never)
    assert ids(case, "ferry 14") == first != []


def test_what_came_since_is_found_too(case: CaseFile, monkeypatch: pytest.MonkeyPatch) -> None:
    ids(case, "ferry")
    add(case, range(900, 903))
    monkeypatch.setattr(index, "make_index", never)
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


@pytest.mark.parametrize("name", ["meta.json", "terms.txt", "rows.npy", "offsets.npy"])
@pytest.mark.parametrize("content", [b"", b"\x93NUMPY nonsense", b"{}"])
def test_a_broken_cache_is_made_anew(case: CaseFile, name: str, content: bytes) -> None:
    first = ids(case, "anchor")
    (cache.folder_of(case) / name).write_bytes(content)
    assert ids(case, "anchor") == first


def test_a_small_case_file_keeps_nothing(tmp_path: Path) -> None:
    small = fill(tmp_path / "small.saidby", range(5))
    assert ids(small, "crane")
    assert not cache.folder_of(small).exists()


def test_what_was_kept_of_a_file_that_is_gone_is_dropped(case: CaseFile, tmp_path: Path) -> None:
    ids(case, "anchor")
    kept = cache.folder_of(case)
    case.close()
    case.path.unlink()
    ids(fill(tmp_path / "other.saidby", range(60)), "anchor")
    assert not kept.exists()
