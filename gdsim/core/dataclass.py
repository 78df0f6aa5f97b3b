"""Dataclasses that are quick to make, which is some 4 % of a small cold build.

``dataclasses`` writes and compiles six functions for each of some fifty classes. Here it writes ``__init__``
alone; to be shown, compared, hashed and frozen, all classes share the same functions. A field of a frozen one
is set once, by ``__init__``.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 # for others to import
else:

    def dataclass(kind=None, /, *, frozen=False, eq=True):
        """Like ``dataclasses.dataclass``."""
        if kind is None:
            return lambda kind: dataclass(kind, frozen=frozen, eq=eq)
        own = set(vars(kind))
        dataclasses.dataclass(repr=False, eq=False)(kind)
        kind.__dataclass_params__.frozen = frozen
        shared = {"__repr__": _repr}
        if eq:
            shared |= {"__eq__": _eq, "__hash__": _hash if frozen else None}
        if frozen:
            shared |= {"__setattr__": _set_once, "__delattr__": _never}
        for name, function in shared.items():
            if name not in own:
                setattr(kind, name, function)
        return kind


def _values(record: Any) -> tuple[Any, ...]:
    return tuple(getattr(record, name) for name in record.__dataclass_fields__)


def _repr(self: Any) -> str:
    fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__dataclass_fields__)
    return f"{self.__class__.__qualname__}({fields})"


def _eq(self: Any, other: object) -> bool:
    return _values(self) == _values(other) if other.__class__ is self.__class__ else NotImplemented


def _hash(self: Any) -> int:
    return hash(_values(self))


def _set_once(self: Any, name: str, value: object) -> None:
    if name in self.__dict__ or name not in self.__dataclass_fields__:
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
    self.__dict__[name] = value


def _never(self: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
