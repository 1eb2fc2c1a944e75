"""Canonical JSON and content keys."""

from __future__ import annotations

import json
from collections.abc import Mapping

KEY_LENGTH = 64
"""Hex digits of a SHA-256."""


def canonical_json(value: object) -> str:
    """The one spelling of a JSON value: keys sorted, no blanks, no escapes beyond what JSON asks for.

    Raises ValueError for NaN and infinities, TypeError for what JSON has no form of.
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def text_key(text: str) -> str:
    """SHA-256 of a text's UTF-8, in hex."""
    import hashlib  # brings OpenSSL, 8 ms: only who makes a key pays for it

    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def record_key(fields: Mapping[str, object]) -> str:
    """SHA-256 of the canonical JSON of a record, in hex."""
    return text_key(canonical_json(dict(fields)))


def parts_key(*parts: object) -> str:
    """SHA-256 of the canonical JSON of a list, in hex: unlike a joined string, no two lists share one."""
    return text_key(canonical_json(list(parts)))
