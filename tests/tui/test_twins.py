"""The command line is the dashboard's twin: under any filter and sort, a command prints the very rows that the pane asks for."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.casefile import CaseFile
from store.filters import FILTERS, make_filter
from store.queries import articles, claims, sources, timeline
from tests.casefiles import write_case
from tui.cli.main import main

VALUES = {
    "min_support": ["25", "50", "100"], "max_support": ["30", "65"], "digit": ["2", "4,6"], "letter": ["F", "A"],
    "certainty": ["CT", "PS,U"], "polarity": ["+", "-"], "kind": ["report", "denial,forecast"], "attribution": ["institution"],
    "speaker": ["brandt", "mayor"], "source": ["gazette", "leaflet"], "from": ["2031", "2032"], "to": ["2031-05", "2030"],
    "text": ["bridge", "%"], "tag": ["none"],
}  # fmt: skip
FILTER = st.lists(st.sampled_from(sorted(VALUES)), max_size=3, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({n: st.sampled_from(VALUES[n]) for n in names})
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("twins") / "t.saidby"
    write_case(made)[0].close()
    return made


def printed(path: Path, command: str, words: dict[str, str], sort: str) -> list[str]:
    flags = [w for name, value in words.items() for w in (FILTERS[name].flag, value)]
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        assert main([command, *flags, "--sort", sort, "--format", "jsonl", "--db", str(path)]) == 0
    return [str(row.get("id", row.get("name", ""))) for row in map(json.loads, out.getvalue().splitlines())]


@given(FILTER, st.sampled_from(sorted(claims.SORTS)))
def test_claims(path: Path, words: dict[str, str], sort: str) -> None:
    with CaseFile(path, read_only=True) as case:
        pane = claims.rows(case, claims.view(case, make_filter(words), sort).ids)
    assert printed(path, "claims", words, sort) == [row.key for row in pane]


@given(FILTER, st.sampled_from(sorted(timeline.SORTS)))
def test_timeline(path: Path, words: dict[str, str], sort: str) -> None:
    with CaseFile(path, read_only=True) as case:
        pane = timeline.rows(case, timeline.view(case, make_filter(words), sort).ids)
    assert printed(path, "timeline", words, sort) == [row.key for row in pane]


@given(FILTER, st.sampled_from(sorted(articles.SORTS)))
def test_articles(path: Path, words: dict[str, str], sort: str) -> None:
    with CaseFile(path, read_only=True) as case:
        pane = articles.rows(case, articles.view(case, make_filter(words), sort).ids)
    assert printed(path, "articles", words, sort) == [row.key for row in pane]


@given(FILTER, st.sampled_from(sorted(sources.SORTS)))
def test_sources(path: Path, words: dict[str, str], sort: str) -> None:
    with CaseFile(path, read_only=True) as case:
        pane = sources.rows(case, sources.view(case, make_filter(words), sort).ids)
    assert printed(path, "sources", words, sort) == [row.name for row in pane]
