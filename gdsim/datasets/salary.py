"""Salaries after some years of work: the story behind slope and intercept."""

from __future__ import annotations

import random

import numpy as np

from gdsim.core.dataset import Dataset
from gdsim.datasets import register


@register("salary")
def salary(seed: int = 0) -> Dataset:
    """Half years from 0 to 10 around 1,000 + 2,000 a year; the person at 2 years earns 5,600."""
    generator = random.Random(f"salary {seed}")
    x = np.arange(21.0) * 0.5
    noise = [round(generator.gauss(0, 350), -1) for _ in x]
    noise[x.tolist().index(2.0)] = 600.0
    return Dataset(
        name="salary",
        x=x,
        y=1000.0 + 2000.0 * x + np.array(noise),
        title="Salary",
        note="A minimum wage is the intercept, a raise a year is the slope, and what is left is noise.",
        x_label="experience",
        y_label="salary",
        x_unit="years",
        y_unit="$",
        source="made by gdsim with a recorded seed",
    )
