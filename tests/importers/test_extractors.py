"""Extractors of third parties: a pipeline's tags under our rules, chosen by name and told apart by the rule set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from importers import extractor, plugins
from importers.extract.read import RULES, read, rules_of
from importers.extractor import Extractor, from_pipeline
from importers.reader import hookimpl
from store.errors import UsageError

TEXT = "The harbour is closed, the mayor said on Monday."


@dataclass(frozen=True)
class Word:
    """What a spaCy token shows of itself."""

    idx: int
    text: str
    tag_: str
    lemma_: str


def pipeline(text: str) -> Iterator[Word]:
    """A stub that knows a few words; the others are names."""
    known = {"the": "DT", "is": "VBZ", "closed": "JJ", "said": "VBD", "on": "IN", "harbour": "NN", "mayor": "NN"}
    for match in re.finditer(r"\w+", text):
        low = match.group().lower()
        yield Word(match.start(), match.group(), known.get(low, "NNPS"), {"said": "say", "is": "be"}.get(low, low))


def blind(text: str) -> Iterator[Word]:
    """A stub that finds no verb at all."""
    return (Word(m.start(), m.group(), "NN", m.group()) for m in re.finditer(r"\w+", text))


class Plugin:
    @hookimpl
    def extractors(self) -> list[Extractor]:
        return [from_pipeline("stub", "3.8", pipeline)]


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    manager, _ = plugins.manager()
    name = manager.register(Plugin())
    plugins.extractors.cache_clear()
    extractor._offered.cache_clear()
    monkeypatch.setenv(extractor.VARIABLE, "stub")
    yield
    manager.unregister(name=name)
    plugins.extractors.cache_clear()
    extractor._offered.cache_clear()


def test_ours_is_used_where_nobody_asks_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(extractor.VARIABLE, raising=False)
    assert extractor.chosen() is read


@pytest.mark.usefixtures("offered")
def test_the_named_extractor_reads() -> None:
    found = extractor.chosen()(TEXT, "2031-05-14", "en", None)
    assert [a.cue.of(TEXT) for a in found.attributions if a.cue is not None] == ["said"]


@pytest.mark.usefixtures("offered")
def test_the_rule_set_that_a_snapshot_is_held_against_is_that_of_the_chosen_one() -> None:
    assert extractor.chosen_rules() == extractor.chosen()(TEXT, None, "en", None).rules != RULES


@pytest.mark.usefixtures("offered")
def test_a_name_that_nobody_offers_is_a_usage_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(extractor.VARIABLE, "nobody")
    with pytest.raises(UsageError, match="nobody"):
        extractor.chosen()


def test_the_pipelines_tags_decide() -> None:
    assert from_pipeline("blind", "1", blind).read(TEXT, None, "en", None).attributions == ()


def test_words_that_it_cuts_otherwise_keep_our_tags() -> None:
    nothing = from_pipeline("nothing", "1", lambda text: ())
    assert nothing.read(TEXT, None, "en", None).attributions == read(TEXT).attributions


def test_name_and_version_are_part_of_the_rule_set() -> None:
    first = from_pipeline("stub", "1", pipeline).read(TEXT, None, "en", None).rules
    assert first == rules_of("stub", "1")
    assert len({first, rules_of("stub", "2"), rules_of("other", "1"), RULES}) == 4


def test_spans_stay_those_of_the_text() -> None:
    found = from_pipeline("stub", "1", pipeline).read(TEXT, None, "en", None)
    assert [c.content_span.of(TEXT) for c in found.claims] == ["The harbour is closed"]
