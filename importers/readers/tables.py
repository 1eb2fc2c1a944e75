"""Tables of articles: CSV, TSV, JSON and JSON lines, one article a row.

The columns are known by their usual names, by presets of exporters (presets.toml) or by --map. A row without a text but
with a title or address is a reference; bodies that an exporter cut short or summed up are flagged.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath

from importers import magic
from importers.dating import order_of, to_edtf
from importers.decoding import decode, rough
from importers.reader import ArticleDraft, Input, Reader, ReadOptions, Stated
from importers.readers.table_columns import FIELDS, Columns, Preset, assign, known_names, language_code, preset_named
from importers.readers.table_json import NotItem, first_value, items
from importers.readers.table_rows import DELIMITERS, BadRow, Row, header_cells, rows
from store.records.article import Problem

_JSON_NAMES = (".json", ".jsonl", ".ndjson")
_CSV_NAMES = (".csv", ".tsv", ".tab")
_END = 60
"""Characters at the end of a text in which a mark of an exporter's cut is looked for."""
_CUT = re.compile(r"(?:…|\.\.\.)?\s*\[\+\d{1,7} chars\]\s*\Z")
_CUT_END = re.compile(r"(?:\[(?:…|\.\.\.)\]|\(more\))\s*\Z")
_JSON_START = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{])")


def _sniff(head: bytes, name: str) -> float:
    text = rough(head)
    if text is None or magic.kind(head) is not None:
        return 0.0
    suffix = PurePath(name.lower()).suffix
    start = text.lstrip("\ufeff \t\r\n")
    if start[:1] in ("{", "[") and suffix not in _CSV_NAMES:
        if _JSON_START.match(start) or first_value(start.split("\n", 1)[0]):
            return 0.9 if len(start) > 2 else 0.2
        return 0.5 if suffix in _JSON_NAMES else 0.0
    if suffix in _JSON_NAMES and suffix != ".json":
        return 0.5
    first = _first_line(start)
    known = known_names(header_cells(first, _delimiter(first)))
    if suffix in _CSV_NAMES:
        return 0.8 if known else 0.5
    return 0.8 if known >= 2 and "\n" in start.strip() else 0.0


def _read(source: Input, options: ReadOptions) -> Iterator[ArticleDraft | Problem]:
    preset: Preset | None = None
    if options.preset is not None and (preset := preset_named(options.preset)) is None:
        yield Problem("E_PARSE", f"there is no preset '{options.preset}'")
        return
    decoded = decode(source.data, options.encoding)
    if isinstance(decoded, Problem):
        yield decoded
        return
    flags = (decoded.problem,) if decoded.problem else ()
    start = decoded.text.lstrip("\ufeff \t\r\n")[:1]
    suffix = PurePath(source.name.lower()).suffix
    if suffix not in _CSV_NAMES and (start in ("{", "[") or suffix in _JSON_NAMES):
        yield from _json(decoded.text, options, preset, flags)
    else:
        yield from _csv(decoded.text, options, preset, flags)


def _json(
    text: str, options: ReadOptions, preset: Preset | None, flags: tuple[Problem, ...]
) -> Iterator[ArticleDraft | Problem]:
    columns: dict[tuple[str, ...], Columns] = {}
    every = list(items(text, preset.items if preset else ()))
    orders = _orders((i.fields for i in every if not isinstance(i, NotItem)), options)
    for item in every:
        if isinstance(item, NotItem):
            yield Problem("E_PARSE", item.why, where=item.place)
            continue
        names = tuple(item.fields)
        if names not in columns:
            if len(columns) > 500:
                columns.clear()
            columns[names] = assign(names, options.mapping, preset)
        yield _draft(item.place, item.fields, columns[names], flags + item.problems, orders)


def _csv(
    text: str, options: ReadOptions, preset: Preset | None, flags: tuple[Problem, ...]
) -> Iterator[ArticleDraft | Problem]:
    text = text.removeprefix("\ufeff")
    every = rows(text, _delimiter(_first_line(text.lstrip("\r\n"))))
    head = next(every, None)
    if head is None:
        return
    if isinstance(head, BadRow):
        yield Problem("E_PARSE", head.why, where=f"line {head.line}")
        return
    yield from drafts(head, every, options, preset, flags)


def drafts(
    head: Row,
    every: Iterable[Row | BadRow],
    options: ReadOptions,
    preset: Preset | None = None,
    flags: tuple[Problem, ...] = (),
) -> Iterator[ArticleDraft | Problem]:
    """The articles of a table: its header row, and the rows below."""
    names = [c.strip() for c in head.cells]
    columns = assign(names, options.mapping, preset)
    below = list(every)
    if not any(columns.names(f) for f in _NAMING) and (prose := _prose_column(names, below)) is not None:
        columns = assign(names, (*options.mapping, ("text", prose)), preset)
        words = f"no column has a usual name; '{prose[:40]}' holds the longest texts and is taken for them (--map)"
        flags = (*flags, Problem("W_COLUMN_GUESSED", words, "warning"))
    if not any(columns.names(f) for f in _NAMING):
        shown = ", ".join(names[:6])[:120]
        yield Problem(
            "E_NO_COLUMNS", f"no column is known as title, text or url (there are: {shown}); --map says which"
        )
        return
    orders = _orders((dict(zip(names, r.cells)) for r in below if isinstance(r, Row)), options)
    for row in below:
        if isinstance(row, BadRow):
            yield Problem("E_PARSE", row.why, where=f"line {row.line}")
        else:
            yield _row(row, names, columns, flags, orders)


_NAMING = ("title", "text", "summary", "url")
"""The fields of which an article has at least one."""
_PROSE_WORDS = 12
"""So many words a cell, on average, and a column can be taken for the articles' texts."""
_LOOKED_AT = 200


def _prose_column(names: list[str], below: list[Row | BadRow]) -> str | None:
    """The column with the longest texts, where these are sentences rather than names and numbers; None for none."""
    some = [r.cells for r in below[:_LOOKED_AT] if isinstance(r, Row)]
    sizes = {}
    for place, name in enumerate(names):
        words = [len(cells[place].split()) for cells in some if place < len(cells) and cells[place].strip()]
        if name and words and sum(words) >= _PROSE_WORDS * len(words):
            sizes[name] = sum(words)
    return max(sizes, key=lambda n: sizes[n], default=None)


Orders = Mapping[str, str]
"""The order of day and month in each column where some row decides it."""


def _orders(every: Iterable[Mapping[str, object]], options: ReadOptions) -> Orders:
    if options.date_order is not None:
        return {}
    dates: dict[str, list[str]] = {}
    for fields in every:
        for name, value in fields.items():
            if isinstance(value, str) and value[:1].isdigit() and len(value) <= 40:
                dates.setdefault(name, []).append(value)
    return {name: order for name, column in dates.items() if (order := order_of(column))}


def _row(
    row: Row, names: list[str], columns: Columns, flags: tuple[Problem, ...], orders: Orders
) -> ArticleDraft | Problem:
    place = f"line {row.line}"
    if any(c.strip() for c in row.cells[len(names) :]):
        return Problem("E_PARSE", f"{len(row.cells)} cells where the header has {len(names)}", where=place)
    fields: dict[str, object] = {}
    for name, cell in zip(names, row.cells):
        fields.setdefault(name, cell)
    return _draft(place, fields, columns, flags, orders)


def _draft(
    place: str, item: Mapping[str, object], columns: Columns, flags: tuple[Problem, ...], orders: Orders
) -> ArticleDraft | Problem:
    found: dict[str, str | None] = dict.fromkeys(FIELDS)
    for field, names in columns.by_field:
        joiner = "\n\n" if field in ("text", "summary") else "; "
        for name in names:
            if words := as_words(item.get(name), joiner):
                found[field] = words
                break
    problems = list(flags)
    text = found["text"]
    end = text[-_END:] if text else ""
    if text and (cut := _CUT.search(end)):
        text = text[: len(text) - len(end) + cut.start()].rstrip()
        problems.append(Problem("W_BODY_TRUNCATED", "the exporter cut the text short", "warning"))
    elif _CUT_END.search(end):
        problems.append(Problem("W_BODY_TRUNCATED", "the text seems to be cut short", "warning"))
    if not text and found["summary"]:
        text = found["summary"]
        problems.append(Problem("W_BODY_SUMMARY", "only a summary of the text is there", "warning"))
    if not any((text, found["title"], found["url"])):
        return Problem("E_PARSE", "no title, text or address in this row", where=place)
    return ArticleDraft(
        place,
        text,
        title=found["title"],
        published=_dates(found["published"], item, columns.names("published"), orders),
        updated=_dates(found["updated"], item, columns.names("updated"), orders),
        outlet=found["outlet"],
        url=found["url"],
        author=found["author"],
        language=language_code(found["language"]) if found["language"] else None,
        external_id=found["external_id"],
        extra=tuple(_extras(item, columns.unknown)),
        problems=tuple(problems),
    )


def _dates(words: str | None, item: Mapping[str, object], names: Iterable[str], orders: Orders) -> tuple[Stated, ...]:
    if not words:
        return ()
    value = words
    order = next((orders[n] for n in names if n in orders and as_words(item.get(n)) == words), None)
    if order is not None:
        with contextlib.suppress(ValueError):
            value = to_edtf(words, order)
    return (Stated(value, "declared", raw=words),)


def _extras(item: Mapping[str, object], names: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        if words := as_words(item.get(name), "; "):
            yield name, words[:2000]


def as_words(value: object, joiner: str = "; ") -> str | None:
    """A value of JSON or CSV as words: names of objects ("source": {"name": …}), lists joined; None for nothing."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Mapping):
        return next(
            (w for k in ("name", "title", "label", "value", "$t") if isinstance(w := value.get(k), str) and w), None
        )
    if isinstance(value, list):
        words = [w for v in value[:200] if not isinstance(v, list) and (w := as_words(v))]
        return joiner.join(words) or None
    return None


def _first_line(text: str) -> str:
    return re.split(r"[\r\n]", text[:200_000], maxsplit=1)[0]


def _delimiter(first_line: str) -> str:
    """The one under which most cells of the header are known, then the one that gives most cells."""

    def merit(delimiter: str) -> tuple[int, int]:
        cells = header_cells(first_line, delimiter)
        return known_names(cells), len(cells)

    return max(DELIMITERS, key=merit)


READER = Reader(
    "table",
    "3",
    (*_CSV_NAMES, *_JSON_NAMES),
    ("text/csv", "text/tab-separated-values", "application/json", "application/x-ndjson"),
    _sniff,
    _read,
    names=("csv", "tsv", "json", "jsonl", "ndjson"),
)
