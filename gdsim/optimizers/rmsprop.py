"""RMSProp."""

from __future__ import annotations

import numpy as np

from gdsim.core.arrays import Array
from gdsim.optimizers import Optimizer, Oracle, check_decay, check_positive, register


@register("rmsprop")
def rmsprop(learning_rate: Array, *, alpha: float = 0.99, eps: float = 1e-8) -> Optimizer:
    """s ← αs + (1 − α)g², θ ← θ − η g / (√s + ε): steps measured by recent gradients.

    Args:
        learning_rate: one per run, shape (runs,).
        alpha: decay of the mean of squares, in [0, 1).
        eps: keeps the division finite, > 0.

    Raises:
        ValueError: an option is out of range.

    Source: Tieleman and Hinton (2012), Neural networks for machine learning, lecture 6.5; the form is
        PyTorch's.
    """
    check_decay("rmsprop", "alpha", alpha)
    check_positive("rmsprop", "eps", eps)

    def update(oracle: Oracle, params: Array, squares: Array) -> tuple[Array, Array]:
        gradient = oracle.gradient(params)
        squares = alpha * squares + (1 - alpha) * (gradient * gradient)
        return -learning_rate[:, None] * gradient / (np.sqrt(squares) + eps), squares

    return Optimizer(init=np.zeros_like, update=update)
