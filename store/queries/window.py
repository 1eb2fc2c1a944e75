"""What every list query needs: ids of a SELECT as one array, and a window of ids as one bound parameter."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import TypeVar

from store.casefile import Reader

Row = TypeVar("Row")


def ids_of(r: Reader, select: str, parameters: tuple[object, ...] = ()) -> array[int]:
    """The ids that a SELECT of one column named `id` gives, in its order.

    One string handed over and split is three times as fast as one row at a time (583 thousand ids: 50 ms against 159).
    """
    (joined,) = r.execute(f"SELECT group_concat(id) FROM ({select})", parameters).fetchone()
    return array("q", map(int, str(joined).split(",")) if joined is not None else ())


def bound(ids: Iterable[int]) -> str:
    """Ids as the JSON array that `json_each(?)` reads: one parameter, whatever their number."""
    return f"[{','.join(map(str, ids))}]"


def in_order(ids: Iterable[int], found: dict[int, Row]) -> list[Row]:
    """The found ones in the order asked for; ids that are gone are left out."""
    return [found[i] for i in ids if i in found]
