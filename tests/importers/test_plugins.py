"""Readers of third parties: found, used, and never able to stop an import."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from importers import plugins, sniff
from importers.freeze import Frozen, read_frozen
from importers.reader import ArticleDraft, Input, Reader, ReadOptions, hookimpl
from store.errors import UsageError
from store.records.article import Problem


def _read(source: Input, options: ReadOptions) -> Iterator[ArticleDraft]:
    yield ArticleDraft("", source.data.decode().removeprefix("MORSE "))


MORSE = Reader("morse", "1", (".morse",), (), lambda head, name: 1.0 if head.startswith(b"MORSE ") else 0.0, _read)


class Plugin:
    @hookimpl
    def readers(self) -> list[Reader]:
        return [MORSE]


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    plugins.readers.cache_clear()
    yield
    plugins.readers.cache_clear()


@pytest.fixture
def registered() -> Iterator[None]:
    manager, _ = plugins.manager()
    name = manager.register(Plugin())
    yield
    manager.unregister(name=name)


@pytest.mark.usefixtures("registered")
def test_a_plugins_reader_is_chosen_for_its_form() -> None:
    choice = sniff.choose(b"MORSE ... --- ...", "a.txt")
    assert isinstance(choice, sniff.Choice)
    assert choice.reader is MORSE


@pytest.mark.usefixtures("registered")
def test_a_plugins_reader_can_be_named() -> None:
    assert plugins.reader_named("morse") is MORSE


def test_without_the_plugin_its_form_is_not_there() -> None:
    with pytest.raises(UsageError, match="morse"):
        plugins.reader_named("morse")


def test_a_reader_that_breaks_is_a_problem_after_what_it_found() -> None:
    def breaking(source: Input, options: ReadOptions) -> Iterator[ArticleDraft]:
        yield ArticleDraft("1", "The ferry sank.")
        raise ValueError("no idea what follows")

    reader = Reader("broken", "1", (), (), lambda head, name: 1.0, breaking)
    first, second = read_frozen(Input("a", b"x"), reader, ReadOptions())
    assert isinstance(first, Frozen)
    assert isinstance(second, Problem)
    assert (second.code, "no idea what follows" in second.message) == ("E_CRASH", True)


def test_a_plugin_that_can_not_be_loaded_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: object, group: str) -> None:
        raise ImportError("its library is missing")

    plugins.manager.cache_clear()
    monkeypatch.setattr("pluggy.PluginManager.load_setuptools_entrypoints", broken)
    _, problems = plugins.manager()
    plugins.manager.cache_clear()
    assert [p.code for p in problems] == ["W_PLUGIN"]
    assert "its library is missing" in problems[0].message
