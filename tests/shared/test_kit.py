"""The torture kit's hostile tables, against our command. The whole kit: see tests/kit-env.sh."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.shared

ROOT = Path(__file__).resolve().parents[2]


def variables() -> dict[str, str]:
    """What tests/kit-env.sh sets."""
    done = subprocess.run(
        ["sh", "-c", ". tests/kit-env.sh && env -0"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return dict(entry.split("=", 1) for entry in done.stdout.split("\0") if "=" in entry)


@pytest.mark.parametrize("only", ["e.csv"])
def test_hostile_files_are_held_off(shared: Path, tmp_path: Path, only: str) -> None:
    if not (ROOT / ".venv" / "bin" / "saidby").exists():
        pytest.skip("tests/kit-env.sh runs the program of .venv in this checkout, and there is none")
    kit = shared / "kit"
    corpus = tmp_path / "corpus"
    ours = variables()
    ours["APP_IMPORT"] = ours["APP_IMPORT"].replace("import auto", "import auto --store-only")
    env = {
        **os.environ, **ours,
        "KIT_CORPUS": str(corpus), "KIT_WORK": str(tmp_path / "work"), "KIT_OUT": str(tmp_path / "out"),
        "KIT_BIG_MB": "1", "KIT_BOMB_MB": "2", "KIT_ONLY": only, "KIT_CANARY_PORT": "38918",
    }  # fmt: skip
    subprocess.run([sys.executable, str(kit / "gen_corpus.py"), str(corpus)], env=env, check=True, capture_output=True)
    done = subprocess.run(
        [sys.executable, str(kit / "run_corpus.py")], cwd=kit, env=env, capture_output=True, text=True, check=False
    )
    assert " 0 failed" in done.stdout, done.stdout[-2000:]
