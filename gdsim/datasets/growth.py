"""A culture that grows by a steady share a day: a curve that no line follows."""

from __future__ import annotations

import random

import numpy as np

from gdsim.core.dataset import Dataset
from gdsim.core.elementary import exp
from gdsim.datasets import register

RATE, START, NOISE = 0.25, 0.2, 0.4


@register("growth")
def growth(seed: int = 0) -> Dataset:
    """Half days from 0 to 10 around exp(0.25·x + 0.2), noise sd 0.4."""
    generator = random.Random(f"growth {seed}")
    x = np.arange(21.0) * 0.5
    curve = exp(RATE * x + START)
    return Dataset(
        name="growth",
        x=x,
        y=np.array([round(value + generator.gauss(0, NOISE), 2) for value in curve.tolist()]),
        title="Growth",
        note="A culture gains the same share every day, so its curve steepens; the loss of an exponential "
        "has one bent valley, and a step too far up its wall overflows.",
        x_label="time",
        y_label="cells",
        x_unit="days",
        y_unit="thousand",
        source="made by gdsim with a recorded seed",
    )
