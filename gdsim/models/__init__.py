"""Models: one file each registers a ``Model``, or a family of them whose options are whole numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from gdsim.core.arrays import Array
from gdsim.core.dataclass import dataclass
from gdsim.core.view import Range
from gdsim.errors import near_names
from gdsim.registry import Registry


@dataclass(frozen=True)
class Model:
    """A model of y given x.

    Args:
        params: names of the params, such as ``("w", "b")``.
        predict: (params of shape (runs, dims), x of shape (n,)) → predictions of shape (runs, n).
        jacobian: (params, x) → derivatives of the predictions, one array of shape (runs, n) or (n,) a param.
        penalised: which params a ridge penalty shrinks; the intercept stays free.
        linear: whether predictions are linear in the params, so that squared losses are quadratic.
        score: where predictions are probabilities σ(score) of the answer yes, the model of that score;
            targets are then 0 or 1.
        window: x → ranges of the params worth showing whatever the starts, for a loss with several valleys.
        inputs: how many inputs a point has; of several, x has the shape (…, n, inputs).
    """

    params: tuple[str, ...]
    predict: Callable[[Array, Array], Array]
    jacobian: Callable[[Array, Array], tuple[Array, ...]]
    penalised: tuple[bool, ...]
    linear: bool
    score: Model | None = None
    window: Callable[[Array], tuple[Range, ...]] | None = None
    inputs: int = 1


registry = Registry[Model]("model", __name__)
register, names = registry.register, registry.names
_families: dict[str, Callable[..., Model]] = {}


def family(name: str) -> Callable[[Callable[..., Model]], Callable[..., Model]]:
    """Decorator: a factory whose keyword-only options are whole numbers, under ``name`` with its defaults."""

    def add(make: Callable[..., Model]) -> Callable[..., Model]:
        register(name)(make())
        _families[name] = cache(make)
        return make

    return add


def get(name: str) -> Model:
    """The model of a name, or of one that ``named`` gave; raises UnknownName with near names.

    Example:
        >>> get("polynomial-degree-3").params
        ('a3', 'a2', 'a1', 'a0')
    """
    if "-" not in name:
        return registry.get(name)
    registry.names()
    for base, make in _families.items():
        found = re.fullmatch(rf"{base}-(\w+)-(\d{{1,3}})", name)
        if found and found[1] in options(base):
            return make(**{found[1]: int(found[2])})
    return registry.get(name)


def options(name: str) -> dict[str, Any]:
    """The options of a model, with their defaults; none but for a family."""
    registry.get(name)
    defaults = getattr(_families.get(name), "__wrapped__", None)
    return dict(defaults.__kwdefaults__) if defaults else {}


def named(name: str, given: dict[str, Any]) -> str:
    """The one name of a model with options: ``polynomial-degree-3``; without those that are default.

    Raises:
        ValueError: an unknown name or option, or a value out of range.
    """
    defaults = options(name)
    full = name
    for option, value in sorted(given.items()):
        if option not in defaults:
            raise ValueError(f"model {name!r} has no option {option!r}{near_names(str(option), defaults)}")
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1000:
            raise ValueError(f"{name}: {option} must be a whole number from 0 to 999, got {value!r}")
        _families[name](**{option: value})
        full += "" if value == defaults[option] else f"-{option}-{value}"
    return full
