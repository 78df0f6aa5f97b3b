"""Newton's method."""

from __future__ import annotations

from gdsim.core.arrays import Array
from gdsim.core.eigen import shortest_solution
from gdsim.optimizers import Optimizer, Oracle, register, stateless


@register("newton")
def newton(learning_rate: Array) -> Optimizer:
    """θ ← θ − H⁻¹ ∇L(θ): one step to the optimum of a quadratic loss.

    Where the Hessian is singular the step is the shortest one to a point of least loss. Its length
    is its own: the learning rate plays no part.

    Args:
        learning_rate: one per run, shape (runs,).

    Source: Nocedal and Wright (2006), Numerical Optimization, chapter 3.
    """

    def update(oracle: Oracle, params: Array, state: None) -> tuple[Array, None]:
        return -shortest_solution(oracle.hessian(params), oracle.gradient(params)), None

    return Optimizer(init=stateless, update=update, curved=True)
