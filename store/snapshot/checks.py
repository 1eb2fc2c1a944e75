"""Whether rows of a snapshot are what they say (pure): hashes, clean text, the form of annotations. ValueError if not."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from store.records.article import Sighting
from store.records.edtf import parse_edtf
from store.records.keys import canonical_json, text_key
from store.records.op import FIELDS, Target, checked_value
from store.records.text import clean_line, is_clean

MAX_OP = 200_000
"""Characters of an annotation's JSON; a note may have 20,000."""

MAX_DEPTH = 20
MAX_NAME = 2_000
_MAX_SUPERSEDED = 10_000
_HEX = re.compile("[0-9a-f]{64}")
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"')
_BRACKETS = re.compile(r"[\[\]{}]")
_ESCAPED = re.compile(r"\\[bfru]")
"""How JSON writes what `clean` takes away, or a backslash before such a letter: worth a closer look."""

_FIELD = re.compile(r"[a-z][a-z._]{0,39}")
STUB_KEYS = frozenset({"author", "field", "supersedes"})
"""All that a withheld annotation still says: enough for its author's heads to come out alike everywhere."""


def check_body(key: str, chars: int, text: str | None) -> None:
    """A text against its hash and length; a withheld one has none."""
    if not _HEX.fullmatch(key):
        raise ValueError("a text has no proper key")
    if text is None:
        return
    if text_key(text) != key or len(text) != chars:
        raise ValueError(f"the text {key[:12]} does not match its hash")
    if not is_clean(text):
        raise ValueError(f"the text {key[:12]} holds control characters")


def check_sighting(key: str, body: str | None, values: Mapping[str, Any]) -> None:
    """What a file stated against its key; `values` are the columns after `body`, as stored."""
    flags, extra = _loaded(values["flags"]), _loaded(values["extra"])
    if not isinstance(flags, list) or not isinstance(extra, dict):
        raise ValueError(f"the article {key[:12]} has malformed marks")
    said = {**values, "flags": tuple(flags), "extra": tuple(extra.items())}
    if values["flags"] != json.dumps(flags) or values["extra"] != json.dumps(extra, ensure_ascii=False):
        raise ValueError(f"the article {key[:12]} has malformed marks")
    cells = [v for v in values.values() if isinstance(v, str)]
    if not is_plain_json("".join(cells)):
        _check_clean(said, f"the article {key[:12]}")
    if Sighting(body, **said).key != key:
        raise ValueError(f"the article {key[:12]} does not match its key")
    for name in ("published", "updated"):
        if values[name] is not None:
            parse_edtf(values[name])


def check_op(key: str, text: str, redacted: int) -> list[str]:
    """An annotation against its id and its field's form; gives what it supersedes. Unknown fields are kept verbatim."""
    data = _loaded(text)
    if not _HEX.fullmatch(key) or not isinstance(data, dict) or canonical_json(data) != text:
        raise ValueError(f"the annotation {key[:12]} is malformed")
    label = f"the annotation {key[:12]}"
    if not is_plain_json(text):
        _check_clean(data, label)
    _check_frame(data, label)
    if redacted not in (0, 1):
        raise ValueError(f"{label} is malformed")
    if redacted:
        if set(data) != STUB_KEYS:
            raise ValueError(f"{label} is withheld, yet says something")
        return list(data["supersedes"])
    if text_key(text) != key:
        raise ValueError(f"{label} does not match its id")
    _check_said(data, label)
    return list(data["supersedes"])


def _check_frame(data: Mapping[str, Any], label: str) -> None:
    author, earlier = data.get("author"), data.get("supersedes")
    if not isinstance(author, str) or not author or clean_line(author, 100) != author:
        raise ValueError(f"{label} has no author")
    if not isinstance(data.get("field"), str) or not _FIELD.fullmatch(data["field"]):
        raise ValueError(f"{label} has no field")
    if (
        not isinstance(earlier, list)
        or len(earlier) > _MAX_SUPERSEDED
        or not all(isinstance(e, str) and _HEX.fullmatch(e) for e in earlier)
        or earlier != sorted(set(earlier))
    ):
        raise ValueError(f"{label} supersedes what can't be")


def _check_said(data: Mapping[str, Any], label: str) -> None:
    reason = data.get("reason")
    if (
        data.get("private") not in (0, 1)
        or not (reason is None or isinstance(reason, str))
        or not all(isinstance(data.get(name), str) and len(data[name]) <= MAX_NAME for name in ("at", "nonce"))
        or not isinstance(data.get("target"), dict)
        or not {"kind", "key"} <= set(data["target"])
        or "value" not in data
    ):
        raise ValueError(f"{label} is malformed")
    try:
        target = Target.from_json(data["target"])
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise ValueError(f"{label} is about nothing") from error
    if data["field"] not in FIELDS:
        return
    if target.as_json() != data["target"]:
        raise ValueError(f"{label} is about nothing that is known")
    value = data["value"]
    try:
        checked = checked_value(data["field"], target, value, reason)
    except ValueError as error:
        raise ValueError(f"{label} ({data['field']}) can't be: {error}") from error
    same = checked.strip() == value.strip() if isinstance(checked, str) and isinstance(value, str) else checked == value
    if not same:
        raise ValueError(f"{label} ({data['field']}) has a value out of form")


def is_plain_json(text: str) -> bool:
    """Whether no string in some JSON can hold a control character: plain characters, and no escape that could be one."""
    return text.isascii() and text.isprintable() and not _ESCAPED.search(text)


def _loaded(text: object) -> Any:
    if not isinstance(text, str) or len(text) > MAX_OP * 5 or _depth(text) > MAX_DEPTH:
        raise ValueError("something is too long or nested too deeply")
    return json.loads(text)


def _depth(text: str) -> int:
    """How deep brackets are nested, those in strings left out: json.loads must not be handed what overflows its stack."""
    deepest = depth = 0
    for char in _BRACKETS.findall(_STRING.sub("", text)):
        depth += 1 if char in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _check_clean(value: object, label: str) -> None:
    """Every string in a JSON value must be one that `clean` leaves as it is."""
    if isinstance(value, str):
        if not is_clean(value):
            raise ValueError(f"{label} holds control characters")
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            _check_clean(name, label)
            _check_clean(inner, label)
    elif isinstance(value, Sequence):
        for inner in value:
            _check_clean(inner, label)
