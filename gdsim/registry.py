"""A registry of names: one file in a folder registers one thing, and unknown names tell the near ones.

A name is looked for in the file of that name first; only where it is not there are all files read.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Generic, TypeVar

from gdsim.errors import near_names

T = TypeVar("T")


class UnknownName(ValueError):
    """A name that is not registered; the message holds the near names."""


class Registry(Generic[T]):
    """Names of one kind (``"optimizer"``), filled by importing each module of ``package``.

    Example:
        >>> registry = Registry[Callable[..., Loss]]("loss", "gdsim.losses")
        >>> registry.get("mse")
    """

    def __init__(self, kind: str, package: str) -> None:
        self.kind = kind
        self._package = package
        self._entries: dict[str, T] = {}
        self._loaded = False

    def register(self, name: str) -> Callable[[T], T]:
        """Decorator that registers a thing as ``name``; a second one of that name is a ValueError."""

        def add(thing: T) -> T:
            if name in self._entries:
                raise ValueError(f"{self.kind} {name!r} is registered twice")
            self._entries[name] = thing
            return thing

        return add

    def names(self) -> list[str]:
        """All registered names, sorted."""
        self._load()
        return sorted(self._entries)

    def get(self, name: str) -> T:
        """The thing registered as ``name``; raises UnknownName with near names."""
        if not self._loaded and (module := name.replace("-", "_")) in self._modules:
            importlib.import_module(f"{self._package}.{module}")
        if name not in self._entries:
            self._load()
        try:
            return self._entries[name]
        except KeyError:
            raise UnknownName(f"unknown {self.kind} {name!r}{near_names(name, self._entries)}") from None

    def options(self, name: str) -> dict[str, Any]:
        """The keyword-only options of a registered factory, with their defaults."""
        parameters = inspect.signature(self.get(name)).parameters.values()  # type: ignore[arg-type]
        return {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY}

    def resolve(self, name: str, options: Mapping[str, Any]) -> dict[str, Any]:
        """All options of ``name``: the given ones over the defaults; unknown ones raise ValueError."""
        defaults = self.options(name)
        for option in options:
            if option not in defaults:
                raise ValueError(
                    f"{self.kind} {name!r} has no option {option!r}{near_names(str(option), defaults)}"
                )
        return {**defaults, **options}

    def _load(self) -> None:
        if self._loaded:
            return
        self._loaded = True
        for module in self._modules:
            importlib.import_module(f"{self._package}.{module}")

    @cached_property
    def _modules(self) -> list[str]:
        package = importlib.import_module(self._package)
        return sorted(info.name for info in pkgutil.iter_modules(package.__path__))
