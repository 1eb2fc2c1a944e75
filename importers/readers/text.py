"""Plain text and Markdown: one article a file.

Dates come from a ` date YYYY-MM-DD ` head on the first line, from YAML front matter, or from the file's name; a text
that states none stays undated. No title is invented: only front matter or a first heading of Markdown gives one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from importers import magic
from importers.dating import in_file_name
from importers.decoding import decode, rough
from importers.reader import ArticleDraft, Input, Reader, ReadOptions, Stated
from store.records.article import Problem

_HEAD = re.compile(r"\A\s*date:?[ \t]+([0-9]{4}-[0-9]{2}-[0-9]{2})(?=\s|\Z)")
_FRONT = re.compile(r"\A\s*---[ \t]*\n(.{0,20000}?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
_HEADING = re.compile(r"\A\s*#[ \t]+([^\n]{1,500})(?:\n|\Z)")
_CODE = frozenset(
    [
        ".js",
        ".mjs",
        ".ts",
        ".css",
        ".map",
        ".py",
        ".sh",
        ".bat",
        ".c",
        ".h",
        ".cpp",
        ".java",
        ".go",
        ".rs",
        ".rb",
        ".php",
        ".sql",
        ".toml",
        ".ini",
        ".cfg",
        ".conf",
        ".lock",
        ".log",
        ".po",
        ".tex",
    ]
)
"""Names of text files that are no articles: in a folder they are refused, under `import text` they are read."""
_MAX_BRACKETS = 200
"""Lists and maps in a YAML head: more is no head, and PyYAML takes seconds for them."""
_MARKDOWN = (".md", ".markdown", ".mdown")
_NAMES = {
    "title": ("title", "headline"),
    "published": ("date", "published", "publishdate", "pubdate"),
    "updated": ("updated", "lastmod", "modified"),
    "outlet": ("outlet", "source", "publication", "publisher", "site"),
    "url": ("url", "link", "canonical", "source_url"),
    "author": ("author", "authors", "byline"),
    "language": ("lang", "language"),
    "external_id": ("id", "guid"),
}
"""Words of front matter for each field: Hugo's and Jekyll's (https://gohugo.io/content-management/front-matter/),
and those of clipping tools."""


def _sniff(head: bytes, name: str) -> float:
    if magic.kind(head) is not None or magic.is_zip(head) or magic.is_gzip(head) or rough(head) is None:
        return 0.0
    suffix = PurePath(name.lower()).suffix
    if suffix in _CODE:
        return 0.0
    return 0.4 if suffix in _MARKDOWN else 0.2


def _read(source: Input, options: ReadOptions) -> Iterator[ArticleDraft | Problem]:
    decoded = decode(source.data, options.encoding)
    if isinstance(decoded, Problem):
        yield decoded
        return
    problems = [decoded.problem] if decoded.problem else []
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    fields: dict[str, Any] = {}
    published: list[Stated] = []
    updated: list[Stated] = []
    if front := _FRONT.match(text):
        text = text[front.end() :]
        found = _front_matter(front[1])
        if isinstance(found, Problem):
            problems.append(found)
        else:
            fields = {field: _first(found, names) for field, names in _NAMES.items()}
            fields["extra"] = _rest(found)
            published.extend(_dates(fields.pop("published")))
            updated.extend(_dates(fields.pop("updated")))
    if head := _HEAD.match(text):
        text = text[head.end() :]
        published.append(Stated(head[1], "declared", raw=head[0].strip(), precision="day"))
    if front or PurePath(source.name.lower()).suffix in _MARKDOWN:
        heading = _HEADING.match(text)
        if heading and not fields.get("title"):
            fields["title"] = heading[1].strip().rstrip("#")
            text = text[heading.end() :]
    if by_name := in_file_name(source.name):
        published.append(by_name)
    yield ArticleDraft("", text, published=tuple(published), updated=tuple(updated), problems=tuple(problems), **fields)


def _front_matter(text: str) -> dict[str, Any] | Problem:
    """The fields of a YAML head, all as strings: nothing in it is ever turned into an object."""
    import yaml  # 30 ms

    if text.count("[") + text.count("{") > _MAX_BRACKETS:
        return Problem("W_FRONT_MATTER", "the head between the --- lines is nested too deeply", "warning")
    try:
        found = yaml.load(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 2}" if mark is not None else ""
        return Problem("W_FRONT_MATTER", "the head between the --- lines is no YAML", "warning", place)
    if not isinstance(found, dict):
        return Problem("W_FRONT_MATTER", "the head between the --- lines has no fields", "warning")
    return {str(k).strip().lower(): v for k, v in found.items()}


def _words(value: Any) -> str | None:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, list):
        return "; ".join(v.strip() for v in value[:50] if isinstance(v, str) and v.strip()) or None
    return None


def _first(found: dict[str, Any], names: tuple[str, ...]) -> str | None:
    return next((words for n in names if (words := _words(found.get(n)))), None)


def _rest(found: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    known = {n for names in _NAMES.values() for n in names}
    return tuple((k, words) for k, v in found.items() if k not in known and (words := _words(v)))


def _dates(words: str | None) -> list[Stated]:
    return [Stated(words, "declared", raw=words)] if words else []


READER = Reader(
    "text",
    "1",
    (".txt", ".text", *_MARKDOWN),
    ("text/plain", "text/markdown"),
    _sniff,
    _read,
    names=("txt", "markdown"),
)
