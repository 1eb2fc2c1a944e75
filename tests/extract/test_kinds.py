"""What sort of claim a content is."""

from __future__ import annotations

import pytest

from importers.extract.clauses import verb_groups
from importers.extract.kinds import kind_of
from importers.extract.lexicon import load
from importers.extract.read import read
from importers.extract.retag import retag
from importers.extract.tokens import tokenize


def kind(content: str, *cue: str, own: bool = False) -> str:
    """The kind of a content under the lemmas of its cue."""
    tokens = retag(tokenize(content))
    return kind_of(content, tokens, verb_groups(tokens), cue, content if own else None)


@pytest.mark.parametrize("entry", load("kinds")["rule"], ids=lambda e: f"{e['kind']}: {e['example'][:30]}")
def test_each_rule_reads_its_example(entry: dict[str, str]) -> None:
    assert kind(entry["example"], own=True) in (entry["kind"], "denial" if entry["kind"] == "denial" else entry["kind"])


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("The mill burned down on Friday", "report"),
        ("The mill could be sold next year", "forecast"),
        ("The mill may have been sold", "report"),
        ("The mill would close within weeks", "forecast"),
        ("The town has promised the guild 500 tools", "report"),
        ("500 volunteers are ready to take part", "report"),
        ("Two carts were seized when the law banned what would be sold", "report"),
        ("The mill is expected to reopen", "forecast"),
        ("The mill's flour export to Oslo would be a breach of the ban", "forecast"),
        ("The mill is to double its output by spring", "forecast"),
        ("The mill could not open its gates", "report"),
        ("We should repair the mill", "opinion"),
        ("The guild wants to buy the mill", "intent"),
    ],
)
def test_kind_follows_the_main_predicate(content: str, wanted: str) -> None:
    assert kind(content) == wanted


def test_a_cue_of_denial_makes_a_denial() -> None:
    assert kind("any part in the fire", "deny") == "denial"


def test_a_cue_of_blame_makes_an_opinion() -> None:
    assert kind("the slow repairs", "condemn") == "opinion"


def test_a_sentence_about_the_reporting_is_meta() -> None:
    assert kind("The finding was first reported by a weekly.", own=True) == "meta"


@pytest.mark.parametrize(
    "text",
    [
        load("kinds")["refuted"]["example"],
        "Claims that the dam has burst are untrue, the mayor said.",
        "The report that two men drowned is a lie, the mayor said.",
        "The mayor said that reports that the guild sold the mill were completely false.",
        "Rumours that the mill was sold are entirely baseless, the guild said.",
    ],
)
def test_what_is_said_of_reports_denies_what_they_tell(text: str) -> None:
    (found,) = read(text).claims
    assert (found.kind, found.polarity) == ("denial", "-")


@pytest.mark.parametrize(
    "text",
    [
        load("kinds")["refuted"]["counter"],
        "Reports that the bridge was closed are not false, the mayor said.",
        "Reports that the bridge was closed are worrying, the mayor said.",
        "The news that the bridge was closed was good, the mayor said.",
    ],
)
def test_other_words_on_reports_deny_nothing(text: str) -> None:
    assert all(c.kind != "denial" for c in read(text).claims)
