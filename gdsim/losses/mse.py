"""Mean squared error."""

from __future__ import annotations

import numpy as np

from gdsim.losses import Loss, register


@register("mse")
def mse() -> Loss:
    """Squared residual r², factor 1: the derivative is 2r, so the gradient has 2/N."""
    return Loss(
        value=lambda residual: residual * residual,
        derivative=lambda residual: 2.0 * residual,
        curvature=lambda residual: np.full_like(residual, 2.0),
        quadratic=True,
    )
