"""The house keeps its shape: one subject a file, commands that start fast, nothing of this machine in what is shipped."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("store", "importers", "tui")
LONGEST = 380
"""Lines; most files stay under 300."""

HEAVY = (
    "textual",
    "numpy",
    "trafilatura",
    "sqlite_utils",
    "yaml",
    "charset_normalizer",
    "dateutil",
    "importers.extract",
)


def sources() -> list[Path]:
    return sorted(p for room in ROOMS for p in (ROOT / room).rglob("*.py"))


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_has_one_subject(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LONGEST, f"{len(lines)} lines: does it still have one subject?"
    assert not lines or re.match('"""', lines[0]), "the first line says what the file is about"


def test_no_other_code_folder_at_the_top() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if tracked.returncode:
        pytest.skip("not a git checkout")
    tops = {line.split("/")[0] for line in tracked.stdout.splitlines() if "/" in line}
    assert tops <= {*ROOMS, "tests", "sample_data", "docs", ".ci"}


@pytest.mark.parametrize("words", [["--help"], ["claims", "--help"], ["import", "--help"]])
def test_the_command_line_starts_without_heavy_libraries(words: list[str]) -> None:
    code = (
        "import sys\nfrom tui.cli.main import run\n"
        f"sys.argv = ['saidby', *{words!r}]\n"
        "try:\n    run()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        f"print('HEAVY', sorted(m for m in {HEAVY!r} if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "HEAVY []"


def test_each_dependency_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    for requirement in project["dependencies"]:
        line = next(line for line in text.splitlines() if f'"{requirement}"' in line)
        assert "#" in line, f"{requirement} has no reason beside it"


def test_the_lock_file_satisfies_the_bounds() -> None:
    from packaging.requirements import Requirement

    locked = {}
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            pinned = Requirement(line)
            (specifier,) = pinned.specifier
            locked[pinned.name.lower().replace("_", "-")] = specifier.version
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    for text in wanted:
        requirement = Requirement(text)
        assert requirement.specifier.contains(locked[requirement.name.lower().replace("_", "-")]), text


def test_nothing_shipped_names_a_path_of_the_machine_it_was_made_on() -> None:
    home = re.compile(r"(?<![\w.])/(?:home|root|Users)/\w+")
    for path in sources():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            assert not home.search(line), f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
