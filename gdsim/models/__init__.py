"""Models: one file each registers a ``Model``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gdsim.core.arrays import Array
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
    """

    params: tuple[str, ...]
    predict: Callable[[Array, Array], Array]
    jacobian: Callable[[Array, Array], tuple[Array, ...]]
    penalised: tuple[bool, ...]
    linear: bool


registry = Registry[Model]("model", __name__)
register, get, names = registry.register, registry.get, registry.names
