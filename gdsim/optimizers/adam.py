"""Adam."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gdsim.core.arrays import Array
from gdsim.optimizers import Optimizer, Oracle, check_decay, check_positive, register


class Moments(NamedTuple):
    """Means of gradients and of their squares, shape (runs, dims), and β₁ᵏ, β₂ᵏ."""

    first: Array
    second: Array
    decay1: float
    decay2: float


@register("adam")
def adam(learning_rate: Array, *, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8) -> Optimizer:
    """m ← β₁m + (1 − β₁)g, s ← β₂s + (1 − β₂)g², θ ← θ − η m̂ / (√ŝ + ε), both corrected for their start.

    Args:
        learning_rate: one per run, shape (runs,).
        beta1, beta2: decays of the two means, in [0, 1).
        eps: keeps the division finite, > 0.

    Raises:
        ValueError: an option is out of range.

    Source: Kingma and Ba (2015), arXiv:1412.6980; the form is PyTorch's.
    """
    check_decay("adam", "beta1", beta1)
    check_decay("adam", "beta2", beta2)
    check_positive("adam", "eps", eps)

    def init(params: Array) -> Moments:
        return Moments(np.zeros_like(params), np.zeros_like(params), 1.0, 1.0)

    def update(oracle: Oracle, params: Array, state: Moments) -> tuple[Array, Moments]:
        gradient = oracle.gradient(params)
        first = beta1 * state.first + (1 - beta1) * gradient
        second = beta2 * state.second + (1 - beta2) * (gradient * gradient)
        decay1, decay2 = state.decay1 * beta1, state.decay2 * beta2
        scale = np.sqrt(second) / np.sqrt(1 - decay2) + eps
        step = -(learning_rate / (1 - decay1))[:, None] * first / scale
        return step, Moments(first, second, decay1, decay2)

    return Optimizer(init=init, update=update)
