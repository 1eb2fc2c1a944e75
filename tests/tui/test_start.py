"""The way around the command line that a plain start takes: same meaning, less to import."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.cli.group import cli
from tui.cli.main import PLAIN_OPTIONS, main, plain_start

WORDS = [
    "--db",
    "--view",
    "--db=one.saidby",
    "--view=claims",
    "--db=",
    "one.saidby",
    "claims",
    "--plain",
    "--",
    "-h",
    "",
]


@given(st.lists(st.sampled_from(WORDS), max_size=5))
def test_where_it_is_taken_the_command_line_would_have_read_the_same(words: list[str]) -> None:
    found = plain_start(words)
    if found is None:
        return
    with cli.make_context("saidby", list(words)) as ctx:
        read = {name: value for name, value in ctx.params.items() if value not in (None, False)}
    assert read == found
    assert not ctx.args


@pytest.mark.parametrize("name", PLAIN_OPTIONS)
def test_its_options_are_options_of_the_command_line(name: str) -> None:
    options = {flag: p.name for p in cli.params for flag in p.opts}
    assert options[name] == PLAIN_OPTIONS[name]


@pytest.mark.parametrize(
    "words", [["claims"], ["--help"], ["--db"], ["--db", "--view"], ["--db", "a", "--db", "b"], ["--min-support", "30"]]
)
def test_all_else_is_left_to_the_command_line(words: list[str]) -> None:
    assert plain_start(words) is None


def test_a_plain_start_does_without_the_command_line_s_library(tmp_path) -> None:
    code = (
        "import sys\nfrom unittest import mock\nfrom tui.cli import open\n"
        "with mock.patch.object(open, 'show_case_file', lambda path, words, pane: print(path.name, pane) or 0):\n"
        "    from tui.cli.main import main\n"
        f"    main(['--db', {str(tmp_path / 'one.saidby')!r}, '--view', 'timeline'])\n"
        "print(sorted({'click', 'json.encoder', 'sqlite_utils', 'numpy'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["one.saidby timeline", "[]"]


def test_an_error_on_this_way_is_one_sentence_too(tmp_path, capsys, monkeypatch) -> None:
    (tmp_path / "shopping.txt").write_text("barley\n", encoding="utf-8")
    monkeypatch.setenv("SAIDBY_DB", str(tmp_path / "shopping.txt"))
    assert main([]) == 3
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 1
    assert said[0].startswith("saidby: ")
