"""This file's own memory: who works on it, where she left off. Local: in no snapshot, may be lost."""

from __future__ import annotations

import json

from store.casefile import Reader, Writer


def get(r: Reader, key: str) -> str | None:
    """A setting, or None."""
    row = r.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def put(w: Writer, key: str, value: str | None) -> None:
    """Keep a setting; None removes it."""
    if value is None:
        w.execute("DELETE FROM setting WHERE key = ?", (key,))
    else:
        w.execute(
            "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )


def session(r: Reader) -> dict[str, object]:
    """The dashboard's last view, filters and cursor; empty where there are none or they can't be read."""
    try:
        data = json.loads(get(r, "session") or "{}")
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def put_session(w: Writer, data: dict[str, object]) -> None:
    """Keep the dashboard's last view."""
    put(w, "session", json.dumps(data, ensure_ascii=False))
