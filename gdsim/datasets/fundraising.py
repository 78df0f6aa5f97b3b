"""Seven fundraising events: the playground's data."""

from __future__ import annotations

import numpy as np

from gdsim.core.dataset import Dataset
from gdsim.datasets import register


@register("fundraising")
def fundraising(seed: int = 0) -> Dataset:
    """Seven measured points; ``seed`` changes nothing."""
    return Dataset(
        name="fundraising",
        x=np.array([1.0, 2, 3, 5, 6, 7, 8]),
        y=np.array([155.0, 197, 244, 356, 409, 448, 500]),
        title="Fundraising",
        note="Seven events, small enough to check every step by hand.",
        x_label="donations",
        y_label="funds raised",
        x_unit="thousand",
        y_unit="k$",
        source="a classroom example",
    )
