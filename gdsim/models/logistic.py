"""A probability of yes: p = σ(w·x + b) = 1/(1 + exp(−(w·x + b))); targets are 0 or 1."""

from __future__ import annotations

from gdsim.core.arrays import Array
from gdsim.core.elementary import sigmoid
from gdsim.models import Model, register
from gdsim.models.line import line


def predict(params: Array, x: Array) -> Array:
    """Probabilities, shape (runs, n), for params (w, b) of shape (runs, 2) and x of shape (n,)."""
    return sigmoid(line.predict(params, x))


def jacobian(params: Array, x: Array) -> tuple[Array, Array]:
    """Derivatives by w and by b, each of shape (runs, n)."""
    score = line.predict(params, x)
    slope = sigmoid(score) * sigmoid(-score)
    return slope * x, slope


logistic = register("logistic")(
    Model(
        params=("w", "b"),
        predict=predict,
        jacobian=jacobian,
        penalised=(True, False),
        linear=False,
        score=line,
    )
)
