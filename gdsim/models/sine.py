"""A wave of height 1: y = sin(w·x + b). Its squared loss has many valleys: the start decides the end."""

from __future__ import annotations

import numpy as np

from gdsim.core.arrays import Array
from gdsim.core.elementary import sin_cos
from gdsim.core.view import Range
from gdsim.models import Model, register
from gdsim.models.line import predict as angle

# Two waves on x whose speeds differ by this many turns over the whole of it are strangers to each other:
# so far apart do valleys of the loss lie along w, and a few of them are worth seeing.
TURNS_SHOWN = 2.5
HALF_TURN = 3.25  # a little over π, so that a valley is seen whole


def predict(params: Array, x: Array) -> Array:
    """Predictions, shape (runs, n), for params (w, b) of shape (runs, 2) and x of shape (n,)."""
    return sin_cos(angle(params, x))[0]


def jacobian(params: Array, x: Array) -> tuple[Array, Array]:
    """Derivatives by w and by b, each of shape (runs, n)."""
    slope = sin_cos(angle(params, x))[1]
    return slope * x, slope


def window(x: Array) -> tuple[Range, Range]:
    """From no wave to a few turns over the whole of x, and one turn of b."""
    length = float(np.max(x) - np.min(x)) or 1.0
    return (0.0, TURNS_SHOWN * 2 * HALF_TURN / length), (-HALF_TURN, HALF_TURN)


sine = register("sine")(
    Model(
        params=("w", "b"),
        predict=predict,
        jacobian=jacobian,
        penalised=(True, False),
        linear=False,
        window=window,
    )
)
