"""A problem to descend on: data, model and loss; and, where the loss is quadratic, its exact shape."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gdsim import losses, models
from gdsim.core.arrays import Array
from gdsim.core.dataset import Dataset, Scaling
from gdsim.core.eigen import symmetric_eigen
from gdsim.core.run import Choice
from gdsim.core.trajectory import Optimum, Theory
from gdsim.losses import Loss
from gdsim.models import Model

# Below this share of its mean square, the variance of x is rounding noise.
FLAT = 1e-30
# Below this a variance leaves no room for the numbers made of it.
LEAST_VARIANCE = 1e-300


@dataclass(frozen=True)
class Quadratic:
    """A quadratic loss L(θ) = minimum + ½ (θ − centre)ᵀ H (θ − centre).

    Args:
        hessian: H, shape (2, 2).
        centre: a point of least loss, shape (2,); the one nearest the origin where there are many.
        minimum: the loss there.
        eigenvalues: largest first, shape (2,).
        eigenvectors: unit rows in the same order, shape (2, 2).
        flat: whether one direction does not change the loss, so that the optimum is not unique.
    """

    hessian: Array
    centre: Array
    minimum: float
    eigenvalues: Array
    eigenvectors: Array
    flat: bool


@dataclass(frozen=True, eq=False)
class Problem:
    """Data, model and loss of a run.

    Args:
        scaling: of standardised inputs, or None; ``x`` is then (x − mean) / scale.
    """

    dataset: Dataset
    model: Model
    loss: Loss
    scaling: Scaling | None

    @cached_property
    def x(self) -> Array:
        """The inputs that the model sees, shape (n,)."""
        if self.scaling is None:
            return self.dataset.x
        return (self.dataset.x - self.scaling.mean) / self.scaling.scale

    @property
    def y(self) -> Array:
        """Targets, shape (n,)."""
        return self.dataset.y

    @cached_property
    def variance(self) -> float:
        """Population variance of the targets."""
        return variance(self.y)

    @cached_property
    def quadratic(self) -> Quadratic | None:
        """The exact shape of the loss where it is quadratic in two params, else None."""
        if not (self.loss.quadratic and self.model.linear and len(self.model.params) == 2):
            return None
        return _quadratic_of(self)

    @cached_property
    def optimum(self) -> Optimum | None:
        """Params of least loss in closed form; None where there is none, or more than one."""
        shape = self.quadratic
        if shape is None or shape.flat:
            return None
        return Optimum(tuple(shape.centre.tolist()), shape.minimum)

    @cached_property
    def theory(self) -> Theory | None:
        """Thresholds of plain descent; None where the loss is not quadratic or has a flat direction."""
        shape = self.quadratic
        if shape is None or shape.flat:
            return None
        largest, smallest = shape.eigenvalues.tolist()
        return Theory(
            learning_rate_max=2 / largest,
            swing_from=1 / largest,
            fastest=2 / (largest + smallest),
            condition_number=largest / smallest,
        )


def problem_of(dataset: Dataset, model: str, loss: Choice, *, standardize: bool) -> Problem:
    """The problem a run descends on.

    Raises:
        ValueError: a constant x cannot be standardised, or an option is out of range.
    """
    return Problem(
        dataset,
        models.get(model),
        losses.get(loss.name)(**dict(loss.options)),
        scaling_of(dataset) if standardize else None,
    )


def scaling_of(dataset: Dataset) -> Scaling:
    """Mean and population standard deviation of x; ValueError where x is constant."""
    spread = variance(dataset.x)
    if spread <= LEAST_VARIANCE:
        raise ValueError(f"dataset {dataset.name!r} cannot be standardised: x is constant")
    return Scaling(mean(dataset.x), math.sqrt(spread))


def mean(values: Array) -> float:
    """The mean, correctly rounded whatever the order."""
    return math.fsum(values.tolist()) / len(values)


def variance(values: Array) -> float:
    """Population variance."""
    return mean((values - mean(values)) ** 2)


def _quadratic_of(problem: Problem) -> Quadratic:
    """Shape of c·r² for a model linear in two params, with a ridge penalty on the first.

    The first column of the design is made orthogonal to the second, so that nothing cancels when
    x is far from 0.
    """
    first, second = problem.model.jacobian(np.zeros((1, 2)), problem.x)
    factor = float(problem.loss.derivative(np.ones(1))[0])  # 2 for r²
    ridge = problem.loss.l2 / factor
    unit = mean(second * second)
    overlap = mean(first * second)
    rest = first - (overlap / unit) * second
    spread = mean(rest * rest)

    slope_weight, top = spread + ridge, mean(first * first) + ridge
    flat = slope_weight <= max(FLAT * top, LEAST_VARIANCE)
    if not flat:
        slope = mean(rest * problem.y) / slope_weight
        other = mean(second * (problem.y - slope * first)) / unit
        centre = np.array([slope, other])
    else:
        direction = np.array([overlap, unit])
        centre = direction * (mean(second * problem.y) / float(direction[0] ** 2 + direction[1] ** 2))

    hessian = factor * np.array([[top, overlap], [overlap, unit]])
    values, vectors = symmetric_eigen(hessian)
    # det H = factor² · unit · (spread + ridge), free of cancellation, gives the small eigenvalue.
    values[1] = 0.0 if flat else factor * factor * unit * slope_weight / values[0]
    residual = centre[0] * first + centre[1] * second - problem.y
    minimum = mean(problem.loss.value(residual)) + 0.5 * problem.loss.l2 * float(centre[0]) ** 2
    return Quadratic(hessian, centre, minimum, values, vectors, flat)
