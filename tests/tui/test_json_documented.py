"""Every key that a command prints as JSON stands in docs/json.md."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.casefiles import write_case
from tui.cli.main import main

DOCUMENTED = set(re.findall("`([a-z_]+)`", (Path(__file__).resolve().parents[2] / "docs/json.md").read_text("utf-8")))
NAMED = {"cells", "parts", "certainty", "attribution"}
"""Objects whose keys are names of sources or values, not of ours."""

COMMANDS = (
    ["claims"], ["timeline"], ["compare"], ["related"], ["sources"], ["articles"], ["actors"], ["search", "bridge"], ["audit"], ["show", "gazette.txt"],
    ["doctor"], ["config"],
)  # fmt: skip


def keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys(list(inner.values()) if key in NAMED and isinstance(inner, dict) else inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda w: w[0])
def test_every_key_is_documented(words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_case(tmp_path / "t.saidby")[0].close()
    assert main(["star", "gazette.txt", "--as", "ann", "--db", str(tmp_path / "t.saidby")]) == 0
    assert main([*words, "--format", "json", "--db", str(tmp_path / "t.saidby")]) == 0
    assert set(keys(json.loads(capsys.readouterr().out))) - DOCUMENTED == set()
