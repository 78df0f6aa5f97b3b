"""A problem to descend on: data, model and loss; and, where the loss is quadratic, its exact shape."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cached_property

import numpy as np

from gdsim import losses, models
from gdsim.core.arrays import Array
from gdsim.core.dataclass import dataclass
from gdsim.core.dataset import LARGEST, Dataset, Scaling
from gdsim.core.eigen import symmetric_eigen
from gdsim.core.jacobi import squared_singular, triangle_of
from gdsim.core.run import Choice
from gdsim.core.trajectory import Optimum, Theory
from gdsim.losses import Loss
from gdsim.models import Model

# Below this share of its mean square, the variance of x is rounding noise.
FLAT = 1e-30
# Below this a variance leaves no room for the numbers made of it.
LEAST_VARIANCE = 1e-300


class Unsuitable(ValueError):
    """Data, model and loss that do not go together; ``field`` is the field of a run to change."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Quadratic:
    """A quadratic loss L(θ) = minimum + ½ (θ − centre)ᵀ H (θ − centre).

    Args:
        hessian: H, shape (dims, dims).
        centre: a point of least loss, shape (dims,); of two params the one nearest the origin where there
            are many.
        minimum: the loss there.
        eigenvalues: largest first, shape (dims,).
        eigenvectors: unit rows in the same order, shape (dims, dims).
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
        """The inputs that the model sees, shape (n,), or (n, inputs) where it has several."""
        return self.dataset.inputs(self.model.inputs, self.scaling)

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
    def shape(self) -> Quadratic | None:
        """The exact shape of the loss where it is quadratic, in any number of params, else None."""
        if not (self.loss.quadratic and self.model.linear):
            return None
        return self.quadratic or _shape_of(self)

    @cached_property
    def optimum(self) -> Optimum | None:
        """Params of least loss in closed form; None where there is none, or more than one."""
        shape = self.shape
        if shape is None or shape.flat:
            return None
        return Optimum(tuple(shape.centre.tolist()), shape.minimum)

    @cached_property
    def theory(self) -> Theory | None:
        """Thresholds of plain descent; None where the loss is not quadratic or has a flat direction."""
        shape = self.shape
        if shape is None or shape.flat:
            return None
        largest, *_, smallest = shape.eigenvalues.tolist()
        return Theory(
            learning_rate_max=2 / largest,
            swing_from=1 / largest,
            fastest=2 / (largest + smallest),
            condition_number=largest / smallest,
        )

    @cached_property
    def remark(self) -> str:
        """Why there is no least loss, or no single place of it, in words; ``""`` where nothing is known."""
        if self.shape is not None and self.quadratic is None and self.shape.flat:
            if self.model.inputs > 1:
                return "There is no single optimum: one input follows from the others, so many planes fit."
            return "There is no single optimum: there are more params than different x, so many curves fit."
        if self.model.score is None or self.loss.l2:
            return ""
        yes, no = self.x[self.y == 1], self.x[self.y == 0]
        if not len(yes) or not len(no):
            answer = int(not len(no))
            return f"There is no least loss: all targets are {answer}, so it falls for ever towards 0."
        if yes.min() >= no.max() or no.min() >= yes.max():
            return (
                "There is no least loss: one value of x parts all targets 0 from all targets 1, so the loss "
                "falls for ever while the params grow."
            )
        return ""


def problem_of(dataset: Dataset, model: str, loss: Choice, *, standardize: bool) -> Problem:
    """The problem a run descends on.

    Raises:
        Unsuitable: a constant x cannot be standardised, or the loss or the data do not suit the model.
        ValueError: an option is out of range.
    """
    known, there = models.get(model), 1 + len(dataset.more)
    if known.inputs > there:
        words = f"model {model!r} takes {known.inputs} inputs, and dataset {dataset.name!r} has {there}"
        raise Unsuitable("dataset", f"{words}; a table may name several: x: [first, second]")
    problem = Problem(
        dataset,
        known,
        losses.get(loss.name)(**dict(loss.options)),
        scaling_of(dataset, known.inputs) if standardize else None,
    )
    if problem.loss.of_margins and problem.model.score is None:
        words = f"{loss.name} needs a model of probabilities, such as logistic; {model!r} is none"
        raise Unsuitable("loss", words)
    if problem.model.score is not None and (other := dataset.y[(dataset.y != 0) & (dataset.y != 1)]).size:
        words = f"targets must be 0 or 1, and dataset {dataset.name!r} has {len(other):,} others"
        raise Unsuitable("dataset", f"model {model!r}: {words}, the first {other[0]:g}")
    if len(problem.model.params) > 2:
        columns = problem.model.jacobian(np.zeros((1, len(problem.model.params))), problem.x)
        if not all((np.abs(column) <= LARGEST).all() for column in columns):
            words = f"model {model!r}: the powers of x of dataset {dataset.name!r} pass {LARGEST:g}"
            raise Unsuitable("dataset", f"{words}; standardize or rescale x")
    return problem


def scaling_of(dataset: Dataset, inputs: int = 1) -> Scaling:
    """Mean and population standard deviation of the first ``inputs``; Unsuitable where one is constant."""
    columns = [("x", dataset.x), *((column.label, column.values) for column in dataset.more)][:inputs]
    found = []
    for label, values in columns:
        spread = variance(values)
        if spread <= LEAST_VARIANCE:
            words = f"dataset {dataset.name!r} cannot be standardised: {label} is constant"
            raise Unsuitable("standardize", words)
        found.append(Scaling(mean(values), math.sqrt(spread)))
    return replace(found[0], more=tuple(found[1:]))


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


def _shape_of(problem: Problem) -> Quadratic:
    """Shape of c·r² for a model linear in any number of params, with a ridge penalty on some.

    A penalty is a row more of the design for its param, with the target 0.
    """
    dims, n = len(problem.model.params), len(problem.y)
    factor = float(problem.loss.derivative(np.ones(1))[0])  # 2 for r²
    design = np.array(np.broadcast_arrays(*problem.model.jacobian(np.zeros((1, dims)), problem.x)))
    columns, target = design.reshape(dims, n), problem.y
    if problem.loss.l2:
        weights = math.sqrt(n * problem.loss.l2 / factor) * np.array(problem.model.penalised)
        columns = np.hstack([columns, np.diag(weights)])
        target = np.append(target, np.zeros(dims))
    found = triangle_of(columns, target)
    values, vectors = squared_singular(found.upper * math.sqrt(factor / n))
    hessian = np.array([[factor * math.fsum((a * b).tolist()) / n for b in columns] for a in columns])
    residual = _combined(found.solution, columns) - target
    minimum = math.fsum(problem.loss.value(residual).tolist()) / n
    return Quadratic(hessian, found.solution, minimum, values, vectors, found.dependent)


def _combined(weights: Array, columns: Array) -> Array:
    """Σ weightᵢ·columnᵢ, first to last."""
    total: Array = weights[0] * columns[0]
    for weight, column in zip(weights[1:], columns[1:], strict=True):
        total = total + weight * column
    return total
