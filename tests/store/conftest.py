"""What several of the store's tests begin with."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.casefile import CaseFile
from store.search.engine import SearchEngine
from tests.store import search_corpus


@pytest.fixture(scope="session")
def search_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small case file with something of each kind that can be found, made once."""
    return search_corpus.make(tmp_path_factory.mktemp("search") / "search.saidby")


@pytest.fixture
def search_case(search_template: Path, tmp_path: Path) -> Iterator[CaseFile]:
    """A copy of it, to write to."""
    held = CaseFile(shutil.copy(search_template, tmp_path / "case.saidby"))
    yield held
    held.close()


@pytest.fixture
def engine(search_case: CaseFile) -> SearchEngine:
    """A search over the copy."""
    return SearchEngine(search_case)
