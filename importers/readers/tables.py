"""Tables of articles: CSV, TSV, JSON and JSON lines, one article a row.

The columns are known by their usual names, by presets of exporters (presets.toml) or by --map. A row without a text but
with a title or address is a reference; bodies that an exporter cut short or summed up are flagged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath

from importers import magic
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
    for item in items(text, preset.items if preset else ()):
        if isinstance(item, NotItem):
            yield Problem("E_PARSE", item.why, where=item.place)
            continue
        names = tuple(item.fields)
        if names not in columns:
            if len(columns) > 500:
                columns.clear()
            columns[names] = assign(names, options.mapping, preset)
        yield _draft(item.place, item.fields, columns[names], flags + item.problems)


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
    if not any(columns.names(f) for f in ("title", "text", "summary", "url")):
        shown = ", ".join(names[:6])[:120]
        yield Problem(
            "E_NO_COLUMNS", f"no column is known as title, text or url (there are: {shown}); --map says which"
        )
        return
    for row in every:
        if isinstance(row, BadRow):
            yield Problem("E_PARSE", row.why, where=f"line {row.line}")
        else:
            yield _row(row, names, columns, flags)


def _row(row: Row, names: list[str], columns: Columns, flags: tuple[Problem, ...]) -> ArticleDraft | Problem:
    place = f"line {row.line}"
    if any(c.strip() for c in row.cells[len(names) :]):
        return Problem("E_PARSE", f"{len(row.cells)} cells where the header has {len(names)}", where=place)
    fields: dict[str, object] = {}
    for name, cell in zip(names, row.cells):
        fields.setdefault(name, cell)
    return _draft(place, fields, columns, flags)


def _draft(
    place: str, item: Mapping[str, object], columns: Columns, flags: tuple[Problem, ...]
) -> ArticleDraft | Problem:
    found: dict[str, str | None] = {}
    for field in FIELDS:
        joiner = "\n\n" if field in ("text", "summary") else "; "
        values = (as_words(item.get(c), joiner) for c in columns.names(field))
        found[field] = next((v for v in values if v), None)
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
        published=_dates(found["published"]),
        updated=_dates(found["updated"]),
        outlet=found["outlet"],
        url=found["url"],
        author=found["author"],
        language=language_code(found["language"]) if found["language"] else None,
        external_id=found["external_id"],
        extra=tuple(_extras(item, columns.unknown)),
        problems=tuple(problems),
    )


def _dates(words: str | None) -> tuple[Stated, ...]:
    return (Stated(words, "declared", raw=words),) if words else ()


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
    "1",
    (*_CSV_NAMES, *_JSON_NAMES),
    ("text/csv", "text/tab-separated-values", "application/json", "application/x-ndjson"),
    _sniff,
    _read,
    names=("csv", "tsv", "json", "jsonl", "ndjson"),
)
