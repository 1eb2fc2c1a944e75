"""What the seeds' third article says three times over is one origin whose wording rises."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tui.cli.group import cli

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def compared(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    """The propositions of the three articles, as `compare` gives them."""
    case = str(tmp_path_factory.mktemp("case") / "seeds.saidby")
    assert CliRunner().invoke(cli, ["--db", case, "import", "auto", str(shared / "seeds")]).exit_code == 0
    told = CliRunner().invoke(cli, ["--db", case, "compare", "--format", "json"])
    return list(json.loads(told.stdout)["propositions"])


def test_the_three_sentences_with_the_large_number_drift_upward(compared: list[dict[str, object]]) -> None:
    (found,) = [p for p in compared if p["drift"]]
    (steps,) = found["drift"]  # type: ignore[misc]
    assert len(steps) == 3


def test_they_are_one_origin(compared: list[dict[str, object]]) -> None:
    (found,) = [p for p in compared if p["drift"]]
    (origin,) = found["origins"]  # type: ignore[misc]
    assert len(origin["claims"]) == 3
    assert origin["independence"] == "unclear"
