"""Each rule of the timex files does what its own examples say."""

from __future__ import annotations

from importlib import import_module

import pytest

from importers.extract.lexicon import load
from importers.extract.timex.find import RULE_FILES, rule_book
from importers.extract.timex.holidays import holiday_date
from importers.extract.timex.resolve import find_timexes
from store.records.reading import Sentence, Timex
from store.records.span import Span

EXAMPLES = [
    pytest.param(entry["id"], *example[:3], example[3] if len(example) > 3 else load(name)["published"], id=f"{entry['id']}-{at}")
    for name in RULE_FILES
    for entry in load(name)["rule"]
    for at, example in enumerate(entry["examples"])
]  # fmt: skip


def read(text: str, published: str | None) -> tuple[Timex, ...]:
    """The timexes of a text of one sentence."""
    return find_timexes(text, (Sentence(Span(0, len(text)), 1),), published)


@pytest.mark.parametrize(("rule", "sentence", "expression", "value", "published"), EXAMPLES)
def test_a_rule_reads_its_example(rule: str, sentence: str, expression: str, value: str, published: str) -> None:
    found = {timex.text: (timex.value, timex.rule) for timex in read(sentence, published)}
    assert found.get(expression) == (value, rule)


@pytest.mark.parametrize("name", RULE_FILES)
def test_every_rule_has_an_example(name: str) -> None:
    assert [entry["id"] for entry in load(name)["rule"] if not entry.get("examples")] == []


def test_rule_ids_are_unique() -> None:
    ids = [entry["id"] for name in RULE_FILES for entry in load(name)["rule"]]
    assert len(ids) == len(set(ids))


def test_every_reading_named_by_a_rule_exists() -> None:
    known = set(import_module("importers.extract.timex.resolve")._READINGS)
    assert {rule.reading for rules in rule_book().by_first.values() for rule in rules} <= known


@pytest.mark.parametrize("name", sorted(load("timex_holidays")["holiday"]))
def test_every_holiday_has_a_day_each_year(name: str) -> None:
    assert all(holiday_date(name, year) for year in (1995, 2000, 2024, 2031))


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("thanksgiving", "2024-11-28"),
        ("easter", "2024-03-31"),
        ("good friday", "2024-03-29"),
        ("labor day", "2024-09-02"),
        ("memorial day", "2024-05-27"),
        ("election day", "2024-11-05"),
        ("black friday", "2024-11-29"),
    ],
)
def test_movable_holidays_fall_where_the_calendar_says(name: str, day: str) -> None:
    assert str(holiday_date(name, 2024)) == day


@pytest.mark.parametrize("name", sorted(load("timex_holidays")["holiday"]))
def test_every_holiday_is_found_by_its_name_and_year(name: str) -> None:
    written = name.title().replace("'S", "'s")
    (timex,) = read(f"They met on {written} 2021.", "2024-10-15")
    assert timex.value == str(holiday_date(name, 2021))
