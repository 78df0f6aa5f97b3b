"""Six datasets on one axis, spending → sales, each with its own difficulty for a straight line."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import numpy as np

from gdsim.core.dataset import Dataset
from gdsim.datasets import register

SLOPE, INTERCEPT, NOISE = 0.3, 0.5, 0.4
# Values are rounded so that no machine's last bit of exp or log shows.
DECIMALS = 3

Target = Callable[[float, random.Random], float]


def _line(x: float) -> float:
    return INTERCEPT + SLOPE * x


def _dataset(name: str, title: str, note: str, seed: int, target: Target) -> Dataset:
    x = np.linspace(0, 50, 50)
    generator = random.Random(f"{name} {seed}")
    y = np.array([round(target(value, generator), DECIMALS) for value in x.tolist()])
    return Dataset(
        name=name,
        x=x,
        y=y,
        title=title,
        note=note,
        x_label="spending",
        y_label="sales",
        x_unit="k$",
        y_unit="k$",
        source="made by gdsim with a recorded seed",
    )


@register("clean-linear")
def clean_linear(seed: int = 0) -> Dataset:
    """A line with little noise: slope 0.3, intercept 0.5, noise sd 0.4."""
    return _dataset(
        "clean-linear",
        "Clean linear",
        "The baseline: a straight trend with little noise. The slope is found fast, the intercept slowly.",
        seed,
        lambda x, generator: _line(x) + generator.gauss(0, NOISE),
    )


@register("heavy-noise")
def heavy_noise(seed: int = 0) -> Dataset:
    """The same line under noise of sd 4."""
    return _dataset(
        "heavy-noise",
        "Heavy noise",
        "The same trend under ten times the noise. The path is as smooth as before: noise moves the optimum "
        "and lifts the floor of the loss, but not the learning rate's limit.",
        seed,
        lambda x, generator: _line(x) + generator.gauss(0, 10 * NOISE),
    )


@register("outliers")
def outliers(seed: int = 0) -> Dataset:
    """The clean line with four points about 14 too high near the right end."""

    def target(x: float, generator: random.Random) -> float:
        lift = 14.0 if 36 <= x <= 49 and round(x) % 3 == 0 else 0.0
        return _line(x) + lift + generator.gauss(0, NOISE)

    return _dataset(
        "outliers",
        "Outliers",
        "A clean trend and a few points far above it. Squared errors let these few pull the whole line.",
        seed,
        target,
    )


@register("saturating")
def saturating(seed: int = 0) -> Dataset:
    """A curve that flattens: 18·(1 − exp(−x/15))."""
    return _dataset(
        "saturating",
        "Saturating curve",
        "Sales flatten as spending grows. Descent finds the best line; no learning rate makes a line bend.",
        seed,
        lambda x, generator: 18.0 * (1.0 - math.exp(-x / 15.0)) + generator.gauss(0, NOISE),
    )


@register("growing-variance")
def growing_variance(seed: int = 0) -> Dataset:
    """The line with noise whose sd grows from 0.2 to 4.2 with x."""
    return _dataset(
        "growing-variance",
        "Growing variance",
        "The spread grows with spending. Points on the right, the least certain ones, weigh most in the fit.",
        seed,
        lambda x, generator: _line(x) + generator.gauss(0, 0.2 + 0.08 * x),
    )


@register("two-populations")
def two_populations(seed: int = 0) -> Dataset:
    """Two kinds of customer mixed: every other point follows slope 0.45, the rest slope 0.12."""
    steep = iter(range(50))

    def target(x: float, generator: random.Random) -> float:
        slope = 0.45 if next(steep) % 2 else 0.12
        return INTERCEPT + slope * x + generator.gauss(0, NOISE)

    return _dataset(
        "two-populations",
        "Two populations",
        "Two kinds of customer in one table. One line runs between them and fits neither.",
        seed,
        target,
    )
