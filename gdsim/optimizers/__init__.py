"""Optimizers: one file each registers a factory that gives an init/update pair, batched over runs.

A factory takes the learning rates, shape (runs,), and its options as keyword-only arguments.
``update`` returns the step to add, so that what moves is always ``params + step``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from gdsim.core.arrays import Array, IntArray
from gdsim.core.dataclass import dataclass
from gdsim.registry import Registry


class Oracle(Protocol):
    """What an optimizer may ask about the loss of each run."""

    @property
    def n(self) -> int:
        """Number of points."""
        ...

    def gradient(self, params: Array, points: IntArray | None = None) -> Array:
        """Gradient of the mean loss, shape (runs, dims); of ``points``, shape (runs, size), or of all."""
        ...

    def hessian(self, params: Array) -> Array:
        """Second derivatives of the mean loss, shape (runs, dims, dims)."""
        ...

    def draw(self, size: int) -> IntArray:
        """``size`` distinct points a run from its own random stream, shape (runs, size)."""
        ...


@dataclass(frozen=True)
class Optimizer:
    """An init/update pair.

    Args:
        init: params of shape (runs, dims) → state.
        update: (oracle, params, state) → (step of shape (runs, dims), state).
        stochastic: whether it draws points; a run then has a seed.
        curved: whether it asks for the Hessian, which not every loss has.
        plain: whether the step is −learning_rate × gradient, for which closed forms exist.
    """

    init: Callable[[Array], Any]
    update: Callable[[Oracle, Array, Any], tuple[Array, Any]]
    stochastic: bool = False
    curved: bool = False
    plain: bool = False


def stateless(params: Array) -> None:
    """The state of an optimizer that remembers nothing."""


def check_decay(optimizer: str, option: str, value: float) -> None:
    """ValueError unless ``value`` is in [0, 1)."""
    if not 0 <= value < 1:
        raise ValueError(f"{optimizer}: {option} must be in [0, 1), got {value}")


def check_positive(optimizer: str, option: str, value: float) -> None:
    """ValueError unless ``value`` is > 0."""
    if not value > 0:
        raise ValueError(f"{optimizer}: {option} must be > 0, got {value}")


registry = Registry[Callable[..., Optimizer]]("optimizer", __name__)
register, get, names = registry.register, registry.get, registry.names
