"""The square trick: one random point at a time, without the factor 2."""

from __future__ import annotations

from gdsim.core.arrays import Array
from gdsim.optimizers import Optimizer, Oracle, register, stateless


@register("square-trick")
def square_trick(learning_rate: Array, *, seed: int = 0) -> Optimizer:
    """w ← w + η·x·(y − ŷ), b ← b + η·(y − ŷ) at one random point: half the gradient of its squared error.

    Args:
        learning_rate: one per run, shape (runs,).
        seed: of the draws; a random start brings its own, which then serves for both.

    Source: Serrano (2021), Grokking Machine Learning, chapter 3.
    """

    def update(oracle: Oracle, params: Array, state: None) -> tuple[Array, None]:
        return -learning_rate[:, None] * (0.5 * oracle.gradient(params, oracle.draw(1))), None

    return Optimizer(init=stateless, update=update, stochastic=True)
