"""Plain gradient descent."""

from __future__ import annotations

from gdsim.core.arrays import Array
from gdsim.optimizers import Optimizer, Oracle, register, stateless


@register("gd")
def gd(learning_rate: Array) -> Optimizer:
    """θ ← θ − η ∇L(θ), with the gradient of all points.

    Args:
        learning_rate: one per run, shape (runs,).

    Source: Cauchy (1847), Méthode générale pour la résolution des systèmes d'équations simultanées.
    """

    def update(oracle: Oracle, params: Array, state: None) -> tuple[Array, None]:
        return -learning_rate[:, None] * oracle.gradient(params), None

    return Optimizer(init=stateless, update=update, plain=True)
