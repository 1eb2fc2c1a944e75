"""Which column of a table is which field of an article: usual names, presets of exporters, and what a person says."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

FIELDS = ("title", "text", "summary", "published", "updated", "outlet", "author", "url", "language", "external_id")
"""The fields of an article that a column can give."""


_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Preset:
    """One exporter's form: where its items lie in JSON, the columns it is known by, and the column of each field."""

    name: str
    items: tuple[str, ...]
    signature: frozenset[str]
    columns: tuple[tuple[str, str], ...]
    found: frozenset[str]
    """Columns that say when the exporter found the article, never when it was published."""


@dataclass(frozen=True, slots=True)
class Columns:
    """For each field, the columns that can give it, the first that holds something wins."""

    by_field: tuple[tuple[str, tuple[str, ...]], ...]
    unknown: tuple[str, ...]
    preset: str | None = None

    def names(self, field: str) -> tuple[str, ...]:
        """The columns of a field; empty where the table has none."""
        return next((names for f, names in self.by_field if f == field), ())


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Mapping[str, object]]:
    return tomllib.loads(files("importers.readers").joinpath("presets.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def presets() -> tuple[Preset, ...]:
    """The presets of presets.toml."""
    made = []
    for name, raw in _data()["preset"].items():
        assert isinstance(raw, dict)
        columns = tuple((f, str(raw[f])) for f in FIELDS if f in raw)
        items = tuple(str(raw.get("items", "")).split(".")) if raw.get("items") else ()
        made.append(Preset(name, items, frozenset(raw["signature"]), columns, frozenset(raw.get("found", ()))))
    return tuple(made)


def preset_named(name: str) -> Preset | None:
    """The preset of this name, or None."""
    return next((p for p in presets() if p.name == name.lower()), None)


@lru_cache(maxsize=1)
def _usual() -> dict[str, tuple[str, ...]]:
    return {f: tuple(folded(str(n)) for n in names) for f, names in _data()["usual"].items() if isinstance(names, list)}


@lru_cache(maxsize=1)
def _languages() -> dict[str, str]:
    return {name: str(code) for name, code in _data()["languages"].items()}


def language_code(words: str) -> str:
    """The BCP 47 code of a language's English name or three-letter code; anything else as it stands."""
    return _languages().get(words.strip().lower(), words)


def folded(name: str) -> str:
    """A column's name without case, blanks and punctuation: 'Published At' is 'publishedat'."""
    return re.sub(r"[\W_]+", "", name.casefold())


@lru_cache(maxsize=1)
def _every_usual() -> frozenset[str]:
    return frozenset(n for names in _usual().values() for n in names)


def known_names(columns: Iterable[str]) -> int:
    """How many of some columns have a usual name."""
    short = {c for c in columns if len(c) <= _LONGEST_NAME}
    return len({f for c in short if (f := folded(c)) in _every_usual()})


def assign(columns: Iterable[str], mapping: tuple[tuple[str, str], ...] = (), preset: Preset | None = None) -> Columns:
    """Which column gives which field: what the person says, then the preset (named, or known by its columns), then
    usual names. Columns of the same name stay one: the first."""
    there = list(dict.fromkeys(c for c in columns if c.strip()))
    by_fold: dict[str, str] = {}
    for column in there:
        by_fold.setdefault(folded(column), column)
    if preset is None:
        preset = next((p for p in presets() if p.signature <= set(there)), None)
    given: dict[str, list[str]] = {f: [] for f in FIELDS}
    for field, column in mapping:
        chosen = column if column in there else by_fold.get(folded(column))
        if chosen is not None:
            given[field].append(chosen)
    said = {f for f, names in given.items() if names}
    for field, column in preset.columns if preset else ():
        if field not in said and column in there:
            given[field].append(column)
    barred = preset.found if preset else frozenset()
    for field, names in _usual().items():
        if field not in said:
            usual = (by_fold[n] for n in names if n in by_fold)
            given[field].extend(c for c in usual if c not in barred and c not in given[field])
    used = {c for names in given.values() for c in names}
    return Columns(
        tuple((f, tuple(names)) for f, names in given.items() if names),
        tuple(c for c in there if c not in used),
        preset.name if preset else None,
    )
