"""`saidby related`: which articles tell of one event; or given pairs of texts scored, or given claims held against texts."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

import click

from store.errors import UsageError
from store.queries import related as related_queries
from store.records.rows import RelatedRow
from tui.cli.options import common, filter_of, filter_options, list_options, open_case
from tui.cli.printing import put, put_rows, say
from tui.forms.claim_json import Json, article_ref
from tui.forms.columns import RELATED
from tui.forms.output import FORMATS, json_text

MAX_TEXT = 5_000_000
"""Characters of one text; longer ones are refused, not cut."""

_Answer = Callable[[Mapping[str, object]], Json]


@click.command()
@click.option(
    "--pairs",
    "pairs_file",
    metavar="FILE",
    help="Score given pairs of texts (- for standard input): JSON lines in and out.",
)
@click.option(
    "--stance", "stance_file", metavar="FILE", help="How given texts stand to given claims: JSON lines in and out."
)
@filter_options
@list_options((), FORMATS)
@common
@click.pass_context
def related(
    ctx: click.Context, /, db: str | None, debug: bool, pairs_file: str | None, stance_file: str | None, limit: int | None,
    shape: str, **typed: str | None,
) -> None:  # fmt: skip
    """Which articles tell of one event, are copies or versions of each other, with a score from 0 to 1.

    --pairs FILE reads {"id", "a": {"text", "title"?, "date"?}, "b": …} and writes {"id", "score"}; from 0.5 the two more
    likely tell of one event. --stance FILE reads {"id", "claim", "text"} and writes {"id", "stance"}: agree, disagree,
    discuss or unrelated. Neither needs a case file. A line that makes no sense is told on standard error; then the exit
    code is 1.
    """
    if pairs_file and stance_file:
        raise UsageError("--pairs and --stance are two questions", hint="ask one at a time")
    if pairs_file or stance_file:
        ctx.exit(_answer(pairs_file or stance_file or "-", _score if pairs_file else _stance))
    with open_case(ctx, db) as case:
        rows = list(islice(related_queries.pairs(case, filter_of(ctx, case, typed)), limit))
        put_rows(shape, rows, RELATED, lambda: map(_json, rows))
        say(f"{len(rows)} pairs")


def _json(row: RelatedRow) -> Json:
    return {
        "a": article_ref(row.a),
        "b": article_ref(row.b),
        "relation": row.relation,
        "score": row.score,
        "story": row.story,
    }


def _answer(file: str, answer: _Answer) -> int:
    """Answer each line of a file; gives the exit code."""
    failed = False
    for number, line in enumerate(_lines(file), 1):
        if not line.strip():
            continue
        given: object = None
        try:
            data = json.loads(line)
            if not isinstance(data, dict):
                raise ValueError("the line is no JSON object")
            given = data.get("id")
            if "id" not in data:
                raise ValueError('"id" is needed')
            found = json_text({"id": given, **answer(data)})
        except (ValueError, RecursionError) as error:
            failed = True
            click.echo(json_text({"line": number, "id": given, "error": str(error)}), err=True)
            continue
        put([found])
    return 1 if failed else 0


def _lines(file: str) -> Iterator[bytes]:
    if file == "-":
        yield from sys.stdin.buffer
        return
    try:
        with Path(file).open("rb") as lines:
            yield from lines
    except OSError as error:
        raise UsageError(f"{file} can't be read: {error.strerror}", hint="give a file of JSON lines, or -") from error


def _score(data: Mapping[str, object]) -> Json:
    from store.derive.gist import Gist, gist  # its table is read from disk: not for the list
    from store.derive.similarity import similarity

    def told(side: str) -> Gist:
        given = data.get(side)
        if not isinstance(given, dict):
            raise ValueError(f'"{side}" is an object with a "text"')
        text, title, day = _words(given, ("text",)), given.get("title"), given.get("date")
        return gist(text[0], title if isinstance(title, str) else None, day if isinstance(day, str) else None)

    return {"score": round(similarity(told("a"), told("b")), 4)}


def _stance(data: Mapping[str, object]) -> Json:
    from store.derive.stance import stance  # as above

    return {"stance": stance(*_words(data, ("claim", "text")))}


def _words(data: Mapping[str, object], names: Iterable[str]) -> list[str]:
    out = []
    for name in names:
        value = data.get(name)
        if not isinstance(value, str):
            raise ValueError(f'"{name}" is needed, a string')
        if len(value) > MAX_TEXT:
            raise ValueError(f'"{name}" has {len(value)} characters, at most {MAX_TEXT} are read')
        out.append(value)
    return out
