"""Water level over a day: a wave of known height, unknown speed and unknown phase."""

from __future__ import annotations

import random

import numpy as np

from gdsim.core.dataset import Dataset
from gdsim.core.elementary import sin_cos
from gdsim.datasets import register

SPEED, PHASE, NOISE = 0.506, 0.6, 0.12  # a turn in 12.42 hours, as the moon has it


@register("tide")
def tide(seed: int = 0) -> Dataset:
    """49 half hours of one day around sin(0.506·x + 0.6), noise sd 0.12."""
    generator = random.Random(f"tide {seed}")
    x = np.arange(49.0) * 0.5
    level = sin_cos(SPEED * x + PHASE)[0]
    return Dataset(
        name="tide",
        x=x,
        y=np.array([round(value + generator.gauss(0, NOISE), 2) for value in level.tolist()]),
        title="Tide",
        note="High water comes twice a day; the squared loss of a wave has a valley wherever the wave fits a "
        "part of the day, and only one of them is deep.",
        x_label="time",
        y_label="level",
        x_unit="hours",
        y_unit="m",
        source="made by gdsim with a recorded seed",
    )
