"""JSON and JSON lines to items: one broken line, or one value that is no article, never costs the others."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from store.records.article import Problem

_LISTS = (("articles", "results"), ("articles",), ("results",), ("items",), ("data",), ("docs",), ("documents",))
"""Where exporters keep the list of articles inside one object."""
_DUPLICATE = Problem("W_DUPLICATE_KEY", "a key stands twice in it; the last one counts", "warning")
_NO_FIELDS = "it is no JSON object with fields such as title, date and text"


@dataclass(frozen=True, slots=True)
class Item:
    """One object, its place in the file, and its flags."""

    place: str
    fields: Mapping[str, object]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class NotItem:
    """A place in the file that holds no article, and why."""

    place: str
    why: str


class _Parser:
    """json.loads that notes keys which stand twice, and keeps NaN and Infinity as words."""

    def __init__(self) -> None:
        self.twice = False
        self._decoder = json.JSONDecoder(object_pairs_hook=self._object, parse_constant=str, strict=False)

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        self.twice = self.twice or len(made) < len(pairs)
        return made

    def parse(self, text: str) -> tuple[Any, tuple[Problem, ...]]:
        """The value and its flags; ValueError with a clause for a person."""
        self.twice = False
        try:
            value = self._decoder.decode(text)
        except RecursionError as error:
            raise ValueError("it is nested too deeply") from error
        except json.JSONDecodeError as error:
            raise ValueError(f"it is no JSON: {error.msg} at column {error.colno}") from error
        except ValueError as error:
            raise ValueError("a number in it is too long") from error
        return value, (_DUPLICATE,) if self.twice else ()


def items(text: str, path: tuple[str, ...] = ()) -> Iterator[Item | NotItem]:
    """All objects of a JSON text that can be articles: of a list, of the list at `path` (or where exporters keep it)
    inside one object, of one object alone, or of JSON lines."""
    parser = _Parser()
    if _is_lines(text, parser):
        yield from _lines(text, parser)
        return
    try:
        value, flags = parser.parse(text)
    except ValueError as error:
        yield from _lines(text, parser) if _some_line_is_object(text, parser) else (NotItem("", str(error)),)
        return
    if isinstance(value, dict):
        found = next((v for p in ((path,) if path else _LISTS) if (v := _at(value, p)) is not None), None)
        if found is None:
            yield Item("", value, flags)
            return
        value = found
    if not isinstance(value, list):
        yield NotItem("", "it holds neither an object nor a list of objects")
        return
    for number, item in enumerate(value, 1):
        place = f"item {number}"
        yield Item(place, item, flags) if isinstance(item, dict) else NotItem(place, _NO_FIELDS)


def first_value(line: str) -> bool:
    """Whether a line is one JSON value by itself."""
    try:
        _Parser().parse(line)
    except ValueError:
        return False
    return True


def _lines(text: str, parser: _Parser) -> Iterator[Item | NotItem]:
    for number, line in _numbered(text):
        place = f"line {number}"
        try:
            value, flags = parser.parse(line)
        except ValueError as error:
            yield NotItem(place, str(error))
            continue
        yield Item(place, value, flags) if isinstance(value, dict) else NotItem(place, _NO_FIELDS)


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    """Lines with something on them, numbered from 1. Only \\n ends a line: U+2028 and the like stand inside strings."""
    start, number = 0, 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        number += 1
        line = text[start:end].strip(" \t\r\ufeff")
        if line:
            yield number, line
        start = end + 1


def _is_lines(text: str, parser: _Parser) -> bool:
    lines = _numbered(text)
    first, second = next(lines, None), next(lines, None)
    if first is None or second is None:
        return False
    try:
        parser.parse(first[1])
    except ValueError:
        return False
    return True


def _some_line_is_object(text: str, parser: _Parser) -> bool:
    for (_, line), _try in zip(_numbered(text), range(50)):
        try:
            value, _flags = parser.parse(line)
        except ValueError:
            continue
        if isinstance(value, dict):
            return True
    return False


def _at(value: Mapping[str, object], path: tuple[str, ...]) -> list[object] | None:
    found: object = value
    for name in path:
        if not isinstance(found, dict):
            return None
        found = found.get(name)
    return found if isinstance(found, list) else None
