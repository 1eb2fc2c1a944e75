"""Ids that a person types: the shortest unambiguous prefix of a key, as in git, or a name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from store.casefile import CaseFile, Reader
from store.errors import UsageError
from store.filters import fold, like

Kind = Literal["claim", "article", "event", "op", "proposition", "source", "actor"]

MIN_PREFIX = 6
"""Hex digits that make a prefix; fewer are taken for a name."""

SHOWN = 8
"""Hex digits that are shown, unless more are needed to tell two keys apart."""

_KEYED: tuple[Kind, ...] = ("claim", "article", "event")
_MAX_NAMED = 4


def find_id(case: CaseFile, text: str, kinds: Iterable[Kind] | None = None) -> tuple[Kind, int | str]:
    """What a typed id or name means, as its kind and row id (for an op its own id); UsageError for none or several.

    Tried in turn: a key or its prefix (claims, articles, events, annotations; then propositions, whose keys are those
    of a claim), an article's name or address, an outlet, an actor, the beginning of an article's name.
    """
    wanted = text.strip()
    with case.read() as r:
        for found in _tries(r, wanted):
            hits = sorted({h for h in found if kinds is None or h[0] in kinds}, key=str)
            if len(hits) == 1:
                return hits[0][0], hits[0][1]
            if hits:
                raise UsageError(
                    f"'{wanted}' may mean {len(hits)} things",
                    hint=f"such as {', '.join(_named(h) for h in hits[:_MAX_NAMED])}",
                )
    raise UsageError(
        f"There is nothing with the id or name '{wanted}'", hint="ids stand in the first column of each list"
    )


def find_proposition(case: CaseFile, text: str) -> int:
    """The proposition that a typed id means: its own, or that of one of its claims; UsageError for none."""
    try:
        return int(find_id(case, text, ["proposition"])[1])
    except UsageError as error:
        _, claim = find_id(case, text, ["claim"])
        with case.read() as r:
            row = r.execute("SELECT proposition FROM standing WHERE claim = ?", (claim,)).fetchone()
        if row is None or row[0] is None:
            raise UsageError(
                f"The claim {text} belongs to no proposition", hint="forecasts and opinions may not"
            ) from error
        return int(row[0])


_Hit = tuple[Kind, int | str, str]


def _tries(r: Reader, text: str) -> Iterable[list[_Hit]]:
    if not text:
        return
    if re.fullmatch(f"[0-9a-fA-F]{{{MIN_PREFIX},64}}", text):
        low = text.lower()
        yield [hit for kind in _KEYED for hit in _keyed(r, kind, "id", low)] + [
            ("op", i, i) for (i,) in r.execute("SELECT id FROM op WHERE id >= ? AND id < ? LIMIT 3", (low, low + "g"))
        ]
        yield _keyed(r, "proposition", "id", low)
    yield _articles(r, "a.name = ?", text)
    yield _articles(r, "a.url = ?", text)
    folded = fold(text)
    yield [("source", i, k) for i, k in r.execute("SELECT id, key FROM outlet WHERE key = ?", (folded,))]
    yield [
        ("actor", i, n)
        for i, n in r.execute(
            "SELECT w.id, w.name FROM actor_alias n JOIN actor w ON w.id = n.actor WHERE n.alias = ?", (folded,)
        )
    ]
    yield _articles(r, "a.name LIKE ? ESCAPE '\\'", like(text)[1:])


def _keyed(r: Reader, kind: Kind, column: str, prefix: str) -> list[_Hit]:
    found = r.execute(f"SELECT {column}, key FROM {kind} WHERE key >= ? AND key < ? LIMIT 3", (prefix, prefix + "g"))
    return [(kind, i, key) for i, key in found]


def _articles(r: Reader, condition: str, value: str) -> list[_Hit]:
    found = r.execute(
        f"SELECT a.id, a.name, a.key FROM article a WHERE {condition} AND NOT a.hidden ORDER BY a.name, a.id LIMIT 5",
        (value,),
    )
    return [("article", i, f"{name} {key[:SHOWN]}") for i, name, key in found]


def _named(hit: _Hit) -> str:
    kind, _, label = hit
    return f"{kind} {label[:12] if re.fullmatch('[0-9a-f]{64}', label) else label}"


def short_keys(
    case: CaseFile, kind: Literal["claim", "article", "event", "proposition"], keys: Iterable[str]
) -> dict[str, str]:
    """Each key's shortest prefix (8 digits or more) that no other key of its kind shares."""
    with case.read() as r:
        return {key: key[: _needed(r, kind, key)] for key in keys}


def _needed(r: Reader, kind: str, key: str) -> int:
    neighbours = r.execute(
        f"SELECT (SELECT max(key) FROM {kind} WHERE key < ?1), (SELECT min(key) FROM {kind} WHERE key > ?1)", (key,)
    ).fetchone()
    return max(SHOWN, *(_shared(key, other) + 1 for other in neighbours if other is not None), 0)


def _shared(a: str, b: str) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
