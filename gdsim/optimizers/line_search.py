"""Exact line search along the gradient."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gdsim.core.arrays import Array
from gdsim.optimizers import Optimizer, Oracle, register, stateless

DOUBLINGS = 200
HALVINGS = 80


@register("line-search")
def line_search(learning_rate: Array) -> Optimizer:
    """θ ← θ − α ∇L(θ), with the α > 0 of least loss along that direction.

    The slope along the direction is bracketed by doubling, then bisected, which finds the minimum
    of any convex loss; on a quadratic one that is α = gᵀg / gᵀHg to the last digits.

    Args:
        learning_rate: one per run, shape (runs,); only where the first bracket ends.

    Source: Nocedal and Wright (2006), Numerical Optimization, chapter 3.
    """

    def update(oracle: Oracle, params: Array, state: None) -> tuple[Array, None]:
        gradient = oracle.gradient(params)
        flat = ~(_dot(gradient, gradient) > 0)

        def falling(length: Array) -> NDArray[np.bool_]:
            ahead = oracle.gradient(params - length[:, None] * gradient)
            return np.greater(_dot(ahead, gradient), 0)

        low, high = np.zeros_like(learning_rate), learning_rate.copy()
        for _ in range(DOUBLINGS):
            onward = falling(high)
            if not onward.any():
                break
            low, high = np.where(onward, high, low), np.where(onward, 2.0 * high, high)
        for _ in range(HALVINGS):
            middle = 0.5 * (low + high)
            if ((middle == low) | (middle == high) | flat).all():  # nothing lies between them any more
                break
            onward = falling(middle)
            low, high = np.where(onward, middle, low), np.where(onward, high, middle)
        return -(0.5 * (low + high))[:, None] * gradient, None

    return Optimizer(init=stateless, update=update)


def _dot(a: Array, b: Array) -> Array:
    """Row by row, in the order of the params: the same bits for a run alone and in a batch."""
    total = a[:, 0] * b[:, 0]
    for index in range(1, a.shape[1]):
        total = total + a[:, index] * b[:, index]
    return total
