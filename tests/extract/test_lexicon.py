"""The loader of the extractor's rule files."""

from __future__ import annotations

import re

import pytest

from importers.extract.lexicon import alternation, fingerprint, load, names


def test_a_lexicon_is_read_once() -> None:
    assert load("timex_words") is load("timex_words")


def test_every_lexicon_can_be_read() -> None:
    assert all(load(name) for name in names())


@pytest.mark.parametrize("name", ["../pyproject", "timex_words.toml", "", "a/b"])
def test_a_name_that_is_no_plain_word_is_refused(name: str) -> None:
    with pytest.raises(ValueError):
        load(name)


def test_an_unknown_lexicon_is_not_found() -> None:
    with pytest.raises(FileNotFoundError):
        load("no_such_lexicon")


def test_the_fingerprint_is_short_and_stable() -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", fingerprint())


def test_an_alternation_prefers_the_longer_phrase() -> None:
    match = re.match(alternation(["of", "of late"]), "of  late")
    assert match is not None
    assert match[0] == "of  late"


def test_an_alternation_takes_words_literally() -> None:
    assert re.fullmatch(alternation(["a.m."]), "azmz") is None
