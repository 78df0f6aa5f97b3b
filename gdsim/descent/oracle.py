"""What an optimizer is told about the loss: from six numbers where it is quadratic, else from the points.

Arrays may lie in memory with the runs together (``.T`` of an array of shape (dims, runs)); answers do too,
which makes each step on a batch of thousands of runs a few passes over contiguous numbers.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gdsim.core.arrays import Array, IntArray
from gdsim.descent.problem import Problem, Quadratic
from gdsim.losses import error_columns, errors, penalty, sums_over_points


class Measured(NamedTuple):
    """What is recorded of params, each of shape (rows,).

    Args:
        loss: mean loss with penalty.
        gradient_norm: Euclidean length of the gradient over all points.
        progress: what falls to 0 on arrival: loss above the minimum, or the gradient norm where the
            minimum is not known.
    """

    loss: Array
    gradient_norm: Array
    progress: Array


class PointOracle:
    """Loss and derivatives as means over the points.

    Args:
        problem: data, model and loss.
        streams: one random stream a run, for ``draw``; none where nothing is drawn.
    """

    def __init__(self, problem: Problem, streams: Sequence[random.Random]) -> None:
        self._problem = problem
        self._streams = streams
        self._x, self._y = problem.x, problem.y

    @property
    def n(self) -> int:
        """Number of points."""
        return len(self._y)

    @property
    def numbers(self) -> int:
        """How many numbers a row of ``measure`` takes meanwhile."""
        return self.n

    def measure(self, params: Array) -> Measured:
        """What is recorded of params of shape (rows, dims)."""
        model, loss = self._problem.model, self._problem.loss
        error = errors(model, loss, params, self._x, self._y)
        mean = sums_over_points(loss.value(error)) / self.n + penalty(model, loss, params)
        norm = _length(self._mean_gradient(params, self._x, self._y, error))
        optimum = self._problem.optimum
        return Measured(mean, norm, norm if optimum is None else mean - optimum.loss)

    def gradient(self, params: Array, points: IntArray | None = None) -> Array:
        """Gradient of the mean loss over all points or over ``points`` of shape (runs, size)."""
        x, y = (self._x, self._y) if points is None else (self._x[points], self._y[points])
        error = errors(self._problem.model, self._problem.loss, params, x, y)
        return self._mean_gradient(params, x, y, error)

    def _mean_gradient(self, params: Array, x: Array, y: Array, error: Array) -> Array:
        slopes = self._problem.loss.derivative(error)
        columns = error_columns(self._problem.model, self._problem.loss, params, x, y)
        sums = [sums_over_points(slopes * column) / y.shape[-1] for column in columns]
        return np.stack(sums).T + self._penalty_gradient(params)

    def hessian(self, params: Array) -> Array:
        """Gauss–Newton Hessian of the mean loss, exact where the errors are linear in the params."""
        model, loss = self._problem.model, self._problem.loss
        if loss.curvature is None:
            raise ValueError("this loss has no curvature")
        bend = loss.curvature(errors(model, loss, params, self._x, self._y))
        columns = error_columns(model, loss, params, self._x, self._y)
        rows = [[sums_over_points(bend * a * b) / self.n for b in columns] for a in columns]
        hessian: Array = np.moveaxis(np.array(rows), 2, 0)
        for index, penalised in enumerate(model.penalised):
            hessian[:, index, index] += loss.l2 if penalised else 0.0
        return hessian

    def draw(self, size: int) -> IntArray:
        """``size`` distinct points a run, each from its own stream, shape (runs, size)."""
        if not self._streams:
            raise ValueError("an optimizer that draws points must say so: Optimizer(…, stochastic=True)")
        if size == 1:
            return np.array([[stream.randrange(self.n)] for stream in self._streams], dtype=np.int64)
        return np.array([stream.sample(range(self.n), size) for stream in self._streams], dtype=np.int64)

    def _penalty_gradient(self, params: Array) -> Array:
        weights = [self._problem.loss.l2 if penalised else 0.0 for penalised in self._problem.model.penalised]
        gradient: Array = params * np.array(weights)
        return gradient


class QuadraticOracle(PointOracle):
    """The same answers from the Hessian and the optimum: a step costs the same for any number of points."""

    def __init__(self, problem: Problem, shape: Quadratic, streams: Sequence[random.Random]) -> None:
        super().__init__(problem, streams)
        self._shape = shape
        self._spread = self._spread_over(len(streams))

    @property
    def numbers(self) -> int:
        """How many numbers a row of ``measure`` takes meanwhile."""
        return len(self._shape.centre)

    def measure(self, params: Array) -> Measured:
        """What is recorded; the loss above the minimum comes without the cancellation of a difference."""
        away, slope = _away_and_slope(params, self._shape.centre[:, None], self._shape.hessian[:, :, None])
        excess = 0.5 * (away[0] * slope[0] + away[1] * slope[1])
        return Measured(self._shape.minimum + excess, _length(slope.T), excess)

    def gradient(self, params: Array, points: IntArray | None = None) -> Array:
        """Gradient H(θ − θ*), or that of ``points``."""
        if points is not None:
            return super().gradient(params, points)
        if len(params) != self._spread[0].shape[1]:
            self._spread = self._spread_over(len(params))
        return _away_and_slope(params, *self._spread)[1].T

    def _spread_over(self, rows: int) -> tuple[Array, Array]:
        """Centre and Hessian once a row: numbers side by side are twice as fast as broadcast ones."""
        centre, hessian = self._shape.centre, self._shape.hessian
        return np.repeat(centre[:, None], rows, axis=1), np.repeat(hessian[:, :, None], rows, axis=2)

    def hessian(self, params: Array) -> Array:
        """The Hessian, the same for every run."""
        return np.broadcast_to(self._shape.hessian, (len(params), 2, 2))


def _away_and_slope(params: Array, centre: Array, hessian: Array) -> tuple[Array, Array]:
    """θ − θ* and H(θ − θ*), each of shape (dims, rows), for params of shape (rows, dims)."""
    away = params.T - centre
    along = hessian * away[:, None]
    return away, along[0] + along[1]


def _length(vectors: Array) -> Array:
    """Euclidean length of each row, its squares summed in the order of the params."""
    total = vectors[:, 0] * vectors[:, 0]
    for index in range(1, vectors.shape[1]):
        total = total + vectors[:, index] * vectors[:, index]
    return np.sqrt(total)


def oracle_of(problem: Problem, streams: Sequence[random.Random]) -> PointOracle:
    """The cheapest oracle for a problem."""
    shape = problem.quadratic
    return PointOracle(problem, streams) if shape is None else QuadraticOracle(problem, shape, streams)
