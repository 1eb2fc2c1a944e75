"""The child that reads on our behalf: what it reads comes back equal; what stops it is a problem, and the next goes on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from importers import sandbox
from importers.freeze import Frozen, read_frozen
from importers.plugins import readers
from importers.reader import Input, ReadOptions
from store.records.article import Problem

PAGE = Input("2022-09-06.html", b"<html lang='en'><title>Ferry</title><p>The ferry \xf0\x9f\x9a\xa2 sank.</p></html>")


@pytest.fixture(scope="module")
def child() -> Iterator[sandbox.Sandbox]:
    with sandbox.Sandbox() as running:
        yield running


def test_what_comes_back_is_what_the_reader_finds(child: sandbox.Sandbox) -> None:
    reader = readers()["html"]
    assert child.read(PAGE, reader, ReadOptions()) == list(read_frozen(PAGE, reader, ReadOptions()))


def test_problems_come_back(child: sandbox.Sandbox) -> None:
    (one,) = child.read(Input("a.pdf", b"%PDF-1.4 nope"), readers()["document"], ReadOptions())
    assert isinstance(one, Problem)


def test_a_child_that_dies_is_a_problem_and_the_next_input_is_read(child: sandbox.Sandbox) -> None:
    reader = readers()["html"]
    child.read(PAGE, reader, ReadOptions())
    assert child._child is not None
    child._child.kill()
    child._child.wait()
    child._child.poll = lambda: None  # type: ignore[method-assign]
    (one,) = child.read(PAGE, reader, ReadOptions())
    assert isinstance(one, Problem)
    assert one.code == "E_CRASH"
    assert isinstance(child.read(PAGE, reader, ReadOptions())[0], Frozen)


def test_a_child_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "WALL_SECONDS", 0.0)
    with sandbox.Sandbox() as running:
        (one,) = running.read(PAGE, readers()["html"], ReadOptions())
    assert isinstance(one, Problem)
    assert "too long" in one.message
