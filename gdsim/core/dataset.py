"""A dataset: points (x, y) with words about them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gdsim.core.arrays import Array

# Squares of sums of squares of larger values overflow.
LARGEST = 1e70


@dataclass(frozen=True, eq=False)
class Dataset:
    """Points to fit, with labels and their source.

    Args:
        name: lower-case name, used in ids and file names.
        x: inputs, shape (n,), finite.
        y: targets, shape (n,), finite.
        title: heading, such as ``"Clean linear"``.
        note: one sentence on what gradient descent learns here and where it struggles.
        x_label, y_label: what is measured, without the unit.
        x_unit, y_unit: units, or ``""``.
        source: where the data comes from.

    Raises:
        ValueError: shapes differ, no points, or a value is not finite or beyond ±1e70.
    """

    name: str
    x: Array
    y: Array
    title: str = ""
    note: str = ""
    x_label: str = "x"
    y_label: str = "y"
    x_unit: str = ""
    y_unit: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "x", _frozen(self.x))
        object.__setattr__(self, "y", _frozen(self.y))
        if self.x.ndim != 1 or self.x.shape != self.y.shape:
            raise ValueError(f"dataset {self.name!r}: x has shape {self.x.shape}, y {self.y.shape}")
        if not len(self.x):
            raise ValueError(f"dataset {self.name!r} has no points")
        for axis, values in (("x", self.x), ("y", self.y)):
            if not (np.abs(values) <= LARGEST).all():
                raise ValueError(f"dataset {self.name!r}: {axis} must be finite and within ±{LARGEST:g}")

    @property
    def n(self) -> int:
        """Number of points."""
        return len(self.x)

    @property
    def x_axis(self) -> str:
        """Axis label with the unit in brackets."""
        return f"{self.x_label} ({self.x_unit})" if self.x_unit else self.x_label

    @property
    def y_axis(self) -> str:
        """Axis label with the unit in brackets."""
        return f"{self.y_label} ({self.y_unit})" if self.y_unit else self.y_label

    @cached_property
    def digest(self) -> str:
        """``sha256:…`` of the points alone, the same on every machine."""
        points = self.x.astype("<f8").tobytes() + self.y.astype("<f8").tobytes()
        return f"sha256:{hashlib.sha256(points).hexdigest()}"


@dataclass(frozen=True)
class Scaling:
    """Standardised inputs z = (x − mean) / scale; ``scale`` is the population standard deviation."""

    mean: float
    scale: float


def _frozen(values: Array) -> Array:
    array = np.array(values, dtype=np.float64)
    array.setflags(write=False)
    return array
