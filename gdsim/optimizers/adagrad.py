"""AdaGrad."""

from __future__ import annotations

import numpy as np

from gdsim.core.arrays import Array
from gdsim.optimizers import Optimizer, Oracle, check_positive, register


@register("adagrad")
def adagrad(learning_rate: Array, *, eps: float = 1e-10) -> Optimizer:
    """s ← s + g², θ ← θ − η g / (√s + ε): each param's rate falls with the gradients it has seen.

    Args:
        learning_rate: one per run, shape (runs,).
        eps: keeps the division finite, > 0.

    Raises:
        ValueError: eps is not > 0.

    Source: Duchi, Hazan and Singer (2011), Adaptive subgradient methods; the form is PyTorch's.
    """
    check_positive("adagrad", "eps", eps)

    def update(oracle: Oracle, params: Array, squares: Array) -> tuple[Array, Array]:
        gradient = oracle.gradient(params)
        squares = squares + gradient * gradient
        return -learning_rate[:, None] * gradient / (np.sqrt(squares) + eps), squares

    return Optimizer(init=np.zeros_like, update=update)
