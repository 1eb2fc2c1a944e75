"""`saidby extract`: JSON lines of texts in, what the extractor reads in them out. No case file, no network."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import click

from store.records.edtf import parse_edtf
from store.records.reading import Reading
from store.records.span import Span
from tui.forms import contract
from tui.forms.output import json_text

MAX_TEXT = 5_000_000
"""Characters of one text; longer ones are refused, not cut."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of the input, checked."""

    id: object
    text: str
    published: str | None
    targets: tuple[Span, ...]
    language: str
    title: str | None


@click.command()
@click.option("--db", hidden=True, help="Not needed: nothing is read from or written to a case file.")
@click.option("--debug", is_flag=True, hidden=True, help="Show where an error arose.")
@click.pass_context
def extract(ctx: click.Context, /, db: str | None, debug: bool) -> None:
    """Read JSON lines {"id", "text", "date"?, "targets"?: [[start, end], …]}; write one line for each, in order.

    A line that makes no sense gets no answer but an object on standard error, {"line", "id", "error"}; then the exit code is 1.
    """
    from importers.extract.certainty import certainty_at  # the lexicons: not for the other commands
    from importers.extractor import chosen

    read = chosen()

    failed = False
    for number, line in _lines():
        if not line.strip():
            continue
        given: object = None
        try:
            data = json.loads(line)
            given = data.get("id") if isinstance(data, dict) else None
            asked = _checked(data)
            found = read(asked.text, asked.published, asked.language, asked.title)
            sure = [certainty_at(asked.text, t) for t in asked.targets]
            answer = json_text(answered(asked, found, sure))
        except Exception as error:  # whatever one text does to the extractor, the other lines get their answers
            failed = True
            if debug:
                traceback.print_exc()
            click.echo(json_text({"line": number, "id": given, "error": _why(error)}), err=True)
            continue
        click.echo(answer)
        sys.stdout.flush()
    ctx.exit(1 if failed else 0)


def answered(asked: Asked, found: Reading, certainty: Sequence[float]) -> contract.Json:
    """The answer to one line: a reading and the certainty of each target, as PRODUCT.md writes it."""
    targets = [
        {"start": t.start, "end": t.end, "certainty": round(c, 4)}
        for t, c in zip(asked.targets, certainty, strict=True)
    ]
    return {"id": asked.id, **contract.reading(found, asked.text, asked.published), "targets": targets}


def _lines() -> Iterator[tuple[int, bytes]]:
    yield from enumerate(sys.stdin.buffer, 1)


def _checked(data: Any) -> Asked:
    if not isinstance(data, dict):
        raise ValueError("the line is no JSON object")
    text = data.get("text")
    if "id" not in data or not isinstance(text, str):
        raise ValueError('"id" and "text" are needed, "text" a string')
    if len(text) > MAX_TEXT:
        raise ValueError(f"the text has {len(text)} characters, at most {MAX_TEXT} are read")
    targets = data.get("targets")
    return Asked(
        data["id"],
        text,
        _day(data.get("date")),
        tuple(_target(t, len(text)) for t in _list(targets if targets is not None else [])),
        _words(data, "language") or "en",
        _words(data, "title"),
    )


def _day(value: object) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise ValueError('"date" is a string such as 2022-09-06')
    try:
        parse_edtf(value.strip())
    except ValueError as error:
        raise ValueError(f'"date" {value[:40]!r} is no date: {error}') from error
    return value.strip()


def _words(data: Mapping[str, object], name: str) -> str | None:
    value = data.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f'"{name}" is a string')
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError('"targets" is a list of [start, end]')
    return value


def _target(value: object, length: int) -> Span:
    match value:
        case [int(start), int(end)] if 0 <= start < end <= length:
            return Span(start, end)
    raise ValueError(f"a target is [start, end] inside the text, not {str(value)[:40]}")


def _why(error: Exception) -> str:
    match error:
        case json.JSONDecodeError():
            return f"no JSON: {error.msg} at column {error.colno}"
        case UnicodeDecodeError():
            return "not UTF-8"
        case RecursionError():
            return "nested too deeply"
        case ValueError():
            return str(error)
    return f"the text could not be read: {type(error).__name__}: {error}"
