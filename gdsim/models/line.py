"""A straight line: y = w·x + b."""

from __future__ import annotations

import numpy as np

from gdsim.core.arrays import Array
from gdsim.models import Model, register


def predict(params: Array, x: Array) -> Array:
    """Predictions, shape (runs, n), for params (w, b) of shape (runs, 2) and x of shape (n,)."""
    slope, intercept = params[:, 0:1], params[:, 1:2]
    return slope * x + intercept


def jacobian(params: Array, x: Array) -> tuple[Array, Array]:
    """Derivatives by w (which is x) and by b (which is 1), each of shape (n,)."""
    return x, np.ones_like(x)


line = register("line")(
    Model(params=("w", "b"), predict=predict, jacobian=jacobian, penalised=(True, False), linear=True)
)
