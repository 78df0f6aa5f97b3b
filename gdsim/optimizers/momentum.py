"""Heavy-ball momentum."""

from __future__ import annotations

import numpy as np

from gdsim.core.arrays import Array
from gdsim.optimizers import Optimizer, Oracle, check_decay, register


@register("momentum")
def momentum(learning_rate: Array, *, beta: float = 0.9) -> Optimizer:
    """v ← βv + ∇L(θ), θ ← θ − ηv: each step keeps a decaying sum of past gradients.

    Args:
        learning_rate: one per run, shape (runs,).
        beta: decay of the velocity, in [0, 1); 0 is plain gradient descent.

    Raises:
        ValueError: beta is outside [0, 1).

    Source: Polyak (1964), doi:10.1016/0041-5553(64)90137-5; the form is PyTorch's.
    """
    check_decay("momentum", "beta", beta)

    def update(oracle: Oracle, params: Array, velocity: Array) -> tuple[Array, Array]:
        velocity = beta * velocity + oracle.gradient(params)
        return -learning_rate[:, None] * velocity, velocity

    return Optimizer(init=np.zeros_like, update=update)
