"""A dataset: points (x, y) with words about them."""

from __future__ import annotations

import hashlib
from functools import cached_property

import numpy as np

from gdsim.core.arrays import Array
from gdsim.core.dataclass import dataclass

# Squares of sums of squares of larger values overflow.
LARGEST = 1e70


@dataclass(frozen=True, eq=False)
class Input:
    """One more input of every point.

    Args:
        label: what is measured, without the unit.
        values: shape (n,), finite.
        unit: its unit, or ``""``.
    """

    label: str
    values: Array
    unit: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", _frozen(self.values))


@dataclass(frozen=True, eq=False)
class Dataset:
    """Points to fit, with labels and their source.

    Args:
        name: lower-case name, used in ids and file names.
        x: inputs, shape (n,), finite; of several, the first.
        y: targets, shape (n,), finite.
        title: heading, such as ``"Clean linear"``.
        note: one sentence on what gradient descent learns here and where it struggles.
        x_label, y_label: what is measured, without the unit.
        x_unit, y_unit: units, or ``""``.
        source: where the data comes from.
        more: the inputs after the first, for models of several.

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
    more: tuple[Input, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "x", _frozen(self.x))
        object.__setattr__(self, "y", _frozen(self.y))
        if self.x.ndim != 1 or self.x.shape != self.y.shape:
            raise ValueError(f"dataset {self.name!r}: x has shape {self.x.shape}, y {self.y.shape}")
        if not len(self.x):
            raise ValueError(f"dataset {self.name!r} has no points")
        for column in self.more:
            if column.values.shape != self.y.shape:
                words = f"{column.label} has shape {column.values.shape}, y {self.y.shape}"
                raise ValueError(f"dataset {self.name!r}: {words}")
        more = [(column.label, column.values) for column in self.more]
        for axis, values in [("x", self.x), ("y", self.y), *more]:
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
        columns = [self.x, self.y, *(column.values for column in self.more)]
        points = b"".join(column.astype("<f8").tobytes() for column in columns)
        return f"sha256:{hashlib.sha256(points).hexdigest()}"

    def inputs(self, count: int, scaling: Scaling | None = None) -> Array:
        """The first ``count`` inputs, standardised where ``scaling`` is given: shape (n,), or (n, count)."""
        columns = [self.x, *(column.values for column in self.more)][:count]
        if scaling is not None:
            columns = [(column - s.mean) / s.scale for column, s in zip(columns, scaling.each, strict=True)]
        return columns[0] if count == 1 else np.stack(columns, axis=-1)


@dataclass(frozen=True)
class Scaling:
    """Standardised inputs z = (x − mean) / scale; ``scale`` is the population standard deviation.

    Args:
        more: of the inputs after the first, where the model has several.
    """

    mean: float
    scale: float
    more: tuple[Scaling, ...] = ()

    @property
    def each(self) -> tuple[Scaling, ...]:
        """One an input."""
        return (self, *self.more)


def _frozen(values: Array) -> Array:
    array = np.array(values, dtype=np.float64)
    array.setflags(write=False)
    return array
