"""A polynomial: y = a_d·x^d + … + a_1·x + a_0, curved in x and still linear in its params."""

from __future__ import annotations

import numpy as np

from gdsim.core.arrays import Array
from gdsim.models import Model, family

MOST = 3  # four params are as many as the read-out above a picture has room for


@family("polynomial")
def polynomial(*, degree: int = 2) -> Model:
    """Params a_d … a_0, the highest power first; the constant is free of a ridge penalty.

    Args:
        degree: of x, from 1 to 3.

    Raises:
        ValueError: the degree is out of range.
    """
    if not 1 <= degree <= MOST:
        raise ValueError(f"polynomial: degree must be from 1 to {MOST}, got {degree}")

    def predict(params: Array, x: Array) -> Array:
        total = params[:, 0:1] * np.ones_like(x)
        for power in range(1, degree + 1):
            total = total * x + params[:, power : power + 1]
        return total

    def jacobian(params: Array, x: Array) -> tuple[Array, ...]:
        columns = [np.ones_like(x)]
        for _ in range(degree):
            columns.append(columns[-1] * x)
        return tuple(reversed(columns))

    return Model(
        params=tuple(f"a{power}" for power in range(degree, -1, -1)),
        predict=predict,
        jacobian=jacobian,
        penalised=(*(True,) * degree, False),
        linear=True,
    )
