"""Ridge: mean squared error with a penalty on the slope."""

from __future__ import annotations

from dataclasses import replace

from gdsim.losses import Loss, register
from gdsim.losses.mse import mse


@register("ridge")
def ridge(*, l2: float = 1.0) -> Loss:
    """r² and the penalty (l2/2)·w²; the intercept is free.

    Args:
        l2: weight of the penalty, ≥ 0; its gradient is l2·w.

    Raises:
        ValueError: l2 is negative.

    Source: Hoerl and Kennard (1970), doi:10.1080/00401706.1970.10488634.
    """
    if not l2 >= 0:
        raise ValueError(f"ridge: l2 must be ≥ 0, got {l2}")
    return replace(mse(), l2=float(l2))
