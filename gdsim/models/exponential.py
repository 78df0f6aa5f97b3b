"""Growth by a steady percentage: y = exp(w·x + b).

Of the two usual forms, this one and b·exp(w·x), it is the one whose params mean what a line's do: the
logarithm of y is the line w·x + b. Its loss has one curved valley and a cliff where exp runs away, while
b·exp(w·x) adds a plateau at b = 0 that teaches nothing of growth.
"""

from __future__ import annotations

from gdsim.core.arrays import Array
from gdsim.core.elementary import exp
from gdsim.models import Model, register
from gdsim.models.line import predict as score


def predict(params: Array, x: Array) -> Array:
    """Predictions, shape (runs, n), for params (w, b) of shape (runs, 2) and x of shape (n,)."""
    return exp(score(params, x))


def jacobian(params: Array, x: Array) -> tuple[Array, Array]:
    """Derivatives by w and by b, each of shape (runs, n)."""
    grown = predict(params, x)
    return grown * x, grown


exponential = register("exponential")(
    Model(params=("w", "b"), predict=predict, jacobian=jacobian, penalised=(True, False), linear=False)
)
