"""Mini-batch gradient descent."""

from __future__ import annotations

from gdsim.core.arrays import Array
from gdsim.optimizers import Optimizer, Oracle, check_positive, register, stateless


@register("minibatch")
def minibatch(learning_rate: Array, *, size: int = 8, seed: int = 0) -> Optimizer:
    """θ ← θ − η ∇L_B(θ), with a fresh minibatch B of distinct points each epoch.

    Args:
        learning_rate: one per run, shape (runs,).
        size: points a minibatch, ≥ 1; all points where there are fewer.
        seed: of the draws; a random start brings its own, which then serves for both.

    Raises:
        ValueError: size is not > 0.

    Source: Bottou, Curtis and Nocedal (2018), doi:10.1137/16M1080173.
    """
    check_positive("minibatch", "size", size)

    def update(oracle: Oracle, params: Array, state: None) -> tuple[Array, None]:
        points = oracle.draw(min(size, oracle.n))
        return -learning_rate[:, None] * oracle.gradient(params, points), None

    return Optimizer(init=stateless, update=update, stochastic=True)
