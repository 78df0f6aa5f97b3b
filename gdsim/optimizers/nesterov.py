"""Nesterov's accelerated gradient."""

from __future__ import annotations

import numpy as np

from gdsim.core.arrays import Array
from gdsim.optimizers import Optimizer, Oracle, check_decay, register


@register("nesterov")
def nesterov(learning_rate: Array, *, beta: float = 0.9) -> Optimizer:
    """v ← βv + g, θ ← θ − η(g + βv): momentum that looks one step ahead.

    Args:
        learning_rate: one per run, shape (runs,).
        beta: decay of the velocity, in [0, 1).

    Raises:
        ValueError: beta is outside [0, 1).

    Source: Sutskever et al. (2013), On the importance of initialization and momentum in deep learning;
        the form is PyTorch's.
    """
    check_decay("nesterov", "beta", beta)

    def update(oracle: Oracle, params: Array, velocity: Array) -> tuple[Array, Array]:
        gradient = oracle.gradient(params)
        velocity = beta * velocity + gradient
        return -learning_rate[:, None] * (gradient + beta * velocity), velocity

    return Optimizer(init=np.zeros_like, update=update)
