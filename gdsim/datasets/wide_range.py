"""A line over twice the range: larger x, smaller learning rates."""

from __future__ import annotations

import random

import numpy as np

from gdsim.core.dataset import Dataset
from gdsim.datasets import register


@register("wide-range")
def wide_range(seed: int = 0) -> Dataset:
    """x = 0, 0.5, …, 99.5 (200 points) around y = 0.3·x + 0.5, noise sd 1."""
    generator = random.Random(f"wide-range {seed}")
    x = np.arange(200.0) * 0.5
    y = np.array([round(0.5 + 0.3 * value + generator.gauss(0, 1.0), 3) for value in x.tolist()])
    return Dataset(
        name="wide-range",
        x=x,
        y=y,
        title="Wide range",
        note="Inputs reach twice as far, so the surface is four times as steep along the slope and the "
        "largest stable learning rate is about a quarter.",
        x_label="spending",
        y_label="sales",
        x_unit="k$",
        y_unit="k$",
        source="made by gdsim with a recorded seed",
    )
