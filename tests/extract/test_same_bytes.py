"""The same text gives the same bytes, in every process and whatever the order in which Python hashes words."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
SAMPLE = HOUSE / "sample_data" / "articles"
READ_ALL = """
import sys
from pathlib import Path
from importers.extract.read import read
for path in sorted(Path(sys.argv[1]).rglob("*.*")):
    if path.suffix in (".md", ".txt", ".jsonl"):
        sys.stdout.write(repr(read(path.read_text(encoding="utf-8"), "2023-10-11", "en", path.stem)) + chr(10))
"""


def reading_of(seed: str) -> bytes:
    """What a process of its own reads in the sample corpus, under this seed of Python's hashes."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(HOUSE)}
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL, str(SAMPLE)], capture_output=True, check=True, env=environment, cwd=HOUSE
    )
    return done.stdout


@pytest.fixture(scope="module")
def under_seed_0() -> bytes:
    return reading_of("0")


def test_the_sample_is_read(under_seed_0: bytes) -> None:
    assert under_seed_0.count(b"\n") >= 10


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_the_same_bytes_under_every_hash_seed(under_seed_0: bytes, seed: str) -> None:
    assert reading_of(seed) == under_seed_0


def test_what_was_read_before_changes_nothing() -> None:
    from importers.extract.read import read

    text = "Zarbo told the town on Monday that the pier was shut."
    before = repr(read(text, "2023-10-11"))
    read("The zarbo was eaten with a quonk.", "2023-10-11")
    assert repr(read(text, "2023-10-11")) == before
