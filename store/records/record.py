"""`@record`: a frozen dataclass with slots that costs a tenth at import.

`@dataclass(frozen=True, slots=True)` writes and compiles six functions for each class, a millisecond of every start of
the program; half a hundred are imported before the dashboard shows anything. Here the functions that can be shared are,
and `__init__` is compiled when it is first called. All else is the standard library's: `fields`, `replace`, `asdict`,
`field(default_factory=…)`, pattern matching, pickling.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


class _Init:
    """Stands in for `__init__` until somebody calls it or looks at its signature."""

    def __init__(self, cls: type) -> None:
        self._cls = cls

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        made = _init_of(self._cls)
        self._cls.__init__ = made  # type: ignore[misc]  # of the class itself: no instance's is meant
        return made if instance is None else made.__get__(instance, owner)


@dataclass_transform(frozen_default=True, field_specifiers=(dataclasses.field,))
def record(cls: type[T]) -> type[T]:
    """Make a class of annotated names an immutable record: compared by value, hashable, with slots."""
    made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    fields = dataclasses.fields(made)  # type: ignore[arg-type]
    values = _getter([f.name for f in fields if f.compare])

    def same(self: Any, other: object) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    for name, function in {
        "__init__": _Init(made),
        "__eq__": same,
        "__hash__": lambda self: hash(values(self)),
        "__repr__": _repr,
        "__setattr__": _refuse,
        "__delattr__": _refuse,
        "__getstate__": _state,
        "__setstate__": _restore,
    }.items():
        if name == "__init__" or name not in cls.__dict__:
            setattr(made, name, function)
    return made


def _getter(names: list[str]) -> Callable[[Any], Any]:
    return attrgetter(*names) if names else lambda _: ()


def _refuse(self: object, name: str, value: object = None) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot change {name!r} of a {type(self).__name__}")


def _repr(self: Any) -> str:
    shown = ", ".join(f"{f.name}={getattr(self, f.name)!r}" for f in dataclasses.fields(self) if f.repr)
    return f"{type(self).__qualname__}({shown})"


def _state(self: Any) -> list[Any]:
    return [getattr(self, f.name) for f in dataclasses.fields(self)]


def _restore(self: Any, state: list[Any]) -> None:
    for f, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, f.name, value)


def _init_of(cls: type) -> Callable[..., None]:
    """The `__init__` that the standard library would write."""
    known: dict[str, Any] = {"put": object.__setattr__, "made": _MADE}
    arguments, lines = [], []
    for f in dataclasses.fields(cls):
        value = f.name
        if f.default is not dataclasses.MISSING:
            known[f"default_{f.name}"] = f.default
            arguments.append(f"{f.name}=default_{f.name}")
        elif f.default_factory is not dataclasses.MISSING:
            known[f"make_{f.name}"] = f.default_factory
            arguments.append(f"{f.name}=made")
            value = f"make_{f.name}() if {f.name} is made else {f.name}"
        else:
            arguments.append(f.name)
        lines.append(f"put(self, {f.name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    exec(f"def __init__(self, {', '.join(arguments)}):\n  " + "\n  ".join(lines or ["pass"]), known)
    init: Callable[..., None] = known["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    init.__annotations__ = {f.name: f.type for f in dataclasses.fields(cls)} | {"return": None}
    return init


_MADE = object()
