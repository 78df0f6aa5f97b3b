"""Stochastic gradient descent, one point an epoch."""

from __future__ import annotations

from gdsim.core.arrays import Array
from gdsim.optimizers import Optimizer, Oracle, register, stateless


@register("sgd")
def sgd(learning_rate: Array, *, seed: int = 0) -> Optimizer:
    """θ ← θ − η ∇L_i(θ), with one point i drawn at random each epoch.

    Args:
        learning_rate: one per run, shape (runs,).
        seed: of the draws; a random start brings its own, which then serves for both.

    Source: Robbins and Monro (1951), doi:10.1214/aoms/1177729586.
    """

    def update(oracle: Oracle, params: Array, state: None) -> tuple[Array, None]:
        return -learning_rate[:, None] * oracle.gradient(params, oracle.draw(1)), None

    return Optimizer(init=stateless, update=update, stochastic=True)
