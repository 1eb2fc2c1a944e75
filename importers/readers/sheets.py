"""Tables of office programs (XLSX, ODS, XLS) by calamine: the first sheet that has a header of known columns."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator

from importers import magic
from importers.reader import ArticleDraft, Input, Reader, ReadOptions
from importers.readers.table_columns import Preset, known_names, preset_named
from importers.readers.table_rows import Row
from importers.readers.tables import drafts
from store.records.article import Problem

_MAX_UNPACKED = 200_000_000


def _sniff(head: bytes, name: str) -> float:
    if magic.is_zip(head) and (b"xl/" in head or b"opendocument.spreadsheet" in head):
        return 0.9
    return 0.3 if head.startswith(b"\xd0\xcf\x11\xe0") and name.lower().endswith(".xls") else 0.0


def _read(source: Input, options: ReadOptions) -> Iterator[ArticleDraft | Problem]:
    from python_calamine import CalamineError, CalamineWorkbook

    preset: Preset | None = preset_named(options.preset) if options.preset else None
    if _swells(source.data):
        yield Problem("E_BOMB", "it swells too far")
        return
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(source.data))
        sheets = [(n, book.get_sheet_by_name(n).to_python(skip_empty_area=True)) for n in book.sheet_names[:50]]
    except (CalamineError, OSError, ValueError) as error:
        yield Problem("E_PARSE", f"this table can't be read: {error}")
        return
    filled = [(name, rows) for name, rows in sheets if rows]
    if not filled:
        yield Problem("E_EMPTY", "there is nothing in it")
        return
    mapped = {column for _, column in options.mapping}
    _, rows = max(filled, key=lambda s: known_names(map(_words, s[1][0])) + len(mapped & set(map(_words, s[1][0]))))
    head, *rest = [Row(number, [_words(c) for c in row]) for number, row in enumerate(rows, 1)]
    yield from drafts(head, (r for r in rest if any(r.cells)), options, preset)


def _swells(data: bytes) -> bool:
    if not magic.is_zip(data):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum(i.file_size for i in archive.infolist()) > _MAX_UNPACKED
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def _words(cell: object) -> str:
    """A cell as words: dates in ISO 8601, whole numbers without a point."""
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, dt.date | dt.datetime | dt.time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell) if cell is not None else ""


READER = Reader(
    "sheet", "2", (".xlsx", ".ods", ".xls", ".xlsm"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.ms-excel"),
    _sniff, _read, sandboxed=True, names=("xlsx", "ods", "xls"),
)  # fmt: skip
