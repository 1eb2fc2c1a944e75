"""Paths to files: what is read, what is refused with which code, and that nothing odd is ever waited for."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from pathlib import Path

import pytest

from importers import archives
from importers.sources import Choosing, Refused, Skipped, Source, walk
from store.records.text import is_clean


def found(*paths: Path | str, **choosing: tuple[str, ...]) -> list[str]:
    return [f.name for f in walk(map(str, paths), Choosing(**choosing)) if isinstance(f, Source)]


def refusal(path: Path | str) -> str:
    (one,) = walk([str(path)], Choosing())
    assert isinstance(one, Refused)
    return one.problem.code


def test_a_folder_is_read_to_any_depth_in_order(tmp_path: Path) -> None:
    (tmp_path / "b" / "deep").mkdir(parents=True)
    for name in ("z.txt", "b/2.txt", "b/deep/1.txt", "a.txt"):
        (tmp_path / name).write_text("x")
    assert found(tmp_path) == ["a.txt", "2.txt", "1.txt", "z.txt"]


def test_a_glob_and_a_path_that_both_name_a_file_read_it_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    assert found(tmp_path / "*.txt", tmp_path / "a.txt") == ["a.txt"]


def test_include_and_exclude_choose_among_the_files_of_a_folder(tmp_path: Path) -> None:
    for name in ("a.txt", "b.md", "b-draft.md"):
        (tmp_path / name).write_text("x")
    assert found(tmp_path, include=("*.md",), exclude=("*draft*",)) == ["b.md"]


def test_a_missing_path_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.txt") == "E_MISSING"


def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "none")
    assert refusal(tmp_path / "link") == "E_MISSING"


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe") == "E_NOT_A_FILE"


def test_an_endless_device_is_refused() -> None:
    assert refusal("/dev/zero") == "E_NOT_A_FILE"


def test_a_link_to_its_own_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "self").symlink_to(".")
    assert found(tmp_path) == ["a.txt"]


def test_hidden_files_and_what_browsers_save_beside_a_page_are_skipped(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("x")
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "a.txt").write_text("x")
    (tmp_path / ".hidden").write_text("x")
    skipped = [f for f in walk([str(tmp_path)], Choosing()) if isinstance(f, Skipped)]
    assert len(skipped) == 2
    assert found(tmp_path) == ["page.html"]


def test_a_name_that_acts_on_terminals_is_cleaned(tmp_path: Path) -> None:
    name = b"esc\x1b]0;x\x07\xff\xe2\x80\xaetxt.txt"
    with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:  # noqa: PTH118, PTH123 (bytes)
        file.write(b"x")
    (one,) = walk([str(tmp_path)], Choosing())
    assert isinstance(one, Source)
    assert is_clean(one.path)
    assert is_clean(one.name)
    assert not one.exact


def test_a_file_over_the_limit_is_refused_with_its_size(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_bytes(b"x" * 2000)
    (one,) = walk([str(tmp_path / "big.txt")], Choosing())
    assert isinstance(one, Source)
    problem = one.load(1000)
    assert not isinstance(problem, bytes)
    assert problem.code == "E_TOO_BIG"


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def unpacked(data: bytes, name: str = "x.zip", limit: int = 50_000_000) -> list[Source | Refused]:
    source = Source(name, name, len(data), 0, data=data)
    out: list[Source | Refused] = []
    for member in archives.members(source, data, limit):
        out.append(member.load(limit) if isinstance(member, archives.Member) else member)
    return out


def test_members_come_with_their_names_and_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (one,) = unpacked(zipped(**{"d/a.txt": b"words"}))
    assert isinstance(one, Source)
    assert (one.name, one.data) == ("a.txt", b"words")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["../up.txt", "d/../../up.txt", "/etc/up.txt", "C:\\up.txt", "..\\up.txt"])
def test_a_member_whose_name_leads_out_is_refused(name: str) -> None:
    (one,) = unpacked(zipped(**{name: b"words"}))
    assert isinstance(one, Refused)
    assert one.problem.code == "E_BAD_NAME"


def test_a_member_that_swells_a_hundredfold_is_refused() -> None:
    (one,) = unpacked(zipped(bomb=b"\0" * 20_000_000))
    assert isinstance(one, Refused)
    assert one.problem.code == "E_BOMB"


def test_a_broken_member_does_not_cost_the_others() -> None:
    data = bytearray(zipped(a=os.urandom(500), b=b"fine"))
    data[60:80] = b"x" * 20
    first, second = unpacked(bytes(data))
    assert isinstance(first, Refused)
    assert isinstance(second, Source)


def test_a_gzip_file_loses_its_suffix() -> None:
    (one,) = unpacked(gzip.compress(b"words"), "a.txt.gz")
    assert isinstance(one, Source)
    assert (one.name, one.data) == ("a.txt", b"words")


def test_a_broken_archive_is_refused() -> None:
    (one,) = unpacked(b"PK\x03\x04 nothing more")
    assert isinstance(one, Refused)
    assert one.problem.code == "E_PARSE"
