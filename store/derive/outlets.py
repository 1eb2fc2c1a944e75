"""Outlets: rows by folded name, their family and kind, kept up with analysts' `family` ops."""

from __future__ import annotations

from collections.abc import Iterable

from store import ops, stale
from store.casefile import Reader, Writer
from store.derive.heads import preferred
from store.derive.tables import family_of
from store.filters import fold
from store.ops import Head


def outlet_names(r: Reader, asserted: Iterable[str]) -> dict[str, str]:
    """One spelling for each folded outlet name: the last in order of those stated or asserted, whoever came first."""
    stated = [n for (n,) in r.execute("SELECT DISTINCT outlet FROM sighting WHERE outlet IS NOT NULL")]
    names: dict[str, str] = {}
    for name in sorted((*stated, *asserted)):
        names[fold(name)] = name
    return names


def outlet_id(w: Writer, name: str, names: dict[str, str], analyst: str | None) -> int:
    """The id of an outlet by its name, made where it is new."""
    key = fold(name)
    shown = names.get(key, name)
    row = w.execute("SELECT id, name FROM outlet WHERE key = ?", (key,)).fetchone()
    if row is None:
        family, kind = _family(key, shown, families(w), analyst)
        return int(
            w.execute(
                "INSERT INTO outlet (key, name, family, kind) VALUES (?, ?, ?, ?) RETURNING id",
                (key, shown, family, kind),
            ).fetchone()[0]
        )
    if row["name"] != shown:
        w.execute("UPDATE outlet SET name = ? WHERE id = ?", (shown, row["id"]))
        stale.mark_query(w, "link", "SELECT claim FROM standing WHERE outlet = ?", (row["id"],))
    return int(row["id"])


def families(r: Reader) -> dict[str, list[Head]]:
    """The heads of `family` by the folded name that they are about, with and without its article."""
    out: dict[str, list[Head]] = {}
    for head in ops.heads(r, field="family"):
        key = fold(head.target.key).removeprefix("the ")
        for name in (key, f"the {key}"):
            out.setdefault(name, []).append(head)
    return out


def family_name(key: str, given: dict[str, list[Head]], analyst: str | None) -> str:
    """The family of an outlet or actor by its folded name: an analyst's, else the shipped table's, else itself."""
    head = preferred(given.get(key, ()), analyst)
    if head is not None:
        return str(head.value)
    known = family_of(key)
    return known[0] if known else key


def _family(key: str, name: str, given: dict[str, list[Head]], analyst: str | None) -> tuple[str, str]:
    family = family_name(key, given, analyst)
    known = family_of(key)
    return (name if family == key else family), (known[1] if known else "unknown")


def sync_outlets(w: Writer, analyst: str | None) -> None:
    """Bring families up to date with the ops, and drop outlets of no article; marks claims whose family changed."""
    given = families(w)
    for row in w.execute("SELECT id, key, name, family, kind FROM outlet").fetchall():
        family, kind = _family(row["key"], row["name"], given, analyst)
        if (family, kind) != (row["family"], row["kind"]):
            w.execute("UPDATE outlet SET family = ?, kind = ? WHERE id = ?", (family, kind, row["id"]))
            stale.mark_query(w, "link", "SELECT claim FROM standing WHERE outlet = ?", (row["id"],))
    w.execute("DELETE FROM outlet WHERE id NOT IN (SELECT outlet FROM article WHERE outlet IS NOT NULL)")
