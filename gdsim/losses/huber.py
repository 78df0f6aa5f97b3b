"""Huber's loss: squares small residuals, counts large ones by size."""

from __future__ import annotations

import numpy as np

from gdsim.core.arrays import Array
from gdsim.losses import Loss, register


@register("huber")
def huber(*, delta: float = 1.0) -> Loss:
    """½r² where |r| ≤ delta, delta·(|r| − ½delta) beyond.

    Args:
        delta: residual at which squares give way to sizes, > 0, in units of y.

    Raises:
        ValueError: delta is not > 0.

    Source: Huber (1964), doi:10.1214/aoms/1177703732.
    """
    if not delta > 0:
        raise ValueError(f"huber: delta must be > 0, got {delta}")

    def value(residual: Array) -> Array:
        size = np.abs(residual)
        return np.where(size <= delta, 0.5 * residual * residual, delta * (size - 0.5 * delta))

    return Loss(
        value=value,
        derivative=lambda residual: np.clip(residual, -delta, delta),
        curvature=lambda residual: (np.abs(residual) <= delta).astype(np.float64),
    )
