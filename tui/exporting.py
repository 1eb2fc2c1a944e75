"""Export what is on screen: a pane's list as CSV, Markdown or JSON, a text as text; whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from store.casefile import CaseFile
from store.errors import UsageError
from store.queries import claims, comparison, timeline
from store.records.comparison import Grid
from tui.conditions import Place
from tui.desk import Desk
from tui.forms import claim_json, columns, contract
from tui.forms.output import csv_lines, json_list, md_lines

if TYPE_CHECKING:
    from tui.main_screen import MainScreen

_CHUNK = 1000
_TEXTS = (".txt", ".md")
_WRITERS = {".csv": csv_lines, ".md": md_lines}


def ask_path(desk: Desk) -> None:
    """Open the line for a file's name."""
    if desk.place == "article":
        from tui.screens.ask import Ask

        stem = Path(desk.article.name).stem if desk.article is not None else "article"
        name = f"{Path(stem).name or 'article'}.txt"

        def named(typed: str | None) -> None:
            start(desk, typed or "")

        desk.show_box(Ask("Export this article and its claims", "write it to (.txt, .md)", name), named)
        return
    main = cast("MainScreen", desk)
    if desk.place == "evidence":
        main.ask_words("export", "write this text to (.txt, .md)", "evidence.txt")
    else:
        what = f"{desk.marked:,} marked rows" if desk.marked else "this list"
        main.ask_words("export", f"write {what} to (.csv, .md, .json)", f"{desk.place}.csv")


def start(desk: Desk, typed: str) -> None:
    """Write what the pane under the cursor shows to a new file, in a thread; of a list with marked rows, those."""
    if not typed.strip():
        return
    path = Path(typed.strip()).expanduser()
    if desk.place in ("evidence", "article"):
        lines = desk.shown_text().split("\n")
        desk.ask("export", lambda: write_text(path, lines), lambda count: _done(desk, count, path, "lines"))
        return
    screen = cast("MainScreen", desk)
    rows = screen.list_of(screen.place)
    if rows is None:
        return
    ids, fetch, service, grid = rows.ids, rows.fetch, screen.service, screen.place == "sources"
    picked = rows.chosen()
    if picked or (screen.timeline.shelves and screen.place == "timeline"):
        ids = [i for i in ids if i > 0 and (not picked or i in picked)]
    flat = columns.CLAIMS if screen.place == "claims" else columns.TIMELINE

    def chunks() -> Iterator[Sequence[int]]:
        return (ids[at : at + _CHUNK] for at in range(0, len(ids), _CHUNK))

    def work() -> int:
        if path.suffix.lower() == ".json":
            return write_lines(path, *_as_json(screen.service.case, screen.place, chunks()))
        if not grid:
            return write(path, chain.from_iterable(map(fetch, chunks())), flat)
        speaking = dict.fromkeys(name for chunk in chunks() for _, name in service.grid_page(chunk)[1])
        lines = chain.from_iterable(service.grid_page(chunk)[0] for chunk in chunks())
        return write(path, lines, columns.grid_columns(list(speaking)))

    screen.ask("export", work, lambda count: _done(screen, count, path))


def write_text(path: Path, lines: Sequence[str]) -> int:
    """Write lines of text to a new file and give their count; UsageError as in `write`."""
    if path.suffix.lower() not in _TEXTS:
        raise UsageError(f"{path.name} can't be written", f"its name must end in {' or '.join(_TEXTS)}")
    counted = _Count(lines)
    return write_lines(path, counted, counted)


def _done(desk: Desk, count: int, path: Path, what: str = "rows") -> None:
    desk.say(f"{count:,} {what} written to {path.absolute()}", "good")


def write(path: Path, rows: Iterable[Any], known: Sequence[columns.Column[Any]]) -> int:
    """Write rows to a new file and give their count; UsageError where the file is there, or of no form that we write."""
    form = _WRITERS.get(path.suffix.lower())
    if form is None:
        raise UsageError(f"{path.name} can't be written", f"its name must end in {', '.join(_WRITERS)} or .json")
    counted = _Count(rows)
    return write_lines(path, form(counted, known), counted)


def write_lines(path: Path, lines: Iterable[str], counted: _Count) -> int:
    """Write lines to a new file, all or none, and give the count of rows that went into them; UsageError as in `write`."""
    if path.exists():
        raise UsageError(f"{path.name} is there already", hint="give another name")
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8") as out:
            out.writelines(f"{line}\n" for line in lines)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UsageError(f"{path.name} can't be written", error.strerror or str(error)) from error
    return counted.count


def _as_json(case: CaseFile, place: Place, chunks: Iterable[Sequence[int]]) -> tuple[Iterable[str], _Count]:
    """The JSON of the command line (saidby claims, timeline, compare), and the counter of what goes into it."""
    if place == "sources":
        ids = [i for chunk in chunks for i in chunk]
        grid = Grid(tuple(comparison.rows(case, ids)), (), 0)
        keys = claims.keys(case, contract.claims_in(grid))
        counted = _Count(contract.comparison(grid, keys)["propositions"])
    elif place == "timeline":
        counted = _Count(chain.from_iterable(_events(case, ids) for ids in chunks))
    else:
        counted = _Count(claim_json.claim(d) for ids in chunks for d in claims.details(case, ids))
    return json_list(counted), counted


def _events(case: CaseFile, ids: Sequence[int]) -> list[Any]:
    details = timeline.details(case, ids)
    keys = claims.keys(case, {c for d in details for c in d.claims})
    return [contract.timeline(d, keys) for d in details]


class _Count:
    """Rows that are counted as they go by."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Any]:
        for row in self._rows:
            self.count += 1
            yield row
