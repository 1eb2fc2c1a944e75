"""Values asked for lately, by key."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """The values asked for last, at most `size`; values must not be changed by whoever is given one."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._held: OrderedDict[object, Value] = OrderedDict()
        self._guard = threading.Lock()

    def get(self, key: object, make: Callable[[], Value]) -> Value:
        """The value of a key, made where it isn't held. Two threads may both make it."""
        with self._guard:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        value = make()
        with self._guard:
            self._held[key] = value
            while len(self._held) > self._size:
                self._held.popitem(last=False)
        return value
