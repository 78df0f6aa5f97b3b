"""Hours of study and whether the exam was passed: targets are 0 or 1."""

from __future__ import annotations

import random

import numpy as np

from gdsim.core.dataset import Dataset
from gdsim.core.elementary import sigmoid
from gdsim.datasets import register

SLOPE, EVEN = 1.0, 4.5


@register("pass-or-fail")
def pass_or_fail(seed: int = 0) -> Dataset:
    """40 students, 0.25 to 10 hours; one passes with probability σ(1.0·(x − 4.5))."""
    generator = random.Random(f"pass-or-fail {seed}")
    x = np.arange(1.0, 41.0) * 0.25
    chances = sigmoid(SLOPE * (x - EVEN))
    return Dataset(
        name="pass-or-fail",
        x=x,
        y=np.array([float(generator.random() < chance) for chance in chances.tolist()]),
        title="Pass or fail",
        note="Who studies longer passes more often, but not surely: the classes overlap, so a probability "
        "has finite best params.",
        x_label="study",
        y_label="passed (1) or not (0)",
        x_unit="hours",
        source="made by gdsim with a recorded seed",
    )
