"""A plane over several inputs, y = w₁·x₁ + w₂·x₂ + b: each weight tells what its input does alone."""

from __future__ import annotations

import numpy as np

from gdsim.core.arrays import Array
from gdsim.models import Model, family

MOST = 3  # with the intercept four params, as many as the read-out above a picture has room for


@family("plane")
def plane(*, inputs: int = 2) -> Model:
    """Params w1 … wk and b; the intercept is free of a ridge penalty.

    Args:
        inputs: columns of the dataset that are used, 2 or 3.

    Raises:
        ValueError: the number of inputs is out of range.
    """
    if not 2 <= inputs <= MOST:
        raise ValueError(f"plane: inputs must be 2 or {MOST}, got {inputs}; of one input it is a line")

    def predict(params: Array, x: Array) -> Array:
        total = params[:, inputs:]
        for index in range(inputs):
            total = total + params[:, index : index + 1] * x[..., index]
        return total

    def jacobian(params: Array, x: Array) -> tuple[Array, ...]:
        return (*(x[..., index] for index in range(inputs)), np.ones(x.shape[:-1]))

    return Model(
        params=(*(f"w{index + 1}" for index in range(inputs)), "b"),
        predict=predict,
        jacobian=jacobian,
        penalised=(*(True,) * inputs, False),
        linear=True,
        inputs=inputs,
    )
