"""What no filter changes, or what two panes ask for at the same time, kept until somebody writes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from store.casefile import CaseFile

Value = TypeVar("Value")

_MOST = 12
"""Values of one case file; the largest, the ids of a hundred thousand events, take a megabyte."""


class _Shelf:
    """The values of one case file at one generation, each with a lock, so that it is made once."""

    def __init__(self) -> None:
        self.guard = threading.Lock()
        self.generation = -1
        self.values: OrderedDict[Hashable, tuple[threading.Lock, list[Any]]] = OrderedDict()


_shelves: WeakKeyDictionary[CaseFile, _Shelf] = WeakKeyDictionary()
_guard = threading.Lock()


def kept(case: CaseFile, key: Hashable, make: Callable[[], Value]) -> Value:
    """The value of a key for the case file as the caller's read sees it; must not be changed by whoever is given it.

    Who asks while another thread makes it waits for that one. To be called inside `case.read()`.
    """
    with _guard:
        shelf = _shelves.setdefault(case, _Shelf())
    generation = case.generation()
    with shelf.guard:
        if shelf.generation < generation:
            shelf.generation = generation
            shelf.values.clear()
        elif shelf.generation > generation:  # a read that began before a write: not for others
            return make()
        lock, held = shelf.values.setdefault(key, (threading.Lock(), []))
        shelf.values.move_to_end(key)
        while len(shelf.values) > _MOST:
            shelf.values.popitem(last=False)
    with lock:
        if not held:
            held.append(make())
        value: Value = held[0]
        return value
