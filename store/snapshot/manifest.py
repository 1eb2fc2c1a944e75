"""What a snapshot says of itself. Two hashes stand in it, so a signature over it covers all."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from store.errors import RejectedError
from store.records.keys import canonical_json, text_key
from store.records.text import is_clean
from store.schema.migrations import SCHEMA_VERSION
from store.snapshot.layers import FORMAT

TLP = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")
"""Traffic Light Protocol 2.0 (FIRST, 2022): how far the recipient may pass it on."""

MAX_VALUE = 100_000
_SEAL = "seal"
_KEY = re.compile(r"[a-z_]{1,40}")
_HASH = re.compile(r"[0-9a-f]{64}|")


@dataclass(frozen=True, slots=True)
class Manifest:
    """A snapshot's own account. `created_at` is shown, never compared. `derived_hash` is '' where no derived rows travel."""

    content_hash: str
    derived_hash: str
    creator: str
    created_at: str
    program: str
    schema: int = SCHEMA_VERSION
    format: int = FORMAT
    lowest_reader: int = FORMAT
    grading_profile: str = ""
    rule_sets: tuple[str, ...] = ()
    waiting: int = 0
    """Rows that still waited to be read, linked or graded: the derived rows are behind by so many."""
    parents: tuple[str, ...] = ()
    """Content hashes of the snapshots that were merged into the case file before."""
    scope: Mapping[str, str] = field(default_factory=dict)
    withheld: Mapping[str, int] = field(default_factory=dict)
    """How much was held back: {"private": annotations, "text": texts, "article": left out whole}; empty for a whole copy."""
    articles: int = 0
    annotations: Mapping[str, int] = field(default_factory=dict)
    """How many of each author."""
    tlp: str = ""
    comment: str = ""

    def rows(self) -> dict[str, str]:
        """Key and value of each line: words as they are, the rest as canonical JSON; the seal is a hash over them."""
        out = {name: _words(getattr(self, name)) for name in self.__dataclass_fields__}
        return {**out, _SEAL: text_key(canonical_json(out))}

    def canonical(self) -> str:
        """What is signed."""
        return canonical_json(self.rows())


def _words(value: object) -> str:
    if isinstance(value, str):
        return value
    return canonical_json(
        list(value) if isinstance(value, tuple) else dict(value) if isinstance(value, Mapping) else value
    )


def write(db: sqlite3.Connection, manifest: Manifest) -> None:
    """Write the manifest into a snapshot."""
    db.executemany("INSERT INTO manifest (key, value) VALUES (?, ?)", sorted(manifest.rows().items()))


def read(rows: Mapping[str, str]) -> Manifest:
    """A manifest from a snapshot's lines; RejectedError where it is none, was altered, or asks for a newer program."""
    for key, value in rows.items():
        if not (isinstance(key, str) and isinstance(value, str) and _KEY.fullmatch(key) and len(value) <= MAX_VALUE):
            raise RejectedError("Its manifest makes no sense")
        if not is_clean(value):
            raise RejectedError("Its manifest holds control characters")
    body = {k: v for k, v in rows.items() if k != _SEAL}
    if rows.get(_SEAL) != text_key(canonical_json(body)):
        raise RejectedError("Its manifest was altered", "it does not match its own hash")
    try:
        found = _parsed(body)
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise RejectedError("Its manifest makes no sense", str(error)) from error
    if found.lowest_reader > FORMAT:
        raise RejectedError(f"It has form {found.format}, this program reads up to {FORMAT}", hint="update saidby")
    return found


def _parsed(rows: Mapping[str, str]) -> Manifest:
    fields = Manifest.__dataclass_fields__
    if set(rows) - set(fields):
        raise ValueError(f"it has a line '{min(set(rows) - set(fields))}'")
    out: dict[str, Any] = {}
    for name in fields:
        value = rows[name]
        kind = fields[name].type
        out[name] = value if kind == "str" else _typed(str(kind), json.loads(value))
    found = Manifest(**out)
    if not (_HASH.fullmatch(found.content_hash) and _HASH.fullmatch(found.derived_hash) and found.content_hash):
        raise ValueError("a hash is no hash")
    if found.tlp and found.tlp not in TLP:
        raise ValueError("its marking is unknown")
    if len(found.creator) > 200 or "\n" in found.creator:
        raise ValueError("its creator is no name")
    return found


def _typed(kind: str, value: object) -> object:
    if kind == "int":
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise ValueError("a number is none")
        return value
    if kind.startswith("tuple"):
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise ValueError("a list is none")
        return tuple(value)
    inner = int if kind.endswith("int]") else str
    if not isinstance(value, dict) or not all(isinstance(v, inner) for v in value.values()):
        raise ValueError("an object is none")
    return value
