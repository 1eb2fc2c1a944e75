"""The command line: the dashboard's twin; every error one sentence and an exit code, never a traceback."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from store.records.op import FIELDS
from tests.casefiles import BRIDGE, DENIAL, MAYBE, Ids, write_case
from tui.cli.group import ANNOTATIONS, SUBCOMMANDS
from tui.cli.main import main
from tui.forms.output import FORMATS

LISTS = ("claims", "timeline", "compare", "sources", "articles")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ids]:
    path = tmp_path_factory.mktemp("cli") / "ostrel.saidby"
    case, ids = write_case(path)
    case.close()
    return path, ids


@pytest.fixture
def say(made: tuple[Path, Ids], capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command line on the case file; gives (exit code, standard output, standard error)."""

    def run(*words: str, db: Path | None = made[0]) -> tuple[int, str, str]:
        code = main([*words, *(["--db", str(db)] if db else [])])
        out = capsys.readouterr()
        return code, out.out, out.err

    return run


class TestLists:
    @pytest.mark.parametrize("command", LISTS)
    @pytest.mark.parametrize("shape", FORMATS)
    def test_every_list_prints_in_every_format(self, say: Any, command: str, shape: str) -> None:
        code, out, _ = say(command, "--format", shape)
        assert code == 0
        assert out.strip()

    @pytest.mark.parametrize("command", LISTS)
    def test_json_is_json(self, say: Any, command: str) -> None:
        found = json.loads(say(command, "--format", "json")[1])
        assert isinstance(found, dict if command == "compare" else list)

    def test_a_filter_narrows_and_what_it_cannot_judge_is_counted(self, say: Any) -> None:
        _, out, err = say("claims", "--min-support", "30", "--format", "jsonl")
        assert [json.loads(line)["content"]["text"] for line in out.splitlines()] == [BRIDGE, MAYBE]
        assert err == "2 of 4, +1 ungraded claims\n"

    def test_a_filter_may_stand_before_the_command(self, say: Any) -> None:
        assert say("--min-support", "60", "claims")[1] == say("claims", "--min-support", "60")[1]

    def test_the_case_file_may_stand_before_the_command(self, say: Any, made: tuple[Path, Ids]) -> None:
        assert say("--db", str(made[0]), "claims", db=None)[1] == say("claims")[1]

    def test_the_case_file_may_be_named_by_the_environment(
        self, say: Any, made: tuple[Path, Ids], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SAIDBY_DB", str(made[0]))
        assert say("claims", db=None)[1] == say("claims")[1]

    def test_an_article_is_chosen_by_its_name(self, say: Any) -> None:
        out = say("claims", "--article", "leaflet.txt", "--format", "jsonl")[1]
        assert [json.loads(line)["content"]["text"] for line in out.splitlines()] == [DENIAL]

    def test_a_proposition_is_chosen_by_one_of_its_claims(self, say: Any, made: tuple[Path, Ids]) -> None:
        out = say("claims", "--proposition", made[1].keys[MAYBE][:8], "--format", "jsonl")[1]
        assert [json.loads(line)["content"]["text"] for line in out.splitlines()] == [BRIDGE, MAYBE, DENIAL]

    def test_a_limit_says_what_it_cuts(self, say: Any) -> None:
        assert say("claims", "--limit", "1")[2] == "4 claims, the first 1 shown\n"

    def test_csv_holds_a_line_for_each_claim(self, say: Any) -> None:
        rows = list(csv.DictReader(io.StringIO(say("claims", "--format", "csv")[1])))
        assert [r["claim"] for r in rows][:2] == [BRIDGE, MAYBE]

    def test_the_rows_of_a_table_fit_a_pipe(self, say: Any) -> None:
        assert max(map(len, say("claims")[1].splitlines())) <= 100

    def test_a_claim_of_the_timeline_is_one_of_the_claims(self, say: Any) -> None:
        known = {c["id"] for c in json.loads(say("claims", "--format", "json")[1])}
        assert all(set(e["claims"]) <= known for e in json.loads(say("timeline", "--format", "json")[1]))

    def test_a_claim_of_the_comparison_is_one_of_the_claims(self, say: Any) -> None:
        known = {c["id"] for c in json.loads(say("claims", "--format", "json")[1])}
        grid = json.loads(say("compare", "--format", "json")[1])
        assert all(set(c["claims"]) <= known for p in grid["propositions"] for c in p["cells"].values())


class TestShow:
    def test_a_claim_by_the_beginning_of_its_id(self, say: Any, made: tuple[Path, Ids]) -> None:
        code, out, _ = say("show", made[1].keys[BRIDGE][:8])
        assert (code, out.splitlines()[0]) == (
            0,
            "65 MED F2 = 50 +5 asserted +10 named official +5 unclear x1 -5 unrated",
        )

    @pytest.mark.parametrize("name", ["gazette.txt", "The Gazette", "Ada Brandt"])
    @pytest.mark.parametrize("shape", ["text", "json"])
    def test_articles_outlets_and_speakers_by_name(self, say: Any, name: str, shape: str) -> None:
        code, out, _ = say("show", name, "--format", shape)
        assert code == 0
        assert shape == "text" or json.loads(out)

    def test_an_event_and_a_proposition_by_id(self, say: Any, made: tuple[Path, Ids]) -> None:
        assert "on Monday" in say("show", made[1].keys["The bridge at Ostrel fell"][:10])[1]

    def test_what_is_not_there_is_the_words_fault(self, say: Any) -> None:
        code, out, err = say("show", "nobody at all")
        assert (code, out) == (2, "")
        assert err.startswith("saidby: There is nothing with the id or name 'nobody at all'")


class TestErrors:
    @pytest.mark.parametrize(
        "words",
        [["claims", "--min-support", "lots"], ["claims", "--no-such-option"], ["nonsense"], ["search"], ["timeline", "--from", "soon"],
         ["claims", "--sort", "mood"], ["show"], ["compare", "--limit", "0"]],
    )  # fmt: skip
    def test_words_that_are_off_end_with_two(self, say: Any, words: list[str]) -> None:
        code, out, err = say(*words)
        assert (code, out) == (2, "")
        assert err.startswith("saidby: ")
        assert err.count("\n") == 1

    def test_a_missing_case_file_ends_with_three(self, say: Any, tmp_path: Path) -> None:
        code, out, err = say("claims", db=tmp_path / "none.saidby")
        assert (code, out) == (3, "")
        assert "There is no case file" in err

    @pytest.mark.parametrize("command", [*LISTS, "doctor", "rebuild"])
    def test_a_file_that_is_none_ends_with_three(self, say: Any, tmp_path: Path, command: str) -> None:
        path = tmp_path / "junk.saidby"
        path.write_bytes(b"no database at all\n" * 100)
        code, out, err = say(command, db=path)
        assert (code, out) == (3, "")
        assert "Traceback" not in err

    def test_what_nobody_foresaw_is_one_line(self, say: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object) -> None:
            raise KeyError("odd")

        monkeypatch.setattr("store.queries.claims.view", fail)
        code, _, err = say("claims")
        assert (code, err) == (
            1,
            "saidby: Something went wrong that should not: KeyError: 'odd' (--debug shows where)\n",
        )

    def test_debug_shows_where(self, say: Any, tmp_path: Path) -> None:
        assert "Traceback" in say("claims", "--debug", db=tmp_path / "none.saidby")[2]

    def test_words_cannot_act_on_the_terminal(self, say: Any) -> None:
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", say("show", "\x1b]0;x\x07\u202e")[2])


class TestConfig:
    def test_the_analyst_is_the_configured_one(self, say: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SAIDBY_ANALYST", "Ann")
        assert json.loads(say("config", "--format", "json")[1])["analyst"] == "Ann"

    def test_a_configuration_that_makes_no_sense_is_named(self, say: Any) -> None:
        from tui.config import config_path

        config_path().parent.mkdir(parents=True)
        config_path().write_text("analyst = 3\n", encoding="utf-8")
        code, _, err = say("config")
        assert code == 2
        assert "config.toml" in err

    def test_a_sound_file_has_no_errors(self, say: Any) -> None:
        code, out, _ = say("doctor", "--format", "json")
        assert code == 0
        assert "error" not in {f["level"] for f in json.loads(out)}


class TestHelp:
    @pytest.mark.parametrize("command", SUBCOMMANDS)
    def test_every_command_has_help(self, say: Any, command: str) -> None:
        code, out, _ = say(command, "--help", db=None)
        assert code == 0
        assert "Usage: saidby" in out

    def test_every_annotation_has_a_command(self) -> None:
        kept_elsewhere = {"view", "name", "tombstone"}
        assert set(ANNOTATIONS.values()) == set(FIELDS) - kept_elsewhere


def script(*words: str, stdin: bytes = b"", **more: str) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "TERM": "dumb", **more}
    return subprocess.run(
        [sys.executable, "-m", "tui", *words],
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        env=env,
        check=False,
        timeout=60,
    )


def test_with_no_terminal_the_digest_is_printed_in_utf8(made: tuple[Path, Ids]) -> None:
    done = script("--db", str(made[0]))
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode("utf-8").splitlines()[0] == "saidby  ostrel.saidby  3 articles · 4 claims · 1 undated"


def test_a_reader_that_goes_away_is_no_error(made: tuple[Path, Ids]) -> None:
    command = f"{sys.executable} -m tui claims --format csv --db {made[0]} | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, check=False, timeout=60)
    assert done.stdout.split() == [b"0"]
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr


LIGHT = ("claims", "timeline", "compare", "sources", "articles", "show", "doctor", "config")


@pytest.mark.parametrize("command", LIGHT)
def test_a_list_loads_nothing_heavy(made: tuple[Path, Ids], command: str) -> None:
    heavy = ("textual", "numpy", "sqlite_utils", "trafilatura", "importers", "dateutil", "rapidfuzz")
    words = [command, *(["gazette.txt"] if command == "show" else []), "--db", str(made[0])]
    code = (
        "import sys\nfrom tui.cli.main import main\n"
        f"assert main({words!r}) == 0\nprint(sorted(m for m in {heavy!r} if m in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout.splitlines()[-1] == "[]", done.stderr
