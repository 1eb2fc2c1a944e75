"""Filters: a flag, a chip, a field word of the search box and a saved view of one filter give the same ids."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from store import ops
from store.casefile import CaseFile
from store.errors import UsageError
from store.filters import FILTERS, Filter, field_word, fold, make_filter
from store.queries import claims
from store.records.op import FIELDS
from store.search.query import parse
from tests.casefiles import BRIDGE, DENIAL, MAYBE, Ids, write_case
from tui.cli.options import filter_options, filters_given

WORDS: dict[str, tuple[str, set[str]]] = {
    "min_support": ("30", {BRIDGE, MAYBE}),
    "max_support": ("40", {MAYBE, DENIAL}),
    "digit": ("2,4", {BRIDGE, MAYBE, DENIAL}),
    "letter": ("f", {"*"}),
    "certainty": ("ps", {MAYBE}),
    "polarity": ("-", {DENIAL}),
    "kind": ("denial", {DENIAL}),
    "attribution": ("institution", {MAYBE}),
    "speaker": ("rescue", {MAYBE}),
    "source": ("gazette", {BRIDGE, "traffic will be slow for weeks"}),
    "from": ("2031-05", {BRIDGE}),
    "to": ("2031", {BRIDGE}),
    "when": ("dated", {BRIDGE}),
    "text": ("nine workers", {MAYBE}),
    "tag": ("doubtful", {DENIAL}),
    "article": ("2", {MAYBE}),
    "proposition": ("1", {BRIDGE, MAYBE, DENIAL}),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[CaseFile, Ids]]:
    case, ids = write_case(tmp_path_factory.mktemp("filters") / "t.saidby")
    (detail,) = claims.details(case, [ids.claims[DENIAL]])
    with case.write() as w:
        op = ops.append(w, ops.make_op(w, "ann", claims.target(detail), "tag", "#Doubtful"))
        w.execute(
            "INSERT INTO anchored (op, article, claim, how) VALUES (?, ?, ?, 'exact')",
            (op, detail.article.id, detail.row.id),
        )
    yield case, ids
    case.close()


def found(case: CaseFile, filter: Filter) -> set[str]:
    return {row.content for row in claims.rows(case, claims.view(case, filter).ids)}


def by_flag(name: str, value: str) -> Filter:
    seen: list[Filter] = []

    @click.command()
    @filter_options
    def command(**typed: str | None) -> None:
        seen.append(make_filter(filters_given(typed)))

    result = CliRunner().invoke(command, [FILTERS[name].flag, value])
    assert result.exit_code == 0, result.output
    return seen[0]


def test_every_filter_has_an_example() -> None:
    assert set(WORDS) == set(FILTERS)


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_lets_through_what_it_says(made: tuple[CaseFile, Ids], name: str) -> None:
    value, expected = WORDS[name]
    got = found(made[0], make_filter({name: value}))
    assert got == expected if "*" not in expected else len(got) == 4


@pytest.mark.parametrize("name", FILTERS)
def test_a_flag_gives_the_same_ids(made: tuple[CaseFile, Ids], name: str) -> None:
    value, _ = WORDS[name]
    assert claims.view(made[0], by_flag(name, value)).ids == claims.view(made[0], make_filter({name: value})).ids


@pytest.mark.parametrize("name", [n for n in FILTERS if FILTERS[n].field_words])
def test_a_field_word_gives_the_same_ids(made: tuple[CaseFile, Ids], name: str) -> None:
    value, _ = WORDS[name]
    for word, operator in FILTERS[name].field_words:
        if " " in value:
            continue
        bound = str(int(value)) if operator in "<>" else value
        assert field_word(f"{word}{operator}{bound}") == (name, FILTERS[name].check(bound))
        assert parse(f"{word}{operator}{bound}").filter.values == {name: FILTERS[name].check(bound)}


@pytest.mark.parametrize("name", FILTERS)
def test_a_chip_is_taken_away_and_put_back(made: tuple[CaseFile, Ids], name: str) -> None:
    value, _ = WORDS[name]
    filter = make_filter({name: value})
    assert [chip for chip, _ in filter.chips()] == [name]
    assert not filter.with_value(name, None)
    assert Filter().with_value(name, filter.values[name]) == filter


@pytest.mark.parametrize("name", FILTERS)
def test_a_saved_view_gives_the_same_filter(name: str) -> None:
    filter = make_filter({name: WORDS[name][0]})
    stored = FIELDS["view"].check({"name": "mine", "filter": dict(filter.values)})
    assert isinstance(stored, dict)
    assert make_filter(json.loads(json.dumps(stored))["filter"]) == filter


@pytest.mark.parametrize("name", [n for n in FILTERS if n not in ("speaker", "source", "text", "tag")])
def test_what_makes_no_sense_is_the_words_fault(name: str) -> None:
    with pytest.raises(UsageError):
        make_filter({name: "no such value"})


def test_two_filters_narrow_together(made: tuple[CaseFile, Ids]) -> None:
    assert found(made[0], make_filter({"min_support": "20", "polarity": "-"})) == {DENIAL}


def test_a_like_sign_is_a_word_as_it_is(made: tuple[CaseFile, Ids]) -> None:
    assert found(made[0], make_filter({"text": "%"})) == set()


@given(
    st.dictionaries(
        st.sampled_from(["min_support", "max_support", "kind", "certainty", "from", "to"]), st.text(max_size=12)
    )
)
def test_any_words_make_a_filter_or_a_usage_error(values: dict[str, str]) -> None:
    with contextlib.suppress(UsageError):
        make_filter(values).clause()


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.integers(0, 100), st.integers(0, 100))
def test_what_is_let_through_refused_and_unjudged_adds_up(
    tmp_path_factory: pytest.TempPathFactory, low: int, high: int
) -> None:
    case = _shared_case(tmp_path_factory)
    view = claims.view(case, make_filter({"min_support": str(low), "max_support": str(high)}))
    supports = [r.support for r in claims.rows(case, claims.view(case, Filter()).ids)]
    assert len(view) == sum(s is not None and low <= s <= high for s in supports)
    assert view.unjudged == supports.count(None)


_CASES: list[CaseFile] = []


def _shared_case(factory: pytest.TempPathFactory) -> CaseFile:
    if not _CASES:
        path: Path = factory.mktemp("sums") / "t.saidby"
        _CASES.append(write_case(path)[0])
    return _CASES[0]
